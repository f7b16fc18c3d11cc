"""The host: one incoming message in, committed state and rows to deliver out.

The only place where order, storage and sending meet. When `handle` returns, the message may be
acknowledged: its turn is durable, or it was one already.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from bot.acts import Answer
from bot.changes import Changes, Desk, Matter, Office
from bot.engine import Session
from bot.experts import Expert
from bot.handoff import desk as expert_desk
from bot.handoff.due import look
from bot.handoff.request import Rules
from bot.handoff.talk import Frame
from bot.house import House
from bot.lanes import Lanes
from bot.lately import Lately
from bot.messages import Incoming, Screen
from bot.pace import Pace
from bot.store import Due, Row, Store, Turn, Writes
from bot.turn import Around, excuse, in_need, respond, wake

log = logging.getLogger(__name__)


class Deliverer(Protocol):
    """Where committed rows go, to be delivered in order."""

    def put(self, rows: tuple[Row, ...]) -> None: ...


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Service:
    """Handles incoming messages: in order within a conversation, side by side across them.

    `rules` are those of a handoff; `on_call` are the chats that are alerted, the first one first. `attention`
    is set when something falls due at once.
    """

    def __init__(
        self,
        house: Callable[[], House],
        store: Store,
        deliverer: Deliverer,
        pace: Pace,
        clock: Callable[[], datetime] = utc_now,
        rules: Rules = Rules(),
        on_call: tuple[str, ...] = (),
    ) -> None:
        self._living = house
        self._store = store
        self._deliverer = deliverer
        self._pace = pace
        self._clock = clock
        self._rules = rules
        self._on_call = on_call
        self._lanes = Lanes()
        self._lately = Lately()
        self._experts: Mapping[str, Expert] = {}
        self.attention = asyncio.Event()

    async def handle(self, incoming: Incoming) -> None:
        """Take one message through the house. Raises StoreDown when it could not be kept: try again later."""
        await self._take(incoming, partial(self._work, incoming))

    async def look_around(self) -> None:
        """Deal with what has fallen due: requests for a person, and reminders. Raises StoreDown."""
        self.attention.clear()
        self._deliverer.put(await self._store.due(Due(self._look)))
        for channel, address, at in await self._store.waking():
            await self._take(Incoming(channel, address, f"wake {address} {at}"), self._wake)

    async def begin(self, channel: str, address: str, known: Mapping[str, str]) -> None:
        """Begin a conversation of which something is known already (pairs of step id and value)."""
        session = Session(known=known).to_json()
        await self._store.turn(Turn(channel, address, "begin", (), lambda _, __: Writes(session)))

    def meanwhile(self, incoming: Incoming) -> tuple[Screen, ...]:
        """What can be said while nothing can be kept: the fixed reply to danger, else that we are disturbed.

        Needs no database; it is sent at once and leaves no trace.
        """
        return in_need(self._house(), self._with_before(incoming), self._clock())

    async def _take(self, incoming: Incoming, work: Callable[[Mapping[str, Any] | None, Desk], Writes]) -> None:
        async with self._lanes.lane((incoming.channel, incoming.address)):
            self._deliverer.put(await self._store.turn(_turn(incoming, work)) or ())

    def _house(self) -> House:
        return replace(self._living(), experts=self._experts)

    # --- the turn itself -----------------------------------------------------------------------------

    def _work(self, incoming: Incoming, stored: Mapping[str, Any] | None, desk: Desk) -> Writes:
        """Whatever one message does, its sender hears of it and nobody else is harmed."""
        refused = self._pace.refuse((incoming.channel, incoming.address), time.monotonic())
        try:
            at_work = self._as_expert(incoming, desk)
            if at_work:
                return at_work
            if _code(incoming):
                return Writes(stored or {}, (excuse(self._house(), stored, "no_code"),))
            around = Around(desk, self._rules, self._on_call)
            told = self._with_before(incoming)
            answer = respond(self._house(), stored, told, self._clock(), refused=refused, around=around)
        except Exception as error:
            log.error("turn_failed error=%s", type(error).__name__)
            return Writes(stored or {}, (excuse(self._house(), stored),))
        if answer.erase:
            self._lately.forget((incoming.channel, incoming.address))
        return self._writes(answer)

    def _as_expert(self, incoming: Incoming, desk: Desk) -> Writes | None:
        """The turn of somebody who works here as an expert; None when they are a resident, also for this once."""
        frame = Frame(self._house(), self._rules, self._clock(), self._on_call)
        if desk.invited is not None:
            return self._at_desk(expert_desk.welcome(frame, desk))
        if desk.expert is None:
            return None
        at_desk = expert_desk.AtDesk.from_json(desk.expert_id, desk.expert)
        if at_desk.as_resident and not (_for_desk(incoming) or _about(desk.at_work, desk.replied)):
            return None
        visit = expert_desk.Visit(frame, desk, replace(at_desk, as_resident=False), incoming)
        return self._at_desk(expert_desk.answer(visit))

    def _at_desk(self, reply: expert_desk.Reply) -> Writes:
        self._noticed(reply.changes)
        session = reply.at_desk.to_json()
        return Writes(session, reply.screens, as_expert=True, changes=reply.changes, topic=reply.topic)

    def _writes(self, answer: Answer) -> Writes:
        self._noticed(answer.changes)
        return Writes(
            answer.session.to_json(),
            answer.screens,
            answer.erase,
            answer.counted,
            topic=answer.topic,
            wake_at=None if answer.wake_at is None else int(answer.wake_at.timestamp()),
            changes=answer.changes,
        )

    def _wake(self, stored: Mapping[str, Any] | None, _: Desk) -> Writes:
        answer = wake(self._house(), stored, self._clock())
        return Writes(answer.session.to_json(), answer.screens, wake_at=0)

    def _look(self, office: Office) -> Changes:
        """What has fallen due; on the way it is seen who the experts are."""
        frame = Frame(self._living(), self._rules, self._clock(), self._on_call)
        desks = {name: expert_desk.AtDesk.from_json(name, stored) for name, stored in office.experts.items()}
        self._experts = {name: one.expert for name, one in desks.items()}
        return look(replace(frame, house=self._house()), office)

    def _noticed(self, changes: Changes) -> None:
        now = self._clock().timestamp()
        if changes.accepted or any(matter.open and 0 < matter.due_at <= now for matter in changes.matters):
            self.attention.set()

    def _with_before(self, incoming: Incoming) -> Incoming:
        """The message with what the same person typed a moment ago."""
        if not incoming.text:
            return incoming
        who = (incoming.channel, incoming.address)
        return replace(incoming, before=self._lately.hear(who, incoming.message, incoming.text, time.monotonic()))


def _turn(incoming: Incoming, work: Callable[[Mapping[str, Any] | None, Desk], Writes]) -> Turn:
    """The message as the store takes it: with the request it names, what it replies to, the invitation in it."""
    parts = (incoming.tap or "").split(".")
    return Turn(
        incoming.channel,
        incoming.address,
        incoming.message,
        () if incoming.number is None else (incoming.number,),
        work,
        names=parts[2] if _for_desk(incoming) and len(parts) > 2 and _hex(parts[2]) else "",
        reply_to=incoming.number if incoming.edited else incoming.reply_to,
        code=_code(incoming),
    )


def _code(incoming: Incoming) -> str:
    """The invitation in a message, or nothing."""
    found = expert_desk.CODE.fullmatch((incoming.text or "").strip())
    return found[1] if found else ""


def _for_desk(incoming: Incoming) -> bool:
    return (incoming.tap or "").startswith(expert_desk.MARK) or incoming.text == "/desk"


def _about(at_work: tuple[Matter, ...], topic: str) -> bool:
    return any(one.id == topic for one in at_work)


def _hex(text: str) -> bool:
    return len(text) == 16 and all(one in "0123456789abcdef" for one in text)
