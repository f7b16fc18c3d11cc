"""One turn, pure: what a resident did -> the next session and the next screens.

Danger is heard first, also while a person holds the conversation; then the person, then the flows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import understand
from bot.acts import ACTS, Answer, view
from bot.cards import View, services
from bot.catalog import BASE
from bot.changes import Desk
from bot.engine import (
    HOME,
    UNSURE,
    Act,
    Ask,
    Choose,
    Effect,
    Event,
    Open,
    Outcome,
    Return,
    Session,
    Show,
    Tell,
    transition,
)
from bot.flows.handoff import HANDOFF
from bot.handoff import resident
from bot.handoff.request import Request, Rules
from bot.handoff.talk import Frame
from bot.hearing import Heard, danger, hear
from bot.house import House
from bot.matching import Match
from bot.messages import Incoming, Screen
from bot.render import COMMAND, label, language_of, remark, screens
from bot.safety import Level


@dataclass(frozen=True, slots=True)
class Around:
    """What a turn may know beyond its own conversation: open requests, the rules of handoffs, who is on call."""

    desk: Desk = Desk("")
    rules: Rules = Rules()
    on_call: tuple[str, ...] = ()


COUNTED = {("check_in", "mark"): "mark", ("check_in", "threshold"): "threshold"}
"""The answers that are counted, by question, and under which name."""

ALONE = Around()
"""Nobody else: a conversation without an open request."""


def respond(
    house: House,
    stored: Mapping[str, Any] | None,
    incoming: Incoming,
    now: datetime,
    *,
    refused: int = 0,
    around: Around = ALONE,
) -> Answer:
    """Answer one message. `stored` is the session as JSON, or None for a new conversation; `now` is aware.

    A message that comes too fast (`refused` counts how many in a row) is only listened to for danger.
    """
    before, unreadable = _session(stored)
    if refused and not _always_heard(incoming):
        return _too_fast(house, before, refused)
    frame = Frame(house, around.rules, now, around.on_call)
    request = resident.current(around.desk)
    heard = hear(house, before, incoming, now, new=stored is None)
    if request and heard.danger is Level.NONE:
        reply = resident.answer(frame, request, before, incoming, around.desk.replied)
        if reply:
            return Answer(reply.session, reply.screens, changes=reply.changes, topic=reply.topic)
    answer = _answer(frame, around.desk, request, before, heard, unreadable, tapped=incoming.tap is not None)
    if request and request.held and heard.danger is not Level.NONE:
        return replace(answer, changes=resident.alarm(frame, request, incoming.text or "", heard.danger))
    return answer


def _answer(
    frame: Frame,
    desk: Desk,
    request: Request | None,
    before: Session,
    heard: Heard,
    unreadable: tuple[str, ...],
    *,
    tapped: bool,
) -> Answer:
    """What the bot itself answers."""
    house, now = frame.house, frame.now
    session, effects = _apply(house, before, heard.events)
    acts = [effect.name for effect in effects if isinstance(effect, Act)]
    if acts:
        return _act(frame, desk, request, session, acts[0])
    if session.flow == HANDOFF.id and request:
        return Answer(before, (resident.standing(frame, request),))
    if "not_understood" in heard.notices:
        effects = effects[-1:]  # the question again, without what led to it
    language = language_of(session)
    notices = [house.catalog.text(f"notice.{name}", language) for name in (*unreadable, *heard.notices)]
    told = [*notices, *_echo(house, heard.events, language, effects)] if tapped else notices
    counted = (*_counted(frame, session, heard, effects),)
    return Answer(session, screens(house, session, effects, now, told), counted=counted)


def _counted(frame: Frame, session: Session, heard: Heard, effects: Iterable[Effect]) -> Iterable[str]:
    """What is counted of a turn: never more than one thing about it, and never who."""
    if heard.danger is not Level.NONE:
        yield f"safety {heard.danger}"
    for event in heard.events:
        if isinstance(event, Choose) and (event.flow, event.step) in COUNTED and _given(session, event):
            yield f"{COUNTED[event.flow, event.step]} {event.choice}"
    for effect in effects:
        if isinstance(effect, Show) and not isinstance(effect.step, Ask) and effect.step.shows == "services":
            seen = View(frame.house, effect, session, language_of(session), frame.now)
            yield from pointed_to(session.known.get("theme", UNSURE), services(seen))


def _given(session: Session, event: Choose) -> bool:
    """Whether the answer of `event` was taken: what a forged button says is never counted."""
    return session.answers.get(event.flow, {}).get(event.step) == event.choice


def pointed_to(theme: str, found: Sequence[Match]) -> Iterable[str]:
    """Which theme was helped along, and on which route; or that nobody is there for it."""
    yield f"theme {theme}" if found else f"no_provider {theme}"
    if found:
        yield f"route {found[0].service.route}"


def _act(frame: Frame, desk: Desk, request: Request | None, session: Session, name: str) -> Answer:
    """What the host does; whoever erases everything takes it back from an expert too."""
    if name == "consent" and request:  # tapped twice
        return Answer(session, (resident.standing(frame, request),))
    if name == "consent":
        begun = resident.begin(frame, desk, view(frame.house, session, frame.now))
        after, _ = transition(frame.house.flows, session, Return())
        return Answer(after, begun.screens, changes=begun.changes)
    done = ACTS[name](frame.house, session, frame.now)
    return replace(done, changes=resident.leaves(frame, request)) if done.erase and request else done


def in_need(house: House, incoming: Incoming, now: datetime) -> tuple[Screen, ...]:
    """What needs no memory: the fixed reply to danger, else that we are disturbed."""
    if danger(incoming).level is not Level.NONE:
        return respond(house, None, incoming, now).screens
    return (remark(house, house.catalog.text("notice.disturbance", BASE), BASE),)


def excuse(house: House, stored: Mapping[str, Any] | None, why: str = "trouble") -> Screen:
    """What is said when a turn went wrong by a mistake of ours (`trouble`), or an invitation is no good (`no_code`)."""
    language = language_of(_session(stored)[0])
    return remark(house, house.catalog.text(f"notice.{why}", language), language)


def wake(house: House, stored: Mapping[str, Any] | None, now: datetime) -> Answer:
    """Speak unasked, because the resident asked for a reminder."""
    session, effects = _apply(house, _session(stored)[0], (Open("check_in"),))
    return Answer(session, screens(house, session, effects, now))


def _session(stored: Mapping[str, Any] | None) -> tuple[Session, tuple[str, ...]]:
    """The stored session; when it cannot be read, a new one and the notice that says so."""
    try:
        return Session.from_json(stored), ()
    except ValueError:
        return Session(), ("changed",)


def _always_heard(incoming: Incoming) -> bool:
    """Danger and the words that always win are heard however fast somebody types."""
    if incoming.tap is not None:
        return incoming.tap.startswith(COMMAND)
    dangerous = danger(incoming).level is not Level.NONE
    return dangerous or understand.read(incoming.text or "", BASE, {}).command is not None


def _too_fast(house: House, session: Session, refused: int) -> Answer:
    """Said once: a reply to every message of a flood would only make it longer."""
    if refused > 1:
        return Answer(session, ())
    language = language_of(session)
    return Answer(session, (remark(house, house.catalog.text("notice.too_fast", language), language),))


def _apply(house: House, session: Session, events: Iterable[Event]) -> tuple[Session, tuple[Effect, ...]]:
    """All events in order; only what the last one shows counts. Where there is no expert, people who can be called."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        session, effects = transition(house.flows, session, event)
    if "language" not in session.known and session.trail != (HOME,) and not _urgent(session):
        session, effects = transition(house.flows, session, Open("language"))
    if session.flow == HANDOFF.id and not house.experts:
        trail = tuple(flow for flow in session.trail if flow != HANDOFF.id)
        session, effects = transition(house.flows, replace(session, trail=trail or (HOME,)), Open("people"))
    return session, effects


def _urgent(session: Session) -> bool:
    """Whether a safety screen is shown: that never waits for the choice of a language."""
    return session.flow in set(Level) or "language" in session.trail


def _echo(house: House, events: Iterable[Event], language: str, effects: Iterable[Effect]) -> Iterable[str]:
    """The label of the button that was tapped, so that the conversation can be read back."""
    if any(isinstance(effect, Tell) for effect in effects):
        return
    for event in events:
        if isinstance(event, Choose):
            step = house.flows[event.flow].by_id[event.step]
            if isinstance(step, Ask | Outcome):
                chosen = label(house, event.flow, step, event.choice, language)
                yield house.catalog.text("notice.chosen", language, {"choice": chosen})
