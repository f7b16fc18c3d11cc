"""Delivers committed rows: in order per conversation, fair across them, at the pace the channel allows.

A row ends delivered or dead, never forgotten: what a crash leaves behind is delivered after the restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Mapping
from typing import Protocol

from bot.messages import Outgoing
from bot.pace import Pace
from bot.store import Delivery, Row, Store, StoreDown

PATIENCE = 24 * 3600.0
"""Seconds for which a delivery is tried again: as long as Telegram itself keeps a message."""
LONGEST_WAIT = 60.0
"""Seconds between two tries at the most."""

log = logging.getLogger(__name__)


class Later(Exception):
    """The channel cannot take the message now. `seconds`: when it can, if it said so."""

    def __init__(self, code: str, seconds: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class Never(Exception):
    """The channel will not take this message, or this resident has left. Its text is a code."""


class Channel(Protocol):
    """What a channel offers the sender."""

    async def deliver(self, address: str, outgoing: Outgoing) -> tuple[int, ...]:
        """Deliver one message; the channel's numbers of it. Raises Later or Never."""


class Sender:
    """Delivers rows over the channels named in them."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], together: Pace, each: Pace) -> None:
        """`together` is the pace of all deliveries, `each` that of every single conversation."""
        self._store = store
        self._channels = channels
        self._together = together
        self._each = each
        self._waiting: dict[bytes, deque[Row]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what was committed before and not delivered. Raises StoreDown."""
        self.put(tuple(await self._store.waiting()))

    def put(self, rows: tuple[Row, ...]) -> None:
        """Deliver `rows`, after what already waits for the same conversation."""
        for row in rows:
            waiting = self._waiting.get(row.conversation)
            if waiting is not None:
                waiting.append(row)
                continue
            self._waiting[row.conversation] = deque([row])
            task = asyncio.create_task(self._deliver_all(row.conversation))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until nothing waits to be delivered."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Stop delivering; what is left stays committed for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver_all(self, conversation: bytes) -> None:
        waiting = self._waiting[conversation]
        while waiting:
            delivery = await self._deliver(waiting[0])
            await self._note(delivery)
            waiting.popleft()
        del self._waiting[conversation]

    async def _deliver(self, row: Row) -> Delivery:
        """Try until the row is delivered or never can be."""
        clock = asyncio.get_running_loop().time
        started, tries = clock(), 0
        while True:
            await self._keep_pace(row.conversation, clock())
            try:
                return Delivery(row, await self._channels[row.channel].deliver(row.address, row.outgoing))
            except Never as error:
                log.warning("delivery_dead ref=%s code=%s", row.ref.hex(), error)
                return Delivery(row, failed=str(error))
            except Later as error:
                wait = _wait(error, tries)
                log.info("delivery_later ref=%s code=%s tries=%d", row.ref.hex(), error.code, tries)
                if clock() - started + wait > PATIENCE:
                    return Delivery(row, failed=error.code)
            tries += 1
            await asyncio.sleep(wait)

    async def _keep_pace(self, conversation: bytes, now: float) -> None:
        wait = self._each.reserve(conversation, now)
        if wait:
            await asyncio.sleep(wait)
        wait = self._together.reserve("all", now + wait)
        if wait:
            await asyncio.sleep(wait)

    async def _note(self, delivery: Delivery) -> None:
        """Commit that the row is done; keep trying while the database is down, lest it be sent twice."""
        while True:
            with contextlib.suppress(StoreDown):
                return await self._store.delivered(delivery)
            await asyncio.sleep(1)


def _wait(error: Later, tries: int) -> float:
    """Seconds until the next try: what the channel asked for, else doubling from half a second, jittered."""
    if error.seconds is not None:
        return error.seconds + 0.1
    return float(min(LONGEST_WAIT, 0.5 * 2 ** min(tries, 10)) * random.uniform(0.8, 1.2))
