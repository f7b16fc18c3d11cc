"""The conversation engine: flows as frozen data, a session of answers, and one transition.

Standard library only. Nothing here reads a clock, stores, sends or knows a word of any language.
A position is never stored: `replay` derives it from the answers, so going back, correcting an earlier
answer and meeting a newer version of a flow are the same small operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any as TypingAny

UNSURE = "unsure"
"""The choice "I don't know": every `Ask` accepts it, typed or tapped."""

RETURN = "return"
"""A route that leads out of a flow, back to where the resident opened it."""

HOME = "welcome"
"""The flow in which every conversation begins and to which it can always return."""

MAX_CHOICES = 6
"""Buttons on a screen, "I don't know" counted (the readability gate)."""
MAX_LISTED = 12
"""Buttons of a question whose choices knowledge or the catalog lists: languages, areas."""
MAX_PATH = 10
"""Answers on the longest way through one flow."""
MAX_READ_BACK = 4
"""Earlier answers that the routes of one step may read."""
MAX_TRAIL = 20
"""Flows a session remembers for going back."""
MAX_ID = 24
"""Characters of a flow, step or choice id: three ids and two dots stay far below 64 bytes."""


class FlowError(Exception):
    """A flow is declared wrongly; `checks` finds it before anybody can run into it."""


# --- conditions: a closed set, so that routing can be drawn and walked -------------------------------


@dataclass(frozen=True, slots=True)
class Is:
    """True when the answer to `step` is `value`."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """True when `condition` is not."""

    condition: Condition


@dataclass(frozen=True, slots=True, init=False)
class All:
    """True when every one of `conditions` is."""

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)


@dataclass(frozen=True, slots=True, init=False)
class Any:
    """True when at least one of `conditions` is."""

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)


Condition = Is | Not | All | Any


def holds(condition: Condition | None, answers: Mapping[str, str]) -> bool:
    """Whether `condition` is true of `answers` (step id -> value); no condition is always true."""
    if condition is None:
        return True
    if isinstance(condition, Is):
        return answers.get(condition.step) == condition.value
    if isinstance(condition, Not):
        return not holds(condition.condition, answers)
    parts = (holds(part, answers) for part in condition.conditions)
    return all(parts) if isinstance(condition, All) else any(parts)


# --- declarations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Goto:
    """A route to the step `to` of the same flow, or to `RETURN`, taken when `when` holds."""

    to: str
    when: Condition | None = None


Routes = str | tuple[Goto, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with at most `MAX_CHOICES` answers; `then` says where each answer leads.

    `shared` answers are remembered under the step's id for every flow and not asked twice, unless the
    step says `again`. `listed` names a list that knowledge owns and `assemble` fills in as choices.
    `unsure` is whether the button "I don't know" is shown; typing it is always accepted.
    """

    id: str
    then: Routes
    choices: tuple[str, ...] = ()
    shared: bool = False
    again: bool = False
    listed: str = ""
    unsure: bool = True

    @property
    def buttons(self) -> tuple[str, ...]:
        """The choices shown, in order."""
        return (*self.choices, UNSURE) if self.unsure else self.choices

    def takes(self, value: str) -> bool:
        """Whether `value` is an answer to this question."""
        return value == UNSURE or value in self.choices


@dataclass(frozen=True, slots=True)
class Say:
    """A message without a question, read on the way to the step `then`.

    `shows` names the piece of knowledge that belongs on this screen (see `render.CARDS`).
    """

    id: str
    then: Routes
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an outcome: the button `id`, and the event that tapping it means."""

    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a flow ends: something useful, and the ways on from here."""

    id: str
    ways: tuple[Way, ...] = ()
    shows: str = ""

    @property
    def buttons(self) -> tuple[str, ...]:
        """The ways shown, in order."""
        return tuple(way.id for way in self.ways)


Step = Ask | Say | Outcome


