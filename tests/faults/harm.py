"""What goes wrong in a run: calls that fail, and the ways in which the bot dies."""

import asyncio
import random

from tests.botapi import Fault, FaultKind
from tests.faults.lives import Life
from tests.faults.telegram import DeadlyBotApi, Moment, Trap

START = 30.0
"""Seconds in which a process must have made its first call."""
MUTE = "it made no call"
"""How a life ends that did not."""

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


def fail(api: DeadlyBotApi, chance: random.Random) -> None:
    """From now on calls fail by chance."""
    for method, kind, probability, seconds in FAULTS:
        seed = chance.getrandbits(32)
        api.faults.append(Fault(kind, method, times=None, probability=probability, seed=seed, seconds=seconds))


async def die(api: DeadlyBotApi, life: Life, chance: random.Random) -> None:
    """Kill it: while it starts, at any moment, or at a call."""
    fate = chance.random()
    if fate < 0.15:
        await life.gone(within=chance.uniform(0, 0.8))
        life.kill("while it started")
    elif fate < 0.55:
        await awake(life)
        await life.gone(within=chance.uniform(0, 1.0))
        life.kill("at any moment")
    else:
        api.trap = _trap(chance)
        await awake(life)
        await life.gone(within=1.5)
        life.kill("at any moment")
    await life.gone()


async def awake(life: Life) -> None:
    """Wait for its first call; one that makes none is ended."""
    try:
        await asyncio.wait_for(life.awake.wait(), START)
    except TimeoutError:
        life.kill(MUTE)


def _trap(chance: random.Random) -> Trap:
    method = chance.choices(("sendMessage", "getUpdates", "answerCallbackQuery", "deleteMessages"), (6, 3, 1, 1))[0]
    skip = chance.randint(0, 25 if method == "sendMessage" else 2)
    return Trap(method, chance.choice(tuple(Moment)), skip, chance.uniform(0, 0.03))
