"""Schemes that may fit: for every way through the questions, few, with a reason, and on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from bot.engine import UNSURE, Ask, Choose, Open, Outcome, Session, replay, transition
from bot.flows.rights import RIGHTS
from bot.house import House
from bot.knowledge import Situation
from bot.readability import count
from bot.render import screens
from bot.schemes import MOST, PERHAPS, TOLD, amounts, fitting
from bot.walk import walk
from tests.resident import NOON

TODAY = NOON.date()
SIXTY = 60


def ends(house: House) -> list[Session]:
    """A session for each way through the questions."""
    found = [visit for visit in walk(house.flows) if visit.session.flow == RIGHTS.id]
    return [visit.session for visit in found if isinstance(visit.step, Outcome)]


def names(house: House, **answers: str) -> list[str]:
    """The ids of the schemes that fit `answers`."""
    return [one.right.id for one in fitting(house.knowledge.rights.values(), answers, TODAY)]


def test_every_way_leads_to_something_and_never_to_much(house: House) -> None:
    for session in ends(house):
        answers = replay(house.flows["rights"], session).answers
        assert 1 <= len(names(house, **answers)) <= MOST, answers


def test_every_scheme_can_be_found(house: House) -> None:
    found = {name for session in ends(house) for name in names(house, **replay(RIGHTS, session).answers)}
    assert found == set(house.knowledge.rights)


def test_the_tables_speak_of_real_answers_and_situations() -> None:
    choices = {f"{step.id}.{one}" for step in RIGHTS.steps if isinstance(step, Ask) for one in (*step.choices, UNSURE)}
    assert {*TOLD, *PERHAPS} <= choices
    assert {one for table in (TOLD, PERHAPS) for said in table.values() for one in said} == set(get_args(Situation))


def test_three_answers_at_most_before_something_useful(house: House) -> None:
    assert max(len(replay(house.flows["rights"], session).answers) for session in ends(house)) == 3


def test_the_nearest_first(house: House) -> None:
    assert names(house, look="home", rents="yes", little="yes")[:2] == ["zorgtoeslag", "huurtoeslag"]
    assert names(house, look="bills", bill="debts", debt="fine")[:2] == ["cjib-in-delen", "noodstop-cjib"]
    assert names(house, look="living", comes_in="none", food="no")[:2] == ["bijstand", "voedselpakket"]


def test_enough_money_rules_nothing_out_because_limits_differ(house: House) -> None:
    assert "zorgtoeslag" in names(house, look="home", rents="no", little="no")
    assert "huurtoeslag" not in names(house, look="home", rents="no", little="no")


@pytest.mark.parametrize(("day", "shown"), [(date(2026, 11, 23), 0), (date(2027, 1, 4), 2), (date(2027, 5, 8), 0)])
def test_an_amount_is_shown_only_while_it_holds(day: date, shown: int, house: House) -> None:
    assert len(amounts(house.knowledge.rights["noodfonds-energie"], day)) == shown


def test_what_has_closed_is_no_longer_named(house: House) -> None:
    rights, answers = house.knowledge.rights.values(), {"look": "bills", "bill": "energy", "little": "yes"}
    assert [one.right.id for one in fitting(rights, answers, date(2027, 5, 7))] == ["noodfonds-energie"]
    assert not fitting(rights, answers, date(2027, 5, 8))


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
def test_each_scheme_with_its_reason_fits_on_a_screen(language: str, house: House) -> None:
    for session in ends(house):
        asked = replace(session, known={**session.known, "language": language})
        for fit in fitting(house.knowledge.rights.values(), replay(RIGHTS, asked).answers, TODAY):
            opened, _ = transition(house.flows, asked, Open("scheme"))
            chosen, effects = transition(house.flows, opened, Choose("scheme", "which", fit.right.id))
            for screen in screens(house, chosen, effects, NOON):
                assert count(screen.text, language).words <= SIXTY, screen.text
