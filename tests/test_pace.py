"""One rule for how fast things may go, in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace

moments = st.lists(st.floats(min_value=0, max_value=30), min_size=2, max_size=60).map(sorted)


@given(moments=moments, rate=st.floats(min_value=0.2, max_value=50), burst=st.integers(min_value=1, max_value=10))
def test_in_no_stretch_of_time_more_is_allowed_than_promised(moments: list[float], rate: float, burst: int) -> None:
    pace = Pace(rate, burst)
    allowed = [moment + pace.reserve("ann", moment) for moment in moments]
    for first, start in enumerate(allowed):
        for count, end in enumerate(allowed[first:], start=1):
            assert count <= burst + rate * (end - start) + 1e-6


@given(moments=moments, rate=st.floats(min_value=0.2, max_value=50), burst=st.integers(min_value=1, max_value=10))
def test_refusing_is_as_strict_as_waiting(moments: list[float], rate: float, burst: int) -> None:
    pace = Pace(rate, burst)
    allowed = [moment for moment in moments if not pace.refuse("ann", moment)]
    for first, start in enumerate(allowed):
        for count, end in enumerate(allowed[first:], start=1):
            assert count <= burst + rate * (end - start) + 1e-6


def test_a_burst_goes_at_once_and_the_rest_in_step() -> None:
    pace = Pace(rate=2, burst=3)
    assert [pace.reserve("ann", 10.0) for _ in range(6)] == pytest.approx([0, 0, 0, 0.5, 1.0, 1.5])


def test_after_a_rest_a_burst_is_free_again() -> None:
    pace = Pace(rate=2, burst=3)
    for _ in range(6):
        pace.reserve("ann", 10.0)
    assert [pace.reserve("ann", 13.0) for _ in range(3)] == [0, 0, 0]


def test_a_pace_of_nothing_is_no_limit() -> None:
    pace = Pace(rate=0)
    assert [pace.reserve("ann", 0.0) + pace.refuse("ann", 0.0) for _ in range(1000)] == [0.0] * 1000


def test_one_does_not_wait_for_another() -> None:
    pace = Pace(rate=1)
    for _ in range(10):
        pace.reserve("ann", 0.0)
    assert pace.reserve("bob", 0.0) == 0


def test_refusals_are_counted_until_one_is_allowed() -> None:
    pace = Pace(rate=1, burst=2)
    assert [pace.refuse("ann", 5.0) for _ in range(5)] == [0, 0, 1, 2, 3]
    assert [pace.refuse("ann", 6.0) for _ in range(2)] == [0, 1]


def test_being_refused_costs_nothing() -> None:
    pace = Pace(rate=1)
    pace.refuse("ann", 0.0)
    assert all(pace.refuse("ann", 0.5) for _ in range(1000))
    assert pace.refuse("ann", 1.0) == 0


def test_whoever_rests_is_forgotten() -> None:
    pace = Pace(rate=1, burst=2)
    for one in range(1000):
        for _ in range(3):
            pace.refuse(one, 100.0)
    pace.refuse("ann", 200.0)
    assert (len(pace._used_until), len(pace._refused)) == (1, 0)