@dataclass(frozen=True)
class Flow:
    """A named, acyclic sequence of steps; the first one is where it starts.

    An `aside` (help, privacy, a safety screen) is never where somebody was: `Return` passes over it.
    """

    id: str
    steps: tuple[Step, ...]
    aside: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Step id -> step."""
        return {step.id: step for step in self.steps}


Flows = Mapping[str, Flow]


def assemble(flows: Iterable[Flow], lists: Mapping[str, tuple[str, ...]]) -> Flows:
    """Flow id -> flow, with the choices of every `listed` question filled in from `lists`."""

    def filled(step: Step) -> Step:
        return replace(step, choices=lists[step.listed]) if isinstance(step, Ask) and step.listed else step

    return {flow.id: replace(flow, steps=tuple(filled(step) for step in flow.steps)) for flow in flows}


# --- events: all that can happen to a session --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """The resident chose `choice` at `flow`.`step`: now, or with a button of an earlier screen."""

    flow: str
    step: str
    choice: str


@dataclass(frozen=True, slots=True)
class Open:
    """Begin `flow` afresh, with shared answers that are already `known` (pairs of step id and value)."""

    flow: str
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """Ask `step` of the current flow again; the other answers stay."""

    step: str


@dataclass(frozen=True, slots=True)
class Back:
    """Undo the last answer given here, or return to the flow visited before."""


@dataclass(frozen=True, slots=True)
class Return:
    """Go on where one was: leave the current flow, and the asides below it."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin again; only the language stays."""


@dataclass(frozen=True, slots=True)
class Look:
    """Show where we are."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something only the host can do (`erase`, `leave`, `export`); as an event and as an effect."""

    name: str


Event = Choose | Open | Again | Back | Return | Restart | Look | Act


# --- effects: what the host is to do; nothing here sends ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Show:
    """Show a step of a flow, with the answers on the way to it."""

    flow: str
    step: Step
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tell:
    """A short remark before what is shown: `expired` or `changed`."""

    notice: str


Effect = Show | Tell | Act


