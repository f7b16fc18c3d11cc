"""The whole way: fake Bot API and residents on one core, a bot on the other; ours beside what others would write.

All bots run during the whole bench and are measured by turns, so that what else the machine does hits all of
them alike; ratios are taken within a round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from bench.figures import Figure, milliseconds
from bench.place import cpu_of, folder
from bench.processes import CONVERSATION, ECHO, OURS, Line, OtherSide, bot, other_side

PEOPLE = 200
ROUNDS, SECONDS, CALM = 4, 2.0, 30
SLOW, SLOW_ROUNDS, SLOW_SECONDS = 0.05, 2, 4.0
"""A Bot API that takes 50 ms for every call, as from a server in Europe."""
ECHO_AIM, CONVERSATION_AIM = 2.2, 90


@dataclass(slots=True)
class Contender:
    """A bot in the bench, and what was measured of it."""

    name: str
    line: Line
    pid: int
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    slow: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})


def end_to_end() -> list[Figure]:
    """Turns a second and waiting times, at once and when every call takes 50 ms."""
    with other_side() as others, _contenders(others) as (ours, echo, talk):
        for one in (ours, echo, talk):
            others.ask("saturate", one.line, people=PEOPLE, seconds=1)
        busy = [_saturate(others, one) for _ in range(ROUNDS) for one in (ours, echo)]
        for one in (ours, echo):
            one.calm = others.ask("calm", one.line, people=PEOPLE, rate=CALM, seconds=2 * SECONDS)["waits"]
        for _ in range(SLOW_ROUNDS):
            for one in (ours, talk):
                _slowly(others, one)
        return [*_at_once(ours, echo), *_slow(ours, talk), _driver(busy)]


@contextmanager
def _contenders(others: OtherSide) -> Iterator[list[Contender]]:
    with ExitStack() as stack, folder() as place:
        found = []
        for name, module in (("ours", OURS), ("bare echo", ECHO), ("ConversationHandler", CONVERSATION)):
            line = others.connect()
            process = stack.enter_context(bot(module, line, place))
            found.append(Contender(name, line, process.pid))
        yield found


def _saturate(others: OtherSide, one: Contender) -> float:
    """One round of one bot; how busy the other side was (1: a whole core)."""
    before = cpu_of(one.pid)
    told = others.ask("saturate", one.line, people=PEOPLE, seconds=SECONDS)
    one.costs.append((cpu_of(one.pid) - before) / len(told["waits"]) * 1000)
    one.rates.append(told["rate"])
    one.waits += told["waits"]
    return float(told["busy"])


def _slowly(others: OtherSide, one: Contender) -> None:
    for taps, rates in one.slow.items():
        told = others.ask("saturate", one.line, people=PEOPLE, seconds=SLOW_SECONDS, latency=SLOW, taps=taps)
        rates.append(told["rate"])


def _at_once(ours: Contender, echo: Contender) -> Iterator[Figure]:
    for one in (ours, echo):
        yield Figure(f"{PEOPLE} residents typing, {one.name}", "turns/s", tuple(one.rates))
    yield Figure("  ours against the bare echo", "times", _ratios(ours.rates, echo.rates), ECHO_AIM)
    for one in (ours, echo):
        yield Figure(f"  processor time, {one.name}", "ms/turn", tuple(one.costs))
    yield Figure("  ours against the bare echo, by that", "times", _ratios(echo.costs, ours.costs), ECHO_AIM)
    for one in (ours, echo):
        yield from (Figure(f"  p{p}, {one.name}", "ms", (milliseconds(one.waits, p),)) for p in (50, 99))
    for one in (ours, echo):
        for p in (50, 99):
            yield Figure(f"{CALM} turns/s, p{p}, {one.name}", "ms", (milliseconds(one.calm, p),))


def _slow(ours: Contender, talk: Contender) -> Iterator[Figure]:
    for taps, doing in ((True, "tapping"), (False, "typing")):
        for one in (ours, talk):
            yield Figure(f"50 ms a call, {doing}, {one.name}", "turns/s", tuple(one.slow[taps]))
        aim = CONVERSATION_AIM if taps else None
        yield Figure("  ours against ConversationHandler", "times", _ratios(ours.slow[taps], talk.slow[taps]), aim)


def _ratios(ours: list[float], theirs: list[float]) -> tuple[float, ...]:
    return tuple(own / other for own, other in zip(ours, theirs, strict=True))


def _driver(busy: list[float]) -> Figure:
    """Near 100 % the residents would be what is measured, not the bot."""
    return Figure("core of residents and fake Bot API in use", "%", tuple(100 * one for one in busy), 80, at_most=True)
