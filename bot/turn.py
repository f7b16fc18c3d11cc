"""One turn, pure: what a resident did -> the next session and the next screens.

Order of listening: danger first, then words that always win, then an answer to the question shown, then
what the words are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import safety, understand
from bot.catalog import BASE
from bot.engine import (
    HOME,
    UNSURE,
    Act,
    Ask,
    Choose,
    Effect,
    Event,
    Look,
    Open,
    Outcome,
    Return,
    Session,
    Tell,
    replay,
    transition,
)
from bot.flows.doors import COMMANDS, SOMEBODY, THEMES
from bot.flows.letters import this_letter
from bot.house import House
from bot.messages import Incoming, Screen
from bot.render import COMMAND, key, label, language_of, remark, screens, shown_labels

CONFIDENT = 0.3
"""Below this confidence words are not about anything we know (understand.Reading)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn comes to: the session to keep, the screens to send, whether all is to be forgotten, and
    the counters that go up (names without people in them)."""

    session: Session
    screens: tuple[Screen, ...]
    erase: bool = False
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What an incoming message means: events in order, and notices to show above the next screen."""

    events: tuple[Event, ...]
    notices: tuple[str, ...] = ()


def respond(
    house: House, stored: Mapping[str, Any] | None, incoming: Incoming, now: datetime, *, refused: int = 0
) -> Answer:
    """Answer one message. `stored` is the session as JSON, or None for a new conversation; `now` is aware.

    A message that comes too fast (`refused` counts how many in a row) is only listened to for danger.
    """
    before, unreadable = _session(stored)
    if refused and not _always_heard(incoming):
        return _too_fast(house, before, refused)
    heard = hear(house, before, incoming, now, new=stored is None)
    session, effects = _apply(house, before, heard.events)
    acts = [effect.name for effect in effects if isinstance(effect, Act)]
    if acts:
        return ACTS[acts[0]](house, session, now)
    language = language_of(session)
    notices = [house.catalog.text(f"notice.{name}", language) for name in (*unreadable, *heard.notices)]
    told = [*notices, *_echo(house, heard.events, language, effects)] if incoming.tap else notices
    return Answer(session, screens(house, session, effects, now, told))


def in_need(house: House, incoming: Incoming, now: datetime) -> Screen:
    """The one screen that needs no memory: the fixed reply to danger, else that we are disturbed."""
    if _dangerous(incoming):
        return respond(house, None, incoming, now).screens[0]
    return remark(house, house.catalog.text("notice.disturbance", BASE), BASE)


def excuse(house: House, stored: Mapping[str, Any] | None) -> Screen:
    """What is said when a turn went wrong by a mistake of ours."""
    language = language_of(_session(stored)[0])
    return remark(house, house.catalog.text("notice.trouble", language), language)


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
    return _dangerous(incoming) or understand.read(incoming.text or "", BASE, {}).command is not None


def _dangerous(incoming: Incoming) -> bool:
    return incoming.text is not None and safety.level(incoming.text).level is not safety.Level.NONE


def _too_fast(house: House, session: Session, refused: int) -> Answer:
    """Said once: a reply to every message of a flood would only make it longer."""
    if refused > 1:
        return Answer(session, ())
    language = language_of(session)
    return Answer(session, (remark(house, house.catalog.text("notice.too_fast", language), language),))


def _apply(house: House, session: Session, events: Iterable[Event]) -> tuple[Session, tuple[Effect, ...]]:
    """All events in order; only what the last one shows counts."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        session, effects = transition(house.flows, session, event)
    if "language" not in session.known and session.trail != (HOME,) and not _urgent(session):
        session, effects = transition(house.flows, session, Open("language"))
    return session, effects


def _urgent(session: Session) -> bool:
    """Whether a safety screen is shown: that never waits for the choice of a language."""
    return session.flow in set(safety.Level) or "language" in session.trail


# --- hearing -----------------------------------------------------------------------------------------


def hear(house: House, session: Session, incoming: Incoming, now: datetime, *, new: bool = False) -> Heard:
    """The events an incoming message means. `new`: this is its conversation's first message."""
    if incoming.tap is not None:
        return Heard((_tapped(incoming.tap),))
    if incoming.text is None:
        return Heard((Look(),), ("not_text",))
    danger = safety.level(incoming.text)
    if danger.level is not safety.Level.NONE:
        return Heard((_alarm(house, session, incoming.text, danger),))
    return _typed(house, session, incoming.text, now, new)


