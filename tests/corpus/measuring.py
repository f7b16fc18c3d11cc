"""What is understood and noticed in one half of the corpora, as a table with a line a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from bot import safety
from bot.understand import read
from tests.corpus import CRISES, LANGUAGES, Utterance, load


class Score(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.hits}/{self.of} {self.share:.0%}"


class Answer(NamedTuple):
    """What the house makes of an utterance: its level of danger, and the themes, most likely first."""

    level: str
    themes: tuple[str, ...]


Measure = Callable[[Utterance], Answer]


def answered(row: Utterance) -> Answer:
    """What the house makes of `row`."""
    ranked = read(row.text, row.language, {}).themes
    return Answer(str(safety.level(row.text, row.before).level), tuple(theme for theme, _ in ranked))


def measure(rows: Iterable[Utterance], answer: Measure = answered) -> dict[str, Score]:
    """What is right of `rows`; the keys are the columns of the report. Crises are noticed at whatever level."""
    pairs = [(row, answer(row)) for row in rows]
    themed = [(row, said) for row, said in pairs if row.themes]
    danger = [(row, said) for row, said in pairs if row.level != "none"]
    found = {
        "theme 1st": [bool({*said.themes[:1]} & {*row.themes}) for row, said in themed],
        "in 3": [bool({*said.themes[:3]} & {*row.themes}) for row, said in themed],
    }
    for level in CRISES:
        found[level.removeprefix("crisis_")] = [said.level != "none" for row, said in danger if row.level == level]
    found["concern"] = [said.level != "none" for row, said in danger if row.level == "concern"]
    for manner in ("explicit", "indirect"):
        found[manner] = [said.level != "none" for row, said in danger if row.manner == manner]
    found["right kind"] = [said.level == row.level for row, said in danger]
    for kind in ("ordinary", "trap", "adversarial"):
        found[f"! {kind}"] = [said.level != "none" for row, said in pairs if row.kind == kind]
    return {name: Score(sum(hits), len(hits)) for name, hits in found.items()}


@cache
def measured(part: str) -> Mapping[str, Mapping[str, Score]]:
    """language -> scores of one half; measured once."""
    return {language: measure(load(language, part)) for language in LANGUAGES}


def together(scores: Iterable[Score]) -> Score:
    """Scores added up."""
    total = Counter[str]()
    for score in scores:
        total.update(hits=score.hits, of=score.of)
    return Score(total["hits"], total["of"])


def table(title: str, scores: Mapping[str, Mapping[str, Score]], *, added_up: bool = True) -> str:
    """The report: a line for each of `scores`, and one for all together."""
    columns = list(next(iter(scores.values())))
    lines = [f"{title:8}" + "".join(f"{column:>14}" for column in columns)]
    lines += [f"{name:8}" + "".join(f"{row[column]!s:>14}" for column in columns) for name, row in scores.items()]
    totals = (together(row[column] for row in scores.values()) for column in columns)
    if not added_up:
        return "\n".join(lines)
    return "\n".join([*lines, "all     " + "".join(f"{total!s:>14}" for total in totals)])
