"""One run: people type, Telegram fails, the bot dies and starts again, and at the end it may finish in peace."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot import speech
from bot.running import build_house
from bot.settings import Settings
from tests.botapi import Unrest
from tests.faults.disk import look
from tests.faults.harm import awake, die, fail
from tests.faults.lives import Life, begin
from tests.faults.moves import any_move
from tests.faults.plan import Person, Plan, Record
from tests.faults.residents import Resident
from tests.faults.telegram import Arrival, DeadlyBotApi
from tests.process import free_port

SECRET = "zqxvk-secret-of-the-webhook"
FIRST_ID = 72_041_977_000_000
"""Chat ids are large: as text, as number and in any encoding they cannot be met by chance."""
PEACE = 90.0
"""Seconds in which everything must be answered once nothing fails any more."""
MOST_ALONE = 5
"""Times that the bot may end by itself before there is no sense in going on."""
LOOKS = 10
"""Times that the database is looked at as a kill left it."""


Held = TypeVar("Held", bound=Record)
Cast = Callable[[Plan, DeadlyBotApi, random.Random, Path], Awaitable[Held]]
"""Who takes part, and what lies in the bot's (empty) folder before it starts."""


async def hold(plan: Plan, folder: Path, cast: Cast[Held], told: bool = False) -> Held:
    """Hold the run of `cast` with an empty `folder` to work in; `told` prints how far it is."""
    chance = random.Random(plan.seed)
    began = time.monotonic()
    async with DeadlyBotApi() as api:
        (folder / "data").mkdir(mode=0o700)
        record = await cast(plan, api, chance, folder / "data")
        api.on_arrival = _arrives(record)
        settings = _settings(record)
        try:
            async with _people(record, chance):
                fail(api, chance)
                while record.kills < plan.kills and len(record.alone) < MOST_ALONE:
                    await _live(record, settings, chance)
                    if told and record.kills % 25 == 0:
                        print(f"  {plan.name}: {record.kills} kills, {_turns(record)} updates", flush=True)
            await _finish(record, settings)
        finally:
            for life in record.lives:
                life.kill("the run is over")
    record.seconds = time.monotonic() - began
    return record


# --- the people --------------------------------------------------------------------------------------


async def residents(plan: Plan, api: DeadlyBotApi, chance: random.Random, folder: Path) -> Record:
    """People who talk with the bot."""
    house = replace(build_house(Settings()), speaks=speech.find().languages)  # as the real process has it
    ids = chance.sample(range(FIRST_ID, FIRST_ID + 1_000_000), plan.chats)
    people = [
        Resident(number, api.chat(one), house, random.Random(chance.random()), any_move, plan.erasing)
        for number, one in enumerate(ids)
    ]
    return Record(plan, folder, api, people)


def _arrives(record: Record) -> Callable[[Arrival], None]:
    by_id = {person.chat.id: person for person in record.people}

    def arrives(arrival: Arrival) -> None:
        person = by_id.get(arrival.call.chat_id or 0)
        if person:
            person.hears(arrival)

    return arrives


@asynccontextmanager
async def _people(record: Record, chance: random.Random) -> AsyncIterator[None]:
    """Everybody types as long as this is open; they begin before the bot is there."""
    record.api.updates.allowed = frozenset(("message", "edited_message", "callback_query"))
    record.api.disturb(record.plan.unrest or Unrest())
    for person in record.people:
        await person.acts()
        await person.acts()
    async with asyncio.TaskGroup() as group:
        typing = [group.create_task(_types(person, record.plan.between)) for person in record.people]
        yield
        for task in typing:
            task.cancel()


async def _types(person: Person, between: float) -> None:
    while True:
        await asyncio.sleep(min(person.chance.expovariate(1 / between), 6 * between))
        await person.acts()


# --- the bot -----------------------------------------------------------------------------------------


def _settings(record: Record) -> Mapping[str, str]:
    plain = {
        "TELEGRAM_TOKEN": record.api.token,
        "TELEGRAM_API": record.api.url,
        "TELEGRAM_RATE": "0",
        "TELEGRAM_CHAT_RATE": "0",
        "MESSAGE_RATE": "0",
        "DATA": str(record.folder),
        "LOG_LEVEL": "DEBUG",
    }
    port = free_port()
    hook = {
        "TELEGRAM_MODE": "webhook",
        "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
    }
    chosen = {**plain, **(hook if record.plan.webhook else {}), **record.settings}
    return {f"WEGWIJS_{name}": value for name, value in chosen.items()}


async def _begin(record: Record, settings: Mapping[str, str]) -> Life:
    life = record.api.newest = await begin(len(record.lives), settings, record.log)
    record.lives.append(life)
    return life


async def _live(record: Record, settings: Mapping[str, str], chance: random.Random) -> None:
    """One life, from its start to its violent end."""
    life = await _begin(record, settings)
    if record.plan.warm and not life.number:
        await awake(life)
        await life.gone(within=record.plan.warm)
    await die(record.api, life, chance)
    record.api.trap = None
    if life.killed is None:
        record.alone.append(life.number)
        return
    record.backlog.append(sum(bool(person.open) for person in record.people))
    if record.kills % max(1, record.plan.kills // LOOKS) == 0:
        await asyncio.to_thread(look, record)


async def _finish(record: Record, settings: Mapping[str, str]) -> None:
    """Nobody types and nothing fails any more: wait until all is answered and confirmed, then stop in good order."""
    record.api.faults.clear()
    life = await _begin(record, settings)
    await awake(life)
    with contextlib.suppress(TimeoutError, AssertionError):
        async with asyncio.timeout(PEACE):
            for person in record.people:
                await person.chat.until(person.content, PEACE)
            while len(record.api.updates):
                await record.api.updates.drained()
                await asyncio.sleep(1.5 if record.plan.unrest else 0.2)  # an update may come back even now
    await asyncio.sleep(record.plan.calm)  # it is fully awake, and the last delivery is written down
    record.status = await life.retire() if life.process.returncode is None else life.process.returncode
    life.kill("it would not stop")


def _turns(record: Record) -> int:
    return sum(len(person.turns) for person in record.people)
