"""All that a turn may read: flows, words, facts and promises. Frozen; a new version replaces it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.catalog import Catalog
from bot.engine import Flow, Flows, assemble
from bot.experts import EXPERIENCES, Expert
from bot.flows import FLOWS
from bot.knowledge import Knowledge

ELSEWHERE = "elsewhere"
"""The area of a resident who lives outside the region, or would rather not say."""


NO_PREFERENCE = "any"
"""The choice of a resident who does not mind what an expert has been through."""


MARKS = tuple(str(mark) for mark in range(1, 11))
"""Marks that somebody may give, as at school: 1 to 10."""


@dataclass(frozen=True)
class Retention:
    """How long things are kept: the defaults of the privacy promises, which are also the upper bounds."""

    conversation_days: int = 30
    words_hours: int = 24
    message_hours: int = 48
    seen_days: int = 7
    consent_days: int = 365


@dataclass(frozen=True)
class House:
    """Flows with their listed choices filled in, the catalog, the knowledge and the retention.

    `speaks` are the languages in which a screen can be heard; `experts` the experience experts, by id.
    """

    flows: Flows
    catalog: Catalog
    knowledge: Knowledge
    retention: Retention
    speaks: frozenset[str] = frozenset()
    experts: Mapping[str, Expert] = field(default_factory=dict)


def furnish(catalog: Catalog, knowledge: Knowledge, retention: Retention, flows: tuple[Flow, ...] = FLOWS) -> House:
    """A house in which the languages of `catalog`, and the areas and services of `knowledge`, are choices."""
    lists = {
        "languages": tuple(catalog.languages),
        "areas": (*knowledge.areas, ELSEWHERE),
        "services": tuple(knowledge.services),
        "rights": tuple(knowledge.rights),
        "marks": MARKS,
        "experiences": (NO_PREFERENCE, *EXPERIENCES),
    }
    return House(assemble(flows, lists), catalog, knowledge, retention)
