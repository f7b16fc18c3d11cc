"""`understand`: what the house makes of typed words, a line a message, for measuring and for looking why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import NamedTuple, TextIO

import click

from bot import safety
from bot.understand import read


class Asked(NamedTuple):
    """One line of the input: a message, the language of its session, and the message before it."""

    id: str | int
    language: str
    text: str
    before: str


class BadLine(Exception):
    """A line that cannot be read; the message says what is wrong with it."""


@click.command()
@click.option("--explain", is_flag=True, help="Say which words decided, and how much they weighed.")
def understand(explain: bool) -> None:
    """Read JSON lines {"id", "lang", "text"} and write {"id", "themes", "safety"}; "before" is optional.

    A line that is wrong is named on stderr and skipped; then the exit code is 1.
    """
    source, target = click.get_text_stream("stdin", "utf-8", "replace"), sys.stdout
    if hasattr(target, "reconfigure"):
        target.reconfigure(encoding="utf-8", errors="backslashreplace")  # half a character: JSON writes it like this
    wrong = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
        except BadLine as error:
            wrong += 1
            click.echo(f"line {number}: {error}", err=True)
            continue
        _write(_answer(asked, explain), target)
    sys.exit(1 if wrong else 0)


def _asked(line: str) -> Asked:
    """The message in a line of JSON. Raises BadLine."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("is not JSON") from None
    if not isinstance(row, dict):
        raise BadLine('must be an object with "id", "lang" and "text"')
    if not isinstance(row.get("id"), str | int):
        raise BadLine('needs "id": a text or a whole number')
    for name in ("lang", "text", "before"):
        if not isinstance(row.get(name, "" if name == "before" else None), str):
            raise BadLine(f'needs "{name}": a text')
    return Asked(row["id"], row["lang"], row["text"], row.get("before", ""))


def _answer(asked: Asked, explain: bool) -> dict[str, object]:
    reading = read(asked.text, asked.language, {})
    danger = safety.level(asked.text, asked.before)
    answer: dict[str, object] = {
        "id": asked.id,
        "themes": [theme for theme, _ in reading.themes],
        "safety": str(danger.level),
    }
    if explain:
        answer["because"] = {"themes": dict(reading.themes), "words": reading.because, "safety": danger.because}
    return answer


def _write(answer: dict[str, object], target: TextIO) -> None:
    print(json.dumps(answer, ensure_ascii=False), file=target, flush=True)
