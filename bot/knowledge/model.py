"""What Wegwijs knows as a whole: places, and beside them themes, routes, letters, rights, stories and areas.

Field names are those of Open Referral HSDS 3.0, with a few of our own. A fact without a source does not load
(`Sourced`), and only grades A and B exist.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.fields import Day, Flag, Link, Slug, Text, UplName, Words
from bot.knowledge.index import Index
from bot.knowledge.places import Location, Organization, SafetyContact, Service
from bot.knowledge.record import Record, RouteColour, Sourced, Step, SubRouteId

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
    "fine",
    "seizure",
    "home_at_risk",
    "no_food",
]
"""What a resident can say about the household when looking for a scheme."""


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
    upl: tuple[UplName, ...] = ()


class Story(Sourced):
    """A story of recognition: short, retold, without a name."""

    id: Slug
    title: Words
    text: Words
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    steps: tuple[Step, ...] = ()


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


class RouteStep(Record):
    """One of the eight steps from struggling to ambassador."""

    id: Slug
    name: Words


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
    locations: dict[str, Location] = field(default_factory=dict)
    steps: dict[str, RouteStep] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """The services by everything matching asks about; `load` makes it, so that no resident waits for it."""
        return Index(tuple(self.services.values()), tuple(self.areas))
