"""The pieces of knowledge on a screen: a letter, services that fit, people to talk to, crisis numbers.

A card takes what is shown, the language and the moment; it gives lines of text. Its name stands in a flow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.engine import UNSURE, Show
from bot.house import ELSEWHERE, House
from bot.knowledge import Letter, Phone, words
from bot.matching import TALK, Match, Needs, Reason, match, tonight

MOST_SERVICES = 3
MOST_REASONS = 3
CAVEATS = {"to_confirm", "last_checked"}
"""Reasons to be careful: always shown, however many others there are."""


@dataclass(frozen=True, slots=True)
class View:
    """Whom a card is made for: the step shown, in which language, at which moment (aware)."""

    house: House
    show: Show
    known: Mapping[str, str]
    language: str
    now: datetime

    def text(self, key: str, **values: object) -> str:
        """A text of the catalog in this view's language."""
        return self.house.catalog.text(key, self.language, values)

    def words(self, text: Mapping[str, str]) -> str:
        """A text of knowledge in this view's language."""
        return words(dict(text), self.language)


class MissingCard(LookupError):
    """A screen wants a piece of knowledge that is not there; `checks` finds it before a resident can."""


def letter(view: View) -> Letter:
    """The letter that the answers on the way here name. Raises MissingCard."""
    letters = view.house.knowledge.letters
    named = next((letters[value] for value in view.show.answers.values() if value in letters), None)
    if named is None:
        raise MissingCard("no letter in knowledge for these answers")
    return named


def services(view: View) -> tuple[Match, ...]:
    """At most three services for theme and area: the best, a second, one without any threshold."""
    theme, area = view.known.get("theme", UNSURE), view.known.get("area", UNSURE)
    needs = Needs(
        themes=() if theme == UNSURE else (theme,),
        area=None if area in (UNSURE, ELSEWHERE) else area,
        language=view.language,
        now=view.now,
    )
    found = match(view.house.knowledge, needs)
    easy = next((one for one in found[2:] if one.service.no_threshold), None)
    return (*found[:2], easy) if easy else found[:MOST_SERVICES]


# --- cards -------------------------------------------------------------------------------------------


def _letter(view: View) -> Iterable[str]:
    about = letter(view)
    yield view.text("card.letter", name=about.name, meaning=view.words(about.meaning), date=view.words(about.date))


def _first_action(view: View) -> Iterable[str]:
    yield view.words(letter(view).first)


def _services(view: View) -> Iterable[str]:
    found = services(view)
    for one in found:
        yield "\n".join(_service(view, one))
    there = tonight(view.house.knowledge, view.now)
    if there and there.service.id not in {one.service.id for one in found}:
        yield "\n".join((view.text("card.tonight"), *_service(view, there)))


def _people(view: View) -> Iterable[str]:
    found = match(view.house.knowledge, Needs((TALK,), None, view.language, view.now))
    for one in found[:MOST_SERVICES]:
        yield "\n".join(_service(view, one))


def _contacts(view: View) -> Iterable[str]:
    fitting = [one for one in view.house.knowledge.safety.values() if view.show.flow in one.levels]
    for contact in fitting:
        yield "\n".join((view.words(contact.name), *_phones(view, contact.phones)))
    there = tonight(view.house.knowledge, view.now)
    if there and not fitting:
        yield "\n".join(_service(view, there))


CARDS: Mapping[str, Callable[[View], Iterable[str]]] = {
    "letter": _letter,
    "first_action": _first_action,
    "services": _services,
    "people": _people,
    "contacts": _contacts,
}
"""Name in a flow -> the card."""


# --- one service -------------------------------------------------------------------------------------


def _service(view: View, one: Match) -> Iterable[str]:
    service = one.service
    yield view.words(service.name)
    yield from _phones(view, service.phones)
    if not service.phones and service.url:
        yield view.text("card.website", url=service.url.removeprefix("https://"))
    praise = [reason for reason in one.reasons if reason.code not in CAVEATS][:MOST_REASONS]
    if praise:
        reasons = view.house.catalog.list([_reason(view, reason) for reason in praise], view.language)
        yield view.text("card.reasons", reasons=reasons)
    for reason in one.reasons:
        if reason.code in CAVEATS:
            yield _reason(view, reason)


def _phones(view: View, phones: tuple[Phone, ...]) -> Iterable[str]:
    for phone in phones:
        if phone.cost:
            yield view.text("card.phone", number=phone.display, cost=view.words(phone.cost))
        else:
            yield view.text("card.phone_free", number=phone.display)


def _reason(view: View, reason: Reason) -> str:
    return view.text(
        f"reason.{reason.code}", **{name: _value(view, name, value) for name, value in reason.values.items()}
    )


def _value(view: View, name: str, value: str | date | time) -> str:
    catalog, knowledge = view.house.catalog, view.house.knowledge
    if isinstance(value, time):
        return catalog.time(value, view.language)
    if isinstance(value, date):
        return catalog.date(value, view.language)
    if name == "theme":
        return view.words(knowledge.themes[value].name)
    if name == "area":
        return knowledge.areas[value].name
    return catalog.languages[value].name if value in catalog.languages else value
