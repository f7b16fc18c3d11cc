"""How old a checked fact may be. Limits per kind stand in one table (facts section 0, issue 3 point 4)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Freshness = Literal["fresh", "aging", "stale", "hidden"]
Kind = Literal["ordinary", "crisis", "emergency"]


@dataclass(frozen=True)
class Limit:
    """`months` until a fact is too old, `warning` months of notice, and whether it may be hidden at all."""

    months: int
    warning: int
    hides: bool


LIMITS: dict[Kind, Limit] = {
    "ordinary": Limit(months=6, warning=1, hides=True),
    "crisis": Limit(months=6, warning=1, hides=False),
    "emergency": Limit(months=12, warning=1, hides=False),
}
"""`emergency` is 112, 113 and 0800-2000. A crisis number is never hidden: an old one is better than none."""


CRISIS_DAYS = 90
"""Days for which a crisis number may stand unchecked (safety and privacy, section 1, point 3)."""


def crisis_due(assured_date: date) -> date:
    """The last day on which a crisis number checked on `assured_date` may stand unchecked."""
    return assured_date + timedelta(days=CRISIS_DAYS)


def due(assured_date: date, limit: Limit) -> date:
    """The first day on which a fact checked on `assured_date` is too old."""
    return _months_after(assured_date, limit.months)


def freshness(assured_date: date, today: date, kind: Kind = "ordinary") -> Freshness:
    """How a fact checked on `assured_date` may be used `today`.

    `aging`: warn the coordinator. `stale`: past the limit, demote it and show when it was checked.
    `hidden`: past twice the limit, do not show it.
    """
    limit = LIMITS[kind]
    if today < _months_after(assured_date, limit.months - limit.warning):
        return "fresh"
    if today < due(assured_date, limit):
        return "aging"
    if limit.hides and today >= _months_after(assured_date, 2 * limit.months):
        return "hidden"
    return "stale"


def _months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
