"""The kinds of value a knowledge file holds. YAML gives text; the type comes from the field, not from YAML.

So `nl: no`, `0800` and `09:00` mean what they look like, and ja/nee work beside true/false.
"""

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

from bot.knowledge.mistakes import refuse

LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
"""The languages that are offered now (facts 6.2), base first."""

KNOWN_LANGUAGES = frozenset(LANGUAGES) | {"ti", "fa", "ro", "so", "de", "es", "pap"}
"""The languages a text may have: also the second wave of facts 6.2, so that translators can start early."""

_FLAGS = {"true": True, "ja": True, "false": False, "nee": False}
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_SLUG = r"[a-z0-9]+([-_][a-z0-9]+)*"
_LINK = r"https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(/[^\s<>\"'\\]*)?"
_PARTIAL_DATE = r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_UPL = r"[A-Za-z][A-Za-z0-9_-]*"


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


def matching(pattern: str, what: str, todo: str) -> BeforeValidator:
    """A validator that refuses a text that does not match as a whole, with its own Dutch sentences."""
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        if isinstance(value, str) and not compiled.fullmatch(value):
            refuse(f"'{value[:60]}' {what}", todo)
        return value

    return BeforeValidator(check)


def _written(pattern: str, **also: Any) -> WithJsonSchema:
    """How an editor checks a text; the same pattern as ours, so that both say the same."""
    return WithJsonSchema({"type": "string", "pattern": f"^({pattern})$", **also})


Words = Annotated[
    dict[str, str],
    BeforeValidator(_words),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {tag: {"type": "string", "minLength": 1} for tag in sorted(KNOWN_LANGUAGES)},
                    "required": ["nl"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""One text in several languages, BCP-47 keys, Dutch always there. A bare text in a file is the Dutch one."""

Day = Annotated[date, BeforeValidator(_day), _written(_DAY.pattern, format="date")]
Clock = Annotated[time, BeforeValidator(_clock), _written(_CLOCK.pattern)]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": [True, False, "ja", "nee"]})]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[
    str,
    StringConstraints(max_length=40),
    matching(_SLUG, "is geen goede id.", "Gebruik kleine letters, cijfers en streepjes, zoals wmo-stein."),
    _written(_SLUG, maxLength=40),
]
Link = Annotated[
    str,
    StringConstraints(max_length=400),
    matching(_LINK, "is geen veilige link.", "Schrijf het hele adres, beginnend met https://."),
    _written(_LINK, format="uri", maxLength=400),
]
PartialDate = Annotated[
    str,
    matching(
        _PARTIAL_DATE,
        "is geen brondatum.",
        "Schrijf een jaar, jaar-maand of jaar-maand-dag, zoals 2026-09.",
    ),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^({_PARTIAL_DATE})$"},
                {"type": "integer", "minimum": 2000, "maximum": 2099},  # to an editor 2026 is a number
            ]
        }
    ),
]
UplName = Annotated[
    str,
    StringConstraints(max_length=80),
    matching(
        _UPL,
        "is geen naam uit de UPL.",
        "Neem het laatste stuk van het adres in de Uniforme Productnamenlijst.",
    ),
    _written(_UPL),
]
"""A product of Dutch government: the last part of its address in the Uniforme Productnamenlijst (facts 4.2)."""


def words(text: dict[str, str], language: str) -> str:
    """The text in that language, or the Dutch one when it has not been translated yet."""
    return text.get(language) or text["nl"]
