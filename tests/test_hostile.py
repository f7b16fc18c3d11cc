"""A slice of the fuzz run (`make fuzz` runs a hundred thousand): no exception, and nothing slow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import hostile


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Only messages are timed, not the reading of data."""
    hostile.load()


@pytest.mark.parametrize("function", hostile.FUNCTIONS)
def test_two_thousand_hostile_strings(function: str) -> None:
    assert max(hostile.seconds(function, text, "nl") for text in hostile.strings(2000, seed=1)) < hostile.STUCK


@given(
    st.lists(st.sampled_from(hostile.PIECES), max_size=60), st.integers(1, 300), st.sampled_from(["nl", "tr", "", "xx"])
)
@settings(max_examples=200, deadline=None)
def test_any_mix_again_and_again(pieces: list[str], times: int, language: str) -> None:
    text = "".join(pieces) * times
    for function in hostile.FUNCTIONS:
        assert hostile.seconds(function, text, language) < hostile.STUCK
