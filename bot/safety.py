"""The floor under every conversation: does this message speak of danger? Pure code and data; never raises.

Runs before everything else, on all languages whatever the session's is. Data: `understand/danger/<language>.yaml`
with phrases (written as phrases.py describes) per level, and the ways in which they do not hold:
- `harmless`: phrases that take away the danger phrases wholly inside them ("wil niet dood")
- `past`: words that make despair or violence nearby a concern, and the rest harmless ("vroeger", "als kind"),
  unless `now` stands near too ("nu weer")
- `fiction`: words that make it harmless ("film", "liedje"), unless the phrase is about oneself (`self`), and
  a concern when it may be about somebody near (`close`: "mijn zoon")
- `not`: words that may not stand in a gap ("hij heeft me nooit geslagen")

A phrase is an alarm, whatever else is said. The model (`understand/likely.py`) raises alarms by itself where no phrase
is known; it never takes one away.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from bot.understand.files import load_files
from bot.understand.likely import likely
from bot.understand.normalise import Words, read_words, tokens
from bot.understand.phrases import Hit, Lexicon, PhraseList, parse_list, words_of

FOLDER = Path(__file__).parent / "understand" / "danger"
BEFORE = 600  # characters of the previous message that are looked at
ALARM = 0.75  # how likely the model must find danger before it raises an alarm without any phrase
CERTAIN = 0.97  # and how likely where all danger phrases were found not to hold ("ik wil niet dood")
TELLING = 3  # words that no harmless phrase explains: fewer say too little for the model to guess from
NEAR = 8  # words; further away a word of the past or of fiction says nothing about a phrase


class Level(StrEnum):
    """How grave; the gravest comes last."""

    NONE = "none"
    CONCERN = "concern"
    BASIC = "crisis_basic"
    VIOLENCE = "crisis_violence"
    MEDICAL = "crisis_medical"
    SUICIDE = "crisis_suicide"


_ORDER = tuple(Level)
_LEVELS = {str(level) for level in Level if level is not Level.NONE}
_LASTING = {Level.CONCERN, Level.VIOLENCE, Level.SUICIDE}  # a hungry night of long ago is over, these may not be
_CONTEXT = {"harmless", "past", "now", "fiction", "self", "close"}
_NOT = "not"


@dataclass(frozen=True, slots=True)
class Danger:
    """The gravest level a message speaks of, the words that decided, and the language they are in."""

    level: Level = Level.NONE
    because: tuple[str, ...] = ()
    language: str = ""


def level(text: str, before: str = "") -> Danger:
    """How dangerous the situation is that `text` speaks of, in any of the languages.

    `before` is what the same person said just before it. It counts only when `text` alone is harmless and the words of
    both together are graver than those of `before` alone, for these were answered already.
    """
    danger = _judged(text)
    if danger.level is not Level.NONE or not before.strip():
        return danger
    earlier = before[-BEFORE:]
    both = _judged(f"{earlier} {text}")
    if both.level is Level.NONE:
        return danger
    return both if _ORDER.index(both.level) > _ORDER.index(_judged(earlier).level) else danger


def _judged(text: str) -> Danger:
    """What the phrases say, and what the model adds."""
    message = read_words(text)
    if not message.words:
        return Danger()
    hits = _lexicon().hits(message)
    weighed = _weighed(hits, message)
    found = [(grave, hit) for grave, hit in weighed if grave is not Level.NONE]
    gravest = max((grave for grave, _ in found), key=_ORDER.index, default=Level.NONE)
    if gravest in {Level.NONE, Level.CONCERN} and _open_words(hits, message) >= TELLING:
        guess = likely(message)
        if guess.danger >= (CERTAIN if weighed and not found else ALARM):
            return Danger(max(Level(guess.level), gravest, key=_ORDER.index), guess.because(message), guess.language)
    deciding = [hit for grave, hit in found if grave is gravest]
    return Danger(gravest, words_of(deciding, message), deciding[0].language) if deciding else Danger()


def phrased(text: str) -> bool:
    """Whether a phrase finds danger in `text`, without the model."""
    message = read_words(text)
    return any(grave is not Level.NONE for grave, _ in _weighed(_lexicon().hits(message), message))


def _open_words(hits: list[Hit], message: Words) -> int:
    """How many words of `message` no harmless phrase explains."""
    explained = {place for hit in hits if hit.label == "harmless" for place in range(hit.start, hit.end + 1)}
    return len(message.words) - len(explained)


def _weighed(hits: list[Hit], message: Words) -> list[tuple[Level, Hit]]:
    """The danger phrases among `hits`, with their level after a look around: none where they do not hold."""
    around = _Around(hits, message)
    return [(Level.NONE if around.harmless(hit) else around.soften(hit), hit) for hit in hits if hit.label in _LEVELS]


class _Around:
    """What the contexts in one message do to the danger phrases in it; every question takes a moment only."""

    def __init__(self, hits: list[Hit], message: Words) -> None:
        self._ends: list[int] = _furthest_ends((hit for hit in hits if hit.label == "harmless"), len(message.words))
        self._near: dict[str, set[int]] = {}
        for hit in hits:
            if hit.label in _CONTEXT:
                reach = 1 if hit.label == "self" else NEAR
                self._near.setdefault(hit.label, set()).update(_places_within(reach, hit, message))

    def harmless(self, hit: Hit) -> bool:
        """Whether a harmless phrase covers all of `hit`."""
        return self._ends[hit.start] >= hit.end

    def soften(self, hit: Hit) -> Level:
        """The level of `hit` after looking at words of the past and of fiction near it."""
        grave = Level(hit.label)
        if self._is("fiction", hit) and not self._is("self", hit):
            return Level.CONCERN if self._is("close", hit) else Level.NONE
        if self._is("past", hit) and not self._is("now", hit):
            return Level.CONCERN if grave in _LASTING else Level.NONE
        return grave

    def _is(self, context: str, hit: Hit) -> bool:
        near = self._near.get(context)
        return near is not None and not near.isdisjoint(range(hit.start, hit.end + 1))


def _furthest_ends(hits: Iterable[Hit], size: int) -> list[int]:
    """For each place the furthest end of the hits that start there or earlier; -1 when there is none."""
    ends = [-1] * size
    for hit in hits:
        ends[hit.start] = max(ends[hit.start], hit.end)
    return list(accumulate(ends, max))


def _places_within(reach: int, hit: Hit, message: Words) -> Iterator[int]:
    """The places at most `reach` words from `hit`, in its sentence."""
    sentence = message.sentences[hit.start]
    for place in range(max(hit.start - reach, 0), min(hit.end + reach + 1, len(message.words))):
        if message.sentences[place] == sentence:
            yield place


@cache
def _lexicon() -> Lexicon:
    """All danger phrases of all languages; the first call reads the files."""
    files = load_files(FOLDER)
    phrases = (phrases for language, file in files.items() for phrases in lists(file, language))
    return Lexicon(phrases, (word for language, file in files.items() for word in tokens(file.get(_NOT, ""), language)))


def lists(file: Mapping[str, Any], language: str) -> Iterator[PhraseList]:
    """All phrases of a file, labelled. Raises ValueError for a label nobody knows."""
    for label, phrases in file.items():
        if label not in _LEVELS | _CONTEXT | {_NOT}:
            raise ValueError(f"danger/{language}.yaml: {label!r} is not a level or a context")
        if label != _NOT:
            yield parse_list(phrases, label, 1.0, language)


def load() -> None:
    """Read the data now, so that the first message does not wait. Raises when a file is missing or broken."""
    _lexicon()
