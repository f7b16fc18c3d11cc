"""Whole conversations, told once and lived at the core, in the terminal and on Telegram."""

from __future__ import annotations

import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path

import pytest

from bot.house import House
from bot.story import Exchange, parse
from tests.botapi import FakeBotApi
from tests.process import BotProcess
from tests.resident import AtTheCore, OnTelegram, only_screens, tells

STORIES = {
    path.stem: parse(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "stories").glob("*.story"))
}
JOURNEYS = ("bailiff_letter", "bailiff_letter_arabic", "changing_my_mind", "who_reads_this", "tomorrow")
"""The stories that are also lived over real HTTP with the real process."""


@pytest.mark.parametrize("name", STORIES)
async def test_the_story_goes_as_it_is_told(name: str, house: House) -> None:
    _, story = STORIES[name]
    assert await tells(AtTheCore(house), story) == list(story)


@pytest.mark.parametrize("name", STORIES)
async def test_every_screen_of_a_story_offers_a_person_and_an_end(name: str, house: House) -> None:
    resident = AtTheCore(house)
    for exchange in STORIES[name][1]:
        await tells(resident, [exchange])
        for screen in (screen for screen in resident.screens if screen.rows):
            data = {button.data for row in screen.rows for button in row}
            assert {"!stop", "!leave"} <= data
            assert "!person" in data or screen.step.startswith(("handoff.", "people."))


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("name", JOURNEYS)
async def test_the_same_story_on_telegram(name: str, mode: str, house: House, tmp_path: Path) -> None:
    _, story = STORIES[name]
    async with FakeBotApi() as api, BotProcess(api, tmp_path, mode=mode):
        told = await tells(OnTelegram(api.chat(615_243_001)), story)
    assert [one.shown for one in told] == [only_screens(house, one.shown) for one in story]
    assert not api.forbidden


async def test_the_same_story_in_the_terminal_and_recorded_there(house: House, tmp_path: Path) -> None:
    _, story = STORIES["changing_my_mind"]
    typed = await _as_typed(house, story)
    record = tmp_path / "changing_my_mind.story"
    command = (sys.executable, "-m", "bot", "talk", "--record", str(record))
    process = await create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env={"WEGWIJS_DATA": str(tmp_path)})
    output, _ = await process.communicate("\n".join(typed).encode() + b"\n")
    assert parse(record.read_text("utf-8"))[1] == story
    assert "\x1b" not in output.decode(), "no colours when it is no terminal"


async def _as_typed(house: House, story: tuple[Exchange, ...]) -> list[str]:
    """What one types in a terminal for a story: a number for each tap; /start is typed by itself."""
    resident, typed = AtTheCore(house), []
    for exchange in story:
        typed.append(str(resident.number(exchange.tapped)) if exchange.tapped else exchange.said)
        await tells(resident, [exchange])
    return typed[1:]


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize(("name", "tap"), [("bailiff_letter", "summons"), ("bailiff_letter_arabic", "eviction")])
async def test_a_restart_in_the_middle_loses_nothing(name: str, tap: str, mode: str, tmp_path: Path) -> None:
    _, story = STORIES[name]
    place = next(place for place, one in enumerate(story) if one.tapped == tap)
    async with FakeBotApi() as api:
        resident = OnTelegram(api.chat(615_243_002))
        process = BotProcess(api, tmp_path, mode=mode)
        async with process:
            await tells(resident, story[:place])
        await resident.chat.taps(f"letters.which_bailiff.{tap}")  # while nobody is there
        async with process:
            messages = await resident.chat.sees(2, timeout=10)
            rest = await tells(resident, story[place + 1 :])
    assert KNOWN[tap] in messages[0].text.lower()
    assert [one.shown for one in rest] == [one.shown for one in story[place + 1 :]]


KNOWN = {"summons": "dagvaarding", "eviction": "ontruiming"}
"""The official word that stands beside every translation."""


async def test_leaving_now_takes_every_message_away(tmp_path: Path) -> None:
    async with FakeBotApi() as api, BotProcess(api, tmp_path):
        resident = OnTelegram(api.chat(615_243_003))
        await resident.says("/start")
        await resident.taps("nl")
        await resident.says("er ligt een brief van de deurwaarder")
        await resident.taps("!leave")
        await resident.chat.until(lambda: len(resident.chat.visible) == 1, what="one message left")
        last = resident.chat.visible[0].text
    assert last == "Goedendag. Typ start om te beginnen.", "a neutral text is all that is left"
