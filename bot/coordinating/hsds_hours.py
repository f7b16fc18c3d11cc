"""Opening hours as HSDS wants them: with a fixed offset from UTC, though Dutch clocks change twice a year.

So a week of ours becomes pieces with a first and a last day: between the changes of the clock, and around the periods
that replace the week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.knowledge import AMSTERDAM, Schedule

DAYS = 365
"""How far ahead hours are given. After that somebody will have made a new export."""

NEXT_DAY = "De sluitingstijd valt op de volgende dag."
CLOSED = "Gesloten."

Piece = tuple[date, date]
"""A first and a last day."""


def schedules(
    known: tuple[Schedule, ...], today: date, say: Callable[[Mapping[str, str] | None], str | None]
) -> Iterator[dict[str, Any]]:
    """HSDS schedules, without ids, for a year from `today`. In: how to say a text in the language of the export."""
    year = today, today + timedelta(days=DAYS)
    special = [(one.valid_from, one.valid_to) for one in known if one.valid_from and one.valid_to]
    for schedule in known:
        is_special = (schedule.valid_from, schedule.valid_to) in special
        for piece in _pieces(schedule, year, [] if is_special else special):
            yield _schedule(schedule, piece, say(schedule.notes))


def _pieces(schedule: Schedule, year: Piece, special: list[Piece]) -> Iterator[Piece]:
    first = max(schedule.valid_from or year[0], year[0])
    last = min(schedule.valid_to or year[1], year[1])
    begin = None
    for day in _days(first, last + timedelta(days=1)):
        holds = day <= last and not any(start <= day <= end for start, end in special)
        if begin and (not holds or _offset(day) != _offset(begin)):
            yield begin, day - timedelta(days=1)
            begin = None
        begin = begin or (day if holds else None)


def _schedule(schedule: Schedule, piece: Piece, notes: str | None) -> dict[str, Any]:
    valid = {"valid_from": piece[0].isoformat(), "valid_to": piece[1].isoformat()}
    if schedule.opens_at is None or schedule.closes_at is None:
        return {**valid, "notes": " ".join(filter(None, (CLOSED, notes)))}
    offset = _offset(piece[0])
    overnight = NEXT_DAY if schedule.closes_at <= schedule.opens_at else None
    said = " ".join(filter(None, (notes, overnight)))
    return {
        **valid,
        "timezone": offset,
        "freq": "WEEKLY",
        "byday": schedule.byday,
        "opens_at": f"{schedule.opens_at:%H:%M}+{offset:02}:00",
        "closes_at": f"{schedule.closes_at:%H:%M}+{offset:02}:00",
        "attending_type": schedule.attending_type,
        **({"notes": said} if said else {}),
    }


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@lru_cache(maxsize=1024)
def _offset(day: date) -> int:
    """Hours from UTC on a day in the Netherlands, at noon: the clock changes at night."""
    offset = datetime.combine(day, time(12), AMSTERDAM).utcoffset()
    assert offset is not None
    return offset // timedelta(hours=1)
