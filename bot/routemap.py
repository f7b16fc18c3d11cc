"""The social route map with "you are here": where the help begins that somebody asked for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards import View, kind, services
from bot.knowledge import Route
from bot.messages import HERE, Picture, Row


def route(view: View) -> Iterable[str]:
    """Where on the map this help is found, in words."""
    here, branch = _here(view)
    said = {"colour": view.text(f"card.colour_{here.id}"), "route": view.words(here.name)}
    about, told = view.words(here.description), _named(view, here, branch)
    if told:
        yield view.text("card.route_branch", branch=told, about=about, **said)
    else:
        yield view.text("card.route", about=about, **said)
    names = (view.words(one.name) for one in view.house.knowledge.routes.values() if one.id != here.id)
    others = view.house.catalog.list(names, view.language)
    yield "\n".join((view.text("card.route_others", others=others), view.text("card.route_safe")))


def picture(view: View) -> Picture:
    """The four colours, and the one to begin with."""
    here, branch = _here(view)
    rows = tuple(
        Row(
            view.words(one.name),
            value=_named(view, one, branch) if one.id == here.id else "",
            mark=f"{one.id} {HERE}" if one.id == here.id else one.id,
        )
        for one in view.house.knowledge.routes.values()
    )
    rtl = view.house.catalog.rtl(view.language)
    return Picture("route", view.text("card.route_title"), rows, view.text("card.route_safe"), rtl)


def _here(view: View) -> tuple[Route, str]:
    """The route and branch that belong to what was said, or else those of the best place for it."""
    knowledge, wanted = view.house.knowledge, kind(view)[1]
    best = next((one.service for one in services(view)), None)
    if wanted.route or best is None:
        theme = knowledge.themes.get(view.known.get("theme", ""))
        colour = wanted.route or (theme.routes[0] if theme else "orange")
        return next(one for one in knowledge.routes.values() if one.id == colour), wanted.sub_route
    return knowledge.routes[best.route], best.sub_route or ""


def _named(view: View, here: Route, branch: str) -> str:
    return next((view.words(one.name) for one in here.sub_routes if one.id == branch), "")
