"""Where a resident can turn: organizations, their services with numbers and hours, and the crisis lines.

A telephone number only stands beside the day on which somebody held it against its source (`assured_date`).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge.fields import Clock, Day, Flag, Link, Slug, Text, Words
from bot.knowledge.mistakes import refuse
from bot.knowledge.record import Record, RouteColour, SafetyLevel, Sourced, Step, SubRouteId

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


class Phone(Record):
    """A number to call (E.164 or a short code), how to show it, and the price of the call in words."""

    number: Annotated[str, StringConstraints(pattern=r"^(\+31\d{9}|0[89]00\d{4,7}|1\d\d)$")]
    display: Text
    type: Literal["voice", "text"] = "voice"
    description: Words | None = None
    cost: Words | None = None

    @model_validator(mode="after")
    def same_digits(self) -> Self:
        """The shown number is the called number: one typing error would send a resident to a stranger."""
        called = self.number.replace("+31", "0")
        shown = "".join(sign for sign in self.display if sign.isdigit())
        if called != shown:
            refuse(
                f"Het getoonde nummer {self.display} is niet het nummer {self.number}.",
                "Maak de cijfers gelijk.",
            )
        return self


class Schedule(Record):
    """Weekly hours in Dutch wall time. `closes_at` not later than `opens_at` means: the next day.

    A schedule with both `valid_from` and `valid_to` replaces the ordinary week in that period; `closed: true`
    makes it a period without hours (holidays, a move).
    """

    byday: Annotated[str, StringConstraints(pattern=r"^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$")] = ""
    opens_at: Clock | None = None
    closes_at: Clock | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    closed: Flag = False
    attending_type: Literal["phone", "chat", "walk_in", "appointment"] = "phone"
    notes: Words | None = None

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Hours need days and both times; a closed period needs both dates, in their order."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            refuse("De periode eindigt voor het begin.", "Wissel 'valid_from' en 'valid_to' om.")
        if self.closed and not (self.valid_from and self.valid_to):
            refuse("Een gesloten periode heeft een begin en een einde.", "Vul 'valid_from' en 'valid_to' in.")
        if not self.closed and (not self.byday or self.opens_at is None or self.closes_at is None):
            refuse("Deze openingstijd is niet af.", "Vul 'byday', 'opens_at' en 'closes_at' in.")
        return self


class Service(Sourced):
    """Something a resident can turn to: checked (`assured_date`), or `to_confirm` and then without number.

    `free` is said of the whole way, the call included. `no_threshold`: no name, papers, appointment or
    referral. `specific_group`: only for some people, so it stands behind what is for everybody. The main
    theme comes first.
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
    service_areas: Annotated[tuple[Slug, ...], Field(min_length=1)]
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    route: RouteColour
    sub_route: SubRouteId | None = None
    steps: tuple[Step, ...] = ()
    urgency: Literal["crisis", "urgent", "ordinary"] = "ordinary"
    free: Flag = False
    walk_in: Flag = False
    anonymous: Flag = False
    no_threshold: Flag = False
    specific_group: Flag = False
    assured_date: Day | None = None
    to_confirm: Flag = False

    @model_validator(mode="after")
    def follows_the_publish_rule(self) -> Self:
        """A number or hours only when somebody checked them; otherwise it is on the list to confirm."""
        if self.to_confirm and (self.phones or self.schedules or self.assured_date):
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
    phones: Annotated[tuple[Phone, ...], Field(min_length=1)]
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
