"""The pieces of knowledge on a screen: a letter, services that fit, people to talk to, crisis numbers.

A card takes what is shown, the language and the moment; it gives lines of text. Its name stands in a flow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.engine import UNSURE, Show
from bot.house import ELSEWHERE, House
from bot.knowledge import AMSTERDAM, Letter, Phone, Service, words
from bot.matching import Match, Needs, Reason, few, match, tonight

MOST_PEOPLE = 3
MOST_REASONS = 3
MOST_HELPING = 2
CAVEATS = {"to_confirm", "last_checked"}
"""Reasons to be careful: always shown, however many others there are."""
UNSAID = {"theme"}
"""What all that is shown has in common: the resident just said it."""


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
    """At most three services for theme and area that can be reached: the best, a second, one without threshold."""
    theme, area = view.known.get("theme", UNSURE), view.known.get("area", UNSURE)
    needs = Needs(
        themes=() if theme == UNSURE else (theme,),
        area=None if area in (UNSURE, ELSEWHERE) else area,
        language=view.language,
        now=view.now,
    )
    return few(view.house.knowledge, needs)


# --- cards -------------------------------------------------------------------------------------------


def _letter(view: View) -> Iterable[str]:
    about = letter(view)
    yield view.text(
        "card.letter",
        name=about.name[:1].upper() + about.name[1:],
        meaning=view.words(about.meaning),
        date=view.words(about.date),
    )


def _first_action(view: View) -> Iterable[str]:
    about = letter(view)
    yield view.words(about.first)
    known = view.house.knowledge.services
    helping = [known[name] for name in about.helps if name in known and known[name].phones]
    for service in helping[:MOST_HELPING]:
        yield "\n".join((view.words(service.name), *_phones(view, service.phones)))


def _services(view: View) -> Iterable[str]:
    """The best one in full, the others in short, and somebody to talk to right now."""
    found = services(view)
    for place, one in enumerate(found):
        yield "\n".join(_service(view, one, full=place == 0))
    there = tonight(view.house.knowledge, view.now)
    if there and there.service.id not in {one.service.id for one in found}:
        yield "\n".join((view.text("card.tonight"), *_service(view, there)))


def _one_service(view: View) -> Iterable[str]:
    """All that a resident wants to know before they call or go there."""
    service = view.house.knowledge.services.get(view.show.answers.get("which", ""))
    if service is None:
        raise MissingCard("no service in knowledge for this answer")
    yield "\n".join((view.words(service.name), view.words(service.description)))
    yield "\n".join((*_phones(view, service.phones), *_website(view, service)))
    yield view.text("card.how", how=view.words(service.application_process))
    yield view.text("card.who", who=view.words(service.eligibility_description))
    if service.required_documents:
        papers = [view.words(paper) for paper in service.required_documents]
        yield view.text("card.bring", papers=view.house.catalog.list(papers, view.language))
    if service.fees_description:
        yield view.words(service.fees_description)
    if service.interpretation_services:
        yield view.words(service.interpretation_services)
    if service.to_confirm:
        yield view.text("reason.to_confirm")


def _people(view: View) -> Iterable[str]:
    """Who can be called: a place without a number is of no use to somebody who wants to talk now."""
    needs = Needs((), None, view.language, view.now, phone_only=True)
    for one in match(view.house.knowledge, needs)[:MOST_PEOPLE]:
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
    "service": _one_service,
    "people": _people,
    "contacts": _contacts,
}
"""Name in a flow -> the card."""


# --- one service -------------------------------------------------------------------------------------


def _service(view: View, one: Match, *, full: bool = False) -> Iterable[str]:
    service = one.service
    yield view.words(service.name)
    if full:
        yield view.words(service.description)
    yield from _phones(view, service.phones)
    if not service.phones:
        yield from _website(view, service)
    reasons = [reason for reason in one.reasons if reason.code not in UNSAID]
    praise = [_reason(view, reason) for reason in reasons if reason.code not in CAVEATS][:MOST_REASONS]
    if praise:
        yield view.text("card.reasons", reasons=view.house.catalog.list(praise, view.language))
    yield from (_reason(view, reason) for reason in reasons if reason.code in CAVEATS)


def _website(view: View, service: Service) -> Iterable[str]:
    if service.url:
        yield view.text("card.website", url=service.url.removeprefix("https://"))


def _phones(view: View, phones: tuple[Phone, ...]) -> Iterable[str]:
    for phone in phones:
        about = phone.description or phone.cost
        if phone.type == "text":
            yield view.text("card.text", number=phone.display)
        elif about:
            yield view.text("card.phone_cost", number=phone.display, cost=view.words(about))
        else:
            yield view.text("card.phone", number=phone.display)


def _reason(view: View, reason: Reason) -> str:
    if reason.code == "opens" and reason.values["date"] == view.now.astimezone(AMSTERDAM).date():
        reason = Reason("opens_today", reason.values)
    values = {name: _value(view, name, value) for name, value in reason.values.items()}
    return view.text(f"reason.{reason.code}", **values)


def _value(view: View, name: str, value: str | date | time) -> str:
    catalog, knowledge = view.house.catalog, view.house.knowledge
    if isinstance(value, time):
        return catalog.time(value, view.language)
    if isinstance(value, date):
        return catalog.date(value, view.language)
    if name == "area":
        return knowledge.areas[value].name
    return catalog.languages[value].name if value in catalog.languages else value
