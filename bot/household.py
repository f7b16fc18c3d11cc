"""The cards and the picture of a household's money: what comes in, what goes out, what is left a week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.budget import ASKED, Budget, budget
from bot.cards import View
from bot.messages import Picture, Row


def told(view: View) -> Mapping[str, str]:
    """The answers about money, of the first questions and of those that make it more precise."""
    more = view.show.answers if view.show.flow == "budget_more" else view.session.answers.get("budget_more", {})
    return {name: answer for name, answer in {**view.known, **more}.items() if name in ASKED}


def card(view: View) -> Iterable[str]:
    """A line for each amount, what is left, and what is left out."""
    made = budget(told(view))
    if made.lines:
        lines = [_line(view, _name(view, one.name), one.cents) for one in made.lines]
        yield "\n".join((*lines, *_left(view, made)))
    if made.unknown:
        names = view.house.catalog.list([_name(view, one) for one in made.unknown], view.language)
        yield view.text("card.budget_unknown", names=names)


def picture(view: View) -> Picture | None:
    """The same as bars."""
    made = budget(told(view))
    if not made.lines:
        return None
    rows = tuple(Row(_name(view, one.name), _money(view, one.cents), one.cents) for one in made.lines)
    note = "".join(_left(view, made))
    return Picture("budget", view.text("card.budget_title"), rows, note, view.house.catalog.rtl(view.language))


def meaning(view: View) -> Iterable[str]:
    """What stands out, in a few short sentences; no norm and no judgement."""
    answers = told(view)
    made = budget(answers)
    yield _balance(view, made)
    if made.share is not None:
        yield view.text("card.budget_share", share=view.house.catalog.number(made.share, view.language))
    if answers.get("allowances") == "none":
        yield view.text("card.budget_no_allowance")
    if answers.get("debts") == "behind":
        yield view.text("card.budget_behind")


def _balance(view: View, made: Budget) -> str:
    if not made.lines:
        return view.text("card.budget_empty")
    if not made.earned:
        return view.text("card.budget_out", amount=_money(view, made.left))
    name = "short" if made.left < 0 else "over"
    return view.text(f"card.budget_{name}", amount=_money(view, made.left))


def _left(view: View, made: Budget) -> Iterable[str]:
    if made.earned:
        yield _line(view, view.text(f"line.{'short' if made.left < 0 else 'left'}"), made.left)


def _line(view: View, name: str, cents: int) -> str:
    return view.text("card.line", name=name, amount=_money(view, cents))


def _name(view: View, name: str) -> str:
    return view.text(f"line.{name}")


def _money(view: View, cents: int) -> str:
    return view.house.catalog.money(abs(cents), view.language)
