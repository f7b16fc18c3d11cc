"""Phrases as data: how they are written, and how all of them are found in a message in linear time.

A phrase is words with spaces between. `schuld*` is a beginning, `*toeslag` an ending, `a/b` either of two,
`#` any number from ten up, `.` lets at most one other word stand here, `..` at most three, `...` six. Gaps never reach
across a comma or a sentence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bot.understand.normalise import Words, fold, squeeze, tokens
from bot.understand.spelling import NUMBER, Vocabulary

GAPS = {".": 1, "..": 3, "...": 6}
FORGIVEN = 0.8  # what a corrected word is worth beside the word itself


class Element(NamedTuple):
    """One place in a phrase: the alternatives that fit, and how many words may stand before it."""

    alternatives: frozenset[str]
    gap: int


class Phrase(NamedTuple):
    """Elements in order, and what they mean: a label, a weight and the language they are in."""

    elements: tuple[Element, ...]
    label: str
    weight: float
    language: str


class Hit(NamedTuple):
    """A phrase found in the words `start` to `end` (both included)."""

    label: str
    weight: float
    language: str
    start: int
    end: int

    def covers(self, other: "Hit") -> bool:
        return self.start <= other.start and other.end <= self.end


def parse_list(written: str, label: str, weight: float, language: str) -> list[Phrase]:
    """Read phrases separated by commas. Raises ValueError for one that has no words."""
    folded = squeeze(fold(written, language, len(written)))
    return [_parse(phrase, label, weight, language) for phrase in folded.split(",") if phrase.strip()]


def _parse(folded: str, label: str, weight: float, language: str) -> Phrase:
    if folded.replace(" ", "").isalnum():  # only words, as most phrases are
        return Phrase(tuple(map(_word, folded.split())), label, weight, language)
    elements: list[Element] = []
    gap = 0
    for piece in folded.split():
        if piece in GAPS:
            gap = GAPS[piece]
            continue
        for alternatives in _places(piece, language):
            elements.append(Element(alternatives, gap))
            gap = 0
    if not elements:
        raise ValueError(f"{language}: the phrase {folded!r} has no words")
    return Phrase(tuple(elements), label, weight, language)


@lru_cache(maxsize=8192)
def _word(word: str) -> Element:
    """The element that is just this word; phrases share it."""
    return Element(frozenset((word,)), 0)


@lru_cache(maxsize=8192)
def _places(piece: str, language: str) -> tuple[frozenset[str], ...]:
    """The alternatives written in one piece; a hyphenated word takes as many places as it has words."""
    if piece.isalnum() or piece == NUMBER:
        return (frozenset((piece,)),)
    choices = piece.split("/")
    for choice in choices:
        plain = choice.strip("*")
        if not plain.isalnum() and (len(choices) > 1 or plain != choice or not tokens(plain)):
            raise ValueError(f"{language}: {choice!r} in {piece!r} must be one word")
    if len(choices) > 1 or "*" in piece:
        return (frozenset(choices),)
    return tuple(frozenset((word,)) for word in tokens(piece))


class Lexicon:
    """Many phrases, compiled once; `hits` finds all of them in a message.

    Words in `stopping` end a gap: "he never hits me" is not "he .. hits me".
    """

    def __init__(self, phrases: Iterable[Phrase], stopping: Iterable[str] = ()) -> None:
        known = list(phrases)
        self._stopping = frozenset(stopping)
        used = Counter(chain.from_iterable(element.alternatives for phrase in known for element in phrase.elements))
        self._by_anchor: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in known:
            rarest, *others = phrase.elements
            if others:
                rarest = min(phrase.elements, key=lambda element: max(map(used.__getitem__, element.alternatives)))
            for atom in rarest.alternatives:
                self._by_anchor[atom].append(phrase)
        self._vocabulary = Vocabulary(used)

    def hits(self, text: Words) -> list[Hit]:
        """Every phrase found in `text`, each place once, in no particular order."""
        places, corrected = self._places(text)
        present = places.keys()
        candidates = {id(phrase): phrase for atom in present for phrase in self._by_anchor.get(atom, ())}
        return [
            Hit(
                p.label,
                p.weight * (1 if corrected.isdisjoint(range(start, end + 1)) else FORGIVEN),
                p.language,
                start,
                end,
            )
            for p in candidates.values()
            if not any(element.alternatives.isdisjoint(present) for element in p.elements)
            for start, end in self._spans(p, places, text)
        ]

    def _places(self, text: Words) -> tuple[dict[str, list[int]], set[int]]:
        places: dict[str, list[int]] = {}
        corrected: set[int] = set()
        for position, word in enumerate(text.words):
            atoms = self._vocabulary.fits(word)
            if position in text.stretched:
                atoms = atoms or self._vocabulary.stretched(word)
            if not atoms and (near := self._vocabulary.almost(word)):
                atoms = [near]
                corrected.add(position)
            for atom in atoms:
                places.setdefault(atom, []).append(position)
        return places, corrected

    def _spans(self, phrase: Phrase, places: Mapping[str, list[int]], text: Words) -> list[tuple[int, int]]:
        """Where all elements stand in order: for each possible end the nearest start."""
        first, *rest = phrase.elements
        starts = {place: place for place in _where(first, places)}
        for element in rest:
            reached: dict[int, int] = {}
            for place in _where(element, places):
                before = self._before(place, element.gap, starts, text)
                if before is not None:
                    reached[place] = starts[before]
            starts = reached
        return [(start, end) for end, start in starts.items()]

    def _before(self, place: int, gap: int, starts: Mapping[int, int], text: Words) -> int | None:
        """The nearest of `starts` from where `place` is reached over at most `gap` words."""
        for before in range(place - 1, max(place - 2 - gap, -1), -1):
            if before in starts:
                return before if _joined(before, place, text) else None
            if text.words[before] in self._stopping:
                return None
        return None


def _where(element: Element, places: Mapping[str, list[int]]) -> set[int]:
    return {place for atom in element.alternatives for place in places.get(atom, ())}


def _joined(before: int, after: int, text: Words) -> bool:
    """Neighbours must share a sentence; with words between them they must share a clause."""
    if after == before + 1:
        return text.sentences[before] == text.sentences[after]
    return text.clauses[before] == text.clauses[after]


def words_of(hits: Iterable[Hit], text: Words) -> tuple[str, ...]:
    """The words of the message inside the hits, in order, once each."""
    places = sorted({place for hit in hits for place in range(hit.start, hit.end + 1)})
    return tuple(dict.fromkeys(text.words[place] for place in places))
