"""Every state a resident can reach, in every language: never a dead end, always a person and an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.engine import Ask, Flow, Goto, Is, Outcome, Restart, Way, assemble
from bot.house import House
from bot.messages import Screen
from bot.render import screens
from bot.walk import TooManyStates, Visit, walk
from tests.resident import NOON

LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
MOST_TEXT = 4096
"""Characters that fit in one Telegram message."""


@pytest.fixture(scope="module")
def visits(house: House) -> list[Visit]:
    """All reachable states."""
    return list(walk(house.flows))


def shown(house: House, visits: list[Visit], language: str) -> Iterator[tuple[Visit, Screen]]:
    """Every screen of every state, in one language."""
    for visit in visits:
        session = replace(visit.session, known={**visit.session.known, "language": language})
        for screen in screens(house, session, visit.effects, NOON):
            yield visit, screen


def test_every_flow_and_every_step_is_reached(house: House, visits: list[Visit]) -> None:
    reached = {screen.step for _, screen in shown(house, visits, "nl")}
    assert reached == {f"{flow.id}.{step.id}" for flow in house.flows.values() for step in flow.steps}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_offers_a_person_and_an_end(house: House, visits: list[Visit], language: str) -> None:
    for visit, screen in shown(house, visits, language):
        data = {button.data for row in screen.rows for button in row}
        if screen.rows:
            assert {"!stop", "!leave"} <= data, screen.step
            assert "!person" in data or visit.session.flow in ("handoff", "people")
            assert len([one for one in data if not one.startswith("!")]) >= 1, "always a way on"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits(house: House, visits: list[Visit], language: str) -> None:
    for _, screen in shown(house, visits, language):
        assert 0 < len(screen.text) <= MOST_TEXT
        for row in screen.rows:
            for button in row:
                assert 1 <= len(button.data.encode()) <= 64
                assert 1 <= len(button.label) <= 32, button.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_and_no_key_is_ever_shown(house: House, visits: list[Visit], language: str) -> None:
    for _, screen in shown(house, visits, language):
        assert "{" not in screen.text
        assert screen.step not in screen.text


def test_every_line_in_arabic_runs_from_right_to_left(house: House, visits: list[Visit]) -> None:
    for _, screen in shown(house, visits, "ar"):
        if not screen.step.endswith(".language"):
            assert all(line.startswith("\N{RIGHT-TO-LEFT MARK}") for line in screen.text.splitlines() if line)


def test_the_first_screen_names_the_emergency_number_in_every_language(house: House, visits: list[Visit]) -> None:
    first = next(screen for _, screen in shown(house, visits, "nl"))
    assert len(first.text.splitlines()) == len(LANGUAGES)
    assert all("112" in line for line in first.text.splitlines())


def test_a_conversation_nobody_can_oversee_is_refused() -> None:
    steps = tuple(Ask(f"q{n}", choices=("a", "b", "c", "d", "e"), then=f"q{n + 1}") for n in range(8))
    end = Outcome("q8", ways=(Way("again", Restart()),))
    with pytest.raises(TooManyStates):
        list(walk(assemble([Flow("welcome", (*steps, end))], {})))


def test_a_walk_takes_every_branch() -> None:
    routes = (Goto("left", when=Is("which", "l")), Goto("right"))
    again = (Way("again", Restart()),)
    flow = Flow(
        "welcome", (Ask("which", choices=("l", "r"), then=routes), Outcome("left", again), Outcome("right", again))
    )
    assert {visit.step.id for visit in walk(assemble([flow], {})) if visit.step} == {"which", "left", "right"}
