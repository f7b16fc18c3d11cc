"""The cards about schemes: which may fit what somebody told, and how to ask for one; never a decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from bot.cards import MissingCard, View
from bot.engine import replay
from bot.knowledge import AMSTERDAM, Amount, Right
from bot.schemes import Fit, amounts, fitting

EXPLAINED = 3
"""Schemes told in a sentence; of the others only the name."""
MOST_AMOUNTS = 3
SENTENCE_END = re.compile(r"(?<=[.!?؟])\s")


def fits(view: View) -> tuple[Fit, ...]:
    """The schemes that may fit what was told in the flow `rights`, the nearest first."""
    told = replay(view.house.flows["rights"], view.session).answers
    return fitting(view.house.knowledge.rights.values(), told, _today(view))


def _fits(view: View) -> Iterable[str]:
    found = fits(view)
    if not found:
        yield view.text("card.no_right")
        return
    yield "\n".join(f"• {_name(one.right)}: {_first_sentence(view, one.right)}" for one in found[:EXPLAINED])
    if found[EXPLAINED:]:
        names = [one.right.name for one in found[EXPLAINED:]]
        yield view.text("card.also", names=view.house.catalog.list(names, view.language))


def _right(view: View) -> Iterable[str]:
    """What a scheme is, for whom, and why it may fit."""
    right = _chosen(view)
    yield f"{_name(right)}: {view.words(right.meaning)}"
    yield view.words(right.for_whom)
    because = next((one.because for one in fits(view) if one.right == right), ())
    if because:
        reasons = [view.text(f"situation.{one}") for one in because]
        yield view.text("card.reasons", reasons=view.house.catalog.list(reasons, view.language))


def _how(view: View) -> Iterable[str]:
    """Where to ask for a scheme, from and until when, and the amounts that hold today."""
    right, today = _chosen(view), _today(view)
    yield view.words(right.where)
    if right.opens_on and today < right.opens_on:
        yield view.text("card.opens", date=view.house.catalog.date(right.opens_on, view.language))
    elif right.closes_on:
        yield view.text("card.closes", date=view.house.catalog.date(right.closes_on, view.language))
    valid = amounts(right, today)[:MOST_AMOUNTS]
    if valid:
        yield "\n".join((*(_amount(view, one) for one in valid), *_until(view, valid)))
    yield from _helping(view, right)


CARDS: Mapping[str, Callable[[View], Iterable[str]]] = {"rights": _fits, "right": _right, "right_how": _how}
"""Name in a flow -> the card."""


def _chosen(view: View) -> Right:
    right = view.house.knowledge.rights.get(view.show.answers.get("which", ""))
    if right is None:
        raise MissingCard("no scheme in knowledge for this answer")
    return right


def _name(right: Right) -> str:
    return right.name[:1].upper() + right.name[1:]


def _first_sentence(view: View, right: Right) -> str:
    return SENTENCE_END.split(view.words(right.meaning), maxsplit=1)[0]


def _amount(view: View, one: Amount) -> str:
    if one.unit == "percent":
        value = f"{one.value:f}%"
    else:
        value = view.house.catalog.money(int(one.value * 100), view.language)
    return view.text(f"card.amount_{one.per or 'once'}", label=view.words(one.label), amount=value)


def _until(view: View, valid: Iterable[Amount]) -> Iterable[str]:
    days = [one.valid_to for one in valid if one.valid_to]
    if days:
        yield view.text("card.valid_to", date=view.house.catalog.date(min(days), view.language))


def _helping(view: View, right: Right) -> Iterable[str]:
    """The first service that helps with this scheme and can be called."""
    known = view.house.knowledge.services
    for service in (known[name] for name in right.helps if name in known and known[name].phones):
        yield "\n".join((view.words(service.name), view.text("card.phone", number=service.phones[0].display)))
        return


def _today(view: View) -> date:
    return view.now.astimezone(AMSTERDAM).date()
