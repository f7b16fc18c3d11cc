"""What a run is to be, and all that is known of it afterwards."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.botapi import Unrest
from tests.faults.lives import Life
from tests.faults.residents import Resident
from tests.faults.telegram import DeadlyBotApi


@dataclass(frozen=True)
class Plan:
    """What a run is to be. `erasing`: people may erase everything, even while replies are on their way.
    `webhook`: updates are pushed to the bot instead of asked for."""

    name: str
    kills: int
    seed: int
    chats: int
    unrest: Unrest | None = None
    erasing: bool = True
    webhook: bool = False


@dataclass(eq=False, repr=False)  # asyncio.run writes out what it returns: this would take minutes
class Record:
    """All that is known of a run. `looks`: what was wrong on disk after single kills; `alone`: lives that ended
    without being killed; `status`: how the last one ended."""

    plan: Plan
    folder: Path
    api: DeadlyBotApi
    residents: list[Resident]
    lives: list[Life] = field(default_factory=list)
    backlog: list[int] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    looked: int = 0
    alone: list[int] = field(default_factory=list)
    status: int | None = None
    seconds: float = 0.0

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
