"""Hostile strings: what nobody types by accident. Seeded, so that a failure can be seen again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from bot import personal, safety
from bot.understand import amount, number, read
from tests.corpus import LANGUAGES, everything

SLOWEST = 0.05
"""Seconds of processor time that any string may cost (`make fuzz`)."""
STUCK = 2.0
"""Seconds that only a pattern that never ends takes, however busy the machine is."""
LONG = 1_000_000

LABELS = {"yes": "Ja", "debt": "Schulden en rekeningen", "unsure": "Weet ik niet"}
FUNCTIONS: dict[str, Callable[[str, str], object]] = {
    "level": lambda text, language: safety.level(text, text[-50:]),
    "read": lambda text, language: read(text, language, LABELS),
    "amount": amount,
    "number": number,
    "found": lambda text, language: personal.found(text),
}
PIECES = (
    *"\x00\x07\x1b\x7f\u00ad\u200b\u200d\u200f\u202a\u202e\u2066\u2069\ufeff\ufffe\ud800\udfff\U000e0001\U0010ffff",
    *"\u0301\u0316\u0334\u064b\u0651\u0e31\u20dd\ufe0f\U0001f3fb\u3099\u0483\U0001d165",
    *"\ufdfa\u0130ßŉİıﬃ™℡½²٣۳७Ⅷ０",
    *".,!?;:'’\n\t \r\x0b\u2028-_/@#*+()€$%", *"👨‍👩‍👧🏠💊🔪😭🇳🇱", *"aeоаیكةىıŁß",
    "dood ", "wil niet ", "zelfmoord", "ik heet ", "mijn naam is ", "06 12 ", "NL91ABNA", "1.", "1 ", "a@a.",
    "6131 AB ", "straat 1 ", "duizend", "honderd en ", "vijf", "3andi ", "ya mene ", "و", "وبال", "لا ", "не ",
    "slaat me ",
)  # fmt: skip


def strings(count: int, seed: int) -> Iterator[str]:
    """`count` hostile strings, the same ones for the same `seed`."""
    dice = random.Random(seed)
    words = sorted({word for row in everything("train") for word in row.text.split()})
    ways = (_mixed, _repeated, _broken, _any_letters)
    for turn in range(count):
        yield _long(dice) if turn % 1000 == 999 else dice.choice(ways)(dice, words)


def _mixed(dice: random.Random, words: list[str]) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(1, 60)))


def _repeated(dice: random.Random, words: list[str]) -> str:
    """A few pieces again and again: what makes careless patterns slow."""
    part = "".join(dice.choices((*PIECES, *dice.choices(words, k=10)), k=dice.randint(1, 4)))
    return part * dice.randint(2, 400)


def _broken(dice: random.Random, words: list[str]) -> str:
    """Ordinary words with hostile pieces in the middle of them."""
    typed = " ".join(dice.choices(words, k=dice.randint(1, 40)))
    for _ in range(dice.randint(1, 8)):
        place = dice.randint(0, len(typed))
        typed = typed[:place] + dice.choice(PIECES) + typed[place:]
    return typed


def _any_letters(dice: random.Random, words: list[str]) -> str:
    return "".join(chr(dice.randint(0, 0x10FFFF)) for _ in range(dice.randint(1, 200)))


def _long(dice: random.Random) -> str:
    part = "".join(dice.choices(PIECES, k=dice.randint(1, 5)))
    return (part * (LONG // len(part) + 1))[:LONG]


def load() -> None:
    """Read all data first: only messages are timed."""
    for text in (*(row.text for row in everything("train")), "ongeloofllijk watt een tyypfoutt 3andi dyoun"):
        for run in FUNCTIONS.values():
            run(text, "nl")
    for language in LANGUAGES:
        amount("1", language)


def seconds(function: str, text: str, language: str) -> float:
    """How long one string takes, in processor time; the best of three when the first was slow."""
    took = _once(function, text, language)
    return min(took, _once(function, text, language), _once(function, text, language)) if took > SLOWEST else took


def _once(function: str, text: str, language: str) -> float:
    started = time.process_time()
    FUNCTIONS[function](text, language)
    return time.process_time() - started
