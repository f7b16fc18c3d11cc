"""What to call this week: numbers that do not work, facts that grow old, places nobody has called yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.coordinating.tables import Table
from bot.knowledge import LIMITS, Knowledge, Phone, SafetyContact, Service, crisis_due, due, freshness

Reason = Literal["complained", "crisis_old", "hidden", "stale", "crisis_soon", "aging", "to_confirm"]

REASONS: dict[Reason, str] = {
    "complained": "gemeld: dit nummer werkt niet",
    "crisis_old": "nummer bij gevaar, te lang niet nagekeken",
    "hidden": "te oud: een inwoner ziet het niet meer",
    "stale": "te oud: staat achteraan, met de datum erbij",
    "crisis_soon": "nummer bij gevaar, kijk het na",
    "aging": "bijna te oud",
    "to_confirm": "nog niet nagebeld",
}
"""Why something is on the list, the most urgent first."""

CRISIS_NOTICE = 30
"""Days before the limit on which a number for danger comes on the list."""

HEAD = ("waarom", "wat", "id", "nummer", "nagekeken op", "nakijken voor", "gemeld", "gemeenten", "bron")


@dataclass(frozen=True)
class Call:
    """One thing to check. `before` is the day from which it counts as too old; `complaints` how often it failed."""

    reason: Reason
    about: Service | SafetyContact
    checked: date | None
    before: date | None
    complaints: int


def stale(knowledge: Knowledge, today: date, complaints: Mapping[str, int]) -> tuple[Call, ...]:
    """What to call, most urgent first; among equals what failed most often, then what was checked longest ago.

    In: how often residents said that a number did not work, by id. An id that is gone is left out.
    """
    calls = [*_crisis(knowledge, today, complaints), *_services(knowledge, today, complaints)]
    return tuple(sorted(calls, key=_urgency))


def table(calls: tuple[Call, ...], knowledge: Knowledge) -> Table:
    """The list in Dutch, one row for each call."""
    return Table("nabellen", HEAD, tuple(_row(call, knowledge) for call in calls))


def _services(knowledge: Knowledge, today: date, complaints: Mapping[str, int]) -> Iterator[Call]:
    for service in knowledge.services.values():
        failed = complaints.get(service.id, 0)
        reason = "complained" if failed else _age(service, today)
        if reason and (failed or service.status != "defunct"):  # what is closed for now may open again
            before = due(service.checked, LIMITS["ordinary"]) if service.checked else None
            yield Call(reason, service, service.checked, before, failed)


def _age(service: Service, today: date) -> Reason | None:
    if service.checked is None:
        return "to_confirm"
    age = freshness(service.checked, today)
    return None if age == "fresh" else age


def _crisis(knowledge: Knowledge, today: date, complaints: Mapping[str, int]) -> Iterator[Call]:
    for contact in knowledge.safety.values():
        before = crisis_due(contact.assured_date)
        failed = complaints.get(contact.id, 0)
        late = today > before
        soon = today > before - timedelta(days=CRISIS_NOTICE)
        if failed or soon:
            reason: Reason = "complained" if failed else "crisis_old" if late else "crisis_soon"
            yield Call(reason, contact, contact.assured_date, before, failed)


def _urgency(call: Call) -> tuple[int, int, date]:
    return list(REASONS).index(call.reason), -call.complaints, call.checked or date.min


def _row(call: Call, knowledge: Knowledge) -> tuple[str, ...]:
    about = call.about
    areas = about.service_areas if isinstance(about, Service) else ()
    named = (knowledge.areas[area].name if area in knowledge.areas else "heel Nederland" for area in areas)
    return (
        REASONS[call.reason],
        about.name["nl"],
        about.id,
        ", ".join(_shown(about.phones)),
        str(call.checked or ""),
        str(call.before or ""),
        f"{call.complaints} keer" if call.complaints else "",
        ", ".join(named) or "heel Nederland",
        about.source_url,
    )


def _shown(phones: tuple[Phone, ...]) -> Iterator[str]:
    return (phone.display for phone in phones)
