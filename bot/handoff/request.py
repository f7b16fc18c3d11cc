"""A request for a person: its states, who may change them, what both sides hear, and when the next change falls due.

Pure, and the whole rule book is one table (`EDGES`). The bot is the owner of a conversation until an expert has
claimed it, and again when it is over: one owner at a time (the design's rule).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

RESIDENT, EXPERT, HOUSE = "resident", "expert", "house"
"""Who makes something happen."""

CONSENTED, QUEUED, CLAIMED, ACTIVE, LOST, PASSING = "consented", "queued", "claimed", "active", "lost", "passing"
CLOSED, WITHDRAWN, EXPIRED = "closed", "withdrawn", "expired"
OPEN = (CONSENTED, QUEUED, CLAIMED, ACTIVE, LOST, PASSING)
HELD = (CLAIMED, ACTIVE, LOST)
"""States in which a person holds the conversation, and the bot is silent."""
WAITING = (CONSENTED, QUEUED)


class NotNow(Exception):
    """This cannot happen in this state: somebody else was first, or it is over."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How long things may take, in minutes; every one is a setting."""

    remind: int = 15
    widen: int = 15
    promise: int = 60
    expire: int = 2880
    first_word: int = 20
    alarm: int = 5
    silence: int = 1440
    grace: int = 1440
    passing: int = 1440


@dataclass(frozen=True, slots=True)
class Edge:
    """One change: from a state, by an event of `by`, to a state.

    `resident` and `expert` are the texts both sides read; `due` is the event that follows by itself, after the
    time of the rule `after`.
    """

    state: str
    event: str
    by: tuple[str, ...]
    to: str
    resident: str = ""
    expert: str = ""
    due: str = ""
    after: str = ""


EDGES = (
    # waiting
    Edge(CONSENTED, "dispatch", (HOUSE,), QUEUED, "relay.waiting", "desk.request", "remind", "remind"),
    Edge(QUEUED, "dispatch", (HOUSE,), QUEUED, "", "desk.request", "remind", "remind"),
    Edge(QUEUED, "remind", (HOUSE,), QUEUED, "", "desk.reminder", "widen", "widen"),
    Edge(QUEUED, "widen", (HOUSE,), QUEUED, "", "desk.request", "apologise", "promise"),
    Edge(QUEUED, "apologise", (HOUSE,), QUEUED, "relay.sorry", "", "seek", "remind"),
    Edge(QUEUED, "seek", (HOUSE,), QUEUED, "", "desk.request", "seek", "remind"),
    Edge(QUEUED, "expire", (HOUSE,), EXPIRED, "relay.expired", "desk.gone"),
    Edge(QUEUED, "claim", (EXPERT,), CLAIMED, "relay.claimed", "desk.claimed", "nudge", "first_word"),
    # talking
    Edge(CLAIMED, "nudge", (HOUSE,), CLAIMED, "", "desk.nudge", "give_back", "first_word"),
    Edge(CLAIMED, "give_back", (HOUSE,), CONSENTED, "relay.next", "desk.given_back", "dispatch"),
    Edge(CLAIMED, "speak", (RESIDENT,), CLAIMED, "", "", "nudge", "first_word"),
    Edge(CLAIMED, "speak", (EXPERT,), ACTIVE, "", "", "quiet", "silence"),
    Edge(ACTIVE, "speak", (RESIDENT, EXPERT), ACTIVE, "", "", "quiet", "silence"),
    Edge(ACTIVE, "quiet", (HOUSE,), LOST, "relay.quiet", "desk.quiet", "end", "grace"),
    Edge(LOST, "speak", (RESIDENT, EXPERT), ACTIVE, "", "", "quiet", "silence"),
    Edge(LOST, "end", (HOUSE,), CLOSED, "relay.faded", "desk.faded"),
    # danger: the expert has a few minutes, then others are called in and the resident hears the truth
    *(Edge(state, "alarm", (RESIDENT,), state, "", "desk.alarm", "unanswered", "alarm") for state in HELD),
    Edge(CLAIMED, "unanswered", (HOUSE,), CLAIMED, "relay.unanswered", "desk.unanswered", "give_back", "alarm"),
    Edge(ACTIVE, "unanswered", (HOUSE,), ACTIVE, "relay.unanswered", "desk.unanswered", "quiet", "silence"),
    Edge(LOST, "unanswered", (HOUSE,), LOST, "relay.unanswered", "desk.unanswered", "end", "grace"),
    # passing on
    *(Edge(state, "pass_on", (EXPERT,), PASSING, "relay.passing", "desk.passed", "end", "passing") for state in HELD),
    Edge(PASSING, "agree", (RESIDENT,), CONSENTED, "", "", "dispatch"),
    Edge(PASSING, "close", (RESIDENT,), CLOSED, "relay.closed", ""),
    Edge(PASSING, "end", (HOUSE,), CLOSED, "relay.faded", ""),
    # an expert who cannot go on: revoked, or left the channel
    *(Edge(state, "vacate", (HOUSE,), CONSENTED, "relay.next", "desk.given_back", "dispatch") for state in HELD),
    # ending
    *(Edge(state, "somebody_else", (RESIDENT,), CONSENTED, "relay.else", "desk.ended", "dispatch") for state in HELD),
    *(Edge(state, "close", (RESIDENT, EXPERT), CLOSED, "relay.closed", "desk.closed") for state in HELD),
    *(Edge(state, "unreachable", (HOUSE,), CLOSED, "", "desk.faded") for state in HELD),
    *(Edge(state, "unreachable", (HOUSE,), EXPIRED, "", "desk.gone") for state in (*WAITING, PASSING)),
    *(Edge(state, "withdraw", (RESIDENT,), WITHDRAWN, "relay.withdrawn", "desk.gone") for state in WAITING),
    *(Edge(state, "withdraw", (RESIDENT,), WITHDRAWN, "relay.withdrawn", "desk.ended") for state in (*HELD, PASSING)),
)
"""Every change there is; nothing else can happen."""

