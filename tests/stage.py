"""The real bot process, with people on phones around it who come to talk with each other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot import crypto
from bot.store import Store, open_sqlite
from tests.botapi import FakeBotApi, FakeChat
from tests.botapi.messages import Message
from tests.conftest import traces
from tests.experts import profile
from tests.process import BotProcess

COORDINATOR = 615_900_001
OWN = "ik slaap slecht van Zwaluwstaart"
"""Words that occur nowhere else."""
CODES = iter(f"{number:010}" for number in range(1, 10_000))


@dataclass
class Stage:
    """A running bot, its database seen from beside it, and everybody's phones."""

    api: FakeBotApi
    store: Store
    language: str
    secrets: list[str] = field(default_factory=lambda: [OWN])

    async def expert(self, number: int) -> FakeChat:
        """Somebody uses an invitation that was made while the bot runs."""
        code, chat = next(CODES), self.api.chat(615_243_100 + number)
        await self.store.invite(code, profile(alias=f"Sam{number}", languages=("nl", self.language)), 3600)
        await chat.says(f"expert-{code}")
        await chat.sees(2, timeout=15)
        return chat

    async def asks(self, number: int, own: str = "") -> FakeChat:
        """A resident comes to the preview."""
        chat = self.api.chat(615_243_200 + number)
        await chat.says(f"/start {self.language}")
        await chat.sees(timeout=15)
        for data, count in (("!person", 2), ("handoff.offer.yes", 1), ("handoff.like_me.debts", 1)):
            await chat.taps(data)
            await chat.sees(count)
        if own:
            await chat.says(own)
        else:
            await chat.taps("handoff.own.skip")
        await chat.sees()
        return chat

    async def agrees(self, number: int, own: str = "") -> FakeChat:
        """A resident says yes."""
        chat = await self.asks(number, own)
        await chat.taps("handoff.preview.send")
        await chat.sees(2)
        return chat

    async def talk(self, ann: FakeChat, sam: FakeChat) -> str:
        """Sam claims it and says hello; the id of the request."""
        [card] = await sam.sees()
        await sam.taps(press(card, "claim"))
        await sam.sees()
        await ann.sees()
        await sam.says("hallo van Sam")
        await ann.sees()
        return press(card, "claim").split(".")[2]


def press(message: Message, deed: str) -> str:
    """The data of the button that does `deed`."""
    return next(data for row in message.buttons for _, data in row if f"desk.{deed}." in data)


async def shows(chat: FakeChat, text: str) -> None:
    """Wait until `text` stands on the phone."""
    await chat.until(lambda: any(text in message.text for message in chat.visible), 15, f"shows {text!r}")


def on(chat: FakeChat) -> str:
    """All the bot's words that stand on the phone."""
    return "\n".join(message.text for message in chat.visible if message.from_bot)


def sent_to(api: FakeBotApi, chat: FakeChat) -> bytes:
    """Every request about a chat that the API ever got."""
    calls = [{name: str(value) for name, value in call.params.items()} for call in api.calls if call.chat_id == chat.id]
    return json.dumps(calls, ensure_ascii=False).encode()


@asynccontextmanager
async def staged(folder: Path, language: str, **settings: str) -> AsyncIterator[Stage]:
    """The bot runs for as long as the context lasts; afterwards nothing of a talk stands in its log."""
    store = Store(await open_sqlite(folder / "wegwijs.sqlite"), crypto.load("", folder))
    await store.start()
    async with FakeBotApi() as api:
        api.chat(COORDINATOR)
        process = BotProcess(api, folder, WEGWIJS_COORDINATOR_CHATS=str(COORDINATOR), **settings)
        stage = Stage(api, store, language)
        async with process:
            yield stage
        assert api.forbidden == []
        assert traces(process.log.encode(), stage.secrets) == []
        assert "Traceback" not in process.log
    await store.stop()
