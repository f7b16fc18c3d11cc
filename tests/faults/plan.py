"""What a run is to be, and all that is known of it afterwards."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.botapi import FakeChat, Unrest
from tests.faults.lives import Life
from tests.faults.residents import Resident, Turn
from tests.faults.telegram import Arrival, DeadlyBotApi


@dataclass(frozen=True)
class Plan:
    """What a run is to be. `erasing`: people may erase everything, even while replies are on their way.
    `webhook`: updates are pushed to the bot instead of asked for. `between`: seconds on average between two things
    one person does; `warm`: seconds for which the first life is left alone; `calm`: seconds left for what follows by
    itself at the end."""

    name: str
    kills: int
    seed: int
    chats: int
    unrest: Unrest | None = None
    erasing: bool = True
    webhook: bool = False
    between: float = 2.5
    warm: float = 0.0
    calm: float = 1.0


class Person(Protocol):
    """Somebody in a run."""

    chat: FakeChat
    chance: random.Random
    turns: list[Turn]

    @property
    def open(self) -> int:
        """Messages that have to come and did not yet."""

    def content(self) -> bool:
        """Whether there is nothing to wait for."""

    def hears(self, arrival: Arrival) -> None:
        """A message of the bot arrived."""

    async def acts(self) -> None:
        """Do one more thing."""


@dataclass(eq=False, repr=False)  # asyncio.run writes out what it returns: this would take minutes
class Record:
    """All that is known of a run. `settings` are the bot's besides those of every run; `looks`: what was wrong on
    disk after single kills; `alone`: lives that ended without being killed; `status`: how the last one ended."""

    plan: Plan
    folder: Path
    api: DeadlyBotApi
    people: Sequence[Person]
    settings: Mapping[str, str] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)
    backlog: list[int] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    looked: int = 0
    alone: list[int] = field(default_factory=list)
    status: int | None = None
    seconds: float = 0.0

    @property
    def residents(self) -> list[Resident]:
        """Those whose replies are foretold."""
        return [person for person in self.people if isinstance(person, Resident)]

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / "wegwijs.sqlite"

    @property
    def log(self) -> Path:
        """All that every life wrote to standard output and error."""
        return self.folder.parent / "bot.log"

    @property
    def kills(self) -> int:
        """Lives that were killed."""
        return sum(life.killed is not None for life in self.lives)
