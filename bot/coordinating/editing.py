"""Changes a YAML file by hand, as a careful person would: only the lines that are meant, all others stay as they are.

A YAML library that writes a file back also writes back its own taste in quotes, spaces and line ends. So we look up
where a value stands and put the new one in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from bot.coordinating.refused import Refused
from bot.knowledge.reading import read

Path = tuple[str | int, ...]
"""The id of a record, and then fields and places in lists: ("geldfit", "phones", 0, "display")."""

_NAMES = re.compile(r"[\w-]+")


class Document:
    """One file with a list of records. It was loaded before, so it holds no anchors, tags or other surprises.

    `order` are the fields of a record in the order in which a new one is written down.
    """

    def __init__(self, raw: bytes, order: Sequence[str]) -> None:
        self._mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
        self.text = raw.decode("utf-8-sig")
        self._newline = "\r\n" if "\r\n" in self.text else "\n"
        self._order = list(order)
        self._root = self._composed()

    @property
    def raw(self) -> bytes:
        """The file as it is now."""
        return (self._mark + self.text).encode()

    @property
    def ids(self) -> list[str]:
        """The ids of the records, in order."""
        return [record for record in (_id(item) for item in self._items()) if record]

    def record_at(self, line: int) -> str:
        """The id of the record on this line, counted from 1."""
        begun = [item for item in self._items() if item.start_mark.line < line]
        return _id(begun[-1]) if begun else ""

    def has(self, path: Path) -> bool:
        """Whether something is written there."""
        return self._find(path) is not None

    def set(self, path: Path, value: str) -> None:
        """Give a field this value; a missing field is added to its record, list item or text."""
        node = self._find(path)
        if isinstance(node, yaml.ScalarNode):
            self._splice(node.start_mark.index, self._end(node), _quoted(value, node.style, self._in_brackets(path)))
        elif node is None:
            self._add_field(path, value)
        else:
            raise Refused(f"Bij '{path[-1]}' van {path[0]} staat geen gewone tekst. Verander het in het bestand.")

    def set_words(self, path: Path, language: str, value: str) -> None:
        """Give a text this translation. A bare text is the Dutch one; it gets a line for each language if needed."""
        node = self._find(path)
        if not isinstance(node, yaml.ScalarNode):
            self.set((*path, language) if node or language != "nl" else path, value)
        elif language == "nl":
            self.set(path, value)
        else:
            indent = self._newline + " " * (self._column(path) + 2)
            dutch = self.text[node.start_mark.index : self._end(node)]
            both = f"{indent}nl: {dutch}{indent}{language}: {_quoted(value)}"
            self._splice(self._colon(path) + 1, self._end(node), both)

    def set_names(self, path: Path, names: Sequence[str]) -> None:
        """Give a field this list of names, between brackets on one line."""
        listed = f"[{', '.join(name if _NAMES.fullmatch(name) else _quoted(name, chr(34)) for name in names)}]"
        node = self._find(path)
        if node is None:
            self._insert_line(path, f"{path[-1]}: {listed}")
        else:
            self._splice(self._colon(path) + 1, self._end(node), f" {listed}")

    def add_item(self, path: Path, fields: Mapping[str, str]) -> None:
        """Put a new item with these fields at the end of a list, and begin the list when there is none."""
        node = self._find(path)
        if isinstance(node, yaml.SequenceNode) and (node.flow_style or not node.value):
            self.remove(path)
            node = None
        lines = [f"{field}: {_quoted(value)}" for field, value in fields.items()]
        if node is None:
            self._insert_line(path, f"{path[-1]}:", *_item(lines))
        else:
            self._insert(self._line_after(self._end(node)), node.start_mark.column, _item(lines))

    def remove(self, path: Path) -> None:
        """Take away a field or an item of a list, with all of its lines; the last item takes its list along."""
        parent = self._find(path[:-1])
        if isinstance(parent, yaml.SequenceNode) and len(parent.value) == 1:
            self.remove(path[:-1])
            return
        start, end = self._extent(parent, path)
        self._splice(self.text.rfind("\n", 0, start) + 1, self._line_after(end), "")

    # --- looking things up -----------------------------------------------------------------------------

    def _extent(self, parent: yaml.Node | None, path: Path) -> tuple[int, int]:
        """Where a field or item begins and ends in the text."""
        if isinstance(parent, yaml.SequenceNode) and not parent.flow_style:
            item = parent.value[int(path[-1])]
            return item.start_mark.index, self._end(item)
        if isinstance(parent, yaml.MappingNode) and not parent.flow_style:
            key, value = next(pair for pair in parent.value if pair[0].value == path[-1])
            if parent.value[0][0] is not key:  # the first stands behind the dash of its item
                return key.start_mark.index, self._end(value)
        raise Refused(f"'{path[-1]}' van {path[0]} kan ik niet weghalen. Doe het in het bestand.")

    def _items(self) -> list[yaml.Node]:
        return list(self._root.value) if isinstance(self._root, yaml.SequenceNode) else []

    def _find(self, path: Path) -> yaml.Node | None:
        node: yaml.Node | None = next((item for item in self._items() if _id(item) == path[0]), None)
        for part in path[1:]:
            node = _inside(node, part)
        return node

    def _column(self, path: Path) -> int:
        """The column of the fields of the record or item that holds `path`."""
        parent = self._find(path[:-1])
        if parent is None:
            raise LookupError(f"no {path[:-1]} in this file")
        if isinstance(parent, yaml.MappingNode) and not parent.flow_style:
            return int(parent.start_mark.column)
        raise Refused(f"Bij {path[0]} kan ik '{path[-1]}' niet toevoegen. Doe het in het bestand.")

    def _end(self, node: yaml.Node) -> int:
        """Where the last thing written inside a node ends; the parser counts remarks and empty lines below it too."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return len(self.text[:end].rstrip()) if is_block else end

    def _in_brackets(self, path: Path) -> bool:
        """Whether a value stands between [ ] or { }, where a comma means something."""
        around = (self._find(path[:length]) for length in range(1, len(path)))
        return any(isinstance(node, yaml.CollectionNode) and node.flow_style for node in around)

    def _colon(self, path: Path) -> int:
        """Where the colon behind a field stands."""
        parent = self._find(path[:-1])
        assert isinstance(parent, yaml.MappingNode)
        field = next(key for key, _ in parent.value if key.value == path[-1])
        return self.text.index(":", field.end_mark.index)

    def _line_after(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    # --- changing the text -----------------------------------------------------------------------------

    def _add_field(self, path: Path, value: str) -> None:
        if self._find(path[:-1]) is None and len(path) > 2:  # the first translation of a text that is not there
            self._insert_line(path[:-1], f"{path[-2]}:", f"  {path[-1]}: {_quoted(value)}")
        else:
            self._insert_line(path, f"{path[-1]}: {_quoted(value)}")

    def _insert_line(self, path: Path, *lines: str) -> None:
        """Write a new field on lines of its own, behind the field that comes before it in the order of fields."""
        parent = self._find(path[:-1])
        column = self._column(path)
        assert isinstance(parent, yaml.MappingNode)
        before = [value for key, value in parent.value if self._place(key.value) <= self._place(path[-1])]
        self._insert(self._line_after(self._end((before or [value for _, value in parent.value])[-1])), column, lines)

    def _place(self, field: str | int) -> int:
        """A field that has no order of its own, such as a language, stands where it is."""
        return self._order.index(str(field)) if field in self._order else 0

    def _insert(self, index: int, column: int, lines: Sequence[str]) -> None:
        block = "".join(f"{' ' * column}{line}{self._newline}" for line in lines)
        unfinished = self.text and index == len(self.text) and not self.text.endswith("\n")
        self._splice(index, index, self._newline + block if unfinished else block)

    def _splice(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        self._root = self._composed()

    def _composed(self) -> yaml.Node | None:
        node: yaml.Node | None = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        return node


def _item(lines: Sequence[str]) -> list[str]:
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _inside(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


def _id(item: yaml.Node) -> str:
    found = _inside(item, "id")
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


def _quoted(value: str, style: str | None = None, in_brackets: bool = False) -> str:
    """The value as it is written, in the style the old one had: bare if that can be read back, else in quotes."""
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    trial, meant = (f"- [{value}]\n", [value]) if in_brackets else (f"- {value}\n", value)
    if not style and read(trial.encode(), "") == ([meant], []):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
