"""What is said back to a resident: areas of life, a small card to keep, a story that fits, advice for bystanders."""

from __future__ import annotations

import pytest

from bot.engine import Choose, Event, Open, Session, transition
from bot.house import House
from bot.messages import FIRST, Screen
from bot.render import screens
from tests.resident import NOON


def seen(house: House, *events: Event, language: str = "nl") -> list[Screen]:
    """The screens after `events`, from a conversation that only knows its language."""
    session = Session(known={"language": language})
    for event in events:
        session, effects = transition(house.flows, session, event)
    return list(screens(house, session, effects, NOON))


def chosen(flow: str, **answers: str) -> tuple[Event, ...]:
    """Beginning `flow` and giving `answers` in order."""
    return (Open(flow), *(Choose(flow, step, choice) for step, choice in answers.items()))


@pytest.mark.parametrize(
    ("faces", "begin"),
    [
        ({"money": "bad", "home": "so_so", "mood": "good"}, ["Geld"]),
        ({"money": "good", "home": "so_so", "mood": "unsure"}, ["Wonen"]),
        ({"money": "bad", "home": "bad", "mood": "good"}, []),
        ({"money": "good", "home": "good", "mood": "good"}, []),
        ({"money": "unsure", "home": "unsure", "mood": "unsure"}, []),
    ],
)
def test_a_place_to_begin_is_marked_when_one_area_asks_most(
    faces: dict[str, str], begin: list[str], house: House
) -> None:
    picture = seen(house, *chosen("areas", **faces))[-1].picture
    assert picture is not None
    assert [row.label for row in picture.rows if row.mark == FIRST] == begin
    assert [row.amount for row in picture.rows] == [
        {"bad": 0, "so_so": 1, "good": 2, "unsure": -1}[face] for face in faces.values()
    ]


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_text_says_what_the_picture_of_all_six_areas_says(language: str, house: House) -> None:
    first = chosen("areas", money="bad", home="bad", mood="so_so")
    more = chosen("areas_more", body="good", people="unsure", days="so_so")
    screen = seen(house, *first, *more, language=language)[-1]
    assert screen.picture is not None
    assert len(screen.picture.rows) == 6
    assert all(f"{row.label}: {row.value}" in screen.text for row in screen.picture.rows)
    assert screen.picture.note in screen.text


def test_a_first_sentence_of_ones_own_stands_on_the_card(house: House) -> None:
    own = Choose("trusted_person", "opening", "said", words="mag ik zondag langskomen")
    events = (*chosen("trusted_person", who="unsure"), own, Choose("trusted_person", "when", "tomorrow"))
    screen = seen(house, *events)[-1]
    assert "“mag ik zondag langskomen”" in screen.text
    assert screen.picture is not None
    assert screen.picture.rows[0].value == "", "a line to write on for whom it is"


def test_every_small_step_is_a_sentence_and_may_be_missed(house: House) -> None:
    for which in ("post", "outside", "night", "message", "breath"):
        screen = seen(house, *chosen("small_step", which=which))[-1]
        assert screen.picture is not None
        assert all(row.value in screen.text for row in screen.picture.rows)


def test_a_story_is_about_the_theme_and_the_next_one_is_another(house: House) -> None:
    one = seen(house, Open("story", (("theme", "addiction"),)))[0]
    two = seen(house, Open("story", (("theme", "addiction"),)), Choose("story", "read_on", "another"))[0]
    assert house.knowledge.stories["nowhere-to-go"].text["nl"] in one.text
    assert one.text != two.text


def test_without_a_theme_a_story_is_of_the_same_step_of_the_route(house: House) -> None:
    screen = seen(house, Open("awareness"), Open("story"))[0]
    assert house.knowledge.steps["1"].name["nl"] in screen.text


@pytest.mark.parametrize(("see", "names"), [("low", True), ("money", False), ("drink", False)])
def test_somebody_who_fears_for_a_life_gets_a_line_for_advice(see: str, names: bool, house: House) -> None:
    screen = seen(house, *chosen("somebody_else", see=see, who="friend"))[-1]
    assert ("113" in screen.text) == names


def test_before_advice_about_violence_stands_who_can_read_along(house: House) -> None:
    asked = seen(house, *chosen("somebody_else", see="unsafe"))[-1]
    careful = seen(house, *chosen("somebody_else", see="unsafe", read_along="unsure"))[-1]
    advice = seen(house, *chosen("somebody_else", see="unsafe", read_along="alone"))[-1]
    assert "0800-2000" in advice.text
    assert not any("0800-2000" in screen.text for screen in (asked, careful))
