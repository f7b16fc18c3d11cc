"""Trains the models of `bot/understand/models`: `python -m tests.corpus train`, on the train parts only.

Softmax regression by stochastic gradient descent with AdaGrad steps, in plain Python: three minutes, the same result
every time. `sketches.yaml` adds what is known beforehand, as meanings without a sentence.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, sqrt
from operator import itemgetter, mul
from pathlib import Path
from typing import NamedTuple

import yaml

from bot import safety
from bot.catalog import Catalog
from bot.understand import THEMES
from bot.understand.features import counted, of_meanings
from bot.understand.files import load_file
from bot.understand.likely import NONE
from bot.understand.likely import NONE as NO_DANGER
from bot.understand.meanings import FOLDER as MEANINGS
from bot.understand.meanings import meanings
from bot.understand.model import FOLDER as MODELS
from bot.understand.model import SCALE
from bot.understand.normalise import read_words
from bot.understand.reading import NO_THEME
from bot.understand.vocabulary import known
from tests.corpus import FOLDER, LANGUAGES, LEVELS, Utterance, everything

EPOCHS = 8
STEP = 0.1
DECAY = 2e-4  # of a weight at every example that has it
STARTING = 1.0  # what AdaGrad's sums begin with: small first steps
SEEN = 2  # times a feature must occur
SETTLED = 0.02  # a smaller error teaches nothing
SKETCH_WEIGHT = 0.3
HARMLESS_WEIGHT = 2.0  # people talk of ordinary things more often than the corpora do
SEED = 6
SAFETY_FEATURES = 60_000  # that are kept
THEME_FEATURES = 20_000
THEME_LABELS = (NO_THEME, *THEMES)


class Example(NamedTuple):
    """What was counted in a message, how likely each label should be, and how much the example weighs."""

    counted: Mapping[str, float]
    wanted: Mapping[str, float]
    weight: float = 1.0


class Weights(NamedTuple):
    """A trained model: labels, a bias for each, and for every feature a weight for each label."""

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    features: Mapping[str, tuple[float, ...]]

    def chances(self, counted: Mapping[str, float]) -> dict[str, float]:
        """As Model.chances does, before rounding and pruning."""
        scores = list(self.biases)
        for feature, value in counted.items():
            for place, weight in enumerate(self.features.get(feature, ())):
                scores[place] += value * weight
        return dict(zip(self.labels, _softmax(scores), strict=True))


# --- examples ----------------------------------------------------------------------------------------


def of_safety(rows: Iterable[Utterance]) -> Iterator[Example]:
    """The level of every utterance, read together with the message before it."""
    for row in rows:
        weight = HARMLESS_WEIGHT if row.level == NO_DANGER else 1.0
        yield Example(_counted(f"{row.before} {row.text}".strip()), {row.level: 1.0}, weight)


def of_themes(rows: Iterable[Utterance]) -> Iterator[Example]:
    """The themes of every utterance, the first one most; a disclosure without themes says nothing about them."""
    for row in rows:
        if row.themes or row.kind != "disclosure":
            shares = {theme: 1.0 / (place + 1) for place, theme in enumerate(row.themes)} or {NO_THEME: 1.0}
            whole = sum(shares.values())
            yield Example(_counted(row.text), {theme: share / whole for theme, share in shares.items()})


def _counted(text: str) -> Mapping[str, float]:
    return counted(read_words(text)).values


def sketches() -> Iterator[Example]:
    """The situations in sketches.yaml. A word that is no meaning is looked up as English."""
    names = load_file(MEANINGS / "en.yaml").keys()
    for level, lines in yaml.safe_load((FOLDER / "sketches.yaml").read_text("utf-8")).items():
        for line in lines.splitlines():
            places = [(place, one) for place, word in enumerate(line.split()) for one in _meant(word, names)]
            yield Example(of_meanings(places), {level: 1.0}, SKETCH_WEIGHT)


def _meant(word: str, names: Iterable[str]) -> list[str]:
    if word in names:
        return [word]
    return sorted({hit.label for hit in meanings(read_words(word)) if hit.language == "en"})


def answers() -> Iterator[Example]:
    """What people type to the bot itself: labels, commands, yes and no. Where no phrase finds danger, none is.

    They teach safety only: of what they are about, nothing is known.
    """
    labels = (
        entry.forms[0]
        for language in LANGUAGES
        for key, entry in Catalog().lexicon(language).entries.items()
        if key.count(".") == 2
    )
    for text in dict.fromkeys((*labels, *known().commands, *known().answers)):
        if text and not safety.phrased(text):
            yield Example(_counted(text), {NONE: 1.0})


# --- training ----------------------------------------------------------------------------------------


def train(examples: Sequence[Example], labels: tuple[str, ...]) -> Weights:
    """Weights that tell the labels of `examples` apart."""
    seen = Counter(feature for example in examples for feature in example.counted)
    known = sorted(feature for feature, times in seen.items() if times >= SEEN)
    number = {feature: place for place, feature in enumerate(known, 1)}
    rows = [_Row(example, number, labels) for example in examples]
    weights = [[0.0] * (len(known) + 1) for _ in labels]
    sums = [[STARTING] * (len(known) + 1) for _ in labels]
    dice = random.Random(SEED)
    for _ in range(EPOCHS):
        dice.shuffle(rows)
        for row in rows:
            row.teach(weights, sums)
    biases = tuple(column[0] for column in weights)
    return Weights(labels, biases, {one: tuple(column[number[one]] for column in weights) for one in known})


class _Row:
    """One example as numbers. Feature 0 is the bias: every example has it."""

    def __init__(self, example: Example, number: Mapping[str, int], labels: Sequence[str]) -> None:
        known = [feature for feature in example.counted if feature in number]
        self._places = (0, *(number[feature] for feature in known), 0)
        self._values = (1.0, *(example.counted[feature] for feature in known), 0.0)
        self._pick = itemgetter(*self._places)
        self._wanted = [example.wanted.get(label, 0.0) for label in labels]
        self._weight = example.weight

    def teach(self, weights: list[list[float]], sums: list[list[float]]) -> None:
        """Move the weights of every label a step towards what is wanted."""
        scores = [sum(map(mul, self._pick(column), self._values)) for column in weights]
        for label, (chance, wanted) in enumerate(zip(_softmax(scores), self._wanted, strict=True)):
            error = (chance - wanted) * self._weight
            if abs(error) > SETTLED * self._weight:
                self._move(weights[label], sums[label], error)

    def _move(self, column: list[float], total: list[float], error: float) -> None:
        for place, value in zip(self._places, self._values, strict=True):
            slope = error * value + DECAY * column[place]
            total[place] += slope * slope
            column[place] -= STEP * slope / sqrt(total[place])


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    parts = [exp(score - highest) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]


# --- keeping -----------------------------------------------------------------------------------------


def write(weights: Weights, path: Path, kept: int) -> int:
    """Write the `kept` features that weigh most, rounded; how many bytes that is."""
    ranked = sorted(weights.features.items(), key=lambda pair: (-_reach(pair[1]), pair[0]))[:kept]
    lines = [" ".join(weights.labels), _written(weights.biases)]
    lines += sorted(f"{feature}\t{_written(_centred(numbers))}" for feature, numbers in ranked)
    path.parent.mkdir(exist_ok=True)
    return path.write_text("\n".join(lines) + "\n", "utf-8")


def _centred(numbers: Sequence[float]) -> list[float]:
    """The same differences around zero: only differences between labels count."""
    middle = sum(numbers) / len(numbers)
    return [number - middle for number in numbers]


def _reach(numbers: Sequence[float]) -> float:
    return max(numbers) - min(numbers)


def _written(numbers: Iterable[float]) -> str:
    return " ".join(str(round(number * SCALE)) for number in numbers)


def train_all() -> None:
    """Train both models on the train halves and write them."""
    rows = list(everything("train"))
    write(train([*of_safety(rows), *sketches(), *answers()], LEVELS), MODELS / "safety.tsv", SAFETY_FEATURES)
    write(train(list(of_themes(rows)), THEME_LABELS), MODELS / "themes.tsv", THEME_FEATURES)
