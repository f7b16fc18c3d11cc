"""The pieces of knowledge on a screen: a letter, services that fit, people to talk to, crisis numbers.

A card takes what is shown, the language and the moment; it gives lines of text. Its name stands in a flow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from bot.engine import UNSURE, Session, Show
from bot.flows.kinds import KINDS, QUESTIONS, Kind
from bot.house import House
from bot.knowledge import AMSTERDAM, Letter, Phone, Service, words
from bot.matching import Match, Needs, Reason, emergency, few, match, tonight

MOST_PEOPLE = 3
MOST_REASONS = 2
MOST_HELPING = 2
CAVEATS = {"to_confirm", "last_checked"}
"""Reasons to be careful: always shown, however many others there are."""
CAREFUL = " *"
"""Stands behind the name of a place that has such a reason and only one line."""
UNSAID = {"theme"}
"""What all that is shown has in common: the resident just said it."""


@dataclass(frozen=True, slots=True)
class View:
    """Whom a card is made for: the step shown, in which language, at which moment (aware)."""

    house: House
    show: Show
    session: Session
    language: str
    now: datetime

    @property
    def known(self) -> Mapping[str, str]:
        """The shared answers."""
        return self.session.known

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
    named, wanted = kind(view)
    theme = view.known.get("theme", UNSURE)
    needs = Needs(
        themes=(theme, *wanted.themes) if theme in view.house.knowledge.themes else (),
        area=_area(view),
        language=view.language,
        now=view.now,
        kind=named,
        route=wanted.route,
        sub_route=wanted.sub_route,
    )
    return few(view.house.knowledge, needs)


def kind(view: View) -> tuple[str, Kind]:
    """Which kind of help within the theme was asked for, and what that means; an empty one when it was not said."""
    question = QUESTIONS.get(view.known.get("theme", UNSURE), "")
    said = view.session.answers.get("orientation", {}).get(question) or view.known.get(question, UNSURE)
    kinds = KINDS.get(question, {})
    return (said, kinds[said]) if said in kinds else ("", Kind(""))


def _area(view: View) -> str | None:
    area = view.known.get("area", UNSURE)
    return area if area in view.house.knowledge.areas else None


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
    """The best one with its reasons, a line for each other one, and somebody to talk to right now."""
    found = services(view)
    if not found:
        raise MissingCard("no service in knowledge for these answers")
    best, *others = found
    careful = any(_caveats(one) for one in others)
    yield "\n".join(_service(view, best, brief=False, marked=careful))
    if others:
        lines = [_line(view, one) for one in others]
        yield "\n".join((*lines, view.text("card.careful")) if careful else lines)
    there = tonight(view.house.knowledge, view.now)
    if there and there.service.id not in {one.service.id for one in (best, *others)}:
        yield "\n".join((view.text("card.tonight"), _line(view, there)))


def _one_service(view: View) -> Iterable[str]:
    """What a resident wants to know before they call or go there; the rest is on the next screen."""
    service = _chosen(view)
    if service is None:
        raise MissingCard("no service in knowledge for this answer")
    yield "\n".join((view.words(service.name), view.words(service.description)))
    contact = "\n".join(_phones(view, service.phones) if service.phones else _website(view, service))
    if contact:
        yield contact
    yield view.text("card.how", how=view.words(service.application_process))
    if service.to_confirm:
        yield view.text("reason.to_confirm")


def _more_of_service(view: View) -> Iterable[str]:
    """For whom a place is, what to bring, what it costs and which language they speak; without a place, people."""
    service = _chosen(view)
    if service is None:
        yield from _people(view)
        return
    yield view.text("card.who", who=view.words(service.eligibility_description))
    if service.required_documents:
        papers = [view.words(paper) for paper in service.required_documents]
        yield view.text("card.bring", papers=view.house.catalog.list(papers, view.language))
    if service.fees_description:
        yield view.words(service.fees_description)
    if service.interpretation_services:
        yield view.words(service.interpretation_services)
    if service.phones:
        yield from _website(view, service)


def _chosen(view: View) -> Service | None:
    """The place that was asked about, here or on the screen before."""
    which = view.show.answers.get("which") or view.session.answers.get("place", {}).get("which", "")
    return view.house.knowledge.services.get(which)


def _people(view: View) -> Iterable[str]:
    """Who can be called: a place without a number is of no use to somebody who wants to talk now."""
    needs = Needs((), None, view.language, view.now, phone_only=True)
    for one in match(view.house.knowledge, needs)[:MOST_PEOPLE]:
        yield "\n".join(_service(view, one))


def _emergency(view: View) -> Iterable[str]:
    """Who helps on the same day with what was named, and somebody to talk to right now."""
    known = view.house.knowledge.index.emergencies
    need = next((value for value in view.show.answers.values() if value in known), "")
    found = emergency(view.house.knowledge, need, _area(view), view.now)[:MOST_HELPING]
    lines = [_line(view, one) for one in found]
    careful = any(_caveats(one) for one in found)
    yield "\n".join((*lines, view.text("card.careful")) if careful else lines)
    if there := tonight(view.house.knowledge, view.now):
        yield "\n".join((view.text("card.tonight"), _line(view, there)))


def _contacts(view: View) -> Iterable[str]:
    fitting = [one for one in view.house.knowledge.safety.values() if view.show.flow in one.levels]
    for contact in fitting:
        yield "\n".join((view.words(contact.name), *_phones(view, contact.phones)))
    there = tonight(view.house.knowledge, view.now)
    if there and not fitting:
        yield "\n".join(_service(view, there))


def _story(view: View) -> Iterable[str]:
    """Another story for each one read: about the theme if there is one, else from the same step of the route."""
    theme, step = view.known.get("theme", UNSURE), route_step(view.session)
    stories = sorted(
        view.house.knowledge.stories.values(), key=lambda one: (theme not in one.themes, step not in one.steps)
    )
    if not stories:
        raise MissingCard("no story in knowledge")
    about = stories[len(view.show.answers) % len(stories)]
    there = step if step in about.steps else next(iter(about.steps), step)
    yield "\n".join((view.words(about.title), view.words(about.text)))
    yield view.text("card.route_step", step=there, name=view.words(view.house.knowledge.steps[str(there)].name))


def route_step(session: Session) -> int:
    """The step of the route that the flow visited last belongs to."""
    return next((STEP_OF[flow] for flow in reversed(session.trail) if flow in STEP_OF), 1)


def _beside(view: View) -> Iterable[str]:
    """Who thinks along when it may be grave, and how to begin with this person, for somebody who worries."""
    if view.show.answers["see"] == "low":
        yield from _advising(view, "crisis_suicide")
    yield view.text(f"card.beside_{view.show.answers['who']}")


def _advice(view: View) -> Iterable[str]:
    yield from _advising(view, "crisis_violence")


def _advising(view: View, level: str) -> Iterable[str]:
    """Who gives advice on this danger without asking a name, also to bystanders."""
    for contact in view.house.knowledge.safety.values():
        if level in contact.levels and contact.anonymous:
            yield "\n".join((view.words(contact.name), *_phones(view, contact.phones[:1])))


STEP_OF = {
    "awareness": 1,
    "areas": 1,
    "areas_more": 1,
    "letters": 2,
    "budget": 2,
    "rights": 2,
    "calm": 2,
    "small_step": 2,
    "trusted_person": 2,
    "orientation": 3,
    "prepare": 4,
    "handoff": 4,
    "with_help": 5,
    "helpers": 6,
    "your_say": 6,
    "steady": 7,
    "goal": 7,
    "ambassador": 8,
}
"""Flow -> the step of the route (design, section 3) that it belongs to."""


def _support(view: View) -> Iterable[str]:
    """Who stays beside somebody from the first contact to the last helper; nothing where nobody is known."""
    return _on_steps(view, 4, 5, 6)


def _volunteering(view: View) -> Iterable[str]:
    return _on_steps(view, 8)


def _on_steps(view: View, *steps: int) -> Iterable[str]:
    """The best place for all these steps of the route, and how it begins there."""
    knowledge = view.house.knowledge
    needs = Needs(tuple(knowledge.themes), _area(view), view.language, view.now)
    fitting = (one.service for one in match(knowledge, needs) if set(steps) <= set(one.service.steps))
    for service in islice(fitting, 1):
        careful = (view.text("reason.to_confirm"),) if service.to_confirm else ()
        yield "\n".join((view.words(service.name), view.words(service.application_process), *careful))


CARDS: Mapping[str, Callable[[View], Iterable[str]]] = {
    "letter": _letter,
    "first_action": _first_action,
    "services": _services,
    "service": _one_service,
    "service_more": _more_of_service,
    "people": _people,
    "contacts": _contacts,
    "story": _story,
    "beside": _beside,
    "advice": _advice,
    "emergency": _emergency,
    "support": _support,
    "volunteering": _volunteering,
}
"""Name in a flow -> the card."""


# --- one service -------------------------------------------------------------------------------------


def _service(view: View, one: Match, *, brief: bool = True, marked: bool = False) -> Iterable[str]:
    """Name, number and why; what it is only where it is not `brief`; a mark where one below says what that means."""
    service, known = one.service, bool(one.service.phones or one.service.url)
    yield f"{view.words(service.name)}{CAREFUL if marked and _caveats(one) else ''}"
    if not brief and known:
        yield _first_sentence(view.words(service.description))
    yield from _phones(view, service.phones[:1]) if service.phones else _beginning(view, service)
    praise = [_reason(view, reason) for reason in one.reasons if reason.code not in CAVEATS | UNSAID]
    if praise and known:
        yield view.text("card.reasons", reasons=view.house.catalog.list(praise[:MOST_REASONS], view.language))
    yield from (_reason(view, reason) for reason in _caveats(one) if not marked)


def _line(view: View, one: Match) -> str:
    """A place on one line: name and number, with a mark where one has to be careful."""
    name = f"{view.words(one.service.name)}{CAREFUL if _caveats(one) else ''}"
    number = one.service.phones[0].display if one.service.phones else (one.service.url or "").removeprefix("https://")
    return view.text("card.place_line", name=name, contact=number) if number else name


def _caveats(one: Match) -> list[Reason]:
    return [reason for reason in one.reasons if reason.code in CAVEATS]


def _first_sentence(text: str) -> str:
    return text[: text.find(". ") + 1] if ". " in text else text


def _beginning(view: View, service: Service) -> Iterable[str]:
    """The website, or else the first thing to do: everybody has a doctor or a landlord of their own."""
    return _website(view, service) if service.url else (_first_sentence(view.words(service.application_process)),)


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
