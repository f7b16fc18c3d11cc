"""What residents say in the benches: a dialogue in which every line gets exactly one message back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from bot.house import House


class Line(NamedTuple):
    """What a resident says, typed or with the button of that name, and the step that answers it."""

    text: str
    step: str


OPENING = (("/start", "welcome.language"), ("language.nl", "welcome.doors"))
ROUND = (
    ("welcome.doors.letter", "letters.pile"),
    ("letters.pile.one", "letters.sender"),
    ("letters.sender.bailiff", "letters.which_bailiff"),
    ("bar.back", "letters.sender"),
    ("letters.sender.company", "letters.which_company"),
    ("bar.back", "letters.sender"),
    ("bar.back", "letters.pile"),
    ("bar.back", "welcome.doors"),
    ("welcome.doors.money", "money.what"),
    ("money.what.letters", "letters.pile"),
    ("bar.back", "money.what"),
    ("money.what.rights", "rights.household"),
    ("bar.back", "money.what"),
    ("bar.back", "welcome.doors"),
)
"""Keys of the labels that are said, and the steps that answer them; a round ends where it began."""


def dialogue(house: House) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that open a conversation, and those that can be said over and over, in Dutch as on the buttons."""
    return _lines(house, OPENING), _lines(house, ROUND)


def endless(house: House) -> Iterator[Line]:
    """What one resident says, for as long as anybody answers."""
    opening, again = dialogue(house)
    return itertools.chain(opening, itertools.cycle(again))


def _lines(house: House, told: tuple[tuple[str, str], ...]) -> tuple[Line, ...]:
    return tuple(Line(_typed(house, key), step) for key, step in told)


def _typed(house: House, key: str) -> str:
    if key == "language.nl":
        return house.catalog.languages["nl"].name
    if key == "area":
        return next(iter(house.knowledge.areas.values())).name
    return key if key.startswith("/") else house.catalog.text(key, "nl")
