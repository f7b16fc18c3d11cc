"""Trial: our engine beside python-statemachine and transitions, each walking the flow `letters`.

    pip install python-statemachine transitions   # the engine itself needs nothing
    taskset -c 0 python -m bench.trials.engines   # from the checkout; a few seconds

Both libraries are used in two ways. *Position*: the flow in the library's own words; the state is stored, with a
trail of answers. *Replay*: the library walks our flow along the stored answers, in place of our `replay`. One
machine serves all conversations, the fastest way; only the memory is of a machine or model for each.
"""

import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

from statemachine import State, StateChart
from statemachine.io import create_machine_class_from_definition
from transitions import Machine

from bot import engine
from bot.engine import UNSURE, Ask, Back, Choose, Event, Flow, Goto, Outcome, Place, Session, Show, Tell, holds
from bot.flows.letters import LETTERS, SENDERS

TURNS = 500
FLOWS = {"welcome": Flow("welcome", (Outcome("doors"),)), "letters": LETTERS}
Talk = dict[str, Any]  # a conversation as it is stored


class Chart(StateChart[Any]):
    """The flow for python-statemachine: a button is an event; what is only said passes on by itself."""

    pile, open_one, sender, meaning, today, first, unknown = State(initial=True), *(State() for _ in range(6))
    which = which_bailiff, which_company, which_home, which_health, which_government = tuple(State() for _ in range(5))
    one, unopened, at_the_door = pile.to(sender), pile.to(open_one), pile.to(which_bailiff)
    open_one.to(sender)
    bailiff, company, home, health, government = map(sender.to, which)
    which_bailiff.to(meaning, event=" ".join(SENDERS["bailiff"]))
    which_company.to(meaning, event=" ".join(SENDERS["company"]))
    which_home.to(meaning, event=" ".join(SENDERS["home"]))
    which_health.to(meaning, event=" ".join(SENDERS["health"]))
    which_government.to(meaning, event=" ".join(SENDERS["government"]))
    unsure = pile.to(sender) | unknown.from_(sender, *which)
    meaning.to(today, cond="cannot_wait")
    meaning.to(first)
    another = pile.from_(today, first, unknown)


def machine(model: Any) -> Machine:
    """The flow for transitions: lists of states and of [trigger, source, target]; what is only said triggers `next`."""
    which, ends = [f"which_{sender}" for sender in SENDERS], ["today", "first", "unknown"]
    said = [{"name": name, "on_enter": "next"} for name in ("open_one", "meaning")]
    states = ["pile", "sender", *which, *said, *ends]
    routes: list[Any] = [
        ["one", "pile", "sender"],
        ["unopened", "pile", "open_one"],
        ["at_the_door", "pile", "which_bailiff"],
        ["next", "open_one", "sender"],
        *([sender, "sender", f"which_{sender}"] for sender in SENDERS),
        *([letter, f"which_{sender}", "meaning"] for sender in SENDERS for letter in SENDERS[sender]),
        [UNSURE, "pile", "sender"],
        [UNSURE, ["sender", *which], "unknown"],
        {"trigger": "next", "source": "meaning", "dest": "today", "conditions": "cannot_wait"},
        ["next", "meaning", "first"],
        ["another", ends, "pile"],
    ]
    return Machine(model, states, "pile", routes, auto_transitions=False, ignore_invalid_triggers=True)


class Model:
    """What a library moves and its guard reads: the state, and the answer just given."""

    state, answer = "pile", ""

    def cannot_wait(self) -> bool:
        return self.answer in ("summons", "judgment", "eviction", "energy_cutoff")


def position(model: Model, send: Callable[[str], object], talk: Talk, event: Event) -> tuple[Talk, str]:
    """A library moves the stored state; the trail, to go back and correct, is ours and loses what came after."""
    state, past = talk["state"], talk["past"]
    asked = [*(step for step, _ in past), state]
    if isinstance(event, Back):
        return {"state": asked[-2], "past": past[:-1]}, asked[-2]
    if isinstance(event, Choose) and event.step in asked:
        model.state, model.answer = event.step, event.choice
        try:
            send(event.choice)
        except (KeyError, ValueError) as error:
            return talk, f"raises {type(error).__name__}"
        if model.state != event.step:
            past = [*past[: asked.index(event.step)], (event.step, event.choice)]
            return {"state": model.state, "past": [] if event.choice == "another" else past}, model.state
    return talk, f"expired {state}"


def answers(replay: Callable[[Flow, Session], Place], talk: Talk, event: Event) -> tuple[Talk, str]:
    """Our engine with this `replay`: what to store, and where that stands behind any notice."""
    vars(sys.modules["bot.engine.transition"])["replay"] = replay
    session, effects = engine.transition(FLOWS, Session.from_json(talk), event)
    notices = [one.notice for one in effects if isinstance(one, Tell)]
    return session.to_json(), " ".join([*notices, *[one.step.id for one in effects if isinstance(one, Show)][-1:]])


