"""Steering the server from another process, as JSON over HTTP.

| request | body | answer |
|---|---|---|
| POST /_control/act | list of `{"chat": 1, "do": "says", "with": "hallo"}` | what each gave, or an error |
| POST /_control/inject | list of updates without their id | list of update ids |
| POST /_control/again | `{"update_id", "update", "chat"}` | true: that update comes back |
| POST /_control/faults | list of `Fault` fields, replacing those there | number of faults |
| POST /_control/unrest | `Unrest` fields | true |
| POST /_control/set | `latency`, `query_lifetime` or both | true |
| POST /_control/reset | | true: calls and deliveries are forgotten, chats stay |
| GET /_control/state | | counts: waiting, deliveries, calls, sent, chats, faults left |
| GET /_control/deliveries?since=n | | `[update id, chat, at, attempt, lost]` from the n-th on |
| GET /_control/calls?since=n&method=m | | calls from the n-th on, with the fields of `Call` |
| GET /_control/chats/<id> | | messages of that chat, `blocked` |
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

from aiohttp import web

from tests.botapi.chat import FakeChat
from tests.botapi.faults import Fault, Unrest
from tests.botapi.messages import Message
from tests.botapi.params import Params
from tests.botapi.server import Call, FakeBotApi

Act = Callable[[FakeChat, Any], Awaitable[Any]]

ACTS: dict[str, Act] = {
    "says": lambda chat, text: chat.says(text),
    "taps": lambda chat, button: chat.taps(button),
    "forges": lambda chat, data: chat.forges(data),
    "sends": lambda chat, kind: chat.sends(kind),
    "edits": lambda chat, what: chat.edits(what["message_id"], what["text"]),
    "blocks": lambda chat, _: chat.blocks(),
    "unblocks": lambda chat, _: chat.unblocks(),
}


class ControlledBotApi(FakeBotApi):
    """The server with its control interface."""

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request, to the bot or to whoever steers."""
        if not request.path.startswith("/_control/"):
            return await super().serve(request)
        body = json.loads(await request.read() or b"null")
        return web.json_response(await self._steer(request.path.removeprefix("/_control/"), body, dict(request.query)))

    async def _steer(self, order: str, body: Any, query: dict[str, str]) -> Any:
        if order == "act":
            return [await self._act(act) for act in body]
        name, _, detail = order.partition("/")
        return ORDERS[name](self, body, {**query, "detail": detail})

    async def _act(self, act: Params) -> Any:
        try:
            return await ACTS[act["do"]](self.chat(act["chat"]), act.get("with"))
        except AssertionError as problem:
            return {"error": str(problem)}


def _inject(api: ControlledBotApi, body: Any, _: dict[str, str]) -> list[int]:
    return [api.inject(update) for update in body]


def _again(api: ControlledBotApi, body: Any, _: dict[str, str]) -> bool:
    api.updates.again(body["update_id"], body["update"], body.get("chat"))
    return True


def _faults(api: ControlledBotApi, body: Any, _: dict[str, str]) -> int:
    api.faults[:] = [Fault(**fault) for fault in body]
    return len(api.faults)


def _unrest(api: ControlledBotApi, body: Any, _: dict[str, str]) -> bool:
    api.disturb(Unrest(**body))
    return True


def _set(api: ControlledBotApi, body: Any, _: dict[str, str]) -> bool:
    api.latency = body.get("latency", api.latency)
    api.query_lifetime = body.get("query_lifetime", api.query_lifetime)
    return True


def _reset(api: ControlledBotApi, _: Any, __: dict[str, str]) -> bool:
    api.calls.clear()
    api.deliveries.clear()
    return True


def _state(api: ControlledBotApi, _: Any, __: dict[str, str]) -> Params:
    return {
        "waiting": len(api.updates),
        "deliveries": len(api.deliveries),
        "calls": len(api.calls),
        "sent": sum(call.took_effect and call.method == "sendMessage" for call in api.calls),
        "chats": len(api.chats),
        "faults": len(api.faults),
    }


def _deliveries(api: ControlledBotApi, _: Any, query: dict[str, str]) -> list[Any]:
    since = int(query.get("since", 0))
    return [[it.update_id, it.chat_id, it.at, it.attempt, it.lost] for it in api.deliveries[since:]]


def _calls(api: ControlledBotApi, _: Any, query: dict[str, str]) -> list[Params]:
    since, method = int(query.get("since", 0)), query.get("method")
    return [_call(call) for call in api.calls[since:] if method in (None, call.method)]


def _call(call: Call) -> Params:
    shown: Params = {field.name: getattr(call, field.name) for field in fields(call)}
    return {**shown, "params": {name: _plain(value) for name, value in call.params.items()}}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(type(value).__name__)


def _chats(api: ControlledBotApi, _: Any, query: dict[str, str]) -> Params:
    chat = api.chat(int(query["detail"]))
    return {"blocked": chat.blocked, "messages": [_message(message) for message in chat.messages.values()]}


def _message(message: Message) -> Params:
    shown = ("id", "from_bot", "text", "date", "media", "edits", "deleted", "buttons")
    return {name: getattr(message, name) for name in shown}


ORDERS: dict[str, Callable[[ControlledBotApi, Any, dict[str, str]], Any]] = {
    "inject": _inject,
    "again": _again,
    "faults": _faults,
    "unrest": _unrest,
    "set": _set,
    "reset": _reset,
    "state": _state,
    "deliveries": _deliveries,
    "calls": _calls,
    "chats": _chats,
}
