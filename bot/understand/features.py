"""What the model counts in a message: meanings, pairs of meanings that stand near each other, and groups of letters.

A feature is a short text: "m:hit" a meaning, "p:hit+i" two meanings within a few words, "o:he>hit" in this order and
close together, "_sch" four or five letters of a folded word, "_" being its edge.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

from bot.understand.normalise import Words
from bot.understand.phrases import Hit

PAIR_REACH = 7  # words between two meanings of a pair
ORDER_REACH = 3
MOST_MEANINGS = 400  # of a message that are paired; a longer one is not looked at further
MOST_BEHIND = 30  # meanings behind one that it is paired with
LETTERS = (4, 5)
LONGEST = 20  # letters of a word that are looked at
MEANING_SHARE = 5.0  # how much all meanings and pairs together may weigh, and all groups of letters
LETTER_SHARE = 5.0
PLAIN_MEANING = 2.0  # a meaning beside a pair


def features(message: Words, meant: Iterable[Hit]) -> dict[str, float]:
    """feature -> value of everything counted in `message`; `meant` is what its words mean."""
    places = sorted((hit.start, hit.label) for hit in meant)
    return {**of_meanings(places), **_of_letters(message.words)}


def of_meanings(places: Sequence[tuple[int, str]]) -> dict[str, float]:
    """Meanings and their pairs; `places` are (number of the word, meaning), in order."""
    found = {f"m:{meaning}": PLAIN_MEANING for _, meaning in places}
    found |= dict.fromkeys(_pairs(places), 1.0)
    return _shared(found, MEANING_SHARE)


def _pairs(places: Sequence[tuple[int, str]]) -> Iterator[str]:
    for index, (place, meaning) in enumerate(places[:MOST_MEANINGS]):
        for later, other in places[index + 1 : index + 1 + MOST_BEHIND]:
            apart = later - place
            if apart > PAIR_REACH:
                break
            if apart and other != meaning:
                yield f"p:{min(meaning, other)}+{max(meaning, other)}"
            if 0 < apart <= ORDER_REACH:
                yield f"o:{meaning}>{other}"


def _of_letters(words: Iterable[str]) -> dict[str, float]:
    groups = {group for word in set(words) for group in _groups(f"_{word[:LONGEST]}_")}
    return dict.fromkeys(groups, LETTER_SHARE / sqrt(len(groups) or 1))


def _groups(edged: str) -> list[str]:
    return [edged[start : start + size] for size in LETTERS for start in range(len(edged) - size + 1)]


def _shared(found: dict[str, float], share: float) -> dict[str, float]:
    """`found` scaled so that long and short messages weigh the same."""
    size = share / sqrt(sum(value * value for value in found.values()) or 1.0)
    return {feature: value * size for feature, value in found.items()}
