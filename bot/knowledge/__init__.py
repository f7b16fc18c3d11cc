"""What Wegwijs knows: `load()` reads knowledge/ into one frozen `Knowledge`, or raises `KnowledgeError`."""

from bot.knowledge.ageing import LIMITS, Freshness, crisis_due, due, freshness
from bot.knowledge.contact import Phone, Schedule
from bot.knowledge.fields import KNOWN_LANGUAGES, LANGUAGES, Words, words
from bot.knowledge.hours import AMSTERDAM
from bot.knowledge.loading import build, load, read_files
from bot.knowledge.mistakes import KnowledgeError, Mistake
from bot.knowledge.model import (
    Amount,
    Area,
    Knowledge,
    Letter,
    Region,
    Right,
    Route,
    RouteStep,
    Situation,
    Story,
    SubRoute,
    Theme,
)
from bot.knowledge.places import NATIONAL, Address, Location, Organization, SafetyContact, Service, ServiceAtLocation

__all__ = [
    "AMSTERDAM",
    "KNOWN_LANGUAGES",
    "LANGUAGES",
    "LIMITS",
    "NATIONAL",
    "Address",
    "Amount",
    "Area",
    "Freshness",
    "Knowledge",
    "KnowledgeError",
    "Letter",
    "Location",
    "Mistake",
    "Organization",
    "Phone",
    "Region",
    "Right",
    "Route",
    "RouteStep",
    "SafetyContact",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "Situation",
    "Story",
    "SubRoute",
    "Theme",
    "Words",
    "build",
    "crisis_due",
    "due",
    "freshness",
    "load",
    "read_files",
    "words",
]
