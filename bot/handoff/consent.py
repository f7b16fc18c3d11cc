"""What exactly is told to an expert: three to five lines made from the answers, each of which can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.cards import View
from bot.catalog import Catalog
from bot.engine import SAID, Session
from bot.experts import EXPERIENCES, Wanted, first_there

VERSION = "1"
"""Of the wording that is agreed to: a new one whenever what is told, to whom or for how long changes."""
TOLD, UNTOLD = "☑", "☐"


def wanted(session: Session, language: str) -> Wanted:
    """Whom this resident asks for."""
    liked = session.answers.get("handoff", {}).get("like_me", "")
    return Wanted((language,), liked if liked in EXPERIENCES else "")


def parts(view: View) -> Mapping[str, str]:
    """Part -> line, of all that could be told, in order."""
    found = {
        "language": view.house.catalog.languages[view.language].name,
        "theme": _theme(view),
        "letter": _letter(view),
        "area": _area(view),
        "liked": _liked(view),
        "own": _own(view),
    }
    return {part: view.text(f"told.{part}", value=value) for part, value in found.items() if value}


def untold(session: Session) -> set[str]:
    """The parts that the resident would rather not tell."""
    return set(session.known.get("untold", "").split())


def told(view: View) -> Mapping[str, str]:
    """Part -> line, of what will be told."""
    left_out = untold(view.session)
    return {part: line for part, line in parts(view).items() if part not in left_out}


def change_lines(view: View) -> Session:
    """The session in which the parts there are can be left out one by one."""
    changeable = " ".join(part for part in parts(view) if part != "language")
    return replace(view.session, known={**view.session.known, "lines": changeable})


def toggled(session: Session, part: str) -> Session:
    """The session in which `part` is told if it was not, and the other way round."""
    left_out = sorted(untold(session) ^ {part})
    return replace(session, known={**session.known, "untold": " ".join(left_out)})


def spoken_moment(catalog: Catalog, moment: datetime | None, now: datetime, language: str) -> str:
    """A moment at which somebody is there, as one would say it."""
    if moment is None:
        return catalog.text("when.unknown", language)
    if moment <= now:
        return catalog.text("when.soon", language)
    today = moment.date() == now.astimezone(moment.tzinfo).date()
    name = "when.today" if today else "when.later"
    values = {"time": catalog.time(moment.time(), language), "date": catalog.date(moment.date(), language)}
    return catalog.text(name, language, values)


# --- cards -------------------------------------------------------------------------------------------


def _hours(view: View) -> Iterable[str]:
    """When somebody is there who speaks this language; the truth also when that is nobody."""
    moment = first_there(view.house.experts.values(), Wanted((view.language,)), view.now)
    yield spoken_moment(view.house.catalog, moment, view.now, view.language)


def _summary(view: View) -> Iterable[str]:
    """Every line, ticked or not."""
    left_out = untold(view.session)
    yield "\n".join(f"{UNTOLD if part in left_out else TOLD} {line}" for part, line in parts(view).items())


CONSENT: Mapping[str, Callable[[View], Iterable[str]]] = {"hours": _hours, "summary": _summary}
"""Name in a flow -> the card."""


# --- the values --------------------------------------------------------------------------------------


def _theme(view: View) -> str:
    theme = view.house.knowledge.themes.get(view.known.get("theme", ""))
    return view.words(theme.name) if theme else ""


def _letter(view: View) -> str:
    letters = view.house.knowledge.letters
    answered = view.session.answers.get("letters", {}).values()
    return next((letters[value].name for value in answered if value in letters), "")


def _area(view: View) -> str:
    area = view.house.knowledge.areas.get(view.known.get("area", ""))
    return area.name if area else ""


def _liked(view: View) -> str:
    liked = view.session.answers.get("handoff", {}).get("like_me", "")
    return view.text(f"handoff.like_me.{liked}") if liked in EXPERIENCES else ""


def _own(view: View) -> str:
    said = view.session.answers.get("handoff", {}).get("own") == SAID
    return view.session.words.get("handoff.own", "") if said else ""
