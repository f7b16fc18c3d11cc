"""When a service is open. Hours are Dutch wall time (Europe/Amsterdam), also when the clocks change."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.knowledge.contact import Schedule

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HORIZON = timedelta(days=14)
"""How far we look ahead for the next opening: longer than any run of weekends and holidays."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MIDNIGHT = time(0)


def open_until(schedules: tuple[Schedule, ...], now: datetime) -> datetime | None:
    """When the present opening ends, in Amsterdam time; None when closed now or when no hours are known.

    Openings that touch are one opening; something that never closes gives the end of the time we look ahead.
    """
    end = None
    for opens, closes in _openings(schedules, now):
        if opens > (end or now):
            break
        if closes > (end or now):
            end = closes
    return end.astimezone(AMSTERDAM) if end else None


def opens_next(schedules: tuple[Schedule, ...], now: datetime) -> datetime | None:
    """The first opening after now, in Amsterdam time, or None when there is none within two weeks."""
    first = next((opens for opens, _ in _openings(schedules, now) if opens > now), None)
    return first.astimezone(AMSTERDAM) if first else None


def openings_on(schedules: tuple[Schedule, ...], day: date) -> list[tuple[datetime, datetime]]:
    """The openings that begin on this day, in order, in UTC; one may end on the next day."""
    return sorted(_opening(schedule, day) for schedule in _valid_on(schedules, day))


def apart(schedules: tuple[Schedule, ...]) -> list[tuple[Schedule, ...]]:
    """The same openings in the smallest pieces that do not touch each other.

    Weeks simply add up; a period with two dates replaces the week, so then all of it stays together.
    """
    if any(schedule.valid_from and schedule.valid_to for schedule in schedules):
        return [schedules]
    return [(schedule,) for schedule in schedules]


def weekdays(schedules: tuple[Schedule, ...]) -> Iterable[str]:
    """The days of the week on which any of these can open."""
    if len(schedules) == 1:
        return schedules[0].byday.split(",")
    return [day for day in WEEKDAYS if any(day in schedule.byday for schedule in schedules)]


def every_day(schedule: Schedule) -> bool:
    """Whether these hours name all seven days: then they are kept on public holidays too."""
    return len(schedule.byday.split(",")) == 7


def always_open(schedules: tuple[Schedule, ...]) -> bool:
    """Whether the ordinary week has no closed minute and no exception is written down."""
    return bool(schedules) and all(_is_round_the_clock(schedule) for schedule in schedules)


@cache
def holidays(year: int) -> frozenset[date]:
    """Dutch public holidays on which offices close. 5 May is left out: most work then."""
    easter = _easter(year)
    kings_day = date(year, 4, 27) if date(year, 4, 27).weekday() != 6 else date(year, 4, 26)
    moving = {easter + timedelta(days=days) for days in (0, 1, 39, 49, 50)}
    return frozenset(moving | {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)})


def _openings(schedules: tuple[Schedule, ...], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Openings in order, in UTC, from yesterday (it may run past midnight) to the end of HORIZON."""
    yesterday = now.astimezone(AMSTERDAM).date() - timedelta(days=1)
    for days in range(HORIZON.days + 2 if schedules else 0):
        yield from openings_on(schedules, yesterday + timedelta(days=days))


def _opening(schedule: Schedule, day: date) -> tuple[datetime, datetime]:
    opens, closes = schedule.opens_at or _MIDNIGHT, schedule.closes_at or _MIDNIGHT
    return _moment(day, opens), _moment(day + timedelta(days=closes <= opens), closes)


def _valid_on(schedules: tuple[Schedule, ...], day: date) -> Iterable[Schedule]:
    """The schedules that hold on this day: a period with two dates replaces the ordinary week.

    On a public holiday ordinary hours only count when they name all seven days: of others we do not know.
    """
    current = [schedule for schedule in schedules if _covers(schedule, day)]
    special = [schedule for schedule in current if schedule.valid_from and schedule.valid_to]
    weekday = WEEKDAYS[day.weekday()]
    if special:
        return [schedule for schedule in special if not schedule.closed and weekday in schedule.byday]
    if day in holidays(day.year):
        current = [schedule for schedule in current if every_day(schedule)]
    return [schedule for schedule in current if weekday in schedule.byday]


def _covers(schedule: Schedule, day: date) -> bool:
    return (schedule.valid_from or day) <= day <= (schedule.valid_to or day)


def _is_round_the_clock(schedule: Schedule) -> bool:
    unbounded = schedule.valid_from is None and schedule.valid_to is None
    return unbounded and every_day(schedule) and schedule.opens_at == schedule.closes_at == _MIDNIGHT


@lru_cache(maxsize=4096)
def _moment(day: date, clock: time) -> datetime:
    """A wall time as a moment in UTC: comparing two times of one zone ignores the change of the clocks."""
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876; also Meeus, 1991)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
