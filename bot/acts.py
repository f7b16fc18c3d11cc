"""What only the host can do: erase, leave, tell what is kept, set a reminder, ask for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.cards import View
from bot.changes import Changes
from bot.engine import (
    SAID,
    UNSURE,
    Again,
    Ask,
    Effect,
    Event,
    Look,
    Open,
    Return,
    Session,
    Show,
    replay,
    transition,
)
from bot.flows.handoff import PARTS
from bot.flows.letters import this_letter
from bot.handoff import consent
from bot.house import House
from bot.messages import Screen
from bot.render import COMMAND, key, label, language_of, remark, screens


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn comes to: the session to keep, the screens to send, whether all is to be forgotten, the counters
    that go up (names without people in them), what changes elsewhere, when to speak again unasked (a moment, None
    to leave that as it is, or `NEVER`), and the request that the resident's own message belongs to."""

    session: Session
    screens: tuple[Screen, ...]
    erase: bool = False
    counted: tuple[str, ...] = ()
    changes: Changes = Changes()
    wake_at: datetime | None = None
    topic: str = ""


NEVER = datetime.fromtimestamp(0, UTC)
"""A moment to speak again that never comes."""


def view(house: House, session: Session, now: datetime) -> View:
    """The session as a card sees it, where it stands."""
    place = replay(house.flows[session.flow], session)
    step = place.step or house.flows[session.flow].steps[0]
    return View(house, Show(session.flow, step, place.answers), session, language_of(session), now)


def _erase(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    hours = house.catalog.number(house.retention.message_hours, language)
    text = house.catalog.text("act.erased", language, {"hours": hours})
    return Answer(Session(), (remark(house, text, language),), erase=True)


def _leave(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    return Answer(Session(), (remark(house, house.catalog.text("act.left", language), language),), erase=True)


def _listen(house: House, session: Session, now: datetime) -> Answer:
    """The screen shown, to be heard: its text and, numbered as they can be typed, its choices."""
    language = language_of(session)
    if language not in house.speaks:
        return Answer(session, (remark(house, house.catalog.text("act.not_aloud", language), language),))
    session, effects = transition(house.flows, session, Look())
    shown = screens(house, session, effects, now)
    choices = [button.label for row in shown[-1].rows for button in row if not button.data.startswith(COMMAND)]
    told = [*(screen.text for screen in shown), *(f"{number}: {name}" for number, name in enumerate(choices, start=1))]
    return Answer(session, (Screen("\n".join(told), speak=language),))


def _export(house: House, session: Session, now: datetime) -> Answer:
    language = language_of(session)
    lines = list(_kept(house, session, language))
    text = house.catalog.text("act.export", language, {"lines": "\n".join(lines)})
    if not lines:
        text = house.catalog.text("act.export_nothing", language)
    session, effects = transition(house.flows, session, Look())
    return Answer(session, (remark(house, text, language), *screens(house, session, effects, now)))


def _that_letter(house: House, session: Session, now: datetime) -> Answer:
    """Switch to the letter that somebody named in the middle of something else."""
    return _after(house, session, this_letter(session.known["letter"]), now)


def _change_lines(house: House, session: Session, now: datetime) -> Answer:
    """What is told to an expert, line by line."""
    session = consent.change_lines(view(house, session, now))
    return _after(house, session, (Open("lines"),), now)


def _toggle(part: str) -> Callable[[House, Session, datetime], Answer]:
    def toggle(house: House, session: Session, now: datetime) -> Answer:
        return _after(house, consent.toggled(session, part), (Look(),), now)

    return toggle


def _reword(house: House, session: Session, now: datetime) -> Answer:
    """The line in own words is not ticked but said again."""
    return _after(house, session, (Return(), Again("own")), now)


def _remind(days: int) -> Callable[[House, Session, datetime], Answer]:
    def remind(house: House, session: Session, now: datetime) -> Answer:
        after = _after(house, session, (Return(),), now)
        name, wake_at = ("reminder", now + timedelta(days=days)) if days else ("no_reminder", NEVER)
        told = remark(
            house, house.catalog.text(f"act.{name}", language_of(session), {"days": days}), language_of(session)
        )
        return replace(after, screens=(told, *after.screens), wake_at=wake_at)

    return remind


def _after(house: House, session: Session, events: Iterable[Event], now: datetime) -> Answer:
    """The answer of going on with `events`."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        session, effects = transition(house.flows, session, event)
    return Answer(session, screens(house, session, effects, now))


def _did_not_work(house: House, session: Session, now: datetime) -> Answer:
    """A number that did not work is counted, without a word of who said so."""
    language = language_of(session)
    which = session.answers.get("place", {}).get("which", UNSURE)
    session, effects = transition(house.flows, session, Return())
    told = [house.catalog.text("notice.noted", language)]
    return Answer(session, screens(house, session, effects, now, told), counted=(f"did_not_work {which}",))


ACTS: Mapping[str, Callable[[House, Session, datetime], Answer]] = {
    "erase": _erase,
    "leave": _leave,
    "listen": _listen,
    "export": _export,
    "did_not_work": _did_not_work,
    "that_letter": _that_letter,
    "change_lines": _change_lines,
    **{f"toggle_{part}": _toggle(part) for part in PARTS if part != "own"},
    "toggle_own": _reword,
    "remind_days": _remind(3),
    "remind_week": _remind(7),
    "remind_never": _remind(0),
}
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
                yield f"- {question} {_given(house, session, flow.id, step, own)}"


def _given(house: House, session: Session, flow: str, step: Ask, own: str) -> str:
    """An answer as it was given: own words, what was typed, or the label of the button."""
    if own == SAID:
        return session.words.get(f"{flow}.{step.id}", "…")
    return label(house, flow, step, own, language_of(session)) if own in step.buttons else own
