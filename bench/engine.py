"""How fast is the engine alone? Transitions along random walks through all flows."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.place import one_core
from bot.engine import Ask, Back, Choose, Event, Flows, Look, Open, Outcome, Restart, Session, replay, transition
from bot.running import build_house
from bot.settings import Settings

WALKS, LENGTH, REPEATS = 500, 40, 5
AIM = 20_000


def engine() -> list[Figure]:
    """Transitions a second on one core; walking and choosing are done before the clock runs."""
    flows = build_house(Settings()).flows
    walked = list(_walks(flows, random.Random(1)))
    with one_core():
        rates = tuple(_rate(flows, walked) for _ in range(REPEATS))
    return [Figure("transitions of the engine", "/s", rates, AIM)]


def _rate(flows: Flows, walked: list[tuple[Session, Event]]) -> float:
    start = time.perf_counter()
    for session, event in walked:
        transition(flows, session, event)
    return len(walked) / (time.perf_counter() - start)


def _walks(flows: Flows, dice: random.Random) -> Iterator[tuple[Session, Event]]:
    for _ in range(WALKS):
        session = Session()
        for _ in range(LENGTH):
            event = _next(flows, session, dice)
            yield session, event
            session, _ = transition(flows, session, event)


def _next(flows: Flows, session: Session, dice: random.Random) -> Event:
    """Four times out of five a button of the screen shown, else something that can be said anywhere."""
    step = replay(flows[session.flow], session).step
    if isinstance(step, Ask | Outcome) and step.buttons and dice.random() < 0.8:
        return Choose(session.flow, step.id, dice.choice(step.buttons))
    return dice.choice((Back(), Back(), Look(), Open(dice.choice(list(flows))), Restart()))
