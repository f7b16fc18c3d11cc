"""One turn at the core: danger first, then words that always win, then answers, then what the words are about."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.engine import Session
from bot.house import House
from bot.messages import Incoming
from bot.turn import respond
from tests.resident import NOON, AtTheCore


@pytest.fixture
def resident(house: House) -> AtTheCore:
    """Somebody who has chosen Dutch."""
    someone = AtTheCore(house)
    someone.does(text="/start")
    someone.does(tap="welcome.language.nl")
    return someone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ik wil niet meer leven", "neem ik serieus"),
        ("I want to kill myself", "seriously"),
        ("intihar etmek istiyorum", "ciddiye"),
        ("chcę się zabić", "poważnie"),
        ("я хочу померти", "серйозно"),
        ("أريد أن أموت", "بجدية"),
    ],
)
def test_danger_in_the_first_message_is_answered_in_its_own_language(house: House, text: str, words: str) -> None:
    stranger = AtTheCore(house)
    assert stranger.does(text=text) == ("crisis_suicide.now",)
    assert words in stranger.text
    assert "113" in stranger.text


def test_danger_comes_before_everything_else(resident: AtTheCore) -> None:
    assert resident.does(text="stop, hij slaat me") == ("crisis_violence.read_along",)


def test_violence_asks_first_who_can_read_along(resident: AtTheCore) -> None:
    resident.does(text="mijn man slaat me")
    assert "0800-2000" not in resident.text
    resident.does(tap="crisis_violence.read_along.alone")
    assert "0800-2000" in resident.text


def test_that_is_not_it_leads_back_to_where_one_was(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.letter")
    resident.does(text="ik wil niet meer leven")
    assert resident.does(tap="crisis_suicide.now.not_it") == ("letters.pile",)


@pytest.mark.parametrize("word", ["stop", "STOP", "/stop", "dur", "توقف", "стоп", "stop aub"])
def test_stop_works_in_every_language(resident: AtTheCore, word: str) -> None:
    assert resident.does(text=word)[-1] in {"stop.until_later"}


def test_something_that_is_no_text_is_kindly_refused(resident: AtTheCore) -> None:
    assert resident.does() == ("welcome.doors",)
    assert "Ik lees alleen tekst" in resident.text


def test_nonsense_is_answered_with_the_same_question(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.letter")
    assert resident.does(text="qwzx plof") == ("letters.pile",)
    assert "Dat begrijp ik nog niet" in resident.text


def test_a_named_letter_leads_straight_to_it(resident: AtTheCore) -> None:
    assert resident.does(text="ik heb een dagvaarding gekregen") == ("letters.meaning", "letters.today")


@pytest.mark.parametrize(
    "data", ["", ".", "..", "!", "!nothing", "a.b.c", "welcome.doors", "x" * 64, "\0", "letters.pile.one.more"]
)
def test_a_forged_button_never_harms(resident: AtTheCore, data: str) -> None:
    assert resident.does(tap=data)[-1] == "welcome.doors"


def test_the_choice_is_repeated_above_the_next_screen(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.money")
    assert resident.text.startswith("✓ Zorgen over geld")


def test_erasing_forgets_all_and_says_what_cannot_be_undone(house: House) -> None:
    stored = json.loads(
        json.dumps(Session(known={"language": "en", "area": "beek"}, trail=("welcome", "erase")).to_json())
    )
    answer = respond(house, stored, Incoming("core", "a", "m", tap="erase.sure.yes"), NOON)
    assert answer.erase
    assert answer.session == Session()
    assert "48" in answer.screens[0].text


def test_the_export_shows_every_answer_in_words(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.money")
    resident.does(tap="money.what.debts")
    resident.does(tap="orientation.urgent.no")
    resident.does(tap="orientation.area.beek")
    resident.does(text="wie leest dit")
    resident.does(tap="privacy.who.export")
    assert "Nederlands" in resident.text
    assert "Beek" in resident.text


def test_a_session_of_another_release_is_not_a_silence(house: House) -> None:
    answer = respond(house, {"oops": 1}, Incoming("core", "a", "m", text="hoi"), NOON)
    assert "Mijn vragen zijn intussen veranderd" in answer.screens[0].text


def test_a_flood_is_told_once_and_danger_and_commands_are_still_heard(house: House) -> None:
    def answered(text: str, refused: int) -> list[str]:
        answer = respond(house, None, Incoming("core", "a", "m", text=text), NOON, refused=refused)
        return [screen.step for screen in answer.screens]

    assert answered("bla", 1) == [""]
    assert answered("bla", 2) == []
    assert answered("ik wil dood", 50) == ["crisis_suicide.now"]
    assert answered("stop", 50)


def test_at_night_there_is_somebody_to_talk_to(house: House) -> None:
    night = AtTheCore(house, datetime(2026, 11, 24, 2, tzinfo=UTC))
    night.does(text="/start")
    night.does(tap="welcome.language.nl")
    night.does(text="een mens")
    assert "088 0767 000" in night.text
    assert "dag en nacht open" in night.text
