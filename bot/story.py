"""Stories: a conversation as a few readable lines, recorded by `talk --record` and told again by the tests.

    # A bailiff's letter
    > start
    = welcome.language
    > [nl]
    = welcome.doors

`>` is what the resident typed, or in brackets the choice that was tapped; `=` is a step that was shown. Words
of screens do not stand in a story, so nobody is punished for improving a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages import Screen

REMARK = "remark"
"""How a screen without a step is written."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the resident did (typed, or tapped when in brackets), and the steps that were shown for it."""

    said: str
    shown: tuple[str, ...]

    @property
    def tapped(self) -> str | None:
        """The choice that was tapped, or None when it was typed."""
        return self.said[1:-1] if self.said.startswith("[") and self.said.endswith("]") else None


def parse(text: str) -> tuple[str, tuple[Exchange, ...]]:
    """The title and the exchanges of a story. Raises ValueError for a line that is none."""
    title, exchanges = "", []
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "#":
            title = title or rest
        elif mark == ">":
            exchanges.append(Exchange(rest, ()))
        elif mark == "=" and exchanges:
            exchanges[-1] = Exchange(exchanges[-1].said, (*exchanges[-1].shown, rest))
        elif line.strip():
            raise ValueError(f"not a line of a story: {line}")
    return title, tuple(exchanges)


def write(title: str, exchanges: Iterable[Exchange]) -> str:
    """The story as `parse` reads it."""
    lines = [f"# {title}"]
    for exchange in exchanges:
        lines += [f"> {exchange.said}", *(f"= {step}" for step in exchange.shown)]
    return "\n".join(lines) + "\n"


def steps(screens: Iterable[Screen]) -> tuple[str, ...]:
    """The steps of screens, as a story names them."""
    return tuple(screen.step or REMARK for screen in screens)


def choice(data: str) -> str:
    """How a story writes the tap of a button with this data: the choice, or the command with its mark."""
    return data.rpartition(".")[2]
