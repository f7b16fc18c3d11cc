"""What the model counts in a message: meanings, pairs of meanings that stand near each other, words beside each other,
and groups of letters.

A feature is a short text: "m:hit" a meaning, "p:hit+i" two meanings within a few words, "o:he>hit" in this order and
close together, "n:hit>wall" what stands beside each other, by its meaning or else by its first letters, "_schu" five
letters of a folded word, "_" being its edge.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from bot.understand.meanings import PLAIN, meanings
from bot.understand.normalise import Words
from bot.understand.phrases import Hit

PAIR_REACH = 5  # words between two meanings of a pair
ORDER_REACH = 3
PLAIN_REACH = 2  # of a pair with a plain meaning in it
FIRST = 5  # letters of a word without a meaning
MOST_MEANINGS = 400  # of a message that are paired; a longer one is not looked at further
MOST_BEHIND = 30  # meanings behind one that it is paired with
LETTERS = 5
LONGEST = 20  # letters of a word that are looked at
MEANING_SHARE = 5.0  # how much all meanings and pairs together may weigh, and all groups of letters
LETTER_SHARE = 5.0
ALONE = 2.0  # a meaning beside a pair


class Counted(NamedTuple):
    """feature -> value of everything counted in a message, and what its words mean."""

    values: Mapping[str, float]
    meant: tuple[Hit, ...]


@lru_cache(maxsize=4)
def counted(message: Words) -> Counted:
    """What is counted in `message`; kept for a moment, for danger and themes are looked for in the same message."""
    meant = tuple(meanings(message))
    return Counted(features(message, meant), meant)


def features(message: Words, meant: Iterable[Hit]) -> dict[str, float]:
    """feature -> value of everything counted in `message`; `meant` is what its words mean."""
    places = sorted((hit.start, hit.label) for hit in meant)
    beside = _beside(message.words[:MOST_MEANINGS], dict(reversed(places)))
    return {**of_meanings(places, beside), **_of_letters(message.words)}


def of_meanings(places: Sequence[tuple[int, str]], beside: Iterable[str] = ()) -> dict[str, float]:
    """Meanings, their pairs, and what stands `beside` each other; `places` are (number of the word, meaning)."""
    found = {f"m:{meaning}": ALONE for _, meaning in places}
    found |= dict.fromkeys(_pairs(places), 1.0)
    found |= dict.fromkeys(beside, 1.0)
    return _shared(found, MEANING_SHARE)


def _pairs(places: Sequence[tuple[int, str]]) -> Iterator[str]:
    for index, (place, meaning) in enumerate(places[:MOST_MEANINGS]):
        reach = PLAIN_REACH if meaning[0] == PLAIN else PAIR_REACH
        for later, other in places[index + 1 : index + 1 + MOST_BEHIND]:
            apart = later - place
            if apart > reach:
                break
            if not apart or (apart > PLAIN_REACH and other[0] == PLAIN):
                continue
            if other != meaning:
                yield f"p:{min(meaning, other)}+{max(meaning, other)}"
            if apart <= ORDER_REACH:
                yield f"o:{meaning}>{other}"


def _beside(words: Sequence[str], meant: Mapping[int, str]) -> Iterable[str]:
    """Every word with the one behind it, by what they mean."""
    said = [meant.get(place, word[:FIRST]) for place, word in enumerate(words)]
    return (f"n:{one}>{other}" for one, other in pairwise(said))


def _of_letters(words: Iterable[str]) -> dict[str, float]:
    groups = {group for word in set(words) for group in _groups(f"_{word[:LONGEST]}_")}
    return dict.fromkeys(groups, LETTER_SHARE / sqrt(len(groups) or 1))


def _groups(edged: str) -> list[str]:
    return [edged[start : start + LETTERS] for start in range(len(edged) - LETTERS + 1)]


def _shared(found: dict[str, float], share: float) -> dict[str, float]:
    """`found` scaled so that long and short messages weigh the same."""
    size = share / sqrt(sum(value * value for value in found.values()) or 1.0)
    return {feature: value * size for feature, value in found.items()}
