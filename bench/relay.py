"""Talks between residents and experts: how long a word takes from one side to the other, beyond the channel's time.

The fake Bot API and everybody in it share one core, the bot has the other one. The channel's own time is what a
message takes there and back without anything to do: it is part of what is measured here, and small.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.figures import Figure, milliseconds
from bench.place import cpu_of, folder
from bench.processes import OURS, bot, other_side
from bot import crypto
from bot.experts import EXPERIENCES, Expert
from bot.store import Store, open_sqlite

PEOPLE, ALIKE, MOST = 200, 8, 50
"""Residents, experts with the same experience, and talks of one of them at the same time."""
RATE, SECONDS, REPEATS = 20, 6.0, 3
"""Words of residents a second, each of which is answered: with 200 talks everybody speaks every ten seconds."""
AIM = 50


def relay() -> list[Figure]:
    """Waiting times of relayed messages with `PEOPLE` talks at once, and how many a second there can be."""
    with other_side() as others, folder() as place:
        line = others.connect()
        codes = asyncio.run(_invite(place))
        with bot(OURS, line, place) as process:
            others.ask("pair", line, people=PEOPLE, codes=codes)
            waits = [others.ask("relay", line, rate=RATE, seconds=SECONDS)["waits"] for _ in range(REPEATS)]
            before = cpu_of(process.pid)
            rush = others.ask("relay_at_once", line, seconds=SECONDS)
            cost = (cpu_of(process.pid) - before) / len(rush["waits"]) * 1000
    return [
        Figure(f"relayed in {PEOPLE} talks, {2 * RATE} words/s, p50", "ms", _each(waits, 50), AIM, at_most=True),
        Figure("  p99", "ms", _each(waits, 99)),
        Figure(f"relayed in {PEOPLE} talks, as fast as can be", "words/s", (rush["rate"],)),
        Figure("  p50", "ms", (milliseconds(rush["waits"], 50),)),
        Figure("  processor time", "ms/word", (cost,)),
    ]


def _each(waits: list[list[float]], percent: int) -> tuple[float, ...]:
    return tuple(milliseconds(one, percent) for one in waits)


async def _invite(place: Path) -> list[str]:
    """Invitations in the database of the bot that is going to start."""
    store = Store(await open_sqlite(place / "wegwijs.sqlite"), crypto.load("", place))
    await store.start()
    codes = [f"BENCH{number:05}" for number in range(ALIKE * len(EXPERIENCES))]
    for number, code in enumerate(codes):
        known = EXPERIENCES[number % len(EXPERIENCES)]
        profile = Expert("", f"Sam{number}", ("nl",), (known,), hours="ma-zo 0-24", most=MOST)
        await store.invite(code, profile.to_json(), 3600)
    await store.stop()
    return codes
