"""The readability gate: what a tired person at night can still take in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from bot.catalog import BASE
from bot.checks.issue import Issue, Material
from bot.checks.texts import Text
from bot.engine import MAX_CHOICES, Ask
from bot.messages import Picture, Screen
from bot.readability import EASE, LONGEST_SENTENCE, MEAN_SENTENCE, MEASURABLE, MOST_WORDS, Counts, count, lix, together
from bot.render import COMMAND, LANGUAGES

HARDEST_LIX, EASIEST_LEFT = 30, 70
"""Limits of LIX (no more) and of the ease after Douma or Flesch (no less)."""
LEVELLED = (BASE, "en")
"""Languages whose reading level is measured over all texts."""
HARD = "hard_words.yaml"
QUOTED = re.compile(r"['‘’\"“”„«][^'‘’\"“”„«»]*['‘’\"“”»]|(?:\w+ )?\([^)]*\)")
"""Where an official word stands as a word: in quotation marks, in brackets, or with its other name in brackets."""
STEERING = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
"""Marks that steer the direction of writing and are not to be seen."""
EXPLAINING = ("letters ", "rights ", "letters.which_")
"""Where official words are themselves what it is about: their explanation, and the question which one is there."""


# --- sentences, screens ------------------------------------------------------------------------------


def mean_sentence(material: Material) -> Iterator[Issue]:
    """Sentences are short, on average, in every language."""
    for language, counts in levels(material).items():
        if counts.mean > MEAN_SENTENCE:
            todo = f"sentences have {counts.mean:.1f} words on average; at most {MEAN_SENTENCE}: cut long ones in two"
            yield Issue("long_sentences", "all texts", todo, language)


def long_sentences(material: Material) -> Iterator[Issue]:
    """No sentence is long, wherever it stands."""
    for text in material.texts:
        if text.counts.longest > LONGEST_SENTENCE:
            yield _too_long(text.place, text.language, text.counts)
    for language, screen in material.screens:
        counts = _counts(screen, language)
        if counts.longest > LONGEST_SENTENCE:
            yield _too_long(screen.step, language, counts)


def _too_long(place: str, language: str, counts: Counts) -> Issue:
    todo = f"has a sentence of {counts.longest} words; at most {LONGEST_SENTENCE}: make two of it"
    return Issue("long_sentence", place, todo, language)


def _asks_language(material: Material, screen: Screen) -> bool:
    """Whether this is the question for the language: of it, everybody reads one line and one button."""
    flow, _, step = screen.step.partition(".")
    asked = material.house.flows[flow].by_id.get(step) if flow in material.house.flows else None
    return isinstance(asked, Ask) and asked.listed == LANGUAGES


def _read_words(material: Material, screen: Screen, language: str) -> int:
    """The words of a screen that one person reads."""
    if not _asks_language(material, screen):
        return _counts(screen, language).words
    lines = screen.text.splitlines()
    return max((_counts(replace(screen, text=line), language).words for line in lines), default=0)


def many_words(material: Material) -> Iterator[Issue]:
    """A screen can be taken in at a glance."""
    worst: dict[tuple[str, str], int] = {}
    for language, screen in material.screens:
        found = _read_words(material, screen, language)
        worst[screen.step, language] = max(found, worst.get((screen.step, language), 0))
    for (step, language), found in worst.items():
        if found > MOST_WORDS:
            yield Issue("many_words", step, f"shows {found} words; at most {MOST_WORDS}: say less", language)


def one_question(material: Material) -> Iterator[Issue]:
    """One thing is asked at a time."""
    for step, language in dict.fromkeys(
        (screen.step, language) for language, screen in material.screens if _counts(screen, language).questions > 1
    ):
        yield Issue("two_questions", step, "asks more than one question; ask one, and the other later", language)


def many_buttons(material: Material) -> Iterator[Issue]:
    """Few things to choose from, however the list of them came about."""
    for language, screen in material.screens:
        choices = [button for row in screen.rows for button in row if not button.data.startswith(COMMAND)]
        if language == BASE and len(choices) > MAX_CHOICES and not _asks_language(material, screen):
            yield Issue("many_buttons", screen.step, f"shows {len(choices)} buttons; at most {MAX_CHOICES}")


def unsaid(material: Material) -> Iterator[Issue]:
    """What a picture shows stands in the text of its screen too; on a card that is the answers."""
    for language, screen in material.screens:
        said = STEERING.sub("", screen.text).lower()
        for part in _shown(screen.picture) if screen.picture else ():
            if STEERING.sub("", part).lower() not in said:
                yield Issue(
                    "picture_unsaid", screen.step, f"shows “{part}” only as a picture; say it in words", language
                )


def _shown(picture: Picture) -> Iterable[str]:
    yield picture.note
    for row in picture.rows:
        yield row.value
        if picture.kind != "card":
            yield row.label


def _counts(screen: Screen, language: str) -> Counts:
    return count(screen.text, language)


# --- words -------------------------------------------------------------------------------------------


def hard_words(material: Material) -> Iterator[Issue]:
    """No word that has an easier twin; official words only where they are explained."""
    for text in material.texts:
        for word, easy in _hard(text, material.catalog.folder):
            yield Issue("hard_word", text.place, f"says “{word}”; easier is: {easy}", text.language)


def _hard(text: Text, folder: Path) -> Iterator[tuple[str, str]]:
    hard, official = _listed(folder / text.language.replace("-", "_") / HARD)
    yield from _found(hard, text.text)
    if not text.place.startswith(EXPLAINING):
        yield from _found(official, QUOTED.sub(" ", text.text))


def _found(listed: Mapping[str, str], text: str) -> Iterator[tuple[str, str]]:
    if not listed:
        return
    for found in _pattern(tuple(listed)).finditer(text):
        easy = next(listed[word] for word in listed if _pattern((word,)).fullmatch(found[0]))
        yield found[0], easy


@cache
def _listed(path: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The hard and the official words of a language, each with what is easier; none where there is no file yet."""
    found = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return found.get("hard", {}), found.get("official", {})


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of `words`, whole; a star stands for any ending or beginning."""
    parts = sorted((re.escape(word).replace(r"\*", r"\w*") for word in words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


# --- reading level -----------------------------------------------------------------------------------


def level(material: Material) -> Iterator[Issue]:
    """All texts together are easy, measured by two formulas."""
    for language, counts in levels(material).items():
        if language in LEVELLED and _hard_to_read(counts, language):
            yield Issue("hard_to_read", "all texts", _measured(counts, language), language)


def level_alone(material: Material) -> Iterator[Issue]:
    """And so is every Dutch text on its own, if it is long enough to be measured."""
    for text in material.texts:
        counts = text.counts
        if text.language == BASE and counts.lettered >= MEASURABLE and _hard_to_read(counts, BASE):
            yield Issue("hard_to_read", text.place, _measured(counts, BASE), BASE)


def levels(material: Material) -> Mapping[str, Counts]:
    """Language -> what is counted in all its texts that have sentences."""
    found = [text for text in material.texts if text.prose]
    return {
        language: together(text.counts for text in found if text.language == language) for language in material.finished
    }


def _hard_to_read(counts: Counts, language: str) -> bool:
    return lix(counts) > HARDEST_LIX or EASE[language](counts) < EASIEST_LEFT


def _measured(counts: Counts, language: str) -> str:
    ease = EASE[language](counts)
    return (
        f"has LIX {lix(counts):.0f} (at most {HARDEST_LIX}) and ease {ease:.0f} (at least {EASIEST_LEFT});"
        " use shorter words and sentences"
    )


# --- exceptions --------------------------------------------------------------------------------------

EXCEPTIONS = Path(__file__).with_name("exceptions.yaml")


def without_exceptions(issues: Iterable[Issue], path: Path = EXCEPTIONS) -> list[Issue]:
    """The issues that are not listed as exceptions, and one for each exception that is not needed any more."""
    listed = yaml.safe_load(path.read_text("utf-8")) or []
    found = list(issues)
    left = [issue for issue in found if not any(_excuses(one, issue) for one in listed)]
    for one in listed:
        if not any(_excuses(one, issue) for issue in found):
            todo = f"“{one['code']}” is no problem here any more; remove the exception from {path.name}"
            left.append(Issue("needless_exception", one["place"], todo, one.get("language", "")))
    return left


def _excuses(one: Mapping[str, str], issue: Issue) -> bool:
    languages = one.get("language", issue.language).split()
    return one["code"] == issue.code and one["place"] == issue.place and issue.language in (*languages, "")
