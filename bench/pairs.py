"""Residents and experts in pairs, on the other side of the line: how long one waits for what the other said."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TypeVar

from bot.experts import EXPERIENCES
from tests.botapi import FakeBotApi, FakeChat, Message

PATIENCE = 60.0
"""Seconds until all talk with somebody."""
WAY = ("welcome.language.nl", "language.language.nl", "handoff.offer.yes", "handoff.own.skip", "handoff.preview.send")
"""What residents tap on the way, wherever they see it."""
Someone = TypeVar("Someone", bound="Side")
SAID = re.compile(r"woord (\d+)$")


@dataclass(slots=True, eq=False, kw_only=True)
class Side(FakeChat):
    """Somebody in a pair. `number` counts residents, or experts."""

    number: int
    pairs: Pairs

    def show(self, message: Message) -> None:
        """Read a message of the bot, and do what it asks for."""
        FakeChat.show(self, message)
        said = SAID.search(message.text)
        if said:
            self.pairs.arrived(int(said[1]), self, message.id)
        else:
            self.reads(message)
        self.messages.clear()
        self._from_bot.clear()

    def reads(self, message: Message) -> None:
        """What a screen makes this person do."""

    def says(self, text: str, to: int | None = None) -> None:  # type: ignore[override]
        """Type `text`, perhaps as a reply."""
        about = {"reply_to_message": {"message_id": to, "date": 0, "chat": self.identity.chat()}} if to else {}
        self._post({"text": text, **about}, text)


class Asker(Side):
    """A resident, who wants somebody with one experience."""

    def reads(self, message: Message) -> None:
        """Go on towards somebody; once there, the pair can begin."""
        data = [data for row in message.buttons for _, data in row]
        mine = f"handoff.like_me.{EXPERIENCES[self.number % len(EXPERIENCES)]}"
        tapped = next((one for one in (*WAY, mine) if one in data), "")
        if tapped:
            self._press(tapped, message)
        elif "welcome.doors.letter" in data:
            self.says("ik wil met iemand praten")
        elif "!somebody_else" in data:
            self.pairs.ready()


class Peer(Side):
    """An expert, who takes one card of every so many."""

    def reads(self, message: Message) -> None:
        """Claim what is for this one."""
        mine = self.number // len(EXPERIENCES)
        for _, data in (one for row in message.buttons for one in row):
            if data.startswith("desk.claim.") and int(data[-4:], 16) % self.pairs.alike == mine:
                self._press(data, message)


@dataclass(slots=True, eq=False)
class Pairs:
    """`people` residents, and experts who invited themselves with `codes`; an equal number for every experience."""

    api: FakeBotApi
    people: int
    codes: list[str]
    waits: list[float] = field(default_factory=list)
    eager: bool = False
    _asked: dict[int, float] = field(default_factory=dict)
    _askers: list[Asker] = field(default_factory=list)
    _talking: int = 0
    _all: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def alike(self) -> int:
        """Experts with the same experience."""
        return len(self.codes) // len(EXPERIENCES)

    async def begin(self) -> None:
        """Everybody comes in, and talks with somebody. Raises TimeoutError."""
        for number, code in enumerate(self.codes):
            self._joins(Peer, 10_000 + number, number).says(f"/start expert-{code}")
        await self.api.updates.drained()
        await asyncio.sleep(3)  # the bot looks every two seconds who works here
        for number in range(self.people):
            asker = self._joins(Asker, 1 + number, number)
            self._askers.append(asker)
            asker.says("/start")
        await asyncio.wait_for(self._all.wait(), PATIENCE)

    def _joins(self, kind: type[Someone], chat: int, number: int) -> Someone:
        known = self.api.chat(chat)
        made = kind(self.api, known.identity, known.canaries, number=number, pairs=self)
        self.api.chats[chat] = made
        return made

    def ready(self) -> None:
        """One pair more."""
        self._talking += 1
        if self._talking >= self.people:
            self._all.set()

    async def calm(self, rate: float, seconds: float) -> None:
        """`rate` words a second of residents, spread over all; experts answer each."""
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
            self.speaks(self._askers[number % self.people])
        await asyncio.sleep(1)

    async def saturate(self, seconds: float) -> float:
        """In every pair one speaks as soon as the other is heard; words a second."""
        self.eager, self.waits, start = True, [], time.monotonic()
        for asker in self._askers:
            self.speaks(asker)
        await asyncio.sleep(seconds)
        rate, self.eager = len(self.waits) / (time.monotonic() - start), False
        await asyncio.sleep(2)
        return rate

    def speaks(self, side: Side, to: int | None = None) -> None:
        """One says a word that is told from all others."""
        number = len(self._asked)
        self._asked[number] = time.monotonic()
        side.says(f"woord {number}", to)

    def arrived(self, number: int, side: Side, message: int) -> None:
        """The other side has it: an expert answers at once, and a resident too as long as all are eager."""
        self.waits.append(time.monotonic() - self._asked[number])
        if isinstance(side, Peer):
            self.speaks(side, message)
        elif self.eager:
            self.speaks(side)
