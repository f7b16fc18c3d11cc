"""What every chat saw, beside what it should have seen."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from tests.faults.plan import Record
from tests.faults.residents import Body, Due, Resident, body_of
from tests.faults.telegram import Arrival

WRITING_DOWN = 2.0
"""Seconds a busy bot may take from an answer in hand to a delivery on disk; a kill in them explains a repeat."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A chat's messages beside what it should have seen, repeats in a row taken as one."""

    missing: int
    doubled: int
    misplaced: int
    first: str = ""


def seen(person: Resident) -> Seen:
    """Compare what arrived with what was due, without what was waived and did not come."""
    due = [one for one in person.due if not (one.waived and one.arrival is None)]
    bodies = [one.body for one in due]
    heard = [body for body, _ in groupby(body_of(arrival.call.params) for arrival in person.arrivals)]
    if heard == bodies:
        return Seen(0, 0, 0)
    missing, doubled = Counter(bodies) - Counter(heard), Counter(heard) - Counter(bodies)
    misplaced = 0 if missing or doubled else sum(one != other for one, other in zip(bodies, heard, strict=True))
    return Seen(missing.total(), doubled.total(), misplaced, _first_difference(person, due, heard))


def _first_difference(person: Resident, due: list[Due], heard: list[Body]) -> str:
    same = (one.body == body for one, body in zip(due, heard, strict=False))
    place = sum(1 for _ in takewhile(bool, same))
    expected = named(due[place]) if place < len(due) else "nothing"
    alike = [named(one) for one in due if place < len(heard) and one.body == heard[place]]
    came = f"something that was due at {alike[:3] or 'no time'}" if place < len(heard) else "nothing"
    return f"chat {person.number}: message {place} should be {expected}; there came {came}"


def named(due: Due) -> str:
    """A message that was due, without a word of it."""
    return f"{due.step or 'a remark'} for update {due.turn.update_id}"


# --- what the bot could not know ---------------------------------------------------------------------


def lost(arrival: Arrival) -> bool:
    """Whether the answer to this message never reached the bot."""
    return arrival.call.answer_lost or arrival.answered is None


def left(arrival: Arrival) -> float | None:
    """Seconds from the answer in hand to the kill of that life, None when it was not killed."""
    killed, answered = arrival.life.killed, arrival.answered
    return None if killed is None or answered is None else killed - answered


def unsure(arrival: Arrival) -> bool:
    """Whether the bot could not know, or had no time to write down, that this message was delivered."""
    seconds = left(arrival)
    return lost(arrival) or (seconds is not None and seconds <= WRITING_DOWN)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A message that came again."""

    person: Resident
    first: Arrival
    again: Arrival

    @property
    def explained(self) -> bool:
        """Whether the bot could not know better: the answer was lost, or it was killed with it in hand."""
        return lost(self.first) or (unsure(self.first) and self.first.life is not self.again.life)


def repeats(record: Record) -> list[Repeat]:
    """Every message that came twice in a row."""
    return [
        Repeat(person, first, again)
        for person in record.residents
        for first, again in pairwise(person.arrivals)
        if body_of(first.call.params) == body_of(again.call.params)
    ]
