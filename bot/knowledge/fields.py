"""The kinds of value a knowledge file holds. YAML gives text; the type comes from the field, not from YAML.

So `nl: no`, `0800` and `09:00` mean what they look like, and ja/nee work beside true/false.
"""

import re
from datetime import date, time
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from bot.knowledge.mistakes import refuse

LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
"""The languages that are offered now (facts 6.2), base first."""

KNOWN_LANGUAGES = frozenset(LANGUAGES) | {"ti", "fa", "ro", "so", "de", "es", "pap"}
"""The languages a text may have: also the second wave of facts 6.2, so that translators can start early."""

_FLAGS = {"true": True, "ja": True, "false": False, "nee": False}
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _words(value: object) -> object:
    if isinstance(value, str):
        value = {"nl": value}
    if not isinstance(value, dict):
        return value
    for language, text in value.items():
        if language not in KNOWN_LANGUAGES:
            refuse(f"De taal '{language}' ken ik niet.", f"Kies uit: {', '.join(sorted(KNOWN_LANGUAGES))}.")
        if isinstance(text, str) and not text.strip():
            refuse(f"De tekst bij '{language}' is leeg.", "Vul hem in of haal de regel weg.")
    if "nl" not in value:
        refuse("De Nederlandse tekst ontbreekt.", "Voeg een regel 'nl:' toe.")
    return value


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if _DAY.fullmatch(value) else _no_day(value)
        except ValueError:
            _no_day(value)
    return value


def _no_day(value: str) -> object:
    return refuse(f"'{value[:40]}' is geen datum.", "Schrijf jaar-maand-dag, zoals 2026-11-22.")


def _clock(value: object) -> object:
    if isinstance(value, str):
        if not _CLOCK.fullmatch(value):
            refuse(f"'{value[:40]}' is geen tijd.", "Schrijf uren en minuten, zoals 09:00.")
        return time.fromisoformat(value)
    return value


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in _FLAGS:
            refuse(f"'{value[:40]}' is geen ja of nee.", "Schrijf true of false.")
        return _FLAGS[value]
    return value


def _matching(pattern: str, what: str, todo: str) -> BeforeValidator:
    """A validator that refuses a text that does not match as a whole, with its own Dutch sentences."""
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        if isinstance(value, str) and not compiled.fullmatch(value):
            refuse(f"'{value[:60]}' {what}", todo)
        return value

    return BeforeValidator(check)


Words = Annotated[dict[str, str], BeforeValidator(_words)]
"""One text in several languages, BCP-47 keys, Dutch always there. A bare text in a file is the Dutch one."""

Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[
    str,
    StringConstraints(max_length=40),
    _matching(
        r"[a-z0-9]+([-_][a-z0-9]+)*",
        "is geen goede id.",
        "Gebruik kleine letters, cijfers en streepjes, zoals wmo-stein.",
    ),
]
Link = Annotated[
    str,
    StringConstraints(max_length=400),
    _matching(
        r"https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(/[^\s<>\"'\\]*)?",
        "is geen veilige link.",
        "Schrijf het hele adres, beginnend met https://.",
    ),
]
PartialDate = Annotated[
    str,
    _matching(
        r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
        "is geen brondatum.",
        "Schrijf een jaar, jaar-maand of jaar-maand-dag, zoals 2026-09.",
    ),
]


def words(text: dict[str, str], language: str) -> str:
    """The text in that language, or the Dutch one when it has not been translated yet."""
    return text.get(language) or text["nl"]
