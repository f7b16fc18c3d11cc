"""Reads one YAML file without trusting it (docs: safety and privacy, "a bad knowledge file").

Built on the events of the C parser: nothing is constructed that we did not ask for, every value stays text,
and each mapping and list remembers its lines.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.knowledge.mistakes import Mistake

MAX_BYTES = 256 * 1024
MAX_DEPTH = 6

_HIDDEN = "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BAD_LINK = re.compile(r"(?i)(?<!https)://|javascript:|data:text")
_EMPTY = frozenset({"", "~", "null"})

_FORBIDDEN = (
    (
        re.compile(f"[{_HIDDEN}]"),
        "Hier staat een onzichtbaar teken.",
        "Wis deze regel en typ hem opnieuw, zonder plakken.",
    ),
    (re.compile(f"[{_CONTROL}]"), "Hier staat een stuurteken.", "Wis deze regel en typ hem opnieuw, zonder plakken."),
    (re.compile("\t"), "Hier staat een tab.", "Gebruik spaties in plaats van de tabtoets."),
)
"""What may stand nowhere in a file, also not in a comment."""

_UNSEEN = re.compile(f"[{_HIDDEN}{_CONTROL}\t]")
"""All that `_FORBIDDEN` finds, in one go: this looks at every sign of every file."""

_FORBIDDEN_IN_TEXT = (
    *_FORBIDDEN,  # a quoted text can spell them with a backslash
    (re.compile("<"), "Het teken < mag niet in een tekst.", "Haal het weg."),
    (_BAD_LINK, "Deze link is niet veilig.", "Gebruik een adres dat begint met https://."),
)
"""What may not stand in a value."""


class Mapping(dict[str, Any]):
    """A mapping from a file, with the line it starts on and the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Listing(list[Any]):
    """A list from a file, with the line of each item."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _Stop(Exception):
    """This file cannot be read any further."""


def read(raw: bytes, file: str) -> tuple[Any, list[Mistake]]:
    """The content of one file as Mapping, Listing, str and None, and its mistakes. A broken one is None."""
    text, mistakes = _decode(raw, file)
    if mistakes:
        return None, mistakes
    builder = _Builder(text, file)
    content = builder.document()
    return (None if builder.mistakes else content), builder.mistakes


def line_of(content: Any, path: tuple[int | str, ...], line: int = 1) -> int:
    """The line on which `path` stands inside `content`, or the nearest line above it."""
    for part in path:
        if isinstance(content, Mapping) and part in content.lines:
            line, content = content.lines[str(part)], content[str(part)]
        elif isinstance(content, Listing) and isinstance(part, int) and part < len(content):
            line, content = content.lines[part], content[part]
        else:
            break
    return line


def _decode(raw: bytes, file: str) -> tuple[str, list[Mistake]]:
    if len(raw) > MAX_BYTES:
        return "", [Mistake(file, 0, "Het bestand is te groot.", "Verdeel het over kleinere bestanden.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [Mistake(file, line, "Dit teken kan ik niet lezen.", "Sla het bestand op als UTF-8.")]
    mistakes: list[Mistake] = []
    for pattern, what, todo in _FORBIDDEN if _UNSEEN.search(text) else ():
        for found in pattern.finditer(text):
            mistakes.append(Mistake(file, text.count("\n", 0, found.start()) + 1, what, todo))
            if len(mistakes) > 20:
                return "", mistakes
    return text, mistakes


def _is_doubtful(text: str) -> bool:
    """Whether a value of this file may hold what it may not: then each of them is looked at."""
    lower = text.lower()
    bad_link = lower.count("://") > lower.count("https://") or "javascript:" in lower or "data:text" in lower
    return "\\" in text or "<" in text or bad_link


def _line(event: Any) -> int:
    """The line of a parser event, counted from 1."""
    return int(event.start_mark.line) + 1


class _Builder:
    """Turns parser events into values and writes down what may not be there."""

    def __init__(self, text: str, file: str) -> None:
        self.events: Iterator[Any] = iter(yaml.CSafeLoader(text).get_event, None)
        self.file = file
        self.mistakes: list[Mistake] = []
        self.is_doubtful = _is_doubtful(text)

    def document(self) -> Any:
        """The one document of the file, or None when it cannot be read."""
        try:
            content = None
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent) and content is not None:
                    self.note(event, "Er staan twee documenten in dit bestand.", "Haal de regel met --- weg.")
                elif isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
                    content = self.value(event, 1)
            return content
        except _Stop:
            return None
        except yaml.YAMLError as error:
            mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
            line = 0 if mark is None else int(mark.line) + 1
            todo = "Kijk of de regels recht onder elkaar staan en of elk aanhalingsteken dicht is."
            self.mistakes.append(Mistake(self.file, line, "Hier klopt de opmaak niet.", todo))
            return None

    def note(self, event: Any, what: str, todo: str) -> None:
        """Write down a mistake at the place of this event."""
        self.mistakes.append(Mistake(self.file, _line(event), what, todo))

    def value(self, event: Any, depth: int) -> Any:
        """The value that starts with this event."""
        if event.anchor is not None:
            self.note(event, "Verwijzingen met & en * mogen niet.", "Schrijf de tekst hier voluit.")
            if isinstance(event, yaml.AliasEvent):
                return None
        if event.tag is not None:
            self.note(event, "Een soort met ! mag niet.", "Haal het woord met het uitroepteken weg.")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth > MAX_DEPTH:
            self.note(event, "Dit zit te diep.", f"Gebruik hoogstens {MAX_DEPTH} lagen.")
            raise _Stop
        return self.mapping(event, depth) if isinstance(event, yaml.MappingStartEvent) else self.listing(depth)

    def scalar(self, event: Any) -> str | None:
        """The text of a scalar; an empty unquoted one is None."""
        text: str = event.value
        if not event.style and text in _EMPTY:
            return None
        if self.is_doubtful:
            for pattern, what, todo in _FORBIDDEN_IN_TEXT:
                if pattern.search(text):
                    self.note(event, what, todo)
        return text

    def mapping(self, start: Any, depth: int) -> Mapping:
        """A mapping whose keys are single words, each once."""
        result = Mapping(line=_line(start))
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self.note(event, "Voor de dubbele punt hoort één woord.", "Verbeter deze regel.")
                raise _Stop
            key = self.value(event, depth) or ""
            if key in result:
                self.note(event, f"'{key[:40]}' staat er twee keer.", "Haal er een weg.")
            result.lines[key] = _line(event)
            result[key] = self.value(next(self.events), depth + 1)
        return result

    def listing(self, depth: int) -> Listing:
        """A list."""
        result = Listing()
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            result.lines.append(_line(event))
            result.append(self.value(event, depth + 1))
        return result
