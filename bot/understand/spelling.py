"""Which of the known words, beginnings and endings a typed word is, typing slips and stretched letters forgiven.

An emoji is all the words that `emoji.yaml` has for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from bot.understand.files import listed, load_file
from bot.understand.normalise import forms, normalise
from bot.understand.scripts import SKELETON, skeleton

EMOJI = Path(__file__).parent / "emoji.yaml"

NUMBER = "#"  # stands for any number from ten up
PREFIX = 3  # letters by which beginnings are looked for
TYPO_LENGTH = 6  # shorter words are never corrected
_DOUBLE = re.compile(r"(.)\1+")


class Vocabulary:
    """Known words, beginnings and endings; says which of them a typed word fits."""

    def __init__(self, atoms: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._stems: dict[str, str] = {}
        self._endings: dict[str, str] = {}
        for atom in atoms:
            if atom.endswith("*"):
                self._stems[atom[:-1]] = atom
            elif atom.startswith("*"):
                self._endings[atom[1:]] = atom
            else:
                self._words.add(atom)
        self._fitted: dict[str, list[str]] = {}  # only of words that are known anyway
        self._short = tuple(sorted({len(stem) for stem in self._stems if len(stem) < PREFIX}))
        self._lengths = _lengths(self._stems, self._short)
        self._ending_lengths = sorted({len(ending) for ending in self._endings})

    def fits(self, word: str) -> list[str]:
        """The atoms that `word` is, begins with or ends with."""
        known = self._fitted.get(word)
        if known is None:
            known = self._fitting(word)
            if word in self._words:
                self._fitted[word] = known
        return known

    def _fitting(self, word: str) -> list[str]:
        if not word[0].isalnum():
            return self._signs.get(word, [word])
        found = [NUMBER] if len(word) > 1 and word.isdigit() else []
        for form in forms(word):
            if form in self._words:
                found.append(form)
            found += self._beginnings(form)
            found += [self._endings[end] for n in self._ending_lengths if (end := form[-n:]) in self._endings]
        return found if len(found) < 2 else list(dict.fromkeys(found))

    def _beginnings(self, form: str) -> Iterator[str]:
        for length in self._lengths.get(form[:PREFIX], self._short):
            atom = self._stems.get(form[:length])
            if atom:
                yield atom

    @cached_property
    def _signs(self) -> dict[str, list[str]]:
        """Emoji -> itself, and the atoms that its words are."""
        return {sign: [sign, *(atom for said in words for atom in self.fits(said))] for sign, words in emoji().items()}

    def stretched(self, word: str) -> list[str]:
        """The atoms that `word` may have been before its letters were repeated (dod: dood)."""
        short = _single(word)
        starts = (f"{short[:length]}*" for length in range(1, len(short) + 1))
        return [self._singles[one] for one in (short, *starts) if one in self._singles]

    def sounds(self, respelled: str) -> list[str]:
        """The atoms that a word in Latin letters is in its own alphabet; see scripts.py."""
        return self._skeletons.get(respelled, []) if respelled.startswith(SKELETON) else self.fits(respelled)

    @cached_property
    def _skeletons(self) -> dict[str, list[str]]:
        """Skeleton -> the Arabic atoms that have it."""
        found: dict[str, list[str]] = {}
        for atom in (*self._words, *self._stems.values()):
            if "ء" <= atom[0] <= "ي" and len(consonants := skeleton(atom)) > 1:
                found.setdefault(SKELETON + consonants, []).append(atom)
        return found

    @cached_property
    def _near(self) -> dict[str, str]:
        return _nearby(self._words, self._stems)

    @cached_property
    def _singles(self) -> dict[str, str]:
        return {_single(atom): atom for atom in (*self._words, *self._stems.values())}

    def almost(self, word: str) -> str | None:
        """The one known word or beginning that is one typing slip away from `word`, if it is long enough."""
        if not TYPO_LENGTH <= len(word) <= 30 or word.isdigit():
            return None
        for spelling in (word, *_without_one(word)):
            atom = self._near.get(spelling)
            if atom and atom[0] == word[0] and one_slip(word, atom.rstrip("*"), beginning=atom.endswith("*")):
                return atom
        return None


def _lengths(stems: Iterable[str], short: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """First letters of a word -> how long the known beginnings are that it may have; `short` are always tried."""
    found: dict[str, set[int]] = {}
    for stem in stems:
        if len(stem) >= PREFIX:
            found.setdefault(stem[:PREFIX], set(short)).add(len(stem))
    return {start: tuple(sorted(lengths)) for start, lengths in found.items()}


@cache
def emoji() -> Mapping[str, tuple[str, ...]]:
    """Emoji -> the folded words it says, in any language; the first call reads the file."""
    return {str(sign): tuple(map(normalise, listed(words))) for sign, words in load_file(EMOJI).items()}


def _single(word: str) -> str:
    """`word` with doubled letters made single."""
    return _DOUBLE.sub(r"\1", word)


def _nearby(words: Iterable[str], stems: Mapping[str, str]) -> dict[str, str]:
    near: dict[str, str] = {}
    for plain, atom in [*stems.items(), *((word, word) for word in words)]:
        if len(plain) >= TYPO_LENGTH:
            near[plain] = atom
            for spelling in _without_one(plain):
                near.setdefault(spelling, atom)
    return near


def _without_one(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def one_slip(typed: str, meant: str, *, beginning: bool = False) -> bool:
    """Whether one letter added, left out, changed or swapped turns `meant` into `typed` (or its beginning)."""
    if beginning:
        return any(one_slip(typed[: len(meant) + extra], meant) for extra in (-1, 0, 1))
    if typed == meant:
        return True
    first = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    rest, other = typed[first:], meant[first:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[:2][::-1] and rest[2:] == other[2:])
    )
