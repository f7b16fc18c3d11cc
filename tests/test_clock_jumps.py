"""A clock that jumps by an hour or two days, also back, around a service that is killed: nobody is left in silence."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest

from bot.house import House
from tests.conftest import Shelf
from tests.experts import Town
from tests.faults.handoff.reading import ENDS
from tests.faults.handoff.resident import STATUS

SAM, KIM = "11", "12"
RESIDENTS = ("21", "22", "23", "24")
HOUR, DAYS = timedelta(hours=1), timedelta(days=2)
JUMPS = (HOUR, HOUR, DAYS, -HOUR, timedelta(minutes=20))
NUMBERED = re.compile(r"\w+ · (\d+)\n(woord\w+)")


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house)


async def jumps(town: Town, by: timedelta) -> None:
    """The clock jumps, and the house looks around a few times."""
    town.shelf.now += by.total_seconds()
    for _ in range(3):
        await town.settles()


def told(town: Town, who: str) -> str:
    """What a resident read last about their request."""
    steps = [screen.step for to, screen in town.phones.ever if to == who and screen.step in STATUS]
    return steps[-1] if steps else ""


@pytest.mark.parametrize("killed", [False, True])
async def test_two_days_pass_while_somebody_waits(town: Town, house: House, killed: bool) -> None:
    await town.expert(SAM)
    await town.agrees("21")
    for _ in range(4):  # a reminder, a wider circle, an apology, the end
        town = await town.killed(house) if killed else town
        await jumps(town, DAYS)
    assert "relay.sorry" in [screen.step for to, screen in town.phones.ever if to == "21"]
    assert told(town, "21") == "relay.expired"
    assert town.shelf.look("SELECT COUNT(*) FROM request WHERE open = 1") == [(0,)]


@pytest.mark.parametrize("killed", [False, True])
async def test_an_hour_passes_and_the_expert_said_nothing(town: Town, house: House, killed: bool) -> None:
    await town.expert(SAM)
    await town.expert(KIM)
    await town.agrees("21")
    await town.taps(SAM, "desk.claim.")
    for _ in range(2):
        town = await town.killed(house) if killed else town
        await jumps(town, HOUR)
    assert "relay.next" in [screen.step for to, screen in town.phones.ever if to == "21"]
    assert told(town, "21") == "relay.waiting", "somebody else is asked, and that is said"
    await town.taps(KIM, "desk.claim.")
    assert told(town, "21") == "relay.claimed"


@pytest.mark.parametrize("killed", [False, True])
async def test_two_days_of_silence_in_a_talk_are_asked_about_before_it_ends(
    town: Town, house: House, killed: bool
) -> None:
    await town.expert(SAM)
    await town.talks("21", SAM)
    town = await town.killed(house) if killed else town
    await jumps(town, DAYS)
    assert told(town, "21") == "relay.quiet"
    town = await town.killed(house) if killed else town
    await jumps(town, DAYS)
    assert told(town, "21") == "relay.faded"


async def test_a_clock_set_back_keeps_nobody_from_talking(town: Town, house: House) -> None:
    await town.expert(SAM)
    await town.talks("21", SAM)
    await jumps(town, -HOUR)
    town = await town.killed(house)
    await town.says("21", "ben je er nog")
    assert town.sees(SAM, "ben je er nog")


# --- anything, in any order --------------------------------------------------------------------------


class Chance:
    """Residents and experts who do what the dice say, where it can be done."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.dice = random.Random(seed)
        self.kills = 0
        self.talks: dict[str, str] = {}

    async def acts(self, house: House) -> None:
        """One thing more; now and then the clock jumps, or all is killed with messages on their way."""
        fate = self.dice.random()
        if fate < 0.08:
            await jumps(self.town, self.dice.choice(JUMPS))
        elif fate < 0.2:
            self.town, self.kills = await self.town.killed(house), self.kills + 1
        elif fate < 0.6:
            await self._resident(self.dice.choice(RESIDENTS))
        else:
            await self._expert(self.dice.choice((SAM, KIM)))

    async def _resident(self, who: str) -> None:
        status = STATUS.get(told(self.town, who), "free")
        if status == "free":
            await self.town.agrees(who, f"woordvan{who}")
        elif status == "passing":
            await self._presses(who, "!agree")
        elif status == "talking" and self.dice.random() < 0.85:
            await self.town.says(who, self._word(who), settle=self.dice.random() < 0.5)
        elif self.dice.random() < 0.5:
            deeds = ("!somebody_else", "!close", "!withdraw") if status == "talking" else ("!withdraw",)
            await self._presses(who, self.dice.choice(deeds))

    async def _expert(self, who: str) -> None:
        buttons = [button.data for one in self.town.phones.shown[who].values() for button in one.buttons]
        cards = [data for data in buttons if data.startswith("desk.claim.")]
        talks = [data.split(".")[2] for data in buttons if data.startswith("desk.finish.")]
        if cards and self.dice.random() < 0.5:
            await self._presses(who, self.dice.choice(cards))
        elif talks:
            name = self.dice.choice(talks)
            deed = self.dice.choices(("talk", "finish", "pass_on"), (8, 1, 1))[0]
            if deed == "talk":
                claimed = next(one for one in self.town.phones.shown[who].values() if name in str(one.buttons))
                settle = self.dice.random() < 0.5
                await self.town.says(who, self._word(who), reply_to=claimed.number, settle=settle)
            else:
                await self._presses(who, f"desk.{deed}.{name}")

    async def _presses(self, who: str, data: str) -> None:
        await self.town.presses(who, data)
        await self.town.settles()

    def _word(self, who: str) -> str:
        return f"woord{who}" + "".join(self.dice.choices("abcdefghij", k=8))


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_in_whatever_order_every_request_ends_and_is_told(
    town: Town, house: House, seed: int
) -> None:
    for expert in (SAM, KIM):
        await town.expert(expert, most=9)
    chance = Chance(town, seed)
    for _ in range(100):
        await chance.acts(house)
    town = chance.town
    await town.settles()
    for _ in range(6):
        await jumps(town, DAYS)
    assert chance.kills > 3
    assert town.shelf.look("SELECT COUNT(*) FROM request WHERE open = 1") == [(0,)]
    assert town.shelf.look("SELECT COUNT(*) FROM outgoing") == [(0,)]
    assert {told(town, who) for who in RESIDENTS} <= {*ENDS, ""}
    assert town.shelf.look("PRAGMA integrity_check") == [("ok",)]
    for who in (SAM, KIM, *RESIDENTS):
        numbered = {(found[1], found[2]) for found in _read(town, who)}  # again only if killed with it in hand
        words = [word for _, word in numbered]
        assert len(words) == len(set(words)), "a word was counted twice"
        assert not [word for word in words if word.startswith(f"woord{who}")], "one's own word came back"


def _read(town: Town, who: str) -> list[re.Match[str]]:
    """The numbered messages somebody read, in order."""
    found = (NUMBERED.match(screen.text) for to, screen in town.phones.ever if to == who)
    return [one for one in found if one]
