"""What is left over when things cross each other: words on their way when all is erased, failures at a bad moment."""

from __future__ import annotations

import asyncio

import pytest

from bot.changes import Changes, Office
from bot.house import House
from bot.store import Due, StoreDown, Turn, Writes
from tests.conftest import Shelf
from tests.experts import CHANNEL, Town

SAM, KIM, ANN = "11", "12", "21"


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house)


async def test_erasing_takes_back_what_was_said_in_a_talk_that_is_over(town: Town) -> None:
    await town.expert(SAM)
    name = await town.talks(ANN, SAM)
    await town.says(ANN, "mijn geheim")
    await town.taps(SAM, f"desk.finish.{name}")
    assert town.sees(SAM, "mijn geheim")
    await town.says(ANN, "/leave")
    assert not town.sees(SAM, "mijn geheim")


async def test_words_that_still_wait_after_the_end_are_not_sent_once_all_is_erased(town: Town) -> None:
    await town.expert(SAM)
    name = await town.talks(ANN, SAM)
    gate = town.phones.gates[SAM] = asyncio.Event()
    await town.says(ANN, "onderweg", settle=False)
    await town.says(ANN, "wacht nog", settle=False)
    await town.presses(SAM, f"desk.finish.{name}")
    await town.says(ANN, "/leave", settle=False)
    gate.set()
    await town.settles()
    assert "wacht nog" not in town.ever(SAM)
    assert not town.sees(SAM, "onderweg"), "it was sent at that moment, and is taken away again"
    assert town.shelf.look("SELECT COUNT(*) FROM outgoing") == [(0,)]


async def test_a_failure_is_told_even_if_the_talk_goes_on_at_once(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    town.phones.refused = {SAM}
    await town.says(ANN, "komt niet aan", settle=False)
    await town.sender.idle()
    town.phones.refused = set()
    await town.says(ANN, "komt wel aan", settle=False)
    await town.settles()
    assert town.sees(SAM, "komt wel aan")
    assert "relay.undelivered" in town.steps(ANN)


async def test_the_last_words_before_a_goodbye_arrive(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    gate = town.phones.gates[SAM] = asyncio.Event()
    await town.says(ANN, "je hielp me", settle=False)
    await town.says(ANN, "dank je wel", settle=False)
    await town.presses(ANN, "!close")
    gate.set()
    await town.settles()
    assert town.sees(SAM, "dank je wel")
    assert town.step(SAM) == "desk.closed"


async def test_the_next_expert_counts_from_one(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, "eerste")
    await town.expert(KIM)
    await town.taps(ANN, "!somebody_else")
    await town.taps(KIM, "desk.claim.")
    await town.says(ANN, "opnieuw")
    assert "· 1\nopnieuw" in town.text(KIM)


async def test_a_look_that_goes_wrong_harms_no_turn_of_the_same_moment(town: Town) -> None:
    def broken(_: Office) -> Changes:
        raise KeyError("a mistake of ours")

    turn = Turn(CHANNEL, ANN, "one", (), lambda _, __: Writes({}))
    rows, failed = await asyncio.gather(town.store.turn(turn), town.store.due(Due(broken)), return_exceptions=True)
    assert rows == ()
    assert isinstance(failed, StoreDown)
