"""What is understood and noticed of texts that nobody looked at while tuning: figures only, never a text."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest

from tests.corpus import LANGUAGES, LEVELS, fold, half, load
from tests.corpus.measuring import Score, measured, table

AIMS: dict[str, tuple[Callable[[float, float], bool], float]] = {
    "in 3": (operator.ge, 0.92),
    "explicit": (operator.ge, 1.0),
    "indirect": (operator.ge, 0.90),
    "! ordinary": (operator.le, 0.03),
    "! trap": (operator.le, 0.08),
}

GAPS: dict[tuple[str, str], float] = {
    ("nl", "in 3"): 0.84,
    ("nl", "explicit"): 0.89,
    ("nl", "indirect"): 0.53,
    ("nl", "! trap"): 0.18,
    ("en", "in 3"): 0.84,
    ("en", "explicit"): 0.85,
    ("en", "indirect"): 0.51,
    ("en", "! trap"): 0.15,
    ("ar", "in 3"): 0.79,
    ("ar", "explicit"): 0.78,
    ("ar", "indirect"): 0.47,
    ("ar", "! ordinary"): 0.05,
    ("ar", "! trap"): 0.12,
    ("tr", "in 3"): 0.86,
    ("tr", "explicit"): 0.90,
    ("tr", "indirect"): 0.54,
    ("tr", "! trap"): 0.20,
    ("pl", "in 3"): 0.86,
    ("pl", "explicit"): 0.87,
    ("pl", "indirect"): 0.52,
    ("pl", "! trap"): 0.11,
    ("uk", "in 3"): 0.84,
    ("uk", "explicit"): 0.88,
    ("uk", "indirect"): 0.47,
    ("uk", "! trap"): 0.16,
}
"""What is not reached yet, and how far it is: (language, column) -> figure. This list may only shrink and improve;
`python -m tests.corpus gaps` prints it as it is now."""


def test_the_table(record_property: Callable[[str, object], None]) -> None:
    record_property("figures", table("test", measured("test")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", AIMS)
def test_the_aim_is_reached_or_the_gap_is_no_wider(language: str, column: str) -> None:
    meets, aim = AIMS[column]
    share = measured("test")[language][column].share
    gap = GAPS.get((language, column))
    assert meets(share, aim if gap is None else gap), f"{share:.3f}"
    assert gap is None or not meets(share, aim), "the aim is reached: take the gap away"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpora_are_large_and_well_formed(language: str) -> None:
    rows = load(language)
    disclosures = [row for row in rows if row.kind == "disclosure"]
    assert len({row.text for row in rows}) == len(rows) >= 1000
    assert len([row for row in rows if row.themes]) >= 250
    assert len(disclosures) >= 150
    assert len([row for row in rows if row.kind in {"ordinary", "trap", "adversarial"} and row.level == "none"]) >= 200
    assert all((row.level != "none") == (row.kind == "disclosure") for row in rows)
    assert {row.manner for row in disclosures} == {"explicit", "indirect"}
    assert {row.level for row in rows} == set(LEVELS)


def test_an_utterance_stays_in_its_half_and_fold() -> None:
    texts = [f"text {number}" for number in range(1000)]
    assert 100 < sum(half(text) == "test" for text in texts) < 600
    assert {fold(text) for text in texts if half(text) == "train"} == set(range(5))


def test_a_score_reads_as_a_share() -> None:
    assert str(Score(3, 4)) == "3/4 75%"
    assert Score(0, 0).share == 1.0
