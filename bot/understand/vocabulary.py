"""The language files of `understand/words/`, read once and compiled.

A file holds, all optional but `themes`: `polite` (words that change nothing), `commands`, `answers` (unsure, yes, no),
`numbers` (words for one, two, three ...), `names` (of languages), `common` (frequent little words, to guess the
language), `themes` and `letters` (phrases), `denied` (phrases that take a meaning away again: "geen schulden").
Phrases stand in one text with commas between, as phrases.py describes; themes have them per weight from 3 to 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.understand.files import load_files
from bot.understand.normalise import normalise, tokens
from bot.understand.phrases import Lexicon, PhraseList, parse_list

FOLDER = Path(__file__).parent / "words"
DENIED = "denied"
LETTER_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Known:
    """All languages together, ready for matching. Keys are normalised."""

    commands: Mapping[str, str]
    answers: Mapping[str, str]
    numbers: Mapping[str, int]
    names: Mapping[str, str]
    polite: frozenset[str]
    common: Mapping[str, frozenset[str]]
    lexicon: Lexicon


@cache
def known() -> Known:
    """The compiled vocabulary of all languages; the first call reads the files."""
    files = load_files(FOLDER)
    return Known(
        commands=_keyed(files, "commands"),
        answers=_keyed(files, "answers"),
        numbers={word: int(number) for word, number in _keyed(files, "numbers").items()},
        names=_keyed(files, "names"),
        polite=frozenset(_listed(files, "polite")),
        common={language: frozenset(tokens(file["common"], language)) for language, file in files.items()},
        lexicon=Lexicon(phrases for language, file in files.items() for phrases in lists(file, language)),
    )


def _keyed(files: Mapping[str, dict[str, Any]], part: str) -> dict[str, str]:
    """normalised phrase -> the key it stands under, over all languages."""
    return {
        normalise(phrase, language): str(key)
        for language, file in files.items()
        for key, phrases in file.get(part, {}).items()
        for phrase in str(phrases).split(",")
    }


def _listed(files: Mapping[str, dict[str, Any]], part: str) -> Iterator[str]:
    for language, file in files.items():
        yield from tokens(file.get(part, ""), language)


def lists(file: Mapping[str, Any], language: str) -> Iterator[PhraseList]:
    """All phrases of a file, labelled."""
    for theme, weights in file["themes"].items():
        for weight, phrases in weights.items():
            yield parse_list(phrases, f"theme:{theme}", float(weight), language)
    for letter, phrases in file.get("letters", {}).items():
        yield parse_list(phrases, f"letter:{letter}", LETTER_WEIGHT, language)
    yield parse_list(file.get(DENIED, ""), DENIED, 0.0, language)
