"""From effects to screens: pure, the same for every channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from bot.cards import CARDS, View, services
from bot.catalog import BASE, RIGHT_TO_LEFT_MARK
from bot.engine import HOME, UNSURE, Ask, Effect, Outcome, Say, Session, Show, Step, Tell
from bot.handoff.consent import CONSENT
from bot.house import House
from bot.knowledge import words
from bot.messages import Button, Screen
from bot.mirrors import MIRRORS, PICTURES
from bot.scheme_cards import CARDS as SCHEME_CARDS
from bot.scheme_cards import fits

LANGUAGES, AREAS, SERVICES, RIGHTS, MARKS = "languages", "areas", "services", "rights", "marks"
"""The lists whose choices are named in languages.yaml and in knowledge rather than in the catalog."""
WIDTHS = {LANGUAGES: 2, AREAS: 2, MARKS: 5}
"""Buttons in a row, where their labels are short."""
EXAMPLES = 2
"""Services shown where no resident has said yet what fits."""
MOST_LABEL = 32
"""Characters of a label; a longer name of a service is cut."""

BAR = (("back", "person"), ("listen", "stop", "leave"))
"""On every screen with a choice: undo, a person, hearing it where that can be, an end, a quick end."""

SHOWN = {**CARDS, **SCHEME_CARDS, **MIRRORS, **CONSENT}
"""Everything a step may show, by its name in a flow."""

FITTING: Mapping[str, Callable[[View], Sequence[str]]] = {
    SERVICES: lambda view: [one.service.id for one in services(view)],
    RIGHTS: lambda view: [one.right.id for one in fits(view)],
}
"""List of which only a part is shown -> the ids of what fits."""

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
    if listed == RIGHTS and choice in knowledge.rights:
        return _cut(knowledge.rights[choice].name)
    if listed == MARKS and choice != UNSURE:
        return choice
    name = f"{key(flow, step)}.{choice}"
    return house.catalog.text("choice.unsure" if choice == UNSURE else name, language)


def labels(
    house: House, flow: str, step: Ask | Outcome, language: str, fitting: Sequence[str] = ()
) -> Mapping[str, str]:
    """Choice id -> label of all buttons of a step, in order; of all services the `fitting` ones, or examples."""
    shown = step.buttons
    if isinstance(step, Ask) and step.listed in FITTING:
        shown = (*(fitting or step.choices[:EXAMPLES]), UNSURE)
    return {choice: label(house, flow, step, choice, language) for choice in shown}


def shown_labels(house: House, session: Session, step: Ask | Outcome, now: datetime) -> Mapping[str, str]:
    """Choice id -> label of the buttons that stand below `step` for this session, in order."""
    view = View(house, Show(session.flow, step, {}), session, language_of(session), now)
    return _labels(view, step)


def _labels(view: View, step: Ask | Outcome) -> Mapping[str, str]:
    if isinstance(step, Outcome) and step.narrowed:
        return _narrowed(view, step)
    fitting = FITTING[step.listed](view) if isinstance(step, Ask) and step.listed in FITTING else ()
    return labels(view.house, view.show.flow, step, view.language, fitting)


def _narrowed(view: View, step: Outcome) -> Mapping[str, str]:
    """The ways that the shared answer names, the most fitting first, and those that are always there."""
    named = [way for way in view.known.get(step.narrowed, "").split() if way in step.buttons]
    shown = dict.fromkeys((*named, *step.always))
    return {way: label(view.house, view.show.flow, step, way, view.language) for way in shown}


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
            made.append(_screen(View(house, show, session, language, now), above, session))
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
        *(SHOWN[step.shows](view) if not isinstance(step, Ask) and step.shows else ()),
    ]
    text = _directed(view.house, "\n\n".join(parts), view.language)
    drawn = None if isinstance(step, Ask) else PICTURES.get(step.shows)
    rows = () if isinstance(step, Say) else (*_choices(view, step), *_bar(view, session))
    return Screen(text, rows, step=f"{view.show.flow}.{step.id}", picture=drawn(view) if drawn else None)


def _text(view: View) -> str:
    step, catalog = view.show.step, view.house.catalog
    if isinstance(step, Ask) and step.listed == LANGUAGES:
        return "\n".join(
            _directed(view.house, catalog.text(key(view.show.flow, step), tag), tag) for tag in catalog.languages
        )
    name = key(view.show.flow, step)
    counted = len(services(view)) if not isinstance(step, Ask) and step.shows == "services" else None
    text = catalog.text(name, view.language, promises(view.house, view.language), count=counted)
    if name == f"{HOME}.doors" and not catalog.complete(view.language):
        text = f"{text}\n\n{catalog.text('notice.unfinished', view.language)}"
    return text


def promises(house: House, language: str) -> Mapping[str, object]:
    """How long things are kept: figures that any text may name."""
    kept = house.retention
    hours = {"days": kept.conversation_days, "hours": kept.message_hours, "words_hours": kept.words_hours}
    return {name: house.catalog.number(value, language) for name, value in hours.items()}


def _choices(view: View, step: Ask | Outcome) -> Iterable[tuple[Button, ...]]:
    flow = view.show.flow
    buttons = [Button(name, f"{flow}.{step.id}.{choice}") for choice, name in _labels(view, step).items()]
    width = WIDTHS.get(step.listed, 1) if isinstance(step, Ask) else 1
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _bar(view: View, session: Session) -> Iterable[tuple[Button, ...]]:
    """The bar, without "back" on the very first screen and without "a person" where people are shown."""
    hidden = {"back"} if session.trail == (HOME,) and not view.show.answers else set()
    if view.show.flow in ("handoff", "people"):
        hidden.add("person")
    if session.known.get("language") not in view.house.speaks:
        hidden.add("listen")
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
