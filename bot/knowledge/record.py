"""The base of every record of knowledge, and the closed lists of words that records share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.fields import Flag, Link, PartialDate, Text

RouteColour = Literal["green", "yellow", "orange", "blue"]
SubRouteId = Literal["income", "work", "support", "care", "housing"]
SafetyLevel = Literal["crisis_suicide", "crisis_violence", "crisis_medical", "crisis_basic"]
Emergency = Literal["food", "bed", "energy", "eviction", "medicine"]
"""What cannot wait until tomorrow."""
Fit = Literal[
    "reading",
    "online",
    "form",
    "benefit",
    "allowance",
    "wage",
    "food",
    "bed",
    "rent",
    "bad_house",
    "neighbours",
    "own_place",
    "complaint",
    "chores",
    "nursing",
    "together",
    "voices",
    "low",
    "stress",
    "sleep",
    "treatment",
    "me",
    "near",
    "own_people",
    "meet",
    "visit",
    "talk",
    "divorce",
    "children",
    "caring",
    "unsafe",
    "job",
    "ill",
    "volunteer",
    "school",
    "dutch",
    "device",
    "newcomer",
    "same",
    "give",
    "faith",
]
"""What a resident looks for within a theme: the answers of the flow `orientation`."""
Step = Annotated[int, Field(ge=1, le=8)]
"""A step of the route from struggling to ambassador."""


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
