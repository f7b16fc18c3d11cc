"""Money on a row: whatever the periods, what stands there adds up."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import ASKED, EURO, IN, PARTS, REST, TIMES, a_week, a_year, budget
from bot.engine import PERIODS, UNSURE, Session, Show
from bot.house import House
from bot.readability import count
from bot.render import screens
from tests.resident import NOON

SIXTY = 60
"""Words on a screen."""
AMOUNTS = st.builds("{}/{}".format, st.integers(0, 999_999_999), st.sampled_from(tuple(TIMES)))
ANSWERS = st.dictionaries(st.sampled_from(ASKED), AMOUNTS | st.sampled_from((UNSURE, "none", "behind", "enough")))


def amounts(answers: Mapping[str, str]) -> dict[str, int]:
    """Name -> cents a year, of the answers that are amounts."""
    return {name: cents for name, answer in answers.items() if (cents := a_year(answer)) is not None}


def test_the_periods_are_those_of_the_engine() -> None:
    assert set(TIMES) == set(PERIODS)


@pytest.mark.parametrize(
    ("answer", "a_week_of_it"),
    [("5200/week", 5200), ("20800/four_weeks", 5200), ("22533/month", 5200), ("270400/year", 5200), ("0/month", 0)],
)
def test_the_same_money_in_every_period(answer: str, a_week_of_it: int) -> None:
    assert a_week(a_year(answer) or 0) == a_week_of_it


@given(st.integers(0, 999_999))
def test_four_weeks_are_four_weeks(cents: int) -> None:
    assert a_year(f"{4 * cents}/four_weeks") == a_year(f"{cents}/week")


@given(ANSWERS)
def test_what_stands_there_adds_up(answers: dict[str, str]) -> None:
    made = budget(answers)
    assert made.left == sum(line.cents for line in made.lines)
    assert all(line.cents % EURO == 0 for line in made.lines)
    assert all((line.cents >= 0) == (line.name in IN) or line.cents == 0 for line in made.lines)


@given(ANSWERS)
def test_in_any_mix_of_periods_it_is_true_to_half_a_euro_a_line(answers: dict[str, str]) -> None:
    told, made = amounts(answers), budget(answers)
    parts = sum(told.get(name, 0) for name in PARTS)
    bills = max(told.get("fixed", 0), parts)
    others = sum(told.get(name, 0) for name in ("home", "travel", "debts", "food"))
    true = sum(told.get(name, 0) for name in IN) - bills - others
    assert abs(made.left * TIMES["week"] - true) <= len(made.lines) * TIMES["week"] * EURO // 2


@given(ANSWERS)
def test_the_order_of_answering_does_not_matter(answers: dict[str, str]) -> None:
    assert budget(dict(reversed(answers.items()))) == budget(answers)


@given(ANSWERS)
def test_what_is_not_known_is_left_out_and_said(answers: dict[str, str]) -> None:
    made = budget(answers)
    assert set(made.unknown) == {name for name, answer in answers.items() if answer == UNSURE}
    assert not {line.name for line in made.lines} & set(made.unknown)


def test_bills_told_twice_count_once() -> None:
    made = budget({"income": "145000/month", "fixed": "42000/month", "energy": "12000/month", "phone": "3500/month"})
    assert [line.name for line in made.lines] == ["income", "energy", "phone", REST]
    assert -sum(line.cents for line in made.lines[1:]) == a_week(a_year("42000/month") or 0)


def test_parts_that_are_more_than_the_first_guess() -> None:
    made = budget({"fixed": "10000/month", "energy": "12000/month"})
    assert [line.name for line in made.lines] == ["energy"]


def test_more_out_than_in() -> None:
    made = budget({"income": "100000/month", "home": "26000/week"})
    assert made.left < 0
    assert made.share == 113


def test_no_income_known_or_none_at_all() -> None:
    assert not budget({"home": "65000/month"}).earned
    assert budget({"income": "0/month", "home": "65000/month"}).earned
    assert budget({"income": "0/month", "home": "65000/month"}).share is None
    assert budget({}).lines == ()


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
@pytest.mark.parametrize("income", ["145000/month", "60000/month", UNSURE])
@pytest.mark.parametrize("step", ["result", "meaning", "behind"])
def test_with_every_amount_it_still_fits_on_a_screen(step: str, income: str, language: str, house: House) -> None:
    known = {"language": language, "income": income, "home": "65000/month", "fixed": "42000/month"}
    more = dict.fromkeys((*PARTS, "travel", "food"), "5000/month") | {"allowances": "none", "debts": "behind"}
    if step == "result":
        more |= {"allowances": "10000/month", "debts": "5000/month", "travel": UNSURE}
    shown = house.flows["budget_more"].by_id[step]
    session = Session(("welcome", "budget_more"), known=known)
    for screen in screens(house, session, (Show("budget_more", shown, more),), NOON):
        assert count(screen.text, language).words <= SIXTY, screen.text


def test_the_picture_says_what_the_card_says(house: House) -> None:
    session = Session(("welcome", "budget"), known={"language": "nl", "income": "145000/month", "home": "65000/month"})
    (screen,) = screens(house, session, (Show("budget", house.flows["budget"].by_id["result"], {}),), NOON)
    assert screen.picture is not None
    assert [(row.label, row.amount) for row in screen.picture.rows] == [("Komt binnen", 33_500), ("Wonen", -15_000)]
    assert screen.picture.note in screen.text
