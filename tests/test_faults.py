"""A short fault run, and proof that the checks of the long one (`make faults`) notice what they are for."""

import asyncio
import base64
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.botapi import Unrest
from tests.faults.checks import broken, turns
from tests.faults.moves import MARK
from tests.faults.plan import Plan, Record
from tests.faults.residents import Due, Resident, Turn
from tests.faults.run import hold, residents
from tests.faults.seen import repeats
from tests.faults.telegram import Arrival

Patch = pytest.MonkeyPatch
Plant = Callable[[Record, Patch], None]


async def both(folder: Path) -> tuple[Record, Record]:
    """Ten kills: six with updates in order, and at the same time four while updates repeat and mix."""
    unrest = Unrest(repeat=5, shuffle=True, stale=0.2, seed=5)
    plans = (
        Plan("plain", kills=6, seed=5, chats=10, erasing=False),
        Plan("unrest", kills=4, seed=6, chats=10, unrest=unrest),
    )
    for plan in plans:
        (folder / plan.name).mkdir()
    plain, mixed = await asyncio.gather(*(hold(plan, folder / plan.name, residents) for plan in plans))
    return plain, mixed


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, Record]:
    """Two short runs."""
    return asyncio.run(both(tmp_path_factory.mktemp("faults")))


@pytest.fixture
def record(records: tuple[Record, Record]) -> Record:
    """The run in which nobody erases anything."""
    return records[0]


def test_killed_again_and_again_it_keeps_its_promises(record: Record) -> None:
    assert broken(record) == {}
    assert (record.kills, record.looked) == (6, 6)
    assert sum(1 for _ in turns(record)) > 30, "people hardly said anything"


def test_it_keeps_them_when_updates_repeat_and_mix(records: tuple[Record, Record]) -> None:
    mixed = records[1]
    assert broken(mixed) == {}
    assert len(mixed.api.deliveries) > 2 * sum(1 for _ in turns(mixed)), "hardly anything was repeated"


# --- what the checks are for -------------------------------------------------------------------------


def talker(record: Record) -> Resident:
    """Somebody who saw a lot."""
    return max(record.residents, key=lambda person: len(person.arrivals))


def someone_due(record: Record) -> Due:
    """Any message that arrived."""
    return next(due for due in talker(record).due if due.arrival)


def turn_of_a_talker(record: Record) -> Turn:
    """Any turn."""
    return talker(record).turns[0]


def sql(record: Record, statement: str) -> None:
    with closing(sqlite3.connect(record.database)) as connection, connection:
        assert connection.execute(statement).rowcount, "nothing was planted"


def an_update_is_forgotten(record: Record, patch: Patch) -> None:
    sql(record, "DELETE FROM seen WHERE message = (SELECT message FROM seen LIMIT 1)")


def a_turn_is_excused(record: Record, patch: Patch) -> None:
    sql(record, "INSERT INTO seen (message, at) VALUES (x'00', 0)")


def an_update_works_twice(record: Record, patch: Patch) -> None:
    sql(record, "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'outgoing'")


def a_message_waits(record: Record, patch: Patch) -> None:
    sql(
        record,
        "INSERT INTO outgoing (ref, conversation, body, at) SELECT x'00', id, x'00', 0 FROM conversation LIMIT 1",
    )


def a_reply_is_missing(record: Record, patch: Patch) -> None:
    person = talker(record)
    bad = {id(one) for repeat in repeats(record) for one in (repeat.first, repeat.again)}
    patch.setattr(person, "arrivals", without_one(person.arrivals, bad))


def without_one(arrivals: list[Arrival], but: set[int]) -> list[Arrival]:
    gone = next(one for one in arrivals if id(one) not in but)
    return [one for one in arrivals if one is not gone]


def replies_change_places(record: Record, patch: Patch) -> None:
    person = talker(record)
    patch.setattr(person, "arrivals", [*person.arrivals[-1:], *person.arrivals[:-1]])


def an_erased_message_stays(record: Record, patch: Patch) -> None:
    person = talker(record)
    own = next(message.id for message in person.chat.visible if not message.from_bot)
    patch.setattr(person.turns[-1], "erases", True)
    patch.setattr(person.turns[-1], "before", frozenset({own}))


def a_name_is_logged(record: Record, patch: Patch) -> None:
    with (record.folder.parent / "bot.log").open("a") as log:
        log.write(f"hello {talker(record).chat.identity.first_name}\n")


def gibberish_is_on_disk(record: Record, patch: Patch) -> None:
    with record.database.open("ab") as file:
        file.write(base64.b64encode(f"a{MARK}abc".encode()))


def somebody_is_told_of_another(record: Record, patch: Patch) -> None:
    patch.setitem(record.api.calls[-1].params, "text", f"chat {talker(record).chat.id}")


def a_page_is_torn(record: Record, patch: Patch) -> None:
    with record.database.open("r+b") as file:
        file.seek(4096 + 8)
        file.write(b"\xff" * 2000)


def a_copy_was_torn(record: Record, patch: Patch) -> None:
    patch.setattr(record, "looks", ["after kill 3: integrity_check: torn"])


def somebody_waits(record: Record, patch: Patch) -> None:
    patch.setattr(turn_of_a_talker(record), "posted", turn_of_a_talker(record).posted - 60)


def a_crisis_goes_unheard(record: Record, patch: Patch) -> None:
    due = someone_due(record)
    patch.setattr(due.turn, "crisis", True)
    patch.setattr(due, "arrival", None)


def a_reply_comes_twice_for_nothing(record: Record, patch: Patch) -> None:
    person = talker(record)
    last = person.arrivals[-1]
    again = Arrival(replace(last.call), last.life, last.answered)
    patch.setattr(person, "arrivals", [*person.arrivals, again])


def a_life_ends_by_itself(record: Record, patch: Patch) -> None:
    patch.setattr(record, "alone", [3])


def it_does_not_stop_in_good_order(record: Record, patch: Patch) -> None:
    patch.setattr(record, "status", 1)


PLANTED: dict[Plant, str] = {
    an_update_is_forgotten: "I1",
    a_turn_is_excused: "I1",
    an_update_works_twice: "I2",
    a_message_waits: "I3",
    a_reply_is_missing: "I4",
    replies_change_places: "I4",
    an_erased_message_stays: "I5",
    a_name_is_logged: "I6",
    gibberish_is_on_disk: "I6",
    somebody_is_told_of_another: "I6",
    a_page_is_torn: "I7",
    a_copy_was_torn: "I7",
    somebody_waits: "I8",
    a_crisis_goes_unheard: "I9",
    a_reply_comes_twice_for_nothing: "I10",
    a_life_ends_by_itself: "the bot never gave up",
    it_does_not_stop_in_good_order: "the bot never gave up",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_the_checks_notice(record: Record, plant: Plant, tmp_path: Path, monkeypatch: Patch) -> None:
    shutil.copytree(record.folder, tmp_path / "data")
    shutil.copy(record.log, tmp_path)
    monkeypatch.setattr(record, "folder", tmp_path / "data")
    plant(record, monkeypatch)
    assert any(name.split(" ")[0] == PLANTED[plant].split(" ")[0] for name in broken(record))
