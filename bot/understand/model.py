"""A small linear model kept as a readable file: for every feature how much it speaks for each label.

The file has a line of labels, a line of biases, and a line for every feature: its name, a tab, and a whole number in
hundredths for each label. It is written by `python -m tests.corpus train`; only features that matter are kept.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import nlargest
from math import exp
from pathlib import Path
from typing import NamedTuple

from bot.understand.files import PhraseFileError, name_of, read_bytes

FOLDER = Path(__file__).parent / "models"
SCALE = 100
MEND = "Put it back, or run `python -m tests.corpus train`."


class _File(NamedTuple):
    """The lines of a model's file."""

    labels: tuple[str, ...]
    biases: str
    features: Mapping[str, str]


class Model:
    """Scores messages; the file is read at the first message."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _file(self) -> _File:
        """What the file holds. Numbers of features stay as they are written: most never occur."""
        labels, biases, *features = read_bytes(self._path).decode().splitlines() or ("", "")
        if not features:
            raise PhraseFileError(f"{name_of(self._path)} is empty. {MEND}")
        return _File(tuple(labels.split()), biases, dict(line.split("\t", 1) for line in features))

    @property
    def labels(self) -> tuple[str, ...]:
        """What the model tells apart."""
        return self._file.labels

    @cached_property
    def _biases(self) -> tuple[float, ...]:
        return _numbers(self._file.biases)

    @cached_property
    def _weights(self) -> dict[str, tuple[float, ...]]:
        """The numbers of features that occurred, as numbers."""
        return {}

    def _weight(self, feature: str) -> tuple[float, ...]:
        """The weights of a feature that the model knows."""
        weights = self._weights.get(feature)
        if weights is None:
            weights = self._weights[feature] = _numbers(self._file.features[feature])
        return weights

    def _by_value(self, counted: Mapping[str, float]) -> dict[float, list[tuple[float, ...]]]:
        """The weights of known features, by their value in a message: there are only a few different ones."""
        rows: dict[float, list[tuple[float, ...]]] = {value: [] for value in set(counted.values())}
        occurred, features = self._weights, self._file.features
        for feature, value in counted.items():
            if feature in features:
                rows[value].append(occurred.get(feature) or self._weight(feature))
        return rows

    def chances(self, counted: Mapping[str, float]) -> dict[str, float]:
        """label -> how likely it is, from 0 to 1; together they are 1."""
        scores = list(self._biases)
        for value, rows in self._by_value(counted).items():
            for place, column in enumerate(zip(*rows, strict=True)):
                scores[place] += value * sum(column)
        highest = max(scores)
        parts = [exp(score - highest) for score in scores]
        whole = sum(parts)
        return {label: part / whole for label, part in zip(self.labels, parts, strict=True)}

    def why(self, counted: Mapping[str, float], label: str, most: int) -> list[tuple[str, float]]:
        """(feature, weight) of the `most` features that spoke most for `label`, the heaviest first."""
        place = self.labels.index(label)
        known = [feature for feature in counted if feature in self._file.features]
        spoke = [(counted[feature] * self._weight(feature)[place], feature) for feature in known]
        return [(feature, weight) for weight, feature in nlargest(most, spoke) if weight > 0]

    def load(self) -> None:
        """Read the file now. Raises PhraseFileError when it is missing or broken."""
        try:
            wrong = any(len(_numbers(one)) != len(self.labels) for one in self._numbers_written())
        except ValueError:
            wrong = True
        if wrong:
            raise PhraseFileError(f"{name_of(self._path)} is damaged. {MEND}")

    def _numbers_written(self) -> Iterator[str]:
        yield self._file.biases
        yield from self._file.features.values()


def _numbers(written: str) -> tuple[float, ...]:
    return tuple(int(number) / SCALE for number in written.split())


SAFETY = Model(FOLDER / "safety.tsv")
THEMES = Model(FOLDER / "themes.tsv")
