"""One way to fold what people type, so that typed words and stored phrases meet.

Folding is the same for every language, because people mix them: letters lose case, marks and local shape.
- Latin: ł ı ø đ æ œ become l i o d ae oe; every other mark is dropped (ş -> s, ą -> a, ë -> e, İ -> i).
- Cyrillic: Ukrainian and Russian meet halfway. і ї ы й -> и, є э ё -> е, ґ -> г, ь ъ dropped; Latin
  look-alikes inside a Cyrillic word become Cyrillic.
- Arabic: harakat and tatweel dropped; alef, ya, waw and ta marbuta get one shape; Persian kaf and ya too.
- Digits of every script become 0-9; three or more of the same letter become one ("zoooo"). Such a stretched word is
  marked, so that "dooood" can still be "dood".
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.understand.scripts import respelled

MAX_TEXT = 4000  # characters read of one message; the rest is not looked at
MAX_WORDS = 1000  # and words
MAX_MARKS = 3  # combining marks kept in a row: sorting a long run of them is slow

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARKS = {"Mn", "Me"}
_PLAIN: dict[int, str | int | None] = {
    code: str(unicodedata.digit(chr(code))) if chr(code).isdigit() else None
    for code in (*range(0x80, 0x2100), *range(0xFE00, 0xFE30))
    if chr(code).isdigit() or unicodedata.category(chr(code)) in _MARKS
}  # marks go, digits of every script become 0-9
_SHAPES: dict[str, str | int | None] = {
    "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ь": None, "ъ": None,
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "گ": "ك", "ڭ": "ك", "ة": "ه", "ٱ": "ا", "ء": None, "ـ": None,
    "پ": "ب", "چ": "ج", "ڤ": "ف",
}  # fmt: skip
_PLAIN |= str.maketrans(_SHAPES)
_LOOKALIKES = str.maketrans("aeopcxyikmtbh", "аеорсхуикмтвн")
_QUOTES = "'’‘‛`´ʼʹ′＇ꞌ"
_SUFFIX_CUT = re.compile(rf"(?<=[^\W\d_]{{2}})[{_QUOTES}](?=[^\W\d_]*[aeiou])")
_QUOTE = re.compile(rf"[{_QUOTES}]")
_MANY = re.compile(r"([^\W\d_])\1{2,}")
_MARK_RUN = re.compile(rf"([\u0300-\u036f\u0483-\u0489\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]{{{MAX_MARKS}}})"
                       r"[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
_PIECE = re.compile(rf"[^\W_]+|[{_EMOJI}]|[.!?…؟]+|[,;:،؛\n]+")
_MIXED = re.compile("[a-z][а-я]|[а-я][a-z]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message in order, with for each word the sentence and the clause it stands in.

    `stretched` holds the places of words of which repeated letters were taken away. `respelled` says, word by word,
    what Arabic or Ukrainian in Latin letters is in its own alphabet; it is empty in other messages.
    """

    words: tuple[str, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    stretched: frozenset[int]
    respelled: tuple[str, ...] = ()


def normalise(text: str, language: str = "") -> str:
    """Fold `text` to its words with single spaces between them; punctuation is gone. Never raises.

    `language` "tr" cuts suffixes behind an apostrophe (CAK'tan -> cak tan); elsewhere apostrophes join (don't -> dont).
    """
    return " ".join(tokens(text, language))


def tokens(text: str, language: str = "") -> tuple[str, ...]:
    """The folded words (and emoji) of `text`, in order."""
    return read_words(text, language).words


def read_words(text: str, language: str = "") -> Words:
    """The folded words of `text` with their sentence (ends at . ! ?) and clause (ends at a comma or line too)."""
    words: list[str] = []
    sentences: list[int] = []
    clauses: list[int] = []
    stretched: set[int] = set()
    sentence = clause = 0
    folded = fold(text, language)
    repeated = _MANY.search(folded) is not None
    for piece in _PIECE.findall(folded):
        if piece[0] in ".!?…؟,;:،؛\n":
            clause += 1
            sentence += piece == "." or piece[0] in "!?؟"
            continue
        word = squeeze(piece) if repeated else piece
        if word != piece:
            stretched.add(len(words))
        if len(words) == MAX_WORDS:
            break
        if words and word == words[-1] and not word[0].isalnum():
            continue  # the same emoji again says the same
        words.append(word)
        sentences.append(sentence)
        clauses.append(clause)
    return Words(tuple(words), tuple(sentences), tuple(clauses), frozenset(stretched), respelled(words))


def fold(text: str, language: str = "", limit: int = MAX_TEXT) -> str:
    """`text` with every letter in its plain shape; spaces and punctuation stay. At most `limit` characters are read."""
    text = text[:limit]
    folded = _visible(text).lower() if text.isascii() else _fold_letters(text)[:limit]
    if language == "tr":
        folded = _SUFFIX_CUT.sub(" ", folded)
    return _THOUSANDS.sub("", _QUOTE.sub("", folded))


def squeeze(folded: str) -> str:
    """`folded` with three or more of the same letter made one."""
    return _MANY.sub(r"\1", folded)


def _fold_letters(text: str) -> str:
    text = _visible(_MARK_RUN.sub(r"\1", text))
    text = unicodedata.normalize("NFKC", text)[: len(text)].casefold()
    text = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    return _WORD.sub(_one_script, text) if _MIXED.search(text) else text


def _visible(text: str) -> str:
    """`text` without control, format and surrogate characters; line ends stay, tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter in "\n " else " " if letter.isspace() else ""
        if unicodedata.category(letter) in _HIDDEN else letter
        for letter in text
    )  # fmt: skip


def _one_script(word: re.Match[str]) -> str:
    """Latin look-alikes inside a Cyrillic word become Cyrillic."""
    letters = word.group()
    return letters.translate(_LOOKALIKES) if any("а" <= letter <= "я" for letter in letters) else letters


def forms(word: str) -> tuple[str, ...]:
    """`word` and, for Arabic, what is left without the particles written against it (و ف ب ل ك ال)."""
    if not "ء" <= word[:1] <= "ي" or len(word) < 4:
        return (word,)
    found = [word]
    for particles in (("و", "ف"), ("ب", "ل", "ك", "ع"), ("ال", "ل")):
        found += [form[len(p) :] for form in found for p in particles if form.startswith(p) and len(form) > len(p) + 2]
    return tuple(dict.fromkeys(found))
