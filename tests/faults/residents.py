"""People who keep typing and tapping, and know what they should see: `bot.turn.respond` tells them."""

import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from bot.acts import Answer
from bot.channels.telegram.channel import NAME, messages
from bot.house import House
from bot.messages import Incoming, Screen
from bot.turn import respond
from tests.botapi import FakeChat, Posted, Tap
from tests.botapi.checks import cleaned
from tests.faults.telegram import Arrival

NOW = datetime.now(UTC)
MOMENTS = (NOW, *(NOW + timedelta(hours=hours) for hours in (5, 11, 16, 56, 87, 106, 131)))
"""A screen that differs between these depends on the hour (opening times), so nobody waits for it."""
MOST_OPEN = 4
"""Messages a person sends ahead of the replies."""
TRIES = 30

Body = tuple[str, str]
"""A message as it is compared: its text, and its buttons as JSON."""


class Move(NamedTuple):
    """Something a person could do now: what the bot will make of it, and how to do it."""

    incoming: Incoming
    post: Callable[[], Awaitable[Posted | Tap]]


@dataclass(slots=True, eq=False)
class Turn:
    """Something a person did. `before`: the messages that lay there when it erased all of them, its own included."""

    update_id: int
    posted: float
    crisis: bool
    erases: bool
    before: frozenset[int]


@dataclass(slots=True, eq=False)
class Due:
    """A message that has to come: for which turn, what it looks like, and its arrival.

    `waived`: all was erased while it was on its way, so it may come or not, and does not stay.
    """

    turn: Turn
    body: Body
    step: str
    arrival: Arrival | None = None
    waived: Turn | None = None


@dataclass(slots=True, eq=False)
class Resident:
    """One person. Two messages in a row that should look the same are avoided: each reply is recognisable."""

    number: int
    chat: FakeChat
    house: House
    chance: random.Random
    moves: Callable[["Resident"], Move | None]
    erasing: bool
    turns: list[Turn] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    answered: int = 0  # of `due`, waived ones included
    screen: Screen | None = None  # the last one due
    confused: bool = False
    _stored: Mapping[str, Any] | None = None
    _last: Body | None = None

    @property
    def open(self) -> int:
        """Messages that have to come and did not yet."""
        return sum(due.waived is None for due in self.due[self.answered :])

    def content(self) -> bool:
        """Whether there is nothing to wait for, or no sense in it."""
        return not self.open or self.confused

    async def acts(self) -> None:
        """Do one more thing, unless too much is unanswered."""
        for _ in range(TRIES if self.open < MOST_OPEN and not self.confused else 0):
            move = self.moves(self)
            answer = self._expected(move.incoming) if move else None
            if move and answer:
                await self._does(move, answer)
                return

    def hears(self, arrival: Arrival) -> None:
        """A message of the bot arrived: the next one due, the last one again, or a riddle."""
        self.arrivals.append(arrival)
        body = body_of(arrival.call.params)
        place = self._place(body)
        if place is not None:
            self.due[place].arrival = arrival
            self.answered = place + 1
        elif body != self._last:
            self.confused = True
        self._last = body

    def _place(self, body: Body) -> int | None:
        """Which of those due looks like this: the next one, or the next after some that were waived."""
        for place in range(self.answered, len(self.due)):
            if self.due[place].body == body:
                return place
            if self.due[place].waived is None or body == self._last:
                return None
        return None

    def _expected(self, incoming: Incoming) -> Answer | None:
        """What the bot will answer; None when that would be no clear sign."""
        answers = (respond(self.house, self._stored, incoming, moment) for moment in MOMENTS)
        answer = next(answers)
        bodies = [self.due[-1].body if self.due else None, *(drawn(self.chat.id, one) for one in answer.screens)]
        clear = (
            len(bodies) > 1
            and all(body != after for body, after in pairwise(bodies))
            and all(len(list(messages(self.chat.id, one))) == 1 for one in answer.screens)
            and all(one == answer for one in answers)
        )
        return answer if clear and (not answer.erase or self._may_erase(bodies)) else None

    def _may_erase(self, bodies: list[Body | None]) -> bool:
        """Not while danger waits for its reply, nor where the farewell would look like something on its way."""
        waiting = self.due[self.answered :]
        alike = any(due.body in bodies[1:] for due in waiting) or self._last in bodies[1:]
        return self.erasing and not alike and not any(due.turn.crisis for due in waiting)

    async def _does(self, move: Move, answer: Answer) -> None:
        crisis = answer.screens[0].step.startswith("crisis")
        posted = time.monotonic()
        update_id = (await move.post()).update_id
        before = frozenset(message.id for message in self.chat.visible) if answer.erase else frozenset()
        turn = Turn(update_id, posted, crisis, answer.erase, before)
        if answer.erase:
            for due in self.due[self.answered :]:
                due.waived = due.waived or turn
        self.turns.append(turn)
        self.due += (Due(turn, drawn(self.chat.id, one), one.step) for one in answer.screens)
        self.screen = answer.screens[-1]
        self._stored = None if answer.erase else json.loads(json.dumps(answer.session.to_json()))


def incoming(chat: FakeChat, *, text: str | None = None, tap: str | None = None) -> Incoming:
    """What the bot will make of an update; only what a turn looks at is filled in."""
    return Incoming(NAME, str(chat.id), "", text=text, tap=tap)


def drawn(chat: int, screen: Screen) -> Body:
    """How a screen will look as one message on Telegram."""
    return body_of(next(messages(chat, screen)))


def body_of(params: Mapping[str, Any]) -> Body:
    """How a message looks, from the parameters of its call."""
    return cleaned(params["text"]), json.dumps(params.get("reply_markup"), sort_keys=True)
