"""The HTTP server: reads a call, lets faults strike, carries it out, answers, and writes all of it down."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.botapi.faults import ANSWER_LOST, Fault, Unrest, first_striking
from tests.botapi.ingress import Ingress
from tests.botapi.methods import FORBIDDEN, METHODS
from tests.botapi.params import Params, RefusedError, integer, read
from tests.botapi.updates import Delivery, was_lost
from tests.botapi.world import World

TOKEN = "100:TEST-wegwijs-not-a-real-token"
INGRESS = ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")
NAMES = {name.lower(): name for name in (*METHODS, *INGRESS)}
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
GARBAGE = b'{"ok":true,"result":{"message_id":'


@dataclass(slots=True)
class Call:
    """One request. `at` is `time.monotonic()` at its arrival; `status` 0: nothing was answered.

    `took_effect`: what the bot asked for was done. `answer_lost`: it was done, while the client got no answer
    it could read. A client that is killed can also lose an answer that counts as given here.
    """

    method: str
    params: Params
    chat_id: int | None
    at: float
    status: int = 0
    description: str = ""
    message_id: int | None = None
    took_effect: bool = False
    answer_lost: bool = False
    fault: str | None = None


@dataclass(eq=False, kw_only=True)
class FakeBotApi(World):
    """A Bot API server for one bot. Use as ``async with``, or `start` and `stop` it.

    The bot reaches it at ``{url}/bot{token}/{method}``. Append to `faults` what should go wrong; a spent
    fault leaves the list. Every answer takes `latency` seconds; the call itself takes effect at its arrival.
    """

    token: str = TOKEN
    latency: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    url: str = ""
    _runner: web.ServerRunner | None = None

    def __post_init__(self) -> None:
        self.ingress = Ingress(self.updates)

    async def start(self, port: int = 0) -> None:
        """Listen on this port of 127.0.0.1, 0 for any free one; `url` tells where."""
        server = web.Server(self.serve, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close every connection; calls under way get no answer."""
        await self.ingress.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def calls_of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """All calls of this method in order of arrival, of one chat or of all."""
        return [call for call in self.calls if call.method == method and chat_id in (None, call.chat_id)]

    def arrivals(self, chat_id: int) -> list[Call]:
        """The sendMessage calls that took effect in this chat, in the order in which they did."""
        sent = [call for call in self.calls_of("sendMessage", chat_id) if call.took_effect]
        return sorted(sent, key=lambda call: call.message_id or 0)

    @property
    def forbidden(self) -> list[Call]:
        """Every attempt to forward or copy a message."""
        return [call for call in self.calls if call.method in FORBIDDEN]

    @property
    def deliveries(self) -> list[Delivery]:
        """Every handing over of an update, in order."""
        return self.updates.deliveries

    def disturb(self, unrest: Unrest) -> None:
        """From now on updates misbehave like this."""
        self.updates.disturb(unrest)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request."""
        call = Call(request.path.rpartition("/")[2], {}, None, time.monotonic())
        self.calls.append(call)
        try:
            call.method = self._method(request.path)
            call.params = await read(request)
        except RefusedError as refused:
            call.status, call.description = refused.code, refused.description
            return _answer(refused.code, refused.answer())
        call.chat_id = integer(call.params, "chat_id") or None
        return await self._answer_call(call, request)

    def _method(self, path: str) -> str:
        bot, _, method = path.removeprefix("/").partition("/")
        if not bot.startswith("bot") or not method:
            raise RefusedError(404, "Not Found")
        if bot != f"bot{self.token}":
            raise RefusedError(401, "Unauthorized")
        if method.lower() not in NAMES:
            raise RefusedError(404, "Not Found: method not found")
        return NAMES[method.lower()]

    async def _answer_call(self, call: Call, request: web.BaseRequest) -> web.StreamResponse:
        handed: list[Delivery] = []
        try:
            response = await self._outcome(call, handed)
            call.answer_lost = response is None or call.fault in ANSWER_LOST or _gone(request)
        except asyncio.CancelledError:
            call.answer_lost = True
            raise
        finally:
            if call.answer_lost:
                was_lost(handed)
            call.answer_lost = call.answer_lost and call.took_effect
        if response is None:
            return _cut(request)
        call.status = response.status
        return response

    async def _outcome(self, call: Call, handed: list[Delivery]) -> web.Response | None:
        """What to answer; None: cut the connection."""
        fault = first_striking(self.faults, call.method, call.chat_id) if self.faults else None
        if fault:
            call.fault = fault.kind
        if fault and fault.kind not in ("slow", "drop_after", "garbage"):
            return await self._struck(call, fault)
        try:
            result = await self._carried_out(call, handed)
        except RefusedError as refused:
            call.description = refused.description
            await self._wait(fault)
            return _answer(refused.code, refused.answer())
        await self._wait(fault)
        if fault and fault.kind == "drop_after":
            return None
        if fault and fault.kind == "garbage":
            return web.Response(body=GARBAGE, content_type="application/json")
        return _answer(200, {"ok": True, "result": result})

    async def _struck(self, call: Call, fault: Fault) -> web.Response | None:
        """A fault that keeps the call from taking effect."""
        if fault.kind == "hang":
            await asyncio.get_running_loop().create_future()
        await self._wait(None)
        if fault.kind == "drop_before":
            return None
        if fault.kind == "502":
            return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")
        refused = fault.refusal()
        call.description = refused.description
        return _answer(refused.code, refused.answer())

    async def _carried_out(self, call: Call, handed: list[Delivery]) -> Any:
        method = METHODS.get(call.method)
        result = method(self, call.params) if method else await self._ingress(call, handed)
        call.took_effect = True
        if isinstance(result, dict):
            call.message_id = result.get("message_id")
        if call.chat_id is not None and call.chat_id in self.chats:
            self.chats[call.chat_id].touched()
        return result

    async def _ingress(self, call: Call, handed: list[Delivery]) -> Any:
        match call.method:
            case "getUpdates":
                return await self.ingress.get_updates(call.params, handed)
            case "setWebhook":
                return await self.ingress.set_webhook(call.params)
            case "deleteWebhook":
                return await self.ingress.delete_webhook(call.params)
            case _:
                return self.ingress.info()

    async def _wait(self, fault: Fault | None) -> None:
        slow = fault.seconds if fault and fault.kind == "slow" else 0.0
        if self.latency or slow:
            await asyncio.sleep(self.latency + slow)


def _answer(status: int, body: Params) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


def _gone(request: web.BaseRequest) -> bool:
    return request.transport is None or request.transport.is_closing()


def _cut(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
