"""One run: people type, Telegram fails, the bot dies and starts again, and at the end it may finish in peace."""

import asyncio
import contextlib
import random
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.running import build_house
from bot.settings import Settings
from tests.botapi import Fault, FaultKind, Unrest
from tests.faults import traces
from tests.faults.lives import Life, begin
from tests.faults.moves import any_move
from tests.faults.residents import Resident
from tests.faults.telegram import Arrival, DeadlyBotApi, Moment, Trap
from tests.process import free_port

SECRET = "zqxvk-secret-of-the-webhook"
FIRST_ID = 72_041_977_000_000
"""Chat ids are large: as text, as number and in any encoding they cannot be met by chance."""
BETWEEN = 2.5
"""Seconds on average between two things one person does."""
START = 30.0
"""Seconds in which a process must have made its first call."""
PEACE = 90.0
"""Seconds in which everything must be answered once nothing fails any more."""
MOST_ALONE = 5
"""Times that the bot may end by itself before there is no sense in going on."""
LOOKS = 10
"""Times that the database is looked at as a kill left it."""

FAULTS: tuple[tuple[str, FaultKind, float, float], ...] = (
    ("sendMessage", "429", 0.03, 1),
    ("sendMessage", "500", 0.03, 0),
    ("sendMessage", "502", 0.03, 0),
    ("sendMessage", "drop_before", 0.03, 0),
    ("sendMessage", "drop_after", 0.03, 0),
    ("sendMessage", "garbage", 0.02, 0),
    ("sendMessage", "slow", 0.03, 0.3),
    ("sendMessage", "hang", 0.01, 0),
    ("deleteMessages", "500", 0.05, 0),
    ("deleteMessages", "drop_after", 0.05, 0),
    ("answerCallbackQuery", "502", 0.03, 0),
    ("answerCallbackQuery", "hang", 0.02, 0),
    ("getUpdates", "500", 0.02, 0),
    ("getUpdates", "409", 0.01, 0),
    ("getUpdates", "drop_before", 0.02, 0),
    ("getUpdates", "drop_after", 0.04, 0),
    ("getUpdates", "garbage", 0.02, 0),
)
"""Method, what goes wrong, how often, and seconds (of retry_after, or until the answer)."""


@dataclass(frozen=True)
class Plan:
    """What a run is to be. `erasing`: people may erase everything, even while replies are on their way.
    `webhook`: updates are pushed to the bot instead of asked for."""

    name: str
    kills: int
    seed: int
    chats: int
    unrest: Unrest | None = None
    erasing: bool = True
    webhook: bool = False


@dataclass(eq=False, repr=False)  # asyncio.run writes out what it returns: this would take minutes
class Record:
    """All that is known of a run. `looks`: what was wrong on disk after single kills; `alone`: lives that ended
    without being killed; `status`: how the last one ended."""

    plan: Plan
    folder: Path
    api: DeadlyBotApi
    residents: list[Resident]
    lives: list[Life] = field(default_factory=list)
    backlog: list[int] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    looked: int = 0
    alone: list[int] = field(default_factory=list)
    status: int | None = None
    seconds: float = 0.0

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / "wegwijs.sqlite"

    @property
    def log(self) -> Path:
        """All that every life wrote to standard output and error."""
        return self.folder.parent / "bot.log"

    @property
    def kills(self) -> int:
        """Lives that were killed."""
        return sum(life.killed is not None for life in self.lives)


async def hold(plan: Plan, folder: Path, told: bool = False) -> Record:
    """Hold the run with an empty `folder` to work in; `told` prints how far it is."""
    chance = random.Random(plan.seed)
    began = time.monotonic()
    async with DeadlyBotApi() as api:
        record = Record(plan, folder / "data", api, _residents(plan, api, chance))
        settings = _settings(record)
        try:
            async with _people(record, chance):
                _fail(api, chance)
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


def _residents(plan: Plan, api: DeadlyBotApi, chance: random.Random) -> list[Resident]:
    house = build_house(Settings())
    ids = chance.sample(range(FIRST_ID, FIRST_ID + 1_000_000), plan.chats)
    people = [
        Resident(number, api.chat(one), house, random.Random(chance.random()), any_move, plan.erasing)
        for number, one in enumerate(ids)
    ]
    by_id = {person.chat.id: person for person in people}

    def arrives(arrival: Arrival) -> None:
        person = by_id.get(arrival.call.chat_id or 0)
        if person:
            person.hears(arrival)

    api.on_arrival = arrives
    return people


