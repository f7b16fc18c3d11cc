"""Experience experts: what they show of themselves, when they are there, whom a request fits, what may be promised.

Pure. An expert is known by the random id of the chat they work in, never by a name or number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.knowledge import AMSTERDAM
from bot.knowledge.contact import Schedule
from bot.knowledge.hours import open_until, opens_next

EXPERIENCES = ("debts", "mental", "addiction", "single_parent", "homelessness", "caring")
"""What an expert may have been through and chose to show."""
MOST_AT_ONCE = 3
"""Conversations of one expert at the same time, unless they chose fewer or more."""
MOST_INTRO = 200
"""Characters of the short introduction."""

_DAYS = {"ma": "MO", "di": "TU", "wo": "WE", "do": "TH", "vr": "FR", "za": "SA", "zo": "SU"}
_PART = re.compile(r"(\w\w)(?:-(\w\w))? (\d{1,2}(?::\d\d)?)-(\d{1,2}(?::\d\d)?)")


class BadHours(ValueError):
    """Hours nobody can read. Its text is the part that is wrong."""


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who has been there. `languages` best first; `hours` as written ("ma-vr 9-12, 13-17; za 10-12")."""

    id: str
    alias: str
    languages: tuple[str, ...]
    experiences: tuple[str, ...]
    intro: str = ""
    hours: str = ""
    most: int = MOST_AT_ONCE
    paused: bool = False

    @property
    def language(self) -> str:
        """The language the desk talks in."""
        return self.languages[0]

    def on_duty(self, now: datetime) -> bool:
        """Whether they said they are there at `now` (aware)."""
        return not self.paused and open_until(schedules(self.hours), now) is not None

    def there_next(self, now: datetime) -> datetime | None:
        """When they are there next: now, a moment in Amsterdam time, or None when they do not say."""
        if self.paused:
            return None
        return now.astimezone(AMSTERDAM) if self.on_duty(now) else opens_next(schedules(self.hours), now)

    def to_json(self) -> dict[str, object]:
        """A plain object that `from_json` reads back."""
        return {name: value for name, value in asdict(self).items() if name != "id"}

    @classmethod
    def from_json(cls, name: str, stored: Mapping[str, Any]) -> Expert:
        """The expert of chat `name` that `to_json` made `stored` of."""
        lists = {part: tuple(stored[part]) for part in ("languages", "experiences")}
        return replace(cls(name, "", (), ()), **{**stored, **lists})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a resident would like: one of these languages; an experience ("" is no preference); and not these."""

    languages: tuple[str, ...]
    experience: str = ""
    without: tuple[str, ...] = ()


def fits(expert: Expert, wanted: Wanted, *, wide: bool = False) -> bool:
    """Whether `expert` may be asked. `wide` is the second circle: any experience, never another language."""
    if expert.id in wanted.without or not set(wanted.languages) & set(expert.languages):
        return False
    return wide or not wanted.experience or wanted.experience in expert.experiences


def first_there(experts: Iterable[Expert], wanted: Wanted, now: datetime) -> datetime | None:
    """When the first fitting expert is there, in Amsterdam time; None when nobody fits or says."""
    moments = [one.there_next(now) for one in experts if fits(one, wanted, wide=True)]
    return min((moment for moment in moments if moment), default=None)


def schedules(hours: str) -> tuple[Schedule, ...]:
    """Hours as an expert writes them -> openings. Raises BadHours naming the part that cannot be read.

    Parts are separated by ";" (other days) or "," (other times on the same days): a gap is a break.
    """
    made: list[Schedule] = []
    for days in filter(None, (part.strip() for part in hours.lower().split(";"))):
        first, *others = (part.strip() for part in days.split(","))
        named = first.split(" ")[0]
        made += [_schedule(part) for part in (first, *(f"{named} {times}" for times in others))]
    return tuple(made)


def _schedule(part: str) -> Schedule:
    written = _PART.fullmatch(part)
    if not written or written[1] not in _DAYS or (written[2] or "ma") not in _DAYS:
        raise BadHours(part)
    days = list(_DAYS)
    start, end = days.index(written[1]), days.index(written[2] or written[1])
    named = days[start : end + 1] if start <= end else days[start:] + days[: end + 1]
    try:
        return Schedule.model_validate(
            {
                "byday": ",".join(_DAYS[day] for day in named),
                "opens_at": _clock(written[3]),
                "closes_at": _clock(written[4]),
            }
        )
    except ValueError:
        raise BadHours(part) from None


def _clock(written: str) -> str:
    hours, _, minutes = written.partition(":")
    clock = f"{int(hours):02}:{minutes or '00'}"
    return "00:00" if clock == "24:00" else clock
