"""Checks of the facts behind the flows: is there always somebody to turn to?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from bot.catalog import BASE
from bot.checks.issue import Issue, Material
from bot.engine import Ask
from bot.flows.orientation import OTHER
from bot.house import ELSEWHERE
from bot.knowledge import AMSTERDAM, crisis_due
from bot.matching import Needs, UnknownNeed, match, tonight
from bot.safety import Level


def shown(material: Material) -> Iterator[Issue]:
    """Every reachable screen can be drawn in every language."""
    found = set()
    for one in material.drawn:
        session = one.visit.session
        if not one.error or (session.flow, one.error) in found:
            continue
        found.add((session.flow, one.error))
        place = f"{session.flow}.{one.visit.step.id}" if one.visit.step else session.flow
        answers = ", ".join(f"{step}={value}" for step, value in session.answers.get(session.flow, {}).items())
        todo = f"cannot be shown after {answers or 'no answer'}: {one.error}"
        yield Issue("missing_fact", place, todo, one.language)


def providers(material: Material) -> Iterator[Issue]:
    """For every theme and area there are two services, and at any hour somebody to talk to."""
    asked = (step for flow in material.flows for step in flow.steps if isinstance(step, Ask) and step.id == "theme")
    themes = {theme for step in asked for theme in (*step.choices, *step.brought)} | set(material.knowledge.themes)
    for theme in sorted(themes - {OTHER}):
        for area in (*material.knowledge.areas, ELSEWHERE):
            needs = Needs((theme,), None if area == ELSEWHERE else area, BASE, material.noon)
            try:
                count = len(match(material.knowledge, needs))
            except UnknownNeed:
                count = 0
            if count < 2:
                yield Issue(
                    "no_provider", f"theme {theme}, area {area}", f"has {count} services; add them to knowledge/"
                )
    if tonight(material.knowledge, datetime.combine(material.today, time(3), AMSTERDAM)) is None:
        yield Issue(
            "nobody_tonight", "knowledge/national", "nobody can be reached at night; add a service that is open then"
        )


def crisis_numbers(material: Material) -> Iterator[Issue]:
    """Every kind of crisis has a number, and every number was checked within ninety days."""
    contacts = material.knowledge.safety.values()
    for contact in contacts:
        if material.today > crisis_due(contact.assured_date):
            todo = f"was last checked on {contact.assured_date}; check it and set assured_date"
            yield Issue("old_crisis_number", f"knowledge/national/safety.yaml {contact.id}", todo)
    for level in (Level.SUICIDE, Level.VIOLENCE, Level.MEDICAL):
        if not any(level in contact.levels for contact in contacts):
            yield Issue("no_crisis_number", f"knowledge/national/safety.yaml {level}", "has no contact; add one")
