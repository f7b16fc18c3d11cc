"""What may be seen of a count: small ones never, the others rounded, and none found by subtraction. Pure.

What is published depends on a small count only through "it is small": any other small count gives the same page.
Groups that count the same events have the same sum, so one group could betray a small count in another. Where it
would, more is withheld, and that is decided from what is public only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 10
"""A count below this is hidden."""
STEP = 5
"""All others are rounded to a multiple of this."""

_MANY = 10**12
"""More than anything that is counted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is published of a count. `least` and `most` are all that anybody can know of it; `shown` is its rounded
    value, 0 when there is none."""

    text: str
    least: int
    most: int
    shown: int = 0

    @property
    def small(self) -> bool:
        """Whether a small count hides here, which nobody may come closer to."""
        return self.least == 0 and self.most == LEAST - 1


SMALL = Seen(f"< {LEAST}", 0, LEAST - 1)
WITHHELD = Seen(f"≥ {LEAST}", LEAST, _MANY)
"""Enough to be seen, but it would betray a small one."""
NOTHING = Seen("–", 0, _MANY)

Group = tuple[Seen, ...]


def seen(count: int, *, known: bool = False) -> Seen:
    """What may be seen of one count. `known`: everybody knows how many these are anyway."""
    rounded = (count + STEP // 2) // STEP * STEP
    if known:
        return Seen(str(rounded) if count >= LEAST else SMALL.text, count, count, rounded if count >= LEAST else 0)
    if count < LEAST:
        return SMALL
    return Seen(str(rounded), max(LEAST, rounded - STEP // 2), rounded + STEP // 2, rounded)


def protected(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups that all count the same events, with so much withheld that every small count may be any small count."""
    safe = list(groups)
    while (place := next((one for one in range(len(safe)) if _betrayed(safe, one)), None)) is not None:
        safe[place] = _less(safe, place)
    return tuple(safe)


def total(group: Group) -> str:
    """The sum of what is shown, and so never more than can be seen already; nothing when nothing is shown."""
    if not any(one.shown for one in group):
        return ""
    if all(one.shown for one in group):
        return str(sum(one.shown for one in group))
    return f"≥ {sum(one.least for one in group if one.least >= LEAST) // STEP * STEP}"


def _betrayed(groups: Sequence[Group], place: int) -> bool:
    """Whether the other groups tell more of a small count in this one than that it is small."""
    group = groups[place]
    others = [one for at, one in enumerate(groups) if at != place]
    least = max((_least(one) for one in others), default=0)
    most = min((_most(one) for one in others), default=_MANY)
    small = next((one for one in group if one.small), None)
    if small is None:
        return False
    return least - (_most(group) - small.most) > small.least or most - (_least(group) - small.least) < small.most


def _less(groups: Sequence[Group], place: int) -> Group:
    """The group with one count more withheld: the smallest that is enough, else the largest; at the end all."""
    group = groups[place]
    choices = sorted((at for at, one in enumerate(group) if one.shown), key=lambda at: group[at].shown)
    for at in choices:
        less = _without(group, at)
        if not _betrayed([*groups[:place], less, *groups[place + 1 :]], place):
            return less
    return _without(group, choices[-1]) if choices else tuple(NOTHING for _ in group)


def _without(group: Group, at: int) -> Group:
    return (*group[:at], WITHHELD, *group[at + 1 :])


def _least(group: Iterable[Seen]) -> int:
    return sum(one.least for one in group)


def _most(group: Iterable[Seen]) -> int:
    return sum(one.most for one in group)
