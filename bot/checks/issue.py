"""What a check looks at, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.catalog import Catalog
from bot.engine import Flow
from bot.house import House
from bot.knowledge import Knowledge


@dataclass(frozen=True)
class Material:
    """Everything residents meet, and the day on which it is looked at."""

    flows: tuple[Flow, ...]
    catalog: Catalog
    knowledge: Knowledge
    house: House
    today: date


@dataclass(frozen=True, slots=True)
class Issue:
    """One mistake: its code, where it is, in which language (if it matters), and what to do."""

    code: str
    place: str
    todo: str
    language: str = ""

    def __str__(self) -> str:
        where = f"{self.place} ({self.language})" if self.language else self.place
        return f"{where}: {self.todo} [{self.code}]"
