"""Where a resident can turn: organizations, places, services, and the crisis lines.

A telephone number only stands beside the day on which somebody held it against its source (`assured_date`).
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from bot.knowledge.contact import CrisisPhone, Phone, Schedule
from bot.knowledge.fields import Day, Flag, Link, Slug, Text, UplName, Words, matching
from bot.knowledge.mistakes import refuse
from bot.knowledge.record import Emergency, Fit, Record, RouteColour, SafetyLevel, Sourced, Step, SubRouteId

NATIONAL = "nl"
"""The service area that means: everywhere in the Netherlands."""


class Organization(Sourced):
    """Who is behind a service."""

    id: Slug
    name: Text
    alternate_name: Text | None = None
    description: Words
    website: Link | None = None
    email: Text | None = None


class Address(Record):
    """Where to go, in the fields HSDS asks for."""

    address_1: Text
    postal_code: Annotated[
        str,
        matching(r"[1-9]\d{3} [A-Z]{2}", "is geen postcode.", "Schrijf hem zoals 6131 AL."),
        WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d{3} [A-Z]{2}$"}),
    ]
    city: Text
    state_province: Text
    country: Literal["NL"] = "NL"
    address_type: Literal["physical", "postal"] = "physical"


class Location(Sourced):
    """A place: a building with an address, a post box, or a room on the internet with a link."""

    id: Slug
    location_type: Literal["physical", "postal", "virtual"] = "physical"
    name: Words
    organization_id: Slug | None = None
    description: Words | None = None
    transportation: Words | None = None
    accessibility: tuple[Words, ...] = ()
    url: Link | None = None
    latitude: Annotated[float, Field(ge=50.7, le=53.6)] | None = None
    longitude: Annotated[float, Field(ge=3.3, le=7.3)] | None = None
    addresses: tuple[Address, ...] = ()

    @model_validator(mode="after")
    def can_be_found(self) -> Self:
        """A virtual place has a link, the others have an address."""
        if self.location_type == "virtual" and not self.url:
            refuse("Een plek op internet heeft een link.", "Vul 'url' in.")
        if self.location_type != "virtual" and not self.addresses:
            refuse("Er staat geen adres bij.", "Vul 'addresses' in.")
        return self


class ServiceAtLocation(Record):
    """A service at one place, with what is only true there."""

    location_id: Slug
    description: Words | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class Service(Sourced):
    """Something a resident can turn to: checked (`assured_date`), or `to_confirm` and then without number.

    `free` is said of the whole way, the call included. `no_threshold`: no name, papers, appointment or
    referral. `specific_group`: only for some people, so it stands behind what is for everybody. The main
    theme comes first. `fits` is what it is the best place for, `emergencies` what it helps with on the same day.
    """

    id: Slug
    organization_id: Slug
    name: Words
    alternate_name: Text | None = None
    formerly: Text | None = None
    description: Words
    url: Link | None = None
    email: Text | None = None
    chat_url: Link | None = None
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    alert: Words | None = None
    eligibility_description: Words
    minimum_age: Annotated[int, Field(ge=0, le=120)] | None = None
    maximum_age: Annotated[int, Field(ge=0, le=120)] | None = None
    not_for: Words | None = None
    application_process: Words
    required_documents: tuple[Words, ...] = ()
    fees_description: Words | None = None
    interpretation_services: Words | None = None
    languages: tuple[Slug, ...] = ()
    who_answers: Words | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    service_areas: Annotated[tuple[Slug, ...], Field(min_length=1)]
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    route: RouteColour
    sub_route: SubRouteId | None = None
    steps: tuple[Step, ...] = ()
    fits: tuple[Fit, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    upl: tuple[UplName, ...] = ()
    urgency: Literal["crisis", "urgent", "ordinary"] = "ordinary"
    free: Flag = False
    walk_in: Flag = False
    anonymous: Flag = False
    no_threshold: Flag = False
    specific_group: Flag = False
    assured_date: Day | None = None
    to_confirm: Flag = False

    @property
    def openings(self) -> tuple[Schedule, ...]:
        """When somebody is there: the hours of the service and of each of its places."""
        if not self.service_at_locations:
            return self.schedules
        return sum((place.schedules for place in self.service_at_locations), self.schedules)

    @property
    def checked(self) -> date | None:
        """When this was last checked: a service is as fresh as its oldest number. None: not yet."""
        numbers = [phone.assured_date for phone in self.phones if phone.assured_date]
        return min([self.assured_date, *numbers]) if self.assured_date else None

    @model_validator(mode="after")
    def follows_the_publish_rule(self) -> Self:
        """A number or hours only when somebody checked them; otherwise it is on the list to confirm."""
        if self.to_confirm and (self.phones or self.openings or self.assured_date):
            refuse(
                "Wat nog niet is nagebeld, heeft geen nummer, tijden of controledatum.",
                "Bel het na en haal 'to_confirm' weg, of haal nummer, tijden en 'assured_date' weg.",
            )
        if not self.to_confirm and self.assured_date is None:
            refuse(
                "Er staat niet bij wanneer dit is gecontroleerd.",
                "Vul 'assured_date' in, of zet 'to_confirm: true'.",
            )
        if len(self.description["nl"].split()) > 60:
            refuse("De beschrijving heeft meer dan 60 woorden.", "Maak hem korter.")
        return self


class SafetyContact(Sourced):
    """A crisis line. It always has a number and the day of the last check; `owner` is who keeps it true."""

    id: Slug
    organization: Text
    name: Words
    description: Words
    levels: Annotated[tuple[SafetyLevel, ...], Field(min_length=1)]
    phones: Annotated[tuple[CrisisPhone, ...], Field(min_length=1)]
    schedules: Annotated[tuple[Schedule, ...], Field(min_length=1)]
    url: Link | None = None
    chat_url: Link | None = None
    chat_hours: Words | None = None
    phone_first: Flag = False
    anonymous: Flag = False
    free: Flag = False
    assured_date: Day
    ageing: Literal["emergency", "crisis"]
    owner: Text
