"""What typed words do: answer, switch only with a yes, or be asked back; and what is kept of them."""

from __future__ import annotations

import json

import pytest

from bot.house import House
from tests.resident import AtTheCore


@pytest.fixture
def resident(house: House) -> AtTheCore:
    """A resident at the doors, in Dutch."""
    one = AtTheCore(house)
    one.does(tap="welcome.language.nl")
    return one


def stored(resident: AtTheCore) -> dict[str, dict[str, str]]:
    """The session as it is kept."""
    found: dict[str, dict[str, str]] = json.loads(resident.stored or "{}")
    return found


def test_another_subject_in_the_middle_is_offered_and_one_can_stay(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.letter")
    resident.does(tap="letters.pile.one")
    assert resident.does(text="ik voel me zo alleen de laatste tijd") == ("meant.which",)
    assert "meant.which.loneliness" in _data(resident)
    assert resident.does(tap="meant.which.stay") == ("letters.sender",)


def test_another_subject_in_the_middle_can_be_taken_and_left_again(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.letter")
    resident.does(tap="letters.pile.one")
    resident.does(text="ik voel me zo alleen de laatste tijd")
    assert resident.does(tap="meant.which.loneliness")[-1].startswith("orientation.")
    assert resident.does(text="terug")[-1] in ("letters.sender", "meant.which")


def test_another_letter_named_in_the_middle_is_offered(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.letter")
    resident.does(tap="letters.pile.one")
    assert resident.does(text="er is ook een dagvaarding") == ("meant.which",)
    assert resident.does(tap="meant.which.letter") == ("letters.meaning", "letters.today")


def test_at_the_doors_a_clear_subject_is_simply_begun(resident: AtTheCore) -> None:
    assert resident.does(text="ik heb schulden")[-1].startswith("orientation.")


def test_words_about_nothing_we_know_are_asked_again(resident: AtTheCore) -> None:
    assert resident.does(text="qwrtzp fghjkl") == ("welcome.doors",)
    assert "Dat begrijp ik nog niet" in resident.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1450", "145000/month"), ("ongeveer 350 per week", "35000/week"), ("€ 1.450,50", "145050/month")],
)
def test_an_amount_is_kept_as_cents_and_period(resident: AtTheCore, typed: str, kept: str) -> None:
    resident.does(tap="welcome.doors.money")
    resident.does(tap="money.what.budget")
    before = json.loads(resident.stored or "")["trail"][-1]
    assert before == "budget"
    resident.does(text=typed)
    assert kept in json.dumps(stored(resident))


def test_own_words_stand_apart_and_hold_no_number(resident: AtTheCore) -> None:
    resident.does(tap="welcome.doors.further")
    resident.does(tap="further.where.prepare")
    resident.does(text="mijn huur, bel me op 06-12345678")
    session = stored(resident)
    assert "12345678" not in json.dumps(session)
    assert any("mijn huur" in said for said in session["words"].values())
    assert "heb ik niet nodig" in resident.text


def test_personal_data_is_not_needed_and_that_is_said_kindly(resident: AtTheCore) -> None:
    resident.does(text="ik heb schulden en mijn mail is jan@voorbeeld.nl")
    assert "heb ik niet nodig" in resident.text


def _data(resident: AtTheCore) -> list[str]:
    return [button.data for row in resident.screens[-1].rows for button in row]


def test_a_button_typed_word_for_word_is_that_button_whatever_it_says(resident: AtTheCore) -> None:
    resident.does(text="ik ben op zoek naar een andere woning")
    label = next(button.label for row in resident.screens[-1].rows for button in row if button.data.endswith(".bed"))
    assert not resident.does(text=label)[0].startswith("crisis")


def test_the_same_words_anywhere_else_are_an_alarm(resident: AtTheCore) -> None:
    assert resident.does(text="geen plek om te slapen")[0].startswith("crisis_basic")
