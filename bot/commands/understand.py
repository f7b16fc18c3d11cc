"""`understand`: what the house makes of typed words, a line a message, for measuring and for looking why."""

from __future__ import annotations

import io
import json
import sys
from typing import NamedTuple, TextIO

import click

MOST_WEIGHTS = 8


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
    _as_utf8(sys.stdin, "replace")
    _as_utf8(sys.stdout, "backslashreplace")  # half a character: JSON writes it like this
    wrong = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
        except BadLine as error:
            wrong += 1
            click.echo(f"line {number}: {error}", err=True)
            continue
        print(json.dumps(_answer(asked, explain), ensure_ascii=False), flush=True)
    sys.exit(1 if wrong else 0)


def _as_utf8(stream: TextIO, errors: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=errors)


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
    from bot import safety
    from bot.understand import read

    reading = read(asked.text, asked.language, {})
    danger = safety.level(asked.text, asked.before)
    themes = [theme for theme, _ in reading.themes]
    answer: dict[str, object] = {"id": asked.id, "themes": themes, "safety": str(danger.level)}
    if explain:
        answer["because"] = {
            "themes": {"words": reading.because, "chances": dict(reading.themes), **_theme_weights(asked, themes)},
            "safety": {"words": danger.because, **_safety_weights(asked)},
        }
    return answer


def _theme_weights(asked: Asked, themes: list[str]) -> dict[str, object]:
    """What the model counted for the first theme, the heaviest first."""
    from bot.understand.features import counted
    from bot.understand.model import THEMES
    from bot.understand.normalise import read_words

    values = counted(read_words(asked.text, asked.language)).values
    return {"weights": _rounded(THEMES.why(values, themes[0], MOST_WEIGHTS))} if themes else {}


def _safety_weights(asked: Asked) -> dict[str, object]:
    """How likely the model finds danger, and what it counted for the most likely kind."""
    from bot.understand.likely import likely
    from bot.understand.normalise import read_words

    message = read_words(f"{asked.before} {asked.text}".strip())
    guess = likely(message)
    return {"chance": round(guess.danger, 3), "kind": guess.level, "weights": _rounded(guess.why(MOST_WEIGHTS))}


def _rounded(weights: list[tuple[str, float]]) -> dict[str, float]:
    return {feature: round(weight, 2) for feature, weight in weights}
