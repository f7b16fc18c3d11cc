"""A small linear model kept as a readable file: for every feature how much it speaks for each label.

The file has a line of labels, a line of biases, and a line for every feature: its name, a tab, and a whole number in
hundredths for each label. It is written by `python -m tests.corpus train`; only features that matter are kept.
"""

from collections.abc import Mapping
from functools import cached_property
from math import exp
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
    def _weights(self) -> dict[str, str]:
        """Feature -> its numbers as they are written: most features never occur, so they are read when they do."""
        return dict(line.split("\t", 1) for line in self._lines[2:])  # type: ignore[misc]

    @cached_property
    def _biases(self) -> tuple[float, ...]:
        return self._numbers(self._lines[1])

    @staticmethod
    def _numbers(written: str) -> tuple[float, ...]:
        return tuple(int(number) / SCALE for number in written.split())

    def chances(self, counted: Mapping[str, float]) -> dict[str, float]:
        """label -> how likely it is, from 0 to 1; together they are 1."""
        scores = list(self._biases)
        weights = self._weights
        for feature, value in counted.items():
            written = weights.get(feature)
            if written:
                for place, weight in enumerate(self._numbers(written)):
                    scores[place] += value * weight
        highest = max(scores)
        parts = [exp(score - highest) for score in scores]
        return {label: part / sum(parts) for label, part in zip(self.labels, parts, strict=True)}

    def why(self, counted: Mapping[str, float], label: str) -> list[tuple[str, float]]:
        """(feature, weight) of what spoke for `label`, the heaviest first."""
        place = self.labels.index(label)
        spoke = [(f, v * self._numbers(self._weights[f])[place]) for f, v in counted.items() if f in self._weights]
        return sorted((pair for pair in spoke if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))

    def load(self) -> None:
        """Read the file now. Raises PhraseFileError when it is missing or broken."""
        try:
            wrong = any(len(self._numbers(one)) != len(self.labels) for one in (self._lines[1], *self._weights.values()))
        except ValueError:
            wrong = True
        if wrong:
            raise PhraseFileError(f"{name_of(self._path)} is damaged. Run `python -m tests.corpus train`, or put it back.")


SAFETY = Model(FOLDER / "safety.tsv")
THEMES = Model(FOLDER / "themes.tsv")
