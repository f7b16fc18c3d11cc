"""Who experts are and when they are there: hours as people write them, whom a request fits, what may be promised."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.experts import EXPERIENCES, BadHours, Expert, Wanted, first_there, fits, schedules
from bot.handoff.consent import spoken_moment
from bot.house import House
from bot.knowledge import AMSTERDAM
from tests.resident import NOON

SAM = Expert("a", "Sam", ("nl", "ar"), ("debts",), hours="ma-vr 9-12, 13-17; za 10-12:30")
OFFICE = {"ma 8:59": False, "ma 9:00": True, "ma 12:30": False, "ma 13:00": True, "vr 16:59": True, "vr 17:30": False,
          "za 12:29": True, "za 12:45": False, "zo 11:00": False}  # fmt: skip
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def at(moment: str) -> datetime:
    """A moment of the week of NOON, in Amsterdam: "ma 9:00"."""
    day, _, clock = moment.partition(" ")
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, 23 + DAYS.index(day), hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(("moment", "there"), OFFICE.items())
def test_an_expert_is_there_in_their_hours_and_not_in_their_breaks(moment: str, there: bool) -> None:
    assert SAM.on_duty(at(moment)) == there
    assert not Expert("a", "Sam", ("nl",), (), hours=SAM.hours, paused=True).on_duty(at(moment))


@pytest.mark.parametrize(
    ("hours", "moment", "there"),
    [("ma-zo 0-24", "zo 3:00", True), ("vr-ma 20-23", "zo 21:00", True), ("vr-ma 20-23", "di 21:00", False),
     ("", "ma 12:00", False), ("MA-VR 9-17", "di 10:00", True), ("za 22-2", "za 23:30", True)],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(hours: str, moment: str, there: bool) -> None:
    assert Expert("a", "Sam", ("nl",), (), hours=hours).on_duty(at(moment)) == there


@pytest.mark.parametrize("hours", ["altijd", "ma", "ma 9", "xx 9-12", "ma-xx 9-12", "ma 25:99-12", "ma 9-12, straks"])
def test_hours_that_nobody_can_read_are_named(hours: str) -> None:
    with pytest.raises(BadHours) as told:
        schedules(hours)
    assert str(told.value) in hours or str(told.value).split(" ", 1)[1] in hours


@given(st.text(max_size=30))
def test_whatever_is_written_is_hours_or_is_refused(written: str) -> None:
    with contextlib.suppress(BadHours):
        assert all(one.byday for one in schedules(written))


def test_an_expert_is_read_back_as_they_were_kept() -> None:
    assert Expert.from_json("a", SAM.to_json()) == SAM


# --- whom a request fits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "close", "wide"),
    [
        (Wanted(("nl",), "debts"), True, True),
        (Wanted(("ar",), ""), True, True),
        (Wanted(("nl",), "caring"), False, True),
        (Wanted(("pl",), "debts"), False, False),
        (Wanted(("nl",), "debts", without=("a",)), False, False),
    ],
)
def test_the_language_always_fits_and_the_experience_first(wanted: Wanted, close: bool, wide: bool) -> None:
    assert (fits(SAM, wanted), fits(SAM, wanted, wide=True)) == (close, wide)


wishes = st.builds(
    Wanted,
    st.sampled_from((("nl",), ("ar",), ("uk",))),
    st.sampled_from(("", *EXPERIENCES)),
    st.sampled_from(((), ("a",))),
)


@given(wishes, st.integers(0, 14 * 24 * 60))
def test_what_is_promised_is_kept_by_somebody_who_fits(wanted: Wanted, minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)
    moment = first_there([SAM], wanted, now)
    if moment is None:
        assert not fits(SAM, wanted, wide=True)
    else:
        assert moment >= now
        assert SAM.on_duty(moment)


def test_nothing_is_promised_for_who_is_never_there() -> None:
    for nobody in (Expert("a", "Sam", ("nl",), ()), Expert("a", "Sam", ("nl",), (), hours="ma 9-12", paused=True)):
        assert first_there([nobody], Wanted(("nl",)), NOON) is None
    assert first_there([], Wanted(("nl",)), NOON) is None


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
def test_a_promise_is_said_with_the_hour_and_on_another_day_with_the_date(house: House, language: str) -> None:
    now = at("ma 12:30").astimezone(UTC)
    soon = spoken_moment(house.catalog, at("ma 12:30"), now, language)
    today = spoken_moment(house.catalog, at("ma 13:00"), now, language)
    later = spoken_moment(house.catalog, at("za 10:00"), now, language)
    never = spoken_moment(house.catalog, None, now, language)
    assert len({soon, today, later, never}) == 4
    assert "13:00" in today
    assert "10:00" in later
    assert house.catalog.date(at("za 10:00").date(), language) in later
