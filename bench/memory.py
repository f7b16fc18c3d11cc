"""How much memory does the bot need, and does it grow with what is stored?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.place import folder, one_core
from bench.processes import OURS, Line, OtherSide, bot, other_side
from bot import crypto
from bot.changes import Desk
from bot.channels.telegram import NAME
from bot.engine import Session
from bot.settings import Settings
from bot.store import Store, Turn, Writes, open_sqlite

STORED, PEOPLE, SECONDS = 100_000, 50, 4.0
AIM = 120
GROWTH = 4
"""MiB by which two such runs differ anyhow: the page cache of SQLite alone is 2 MiB."""

SESSION = Session(
    ("welcome", "letters", "orientation"),
    {"letters": {"pile": "one", "sender": "bailiff"}, "orientation": {"urgent": "no", "area": "beek"}},
    {"language": "nl", "theme": "money_debt", "urgent": "no", "area": "beek"},
)
"""What a stored conversation holds when somebody came as far as a provider."""


def memory() -> list[Figure]:
    """Resident memory of the bot after some talk, with an empty and with a full database."""
    with folder() as place:
        with one_core():
            asyncio.run(_fill(place / "full"))
        (empty, _), (full, later) = _resident(place / "empty"), _resident(place / "full")
    return [
        Figure("memory with 0 stored conversations", "MiB", (empty,), AIM, at_most=True),
        Figure(f"memory with {STORED:,} stored conversations", "MiB", (full,), AIM, at_most=True),
        Figure("  growth with what is stored", "MiB", (full - empty,), GROWTH, at_most=True),
        Figure("  growth with twice as many turns", "MiB", (later - full,), GROWTH, at_most=True),
    ]


def _resident(data: Path) -> tuple[float, float]:
    """MiB of the bot's process after it has talked for a while, and after as long again."""
    with other_side() as others:
        line = others.connect()
        with bot(OURS, line, data) as process:
            return _after_talk(others, line, process.pid), _after_talk(others, line, process.pid)


def _after_talk(others: OtherSide, line: Line, pid: int) -> float:
    others.ask("saturate", line, people=PEOPLE, seconds=SECONDS)
    return _size(pid)


def _size(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else float("nan")


async def _fill(data: Path) -> None:
    """As many sealed conversations as `STORED`, written by the store itself."""
    settings = Settings(data=data)
    store = Store(await open_sqlite(settings.database), crypto.load("", data))
    await store.start()
    for first in range(1, STORED, 1000):
        await asyncio.gather(*(store.turn(_turn(number)) for number in range(first, first + 1000)))
    await store.stop()


def _turn(number: int) -> Turn:
    return Turn(NAME, str(number), f"stored {number}", (number,), _work)


def _work(_: Mapping[str, Any] | None, __: Desk) -> Writes:
    return Writes(SESSION.to_json())