def _alarm(house: House, session: Session, text: str, danger: safety.Danger) -> Event:
    """The safety screen, in the language of the words when no language was chosen yet."""
    language = understand.spoken(text) or danger.language
    chosen = "language" in session.known or language not in house.catalog.languages
    return Open(str(danger.level), known=() if chosen else (("language", language),))


def _tapped(data: str) -> Event:
    """The event in a button's data; anything else is a button of another time."""
    if data.startswith(COMMAND):
        return COMMANDS.get(data.removeprefix(COMMAND), Look())
    flow, _, rest = data.partition(".")
    step, _, choice = rest.partition(".")
    return Choose(flow, step, choice)


def _typed(house: House, session: Session, text: str, now: datetime, new: bool) -> Heard:
    place = replay(house.flows[session.flow], session).step if session.flow in house.flows else None
    language = language_of(session)
    shown = {**shown_labels(house, session, place, now), **_unsure(house, place, language)} if place else {}
    reading = understand.read(text, language, shown)
    if reading.command == "start":
        return Heard(_start(house, session, text))
    if reading.command:
        return Heard((COMMANDS[reading.command],))
    if reading.choice and place:
        return Heard((Choose(session.flow, place.id, reading.choice),))
    if reading.language in house.catalog.languages:
        return Heard((Open("language"), Choose("language", "language", reading.language or "")))
    subject = _subject(reading)
    if subject:
        return Heard(subject)
    return Heard((Look(),), () if new else ("not_understood",))


def _unsure(house: House, step: Ask | Outcome | None, language: str) -> Mapping[str, str]:
    """ "I don't know" can be typed at every question, also where it has no button."""
    return {UNSURE: house.catalog.text("choice.unsure", language)} if isinstance(step, Ask) else {}


def _subject(reading: understand.Reading) -> tuple[Event, ...]:
    """Where words about a letter or a theme lead; nothing when they are about neither."""
    if reading.letter:
        return this_letter(reading.letter)
    if reading.themes and reading.themes[0][1] >= CONFIDENT:
        return (THEMES.get(reading.themes[0][0], SOMEBODY),)
    return ()


def _start(house: House, session: Session, text: str) -> tuple[Event, ...]:
    """`/start`, perhaps with a payload of a poster or link: a language, a door, or both (`ar-letter`)."""
    doors = house.flows[HOME].by_id["doors"]
    events: list[Event] = []
    for part in text.removeprefix("/start").strip().lower().split("-"):
        if part in house.catalog.languages:
            events += [Open("language"), Choose("language", "language", part)]
        elif isinstance(doors, Outcome):
            events += [way.event for way in doors.ways if way.id == part]
    if events:
        return tuple(events)
    return (Look(),) if session.trail == (HOME,) else (Open("resume"),)


# --- what stands above a screen ----------------------------------------------------------------------


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


# --- what only the host can do -----------------------------------------------------------------------


def _erase(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    hours = house.catalog.number(house.retention.message_hours, language)
    text = house.catalog.text("act.erased", language, {"hours": hours})
    return Answer(Session(), (remark(house, text, language),), erase=True)


def _leave(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    return Answer(Session(), (remark(house, house.catalog.text("act.left", language), language),), erase=True)


def _export(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    lines = list(_kept(house, session, language))
    text = house.catalog.text("act.export", language, {"lines": "\n".join(lines)})
    if not lines:
        text = house.catalog.text("act.export_nothing", language)
    session, effects = transition(house.flows, session, Look())
    return Answer(session, (remark(house, text, language), *screens(house, session, effects, now)))


def _did_not_work(house: House, session: Session, now: datetime) -> Answer:
    """A number that did not work is counted, without a word of who said so."""
    language = language_of(session)
    which = session.answers.get("place", {}).get("which", UNSURE)
    session, effects = transition(house.flows, session, Return())
    told = [house.catalog.text("notice.noted", language)]
    return Answer(session, screens(house, session, effects, now, told), counted=(f"did_not_work {which}",))


ACTS = {"erase": _erase, "leave": _leave, "export": _export, "did_not_work": _did_not_work}
"""The acts a flow may ask of the host."""


def _kept(house: House, session: Session, language: str) -> Iterable[str]:
    """Every answer that is stored, as question and answer in words."""
    told = set()
    for flow in house.flows.values():
        for step in flow.steps:
            own = session.answers.get(flow.id, {}).get(step.id) or session.known.get(step.id)
            if isinstance(step, Ask) and own and step.takes(own) and key(flow.id, step) not in told:
                told.add(key(flow.id, step))
                question = house.catalog.text(key(flow.id, step), language).split("\n\n")[-1]
                if step.id == "language":
                    question = house.catalog.text("command.language", language)
                yield f"- {question} {label(house, flow.id, step, own, language)}"
