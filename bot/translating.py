"""Files for translators: a first one for a new language, and an existing one brought up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import write_po

from bot.catalog import BASE, Catalog, Lexicon

WIDTH = 110
HEADER = re.compile(r'^"(Language:|Plural-Forms|MIME-Version|Content-T)')
"""Header lines worth keeping: the others hold dates and addresses that change by themselves."""


class NoSuchLanguage(ValueError):
    """Not a BCP-47 language we have data for, or not one of ours. Its text is a sentence."""


@dataclass(frozen=True, slots=True)
class Update:
    """What happened to a translator's file: texts without translation, and ones whose Dutch changed."""

    path: Path
    missing: int
    stale: int


def add(folder: Path, tag: str, owner: str) -> Update:
    """Enter `tag` in languages.yaml as unfinished and write its empty file. Raises NoSuchLanguage."""
    if tag in Catalog(folder).languages:
        raise NoSuchLanguage(f"{tag} is there already; use: language update {tag}")
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise NoSuchLanguage(f"{tag} is no language tag; write one such as fa, ti or pt-BR") from None
    name = (locale.get_language_name(tag.split("-")[0]) or tag).capitalize()
    direction = "rtl" if locale.text_direction == "rtl" else "ltr"
    with (folder / "languages.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{tag}: {{name: {name}, direction: {direction}, owner: {owner}, state: unfinished}}\n")
    return update(folder, tag)


def update(folder: Path, tag: str) -> Update:
    """Write the file of `tag` anew: Dutch texts as they are now, its translations kept.

    A translation whose Dutch changed is marked fuzzy, with the Dutch it was made from. Raises NoSuchLanguage.
    """
    catalog = Catalog(folder)
    if tag not in catalog.languages:
        raise NoSuchLanguage(f"{tag} is not in languages.yaml; use: language add {tag}")
    lexicon = catalog.lexicon(tag)
    messages = lexicon.messages if tag == BASE else _renewed(catalog, lexicon)
    lexicon.path.parent.mkdir(parents=True, exist_ok=True)
    lexicon.path.write_text(_written(messages), "utf-8")
    texts = [message for message in messages if message.context]
    missing = 0 if tag == BASE else sum(not any(_forms(message.string)) for message in texts)
    return Update(lexicon.path, missing, sum(message.fuzzy for message in texts))


def _renewed(catalog: Catalog, lexicon: Lexicon) -> Messages:
    old = {message.context: message for message in lexicon.messages if message.context}
    renewed = Messages(locale=lexicon.tag.replace("-", "_"), fuzzy=False)
    renewed.mime_headers = lexicon.messages.mime_headers
    for name, entry in catalog.base.items():
        source = entry.source if len(entry.source) > 1 else entry.source[0]
        empty = ("",) * renewed.num_plurals if len(entry.source) > 1 else ""
        known = old.get(name)
        changed = known is not None and _forms(known.id) != entry.source
        flags = set(known.flags) | ({"fuzzy"} if changed else set()) if known and any(_forms(known.string)) else ()
        before = (known.previous_id or (_forms(known.id) if changed else ())) if known and flags else ()
        renewed.add(source, known.string if known else empty, flags=flags, previous_id=before, context=name)
    return renewed


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, list | tuple) else ()


def _written(messages: Messages) -> str:
    """The file's text: Babel's, without the header lines that change by themselves."""
    buffer = BytesIO()
    messages.header_comment = "# msgctxt is the key, msgid the Dutch text, msgstr its translation."
    messages.fuzzy = False
    write_po(buffer, messages, width=WIDTH, include_previous=True)
    head, _, body = buffer.getvalue().decode("utf-8").partition("\n\n")
    lines = head.split("\n")
    kept = [line for line in lines if not line.startswith('"') or HEADER.match(line) or _continues(lines, line)]
    return "\n".join(kept) + "\n\n" + body


def _continues(lines: list[str], line: str) -> bool:
    """Whether `line` is the second half of a long header line that is kept."""
    return '\\n"' not in lines[lines.index(line) - 1] and bool(HEADER.match(lines[lines.index(line) - 1]))
