"""An expert at work: claims what comes, keeps talks apart, passes on, finishes."""

from dataclasses import dataclass, field

from tests.faults.handoff.people import Person
from tests.faults.handoff.reading import LEAVES, Said

HELD = 30
"""Words at most that the bot may have held back when it asks."""


@dataclass(slots=True, eq=False)
class Worker(Person):
    """One expert. `cards` are requests to claim; `talks` the messages about each talk that goes on."""

    code: str = ""
    works: bool = False
    cards: list[str] = field(default_factory=list)
    talks: dict[str, list[int]] = field(default_factory=dict)

    def learns(self, said: Said, message: int) -> None:
        """A card, a talk that begins or ends, or words of a resident."""
        self.works = self.works or said.key.startswith("desk.")
        if said.key in ("desk.request", "desk.reminder") and said.request not in self.cards:
            self.cards.append(said.request)
        elif said.key == "desk.claimed":
            self.talks[said.request] = [message]
        elif said.key == "desk.over" and self.words:
            self.talks.pop(self.words[-1].request, None)
        elif said.key in LEAVES and said.request:
            self.talks.pop(said.request, None)
        elif said.request in self.talks and said.key != "desk.whom":
            self.talks[said.request].append(message)

    async def decides(self) -> None:
        """Go on with the work."""
        choices = self.choices()
        if not self.works:
            await self.says(f"/start expert-{self.code}")
        elif self.heard and self.heard[-1].said.key in ("desk.whom", "desk.guard"):
            await self._decides_on_held(choices)
        elif self.cards and self.chance.random() < 0.6:
            request = self.cards.pop(self.chance.randrange(len(self.cards)))
            await self.taps(f"desk.claim.{request}")
        elif self.talks:
            await self._talks(self.chance.choice(list(self.talks)))

    async def _decides_on_held(self, choices: tuple[str, ...]) -> None:
        """For whom it is, or what becomes of words that were held back: from now on they are for anybody."""
        for word in self.words[-HELD:]:
            word.firm, word.request = False, ""
        await self.taps(self.chance.choice(choices))

    async def _talks(self, request: str) -> None:
        weights = {
            "talk": 110, "burst": 25, "plain": 8, "choose": 5, "doomed": 4, "personal": 3, "correct": 3, "show": 2,
            "finish": 5, "pass_on": 4, "block": 1,
        }  # fmt: skip
        [what] = self.chance.choices(tuple(weights), tuple(weights.values()))
        to = self.chance.choice(self.talks[request][-3:])
        if what in ("talk", "doomed", "personal"):
            await self.utters(request=request, to=to, doomed=what == "doomed", personal=what == "personal")
        elif what == "burst":
            for _ in range(3):
                await self.utters(request=request, to=to)
        elif what == "plain":
            await self.utters(firm=False)
        elif what in ("choose", "finish", "pass_on"):
            await self.taps(f"desk.{what}.{request}")
        elif what == "correct":
            await self.corrects()
        elif what == "show":
            self._posted(await self.chat.sends(self.chance.choice(("photo", "contact", "sticker"))))
        else:
            await self.blocks()
