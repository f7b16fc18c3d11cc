"""The one transition: a session and an event -> the next session, and what is to be shown or done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.engine.flow import (
    HOME,
    MAX_TRAIL,
    MAX_WORDS,
    SAID,
    WORDS,
    Act,
    Again,
    Ask,
    Back,
    Choose,
    Event,
    Flows,
    Open,
    Outcome,
    Restart,
    Return,
    Step,
)
from bot.engine.session import Place, Session, replay


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
        return _answered(_focus(session, event.flow), step, event)
    if isinstance(step, Outcome) and step is place.step:
        return next((way.event for way in step.ways if way.id == event.choice), None)
    return None


def _answered(session: Session, step: Ask, event: Choose) -> Session:
    value, place = event.choice, f"{session.flow}.{step.id}"
    own = {**session.answers.get(session.flow, {}), step.id: value}
    known = {**session.known, step.id: value} if step.shared else session.known
    words = {name: said for name, said in session.words.items() if name != place}
    if step.kind == WORDS and value == SAID:
        words[place] = event.words[:MAX_WORDS]
    return replace(session, answers={**session.answers, session.flow: own}, known=known, words=words)


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
    answers = {name: own for name, own in session.answers.items() if name != flow}
    words = {place: said for place, said in session.words.items() if not place.startswith(f"{flow}.")}
    return replace(session, answers=answers, words=words)


def _unanswered(session: Session, step: str) -> Session:
    own = {name: value for name, value in session.answers.get(session.flow, {}).items() if name != step}
    known = {name: value for name, value in session.known.items() if name != step}
    words = {place: said for place, said in session.words.items() if place != f"{session.flow}.{step}"}
    return replace(session, answers={**session.answers, session.flow: own}, known=known, words=words)


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
