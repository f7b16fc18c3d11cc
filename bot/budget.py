"""A household's money on a row: amounts of any period, made into whole euros a week that add up.

The rule: a year is 52 weeks, 13 times four weeks, or 12 months. Each line is rounded to whole euros first, and what
is left is the sum of the lines, so that what stands on the screen always adds up. What is not known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TIMES = {"week": 52, "four_weeks": 13, "month": 12, "year": 1}
"""How often a period fits in a year."""
WEEKS = TIMES["week"]
EURO = 100
"""Cents."""

IN = ("income", "allowances")
PARTS = ("energy", "insurance", "phone")
"""What the bills that were told together (`fixed`) are made of."""
ASKED = (*IN, "home", "fixed", *PARTS, "travel", "debts", "food")
REST = "rest"
"""What remains of `fixed` when some of its parts were told as well."""

ORDER = (*IN, "home", "fixed", *PARTS, REST, "travel", "debts", "food")

_AMOUNT = re.compile(rf"(\d+)/({'|'.join(TIMES)})")


@dataclass(frozen=True, slots=True)
class Line:
    """What comes in (positive) or goes out (negative), in cents a week, whole euros."""

    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines in the order of asking, what somebody did not know, and the share of income that the home takes."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    share: int | None

    @property
    def left(self) -> int:
        """Cents a week that are left; negative when more goes out than comes in."""
        return sum(line.cents for line in self.lines)

    @property
    def earned(self) -> bool:
        """Whether it is known what comes in."""
        return any(line.name in IN for line in self.lines)


def a_year(answer: str) -> int | None:
    """Cents a year of an answer such as "45000/month"; None when it is no amount."""
    found = _AMOUNT.fullmatch(answer)
    return int(found[1]) * TIMES[found[2]] if found else None


def a_week(cents: int) -> int:
    """Cents a week, in whole euros, of `cents` a year."""
    return (cents + WEEKS * EURO // 2) // (WEEKS * EURO) * EURO


def budget(answers: Mapping[str, str]) -> Budget:
    """The budget that `answers` (name in `ASKED` -> answer as the engine keeps it) add up to."""
    told = {name: cents for name in ASKED if (cents := a_year(answers.get(name, ""))) is not None}
    lines = tuple(Line(name, a_week(cents) if name in IN else -a_week(cents)) for name, cents in _on_a_row(told))
    unknown = tuple(name for name in ASKED if name in answers and answers[name] == "unsure")
    return Budget(lines, unknown, _share(told))


def _on_a_row(told: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The lines by the year: of the bills told together only what their parts do not cover."""
    parts = sum(told.get(name, 0) for name in PARTS)
    rest = max(told.get("fixed", 0) - parts, 0)
    row = {**told, "fixed": 0, REST: rest} if parts else told
    for name in ORDER:
        if row.get(name) or (name == "income" and name in told):
            yield name, row[name]


def _share(told: Mapping[str, int]) -> int | None:
    """Of every 100 that come in, how much goes to the home; None when one of the two is not known."""
    earned = sum(told.get(name, 0) for name in IN)
    if not earned or not told.get("home"):
        return None
    return (told["home"] * 200 + earned) // (2 * earned)
