"""What residents and experts have in common: they act on what they read, and remember all they said."""

import random
import re
import string
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.botapi import FakeChat, Posted, Tap
from tests.botapi.messages import Message
from tests.faults.handoff.reading import Reader, Said
from tests.faults.residents import Turn
from tests.faults.telegram import DOOM, Arrival

SIGN = "kwelvog"
"""Begins every word that crosses: seen anywhere but with its maker and whom it is for, something leaked."""
WORD = re.compile(SIGN + "[a-z]{10}")
PATIENCE = 6.0
"""Seconds for which somebody waits for a reply before they go on."""
PERSONAL = "06 12345678"
DANGER = ("ik wil dood", "ik wil niet meer leven", "mijn man slaat me")


@dataclass(slots=True, eq=False)
class Word:
    """A word that somebody said. `request` is the talk an expert means; `firm`: nothing was to be decided first.

    `update_id` is the update that lets it cross; `doomed`: Telegram will refuse it; `own`: said for the summary.
    """

    token: str
    author: "Person"
    update_id: int
    posted: float
    request: str = ""
    firm: bool = True
    doomed: bool = False
    crisis: bool = False
    own: bool = False


class Heard(NamedTuple):
    """A message that arrived, and what it says."""

    arrival: Arrival
    said: Said

    @property
    def at(self) -> float:
        """When it was sent (`time.monotonic()`)."""
        return self.arrival.call.at


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a phone. `asked` is since when a reply is awaited (0: none is)."""

    number: int
    chat: FakeChat
    reader: Reader
    chance: random.Random
    turns: list[Turn] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    away: list[tuple[float, float]] = field(default_factory=list)
    asked: float = 0.0

    @property
    def open(self) -> int:
        """Whether a reply is awaited, as a number."""
        return int(bool(self.asked))

    def content(self) -> bool:
        """Whether nothing is awaited."""
        return not self.asked or self.chat.blocked

    def hears(self, arrival: Arrival) -> None:
        """A message of the bot arrived."""
        self.arrivals.append(arrival)
        said = self.reader.read(arrival.call.params)
        self.heard.append(Heard(arrival, said))
        if said.key not in ("relay.message", "relay.corrected"):
            self.asked = 0.0
        self.learns(said, arrival.call.message_id or 0)

    async def acts(self) -> None:
        """Do one more thing, unless a reply is awaited."""
        if self.chat.blocked:
            await self.returns()
        elif time.monotonic() - self.asked > PATIENCE:
            await self.decides()

    # --- what residents and experts do differently -------------------------------------------------------

    def learns(self, said: Said, message: int) -> None:
        """What a message changes for this person."""

    async def decides(self) -> None:
        """Do something."""

    # --- what they can do --------------------------------------------------------------------------------

    async def says(self, text: str, *, erases: bool = False, crisis: bool = False) -> None:
        """Type something that the bot answers."""
        self._posted(await self.chat.says(text), erases=erases, crisis=crisis)
        self.asked = time.monotonic()

    async def taps(self, data: str, *, erases: bool = False) -> None:
        """Press a button that is there, or was."""
        on = next((one.id for one in reversed(self.shown()) if one.data_of(data)), None)
        if on is not None:
            self._posted(await self.chat.taps(data, on), erases=erases)
            self.asked = time.monotonic()

    async def utters(self, *, request: str = "", to: int | None = None, **kind: bool) -> Word:
        """Say a new word, perhaps as a reply to message `to`; kinds: doomed, personal, crisis, firm."""
        token = SIGN + "".join(self.chance.choices(string.ascii_lowercase, k=10))
        parts = [token]
        if kind.get("doomed"):
            parts.append(DOOM)
        if kind.get("personal"):
            parts.append(PERSONAL)
        if kind.get("crisis"):
            parts.insert(0, self.chance.choice(DANGER))
        posted = time.monotonic()
        sent = self._replies(" ".join(parts), to) if to else await self.chat.says(" ".join(parts))
        self._posted(sent, crisis=bool(kind.get("crisis")))
        firm = kind.get("firm", True) and not kind.get("personal")
        word = Word(token, self, sent.update_id, posted, request, firm, bool(kind.get("doomed")))
        word.crisis = bool(kind.get("crisis"))
        self.words.append(word)
        if not firm or word.crisis:
            self.asked = time.monotonic()
        return word

    async def corrects(self) -> None:
        """Change something said before into another word."""
        own = [one.id for one in self.chat.visible if not one.from_bot and not one.media and WORD.search(one.text)]
        if own:
            token = SIGN + "".join(self.chance.choices(string.ascii_lowercase, k=10))
            posted = time.monotonic()
            sent = await self.chat.edits(self.chance.choice(own[-3:]), token)
            self._posted(sent)
            self.words.append(Word(token, self, sent.update_id, posted, firm=False))

    async def blocks(self) -> None:
        """Be away for a while."""
        await self.chat.blocks()
        self.away.append((time.monotonic(), float("inf")))

    async def returns(self) -> None:
        """Perhaps let the bot write again."""
        if self.chance.random() < 0.3:
            await self.chat.unblocks()
            self.away[-1] = (self.away[-1][0], time.monotonic())
            self.asked = 0.0

    def shown(self) -> Sequence[Message]:
        """The visible messages of the bot that have buttons."""
        return [message for message in self.chat.visible if message.from_bot and message.buttons]

    def choices(self) -> tuple[str, ...]:
        """The data of the buttons of the newest of those."""
        shown = self.shown()
        return tuple(data for row in shown[-1].buttons for _, data in row) if shown else ()

    def was_away(self, start: float, seconds: float) -> bool:
        """Whether this person blocked the bot at some moment within `seconds` after `start`."""
        return any(begin <= start + seconds and start <= end for begin, end in self.away)

    def _posted(self, sent: Posted | Tap, *, erases: bool = False, crisis: bool = False) -> None:
        before = frozenset(message.id for message in self.chat.visible) if erases else frozenset()
        self.turns.append(Turn(sent.update_id, time.monotonic(), crisis, erases, before))

    def _replies(self, text: str, to: int) -> Posted:
        about: Mapping[str, Any] = {"message_id": to, "date": 0, "chat": self.chat.identity.chat()}
        return self.chat._post({"text": text, "reply_to_message": about}, text)
