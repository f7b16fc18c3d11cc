"""Every text a resident can read, by where it stands: the texts of the catalog, and those that knowledge shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from bot.catalog import BASE, Catalog
from bot.knowledge import Knowledge
from bot.readability import Counts, count

SHOWN = ("letters", "rights", "stories", "services", "routes", "steps", "themes", "safety")
"""The parts of knowledge that cards show."""
PLACEHOLDER = re.compile(r"\{\w+\}")
PROSE = re.compile(r"[.?!؟]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language. `place` is its key, or where it stands in knowledge (`letters eviction.meaning`)."""

    place: str
    language: str
    text: str

    @property
    def prose(self) -> bool:
        """Whether it has sentences; a label or a name has none."""
        return PROSE.search(self.text) is not None

    @property
    def counts(self) -> Counts:
        """What is counted in it."""
        return count(self.text, self.language)


def texts(catalog: Catalog, knowledge: Knowledge) -> Iterator[Text]:
    """All of them, in every language."""
    yield from _catalog(catalog)
    yield from _knowledge(knowledge)


def _catalog(catalog: Catalog) -> Iterator[Text]:
    for language in catalog.languages:
        for key, entry in catalog.lexicon(language).entries.items():
            for form in dict.fromkeys(entry.forms):
                yield Text(key, language, PLACEHOLDER.sub("0", form))


def _knowledge(knowledge: Knowledge) -> Iterator[Text]:
    for part in SHOWN:
        for name, entry in getattr(knowledge, part).items():
            for field, text in _inside(entry, ""):
                yield from (Text(f"{part} {name}{field}", language, form) for language, form in text.items())


def _inside(value: object, path: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each text in all its languages, wherever it stands in `value`, with the path to it."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _inside(getattr(value, field), f"{path}.{field}")
    elif isinstance(value, Mapping) and isinstance(value.get(BASE), str):
        yield path, value
    elif isinstance(value, Mapping | tuple | list):
        items = value.items() if isinstance(value, Mapping) else enumerate(value, start=1)
        for key, one in items:
            yield from _inside(one, f"{path}.{key}")
