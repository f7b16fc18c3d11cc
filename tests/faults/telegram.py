"""Telegram, with a hand on the bot's throat: kills right before or after a call, and who made which call."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from tests.botapi import Call, Delivery, FakeBotApi
from tests.botapi.params import Params, bad_request
from tests.botapi.server import NAMES
from tests.botapi.updates import Updates
from tests.faults.lives import Life

TOKEN = "7204197700:zqxvk-not-a-real-token-of-anybody-0"
"""Of the form of a real one, so that what keeps tokens out of logs is put to work."""
DOOM = "weigerdit"
"""A message with this word is refused for good."""


class Moment(StrEnum):
    """When a trap springs, seen from the call that springs it."""

    BEFORE = "before"  # Telegram never hears of it
    DURING = "during"  # it takes effect; nobody is left to read the answer
    AFTER = "after"  # the answer is on its way, or read, or being written down


@dataclass(slots=True)
class Trap:
    """Kills the bot at a call of `method`, after `skip` others; AFTER waits another `delay` seconds."""

    method: str
    moment: Moment
    skip: int = 0
    delay: float = 0.0

    @property
    def name(self) -> str:
        """How a life ended that it took."""
        return f"{self.moment} {self.method}"

    def springs(self, method: str, during: bool) -> bool:
        """Whether this call does it; counts the call. `during`: it is just about to take effect."""
        if method != self.method or during != (self.moment is Moment.DURING):
            return False
        self.skip -= 1
        return self.skip < 0


@dataclass(slots=True, eq=False)
class Arrival:
    """A message that reached somebody: the call, the life that made it, and when its answer was complete."""

    call: Call
    life: Life
    answered: float | None = None


class InChatOrder(Updates):
    """Updates mixed across chats only: within a batch, each chat's own stay in the order of their ids."""

    def _take(self, limit: int) -> list[tuple[Params, Delivery]]:
        batch = super()._take(limit)
        own: dict[int | None, list[tuple[Params, Delivery]]] = {}
        for one in sorted(batch, key=lambda one: one[1].update_id, reverse=True):
            own.setdefault(one[1].chat_id, []).append(one)
        return [own[delivery.chat_id].pop() for _, delivery in batch]


@dataclass(eq=False, kw_only=True)
class DeadlyBotApi(FakeBotApi):
    """The server with a trap. `newest` is the life started last; `on_arrival` hears of every message."""

    token: str = TOKEN
    updates: Updates = field(default_factory=InChatOrder)
    newest: Life | None = None
    trap: Trap | None = None
    on_arrival: Callable[[Arrival], None] = lambda _: None
    _life: Life | None = None
    _unanswered: dict[int, Arrival] = field(default_factory=dict)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request, unless it is the bot's last."""
        method = NAMES.get(request.path.rpartition("/")[2].lower(), "")
        if method == "getMe" and self.newest:  # the first call of every life; what comes before it is of the last
            self._life = self.newest
            self._life.meets()
        trap, life = self._sprung(method), self._life
        if trap and life and trap.moment is Moment.BEFORE:
            life.kill(trap.name)
            return _unheard(request)
        response = await self._served(request)
        if trap and life:
            asyncio.get_running_loop().call_later(trap.delay, life.kill, trap.name)
        return response

    def _sprung(self, method: str, during: bool = False) -> Trap | None:
        trap = self.trap
        if trap is None or self._life is None or not trap.springs(method, during):
            return None
        self.trap = None
        return trap

    async def _served(self, request: web.BaseRequest) -> web.StreamResponse:
        number = len(self.calls)
        try:
            return await super().serve(request)
        finally:
            arrival = self._unanswered.pop(id(self.calls[number]), None)
            if arrival:
                arrival.answered = time.monotonic()

    async def _carried_out(self, call: Call, handed: list[Delivery]) -> Any:
        trap = self._sprung(call.method, during=True)
        if trap and self._life:
            self._life.kill(trap.name)
        if DOOM in str(call.params.get("text", "")):
            raise bad_request("message is too sad")
        result = await super()._carried_out(call, handed)
        if call.method == "sendMessage" and self._life:
            arrival = self._unanswered[id(call)] = Arrival(call, self._life)
            self._life.replied = self._life.replied or time.monotonic()
            self.on_arrival(arrival)
        return result


def _unheard(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
