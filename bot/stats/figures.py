"""Which figures there are: from what was put in to what it brought (source 002 chapter 5; 004 chapter 8). Pure.

Every figure is made of counters without people in them; none has more than two dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from babel import Locale

from bot.catalog import BASE
from bot.engine import UNSURE, Ask
from bot.flows.aftercare import CHECK_IN
from bot.handoff.report import QUESTIONS
from bot.house import MARKS, House
from bot.safety import Level
from bot.stats.disclosure import Group, Seen, protected, seen, total

INPUT, OUTPUT, OUTCOME = "Wat erin gaat", "Wat er gebeurde", "Wat het opleverde"
CHAPTERS = (INPUT, OUTPUT, OUTCOME)
IMPACT = (
    "Impact: of mensen op de lange duur beter leven, staat niet in tellingen. Daarvoor zijn verhalen nodig, en"
    " vragen na drie en zes maanden."
)
RULE = (
    "Minder dan 10 staat er als < 10, al het andere is afgerond op 5. Staat er ≥ 10 of –, dan zou het precieze getal"
    " iets over een paar mensen verraden."
)
OPEN, EXPERTS, HOURS = "now open", "now experts", "now hours"
"""Counts of this moment, beside the counters."""

WAITS: Mapping[str, str] = {
    "quarter": "binnen een kwartier",
    "hour": "binnen een uur",
    "day": "binnen een dag",
    "longer": "langer",
}
"""Bucket of waiting -> how it reads."""
_ENDS: Mapping[str, tuple[str, ...]] = {
    "afgesloten na een gesprek": ("handoff close resident", "handoff close expert"),
    "gesprek werd stil": ("handoff end house",),
    "niemand gevonden": ("handoff expire house",),
    "ingetrokken door de bewoner": ("handoff withdraw resident",),
    "bewoner niet meer te bereiken": ("handoff unreachable house",),
    "nog open": (OPEN,),
}
_BETWEEN: Mapping[str, tuple[str, ...]] = {
    "bewoner wilde iemand anders": ("handoff somebody_else resident",),
    "doorgegeven door de ervaringsdeskundige": ("handoff pass_on expert",),
}
_PROMISES: Mapping[str, tuple[str, ...]] = {"op tijd": ("promise kept",), "te laat": ("promise broken",)}


@dataclass(frozen=True, slots=True)
class Figure:
    """Rows of label -> counters that are added up. Figures of one `family` count the same events.

    `rare`: only rows that can be shown are listed, for there are many. `summed`: the rows are of one kind.
    """

    chapter: str
    title: str
    rows: Mapping[str, tuple[str, ...]]
    family: str = ""
    rare: bool = False
    summed: bool = True


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as anybody may see it: rows of label and count, and the sum of what is shown ("" none)."""

    chapter: str
    title: str
    rows: tuple[tuple[str, Seen], ...]
    total: str


def published(figures: Iterable[Figure], counters: Mapping[str, int]) -> tuple[Published, ...]:
    """What may be seen of `figures`, in order, given how often everything happened."""
    listed = list(figures)
    groups = {figure.title: _group(figure, counters) for figure in listed}
    for family in {figure.family for figure in listed if figure.family}:
        members = [figure.title for figure in listed if figure.family == family]
        groups.update(zip(members, protected([groups[title] for title in members]), strict=True))
    return tuple(_published(figure, groups[figure.title]) for figure in listed)


def figures(house: House) -> tuple[Figure, ...]:
    """All figures, with the words of this house."""
    themes = {**{one.id: one.name[BASE] for one in house.knowledge.themes.values()}, UNSURE: "nog geen onderwerp"}
    routes = {str(route.id): f"{_said(house, f'card.colour_{route.id}')}: {route.name[BASE]}"
              for route in house.knowledge.routes.values()}  # fmt: skip
    tags = {tag: language(tag) for tag in house.catalog.languages}
    levels = {str(level): _said(house, f"danger.{level}") for level in Level if level is not Level.NONE}
    services = {one.id: one.name[BASE] for one in house.knowledge.services.values()}
    barriers = {choice: _said(house, f"check_in.threshold.{choice}") for choice in _thresholds()}
    return (
        Figure(INPUT, "Inzet van nu", {"ervaringsdeskundigen": (EXPERTS,), "uren per week": (HOURS,)}, summed=False),
        Figure(OUTPUT, "Vragen om een gesprek, per taal", _each("request language", tags), "requests"),
        Figure(OUTPUT, "Hoe vragen eindigden", _ENDS, "requests"),
        Figure(OUTPUT, "Beloftes over wachten", _PROMISES, "claims"),
        Figure(OUTPUT, "Hoe lang mensen wachtten", _each("wait", WAITS), "claims"),
        Figure(OUTPUT, "Onderweg", _BETWEEN),
        Figure(OUTPUT, "Waar het over ging", _each("theme", themes), "pointed"),
        Figure(OUTPUT, "Geen plek gevonden bij", _each("no_provider", themes)),
        Figure(OUTPUT, "Routes die zijn gewezen", _each("route", routes), "pointed"),
        Figure(OUTPUT, "Gevaar in een bericht", _each("safety", levels)),
        Figure(OUTPUT, "Gemeld: dit werkte niet", _each("did_not_work", services), rare=True),
        *(Figure(OUTCOME, f"Verslag: {_said(house, f'report.{question}')}", rows, "reports")
          for question, rows in _reports(house)),
        Figure(OUTCOME, "Cijfer dat mensen gaven", _each("mark", {mark: mark for mark in MARKS})),
        Figure(OUTCOME, "Wat in de weg zat", _each("threshold", barriers)),
    )  # fmt: skip


def language(tag: str) -> str:
    """The Dutch name of a language."""
    return str(Locale.parse(tag).get_display_name(BASE) or tag)


def _reports(house: House) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    for question, codes in QUESTIONS.items():
        yield question, {_said(house, f"talk.{question}_{code}"): (f"report {question} {code}",) for code in codes}


def _thresholds() -> tuple[str, ...]:
    return next(step.choices for step in CHECK_IN.steps if isinstance(step, Ask) and step.id == "threshold")


def _each(kind: str, names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """A row for each name; what has the same name is added up."""
    rows: dict[str, tuple[str, ...]] = {}
    for code, label in names.items():
        rows[label] = (*rows.get(label, ()), f"{kind} {code}")
    return rows


def _said(house: House, key: str) -> str:
    return house.catalog.text(key, BASE).partition("\n")[0]


def _group(figure: Figure, counters: Mapping[str, int]) -> Group:
    return tuple(
        seen(sum(counters.get(name, 0) for name in names), known=OPEN in names) for names in figure.rows.values()
    )


def _published(figure: Figure, group: Group) -> Published:
    rows = tuple(row for row in zip(figure.rows, group, strict=True) if row[1].shown or not figure.rare)
    return Published(figure.chapter, figure.title, rows, total(group) if figure.summed else "")
