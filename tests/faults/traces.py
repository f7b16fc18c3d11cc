"""Looks for traces of people where none may be: in logs, and in the bytes of the database files."""

from collections.abc import Iterable
from pathlib import Path

from tests.conftest import traces
from tests.faults.moves import MARK

PEOPLE = ("canary_", "72041977", MARK)
"""In every name, every chat id, every word of gibberish, the token and the secret of the webhook."""
CONTENT = ('"trail"', '"known"', '"rows"', "which_bailiff", "letters.", "deurwaarder", "welcome")
"""In stored sessions, in messages that wait, and in what is typed: readable nowhere on disk."""


def in_calls(told: str) -> list[str]:
    """Whom the bot spoke of to others."""
    return [f"{found!r} in a call to Telegram" for found in traces(told.encode(), PEOPLE)]


def in_files(files: Iterable[Path]) -> list[str]:
    """What can be read in files of a database: as it is, in base64 or in hexadecimal."""
    return [f"{found!r} in {file.name}" for file in files for found in traces(file.read_bytes(), PEOPLE + CONTENT)]


def in_log(log: Path) -> list[str]:
    """The first line of a log that tells of somebody, by number, for each kind of trace."""
    content = log.read_bytes()
    return [f"{found!r} in the log, line {_line(content, found)}" for found in traces(content, PEOPLE)]


def _line(content: bytes, word: str) -> int:
    return next(number for number, line in enumerate(content.splitlines(), 1) if traces(line, [word]))
