"""Schemes that may fit what somebody tells: pure, and never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge import Amount, Right

MOST = 5
"""Schemes shown; more is too much at once."""

TOLD: Mapping[str, tuple[str, ...]] = {
    "look.home": ("health_insurance",),
    "look.children": ("children",),
    "rents.yes": ("rent",),
    "care.yes": ("childcare",),
    "little.yes": ("low_income",),
    "comes_in.none": ("no_income", "low_income"),
    "comes_in.little": ("low_income",),
    "comes_in.long": ("low_income", "low_income_long"),
    "food.no": ("no_food",),
    "bill.energy": ("energy_bill",),
    "bill.tax": ("local_tax",),
    "bill.big": ("unexpected_cost",),
    "bill.debts": ("debts",),
    "debt.fine": ("fine",),
    "debt.seizure": ("seizure",),
    "debt.at_risk": ("home_at_risk",),
    "need.home_help": ("help_at_home",),
    "need.study": ("study_disability",),
}
"""An answer in the flow `rights` ("step.choice") -> the situations it tells of."""

PERHAPS: Mapping[str, tuple[str, ...]] = {
    "look.living": ("health_insurance", "rent"),
    "look.unsure": ("health_insurance", "rent"),
    "rents.unsure": ("rent",),
    "little.no": ("low_income",),
    "little.unsure": ("low_income",),
    "comes_in.unsure": ("no_income", "low_income"),
    "bill.debts": ("low_income",),
    "bill.unsure": ("energy_bill", "local_tax", "unexpected_cost"),
    "need.unsure": ("help_at_home", "study_disability"),
}
"""An answer -> the situations it leaves open: what is little money differs per scheme, so a "no" rules nothing out."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A scheme that may fit, and the situations told that say so."""

    right: Right
    because: tuple[str, ...]


def fitting(rights: Iterable[Right], answers: Mapping[str, str], today: date) -> tuple[Fit, ...]:
    """At most `MOST` schemes for `answers` in the flow `rights`: first those with the least left open."""
    told, perhaps = set(_all(TOLD, answers)), set(_all(PERHAPS, answers))
    fits = [
        Fit(right, tuple(one for one in right.situations if one in told))
        for right in rights
        if told | perhaps >= set(right.situations) and not _over(right, today)
    ]
    return tuple(sorted(fits, key=_order)[:MOST])


def amounts(right: Right, today: date) -> tuple[Amount, ...]:
    """The amounts of a scheme that hold `today`."""
    return tuple(
        one for one in right.amounts if one.valid_from <= today and (one.valid_to is None or today <= one.valid_to)
    )


def _all(table: Mapping[str, tuple[str, ...]], answers: Mapping[str, str]) -> Iterator[str]:
    for step, choice in answers.items():
        yield from table.get(f"{step}.{choice}", ())


def _over(right: Right, today: date) -> bool:
    return right.closes_on is not None and right.closes_on < today


def _order(fit: Fit) -> tuple[int, int]:
    return len(fit.right.situations) - len(fit.because), -len(fit.because)