class Replay:
    """A `replay` in which a library takes our routes and calls `enter` and `may`; what is only said is left out."""

    def __init__(self, library: Callable[["Replay"], list[Callable[[], object]]]) -> None:
        ways = [(step, step.then) for step in LETTERS.steps if not isinstance(step, Outcome)]
        gotos = [(step, goto) for step, then in ways for goto in ([Goto(then)] if isinstance(then, str) else then)]
        self.routes: Any = [(step.id, goto.to, partial(self.may, step, goto)) for step, goto in gotos]
        self.given, self.path = dict[str, str](), dict[str, str]()
        self.calls = library(self)

    def enter(self, step: Any) -> None:
        self.step = step
        if isinstance(step, Ask) and step.takes(self.given.get(step.id, "")):
            self.path[step.id] = self.given[step.id]

    def may(self, step: Any, goto: Goto) -> bool:
        return (step.id in self.path or not isinstance(step, Ask)) and holds(goto.when, self.path)

    def __call__(self, flow: Flow, session: Session) -> Place:
        self.given, self.path = dict(session.answers.get(flow.id, {})), {}
        for call in self.calls:
            call()
        return Place(self.step, (), self.path, self.step.id if self.step.id in self.given else "")


def running_chart(replay: Replay) -> list[Callable[[], object]]:
    """python-statemachine takes transitions without an event as far as it can."""
    states: Any = {step.id: {"enter": partial(replay.enter, step), "transitions": []} for step in LETTERS.steps}
    for source, target, guard in replay.routes:
        states[source]["transitions"].append({"target": target, "cond": guard})
    chart = create_machine_class_from_definition("Running", states, validate_trap_states=False)()
    return [partial(setattr, chart, "current_state_value", None), chart.activate_initial_state]


def running_machine(replay: Replay) -> list[Callable[[], object]]:
    """transitions is told to go on until it cannot."""
    states = [{"name": step.id, "on_enter": partial(replay.enter, step)} for step in LETTERS.steps]
    runner = Machine(Model(), states, "pile", [["go", *route] for route in replay.routes], ignore_invalid_triggers=True)
    go = partial(runner.events["go"].trigger, runner.model)
    return [partial(runner.set_state, "pile"), partial(replay.enter, LETTERS.steps[0]), lambda: all(iter(go, False))]


def stored(at: str, **given: str) -> Talk:
    """What either way may have stored of somebody who stands there."""
    return {"trail": ["letters"], "answers": {"letters": given}, "known": {}, "state": at, "past": [*given.items()]}


tap = partial(Choose, "letters")
PROBES = {
    "correct an earlier answer": (stored("which_health", pile="one", sender="health"), tap("pile", "unopened")),
    "an outdated button": (stored("sender", pile="one"), tap("which_home", "rent_arrears")),
    "new version: step put before": (stored("which_health", sender="health"), tap("which_health", "cak")),
    "new version: choice removed": (stored("which_health", pile="one", sender="club"), tap("which_health", "cak")),
    "new version: step renamed": (stored("which_care", pile="one", sender="health"), tap("which_care", "cak")),
}


def rate(turn: Any, own: Any) -> str:
    """Turns a second: answers, "I don't know" among them, and one in five goes back. All must lead where ours does."""
    buttons = {step.id: step.buttons if isinstance(step, Ask) else ("another",) for step in LETTERS.steps}
    dice, spent, at, talk, mine = random.Random(1), 0.0, "pile", stored("pile"), stored("pile")
    for _ in range(TURNS):
        event = Back() if mine["answers"].get("letters") and dice.random() < 0.2 else tap(at, dice.choice(buttons[at]))
        start = time.perf_counter()
        talk, there = turn(talk, event)
        spent += time.perf_counter() - start
        mine, at = own(mine, event)
        assert there == at, f"{there} instead of {at}"
    return f"{TURNS / spent:,.0f}"


def main() -> None:
    """Print what each engine does and how fast, and what a conversation takes while it is kept in memory."""
    chart, lists, shared, own = Model(), Model(), machine(Model()), partial(answers, engine.replay)
    turns = {
        "our engine": own,
        "python-statemachine, position": partial(position, chart, Chart(chart).send),
        "transitions, position": partial(position, lists, machine(lists).dispatch),
        "python-statemachine, replay": partial(answers, Replay(running_chart)),
        "transitions, replay": partial(answers, Replay(running_machine)),
    }
    for name, turn in turns.items():
        print(f"\n{name}: {'; '.join(rate(turn, own) for _ in range(3))} turns/s")
        print(*(f"  {title:32}{turn(*probe)[1]}" for title, probe in PROBES.items()), sep="\n")
    for make in (Session, lambda: Chart(Model()), lambda: shared.add_model(Model())):
        tracemalloc.start()
        kept = [make() for _ in range(TURNS)]
        print(f"{tracemalloc.get_traced_memory()[0] / len(kept):,.0f} bytes a conversation in memory")
        tracemalloc.stop()


if __name__ == "__main__":
    main()
