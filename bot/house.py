"""All that a turn may read: flows, words, facts and promises. Frozen; a new version replaces it whole."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalog import Catalog
from bot.engine import Flow, Flows, assemble
from bot.flows import FLOWS
from bot.knowledge import Knowledge

ELSEWHERE = "elsewhere"
"""The area of a resident who lives outside the region, or would rather not say."""


@dataclass(frozen=True)
class Retention:
    """How long things are kept: the defaults of the privacy promises, which are also the upper bounds."""

    conversation_days: int = 30
    message_hours: int = 48
    seen_days: int = 7


@dataclass(frozen=True)
class House:
    """Flows with their listed choices filled in, the catalog, the knowledge and the retention."""

    flows: Flows
    catalog: Catalog
    knowledge: Knowledge
    retention: Retention


def furnish(catalog: Catalog, knowledge: Knowledge, retention: Retention, flows: tuple[Flow, ...] = FLOWS) -> House:
    """A house in which the languages of `catalog`, and the areas and services of `knowledge`, are choices."""
    lists = {
        "languages": tuple(catalog.languages),
        "areas": (*knowledge.areas, ELSEWHERE),
        "services": tuple(knowledge.services),
    }
    return House(assemble(flows, lists), catalog, knowledge, retention)
