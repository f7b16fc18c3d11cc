"""Visits every state a resident can reach, by really making every possible move."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.catalog import BASE
from bot.engine import (
    SAMPLES,
    UNSURE,
    Act,
    Ask,
    Back,
    Choose,
    Effect,
    Event,
    Flows,
    Look,
    Open,
    Outcome,
    Session,
    Show,
    replay,
    transition,
)

MOST_STATES = 20_000
"""A hard limit: more states than this are no conversation anybody can oversee."""

Key = tuple[str, str, tuple[tuple[str, str], ...]]


class TooManyStates(Exception):
    """The flows have more reachable states than `MOST_STATES`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One reachable state: the session, what is shown there, and how many answers led to it."""

    session: Session
    effects: tuple[Effect, ...]
    depth: int

    @property
    def step(self) -> Ask | Outcome | None:
        """The question or outcome shown here."""
        last = self.effects[-1] if self.effects else None
        return last.step if isinstance(last, Show) and isinstance(last.step, Ask | Outcome) else None


def walk(flows: Flows) -> Iterator[Visit]:
    """Every reachable state, nearest first, each once: a state is a flow, a step and the answers on the way.

    Starts at the first screen and at every flow on its own (as typed words may open any). Raises
    TooManyStates.
    """
    waiting: deque[tuple[Session, Event, int]] = deque([(Session(), Look(), 0)])
    waiting.extend((Session(known={"language": BASE}), Open(flow), 0) for flow in flows)
    seen: set[Key] = set()
    while waiting:
        session, event, depth = waiting.popleft()
        session, effects = transition(flows, session, event)
        visit = Visit(session, effects, depth)
        if _key(flows, session) in seen:
            continue
        seen.add(_key(flows, session))
        if len(seen) > MOST_STATES:
            raise TooManyStates(f"more than {MOST_STATES} states")
        yield visit
        waiting.extend((session, move, depth + isinstance(move, Choose)) for move in moves(visit))


def moves(visit: Visit) -> Iterator[Event]:
    """All that can be done in this state: every button, and back."""
    step = visit.step
    if isinstance(step, Ask):
        answers = dict.fromkeys((*step.buttons, UNSURE, *SAMPLES[step.kind]))
        yield from (Choose(visit.session.flow, step.id, choice, words="…") for choice in answers)
    elif step is not None:
        yield from (Choose(visit.session.flow, step.id, way.id) for way in step.ways if not isinstance(way.event, Act))
    yield Back()


def _key(flows: Flows, session: Session) -> Key:
    place = replay(flows[session.flow], session)
    return session.flow, place.step.id if place.step else "", tuple(sorted(place.answers.items()))
