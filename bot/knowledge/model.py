"""What Wegwijs knows, as frozen records, with the field names of Open Referral HSDS 3.0 and a few of our own.

Two rules hold everywhere. A fact without a source does not load (`Sourced`), and only grades A and B exist.
A telephone number only stands beside the day on which somebody held it against its source (`assured_date`).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.knowledge.fields import Clock, Day, Flag, Link, PartialDate, Slug, Text, Words
from bot.knowledge.mistakes import refuse

NATIONAL = "nl"
"""The service area that means: everywhere in the Netherlands."""

RouteColour = Literal["green", "yellow", "orange", "blue"]
SubRouteId = Literal["income", "work", "support", "care", "housing"]
SafetyLevel = Literal["crisis_suicide", "crisis_violence", "crisis_medical", "crisis_basic"]
Situation = Literal[
    "children",
    "childcare",
    "health_insurance",
    "rent",
    "energy_bill",
    "local_tax",
    "no_income",
    "low_income",
    "low_income_long",
    "unexpected_cost",
    "study_disability",
    "help_at_home",
    "debts",
    "no_food",
]
Step = Annotated[int, Field(ge=1, le=8)]


class Record(BaseModel):
    """The base of everything here: frozen, and an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(Record):
    """A fact somebody can hold against its source.

    `source_date` is the date printed on the page ("2026", "2026-09" or "2026-09-08"). A page without a date
    has `source_undated: true`; then it is the day on which the copy was read. `source_title` names what a
    link cannot.
    """

    source_url: Link
    source_date: PartialDate
    source_grade: Literal["A", "B"]
    source_undated: Flag = False
    source_title: Text | None = None


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


class Letter(Sourced):
    """A letter people fear: how to know it, what it means, which date counts, what to do first."""

    id: Slug
    sender: Literal["creditor", "court", "rent", "energy", "health", "tax", "fine"]
    name: Text
    also_called: tuple[Text, ...] = ()
    recognise: Words
    meaning: Words
    date: Words
    first: Words
    urgent: Flag
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    helps: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Amount(Record):
    """A figure that holds in a period. Figures live here, never in prose, because they change every year."""

    label: Words
    value: Decimal
    unit: Literal["EUR", "percent"] = "EUR"
    per: Literal["month", "quarter", "year"] | None = None
    valid_from: Day
    valid_to: Day | None = None


class Right(Sourced):
    """A scheme that may fit. Wegwijs never decides; `where` says who does. `situations` must all apply."""

    id: Slug
    name: Text
    meaning: Words
    for_whom: Words
    where: Words
    url: Link | None = None
    situations: Annotated[tuple[Situation, ...], Field(min_length=1)]
    amounts: tuple[Amount, ...] = ()
    opens_on: Day | None = None
    closes_on: Day | None = None
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    helps: tuple[Slug, ...] = ()


class Story(Sourced):
    """A story of recognition: short, retold, without a name."""

    id: Slug
    title: Words
    text: Words
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    steps: tuple[Step, ...] = ()


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


class Theme(Record):
    """What a question is about, and on which routes help for it is found."""

    id: Slug
    name: Words
    routes: Annotated[tuple[RouteColour, ...], Field(min_length=1)]


class SubRoute(Record):
    """A branch of the blue route."""

    id: SubRouteId
    name: Words


class Route(Sourced):
    """A colour of the social route map."""

    id: RouteColour
    name: Words
    description: Words
    sub_routes: tuple[SubRoute, ...] = ()


class Area(Record):
    """A municipality of the region."""

    id: Slug
    name: Text


class Region(Record):
    """A region pack: its areas, which national services it hides, and which it replaces by its own."""

    id: Slug
    name: Text
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    hides: tuple[Slug, ...] = ()
    replaces: tuple[Slug, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """Everything one running bot knows: the national base and one region, by id, in the order of files."""

    version: str
    region: str
    areas: dict[str, Area]
    organizations: dict[str, Organization]
    services: dict[str, Service]
    letters: dict[str, Letter]
    themes: dict[str, Theme]
    routes: dict[str, Route]
    rights: dict[str, Right]
    stories: dict[str, Story]
    safety: dict[str, SafetyContact]
