"""Delivers committed rows: in order per conversation, fair across them, at the pace the channel allows.

A row ends delivered or dead, never forgotten: what a crash leaves behind is delivered after the restart.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

from bot.lanes import stand_back
from bot.messages import Delete, Hush, Outgoing
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

    def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        """Deliver one message, in as many parts as the channel needs, without the first `skip`.

        Yields the channel's number of each part. Raises Later or Never.
        """


class Sender:
    """Delivers rows over the channels named in them."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], together: Pace, each: Pace) -> None:
        """`together` is the pace of all deliveries, `each` that of every single conversation."""
        self._store = store
        self._channels = channels
        self._together = together
        self._each = each
        self._waiting: dict[bytes, deque[Row]] = {}
        self._forgotten: set[bytes] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Take up what was committed before and not delivered, in that order. Raises StoreDown."""
        for row in await self._store.waiting():
            if row.channel in self._channels:
                self._add(row)

    def put(self, rows: tuple[Row, ...]) -> None:
        """Deliver the `rows` of a turn, after what already waits for the same conversation.

        A turn that deletes all has erased what still waits there too: that is not sent any more.
        """
        for row in rows:
            if isinstance(row.outgoing, Hush):
                self._forgotten.update(row.outgoing.refs)
                continue
            if isinstance(row.outgoing, Delete) and not row.outgoing.topic:
                self._forgotten |= {one.ref for one in self._waiting.get(row.conversation, ())}
            self._add(row)

    async def idle(self) -> None:
        """Wait until nothing waits to be delivered."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, grace: float = 3.0) -> None:
        """Stop delivering; what is under way gets `grace` seconds, the rest stays for the next start."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _add(self, row: Row) -> None:
        if row.conversation in self._waiting:
            self._waiting[row.conversation].append(row)
            return
        self._waiting[row.conversation] = deque([row])
        task = asyncio.create_task(self._deliver_all(row.conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_all(self, conversation: bytes) -> None:
        waiting = self._waiting[conversation]
        await stand_back()
        while waiting and not self._stopping:
            row = waiting[0]
            undo = await self._note(await self._deliver(row))
            waiting.popleft()
            waiting.extend(undo)
            self._forgotten.discard(row.ref)
        del self._waiting[conversation]

    async def _deliver(self, row: Row) -> Delivery:
        """Try until the row is delivered, or never can be, or is not to be delivered any more."""
        clock = asyncio.get_running_loop().time
        started, tries, numbers = clock(), 0, list[int]()
        while row.ref not in self._forgotten:
            await self._keep_pace(row.conversation)
            try:
                await self._hand_over(row, numbers)
                break
            except Later as error:
                wait = _wait(error, tries)
                if clock() - started + wait > PATIENCE:
                    return _dead(row, numbers, error.code)
                log.info("delivery_later ref=%s code=%s tries=%d", row.ref.hex(), error.code, tries)
            except Never as error:
                return _dead(row, numbers, str(error))
            except Exception as error:  # a row that breaks the channel must not silence the conversation
                return _dead(row, numbers, type(error).__name__)
            tries += 1
            await asyncio.sleep(wait)
        return Delivery(row, tuple(numbers))

    async def _hand_over(self, row: Row, numbers: list[int]) -> None:
        """Deliver the parts that are left, for as long as nobody forgets them. Raises Later or Never."""
        await self._store.settled()
        if row.ref in self._forgotten:
            return
        async for number in self._channels[row.channel].deliver(row.address, row.outgoing, len(numbers)):
            numbers.append(number)
            await self._store.settled()
            if row.ref in self._forgotten:
                return

    async def _keep_pace(self, conversation: bytes) -> None:
        """First this conversation's own pace, then a place in the row of all."""
        clock = asyncio.get_running_loop().time
        for pace, key in ((self._each, conversation), (self._together, b"all")):
            wait = pace.reserve(key, clock())
            if wait:
                await asyncio.sleep(wait)

    async def _note(self, delivery: Delivery) -> tuple[Row, ...]:
        """Commit that the row is done; keep trying while the database is down, lest it be sent twice."""
        while True:
            try:
                return await self._store.delivered(delivery)
            except StoreDown:
                await asyncio.sleep(1)


def _dead(row: Row, numbers: Sequence[int], code: str) -> Delivery:
    log.warning("delivery_dead ref=%s code=%s", row.ref.hex(), code)
    return Delivery(row, tuple(numbers), failed=code)


def _wait(error: Later, tries: int) -> float:
    """Seconds until the next try: what the channel asked for, else doubling from half a second, jittered."""
    if error.seconds is not None:
        return error.seconds + 0.1
    return float(min(LONGEST_WAIT, 0.5 * 2 ** min(tries, 10)) * random.uniform(0.8, 1.2))
