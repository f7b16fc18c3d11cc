"""Who is there when, and when nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import roster
from bot.experts import Expert

SAM = Expert("1", "Sam", ("nl", "ar"), ("debts",), hours="ma-vr 9-12, 13-17")
KIM = Expert("2", "Kim", ("nl",), ("caring",), hours="ma 11-14; za 22-10")
MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def free(*experts: Expert, day: date) -> list[str]:
    """The hours of daytime with nobody, as one would write them."""
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in roster.nobody(experts, day)]


def test_shifts_are_in_order() -> None:
    assert [(one.expert.alias, one.opens.hour, one.closes.hour) for one in roster.shifts((KIM, SAM), MONDAY)] == [
        ("Sam", 9, 12),
        ("Kim", 11, 14),
        ("Sam", 13, 17),
    ]


def test_hours_with_nobody() -> None:
    assert free(SAM, day=TUESDAY) == ["12:00-13:00", "17:00-21:00"]
    assert free(KIM, SAM, day=MONDAY) == ["17:00-21:00"]
    assert free(day=MONDAY) == ["09:00-21:00"]


def test_a_night_counts_on_the_next_morning() -> None:
    assert free(KIM, day=SUNDAY) == ["10:00-21:00"]


def test_whoever_is_there_all_day_leaves_no_gap() -> None:
    assert free(replace(SAM, hours="ma-zo 0-24"), day=SUNDAY) == []
    assert free(replace(SAM, hours="ma-zo 9-21"), day=SUNDAY) == []


def test_a_pause_is_not_being_there() -> None:
    assert free(replace(SAM, paused=True), day=MONDAY) == ["09:00-21:00"]


@pytest.mark.parametrize(("language", "hours"), [("", 50), ("nl", 50), ("ar", 35), ("tr", 0)])
def test_hours_of_a_language_in_a_week(language: str, hours: int) -> None:
    assert roster.hours((SAM, KIM), NOW, language) == hours


def test_the_week_begins_today_in_amsterdam() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert roster.week(late)[0] == MONDAY