@asynccontextmanager
async def _people(record: Record, chance: random.Random) -> AsyncIterator[None]:
    """Everybody types as long as this is open; they begin before the bot is there."""
    record.api.updates.allowed = frozenset(("message", "edited_message", "callback_query"))
    record.api.disturb(record.plan.unrest or Unrest())
    for person in record.residents:
        await person.acts()
        await person.acts()
    async with asyncio.TaskGroup() as group:
        typing = [group.create_task(_types(person)) for person in record.residents]
        yield
        for task in typing:
            task.cancel()


async def _types(person: Resident) -> None:
    while True:
        await asyncio.sleep(min(person.chance.expovariate(1 / BETWEEN), 6 * BETWEEN))
        await person.acts()


def _fail(api: DeadlyBotApi, chance: random.Random) -> None:
    for method, kind, probability, seconds in FAULTS:
        seed = chance.getrandbits(32)
        api.faults.append(Fault(kind, method, times=None, probability=probability, seed=seed, seconds=seconds))


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
    record.folder.mkdir(mode=0o700)
    return {f"WEGWIJS_{name}": value for name, value in {**plain, **(hook if record.plan.webhook else {})}.items()}


async def _begin(record: Record, settings: Mapping[str, str]) -> Life:
    life = record.api.newest = await begin(len(record.lives), settings, record.log)
    record.lives.append(life)
    return life


async def _live(record: Record, settings: Mapping[str, str], chance: random.Random) -> None:
    """One life, from its start to its violent end."""
    life = await _begin(record, settings)
    await _die(record.api, life, chance)
    record.api.trap = None
    if life.killed is None:
        record.alone.append(life.number)
        return
    record.backlog.append(sum(bool(person.open) for person in record.residents))
    if record.kills % max(1, record.plan.kills // LOOKS) == 0:
        await asyncio.to_thread(_look, record)


async def _die(api: DeadlyBotApi, life: Life, chance: random.Random) -> None:
    """Kill it: while it starts, at any moment, or at a call."""
    fate = chance.random()
    if fate < 0.15:
        await life.gone(within=chance.uniform(0, 0.8))
        life.kill("while it started")
    elif fate < 0.55:
        await _awake(life)
        await life.gone(within=chance.uniform(0, 1.0))
        life.kill("at any moment")
    else:
        api.trap = _trap(chance)
        await _awake(life)
        await life.gone(within=1.5)
        life.kill("at any moment")
    await life.gone()


async def _awake(life: Life) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(life.awake.wait(), START)


def _trap(chance: random.Random) -> Trap:
    method = chance.choices(("sendMessage", "getUpdates", "answerCallbackQuery", "deleteMessages"), (6, 3, 1, 1))[0]
    skip = chance.randint(0, 25 if method == "sendMessage" else 2)
    return Trap(method, chance.choice(tuple(Moment)), skip, chance.uniform(0, 0.03))


def _look(record: Record) -> None:
    """The database as a kill left it, in a copy: is it whole, and does it keep its secrets?"""
    number = record.kills
    copy = record.folder.parent / "copy"
    copy.mkdir()
    for file in record.folder.glob("wegwijs.sqlite*"):
        shutil.copy(file, copy)
    record.looks += (f"after kill {number}: {found}" for found in traces.in_files(copy.iterdir()))
    record.looks += (f"after kill {number}: {found}" for found in damage(copy / record.database.name))
    record.looked += 1
    shutil.rmtree(copy)


def damage(database: Path) -> list[str]:
    """What SQLite itself finds wrong."""
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"integrity_check: {error}"]
    return [
        *(f"integrity_check: {line}" for line in said if line != "ok"),
        *(f"loose row in {row[0]}" for row in loose),
    ]


async def _finish(record: Record, settings: Mapping[str, str]) -> None:
    """Nobody types and nothing fails any more: wait until all is answered and confirmed, then stop in good order."""
    record.api.faults.clear()
    life = await _begin(record, settings)
    await _awake(life)
    with contextlib.suppress(TimeoutError, AssertionError):
        async with asyncio.timeout(PEACE):
            for person in record.residents:
                await person.chat.until(person.content, PEACE)
            while len(record.api.updates):
                await record.api.updates.drained()
                await asyncio.sleep(1.5 if record.plan.unrest else 0.2)  # an update may come back even now
    await asyncio.sleep(1)  # it is fully awake, and the last delivery is written down
    record.status = await life.retire() if life.process.returncode is None else life.process.returncode
    life.kill("it would not stop")


def _turns(record: Record) -> int:
    return sum(len(person.turns) for person in record.residents)
