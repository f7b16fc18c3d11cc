"""The spreadsheet of services: what stands in each column, and what a changed cell means for the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from bot.coordinating.editing import Document
from bot.coordinating.notation import is_weekly, parsed, tidied, written
from bot.coordinating.refused import Refused
from bot.coordinating.tables import Table
from bot.knowledge import Knowledge, Service
from bot.knowledge.contact import dialled

ID = "id"
MARK = "kenmerk"
"""A fingerprint of the row at the time of export: whoever edits an old spreadsheet does not undo newer work."""

PHONES = 3
"""Columns for numbers. A service with more keeps the others in its file."""

WORDS = {
    "naam": "name",
    "wat het is": "description",
    "let op": "alert",
    "voor wie": "eligibility_description",
    "niet voor": "not_for",
    "hoe je begint": "application_process",
    "kosten": "fees_description",
    "tolk": "interpretation_services",
    "wie opneemt": "who_answers",
}
TEXTS = {
    "organisatie": "organization_id",
    "andere naam": "alternate_name",
    "heette vroeger": "formerly",
    "website": "url",
    "mail": "email",
    "chat": "chat_url",
    "status": "status",
    "route": "route",
    "tak": "sub_route",
    "vanaf leeftijd": "minimum_age",
    "tot en met leeftijd": "maximum_age",
    "nagekeken op": "assured_date",
    "bron": "source_url",
    "brondatum": "source_date",
    "graad": "source_grade",
}
NAMES = {
    "gemeenten": "service_areas",
    "thema's": "themes",
    "talen": "languages",
    "stappen": "steps",
    "past bij": "fits",
    "vandaag nodig": "emergencies",
    "UPL": "upl",
}
FLAGS = {
    "nog nabellen": "to_confirm",
    "gratis": "free",
    "inloop": "walk_in",
    "anoniem": "anonymous",
    "zonder drempel": "no_threshold",
    "alleen voor sommigen": "specific_group",
}
_YES_OR_NO = {"ja": "ja", "nee": "nee", "": "nee", "true": "ja", "false": "nee", "waar": "ja", "onwaar": "nee"}


@dataclass(frozen=True)
class Column:
    """One column: how a service is shown in it, how a typed cell is tidied, and how a file is edited."""

    head: str
    show: Callable[[Service], str]
    edit: Callable[[Document, Service, str], None]
    tidy: Callable[[str], str] = str


def columns(languages: tuple[str, ...]) -> list[Column]:
    """The columns with texts in these languages, in the order of the spreadsheet."""
    texts = [_words(head, field, language) for head, field in WORDS.items() for language in languages]
    phones = [_phone(place) for place in range(PHONES)]
    flags = [_flag(head, field) for head, field in FLAGS.items()]
    names = [_names(head, field) for head, field in NAMES.items()]
    rest = [_text(head, field) for head, field in TEXTS.items()]
    return [*texts, *phones, _HOURS, *flags, *names, *rest]


def sheet(knowledge: Knowledge, language: str) -> Table:
    """Every service as a row, with Dutch and one more language."""
    chosen = columns(tuple(dict.fromkeys(("nl", language))))
    head = (ID, *(column.head for column in chosen), MARK)
    rows = tuple(
        (service.id, *(column.show(service) for column in chosen), mark(service, chosen))
        for service in knowledge.services.values()
    )
    return Table("diensten", head, rows)


def mark(service: Service, chosen: list[Column]) -> str:
    """The fingerprint of what these columns show. The letter in front keeps Excel from making it a number."""
    shown = "\0".join(column.show(service) for column in chosen)
    return "k" + sha256(shown.encode()).hexdigest()[:8]


def _words(head: str, field: str, language: str) -> Column:
    def show(service: Service) -> str:
        text = (getattr(service, field) or {}).get(language, "")
        return " ".join(text.split())

    def edit(document: Document, service: Service, cell: str) -> None:
        if cell:
            document.set_words((service.id, field), language, cell)
        elif language == "nl":
            document.remove((service.id, field))
        else:
            document.remove((service.id, field, language))

    return Column(f"{head} ({language})", show, edit)


def _text(head: str, field: str) -> Column:
    def show(service: Service) -> str:
        value = getattr(service, field)
        return "" if value is None else str(value)

    return Column(head, show, _setter(field), _day if field == "assured_date" else str)


def _flag(head: str, field: str) -> Column:
    def edit(document: Document, service: Service, cell: str) -> None:
        if cell not in ("ja", "nee"):
            raise Refused(f"'{cell}' is geen ja of nee. Schrijf ja of nee.")
        document.set((service.id, field), "true" if cell == "ja" else "false")

    def tidy(cell: str) -> str:
        return _YES_OR_NO.get(cell.lower(), cell)

    return Column(head, lambda service: "ja" if getattr(service, field) else "nee", edit, tidy)


def _names(head: str, field: str) -> Column:
    def edit(document: Document, service: Service, cell: str) -> None:
        if cell:
            document.set_names((service.id, field), cell.split(", "))
        else:
            document.remove((service.id, field))

    def tidy(cell: str) -> str:
        return ", ".join(cell.replace(",", " ").split())

    return Column(head, lambda service: ", ".join(map(str, getattr(service, field))), edit, tidy)


def _phone(place: int) -> Column:
    def show(service: Service) -> str:
        return service.phones[place].display if place < len(service.phones) else ""

    def edit(document: Document, service: Service, cell: str) -> None:
        path = (service.id, "phones", place)
        if place >= len(service.phones):
            document.add_item(path[:-1], {"display": cell})
        elif cell:
            document.set((*path, "display"), cell)
            if document.has((*path, "number")):
                document.set((*path, "number"), dialled(cell))
        else:
            document.remove(path)

    return Column(f"telefoon {place + 1}", show, edit)


def _edit_hours(document: Document, service: Service, cell: str) -> None:
    """Change the hours that differ, add what is new, take away what is gone; periods with dates stay."""
    new = parsed(cell)
    weekly = [place for place, schedule in enumerate(service.schedules) if is_weekly(schedule)]
    for place, fields in zip(weekly, new, strict=False):
        now = service.schedules[place]
        old = {"byday": now.byday, "opens_at": f"{now.opens_at:%H:%M}", "closes_at": f"{now.closes_at:%H:%M}"}
        for field, value in fields.items():
            if value != old[field]:
                document.set((service.id, "schedules", place, field), value)
    for place in reversed(weekly[len(new) :]):
        document.remove((service.id, "schedules", place))
    for fields in new[len(weekly) :]:
        document.add_item((service.id, "schedules"), fields)


_HOURS = Column("openingstijden", lambda service: written(service.schedules), _edit_hours, tidied)


def _setter(field: str) -> Callable[[Document, Service, str], None]:
    def edit(document: Document, service: Service, cell: str) -> None:
        if cell:
            document.set((service.id, field), cell)
        else:
            document.remove((service.id, field))

    return edit


def _day(cell: str) -> str:
    """22-11-2026, as Dutch Excel writes a date, becomes 2026-11-22."""
    parts = cell.split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        return "-".join((parts[2], parts[1].zfill(2), parts[0].zfill(2)))
    return cell


def languages_in(head: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of a spreadsheet, from the heads of its columns. Raises Refused without Dutch."""
    first = next(iter(WORDS))
    found = tuple(name[len(first) + 2 : -1] for name in head if name.startswith(f"{first} ("))
    if "nl" not in found:
        raise Refused(f"De kolom '{first} (nl)' ontbreekt. Exporteer opnieuw en laat de kolommen staan.")
    return found
