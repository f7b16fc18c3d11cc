"""The other side as one process: fake Bot API servers, and residents who talk inside them.

Residents live in the server's process, so that typing costs next to nothing. The bench steers it with one
JSON object a line: `{"do": "saturate", "line": 0, ...}` in, one answer out (see `OtherEnd`).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.dialogue import Line, endless
from bench.pairs import Pairs
from bot.running import build_house
from bot.settings import Settings
from tests.botapi import FakeBotApi, FakeChat, Message

PATIENCE = 30.0
"""Seconds for the last replies to arrive."""

HOUSE = build_house(Settings())


@dataclass(slots=True, eq=False, kw_only=True)
class Resident(FakeChat):
    """Somebody on a phone who says the next line of the dialogue; every line is to get one reply."""

    crowd: Crowd
    lines: Iterator[Line]
    asked: float | None = None

    def speak(self, taps: bool) -> None:
        """Say the next line, with its button if there is one and this is somebody who `taps`."""
        text = next(self.lines).text
        shown = self._from_bot[-1] if self._from_bot else None
        data = shown.data_of(text) if shown and taps else None
        self.messages.clear()
        self._from_bot.clear()
        self.asked = time.monotonic()
        if shown and data:
            self._press(data, shown)
        elif text.startswith("/"):
            self._post({"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}, text)
        else:
            self._post({"text": text}, text)

    def show(self, message: Message) -> None:
        """A reply arrives. Raises RuntimeError when nobody asked for it."""
        FakeChat.show(self, message)
        if self.asked is None:
            raise RuntimeError("a reply too many")
        wait, self.asked = time.monotonic() - self.asked, None
        self.crowd.replied(self, wait)


@dataclass(slots=True, eq=False)
class Crowd:
    """The residents of one bot, and how long each of their replies took in seconds."""

    api: FakeBotApi
    taps: bool = False
    eager: bool = False
    waits: list[float] = field(default_factory=list)
    residents: list[Resident] = field(default_factory=list)
    last_reply: float = 0.0
    _unheard: int = 0
    _content: asyncio.Event = field(default_factory=asyncio.Event)

    def gather(self, people: int) -> None:
        """See to it that there are so many residents, and forget what was measured before."""
        for number in range(len(self.residents) + 1, people + 1):
            chat = self.api.chat(number)
            resident = Resident(self.api, chat.identity, chat.canaries, crowd=self, lines=endless(HOUSE))
            self.api.chats[number] = resident
            self.residents.append(resident)
        self.waits = []
        self.api.calls.clear()
        self.api.deliveries.clear()

    async def saturate(self, seconds: float) -> float:
        """All speak again as soon as they have their reply; replies a second."""
        self.eager = True
        start = time.monotonic()
        for resident in self.residents:
            self.speak(resident)
        await asyncio.sleep(seconds)
        return len(self.waits) / (time.monotonic() - start)

    async def calm(self, rate: float, seconds: float) -> None:
        """They speak in turn, `rate` lines a second together; who still waits for a reply is passed over."""
        start = time.monotonic()
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
            resident = self.residents[number % len(self.residents)]
            if resident.asked is None:
                self.speak(resident)

    def speak(self, resident: Resident) -> None:
        """One of them says the next line."""
        self._unheard += 1
        self._content.clear()
        resident.speak(self.taps)

    def replied(self, resident: Resident, wait: float) -> None:
        """One of them has an answer."""
        self.waits.append(wait)
        self.last_reply = time.monotonic()
        self._unheard -= 1
        if self.eager:
            asyncio.get_running_loop().call_soon(self.speak, resident)
        elif not self._unheard:
            self._content.set()

    async def listen(self) -> None:
        """Nobody speaks any more until all have their reply; without latency, lest it takes for ever."""
        self.eager, self.api.latency = False, 0.0
        if self._unheard:
            await asyncio.wait_for(self._content.wait(), PATIENCE)


class OtherEnd:
    """What the bench can ask; `line` is the number that `connect` gave."""

    def __init__(self) -> None:
        self._crowds: list[Crowd] = []
        self._pairs: dict[int, Pairs] = {}

    async def connect(self) -> dict[str, Any]:
        """A new fake Bot API with a crowd of its own."""
        api = FakeBotApi()
        await api.start()
        self._crowds.append(Crowd(api))
        return {"line": len(self._crowds) - 1, "url": api.url, "token": api.token}

    async def saturate(
        self, line: int, people: int, seconds: float, latency: float = 0.0, taps: bool = False
    ) -> dict[str, Any]:
        """Replies a second in a closed loop, the waits, and how busy this process was (1 is a whole core)."""
        crowd = self._crowds[line]
        crowd.gather(people)
        crowd.api.latency, crowd.taps = latency, taps
        cpu, start = time.process_time(), time.monotonic()
        rate = await crowd.saturate(seconds)
        busy = (time.process_time() - cpu) / (time.monotonic() - start)
        await crowd.listen()
        return {"rate": rate, "waits": crowd.waits, "busy": busy}

    async def calm(self, line: int, people: int, rate: float, seconds: float) -> dict[str, Any]:
        """The waits at a steady rate of typed lines."""
        crowd = self._crowds[line]
        crowd.gather(people)
        crowd.taps = False
        await crowd.calm(rate, seconds)
        await crowd.listen()
        return {"waits": crowd.waits}

    async def pair(self, line: int, people: int, codes: list[str]) -> dict[str, Any]:
        """Residents who each talk with an expert from now on; experts come with `codes`."""
        self._pairs[line] = Pairs(self._crowds[line].api, people, codes)
        await self._pairs[line].begin()
        return {}

    async def relay(self, line: int, rate: float, seconds: float) -> dict[str, Any]:
        """How long words took at a steady rate of residents who speak, and experts who answer."""
        self._pairs[line].waits = []
        await self._pairs[line].calm(rate, seconds)
        return {"waits": self._pairs[line].waits}

    async def relay_at_once(self, line: int, seconds: float) -> dict[str, Any]:
        """How many words a second, and how long they took, when everybody answers at once."""
        rate = await self._pairs[line].saturate(seconds)
        return {"rate": rate, "waits": self._pairs[line].waits}

    async def speak(self, line: int) -> dict[str, Any]:
        """One resident says one line, whether somebody listens or not yet."""
        crowd = self._crowds[line]
        crowd.gather(1)
        crowd.speak(crowd.residents[0])
        return {}

    async def replied(self, line: int) -> dict[str, Any]:
        """Wait for what was said; when the last reply came, in seconds of the system's steady clock."""
        crowd = self._crowds[line]
        await crowd.listen()
        return {"at": crowd.last_reply}


async def main() -> None:
    """Answer requests until the input ends."""
    end, loop = OtherEnd(), asyncio.get_running_loop()
    while request := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(request)
        try:
            answer = await getattr(end, order.pop("do"))(**order)
        except TimeoutError:
            answer = {"error": f"a reply was still missing after {PATIENCE:.0f} s"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
