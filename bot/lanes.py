"""Lanes: one thing at a time per key, first in, first out; different keys side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """Locks that exist only while somebody uses or waits for them."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lane(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for this lane's turn, in the order of arrival, and hold it."""
        lock, users = self._locks.get(key, (None, 0))
        lock = lock or asyncio.Lock()
        self._locks[key] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[key]
            if users == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, users - 1)


async def stand_back() -> None:
    """Let others go first that are about to wait for something: the next question to a channel, say.

    While an answer from outside is under way there is time for everything else; the other way round it is lost.
    """
    for _ in range(3):
        await asyncio.sleep(0)
