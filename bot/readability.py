"""How hard a text is to read: counting words and sentences, and three measures of our own twenty lines.

Pure. A text is what a resident reads: sentences end at a full stop, a question mark or the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

MEAN_SENTENCE, LONGEST_SENTENCE = 12, 18
"""Most words in a sentence: on average, and in any single one."""
MOST_WORDS = 60
"""Most words on a screen."""
MEASURABLE = 15
"""Words a text has before its level says anything: the formulas were made on samples of a hundred."""
LONG_WORD = 6
"""A word of more letters than this is long (Björnsson)."""

_END = re.compile(r"(?<=[.!?؟…])[\"'”’»)]*(?=\s|$)|\n+")
_NUMBER = re.compile(r"\+?\d[\d ./:,-]*\d|\d")
_MARKS = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2066-\u2069\u064b-\u0652]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.@/·][^\W_]+)*")
_DUTCH = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyàâäáèêëéìîïíòôöóùûüú]")
_ENGLISH = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])(?:e|es|ed)$|(?<=ll)(?:es|ed)$|(?<=[aeiouy]l)(?:e|es|ed)$")
_SPOKEN_END = re.compile(r"(?:[sxzcg]|ch|sh)es$|[td]ed$")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in a text or, added up, in many. Numbers and addresses are words, but have no letters."""

    words: int = 0
    sentences: int = 0
    longest: int = 0
    lettered: int = 0
    long: int = 0
    syllables: int = 0
    questions: int = 0

    @property
    def mean(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences if self.sentences else 0.0


def sentences(text: str) -> list[str]:
    """The sentences of `text`."""
    return [part.strip() for part in _END.split(_MARKS.sub("", text)) if part and _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of `text`; a number, also one with spaces such as a phone number, is one word."""
    return _WORD.findall(_NUMBER.sub(" 0 ", _MARKS.sub("", text)))


@cache
def count(text: str, language: str) -> Counts:
    """All that can be counted in `text`; syllables in Dutch and English only."""
    lengths = [len(words(sentence)) for sentence in sentences(text)]
    lettered = [word for word in words(text) if any(char.isalpha() for char in word) and not _address(word)]
    syllables = SYLLABLES.get(language)
    return Counts(
        words=sum(lengths),
        sentences=len(lengths),
        longest=max(lengths, default=0),
        lettered=len(lettered),
        long=sum(sum(map(str.isalpha, word)) > LONG_WORD for word in lettered),
        syllables=sum(map(syllables, lettered)) if syllables else 0,
        questions=sum(sentence.rstrip("\"'”’»)").endswith(("?", "؟")) for sentence in sentences(text)),
    )


def together(counts: Iterable[Counts]) -> Counts:
    """Many texts counted as one."""
    found = list(counts)
    return Counts(
        words=sum(one.words for one in found),
        sentences=sum(one.sentences for one in found),
        longest=max((one.longest for one in found), default=0),
        lettered=sum(one.lettered for one in found),
        long=sum(one.long for one in found),
        syllables=sum(one.syllables for one in found),
        questions=sum(one.questions for one in found),
    )


# --- measures ----------------------------------------------------------------------------------------


def lix(counts: Counts) -> float:
    """Läsbarhetsindex: words in a sentence, plus long words in a hundred. Under 25 is for children, 30 is easy.

    C.-H. Björnsson, Läsbarhet, Stockholm 1968.
    """
    return counts.mean + 100 * counts.long / max(1, counts.lettered)


def douma(counts: Counts) -> float:
    """Reading ease for Dutch, higher is easier; 70 to 80 is for the end of primary school.

    206.84 - 0.77 × syllables in a hundred words - 0.93 × words in a sentence: W.H. Douma, De leesbaarheid van
    landbouwbladen, Wageningen 1960 (as quoted in Onze Taal, on dbnl.org).
    """
    return 206.84 - 77 * counts.syllables / max(1, counts.lettered) - 0.93 * counts.mean


def flesch(counts: Counts) -> float:
    """Reading ease for English: R. Flesch, A new readability yardstick, Journal of Applied Psychology 32, 1948."""
    return 206.835 - 84.6 * counts.syllables / max(1, counts.lettered) - 1.015 * counts.mean


# --- syllables ---------------------------------------------------------------------------------------


def dutch_syllables(word: str) -> int:
    """Groups of vowels as Dutch speaks them; letters that are said one by one count each."""
    if word.isupper() and len(word) > 1 and not _DUTCH.search(word.lower()):
        return len(word)
    return max(1, len(_DUTCH.findall(word.lower())))


def english_syllables(word: str) -> int:
    """Groups of vowels, without an e that is not said at the end."""
    said = word.lower() if _SPOKEN_END.search(word.lower()) else _SILENT.sub("", word.lower())
    return max(1, len(_ENGLISH.findall(said)))


SYLLABLES: Mapping[str, Callable[[str], int]] = {"nl": dutch_syllables, "en": english_syllables}
EASE: Mapping[str, Callable[[Counts], float]] = {"nl": douma, "en": flesch}
"""Language -> its measure of ease."""


def _address(word: str) -> bool:
    """Whether it is an address on the web rather than a word."""
    return "." in word.strip(".") or "@" in word
