"""What a resident's own answers show: cards and pictures that hold nothing but what was said here.

A card is lines of text; a picture shows the same to the eye. Both are named in a flow by `shows`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from bot import household, routemap
from bot.cards import View
from bot.engine import SAID, UNSURE
from bot.messages import FIRST, Picture, Row

AREAS = {"areas": ("money", "home", "mood"), "areas_more": ("body", "people", "days")}
"""Flow -> the areas of life it asks about."""
FACES = ("bad", "so_so", "good")
"""Answers about an area, in the order of `Row.amount`."""
TO_FILL_IN = "…"
"""Stands on a card where nothing was said."""


def _areas(view: View) -> Iterable[str]:
    picture = _areas_picture(view)
    yield "\n".join(f"{row.label}: {row.value}" for row in picture.rows)
    if picture.note:
        yield picture.note


def _areas_picture(view: View) -> Picture:
    """A face for every area asked about so far; when one asks most, it is marked as a place to begin."""
    given = {area: _face(view, flow, area) for flow, areas in AREAS.items() for area in areas}
    faces = {area: answer for area, answer in given.items() if answer}
    amounts = {area: FACES.index(answer) for area, answer in faces.items() if answer in FACES}
    lowest = [area for area, amount in amounts.items() if amount == min(amounts.values()) < FACES.index("good")]
    rows = tuple(
        Row(
            view.text(f"card.area_{area}"),
            view.text("choice.unsure" if answer == UNSURE else f"card.face_{answer}"),
            amounts.get(area, -1),
            FIRST if lowest == [area] else "",
        )
        for area, answer in faces.items()
    )
    return Picture("areas", view.text("card.areas"), rows, _areas_note(view, lowest), _rtl(view))


def _face(view: View, flow: str, area: str) -> str:
    own = view.show.answers if view.show.flow == flow else view.session.answers.get(flow, {})
    return own.get(area, "")


def _areas_note(view: View, lowest: list[str]) -> str:
    if len(lowest) == 1:
        return view.text("card.areas_one", area=view.text(f"card.area_{lowest[0]}"))
    return view.text("card.areas_many") if lowest else ""


def _rtl(view: View) -> bool:
    return view.house.catalog.rtl(view.language)


def _plan(view: View) -> Iterable[str]:
    plan, missed = _plan_rows(view)
    yield plan.value
    yield f"{missed.label} {missed.value}"


def _plan_picture(view: View) -> Picture:
    return Picture("card", view.text("card.plan_title"), tuple(_plan_rows(view)), rtl=_rtl(view))


def _plan_rows(view: View) -> Iterable[Row]:
    """The small step that was chosen, and that missing it once is no matter."""
    yield Row(view.text("card.plan"), view.text(f"card.plan_{view.show.answers['which']}"))
    yield Row(view.text("card.plan_missed"), view.text("card.plan_again"))


def _first_words(view: View) -> Iterable[str]:
    yield "\n".join(f"{row.label}: {row.value or TO_FILL_IN}" for row in _first_words_rows(view))
    if view.show.answers["opening"] == SAID:
        yield view.text("card.words_fade")


def _first_words_picture(view: View) -> Picture:
    return Picture("card", view.text("card.first_words"), tuple(_first_words_rows(view)), rtl=_rtl(view))


def _first_words_rows(view: View) -> Iterable[Row]:
    """With whom, what to say and when: an answer of one's own as it was typed, while that is kept."""
    given = view.show.answers
    own = view.session.words.get("trusted_person.opening") or view.text("card.own_words")
    opening = own if given["opening"] == SAID else _named(view, "opening", "moment")
    yield Row(view.text("card.with_whom"), _named(view, "who", ""))
    yield Row(view.text("card.i_say"), f"“{opening}”")
    yield Row(view.text("card.when"), _named(view, "when", "moment"))


def _named(view: View, step: str, otherwise: str) -> str:
    """The label of an answer about the trusted person; `otherwise` (or nothing) stands for "I don't know"."""
    given = view.show.answers[step]
    choice = otherwise if given == UNSURE else given
    return view.text(f"trusted_person.{step}.{choice}") if choice else ""


SHEET = ("subject", "now", "wish", "hope")
"""The steps of the flow `prepare`, in order: a sheet for a first conversation."""


def _prepare(view: View) -> Iterable[str]:
    picture = _prepare_picture(view)
    yield "\n".join(f"{row.label}: {row.value or '…'}" for row in picture.rows)


def _prepare_picture(view: View) -> Picture:
    """The question in somebody's own words; a line to write on where nothing was said, or no longer kept."""
    rows = tuple(
        Row(view.text(f"card.prepare_{step}"), view.session.words.get(f"prepare.{step}", "")) for step in SHEET
    )
    return Picture("card", view.text("card.prepare"), rows, rtl=_rtl(view))


def _helpers(view: View) -> Iterable[str]:
    """Who helps, in somebody's own words, a line for each."""
    own = view.session.words.get("helpers.names") or view.text("card.own_words")
    lines = [line.strip() for line in re.split(r"[\n,;،؛]", own) if line.strip()]
    yield "\n".join((view.text("card.helpers"), *(f"- {line}" for line in lines)))


def _my_plan(view: View) -> Iterable[str]:
    yield "\n".join(f"{row.label}: {row.value}" for row in _my_plan_rows(view))


def _my_plan_picture(view: View) -> Picture:
    return Picture("card", view.text("card.my_plan"), tuple(_my_plan_rows(view)), rtl=_rtl(view))


def _my_plan_rows(view: View) -> Iterable[Row]:
    """What somebody wants to do, when, and what if it does not work out: chosen, or in own words while kept."""
    own = view.session.words.get("goal.wish") or view.text("card.own_words")
    wish = own if view.show.answers["wish"] == SAID else _goal(view, "idea")
    yield Row(view.text("card.goal_wish"), wish)
    yield Row(view.text("card.goal_begin"), _goal(view, "when"))
    yield Row(view.text("card.goal_setback"), _goal(view, "setback"))


def _goal(view: View, step: str) -> str:
    """The label of an answer about the goal."""
    given = view.show.answers[step]
    return view.text("choice.unsure" if given == UNSURE else f"goal.{step}.{given}")


MIRRORS: Mapping[str, Callable[[View], Iterable[str]]] = {
    "budget": household.card,
    "budget_meaning": household.meaning,
    "prepare": _prepare,
    "route": routemap.route,
    "areas": _areas,
    "plan": _plan,
    "first_words": _first_words,
    "helpers": _helpers,
    "my_plan": _my_plan,
}
"""Name in a flow -> the card."""

PICTURES: Mapping[str, Callable[[View], Picture | None]] = {
    "budget": household.picture,
    "prepare": _prepare_picture,
    "route": routemap.picture,
    "areas": _areas_picture,
    "plan": _plan_picture,
    "first_words": _first_words_picture,
    "my_plan": _my_plan_picture,
}
"""Name in a flow -> the picture that comes with the screen, or None when there is nothing to show yet."""
