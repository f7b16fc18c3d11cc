"""Services by everything a search asks about, so that ten thousand are searched as quickly as ten.

A set of services is one whole number: bit n stands for the n-th service. What fits is then a handful of ANDs, and
only the few services at the top are ever looked at one by one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from bot.knowledge.ageing import freshness
from bot.knowledge.contact import Schedule
from bot.knowledge.hours import AMSTERDAM, WEEKDAYS, always_open, apart, every_day, openings_on, weekdays
from bot.knowledge.places import NATIONAL, Service

Name = TypeVar("Name")
Bits = int
"""A set of services, by their place in the order of the files."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The services at one minute: not hidden (active, not too old), old enough to warn about, and open."""

    shown: Bits
    stale: Bits
    open: Bits


@dataclass(frozen=True, slots=True)
class _Day:
    """What holds all day; `openings` are (opens, closes, whose), in UTC, also those of the evening before."""

    day: date
    shown: Bits
    stale: Bits
    openings: tuple[tuple[datetime, datetime, Bits], ...]


class Index:
    """Sets of services, made once; an attribute is named for what its services have in common.

    `main[theme][n]` are the services that name the theme at place n of theirs. Only the last minute asked about is
    remembered: residents live in the same one.
    """

    def __init__(self, services: tuple[Service, ...], areas: tuple[str, ...]) -> None:
        self.services = services
        self.themes = self._by(lambda service: service.themes)
        self.areas = self._by(lambda service: service.service_areas)
        self.languages = self._by(lambda service: service.languages)
        self.fits: dict[str, Bits] = self._by(lambda service: service.fits)
        self.emergencies: dict[str, Bits] = self._by(lambda service: service.emergencies)
        self.routes: dict[str, Bits] = self._by(lambda service: (service.route,))
        self.sub_routes: dict[str, Bits] = self._by(lambda service: (service.sub_route,) if service.sub_route else ())
        self.main = self._main()
        self.national = self.areas.get(NATIONAL, 0)
        self.everywhere = self.national | self._of(lambda service: set(areas) <= set(service.service_areas))
        self.free = self._of(lambda service: service.free)
        self.walk_in = self._of(lambda service: service.walk_in)
        self.no_threshold = self._of(lambda service: service.no_threshold)
        self.to_confirm = self._of(lambda service: service.to_confirm)
        self.for_some = self._of(lambda service: service.specific_group or service.maximum_age is not None)
        self.with_phone = self._of(lambda service: service.phones)
        self.reachable = self.with_phone | self.walk_in | self._of(lambda service: service.url or service.chat_url)
        self.with_hours = self._of(lambda service: service.openings)
        self.always_open = self._of(lambda service: always_open(service.openings))
        self._active = self._of(lambda service: service.status == "active")
        self._checked = self._by(lambda service: (service.checked,))
        self._hours = self._hours_of_the_week()
        self._day: _Day | None = None
        self._minute: tuple[datetime, Moment] | None = None

    def at(self, now: datetime) -> Moment:
        """The services at this minute. In: an aware datetime."""
        minute = now.astimezone(UTC).replace(second=0, microsecond=0)
        if self._minute is None or self._minute[0] != minute:
            self._minute = minute, self._moment(minute)
        return self._minute[1]

    def _moment(self, minute: datetime) -> Moment:
        today = minute.astimezone(AMSTERDAM).date()
        if self._day is None or self._day.day != today:
            self._day = self._on(today)
        there = 0
        for opens, closes, whose in self._day.openings:
            if opens <= minute < closes:
                there |= whose
        return Moment(self._day.shown, self._day.stale, there)

    def _on(self, today: date) -> _Day:
        hidden = stale = 0
        for checked, whose in self._checked.items():
            age = freshness(checked, today) if checked else "to_confirm"
            hidden |= whose if age == "hidden" else 0
            stale |= whose if age == "stale" else 0
        return _Day(today, self._active & ~hidden, stale, tuple(self._openings(today)))

    def _openings(self, today: date) -> Iterator[tuple[datetime, datetime, Bits]]:
        for day in (today - timedelta(days=1), today):
            for schedules, whose in self._hours[WEEKDAYS[day.weekday()]]:
                yield from ((opens, closes, whose) for opens, closes in openings_on(schedules, day))

    def _hours_of_the_week(self) -> dict[str, list[tuple[tuple[Schedule, ...], Bits]]]:
        """For each weekday every different opening once, and who keeps it: most keep the hours of many others."""
        kept: dict[tuple[str, object], tuple[Schedule, ...]] = {}
        whose: dict[tuple[str, object], list[int]] = {}
        for number, service in enumerate(self.services):
            for part in apart(service.openings):
                for weekday in weekdays(part):
                    key = weekday, _opening(part)
                    kept[key] = part
                    whose.setdefault(key, []).append(number)
        return {day: [(kept[key], bits(who)) for key, who in whose.items() if key[0] == day] for day in WEEKDAYS}

    def _main(self) -> dict[str, list[Bits]]:
        named = self._by(lambda service: enumerate(service.themes))
        deepest = max((place for place, _ in named), default=0)
        return {theme: [named.get((place, theme), 0) for place in range(deepest + 1)] for theme in self.themes}

    def _of(self, has: Callable[[Service], object]) -> Bits:
        return bits([number for number, service in enumerate(self.services) if has(service)])

    def _by(self, names: Callable[[Service], Iterable[Name]]) -> dict[Name, Bits]:
        found: dict[Name, list[int]] = {}
        for number, service in enumerate(self.services):
            for name in names(service):
                found.setdefault(name, []).append(number)
        return {name: bits(numbers) for name, numbers in found.items()}


def _opening(schedules: tuple[Schedule, ...]) -> object:
    """What makes two openings on one weekday the same; with dates they are only the same as themselves."""
    first = schedules[0]
    if first.valid_from or first.valid_to or len(schedules) > 1:
        return tuple(map(id, schedules))
    return first.opens_at, first.closes_at, every_day(first)


def bits(numbers: list[int]) -> Bits:
    """The set of these services, in rising order. In one go: adding them one by one copies the set each time."""
    buffer = bytearray(numbers[-1] // 8 + 1 if numbers else 0)
    for number in numbers:
        buffer[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(buffer, "little")


def members(those: Bits) -> Iterator[int]:
    """The places of the services of a set, in their order."""
    while those:
        lowest = those & -those
        yield lowest.bit_length() - 1
        those ^= lowest
