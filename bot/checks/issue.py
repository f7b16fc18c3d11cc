"""What a check looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property

from bot.cards import MissingCard
from bot.catalog import BASE, Catalog
from bot.checks.texts import Text, texts
from bot.engine import HOME, Flow, Look, Session, transition
from bot.house import House
from bot.knowledge import AMSTERDAM, Knowledge
from bot.matching import UnknownNeed
from bot.messages import Screen
from bot.render import screens
from bot.walk import Visit, walk


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reachable state in one language: its screens, or the reason why they cannot be shown."""

    visit: Visit
    language: str
    screens: tuple[Screen, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Material:
    """Everything residents meet, and the day on which it is looked at."""

    flows: tuple[Flow, ...]
    catalog: Catalog
    knowledge: Knowledge
    house: House
    today: date

    @property
    def noon(self) -> datetime:
        """The moment at which everything is looked at: when most places are open."""
        return datetime.combine(self.today, time(12), AMSTERDAM)

    @property
    def finished(self) -> tuple[str, ...]:
        """The languages that call themselves complete: how others read is looked at when they are."""
        return tuple(tag for tag in self.catalog.languages if self.catalog.complete(tag))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text residents can read, in every finished language."""
        return tuple(text for text in texts(self.catalog, self.knowledge) if text.language in self.finished)

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Every reachable state in every finished language, as residents would see it."""
        visits = (*walk(self.house.flows), *self._places())
        return tuple(self._draw(visit, tag) for visit in visits for tag in self.finished)

    @cached_property
    def screens(self) -> tuple[tuple[str, Screen], ...]:
        """Every screen that can be met, with its language: the same one, however it is met, once."""
        return tuple(dict.fromkeys(self._met()))

    def _places(self) -> Iterator[Visit]:
        """More about each place: one state for the walk, for what differs was answered in the flow before."""
        for place in self.knowledge.services if {"place", "place_more"} <= self.house.flows.keys() else ():
            session = Session((HOME, "place", "place_more"), {"place": {"which": place}}, {"language": BASE})
            yield Visit(*transition(self.house.flows, session, Look()), 0)

    def _draw(self, visit: Visit, language: str) -> Drawn:
        session = replace(visit.session, known={**visit.session.known, "language": language})
        try:
            return Drawn(visit, language, screens(self.house, session, visit.effects, self.noon))
        except (MissingCard, UnknownNeed, KeyError) as error:
            return Drawn(visit, language, error=str(error))

    def _met(self) -> Iterator[tuple[str, Screen]]:
        return ((one.language, screen) for one in self.drawn for screen in one.screens)


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
