"""What a turn may know and change beyond its own conversation: requests for a person, and messages to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.messages import Screen


@dataclass(frozen=True, slots=True)
class Matter:
    """A request for a person, as it is stored. Ids are hex; `body` is sealed with the resident's key.

    `due_at` is when it wants attention by itself (seconds since 1970, 0: never); `trouble` whom messages of it
    could not reach, with spaces between.
    """

    id: str
    resident: str
    expert: str
    open: bool
    due_at: int
    body: Mapping[str, Any]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A message to another conversation than the one of this turn. `instead` of what it said of that topic before."""

    to: str
    screen: Screen
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed to, on which day, in which wording and language: never by whom."""

    id: str
    version: str
    language: str
    day: str
    ticked: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a turn changes beyond its own conversation.

    `hush`: topics of which nothing that still waits is sent any more. `withdrawn` and `consents` are consent
    events. `accepted`: the invitation is used up.
    """

    matters: tuple[Matter, ...] = ()
    notes: tuple[Note, ...] = ()
    hush: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    withdrawn: tuple[str, ...] = ()
    accepted: bool = False
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a turn may know beyond its own session.

    `me` is this conversation; `matters` its open requests; `expert` the session of the expert who works in this
    chat, if one does, with id `expert_id`, and `at_work` their requests; `named` the request the message names;
    `replied` the topic of the message it replies to; `invited` the profile that the code in it brings.
    """

    me: str
    matters: tuple[Matter, ...] = ()
    expert_id: str = ""
    expert: Mapping[str, Any] | None = None
    at_work: tuple[Matter, ...] = ()
    named: Matter | None = None
    replied: str = ""
    invited: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What is due, seen from above: the requests, all experts (id -> session), and how many each one talks with."""

    due: tuple[Matter, ...]
    experts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    busy: Mapping[str, int] = field(default_factory=dict)