# --- the session -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of a conversation: flows visited (current one last), answers, shared answers."""

    trail: tuple[str, ...] = (HOME,)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def flow(self) -> str:
        """The current flow."""
        return self.trail[-1]

    def to_json(self) -> dict[str, object]:
        """A plain object that `from_json` reads back."""
        answers = {flow: dict(own) for flow, own in self.answers.items() if own}
        return {"trail": list(self.trail), "answers": answers, "known": dict(self.known)}

    @classmethod
    def from_json(cls, stored: Mapping[str, TypingAny] | None) -> Session:
        """The session that `to_json` made `stored` of; a new one when there is none."""
        if not stored:
            return cls()
        return cls(tuple(stored["trail"]) or (HOME,), stored["answers"], stored["known"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session stands in a flow: `step` (None: the flow is over), what was `said` on the way
    there since the last answer, the `answers` on the path, and the step whose answer no longer fits."""

    step: Ask | Outcome | None
    said: tuple[Say, ...]
    answers: Mapping[str, str]
    misfit: str = ""


def replay(flow: Flow, session: Session) -> Place:
    """Walk `flow` along the session's answers to the first question without one, or to the end."""
    own = session.answers.get(flow.id, {})
    path: dict[str, str] = {}
    said: list[Say] = []
    step = flow.steps[0]
    for _ in flow.steps:  # acyclic: no step is met twice
        if isinstance(step, Outcome):
            return Place(step, tuple(said), path)
        if isinstance(step, Say):
            said.append(step)
        else:
            value = _answer(step, own, session.known)
            if value is None or not step.takes(value):
                return Place(step, tuple(said), path, step.id if value is not None else "")
            path[step.id] = value
            said.clear()
        target = _route(step.then, path)
        if target == RETURN:
            return Place(None, tuple(said), path)
        step = flow.by_id[target]
    raise FlowError(f"flow {flow.id} has a cycle")


def _answer(step: Ask, own: Mapping[str, str], known: Mapping[str, str]) -> str | None:
    if step.shared and not step.again:
        return known.get(step.id)
    return own.get(step.id)


def _route(routes: Routes, answers: Mapping[str, str]) -> str:
    if isinstance(routes, str):
        return routes
    return next(route.to for route in routes if holds(route.when, answers))


# --- the transition ----------------------------------------------------------------------------------


def transition(flows: Flows, session: Session, event: Event) -> tuple[Session, tuple[Effect, ...]]:
    """Apply `event` to `session`; the next session, and what is to be shown or done.

    Never raises for anything a resident can do: an unknown or outdated button yields `Tell("expired")`.
    """
    if isinstance(event, Act):
        return session, (event,)
    before: tuple[Effect, ...] = ()
    if any(flow not in flows for flow in session.trail):
        session, before = _still_there(flows, session), (Tell("changed"),)
    if isinstance(event, Choose):
        chosen = _choose(flows, session, event)
        if chosen is None:
            before = (*before, Tell("expired"))
        elif isinstance(chosen, Session):
            session = chosen
        else:
            return transition(flows, _focus(session, event.flow), chosen)
    else:
        session = _move(flows, session, event)
    return _show(flows, session, before)


def _still_there(flows: Flows, session: Session) -> Session:
    """The session without flows that a newer version of the product no longer has."""
    answers = {flow: own for flow, own in session.answers.items() if flow in flows}
    return replace(session, trail=tuple(flow for flow in session.trail if flow in flows) or (HOME,), answers=answers)


def _choose(flows: Flows, session: Session, event: Choose) -> Session | Event | None:
    """The session with the answer; or the event a way means; or None for a button of another time."""
    if event.flow not in session.trail:
        return None
    place = replay(flows[event.flow], session)
    step = flows[event.flow].by_id.get(event.step)
    if isinstance(step, Ask) and (step is place.step or step.id in place.answers) and step.takes(event.choice):
        return _answered(_focus(session, event.flow), step, event.choice)
    if isinstance(step, Outcome) and step is place.step:
        return next((way.event for way in step.ways if way.id == event.choice), None)
    return None


def _answered(session: Session, step: Ask, value: str) -> Session:
    own = {**session.answers.get(session.flow, {}), step.id: value}
    known = {**session.known, step.id: value} if step.shared else session.known
    return replace(session, answers={**session.answers, session.flow: own}, known=known)


def _move(flows: Flows, session: Session, event: Event) -> Session:
    if isinstance(event, Open) and event.flow in flows:
        known = {**session.known, **dict(event.known)}
        return replace(_focus(_without(session, event.flow), event.flow), known=known)
    if isinstance(event, Again):
        return _unanswered(session, event.step)
    if isinstance(event, Back):
        return _back(flows, session)
    if isinstance(event, Return):
        return _returned(flows, session)
    if isinstance(event, Restart):
        return Session(known={key: value for key, value in session.known.items() if key == "language"})
    return session


def _focus(session: Session, flow: str) -> Session:
    """The session with `flow` as the current one."""
    trail = (*(name for name in session.trail if name != flow), flow)
    return replace(session, trail=trail[-MAX_TRAIL:])


def _without(session: Session, flow: str) -> Session:
    """The session without the answers given in `flow`."""
    return replace(session, answers={name: own for name, own in session.answers.items() if name != flow})


def _unanswered(session: Session, step: str) -> Session:
    own = {name: value for name, value in session.answers.get(session.flow, {}).items() if name != step}
    known = {name: value for name, value in session.known.items() if name != step}
    return replace(session, answers={**session.answers, session.flow: own}, known=known)


def _back(flows: Flows, session: Session) -> Session:
    own = session.answers.get(session.flow, {})
    given = [step for step in replay(flows[session.flow], session).answers if step in own]
    if given:
        return _unanswered(session, given[-1])
    return _left(session) if len(session.trail) > 1 else session


def _left(session: Session) -> Session:
    """The session in the flow visited before this one."""
    return replace(_without(session, session.flow), trail=session.trail[:-1] or (HOME,))


def _returned(flows: Flows, session: Session) -> Session:
    session = _left(session)
    while flows[session.flow].aside:
        session = _left(session)
    return session


def _show(flows: Flows, session: Session, before: tuple[Effect, ...]) -> tuple[Session, tuple[Effect, ...]]:
    place = replay(flows[session.flow], session)
    if place.step is None:
        return _show(flows, _left(session), (*before, *_shown(session, place)))
    if place.misfit:
        session = _unanswered(session, place.misfit)
        before = (*before, Tell("changed"))
    return session, (*before, *_shown(session, place))


def _shown(session: Session, place: Place) -> tuple[Show, ...]:
    steps = (*place.said, place.step) if place.step else place.said
    return tuple(Show(session.flow, step, place.answers) for step in steps)
