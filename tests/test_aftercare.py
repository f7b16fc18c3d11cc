"""Help from several sides, going well, and asking later: what is kept, shown and said there."""

from __future__ import annotations

import json

import pytest

from bot.house import MARKS, House
from bot.render import COMMAND
from tests.resident import AtTheCore

LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
FIRST = 100
"""Characters of a message that a telephone shows while it is locked."""
TELLING = ("schuld", "debt", "ديون", "borç", "dług", "борг", "hulp", "help", "مساعدة", "yardım", "pomoc", "допомог")


async def at(house: House, *moves: str, language: str = "nl") -> AtTheCore:
    """A resident who chose a language and opened the door for who has help, or is doing better."""
    resident = AtTheCore(house)
    for move in ("/start", f"[{language}]", "[further]", *moves):
        await (resident.taps(move[1:-1]) if move.startswith("[") else resident.says(move))
    return resident


async def test_a_list_of_helpers_shows_own_words_one_a_line(house: House) -> None:
    resident = await at(house, "[with_help]", "[many]", "[list]", "huisarts voor slaap, wijkteam voor geld")
    assert "- huisarts voor slaap\n- wijkteam voor geld" in resident.text


async def test_a_plan_says_what_when_and_what_if_not(house: House) -> None:
    resident = await at(house, "[steady]", "[goal]", "[goal]", "naar mijn broer", "[tomorrow]", "[smaller]")
    picture = resident.screens[-1].picture
    assert picture and [row.value for row in picture.rows] == ["naar mijn broer", "Morgen", "Dan maak ik het kleiner"]
    assert all(row.value in resident.text for row in picture.rows), "the text says what the picture says"


async def test_a_plan_without_an_idea_takes_an_example(house: House) -> None:
    resident = await at(house, "[steady]", "[goal]", "[goal]", "weet ik niet", "[outside]", "weet ik niet", "[again]")
    assert "Elke dag even naar buiten" in resident.text


@pytest.mark.parametrize(("area", "named"), [("sittard-geleen", True), ("stein", False), ("elsewhere", False)])
async def test_support_is_named_only_where_it_is_known(house: House, area: str, named: bool) -> None:
    resident = await at(house, "[with_help]", "[many]", "[say]", "[support]")
    assert resident.stored is not None
    session = json.loads(resident.stored)
    resident.stored = json.dumps({**session, "known": {**session["known"], "area": area}})
    await resident.taps("other")
    await resident.taps("support")
    assert ("MEE" in resident.text) is named
    assert "cliëntondersteuning" in resident.text, "the word to ask the municipality for stands there anyway"


async def test_a_mark_is_two_rows_of_five_and_can_be_typed(house: House) -> None:
    resident = await at(house, "[aftercare]", "[now]", "[yes]")
    rows = [row for row in resident.screens[-1].rows if not row[0].data.startswith(COMMAND)]
    assert [[button.label for button in row] for row in rows[:2]] == [list(MARKS[:5]), list(MARKS[5:])]
    assert await resident.says("8") == ("check_in.well",)


@pytest.mark.parametrize("mark", MARKS)
async def test_a_low_mark_asks_what_would_help(house: House, mark: str) -> None:
    resident = await at(house, "[aftercare]", "[now]", "[differently]")
    expected = "check_in.well" if int(mark) >= 6 else "check_in.would_help"
    assert await resident.taps(mark) == (expected,)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_asked_later_tells_nobody_what_it_is_about(house: House, language: str) -> None:
    resident = await at(house, "[aftercare]", "[now]", language=language)
    seen = resident.screens[-1].text[:FIRST].casefold()
    assert not [word for word in TELLING if word in seen]
