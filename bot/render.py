"""From effects to screens: pure, the same for every channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.cards import CARDS, View, services
from bot.catalog import BASE, RIGHT_TO_LEFT_MARK
from bot.engine import HOME, UNSURE, Ask, Effect, Outcome, Say, Session, Show, Step, Tell
from bot.house import House
from bot.knowledge import words
from bot.messages import Button, Screen

LANGUAGES, AREAS, SERVICES = "languages", "areas", "services"
"""The lists whose choices are named in languages.yaml and in knowledge rather than in the catalog."""
EXAMPLES = 2
"""Services shown where no resident has said yet what fits."""
MOST_LABEL = 32
"""Characters of a label; a longer name of a service is cut."""

BAR = (("back", "person"), ("stop", "leave"))
"""On every screen with a choice: undo, a person, an end, a quick end."""

COMMAND = "!"
"""Marks button data that is a global command rather than `flow.step.choice`."""


def language_of(session: Session) -> str:
    """The language to talk in: the one chosen, or Dutch while none is."""
    return session.known.get("language", BASE)


def key(flow: str, step: Step) -> str:
    """The catalog key of a step; a shared question has one text for all flows."""
    return f"shared.{step.id}" if isinstance(step, Ask) and step.shared else f"{flow}.{step.id}"


def label(house: House, flow: str, step: Ask | Outcome, choice: str, language: str) -> str:
    """What stands on the button of `choice`."""
    listed, knowledge = step.listed if isinstance(step, Ask) else "", house.knowledge
    if listed == LANGUAGES and choice in house.catalog.languages:
        return house.catalog.languages[choice].name
    if listed == AREAS and choice in knowledge.areas:
        return knowledge.areas[choice].name
    if listed == SERVICES and choice in knowledge.services:
        return _cut(words(knowledge.services[choice].name, language))
    name = f"{key(flow, step)}.{choice}"
    return house.catalog.text("choice.unsure" if choice == UNSURE else name, language)


def labels(
    house: House, flow: str, step: Ask | Outcome, language: str, fitting: Sequence[str] = ()
) -> Mapping[str, str]:
    """Choice id -> label of all buttons of a step, in order; of all services the `fitting` ones, or examples."""
    shown = step.buttons
    if isinstance(step, Ask) and step.listed == SERVICES:
        shown = (*(fitting or step.choices[:EXAMPLES]), UNSURE)
    return {choice: label(house, flow, step, choice, language) for choice in shown}


def shown_labels(house: House, session: Session, step: Ask | Outcome, now: datetime) -> Mapping[str, str]:
    """Choice id -> label of the buttons that stand below `step` for this session, in order."""
    view = View(house, Show(session.flow, step, {}), session.known, language_of(session), now)
    return _labels(view, step)


def _labels(view: View, step: Ask | Outcome) -> Mapping[str, str]:
    asks_for_service = isinstance(step, Ask) and step.listed == SERVICES
    fitting = [one.service.id for one in services(view)] if asks_for_service else []
    return labels(view.house, view.show.flow, step, view.language, fitting)


def screens(
    house: House, session: Session, effects: Sequence[Effect], now: datetime, remarks: Iterable[str] = ()
) -> tuple[Screen, ...]:
    """The screens that `effects` mean, in order; `remarks` (ready texts) stand above the first.

    `now` is an aware moment. Raises MissingCard when knowledge lacks what a step shows.
    """
    language = language_of(session)
    above = [
        *remarks,
        *(house.catalog.text(f"notice.{one.notice}", language) for one in effects if isinstance(one, Tell)),
    ]
    made = []
    for show in effects:
        if isinstance(show, Show):
            made.append(_screen(View(house, show, session.known, language, now), above, session))
            above = []
    return tuple(made)


def remark(house: House, text: str, language: str) -> Screen:
    """A screen of one ready text, without buttons."""
    return Screen(_directed(house, text, language))


def _screen(view: View, above: Sequence[str], session: Session) -> Screen:
    step = view.show.step
    parts = [
        *above,
        _text(view),
        *(CARDS[step.shows](view) if not isinstance(step, Ask) and step.shows else ()),
    ]
    text = _directed(view.house, "\n\n".join(parts), view.language)
    if isinstance(step, Say):
        return Screen(text, step=f"{view.show.flow}.{step.id}")
    rows = (*_choices(view, step), *_bar(view, session))
    return Screen(text, rows, step=f"{view.show.flow}.{step.id}")


def _text(view: View) -> str:
    step, catalog = view.show.step, view.house.catalog
    if isinstance(step, Ask) and step.listed == LANGUAGES:
        return "\n".join(
            _directed(view.house, catalog.text(key(view.show.flow, step), tag), tag) for tag in catalog.languages
        )
    name = key(view.show.flow, step)
    counted = len(services(view)) if not isinstance(step, Ask) and step.shows == "services" else None
    text = catalog.text(name, view.language, _promises(view), count=counted)
    if name == f"{HOME}.doors" and not catalog.complete(view.language):
        text = f"{text}\n\n{catalog.text('notice.unfinished', view.language)}"
    return text


def _promises(view: View) -> Mapping[str, object]:
    """How long things are kept: figures that any text may name."""
    catalog, retention = view.house.catalog, view.house.retention
    return {
        "days": catalog.number(retention.conversation_days, view.language),
        "hours": catalog.number(retention.message_hours, view.language),
    }


def _choices(view: View, step: Ask | Outcome) -> Iterable[tuple[Button, ...]]:
    flow = view.show.flow
    buttons = [Button(name, f"{flow}.{step.id}.{choice}") for choice, name in _labels(view, step).items()]
    width = 2 if isinstance(step, Ask) and step.listed in (LANGUAGES, AREAS) else 1
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _bar(view: View, session: Session) -> Iterable[tuple[Button, ...]]:
    """The bar, without "back" on the very first screen and without "a person" where people are shown."""
    hidden = {"back"} if session.trail == (HOME,) and not view.show.answers else set()
    if view.show.flow == "handoff":
        hidden.add("person")
    for row in BAR:
        shown = tuple(Button(view.text(f"bar.{name}"), f"{COMMAND}{name}") for name in row if name not in hidden)
        if shown:
            yield shown


def _cut(name: str) -> str:
    return name if len(name) <= MOST_LABEL else name[: MOST_LABEL - 1].rstrip() + "…"


def _directed(house: House, text: str, language: str) -> str:
    """Every line marked as right to left where the language is, also a line that starts with a number."""
    if not house.catalog.rtl(language):
        return text
    return "\n".join(
        RIGHT_TO_LEFT_MARK + line if line and line[0] != RIGHT_TO_LEFT_MARK else line for line in text.split("\n")
    )
