"""Numbers and amounts of money that people type: digits of any script, or words.

Data: `counting/<language>.yaml` with number words, words for nothing, vague words that make a number unsure ("a few
hundred"), currencies, percentages, endings of ordinals, and periods. A message is read in the language of its session
and in Dutch, which people mix into every language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.understand.files import listed, load_files
from bot.understand.normalise import fold, squeeze, tokens

FOLDER = Path(__file__).parent / "counting"
HOME = "nl"
PARTS = ("joining", "vague", "unknown", "euro", "foreign", "percent", "ordinal")
SIGNS = {"euro": "€", "foreign": "$£₺", "percent": "%"}
PERIODS = ("week", "four_weeks", "month", "year")
MOST_CENTS = 100_000_000  # a million euro; more is a case number
MOST_COUNTED = 1000
LONGEST_DURATION = 60  # "12 maanden" says how long, "450 maand" how much
LONGEST_WORD = 40  # letters; a longer word is no number
LONGEST_NOTHING = 6  # words; "niks" in a longer message is not an answer
READ = 400  # characters: the answer to "how much?" is short

_PIECE = re.compile(
    r"(?P<whole>\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d{1,2}(?!\d)|-+))?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[€$£₺%])|(?P<minus>(?<![\w.,])-(?=\d))"
)
_SEPARATORS = str.maketrans({"٫": ",", "٬": None, "\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "–": " "})
_SPACED = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in euro cents, and for which period: "", "week", "four_weeks", "month" or "year"."""

    cents: int
    period: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """What words mean in and beside numbers, in a language and in Dutch. All words are folded."""

    numbers: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    nothing: frozenset[str]
    periods: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a message, in hundredths, with the pieces before and behind it; small words may be articles."""

    hundredths: int
    before: tuple[str, ...]
    behind: tuple[str, ...]
    article: bool


def amount(text: str, language: str) -> Amount | None:
    """The one amount in euros that `text` speaks of; None when there is none, or several, or another currency."""
    counting = _counting(language)
    pieces = _pieces(text, language)
    found = list(_numbers(pieces, counting))
    if _any(pieces, counting.words["vague"]) or (_foreign(pieces, counting)):
        return None
    counted = [one for one in found if not one.article] or found
    candidates = [one for one in counted if not _aside(one, counting)]
    in_euros = [one for one in candidates if _beside(one, counting.words["euro"])]
    values = {one.hundredths for one in in_euros or candidates}
    if not values and not found and _nothing(pieces, counting):
        values = {0}
    if len(values) != 1 or max(values) > MOST_CENTS:
        return None
    return Amount(values.pop(), _period(pieces, counted, counting))


def number(text: str, language: str) -> int | None:
    """The one whole number from 0 to 1000 in `text`; None when there is none, or several."""
    counting = _counting(language)
    pieces = _pieces(text, language)
    values = {one.hundredths for one in _numbers(pieces, counting)}
    if not values and _nothing(pieces, counting):
        return 0
    if len(values) != 1 or _any(pieces, counting.words["vague"]):
        return None
    whole, rest = divmod(values.pop(), 100)
    return whole if not rest and whole <= MOST_COUNTED else None


# --- pieces and numbers ------------------------------------------------------------------------------


def _pieces(text: str, language: str) -> tuple[str, ...]:
    """Words, numbers in hundredths (as "#45050") and signs, in order; too long a message has none."""
    if len(text) > READ:
        return ()
    folded = squeeze(fold(text.translate(_SEPARATORS), language))
    return tuple(_piece(found) for found in _PIECE.finditer(folded))


def _piece(found: re.Match[str]) -> str:
    whole, part = found["whole"], (found["part"] or "").strip("-")
    if not whole:
        return found.group()
    digits = _SPACED.sub("", whole)
    return f"#{digits.lstrip('0') or '0'}{part:0<2}" if len(digits) <= 12 else "#" + "9" * 15


def _numbers(pieces: tuple[str, ...], counting: Counting) -> Iterator[Number]:
    """Every number in `pieces`: digits with perhaps a multiplier behind (2 duizend), or words."""
    place = 0
    while place < len(pieces):
        start = place
        value, place, small = _number_at(pieces, place, counting)
        if value is None:
            place = start + 1
            continue
        negative = pieces[start - 1 : start] == ("-",)
        yield Number(-value if negative else value, pieces[:start][-2:], pieces[place:][:2], small)


def _number_at(pieces: Sequence[str], place: int, counting: Counting) -> tuple[int | None, int, bool]:
    """The number that begins at `place` in hundredths (or None), where it ends, and whether it may be an article."""
    if pieces[place][0] == "#":
        value, place = int(pieces[place][1:]), place + 1
        if place < len(pieces) and counting.numbers.get(pieces[place]) in {100, 1000}:
            return value * counting.numbers[pieces[place]], place + 1, False
        return value, place, False
    said: list[int] = []
    while place < len(pieces) and (values := _said(pieces[place], said, counting)):
        said += values
        place += 1
        if place + 1 < len(pieces) and pieces[place] in counting.words["joining"]:
            place += bool(_said(pieces[place + 1], said, counting))
    total = _total(said) if said else None
    return (None if total is None else total * 100), place, said == [1]


def _said(word: str, before: Sequence[int], counting: Counting) -> tuple[int, ...]:
    """The numbers in `word`, when they can go on from those `before`."""
    values = _split(word, counting.numbers, counting.words["joining"])
    return values if values and _total([*before, *values]) is not None else ()


def _split(word: str, numbers: Mapping[str, int], joining: frozenset[str]) -> tuple[int, ...]:
    """The numbers `word` is made of (vierhonderdvijftig: 4, 100, 50); nothing when it is made of anything else."""
    if word in numbers:
        return (numbers[word],)
    if not 4 <= len(word) <= LONGEST_WORD:
        return ()
    ways: list[tuple[int, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end - 1, -1, -1):
            way, part = ways[start], word[start:end]
            if way is not None and (part in numbers or (part in joining and (way or part == "و"))):
                ways[end] = (*way, *([numbers[part]] if part in numbers else []))
                break
    return ways[-1] or ()


def _total(values: Iterable[int]) -> int | None:
    """What `values` said in a row come to ("vier honderd twintig"); None when they are not one number ("vijf zes")."""
    total = current = 0
    for value in values:
        if value == 1000:
            if total:
                return None
            total, current = max(current, 1) * value, 0
        elif value == 100 and current < 100:
            current = max(current, 1) * value
        elif _room(value, current):
            current += value
        else:
            return None
    return total + current


def _room(value: int, current: int) -> bool:
    """Whether `value` may be added to `current`: hundreds first, then tens and ones in either order."""
    if value >= 100:
        return current == 0
    low = current % 100
    if value % 10 == 0 and value:
        return low < 10
    return low == 0 or (value < 10 <= low and low % 10 == 0)


# --- what stands beside them -------------------------------------------------------------------------


def _any(pieces: Iterable[str], words: frozenset[str]) -> bool:
    return not words.isdisjoint(pieces)


def _foreign(pieces: Sequence[str], counting: Counting) -> bool:
    """Whether the message speaks of another currency and not of euros."""
    return _any(pieces, counting.words["foreign"]) and not _any(pieces, counting.words["euro"])


def _beside(one: Number, words: frozenset[str]) -> bool:
    return (one.before[-1:] != () and one.before[-1] in words) or (one.behind[:1] != () and one.behind[0] in words)


def _aside(one: Number, counting: Counting) -> bool:
    """Whether a number is how long, how old, how many percent, which in a row or less than nothing."""
    behind = one.behind[0] if one.behind else ""
    if behind in counting.periods:
        return one.hundredths <= LONGEST_DURATION * 100
    return one.hundredths < 0 or behind in counting.words["percent"] | counting.words["ordinal"]


def _nothing(pieces: Sequence[str], counting: Counting) -> bool:
    """Whether a short message says "nothing", and not that somebody does not know."""
    said = f" {' '.join(pieces)} "
    short = 0 < len(pieces) <= LONGEST_NOTHING and not _any(pieces, counting.words["unknown"])
    return short and any(f" {word} " in said for word in counting.nothing)


def _period(pieces: Sequence[str], found: Iterable[Number], counting: Counting) -> str:
    """The one period that is spoken of; "" when there is none, or several, or it is how long something takes."""
    weeks = [one for one in found if one.behind and counting.periods.get(one.behind[0]) == "week"]
    if any(one.hundredths == 400 for one in weeks):
        return "four_weeks"
    long = {one.behind[0] for one in found if one.behind and _aside(one, counting)}
    spoken = {counting.periods[piece] for piece in pieces if piece in counting.periods and piece not in long}
    return spoken.pop() if len(spoken) == 1 else ""


# --- data --------------------------------------------------------------------------------------------


@lru_cache(64)
def _counting(language: str) -> Counting:
    """What `language` and Dutch say; an unknown language reads as Dutch."""
    files = _files()
    chosen = [(one, files[one]) for one in dict.fromkeys((HOME, language)) if one in files]

    def of(part: str) -> frozenset[str]:
        return frozenset(" ".join(tokens(word, one)) for one, file in chosen for word in listed(file[part]))

    return Counting(
        numbers={
            word: int(value)
            for one, file in chosen
            for value, written in file["numbers"].items()
            for word in (" ".join(tokens(part, one)) for part in listed(written))
        },
        words={part: of(part) | set(SIGNS.get(part, "")) for part in PARTS},
        nothing=of("nothing"),
        periods={word: period for period in PERIODS for word in of(period)},
    )


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    return load_files(FOLDER)


def load() -> None:
    """Read the data now. Raises PhraseFileError when a file is missing or broken."""
    _files()
