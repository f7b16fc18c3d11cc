"""A resident who says, taps and sees: the same words over every channel, so that stories are told once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.house import House
from bot.messages import Button, Incoming, Screen
from bot.render import COMMAND
from bot.story import REMARK, Exchange, choice, steps
from bot.turn import respond
from tests.botapi import FakeChat
from tests.botapi.messages import Message

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
"""A Monday, noon in Amsterdam: when most places are open."""


class Resident(Protocol):
    """Somebody in a conversation, whatever it runs over. Each move returns the steps shown for it."""

    async def says(self, text: str, expected: int = 1) -> tuple[str, ...]:
        """Type `text`; `expected` is how many messages will come."""

    async def taps(self, wanted: str, expected: int = 1) -> tuple[str, ...]:
        """Tap the button of the choice `wanted` on the screen that was shown last."""


async def tells(resident: Resident, exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Let `resident` do what the exchanges say; what was really shown."""
    told = []
    for exchange in exchanges:
        move = resident.taps if exchange.tapped else resident.says
        shown = await move(exchange.tapped or exchange.said, len(exchange.shown))
        told.append(Exchange(exchange.said, shown))
    return told


class AtTheCore:
    """Speaks with the pure turn itself. The session is JSON text between every two messages."""

    def __init__(self, house: House, now: datetime = NOON) -> None:
        self.house = house
        self.now = now
        self.stored: str | None = None
        self.screens: tuple[Screen, ...] = ()
        self._buttons: tuple[Button, ...] = ()

    async def says(self, text: str, expected: int = 1) -> tuple[str, ...]:
        """Type `text`."""
        return self.does(text=text)

    async def taps(self, wanted: str, expected: int = 1) -> tuple[str, ...]:
        """Tap the button of the choice `wanted`."""
        return self.does(tap=self._buttons[self.number(wanted) - 1].data)

    def does(self, *, text: str | None = None, tap: str | None = None) -> tuple[str, ...]:
        """Send a message; None for both is something that is no text."""
        incoming = Incoming("core", "somebody", "message", text=text, tap=tap)
        session: Mapping[str, Any] | None = json.loads(self.stored) if self.stored else None
        answer = respond(self.house, session, incoming, self.now)
        self.stored = None if answer.erase else json.dumps(answer.session.to_json())
        self.screens = answer.screens
        shown = [screen for screen in answer.screens if screen.rows]
        if shown:
            self._buttons = tuple(button for row in shown[-1].rows for button in row)
        return steps(answer.screens)

    def number(self, wanted: str) -> int:
        """The number of the button of a choice, as a terminal counts them."""
        return [choice(button.data) for button in self._buttons].index(wanted) + 1

    @property
    def text(self) -> str:
        """All that the last message was answered with."""
        return "\n".join(screen.text for screen in self.screens)


class OnTelegram:
    """Speaks through a chat of the fake Bot API with the real bot process."""

    def __init__(self, chat: FakeChat) -> None:
        self.chat = chat
        self.seen: list[Message] = []

    async def says(self, text: str, expected: int = 1) -> tuple[str, ...]:
        """Type `text`."""
        await self.chat.says(text)
        return await self._sees(expected)

    async def taps(self, wanted: str, expected: int = 1) -> tuple[str, ...]:
        """Tap the button of the choice `wanted` on the newest message that has it."""
        data = next(
            data
            for message in reversed(self.chat.visible)
            for row in message.buttons
            for _, data in row
            if choice(data) == wanted
        )
        await self.chat.taps(data)
        return await self._sees(expected)

    async def _sees(self, expected: int) -> tuple[str, ...]:
        """The steps of the next `expected` messages; a picture belongs to the message that follows it."""
        self.seen = []
        while len(self.seen) < expected:
            self.seen += [message for message in await self.chat.sees(1, timeout=10) if message.media != "photo"]
        return tuple(_step(message) for message in self.seen)


def _step(message: Message) -> str:
    """The step a Telegram message shows, told by its buttons; those without buttons are all remarks."""
    data = next((data for row in message.buttons for _, data in row if not data.startswith(COMMAND)), "")
    return data.rpartition(".")[0] or REMARK


def only_screens(house: House, shown: Sequence[str]) -> tuple[str, ...]:
    """`shown` as Telegram can tell it: steps without buttons are remarks."""
    with_buttons = {
        f"{flow.id}.{step.id}" for flow in house.flows.values() for step in flow.steps if hasattr(step, "buttons")
    }
    return tuple(step if step in with_buttons else REMARK for step in shown)
