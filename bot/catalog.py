"""Words: the gettext catalogs of `bot/locales`, read through Babel.

An entry is `msgctxt` = key (`<flow>.<step>[.<choice>]`), `msgid` = the Dutch text, `msgstr` = the
translation. Dutch is the base: its own entries carry no `msgstr`. So every translation keeps the Dutch
text it was made from, and a changed Dutch text shows which translations have become stale.
"""

from __future__ import annotations

import gettext
import logging
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml
from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict, TypeAdapter

BASE = "nl"
LOCALES = Path(__file__).parent / "locales"
LAST_RESORT = "notice.trouble"
RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"
ISOLATE, POP_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

log = logging.getLogger(__name__)


class Language(BaseModel):
    """One line of `languages.yaml`: a language by its own name, who looks after it, how far it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    direction: Literal["ltr", "rtl"]
    owner: str
    state: Literal["complete", "unfinished"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A text: the Dutch it was made from, its forms (one, or one per plural form), and its doubt."""

    source: tuple[str, ...]
    forms: tuple[str, ...]
    fuzzy: bool = False


class Lexicon:
    """All entries of one language, read when first needed."""

    def __init__(self, tag: str, folder: Path) -> None:
        self.tag = tag
        self.path = folder / tag.replace("-", "_") / "LC_MESSAGES" / "bot.po"

    @cached_property
    def messages(self) -> Messages:
        """The catalog as Babel reads it; empty when there is no file yet."""
        if not self.path.exists():
            return Messages(locale=self.tag.replace("-", "_"))
        with self.path.open("rb") as file:
            return read_po(file, locale=self.tag.replace("-", "_"))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Key -> entry, for every text that has words in it."""
        found = {}
        for message in self.messages:
            source = _tuple(message.id)
            forms = tuple(_tuple(message.string)) if any(_tuple(message.string)) else ()
            if message.context and self.tag == BASE:
                forms = source
            if message.context and forms:
                found[message.context] = Entry(source, forms, message.fuzzy)
        return found

    @cached_property
    def plural_form(self) -> Callable[[int], int]:
        """Number -> which of an entry's forms it takes, by the file's own plural rule."""
        return gettext.c2py(self.messages.plural_expr)


class Catalog:
    """The texts of all languages. `text` never returns a bare key."""

    def __init__(self, folder: Path = LOCALES) -> None:
        listed = yaml.safe_load((folder / "languages.yaml").read_text("utf-8"))
        self.folder = folder
        self.languages = TypeAdapter(dict[str, Language]).validate_python(listed)
        self._lexicons = {tag: Lexicon(tag, folder) for tag in self.languages}

    def lexicon(self, language: str) -> Lexicon:
        """The entries of `language`, or of Dutch when it is not one of ours."""
        return self._lexicons.get(language, self._lexicons[BASE])

    @cached_property
    def base(self) -> Mapping[str, Entry]:
        """Every Dutch entry by key: the list of texts that each language is to have."""
        return self._lexicons[BASE].entries

    def complete(self, language: str) -> bool:
        """Whether every text exists in `language`."""
        return self.base.keys() <= self.lexicon(language).entries.keys()

    def text(
        self, key: str, language: str, values: Mapping[str, object] | None = None, *, count: int | None = None
    ) -> str:
        """The text `key` in `language`, else in Dutch, with `values` filled in.

        `count` picks the plural form and is itself a value. Values are isolated where the text runs from
        right to left, so that a phone number keeps its order.
        """
        lexicon = self.lexicon(language)
        entry = lexicon.entries.get(key)
        if entry is None:
            lexicon = self._lexicons[BASE]
            entry = lexicon.entries.get(key)
        if entry is None:
            log.error("text_missing key=%s", key)
            return self.text(LAST_RESORT, language)
        if count is not None:
            values = {**(values or {}), "count": self.number(count, language)}
        form = entry.forms[lexicon.plural_form(count)] if count is not None and len(entry.forms) > 1 else entry.forms[0]
        return form.format_map(self._isolated(values, lexicon.tag)) if values else form

    def rtl(self, language: str) -> bool:
        """Whether `language` is written from right to left."""
        return language in self.languages and self.languages[language].direction == "rtl"

    def _isolated(self, values: Mapping[str, object], language: str) -> Mapping[str, object]:
        if not self.rtl(language):
            return values
        return {name: f"{ISOLATE}{value}{POP_ISOLATE}" for name, value in values.items()}

    # --- formats that differ per language, through Babel -----------------------------------------

    def number(self, value: int, language: str) -> str:
        """A whole number as `language` writes it."""
        return _number(value, language)

    def money(self, cents: int, language: str) -> str:
        """An amount of euros as `language` writes it; whole euros without decimals."""
        pattern = _money_pattern(language)
        return format_decimal(
            Decimal(cents) / 100, pattern if cents % 100 else pattern.replace(".00", ""), _locale(language)
        )

    def date(self, value: date, language: str) -> str:
        """A day with all in words: maandag 23 november 2026."""
        return format_date(value, "full", locale=_locale(language))

    def time(self, value: time, language: str) -> str:
        """A time of day: 21:00."""
        return format_time(value, "HH:mm", locale=_locale(language))

    def list(self, items: Iterable[str], language: str) -> str:
        """Items joined as `language` joins them: a, b en c."""
        return format_list(list(items), locale=_locale(language))


def placeholders(text: str) -> frozenset[str]:
    """The names between braces in `text`. Raises ValueError when a brace stands alone."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _tuple(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@cache
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


@cache
def _money_pattern(language: str) -> str:
    """How `language` writes an amount, with the sign everybody here knows."""
    return str(_locale(language).currency_formats["standard"].pattern).replace("¤", "€")


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
