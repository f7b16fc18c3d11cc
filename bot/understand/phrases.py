"""Phrases as data: how they are written, and how all of them are found in a message in linear time.

A phrase is words with spaces between. `schuld*` is a beginning, `*toeslag` an ending, `a/b` either of two,
`#` any number from ten up, `.` lets at most one other word stand here, `..` at most three, `...` six. Gaps never reach
across a comma or a sentence.

Reading a list only notes where its phrases are; a phrase is taken apart when a message has its rarest word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.understand.normalise import Words, fold, squeeze, tokens
from bot.understand.spelling import NUMBER, Vocabulary

GAPS = {".": 1, "..": 3, "...": 6}
FORGIVEN = 0.8  # what a corrected word is worth beside the word itself


class PhraseList(NamedTuple):
    """Phrases, folded, and what they all mean: a label, a weight and the language they are in."""

    phrases: tuple[str, ...]
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


class Element(NamedTuple):
    """One place in a phrase: the alternatives that fit, and how many words may stand before it."""

    alternatives: frozenset[str]
    gap: int


def parse_list(written: str, label: str, weight: float, language: str) -> PhraseList:
    """Phrases separated by commas. Nothing of it is checked: see `mistakes`."""
    folded = fold(written, language, len(written)).replace("-", " ")
    return PhraseList(tuple(phrase for one in folded.split(",") if (phrase := one.strip())), label, weight, language)


def mistakes(phrases: PhraseList) -> Iterator[str]:
    """What is wrong with phrases in a list, a sentence each."""
    for phrase in phrases.phrases:
        pieces = [piece for piece in phrase.split() if piece not in GAPS]
        wrong = [one for piece in pieces for one in _choices(piece) if one != NUMBER and not _is_word(one.strip("*"))]
        if not pieces:
            yield f"the phrase {phrase!r} has no words"
        elif wrong:
            yield f"{wrong[0]!r} in the phrase {phrase!r} must be one word"
        elif squeeze(phrase.replace(".", "")) != phrase.replace(".", ""):
            yield f"the phrase {phrase!r} has a letter three times, and messages are read without"


def _is_word(plain: str) -> bool:
    return plain.isalnum() or tokens(plain) == (plain,)


def _choices(piece: str) -> list[str]:
    return piece.split("/")


@lru_cache(maxsize=16_384)
def _elements(phrase: str) -> tuple[Element, ...]:
    """A phrase taken apart."""
    elements: list[Element] = []
    gap = 0
    for piece in phrase.split():
        if piece in GAPS:
            gap = GAPS[piece]
        else:
            elements.append(Element(frozenset(_choices(piece)), gap))
            gap = 0
    return tuple(elements)


class Lexicon:
    """Many phrases; `hits` finds all of them in a message.

    Words in `stopping` end a gap: "he never hits me" is not "he .. hits me".
    """

    def __init__(self, lists: Iterable[PhraseList], stopping: Iterable[str] = ()) -> None:
        known = [(phrase, one) for one in lists for phrase in one.phrases]
        self._stopping = frozenset(stopping)
        used = Counter(" ".join(phrase for phrase, _ in known).replace("/", " ").split())
        for gap in GAPS:
            del used[gap]
        self._by_anchor: dict[str, list[tuple[str, PhraseList]]] = {}
        for pair in known:
            for atom in _anchors(pair[0], used):
                self._by_anchor.setdefault(atom, []).append(pair)
        self._vocabulary = Vocabulary(used)

    def hits(self, text: Words, *, forgiving: bool = True) -> list[Hit]:
        """Every phrase found in `text`, each place once, in no particular order; typing slips `forgiving`."""
        places, corrected = self._places(text, forgiving)
        candidates = {id(pair): pair for atom in places for pair in self._by_anchor.get(atom, ())}
        return [
            Hit(one.label, _worth(one.weight, corrected, start, end), one.language, start, end)
            for phrase, one in candidates.values()
            for start, end in self._spans(phrase, places, text)
        ]

    def _places(self, text: Words, forgiving: bool) -> tuple[dict[str, list[int]], set[int]]:
        """Where every known word, beginning and ending stands, and the places of corrected words."""
        places: dict[str, list[int]] = {}
        corrected: set[int] = set()
        fitting: dict[tuple[str, bool], tuple[list[str], bool]] = {}
        for position, word in enumerate(text.words):
            key = (word, position in text.stretched)
            if key not in fitting:
                fitting[key] = self._forgiven(*key) if forgiving else (self._vocabulary.fits(word), False)
            atoms, slipped = fitting[key]
            if slipped:
                corrected.add(position)
            if text.respelled and text.respelled[position]:
                atoms = [*atoms, *self._vocabulary.sounds(text.respelled[position])]
            for atom in atoms:
                places.setdefault(atom, []).append(position)
        return places, corrected

    def _forgiven(self, word: str, stretched: bool) -> tuple[list[str], bool]:
        """What `word` fits, and whether that took a correction."""
        atoms = self._vocabulary.fits(word) or (self._vocabulary.stretched(word) if stretched else [])
        near = None if atoms else self._vocabulary.almost(word)
        return ([near], True) if near else (atoms, False)

    def _spans(self, phrase: str, places: Mapping[str, list[int]], text: Words) -> list[tuple[int, int]]:
        """Where all elements stand in order: for each possible end the nearest start."""
        if phrase in places:
            return [(place, place) for place in places[phrase]]
        first, *rest = elements = _elements(phrase)
        present = places.keys()
        if any(element.alternatives.isdisjoint(present) for element in elements):
            return []
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


def _anchors(phrase: str, used: Mapping[str, int]) -> Iterable[str]:
    """The words by which a phrase is looked for: its rarest place, each alternative there."""
    if " " not in phrase:
        return _choices(phrase)
    pieces = phrase.split()
    if "/" not in phrase:
        return (min((piece for piece in pieces if piece not in GAPS), key=used.__getitem__),)
    choices = (_choices(piece) for piece in pieces if piece not in GAPS)
    return min(choices, key=lambda places: max(map(used.__getitem__, places)))


def _worth(weight: float, corrected: set[int], start: int, end: int) -> float:
    return weight * FORGIVEN if corrected and not corrected.isdisjoint(range(start, end + 1)) else weight


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
