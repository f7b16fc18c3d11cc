"""The floor under every conversation: does this message speak of danger? Pure code and data; never raises.

Runs before everything else, on all languages whatever the session's is. Data: `understand/danger/<language>.yaml`
with phrases (written as phrases.py describes) per level, and three ways in which they do not hold:
- `harmless`: phrases that take away the danger phrases wholly inside them ("wil niet dood")
- `past`: words that make despair or violence nearby a concern, and the rest harmless ("vroeger", "als kind"),
  unless `now` stands near too ("nu weer")
- `fiction`: words that make it harmless ("film", "liedje"), unless the phrase is about oneself (`self`)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.understand.normalise import Words, read_words
from bot.understand.phrases import Hit, Lexicon, Phrase, parse_list, words_of
from bot.understand.vocabulary import load_files

FOLDER = Path(__file__).parent / "understand" / "danger"
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
_CONTEXT = {"harmless", "past", "now", "fiction", "self"}


@dataclass(frozen=True, slots=True)
class Danger:
    """The gravest level a message speaks of, and the words that decided."""

    level: Level = Level.NONE
    because: tuple[str, ...] = ()


def level(text: str) -> Danger:
    """How dangerous the situation is that `text` speaks of, in any of the languages."""
    message = read_words(text)
    hits = _lexicon().hits(message)
    harmless = [hit for hit in hits if hit.label == "harmless"]
    found = [
        (_softened(hit, hits, message), hit)
        for hit in hits
        if hit.label in _LEVELS and not any(other.covers(hit) for other in harmless)
    ]
    gravest = max((grave for grave, _ in found), key=_ORDER.index, default=Level.NONE)
    if gravest is Level.NONE:
        return Danger()
    return Danger(gravest, words_of((hit for grave, hit in found if grave is gravest), message))


def _softened(hit: Hit, hits: list[Hit], message: Words) -> Level:
    """The level of `hit` after looking at words of the past and of fiction near it."""
    grave = Level(hit.label)
    near = {other.label for other in hits if _apart(hit, other, message) <= NEAR}
    if "fiction" in near and not any(o.label == "self" and _apart(hit, o, message) <= 1 for o in hits):
        return Level.NONE
    if "past" in near and "now" not in near:
        return Level.CONCERN if grave in _LASTING else Level.NONE
    return grave


def _apart(hit: Hit, other: Hit, message: Words) -> int:
    """Words between two hits (0 when they touch); very many when they stand in different sentences."""
    if message.sentences[hit.start] != message.sentences[other.start]:
        return len(message.words)
    return max(other.start - hit.end, hit.start - other.end, 0)


@cache
def _lexicon() -> Lexicon:
    """All danger phrases of all languages; the first call reads the files."""
    return Lexicon(phrase for language, file in load_files(FOLDER).items() for phrase in _phrases(file, language))


def _phrases(file: Mapping[str, Any], language: str) -> Iterator[Phrase]:
    for label, phrases in file.items():
        if label not in _LEVELS | _CONTEXT:
            raise ValueError(f"danger/{language}.yaml: {label!r} is not a level or a context")
        yield from parse_list(phrases, label, 1.0, language)


def load() -> None:
    """Read the data now, so that the first message does not wait. Raises when a file is missing or broken."""
    _lexicon()
