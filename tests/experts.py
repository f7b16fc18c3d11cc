"""Residents and experts around one house: the real service, store and sender, with phones that write down what came.

The clock is the test's own, so that a day passes at once.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.changes import Changes, Desk
from bot.experts import Expert
from bot.handoff.request import QUEUED, Request, Rules
from bot.handoff.talk import matter, new_id
from bot.house import House
from bot.messages import Button, Delete, Edit, Incoming, Outgoing, Screen
from bot.pace import Pace
from bot.sender import Never, Sender
from bot.service import Service
from bot.store import Store, Turn, Writes
from tests.conftest import Shelf
from tests.resident import NOON

CHANNEL = "telegram"
ALWAYS = "ma-zo 0-24"
CODES = ("AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC", "DDDDDDDDDD")


@dataclass
class Shown:
    """One message on a phone."""

    number: int
    screen: Screen

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.screen.rows for button in row)


class Phones:
    """A channel that shows on every phone what was delivered. `left` have blocked us, to the
    `refused` nothing can be sent for a moment; a gate makes one wait."""

    def __init__(self) -> None:
        self.shown: defaultdict[str, dict[int, Shown]] = defaultdict(dict)
        self.ever: list[tuple[str, Screen]] = []
        self.left: set[str] = set()
        self.refused: set[str] = set()
        self.gates: dict[str, asyncio.Event] = {}
        self.started: list[str] = []
        self._numbers = itertools.count(1_000)

    async def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        """Show it, change it or take it away."""
        self.started.append(address)
        if gate := self.gates.get(address):
            await gate.wait()
        if address in self.left:
            raise Never("telegram_403")
        if address in self.refused:
            raise Never("telegram_400")
        if isinstance(outgoing, Delete):
            self.shown[address] = {n: one for n, one in self.shown[address].items() if n not in outgoing.numbers}
        if isinstance(outgoing, Edit):
            for number in set(outgoing.numbers) & set(self.shown[address]):
                self.shown[address][number].screen = outgoing.screen
        if isinstance(outgoing, Screen):
            number = next(self._numbers)
            self.shown[address][number] = Shown(number, outgoing)
            self.ever.append((address, outgoing))
            yield number


@dataclass
class Town:
    """Everybody and the house between them."""

    shelf: Shelf
    store: Store
    phones: Phones
    sender: Sender
    service: Service
    names: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    async def open(cls, shelf: Shelf, house: House, *, on_call: str = "", rules: Rules = Rules()) -> Town:
        """A town at noon on a Monday. `on_call` is who hears alerts."""
        shelf.now = NOON.timestamp()
        store, phones = await shelf.open(), Phones()
        sender = Sender(store, {CHANNEL: phones}, Pace(0), Pace(0))
        chats = (await store.open_chat("coordinator", CHANNEL, on_call),) if on_call else ()

        def clock() -> datetime:
            return datetime.fromtimestamp(shelf.now, UTC)

        service = Service(lambda: house, store, sender, Pace(0), clock, rules, chats)
        return cls(shelf, store, phones, sender, service)

    async def killed(self, house: House) -> Town:
        """The same town after the house was killed and started again; what was on its way is delivered then."""
        await self.sender.stop(grace=0)
        store = await self.shelf.open()
        sender = Sender(store, {CHANNEL: self.phones}, Pace(0), Pace(0))

        def clock() -> datetime:
            return datetime.fromtimestamp(self.shelf.now, UTC)

        service = Service(lambda: house, store, sender, Pace(0), clock)
        await sender.start()
        return replace(self, store=store, sender=sender, service=service)

    # --- what people do ------------------------------------------------------------------------------

    async def says(
        self, who: str, text: str | None, *, reply_to: int | None = None, edits: int | None = None, settle: bool = True
    ) -> int:
        """Type `text` (None: send something that is no text); the number of the message."""
        number = next(self.names)
        own = edits if edits is not None else number
        edited = edits is not None
        said = Incoming(CHANNEL, who, f"u{number}", text=text, number=own, reply_to=reply_to, edited=edited)
        await self.service.handle(said)
        if settle:
            await self.settles()
        return own

    async def taps(self, who: str, data: str, *, settle: bool = True) -> None:
        """Tap the newest button with exactly this data, or whose data begins so; a command too."""
        exact = data if data.startswith("!") else self.button(who, data).data
        await self.service.handle(Incoming(CHANNEL, who, f"u{next(self.names)}", tap=exact))
        if settle:
            await self.settles()

    async def forges(self, who: str, data: str) -> None:
        """Tap a button that is not there."""
        await self.service.handle(Incoming(CHANNEL, who, f"u{next(self.names)}", tap=data))
        await self.settles()

    async def settles(self) -> None:
        """Everything is delivered, and what fell due at this moment is dealt with."""
        await self.sender.idle()
        await self.service.look_around()
        while self.service.attention.is_set():
            await self.service.look_around()
        await self.sender.idle()

    async def passes(self, **time: float) -> None:
        """Time goes by, and what fell due is dealt with."""
        self.shelf.now += timedelta(**time).total_seconds()
        for _ in range(3):
            await self.settles()

    async def presses(self, who: str, data: str) -> None:
        """Tap a button at this instant, whatever others do."""
        await self.service.handle(Incoming(CHANNEL, who, f"u{next(self.names)}", tap=data))

    async def queued(self, who: str, asked: tuple[str, ...]) -> str:
        """A request of `who` that waits, without the way to it; its id."""
        name = new_id()

        def work(_: object, desk: Desk) -> Writes:
            waiting = Request(name, desk.me, "Merel", ("nl",), ("Taal: Nederlands",), state=QUEUED, asked=asked)
            return Writes({}, changes=Changes((matter(replace(waiting, due="expire", due_at=2**33)),)))

        await self.says(who, "/start nl", settle=False)
        await self.store.turn(Turn(CHANNEL, who, f"u{next(self.names)}", (), work))
        return name

    # --- who they are --------------------------------------------------------------------------------

    async def expert(self, who: str, **profile: object) -> str:
        """`who` works here from now on; their id."""
        about = {"languages": ("nl",), "experiences": ("debts",), "hours": ALWAYS, **profile}
        code = f"{next(self.names):010}"
        await self.store.invite(code, Expert("", who.capitalize(), **about).to_json(), 3600)  # type: ignore[arg-type]
        before = set(await self.store.experts())
        await self.says(who, f"/start expert-{code}")
        [new] = set(await self.store.experts()) - before
        return new

    async def begins(self, who: str, language: str = "nl") -> None:
        """Say hello in a language."""
        await self.says(who, f"/start {language}")

    async def asks(self, who: str, own: str = "", like: str = "debts", language: str = "nl") -> None:
        """Ask for a person, up to the preview."""
        await self.begins(who, language)
        await self.taps(who, "!person")
        await self.taps(who, "handoff.offer.yes")
        await self.taps(who, f"handoff.like_me.{like}")
        if own:
            await self.says(who, own)
        else:
            await self.taps(who, "handoff.own.skip")

    async def agrees(self, who: str, own: str = "", like: str = "debts", language: str = "nl") -> None:
        """Ask for a person, and say yes."""
        await self.asks(who, own, like, language)
        await self.taps(who, "handoff.preview.send")

    async def talks(self, who: str, expert: str, own: str = "") -> str:
        """`who` and `expert` are in conversation; the id of the request."""
        await self.agrees(who, own)
        name = self.button(expert, "desk.claim.").data.split(".")[2]
        await self.taps(expert, f"desk.claim.{name}")
        await self.says(expert, f"Hoi, hier ben ik voor {who}.", reply_to=self.newest(expert).number)
        return name

    # --- what they see -------------------------------------------------------------------------------

    def newest(self, who: str) -> Shown:
        """What came last."""
        return list(self.phones.shown[who].values())[-1]

    def step(self, who: str) -> str:
        """What the last message shows."""
        return self.newest(who).screen.step

    def steps(self, who: str, last: int = 3) -> list[str]:
        """What the last messages show."""
        return [one.screen.step for one in list(self.phones.shown[who].values())[-last:]]

    def text(self, who: str) -> str:
        """What stands on the phone, all of it."""
        return "\n".join(one.screen.text for one in self.phones.shown[who].values())

    def ever(self, who: str) -> str:
        """All that was ever shown to them, labels and data of buttons too."""
        told = [screen for to, screen in self.phones.ever if to == who]
        return "\n".join(f"{screen.text} {screen.rows}" for screen in told)

    def button(self, who: str, data: str) -> Button:
        """The newest button with this data, or whose data begins so."""
        buttons = [button for one in self.phones.shown[who].values() for button in one.buttons]
        found = [one for one in buttons if one.data == data] or [one for one in buttons if one.data.startswith(data)]
        assert found, f"{who} has no button {data}; the last is {self.newest(who).screen}"
        return found[-1]

    def message(self, who: str, text: str) -> Shown:
        """The newest message that has `text` in it."""
        found = [one for one in self.phones.shown[who].values() if text in one.screen.text]
        assert found, f"{who} never saw {text!r}: {self.text(who)}"
        return found[-1]

    def sees(self, who: str, text: str) -> bool:
        """Whether `text` stands on the phone."""
        return text in self.text(who)


def lines(screen: Screen) -> list[str]:
    """The lines of a card, without the words around them."""
    return [line.removeprefix("- ") for line in screen.text.splitlines() if line.startswith("- ")]


def profile(**changed: object) -> Mapping[str, object]:
    """What an invitation brings."""
    about: dict[str, object] = {"languages": ("nl",), "experiences": ("debts",), "hours": ALWAYS, **changed}
    return Expert("", str(about.pop("alias", "Sam")), **about).to_json()  # type: ignore[arg-type]
