"""The authored utterances: one JSON Lines file a language, split in halves by a stable hash.

Only the train half may be looked at while tuning phrases; the test half is what the figures are about.
`python -m tests.corpus` prints them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bot import safety
from bot.understand import read

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
CRISES = ("crisis_suicide", "crisis_violence", "crisis_medical", "crisis_basic")


class Utterance(NamedTuple):
    """A text, what kind it is (disclosure, ordinary, trap), the level and the themes that fit."""

    text: str
    kind: str
    level: str
    themes: tuple[str, ...]


def half(text: str) -> str:
    """Which half an utterance belongs to, for ever: "train" or "test"."""
    return "test" if hashlib.sha256(text.encode()).digest()[0] % 2 else "train"


def load(language: str, part: str = "") -> tuple[Utterance, ...]:
    """The utterances of a language; of one half when `part` says which."""
    lines = (FOLDER / f"{language}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        Utterance(row["text"], row["kind"], row["level"], tuple(row["themes"]))
        for row in rows
        if not part or half(row["text"]) == part
    )


class Score(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.hits}/{self.of}"


def measure(language: str, part: str) -> dict[str, Score]:
    """What is understood and noticed in one half of one language; the keys are the columns of the report."""
    rows = load(language, part)
    with_theme = [row for row in rows if row.themes]
    found: dict[str, list[bool]] = {
        "theme first": [_best(row, language, 1) for row in with_theme],
        "in three": [_best(row, language, 3) for row in with_theme],
    }
    for level in CRISES:
        found[level.removeprefix("crisis_")] = [_level(row) == level for row in rows if row.level == level]
    found["concern"] = [_level(row) != "none" for row in rows if row.level == "concern"]
    for kind in ("ordinary", "trap"):
        found[f"alarm {kind}"] = [_level(row) != "none" for row in rows if row.kind == kind]
    return {name: Score(sum(hits), len(hits)) for name, hits in found.items()}


def _best(row: Utterance, language: str, places: int) -> bool:
    ranked = [theme for theme, _ in read(row.text, language, {}).themes]
    return any(theme in row.themes for theme in ranked[:places])


def _level(row: Utterance) -> str:
    return str(safety.level(row.text).level)


def together(scores: Iterable[Score]) -> Score:
    """Scores added up."""
    total = Counter[str]()
    for score in scores:
        total.update(hits=score.hits, of=score.of)
    return Score(total["hits"], total["of"])


def table(part: str) -> str:
    """The report: a line a language."""
    measured = {language: measure(language, part) for language in LANGUAGES}
    columns = list(measured[LANGUAGES[0]])
    lines = [f"{part:6}" + "".join(f"{column:>15}" for column in columns)]
    lines += [
        f"{language:6}" + "".join(f"{scores[column]!s:>15}" for column in columns)
        for language, scores in measured.items()
    ]
    totals = (together(scores[column] for scores in measured.values()) for column in columns)
    return "\n".join([*lines, "all   " + "".join(f"{total!s:>15}" for total in totals)])
