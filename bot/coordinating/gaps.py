"""Where a resident would find nothing: themes without help in a municipality, and names nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from difflib import get_close_matches

from bot.coordinating.refused import Refused
from bot.knowledge import AMSTERDAM, Knowledge, Mistake

ENOUGH = 2
"""Services for each theme and municipality: there is always a second choice."""


def gaps(knowledge: Knowledge, today: date) -> tuple[Mistake, ...]:
    """Each theme and municipality with fewer than two services that are shown and can be reached today."""
    return tuple(_gaps(knowledge, today))


def area_named(knowledge: Knowledge, said: str) -> str:
    """The id of the municipality that somebody typed by its name or id. Raises Refused with a suggestion."""
    known = {name.casefold(): area.id for area in knowledge.areas.values() for name in (area.name, area.id)}
    found = known.get(said.strip().casefold())
    if found is None:
        names = [area.name for area in knowledge.areas.values()]
        close = get_close_matches(said.strip().casefold(), known, 1)
        meant = [knowledge.areas[known[name]].name for name in close]
        todo = f"Bedoel je '{meant[0]}'?" if meant else f"Kies uit: {', '.join(names)}."
        raise Refused(f"De gemeente '{said}' ken ik niet. {todo}")
    return found


def _gaps(knowledge: Knowledge, today: date) -> Iterator[Mistake]:
    index = knowledge.index
    there = index.at(datetime.combine(today, time(12), AMSTERDAM)).shown & index.reachable
    for theme in knowledge.themes.values():
        about = there & index.themes.get(theme.id, 0)
        for area in knowledge.areas.values():
            count = (about & (index.national | index.areas.get(area.id, 0))).bit_count()
            if count < ENOUGH:
                amount = "maar één dienst" if count else "geen dienst"
                what = f"Voor het thema '{theme.name['nl']}' is er in {area.name} {amount}."
                yield Mistake("national/themes.yaml", 0, what, f"Zet '{theme.id}' bij een dienst die helpt.")
