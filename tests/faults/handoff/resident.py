"""A resident who wants to talk to somebody: agrees, waits, talks, and sometimes leaves in every way there is."""

from dataclasses import dataclass, field

from tests.faults.handoff.people import Person
from tests.faults.handoff.reading import ENDS, Said

ASKS = "ik wil met iemand praten"
WAY = (
    "welcome.language.nl", "language.language.nl", "handoff.offer.yes", "handoff.like_me.any",
    "handoff.preview.send", "erase.sure.yes",
)  # fmt: skip
"""Buttons on the way to somebody, wherever they are seen."""
STATUS = {
    **dict.fromkeys(("relay.claimed", "relay.held", "relay.quiet"), "talking"),
    **dict.fromkeys(
        ("relay.begun", "relay.waiting", "relay.still_waiting", "relay.sorry", "relay.next", "relay.else"), "waiting"
    ),
    "relay.passing": "passing",
    **dict.fromkeys(ENDS, "free"),
}
"""What somebody knows of their request after reading this."""

WAIT = {"nothing": 300, "withdraw": 8, "shout": 3, "look": 5, "leave": 4, "show": 3, "block": 1}
TALK = {
    "talk": 110, "burst": 30, "doomed": 4, "personal": 4, "correct": 4, "show": 3, "shout": 4,
    "else": 4, "close": 4, "withdraw": 5, "leave": 3, "block": 1,
}  # fmt: skip
"""What somebody does who waits, or talks, and how often."""


@dataclass(slots=True, eq=False)
class Talker(Person):
    """One resident. `status` is how their request stands, as far as they know; `stops` are the updates by which they
    took it back, with the time."""

    status: str = "free"
    stops: list[tuple[float, int]] = field(default_factory=list)

    def learns(self, said: Said, message: int) -> None:
        """How it stands."""
        self.status = STATUS.get(said.key, self.status)

    async def decides(self) -> None:
        """Go on where this person is."""
        await {"free": self._on_the_way, "waiting": self._waits, "talking": self._talks, "passing": self._passes}[
            self.status
        ]()

    async def _on_the_way(self) -> None:
        choices = self.choices()
        here = next((data for data in WAY if data in choices), "")
        if here:
            await self.taps(here, erases=here == "erase.sure.yes")
            self._stopped(here == "erase.sure.yes")
        elif "handoff.own.skip" in choices:
            (await self.utters(firm=False)).own = True
        else:
            await self.says(ASKS)

    async def _waits(self) -> None:
        await self._one_of(WAIT)

    async def _talks(self) -> None:
        if "!send_bare" in self.choices() and self.heard[-1].said.key == "relay.guard":
            await self._decides_on_held()
            return
        await self._one_of(TALK)

    async def _passes(self) -> None:
        await self.taps("!agree" if self.chance.random() < 0.7 else "!close")

    async def _decides_on_held(self) -> None:
        """The words that were held back cross now, if they may."""
        await self.taps(self.chance.choice(("!send_bare", "!send_whole", "!drop")))
        self.words[-1].update_id = self.turns[-1].update_id

    async def _one_of(self, weights: dict[str, int]) -> None:
        [what] = self.chance.choices(tuple(weights), tuple(weights.values()))
        if what in ("talk", "doomed", "personal", "shout"):
            await self.utters(doomed=what == "doomed", personal=what == "personal", crisis=what == "shout")
        elif what == "burst":
            for _ in range(3):
                await self.utters()
        elif what == "leave":
            await self.says(word := self.chance.choice(("/leave", "/erase")))
            self._stopped(word == "/leave")
        elif what == "else":
            await self.taps("!somebody_else")
            self._stopped()
        else:
            await getattr(self, f"_{what}")()

    def _stopped(self, really: bool = True) -> None:
        if really:
            self.stops.append((self.turns[-1].posted, self.turns[-1].update_id))

    async def _nothing(self) -> None:
        return

    async def _withdraw(self) -> None:
        await self.taps("!withdraw")
        self._stopped()

    async def _close(self) -> None:
        await self.taps("!close")

    async def _look(self) -> None:
        await self.says("/privacy")

    async def _show(self) -> None:
        self._posted(await self.chat.sends(self.chance.choice(("photo", "contact", "location", "voice"))))

    async def _correct(self) -> None:
        await self.corrects()

    async def _block(self) -> None:
        await self.blocks()
