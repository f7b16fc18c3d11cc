"""Our knowledge as Open Referral HSDS 3.0, for other organisations: one list of services with all that hangs on them.

The specification (https://docs.openreferral.org, CC BY-SA 4.0) says what each object holds; facts 4.1 says which of
them we use. HSDS has no translations, so an export speaks one language; where that is missing, Dutch. What HSDS has no
field for goes along as attributes with terms of our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from babel import Locale

from bot.coordinating.hsds_hours import schedules
from bot.knowledge import NATIONAL, Knowledge, Location, Organization, Phone, Service, words
from bot.knowledge.explained import EXPLAINED

NAMESPACE = UUID("1f607c3b-035e-4f23-8301-812dc885b12d")
"""Ours for good: the same slug gives the same id in every export."""

UPL = "http://standaarden.overheid.nl/owms/terms/"
"""Where the terms of the Uniforme Productnamenlijst live; the names come from a public copy of October 2023."""

TAXONOMIES = {
    "theme": "Wegwijs: thema's",
    "route": "Sociale routekaart: kleuren",
    "sub_route": "Sociale routekaart: takken van de blauwe route",
    "step": "Route van acht stappen",
    "upl": "Uniforme Productnamenlijst (https://standaarden.overheid.nl/upl)",
}
OWN = "Wegwijs: eigen velden"
OWN_FIELDS = (
    *("source_url", "source_date", "source_grade", "source_title", "formerly", "not_for", "who_answers"),
    *("urgency", "free", "walk_in", "anonymous", "no_threshold", "specific_group", "to_confirm", "chat_url"),
)
"""Fields of ours that HSDS does not have (facts 4.1, the last rows of the table)."""

Object = dict[str, Any]


def services(knowledge: Knowledge, language: str, today: date) -> bytes:
    """One JSON object with a page of `contents`, as the HSDS API gives it: every service, nested and complete.

    Hours are given for a year from `today`, in pieces between the changes of the clock.
    """
    contents = [_Export(knowledge, language, today, service).whole() for service in knowledge.services.values()]
    page = {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }
    return (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode()


def identifier(kind: str, *slugs: object) -> str:
    """The UUID of something with these slugs."""
    return str(uuid5(NAMESPACE, f"{kind}:{'/'.join(map(str, slugs))}"))


class _Export:
    """One service in one language."""

    def __init__(self, knowledge: Knowledge, language: str, today: date, service: Service) -> None:
        self.knowledge = knowledge
        self.language = language
        self.today = today
        self.service = service
        self.id = identifier("service", service.id)

    def whole(self) -> Object:
        """The service with everything in it."""
        service = self.service
        plain = {
            field: getattr(service, field)
            for field in ("alternate_name", "url", "email", "status", "minimum_age", "maximum_age")
        }
        texts = (
            *("name", "description", "alert", "eligibility_description", "application_process"),
            *("fees_description", "interpretation_services"),
        )
        return _filled(
            {
                "id": self.id,
                "organization_id": identifier("organization", service.organization_id),
                **{field: self.say(getattr(service, field)) for field in texts},
                **plain,
                "assured_date": service.checked and service.checked.isoformat(),
                "phones": list(self.phones(service.phones, "service")),
                "schedules": list(self.hours()),
                "service_areas": list(self.areas()),
                "service_at_locations": list(self.places()),
                "languages": list(self.languages()),
                "organization": self.organization(self.knowledge.organizations[service.organization_id]),
                "required_documents": list(self.documents()),
                "attributes": list(self.attributes()),
            }
        )

    def say(self, text: Mapping[str, str] | None) -> str | None:
        """A text of knowledge in the language of this export."""
        return words(dict(text), self.language) if text else None

    def organization(self, who: Organization) -> Object:
        """The organization behind the service."""
        return _filled(
            {
                "id": identifier("organization", who.id),
                "name": who.name,
                "alternate_name": who.alternate_name,
                "description": self.say(who.description),
                "website": who.website,
                "email": who.email,
            }
        )

    def phones(self, phones: tuple[Phone, ...], where: str) -> Iterator[Object]:
        """The numbers, with what the call costs in words."""
        for place, phone in enumerate(phones):
            about = [self.say(text) for text in (phone.description, phone.cost) if text]
            yield _filled(
                {
                    "id": identifier("phone", self.service.id, where, place),
                    "number": phone.number,
                    "type": phone.type,
                    "description": ". ".join(filter(None, about)),
                }
            )

    def hours(self) -> Iterator[Object]:
        """The hours of the service itself."""
        for place, schedule in enumerate(schedules(self.service.schedules, self.today, self.say)):
            yield {"id": identifier("schedule", self.service.id, place), "service_id": self.id, **schedule}

    def areas(self) -> Iterator[Object]:
        """Where the service is for."""
        known = self.knowledge.areas
        for area in self.service.service_areas:
            name = "Nederland" if area == NATIONAL else known[area].name
            yield {"id": identifier("service_area", self.service.id, area), "service_id": self.id, "name": name}

    def places(self) -> Iterator[Object]:
        """The buildings where the service is, and its chat as a place on the internet."""
        for one in self.service.service_at_locations:
            where = self.knowledge.locations[one.location_id]
            link = self._at(where.id, self.location(where))
            link["description"] = self.say(one.description)
            link["phones"] = list(self.phones(one.phones, where.id))
            link["schedules"] = [
                {"id": identifier("schedule", self.service.id, where.id, place), **schedule}
                for place, schedule in enumerate(schedules(one.schedules, self.today, self.say))
            ]
            yield _filled(link)
        if self.service.chat_url:
            chat = identifier("location", self.service.id, "chat")
            yield self._at("chat", {"id": chat, "location_type": "virtual", "url": self.service.chat_url})

    def _at(self, slug: str, location: Object) -> Object:
        link = identifier("service_at_location", self.service.id, slug)
        return {"id": link, "service_id": self.id, "location_id": location["id"], "location": location}

    def location(self, where: Location) -> Object:
        """A place with its addresses."""
        own = identifier("location", where.id)
        return _filled(
            {
                "id": own,
                **{field: getattr(where, field) for field in ("location_type", "url", "latitude", "longitude")},
                **{field: self.say(getattr(where, field)) for field in ("name", "description", "transportation")},
                "addresses": [
                    {"id": identifier("address", where.id, place), "location_id": own, **address.model_dump()}
                    for place, address in enumerate(where.addresses)
                ],
                "accessibility": [
                    {"id": identifier("accessibility", where.id, place), "description": self.say(text)}
                    for place, text in enumerate(where.accessibility)
                ],
            }
        )

    def languages(self) -> Iterator[Object]:
        """The languages spoken without an interpreter."""
        for code in self.service.languages:
            name = Locale.parse(code).get_display_name(self.language)
            yield {"id": identifier("language", self.service.id, code), "name": name, "code": code}

    def documents(self) -> Iterator[Object]:
        """What to bring."""
        for place, text in enumerate(self.service.required_documents):
            yield {"id": identifier("required_document", self.service.id, place), "document": self.say(text)}

    def attributes(self) -> Iterator[Object]:
        """The terms this service falls under, and our own fields."""
        for kind, code, name in self.terms():
            yield self._attribute(kind, code, name or {"nl": code})
        for field in OWN_FIELDS:
            value = getattr(self.service, field)
            if value not in (None, False):
                said = self.say(value) if isinstance(value, dict) else str(value)
                yield {**self._attribute(field, field, {"nl": EXPLAINED[field]}), "value": said}

    def terms(self) -> Iterator[tuple[str, str, Mapping[str, str] | None]]:
        """(taxonomy, code, name) of every term."""
        service, known = self.service, self.knowledge
        for theme in service.themes:
            yield "theme", theme, known.themes[theme].name
        route = known.routes.get(service.route)
        yield "route", service.route, route.name if route else None
        for branch in route.sub_routes if route else ():
            if branch.id == service.sub_route:
                yield "sub_route", branch.id, branch.name
        for step in service.steps:
            named = known.steps.get(str(step))
            yield "step", str(step), named.name if named else None
        for name in service.upl:
            yield "upl", name, None

    def _attribute(self, kind: str, code: str, name: Mapping[str, str]) -> Object:
        term = {
            "id": identifier("taxonomy_term", kind, code),
            "code": code,
            "name": self.say(name),
            "description": self.say(name),
            "taxonomy": TAXONOMIES.get(kind, OWN),
            "language": self.language if self.language in name else "nl",
        }
        return {
            "id": identifier("attribute", self.service.id, kind, code),
            "link_id": self.id,
            "link_type": kind,
            "link_entity": "service",
            "taxonomy_term_id": term["id"],
            "taxonomy_term": {**term, "term_uri": UPL + code} if kind == "upl" else term,
        }


def _filled(fields: Object) -> Object:
    """Without what is not there: HSDS knows no null."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
