"""What passes between the service and the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.changes import Changes, Desk, Office
from bot.messages import Outgoing


class StoreDown(Exception):
    """The database cannot be written now; nothing of this turn happened. Its text is a code."""


@dataclass(frozen=True, slots=True)
class Writes:
    """What a turn leaves behind: the session as a JSON object, and what is to be sent.

    `erase` forgets all that was known of the conversation and takes its messages away on the channel;
    only `outgoing` is still sent. `counted` names counters that go up by one; no person stands in a name.
    `as_expert`: the session is that of the expert who works in this chat, not of a resident. `topic` is the request
    that the message itself belongs to. `wake_at` is when to speak again unasked (seconds, 0 never, None: as it was).
    """

    session: Mapping[str, Any]
    outgoing: tuple[Outgoing, ...] = ()
    erase: bool = False
    counted: tuple[str, ...] = ()
    as_expert: bool = False
    topic: str = ""
    wake_at: int | None = None
    changes: Changes = Changes()


Work = Callable[[Mapping[str, Any] | None, Desk], Writes]
"""The pure middle of a turn: the stored session, or None for a new conversation, and the desk -> what to write."""

OfficeWork = Callable[[Office], Changes]
"""The pure middle of what falls due."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message to be worked on: whose, which one (for recognising a repeat), and what to do with it.

    `numbers` are the channel's ids of the message, kept so that it can be deleted there. `names` is the request it
    names, `reply_to` the number of the message it replies to, `code` the invitation in it.
    """

    channel: str
    address: str
    message: str
    numbers: tuple[int, ...]
    work: Work
    names: str = ""
    reply_to: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A look at what has fallen due."""

    work: OfficeWork


@dataclass(frozen=True, slots=True)
class Row:
    """One outgoing message that is committed and waits to be delivered.

    `ref` is random: the only name of it that may stand in a log.
    """

    ref: bytes
    conversation: bytes
    channel: str
    address: str
    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Delivery:
    """The end of a row: delivered as messages `numbers` of its channel, or `failed` for good (a code)."""

    row: Row
    numbers: tuple[int, ...] = ()
    failed: str = ""
