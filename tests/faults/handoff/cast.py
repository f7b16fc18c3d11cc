"""Who takes part: residents, invited experts, and somebody on call."""

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import crypto
from bot.experts import EXPERIENCES, Expert
from bot.running import build_house
from bot.settings import Settings
from bot.store import Store, open_sqlite
from tests.faults.handoff.expert import Worker
from tests.faults.handoff.people import Person as Somebody
from tests.faults.handoff.reading import Reader
from tests.faults.handoff.resident import Talker
from tests.faults.plan import Plan, Record
from tests.faults.run import FIRST_ID
from tests.faults.telegram import DeadlyBotApi

NAMES = ("Sam", "Noor", "Kim", "Bo", "Jip", "Mo", "Puck", "Robin")
RESIDENTS_EACH = 4
"""Residents for every expert."""


@dataclass(eq=False, repr=False)
class Scene(Record):
    """A run with residents, experts and somebody on call."""

    @property
    def talkers(self) -> Sequence[Talker]:
        """The residents."""
        return [person for person in self.people if isinstance(person, Talker)]

    @property
    def workers(self) -> Sequence[Worker]:
        """The experts."""
        return [person for person in self.people if isinstance(person, Worker)]

    @property
    def everybody(self) -> Sequence[Somebody]:
        """Residents and experts."""
        return [*self.talkers, *self.workers]


async def scene(plan: Plan, api: DeadlyBotApi, chance: random.Random, folder: Path) -> Scene:
    """`plan.chats` residents and a quarter as many experts, whose invitations lie in the database."""
    reader = Reader(build_house(Settings()).catalog)
    ids = chance.sample(range(FIRST_ID, FIRST_ID + 1_000_000), 2 * plan.chats + 1)
    workers = [
        Worker(number, api.chat(ids.pop()), reader, random.Random(chance.random()), code=_code(chance))
        for number in range(max(2, plan.chats // RESIDENTS_EACH))
    ]
    talkers = [
        Talker(number, api.chat(ids.pop()), reader, random.Random(chance.random())) for number in range(plan.chats)
    ]
    await _invite(folder, workers)
    on_call = api.chat(ids.pop())
    return Scene(plan, folder, api, [*workers, *talkers], {"COORDINATOR_CHATS": str(on_call.id)})


async def _invite(folder: Path, workers: Sequence[Worker]) -> None:
    store = Store(await open_sqlite(folder / "wegwijs.sqlite"), crypto.load("", folder))
    await store.start()
    for one in workers:
        name = NAMES[one.number % len(NAMES)]
        profile = Expert("", name, ("nl",), EXPERIENCES[:2], intro="Ik was er ook.", hours="ma-zo 0-24")
        await store.invite(one.code, profile.to_json(), 3600)
    await store.stop()


def _code(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_uppercase, k=10))
