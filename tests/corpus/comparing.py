"""Phrases only, model only, and both: which is better? `python -m tests.corpus compare`; some minutes.

On the train part by cross-validation: each fold is judged by models that have not seen it (phrases have seen it all).
On the test part by the models as they are kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from bot import safety
from bot.understand import likely, reading
from bot.understand.model import SAFETY, THEMES, Model
from tests.corpus import FOLDS, LEVELS, Utterance, everything, fold
from tests.corpus.measuring import Answer, Score, answered, measure, table
from tests.corpus.training import (
    SAFETY_FEATURES,
    THEME_FEATURES,
    THEME_LABELS,
    answers,
    of_safety,
    of_themes,
    sketches,
    train,
    write,
)

WAYS = ("phrases", "model", "both")
SILENT = "none other\n500 -500\nnothing\t0 0\n"
"""A model that never finds anything."""


def compare() -> str:
    """Two tables: a line a way."""
    test = list(everything("test"))
    crossed: dict[str, dict[Utterance, Answer]] = {way: {} for way in WAYS}
    for number in range(FOLDS):
        with _trained_without(number) as models:
            for way in WAYS:
                crossed[way] |= _answers(way, (row for row in everything("train") if fold(row.text) == number), models)
    train_part = {way: measure(said, said.__getitem__) for way, said in crossed.items()}
    test_part = {way: _measured(way, test) for way in WAYS}
    return "\n\n".join(table(name, one, added_up=False) for name, one in (("crossed", train_part), ("test", test_part)))


def _measured(way: str, rows: list[Utterance]) -> dict[str, Score]:
    said = _answers(way, rows, (SAFETY, THEMES))
    return measure(rows, said.__getitem__)


def _answers(way: str, rows: Iterable[Utterance], models: tuple[Model, Model]) -> dict[Utterance, Answer]:
    with _only(way, models):
        return {row: answered(row) for row in rows}


@contextmanager
def _only(way: str, models: tuple[Model, Model]) -> Iterator[None]:
    """The house as it would be with phrases only, or with `models` only."""
    with ExitStack() as changed, tempfile.TemporaryDirectory() as folder:
        if way == "phrases":
            silent = Path(folder) / "silent.tsv"
            silent.write_text(SILENT, "utf-8")
            labelled = Path(folder) / "themes.tsv"
            labelled.write_text(_flat(THEME_LABELS), "utf-8")
            models = (Model(silent), Model(labelled))
        changed.enter_context(patch.object(likely, "SAFETY", models[0]))
        changed.enter_context(patch.object(reading, "MODEL", models[1]))
        if way == "model":
            changed.enter_context(patch.object(safety, "_weighed", lambda hits, message: []))
            changed.enter_context(patch.object(reading, "PHRASE_WORTH", 0.0))
        yield


def _flat(labels: tuple[str, ...]) -> str:
    """A model to which everything is equally likely."""
    nothing = " ".join("0" for _ in labels)
    return f"{' '.join(labels)}\n{nothing}\nnothing\t{nothing}\n"


@contextmanager
def _trained_without(number: int) -> Iterator[tuple[Model, Model]]:
    """Both models, trained on all folds but one."""
    rows = [row for row in everything("train") if fold(row.text) != number]
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "safety.tsv", Path(folder) / "themes.tsv"
        write(train([*of_safety(rows), *sketches(), *answers()], LEVELS), paths[0], SAFETY_FEATURES)
        write(train(list(of_themes(rows)), THEME_LABELS), paths[1], THEME_FEATURES)
        yield Model(paths[0]), Model(paths[1])