_BY_EVENT: Mapping[tuple[str, str, str], Edge] = {
    (edge.state, edge.event, by): edge for edge in EDGES for by in edge.by
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `lines` is exactly what the resident agreed to; `asked` are the experts who got a card.

    `wide`: also experts with other experience were asked. Moments are whole seconds since 1970 (UTC): `since` it
    waits, `promised` by when somebody would be there. `to_expert` and `to_resident` count the messages that crossed.
    """

    id: str
    resident: str
    alias: str
    languages: tuple[str, ...]
    lines: tuple[str, ...]
    experience: str = ""
    state: str = CONSENTED
    expert: str = ""
    without: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    due: str = "dispatch"
    due_at: int = 0
    wide: bool = False
    since: int = 0
    promised: int = 0
    to_expert: int = 0
    to_resident: int = 0

    @property
    def open(self) -> bool:
        """Whether it is still going on."""
        return self.state in OPEN

    @property
    def held(self) -> bool:
        """Whether a person holds the conversation."""
        return self.state in HELD

    def spoke(self, by: str) -> Request:
        """The request with one message of `by` more."""
        if by == RESIDENT:
            return replace(self, to_expert=self.to_expert + 1)
        return replace(self, to_resident=self.to_resident + 1)

    def to_json(self) -> dict[str, object]:
        """A plain object that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Request:
        """The request that `to_json` made `stored` of."""
        lists = {one.name for one in fields(cls) if isinstance(one.default, tuple)} | {"languages", "lines"}
        plain: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in stored.items()}
        return cls(**plain)


def seconds(now: datetime) -> int:
    """A moment as it is kept."""
    return int(now.timestamp())


def moment(kept: int) -> datetime:
    """A kept moment, aware."""
    return datetime.fromtimestamp(kept, UTC)


def edge(request: Request, event: str, by: str) -> Edge:
    """What `event` of `by` does now. Raises NotNow."""
    found = _BY_EVENT.get((request.state, event, by))
    if found is None:
        raise NotNow(f"{request.state} {event}")
    return found


def move(request: Request, event: str, by: str, now: datetime, rules: Rules, expert: str = "") -> tuple[Request, Edge]:
    """The request after `event` of `by` at `now`, and the change that was made. Raises NotNow.

    `expert` is who claims it. Whoever had it and has it no more is not asked again for this request, and whoever gets
    it next counts from one.
    """
    made = edge(request, event, by)
    wait = timedelta(minutes=getattr(rules, made.after)) if made.after else timedelta()
    moved = replace(request, state=made.to, due=made.due, due_at=seconds(now + wait) if made.due else 0)
    if made.to == CONSENTED:
        without = (*request.without, request.expert) if request.expert else request.without
        fresh = replace(moved, expert="", without=without, asked=(), to_expert=0, to_resident=0)
        return replace(fresh, since=seconds(now)), made
    return replace(moved, expert=expert) if made.to == CLAIMED and expert else moved, made
