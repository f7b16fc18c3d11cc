"""What an incoming message means: danger first, then words that always win, then an answer, then a subject.

In the middle of a flow other subjects are offered, never just begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import personal, safety, understand
from bot.engine import (
    AMOUNT,
    CHOICE,
    HOME,
    NUMBER,
    SAID,
    UNSURE,
    WORDS,
    Ask,
    Choose,
    Event,
    Look,
    Open,
    Outcome,
    Session,
    replay,
)
from bot.flows.doors import BELOW, COMMANDS, THEMES
from bot.flows.letters import this_letter
from bot.flows.meant import NEAREST
from bot.house import House
from bot.messages import Incoming
from bot.render import COMMAND, language_of, shown_labels

WORTH_ASKING = 0.18
"""How likely a theme must be before somebody is asked whether they mean it."""
POST, NEARLY_SURE = "letters_admin", 0.4
"""The theme that goes before another one that is about as likely."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an incoming message means: events in order, notices to show above the next screen, the danger in it."""

    events: tuple[Event, ...]
    notices: tuple[str, ...] = ()
    danger: safety.Level = safety.Level.NONE


def danger(incoming: Incoming) -> safety.Danger:
    """The danger that a message speaks of, with the words said just before."""
    return safety.level(incoming.text, incoming.before) if incoming.text else safety.Danger()


def hear(house: House, session: Session, incoming: Incoming, now: datetime, *, new: bool = False) -> Heard:
    """The events an incoming message means. `new`: this is its conversation's first message."""
    if incoming.tap is not None:
        return Heard((_tapped(incoming.tap),))
    if incoming.text is None:
        return Heard((Look(),), ("not_text",))
    found = danger(incoming)
    if found.level is not safety.Level.NONE:
        typed = _typed_button(house, session, incoming.text, now)
        return typed or Heard((_alarm(house, session, incoming.text, found),), danger=found.level)
    heard = _typed(house, session, incoming.text, now, new)
    if personal.found(incoming.text):
        return replace(heard, notices=("personal", *heard.notices))
    return heard


def _typed_button(house: House, session: Session, text: str, now: datetime) -> Heard | None:
    """Whoever types a button word for word ("no place to sleep") taps it: the flow knows where that leads."""
    step = replay(house.flows[session.flow], session).step if session.flow in house.flows else None
    shown = shown_labels(house, session, step, now) if step else {}
    said = understand.normalise(text)
    choice = next((choice for choice, label in shown.items() if understand.normalise(label) == said), None)
    return Heard((Choose(session.flow, step.id, choice),)) if step and choice and said else None


def _alarm(house: House, session: Session, text: str, found: safety.Danger) -> Event:
    """The safety screen, in the language of the words when no language was chosen yet."""
    language = understand.spoken(text) or found.language
    chosen = "language" in session.known or language not in house.catalog.languages
    return Open(str(found.level), known=() if chosen else (("language", language),))


def _tapped(data: str) -> Event:
    """The event in a button's data; anything else is a button of another time."""
    if data.startswith(COMMAND):
        name = data.removeprefix(COMMAND)
        return COMMANDS.get(name) or BELOW.get(name, Look())
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
    answer = _answer(session, place, reading, text)
    if answer:
        return Heard((answer,))
    if reading.language in house.catalog.languages:
        return Heard((Open("language"), Choose("language", "language", reading.language or "")))
    subject = _subject(reading, in_the_middle=_in_the_middle(house, session, place))
    if subject:
        return Heard(subject)
    return Heard((Look(),), () if new else ("not_understood",))


def _unsure(house: House, step: Ask | Outcome | None, language: str) -> Mapping[str, str]:
    """ "I don't know" can be typed at every question, also where it has no button."""
    return {UNSURE: house.catalog.text("choice.unsure", language)} if isinstance(step, Ask) else {}


def _answer(session: Session, step: Ask | Outcome | None, reading: understand.Reading, text: str) -> Choose | None:
    """The answer to the question shown: a button's typed twin, or what the question takes besides."""
    if step is None:
        return None
    if reading.choice:
        return Choose(session.flow, step.id, reading.choice)
    typed = TYPED[step.kind](step, text, language_of(session)) if isinstance(step, Ask) else ""
    return Choose(session.flow, step.id, typed, words=personal.hidden(text)) if step and typed else None


def _amount(step: Ask, text: str, language: str) -> str:
    amount = understand.amount(text, language)
    return f"{amount.cents}/{amount.period or step.per}" if amount else ""


def _number(step: Ask, text: str, language: str) -> str:
    number = understand.number(text, language)
    return "" if number is None else str(number)


TYPED: Mapping[str, Callable[[Ask, str, str], str]] = {
    CHOICE: lambda step, text, language: "",
    AMOUNT: _amount,
    NUMBER: _number,
    WORDS: lambda step, text, language: SAID,
}
"""Kind of question -> the answer that typed words are, or nothing."""


def _subject(reading: understand.Reading, *, in_the_middle: bool) -> tuple[Event, ...]:
    """Where words about a letter or a theme lead; nothing when they are about neither."""
    ranked = reading.themes[:NEAREST]
    near = [theme for theme, confidence in ranked if confidence >= WORTH_ASKING]
    if reading.sure:  # post in the hand comes first: its dates do not wait
        near = [theme for theme, confidence in ranked if theme == POST and confidence >= NEARLY_SURE] or near[:1]
    if reading.letter and in_the_middle:
        return (Open("meant", known=(("near", "letter"), ("letter", reading.letter))),)
    if reading.letter:
        return this_letter(reading.letter)
    if near and (in_the_middle or not reading.sure):
        return (Open("meant", known=(("near", " ".join(near)),)),)
    return (THEMES[near[0]],) if near else ()


def _in_the_middle(house: House, session: Session, step: Ask | Outcome | None) -> bool:
    """Whether somebody is answering questions, which other words should not just end."""
    busy = isinstance(step, Ask) and bool(session.answers.get(session.flow))
    return busy and session.flow != HOME and not house.flows[session.flow].aside


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
