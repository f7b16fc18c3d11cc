"""A canary in every field of every message that the Telegram library knows: only body text crosses, either way."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import telegram

from tests.botapi import KINDS, FakeChat
from tests.conftest import traces
from tests.stage import Stage, press, staged

CANARY = "kanarie"
"""Begins every canary; nothing of our own has it."""
NUMBER = 615_777_000_111
"""The canary of every number."""
SPOKEN = {"message_id", "chat", "from", "date", "text", "message_thread_id"}
"""What a message needs to be one; `text` is its body."""


def names(kind: type[telegram.TelegramObject]) -> set[str]:
    """The fields of a type of the library, as the Bot API writes them."""
    slots = (slot for one in kind.__mro__ for slot in getattr(one, "__slots__", ()))
    return {slot.replace("from_user", "from") for slot in slots if not slot.startswith("_")}


KNOWN = sorted(
    {
        name
        for _, kind in inspect.getmembers(telegram, inspect.isclass)
        if issubclass(kind, telegram.TelegramObject)
        for name in names(kind)
    }
)
"""Every field of every type: whatever stands anywhere in a message is one of these."""
FIELDS = sorted(names(telegram.Message) - SPOKEN | {"api_kwargs"})
UPDATES = sorted(names(telegram.Update) - {"update_id", "message", "edited_message", "callback_query"})


def nested(field: str) -> dict[str, Any]:
    """An object that has a canary in every field there is, and objects and lists with more of them."""
    inner: dict[str, Any] = {name: f"{CANARY} {field} {name}" for name in KNOWN}
    return {**inner, "user": dict(inner), "id": NUMBER, "user_id": NUMBER, "photo": [dict(inner)]}


def messages(chat: FakeChat, side: str, base: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Messages of `chat`, each with one field full of canaries, with a body and without; and the body."""
    named = {**chat.identity.chat(), **{name: f"{CANARY} chat {name}" for name in KNOWN if name not in ("id", "type")}}
    sender = {**nested("from"), "id": chat.id}
    for number, field in enumerate(FIELDS):
        shapes = (nested(field), [nested(field)], f"{CANARY} {field}", NUMBER)
        body = f"woorden {side} {number} einde"
        message = {"message_id": base + 10 * number, "date": 1, "chat": named, "from": sender}
        yield {**message, field: shapes[number % len(shapes)], "text": body}, body
        for place, shape in enumerate(shapes[:2], start=1):
            yield {**message, "message_id": base + 10 * number + place, field: shape}, ""


@pytest.fixture
async def stage(tmp_path: Path) -> Any:
    """A bot that lets somebody type as fast as they like."""
    fast = {"WEGWIJS_MESSAGE_BURST": "100000", "WEGWIJS_TELEGRAM_RATE": "0"}
    async with staged(tmp_path, "nl", **fast) as one:
        one.secrets += [CANARY, str(NUMBER)]
        yield one


def bodies(chat: FakeChat, side: str) -> list[str]:
    """What crossed to `chat`, in order."""
    texts = [message.text.split("\n")[-1] for message in chat.messages.values() if message.from_bot]
    return [text for text in texts if text.startswith(f"woorden {side} ")]


def on_disk(folder: Path) -> bytes:
    """Every byte that the bot keeps."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def arrives(chat: FakeChat, side: str, body: str) -> None:
    """Wait until `body` has crossed."""
    await chat.until(lambda: body in bodies(chat, side), 60, f"shows {body!r}")


async def test_of_every_message_only_the_body_crosses(stage: Stage, tmp_path: Path) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    for chat, other, side in ((ann, sam, "bewoner"), (sam, ann, "deskundige")):
        meant = []
        for message, body in messages(chat, side, 10**9):
            stage.api.inject({"message": message}, chat.id)
            if body and "forward_origin" not in message:
                meant.append(body)
        for kind in UPDATES:
            stage.api.inject({kind: {**nested(kind), "chat": chat.identity.chat(), "text": f"woorden {side} nee"}})
        for kind in KINDS:
            await chat.sends(kind)
        await chat.says(f"woorden {side} laatste")
        await arrives(other, side, f"woorden {side} laatste")
        assert bodies(other, side) == [*meant, f"woorden {side} laatste"]
        assert len(meant) > 100
    query = {**nested("query"), "id": "5", "data": "!person", "message": {**nested("message"), "message_id": 1}}
    query["message"] |= {"chat": {**nested("chat"), "id": ann.id, "type": "private"}}
    stage.api.inject({"callback_query": query}, ann.id)
    await stage.api.updates.drained()
    sent = json.dumps([{name: str(value) for name, value in call.params.items()} for call in stage.api.calls])
    canaries = [CANARY, str(NUMBER)]
    marked = [one for chat in (ann, sam) for one in chat.canaries.all if one != str(chat.id)]
    assert traces(sent.encode(), [*canaries, *marked]) == []
    assert traces(on_disk(tmp_path), [*canaries, *marked, "woorden bewoner", "woorden deskundige"]) == []
    stage.secrets += [*marked, "woorden bewoner", "woorden deskundige"]


async def test_an_edit_carries_no_more_than_its_body_either(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    said = await ann.says("woorden bewoner 1")
    await arrives(sam, "bewoner", "woorden bewoner 1")
    for number, field in enumerate(FIELDS[::5]):
        chat = {**nested("chat"), "id": ann.id, "type": "private"}
        about = {"message_id": said.message_id, "date": 1, "chat": chat, "text": f"woorden bewoner {number + 2}"}
        stage.api.inject({"edited_message": {**about, field: nested(field)}}, ann.id)
    await arrives(sam, "bewoner", f"woorden bewoner {len(FIELDS[::5]) + 1}")
    sent = json.dumps([{name: str(value) for name, value in call.params.items()} for call in stage.api.calls])
    assert traces(sent.encode(), [CANARY, str(NUMBER)]) == []
    assert press(sam.screen, "choose")
