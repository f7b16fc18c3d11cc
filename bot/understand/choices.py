"""The typed twin of a button: which choice a resident means who types instead of taps."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.understand.normalise import tokens
from bot.understand.spelling import TYPO_LENGTH, one_slip

UNSURE = "unsure"
LONGEST = 8  # words; a longer message is a story, not an answer
SHORTEST_BEGINNING = 3  # letters


def chosen(
    typed: tuple[str, ...],
    labels: Mapping[str, str],
    *,
    answers: Mapping[str, str],
    numbers: Mapping[str, int],
    little: frozenset[str],
) -> str | None:
    """The id in `labels` (id -> label, in the order shown) that `typed` stands for, or None.

    `answers` maps typed text to "unsure", "yes" or "no"; `numbers` maps number words; `little` words tell nothing.
    """
    shown = {choice: _spoken(label) for choice, label in labels.items()}
    said = " ".join(_without_signs(typed))
    if not said or not shown:
        return None
    for choice, words in shown.items():
        if said == " ".join(words):
            return choice
    return (
        _meaning(said, labels, answers)
        or _position(said, tuple(labels), numbers)
        or (_part(said.split(), shown, little) if len(typed) <= LONGEST else None)
    )


@lru_cache(4096)
def _spoken(label: str) -> tuple[str, ...]:
    """The words of a label; labels are ours and few, so they are folded once."""
    return _without_signs(tokens(label))


def _without_signs(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without emoji: nobody types the picture on a button."""
    return tuple(word for word in words if word[0].isalnum())


def _meaning(said: str, labels: Mapping[str, str], answers: Mapping[str, str]) -> str | None:
    meant = answers.get(said)
    return meant if meant in labels else None


def _position(said: str, choices: tuple[str, ...], numbers: Mapping[str, int]) -> str | None:
    last = said.split()[-1] if len(said.split()) <= 2 else said
    number = int(last) if last.isascii() and last.isdigit() and len(last) <= 2 else numbers.get(said, 0)
    return choices[number - 1] if 1 <= number <= len(choices) else None


def _part(said: list[str], shown: Mapping[str, tuple[str, ...]], little: frozenset[str]) -> str | None:
    """The one label that begins like `said`, or whose own words are (all, or all that was) said; typos forgiven."""
    text = " ".join(said)
    if len(text) >= SHORTEST_BEGINNING:
        begins = [choice for choice, words in shown.items() if " ".join(words).startswith(text)]
        if len(begins) == 1:
            return begins[0]
    used = Counter(word for words in shown.values() for word in set(words))
    own = {
        choice: [word for word in words if used[word] == 1 and word not in little] for choice, words in shown.items()
    }
    fits = [choice for choice, words in own.items() if words and all(_said(word, said) for word in words)]
    if len(fits) == 1:
        return fits[0]
    telling = [word for word in said if word not in little]
    inside = [choice for choice, words in own.items() if telling and all(_said(word, words) for word in telling)]
    return inside[0] if len(inside) == 1 else None


def _said(word: str, words: list[str]) -> bool:
    return word in words or (
        len(word) >= TYPO_LENGTH - 1 and any(len(other) >= TYPO_LENGTH - 2 and one_slip(other, word) for other in words)
    )
