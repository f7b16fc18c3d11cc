"""The queue of updates: what waits, what was delivered when, and the rules of long polling."""

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from tests.botapi.faults import Unrest
from tests.botapi.params import Params, RefusedError

# Left out unless a bot asks for them by name.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

# Rules of the real server's long polling; counts and seconds.
BATCH = 100
FUTURE = 10  # an offset further ahead than this is ignored
SAME_OFFSET_ONE = 0.5  # asking the same offset again this soon brings one update only
SAME_OFFSET_WAIT = 3.0  # and an empty answer takes at least this long
STALE_WITHIN = 1.0  # a confirmed update that comes back does so within this time
CONFLICT_PAUSE = 3.0  # a second conflict within this time is told only after it


@dataclass(slots=True)
class Delivery:
    """One update handed over once. `at` is `time.monotonic()`; `lost`: the client did not take it."""

    update_id: int
    chat_id: int | None
    at: float
    attempt: int
    lost: bool = False


@dataclass(slots=True)
class _Waiting:
    update: Params
    chat_id: int | None
    owed: int = 0  # deliveries that happen whatever the client confirms
    attempts: int = 0
    returned: bool = False  # came back once after it was confirmed


class Updates:
    """Updates of one bot. Ids rise by one; confirming an offset forgets everything below it."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []
        self.allowed: frozenset[str] = frozenset()
        self.unrest = Unrest()
        self.on_ready: Callable[[int, int | None], None] | None = None
        self._chance = random.Random(0)
        self._waiting: dict[int, _Waiting] = {}
        self._last_id = 0
        self._poller: asyncio.Future[None] | None = None
        self._last_poll = (0, -SAME_OFFSET_WAIT)
        self._next_conflict = 0.0
        self._drained = asyncio.Event()
        self._drained.set()

    def __len__(self) -> int:
        return len(self._waiting)

    def disturb(self, unrest: Unrest) -> None:
        """From now on updates misbehave like this."""
        self.unrest = unrest
        self._chance = random.Random(unrest.seed)

    def add(self, update: Params, chat_id: int | None = None) -> int:
        """Queue an update and give its id; kinds the bot did not ask for are dropped."""
        self._last_id += 1
        if self._wanted(update):
            waiting = _Waiting({"update_id": self._last_id, **update}, chat_id)
            self._arrive(self._last_id, waiting)
        return self._last_id

    def again(self, update_id: int, update: Params, chat_id: int | None = None) -> None:
        """Bring an update back that was confirmed before."""
        self._appear(update_id, _Waiting({"update_id": update_id, **update}, chat_id, owed=1))

    def _wanted(self, update: Params) -> bool:
        return all(kind in self.allowed if self.allowed else kind not in UNASKED for kind in update)

    def _arrive(self, update_id: int, waiting: _Waiting) -> None:
        unrest = self.unrest
        if unrest.repeat > 1:
            waiting.owed = self._chance.randint(1, unrest.repeat)
        if not unrest.delay:
            self._appear(update_id, waiting)
            return
        waiting.owed = max(waiting.owed, 1)
        self._appear_within(unrest.delay, update_id, waiting)

    def _appear_within(self, seconds: float, update_id: int, waiting: _Waiting) -> None:
        wait = self._chance.uniform(0, seconds)
        asyncio.get_running_loop().call_later(wait, self._appear, update_id, waiting)

    def _appear(self, update_id: int, waiting: _Waiting) -> None:
        self._waiting[update_id] = waiting
        self._drained.clear()
        if self.on_ready:
            self.on_ready(update_id, waiting.chat_id)
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def ready(self) -> Iterable[tuple[int, int | None]]:
        """(update id, chat) of everything that waits, oldest first."""
        return [(update_id, waiting.chat_id) for update_id, waiting in self._waiting.items()]

    def clear(self) -> None:
        """Forget everything that waits."""
        for update_id in list(self._waiting):
            self._drop(update_id)

    async def drained(self) -> None:
        """Wait until the client has confirmed everything; what `Unrest` still holds back does not count."""
        await self._drained.wait()

    def _drop(self, update_id: int) -> None:
        del self._waiting[update_id]
        if not self._waiting:
            self._drained.set()

    def hand_over(self, update_id: int) -> tuple[Params, Delivery] | None:
        """Record one delivery of a waiting update; None when it is gone."""
        waiting = self._waiting.get(update_id)
        if waiting is None:
            return None
        waiting.attempts += 1
        waiting.owed = max(0, waiting.owed - 1)
        delivery = Delivery(update_id, waiting.chat_id, time.monotonic(), waiting.attempts)
        self.deliveries.append(delivery)
        return waiting.update, delivery

    def confirm(self, update_id: int) -> bool:
        """The client has it: forget it, unless more deliveries are owed. Says whether it is gone."""
        waiting = self._waiting.get(update_id)
        if waiting is None:
            return True
        if waiting.owed:
            return False
        self._drop(update_id)
        if waiting.attempts and not waiting.returned and self._chance.random() < self.unrest.stale:
            waiting.owed, waiting.returned = 1, True
            self._appear_within(STALE_WITHIN, update_id, waiting)
        return True

    async def poll(self, offset: int, limit: int, wait: float) -> list[tuple[Params, Delivery]]:
        """One getUpdates call of at most `wait` seconds; `RefusedError` when a newer call takes over."""
        limit, wait = self._slow_down(offset, limit if 1 <= limit <= BATCH else BATCH, wait)
        self._forget(offset)
        batch = self._take(limit)
        if batch or wait <= 0:
            return batch
        self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        self._poller = poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(wait):
                await poller
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        return self._take(limit)

    def interrupt(self, why: str) -> None:
        """End the long poll that is under way, if any, with a conflict."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(RefusedError(409, f"Conflict: {why}"))
        self._poller = None

    def conflict_pause(self) -> float:
        """Seconds to hold back the next conflict answer: the first goes at once, others only later."""
        now = time.monotonic()
        if now < self._next_conflict:
            return CONFLICT_PAUSE
        self._next_conflict = now + CONFLICT_PAUSE
        return 0.0

    def _slow_down(self, offset: int, limit: int, wait: float) -> tuple[int, float]:
        now = time.monotonic()
        last_offset, last_at = self._last_poll
        self._last_poll = (offset, now)
        if offset != last_offset or now >= last_at + SAME_OFFSET_WAIT:
            return limit, wait
        return (1 if now < last_at + SAME_OFFSET_ONE else limit), max(wait, SAME_OFFSET_WAIT)

    def _forget(self, offset: int) -> None:
        if offset < 0:
            for update_id in list(self._waiting)[:offset]:
                self._drop(update_id)
        elif offset <= self._last_id + FUTURE:
            for update_id in self._below(offset):
                self.confirm(update_id)

    def _below(self, offset: int) -> list[int]:
        below = []
        for update_id in self._waiting:
            if update_id >= offset:
                break
            below.append(update_id)
        return below

    def _take(self, limit: int) -> list[tuple[Params, Delivery]]:
        ids = list(islice(self._waiting, limit))
        if self.unrest.shuffle:
            self._chance.shuffle(ids)
        return [handed for update_id in ids if (handed := self.hand_over(update_id))]


def was_lost(deliveries: Iterable[Delivery]) -> None:
    """Mark deliveries whose answer never reached the client."""
    for delivery in deliveries:
        delivery.lost = True
