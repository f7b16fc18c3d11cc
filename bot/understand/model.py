"""A small linear model kept as a readable file: for every feature how much it speaks for each label.

The file has a line of labels, a line of biases, and a line for every feature: its name, a tab, and a whole number in
hundredths for each label. It is written by `python -m tests.corpus train`; only features that matter are kept.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import exp
from operator import mul
from pathlib import Path

from bot.understand.files import PhraseFileError, name_of, read_bytes

FOLDER = Path(__file__).parent / "models"
SCALE = 100


class Model:
    """Scores messages; the file is read at the first message."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _lines(self) -> list[str]:
        lines = read_bytes(self._path).decode().splitlines()
        if len(lines) < 3:
            raise PhraseFileError(f"{name_of(self._path)} is empty. Run `python -m tests.corpus train`, or put it back.")
        return lines

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the model tells apart."""
        return tuple(self._lines[0].split())

    @cached_property
    def _written(self) -> dict[str, str]:
        """Feature -> its numbers as they are written: most features never occur, so they are read when they do."""
        return dict(line.split("\t", 1) for line in self._lines[2:])  # type: ignore[misc]

    @cached_property
    def _biases(self) -> tuple[float, ...]:
        return _numbers(self._lines[1])

    @cached_property
    def _weights(self) -> dict[str, tuple[float, ...]]:
        """The numbers of features that occurred, as numbers."""
        return {}

    def _known(self, counted: Mapping[str, float]) -> Iterator[tuple[str, tuple[float, ...]]]:
        """(feature, weights) of the features in `counted` that the model knows."""
        weights, written = self._weights, self._written
        for feature in counted:
            if feature in written:
                if feature not in weights:
                    weights[feature] = _numbers(written[feature])
                yield feature, weights[feature]

    def chances(self, counted: Mapping[str, float]) -> dict[str, float]:
        """label -> how likely it is, from 0 to 1; together they are 1."""
        known = list(self._known(counted))
        values = [1.0, *(counted[feature] for feature, _ in known)]
        columns = zip(self._biases, *(weights for _, weights in known), strict=True)
        scores = [sum(map(mul, column, values)) for column in columns]
        highest = max(scores)
        parts = [exp(score - highest) for score in scores]
        whole = sum(parts)
        return {label: part / whole for label, part in zip(self.labels, parts, strict=True)}

    def why(self, counted: Mapping[str, float], label: str) -> list[tuple[str, float]]:
        """(feature, weight) of what spoke for `label`, the heaviest first."""
        place = self.labels.index(label)
        spoke = [(feature, counted[feature] * weights[place]) for feature, weights in self._known(counted)]
        return sorted((pair for pair in spoke if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))

    def load(self) -> None:
        """Read the file now. Raises PhraseFileError when it is missing or broken."""
        try:
            wrong = any(len(_numbers(one)) != len(self.labels) for one in (self._lines[1], *self._written.values()))
        except ValueError:
            wrong = True
        if wrong:
            raise PhraseFileError(f"{name_of(self._path)} is damaged. Run `python -m tests.corpus train`, or put it back.")


def _numbers(written: str) -> tuple[float, ...]:
    return tuple(int(number) / SCALE for number in written.split())


SAFETY = Model(FOLDER / "safety.tsv")
THEMES = Model(FOLDER / "themes.tsv")
