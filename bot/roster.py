"""When which experience experts are there, and when nobody is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.experts import Expert, schedules
from bot.knowledge import AMSTERDAM
from bot.knowledge.hours import openings_on

DAYS = 7
FROM, TO = time(9), time(21)
"""Between these hours somebody should be there: then people sit with their post."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is there from `opens` to `closes` (Amsterdam time)."""

    expert: Expert
    opens: datetime
    closes: datetime


def shifts(experts: Iterable[Expert], day: date) -> list[Shift]:
    """Who is there on `day`, in order; whoever pauses is not."""
    found = [
        Shift(one, opens.astimezone(AMSTERDAM), closes.astimezone(AMSTERDAM))
        for one in experts
        if not one.paused
        for opens, closes in openings_on(schedules(one.hours), day)
    ]
    return sorted(found, key=lambda shift: (shift.opens, shift.expert.alias))


def week(now: datetime) -> list[date]:
    """Today and the six days after it."""
    today = now.astimezone(AMSTERDAM).date()
    return [today + timedelta(days=days) for days in range(DAYS)]


def nobody(experts: Collection[Expert], day: date) -> Iterator[tuple[time, time]]:
    """The parts of daytime on `day` on which nobody is there."""
    free, end = datetime.combine(day, FROM, AMSTERDAM), datetime.combine(day, TO, AMSTERDAM)
    for shift in (*shifts(experts, day - timedelta(days=1)), *shifts(experts, day)):  # a night ends on the next day
        if shift.opens >= end:
            break
        if shift.opens > free:
            yield free.time(), shift.opens.time()
        free = max(free, shift.closes)
    if free < end:
        yield free.time(), end.time()


def hours(experts: Iterable[Expert], now: datetime, language: str = "") -> float:
    """Hours in the coming week that experts are there, those of all added up; of one language if it is named."""
    speaking = [one for one in experts if not language or language in one.languages]
    seconds = sum((shift.closes - shift.opens).total_seconds() for day in week(now) for shift in shifts(speaking, day))
    return seconds / 3600
