"""What has to be true after a run: one small function for each promise, giving what breaks it."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from bot import crypto
from tests.faults import traces
from tests.faults.disk import damage
from tests.faults.harm import MUTE
from tests.faults.plan import Record
from tests.faults.residents import Resident, Turn, body_of
from tests.faults.seen import named, repeats, seen, unsure

LONGEST_WAIT = 30.0
"""Seconds that somebody may be without a word."""

Broken = Iterator[str]


def query(record: Record, sql: str) -> list[Any]:
    """Rows of the database as the last life left it."""
    with closing(sqlite3.connect(record.database)) as connection:
        return connection.execute(sql).fetchall()


def turns(record: Record) -> Iterator[tuple[Resident, Turn]]:
    """Every update, and whose it is."""
    return ((person, turn) for person in record.residents for turn in person.turns)


def unhandled(record: Record) -> list[int]:
    """Updates that left no trace in the database of what was handled."""
    return missing(record, (turn.update_id for _, turn in turns(record)))


def missing(record: Record, numbers: Iterable[int]) -> list[int]:
    """Which of the updates `numbers` do not stand in the database."""
    keys = crypto.load("", record.folder)
    handled = {bytes(message) for (message,) in query(record, "SELECT message FROM seen")}
    return [number for number in numbers if keys.pseudonym("message", "telegram", f"update {number}") not in handled]


def every_update_has_one_outcome(record: Record) -> Broken:
    """I1: each was handled, none failed, and nothing waits at Telegram."""
    yield from (f"update {number} was never handled" for number in unhandled(record))
    handled, sent = query(record, "SELECT count(*) FROM seen")[0][0], sum(1 for _ in turns(record))
    if handled > sent:
        yield f"{handled - sent} turn(s) went wrong and were excused"
    if len(record.api.updates):
        yield f"{len(record.api.updates)} update(s) are not confirmed"


def every_update_works_once(record: Record) -> Broken:
    """I2: as many messages were ever put out as all turns together are worth.

    Erasing puts out one more, and perhaps another for the message that was on its way at that moment.
    """
    due = sum(len(person.due) for person in record.residents)
    erased = sum(turn.erases for _, turn in turns(record))
    written = query(record, "SELECT seq FROM sqlite_sequence WHERE name = 'outgoing'")[0][0]
    if not due + erased <= written <= due + 2 * erased:
        yield f"{written} messages were put out, {due + erased} were due"


def every_message_was_sent(record: Record) -> Broken:
    """I3: nothing is left to send and nothing died."""
    for failed, count in query(record, "SELECT failed, count(*) FROM outgoing GROUP BY failed"):
        yield f"{count} message(s) {'dead: ' + failed if failed else 'still wait'}"


def everybody_saw_it_in_order(record: Record) -> Broken:
    """I4: with repeats in a row taken as one, each chat saw exactly what its turns are worth."""
    yield from (result.first for person in record.residents if (result := seen(person)).first)


def erased_is_gone(record: Record) -> Broken:
    """I5: what lay there when somebody erased it is gone, and what was on its way then did not stay.

    The bot cannot know the number of a message whose answer was lost, and forgets that of the farewell itself.
    """
    for person in record.residents:
        farewells = {due.body for due in person.due if due.turn.erases}
        spared = {
            one.call.message_id for one in person.arrivals if unsure(one) or body_of(one.call.params) in farewells
        }
        for turn in (turn for turn in person.turns if turn.erases):
            late = {due.arrival.call.message_id or 0 for due in person.due if due.waived is turn and due.arrival}
            stay = {number for number in turn.before | late if not person.chat.messages[number].deleted} - spared
            if stay:
                yield f"chat {person.number}: message {min(stay)} is left after update {turn.update_id} erased it"


def nobody_leaves_a_trace(record: Record) -> Broken:
    """I6: nothing of a person in the log, on disk, or in what the bot says to anybody."""
    yield from traces.in_log(record.log)
    yield from traces.in_files(record.folder.glob("wegwijs.sqlite*"))
    yield from (found for found in record.looks if "integrity" not in found)
    told = (json.dumps(call.params | {"chat_id": 0, "secret_token": ""}, default=repr) for call in record.api.calls)
    yield from traces.in_calls("\n".join(told))


def the_database_is_whole(record: Record) -> Broken:
    """I7: at the end, and as kills left it."""
    yield from damage(record.database)
    yield from (found for found in record.looks if "integrity" in found)


def waits(record: Record) -> Mapping[int, float]:
    """Seconds until the first word, by update; of those that got one."""
    first: dict[int, float] = {}
    for person in record.residents:
        for due in person.due:
            if due.arrival:
                first.setdefault(due.turn.update_id, due.arrival.call.at - due.turn.posted)
    return first


def nobody_waits_long(record: Record) -> Broken:
    """I8: not even over several kills."""
    for number, seconds in waits(record).items():
        if seconds > LONGEST_WAIT:
            yield f"update {number} waited {seconds:.1f} s for a word"


def every_crisis_is_answered(record: Record) -> Broken:
    """I9: whoever wrote of danger saw the fixed reply to it."""
    for person in record.residents:
        for due in person.due:
            if due.turn.crisis and due.arrival is None and not due.waived:
                yield f"chat {person.number}: {named(due)} never came"


def repeats_have_a_reason(record: Record) -> Broken:
    """I10: a message comes again only where its answer was lost, or the bot killed before it was written down."""
    for repeat in repeats(record):
        if not repeat.explained:
            where = f"messages {repeat.first.call.message_id} and {repeat.again.call.message_id}"
            lives = f"lives {repeat.first.life.number} and {repeat.again.life.number}"
            yield f"chat {repeat.person.number}: {where} of {lives} are the same, and no answer was lost"


def the_bot_never_gave_up(record: Record) -> Broken:
    """It ends when it is killed or told to, and then in good order."""
    yield from (f"life {number} ended by itself" for number in record.alone)
    yield from (f"life {life.number} made no call" for life in record.lives if life.how == MUTE)
    if record.status != 0:
        yield f"told to stop, it ended with {record.status}"


CHECKS: Mapping[str, Callable[[Record], Broken]] = {
    "I1 every update has one outcome": every_update_has_one_outcome,
    "I2 every update works once": every_update_works_once,
    "I3 every message was sent": every_message_was_sent,
    "I4 everybody saw it in order": everybody_saw_it_in_order,
    "I5 erased is gone": erased_is_gone,
    "I6 nobody leaves a trace": nobody_leaves_a_trace,
    "I7 the database is whole": the_database_is_whole,
    "I8 nobody waits over 30 s": nobody_waits_long,
    "I9 every crisis is answered": every_crisis_is_answered,
    "I10 repeats have a reason": repeats_have_a_reason,
    "the bot never gave up": the_bot_never_gave_up,
}


def broken(record: Record) -> dict[str, list[str]]:
    """Promise -> what breaks it, for those that are broken."""
    found = {name: list(check(record)) for name, check in CHECKS.items()}
    return {name: problems for name, problems in found.items() if problems}
