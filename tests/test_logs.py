"""Logs without people in them, and without the key to the bot."""

from __future__ import annotations

import logging
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path

import aiohttp
import pytest

from bot.house import House
from bot.logs import Scrubbed
from tests.botapi import KINDS, FakeBotApi, FakeChat, Fault
from tests.conftest import Shelf, traces
from tests.process import BotProcess

TOKEN = "7412589630:AAH-9wegwijs_notARealToken-x1y2z3q4w5"
WORDS = ("mijn deurwaarder heet Zwaluwstaart", "ik wil dood en niemand mist Zwaluwstaart")

NAMES = ("Zwaluwstaart", "deurwaarder")


def record(message: str, *arguments: object, name: str = "bot.sender", error: BaseException | None = None) -> str:
    """How a line with this message is written."""
    about = (type(error), error, None) if error else None
    return Scrubbed().format(logging.LogRecord(name, logging.ERROR, "", 0, message, arguments, about))


# --- one line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bot.sender", "aiohttp.client", "telegram.Bot", "asyncio"])
async def test_the_token_is_hidden_even_inside_an_exception_of_a_library(name: str) -> None:
    url = f"http://127.0.0.1:1/bot{TOKEN}/getMe"
    try:
        async with aiohttp.ClientSession() as client, client.get(f"{url}\n"):
            pass
    except (aiohttp.ClientError, ValueError) as error:
        line = record("could not get %s: %r", url, error, name=name, error=error)
    assert traces(line.encode(), [TOKEN, TOKEN.partition(":")[2]]) == []
    assert "ERROR" in line


@pytest.mark.parametrize("form", ["{}", "bot{}/getMe", "token={}&x", "'{}'", "({})", "https://api.telegram.org/bot{}"])
def test_the_token_is_hidden_wherever_it_stands(form: str) -> None:
    assert TOKEN not in record(form.format(TOKEN))
    assert TOKEN not in record("%s", form.format(TOKEN))


def test_of_an_exception_only_its_class_is_written() -> None:
    line = record("turn_failed", error=ValueError(WORDS[0]))
    assert line.endswith("turn_failed error=ValueError")


def test_what_a_library_says_is_not_repeated() -> None:
    told = "Task exception was never retrieved: ValueError('mijn deurwaarder heet Zwaluwstaart')"
    line = record(told, name="asyncio", error=ValueError(WORDS[0]))
    assert traces(line.encode(), WORDS) == []
    assert "asyncio" in line
    assert "ValueError" in line


async def test_even_a_task_that_dies_unheard_tells_no_words(tmp_path: Path) -> None:
    program = (
        "import asyncio, gc; from bot.logs import quiet; quiet('DEBUG')\n"
        f"async def dies(): raise ValueError({WORDS[0]!r} + {TOKEN!r})\n"
        "async def main():\n task = asyncio.create_task(dies()); await asyncio.sleep(0); del task; gc.collect()\n"
        "asyncio.run(main(), debug=True)"
    )
    process = await create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE, stderr=PIPE)
    written = b"".join(await process.communicate())
    assert b"asyncio" in written
    assert traces(written, (*WORDS, *NAMES, TOKEN)) == []


# --- a whole journey with errors ---------------------------------------------------------------------


TOLD = {
    "polling": ("delivery_later", "delivery_dead", "store_down", "telegram_conflict", "telegram_unreachable"),
    "webhook": ("delivery_later", "delivery_dead"),
}
"""What must stand in the log, so that we know that something was written at all."""


@pytest.mark.parametrize("mode", TOLD)
async def test_a_whole_journey_with_errors_leaves_nobody_in_the_log(mode: str, shelf: Shelf, house: House) -> None:
    async with FakeBotApi(token=TOKEN) as api:
        ann, bot = api.chat(6_152_430_017), BotProcess(api, shelf.path.parent, mode=mode)
        async with bot:
            await _suffers(ann, api)
            if mode == "polling":
                await _waits_for_the_database(ann, shelf)
            await ann.says("/leave")
            await ann.sees(1, timeout=10)
            await api.updates.drained()
    assert all(event in bot.log for event in TOLD[mode]), bot.log
    people = [*ann.canaries.all, *WORDS, *NAMES, TOKEN, TOKEN.partition(":")[2], "whisper"]
    ours = [form for entry in house.catalog.base.values() for form in entry.forms if len(form) > 20]
    assert traces(bot.log.encode(), [*people, *ours]) == []
    assert traces(shelf.raw(), people) == []


async def _suffers(ann: FakeChat, api: FakeBotApi) -> None:
    """All that can go wrong between Telegram and us."""
    await ann.says("/start nl")
    await ann.sees(1, timeout=10)
    api.faults += [Fault("429", "sendMessage"), Fault("409", "getUpdates"), Fault("garbage", "getUpdates")]
    await ann.says(WORDS[0])
    for kind in KINDS:
        await ann.sends(kind)
    await ann.forges("Zwaluwstaart.deurwaarder")
    await ann.sees(len(KINDS) + 2, timeout=20)
    api.faults.append(Fault("400", "sendMessage"))
    for text in (WORDS[0], "hallo?"):
        await ann.says(text)
    await ann.sees(1, timeout=10)


async def _waits_for_the_database(ann: FakeChat, shelf: Shelf) -> None:
    with shelf.locked():
        await ann.says(WORDS[1])
        await ann.sees(1, timeout=10)
    await ann.sees(1, timeout=10)
