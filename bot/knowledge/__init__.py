"""What Wegwijs knows: `load()` reads knowledge/ into one frozen `Knowledge`, or raises `KnowledgeError`."""

from bot.knowledge.ageing import LIMITS, Freshness, freshness
from bot.knowledge.fields import KNOWN_LANGUAGES, LANGUAGES, Words, words
from bot.knowledge.hours import AMSTERDAM
from bot.knowledge.loading import load
from bot.knowledge.mistakes import KnowledgeError, Mistake
from bot.knowledge.model import (
    Amount,
    Area,
    Knowledge,
    Letter,
    Region,
    Right,
    Route,
    Situation,
    Story,
    SubRoute,
    Theme,
)
from bot.knowledge.places import NATIONAL, Organization, Phone, SafetyContact, Schedule, Service

__all__ = [
    "AMSTERDAM",
    "KNOWN_LANGUAGES",
    "LANGUAGES",
    "LIMITS",
    "NATIONAL",
    "Amount",
    "Area",
    "Freshness",
    "Knowledge",
    "KnowledgeError",
    "Letter",
    "Mistake",
    "Organization",
    "Phone",
    "Region",
    "Right",
    "Route",
    "SafetyContact",
    "Schedule",
    "Service",
    "Situation",
    "Story",
    "SubRoute",
    "Theme",
    "Words",
    "freshness",
    "load",
    "words",
]
