"""The rooms of the house: who may know whom. An arrow the design forbids fails here."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = sys.stdlib_module_names

ALLOWED: dict[str, set[str]] = {
    "engine": set(),
    "messages": set(),
    "pace": set(),
    "pictures": {"drawing", "messages"},
    "drawing": {"messages", "sheet"},
    "sheet": set(),
    "speech": set(),
    "readability": set(),
    "lanes": set(),
    "budget": set(),
    "logs": set(),
    "catalog": set(),
    "crypto": set(),
    "settings": set(),
    "flows": {"engine"},
    "walk": {"engine", "catalog"},
    "knowledge": set(),
    "matching": {"knowledge"},
    "schemes": {"knowledge"},
    "understand": set(),
    "safety": {"understand"},
    "translating": {"catalog"},
    "story": {"messages"},
    "changes": {"messages"},
    "experts": {"knowledge"},
    "roster": {"experts", "knowledge"},
    "house": {"engine", "experts", "flows", "catalog", "knowledge"},
    "cards": {"engine", "flows", "house", "knowledge", "matching"},
    "scheme_cards": {"cards", "engine", "knowledge", "schemes"},
    "household": {"budget", "cards", "messages"},
    "routemap": {"cards", "knowledge", "messages"},
    "mirrors": {"household", "routemap", "cards", "engine", "house", "knowledge", "messages"},
    "render": {"engine", "handoff", "house", "catalog", "cards", "knowledge", "messages", "mirrors", "scheme_cards"},
    "personal": set(),
    "lately": set(),
    "handoff": {
        *("cards", "catalog", "changes", "engine", "experts", "house", "messages"),
        *("personal", "safety", "understand"),
    },
    "hearing": {"engine", "flows", "house", "messages", "personal", "render", "safety", "understand"},
    "acts": {"cards", "changes", "engine", "flows", "handoff", "house", "messages", "render"},
    "turn": {
        *("acts", "cards", "catalog", "changes", "engine", "flows", "handoff", "hearing", "house"),
        *("matching", "messages", "render", "safety", "understand"),
    },
    "store": {"changes", "messages", "crypto"},
    "sender": {"lanes", "messages", "pace", "store"},
    "service": {
        *("acts", "changes", "engine", "experts", "handoff", "house", "lanes", "lately", "messages", "pace"),
        *("store", "turn"),
    },
    "stats": {"catalog", "engine", "flows", "handoff", "house", "safety"},
    "coordinating": {"knowledge"},
    "preview": {
        *("cards", "catalog", "engine", "house", "knowledge", "messages", "pictures", "readability", "render", "walk"),
    },
    "living": {"house", "knowledge"},
    "timers": {"house", "service", "store"},
    "checks": {
        *("budget", "cards", "catalog", "engine", "experts", "flows", "handoff", "house", "knowledge"),
        *("matching", "messages", "readability", "render", "safety", "understand", "walk"),
    },
    "layout": set(),
    "diagram": {"engine", "house", "catalog", "render", "layout"},
    "channels": {"catalog", "flows", "lanes", "messages", "pictures", "sender", "service", "speech", "store", "story"},
}
"""Room -> the rooms it may know. `running` and `__main__` put the house together and may know all."""
COMPOSERS = {"running", "commands", "__main__", "__init__"}
OUTSIDE: dict[str, set[str]] = {
    "engine": set(),
    "messages": set(),
    "pace": set(),
    "lanes": set(),
    "flows": set(),
    "walk": set(),
    "changes": set(),
    "experts": set(),
    "roster": set(),
    "handoff": set(),
    "hearing": set(),
    "acts": set(),
    "turn": set(),
    "render": set(),
    "safety": set(),
    "understand": {"yaml", "regex"},
    "matching": set(),
    "service": set(),
    "sender": set(),
    "store": {"aiosqlite"},
    "crypto": {"cryptography"},
}
"""Room -> the libraries it may use; rooms not named here are free to use ours."""


def rooms() -> Iterator[tuple[str, Path]]:
    """Every file of the product with the room it stands in."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        parts = path.relative_to(ROOT / "bot").with_suffix("").parts
        yield parts[0], path


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "bot":
                yield from (f"bot.{name.name}" for name in node.names)


FILES = [pytest.param(room, path, id=str(path.relative_to(ROOT))) for room, path in rooms() if room not in COMPOSERS]


@pytest.mark.parametrize(("room", "path"), FILES)
def test_arrows_point_inward(room: str, path: Path) -> None:
    known = {name.split(".")[1] for name in imports(path) if name.startswith("bot.")}
    assert known - {room} <= ALLOWED[room], f"{room} may not know {known - {room} - ALLOWED[room]}"


@pytest.mark.parametrize(("room", "path"), FILES)
def test_the_core_needs_no_library(room: str, path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)} - set(STANDARD) - {"bot"}
    assert room not in OUTSIDE or used <= OUTSIDE[room]


def test_only_the_telegram_room_knows_telegram() -> None:
    knowing = {
        path.parent.name for _, path in rooms() if any(name.split(".")[0] == "telegram" for name in imports(path))
    }
    assert knowing == {"telegram"}


def test_every_room_is_on_the_plan() -> None:
    assert {room for room, _ in rooms()} - COMPOSERS == set(ALLOWED)


def test_no_file_is_too_long_to_read() -> None:
    long = {str(path): count for _, path in rooms() if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_flows_hold_no_words_and_no_logic() -> None:
    for room, path in rooms():
        if room == "flows":
            nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
            assert not [node for node in nodes if isinstance(node, ast.Lambda | ast.If | ast.While | ast.Try)], path
