"""The store keeps its word: a turn is whole or never was, and what was promised to go is gone from the disk."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.crypto import Keys, WrongKey, generate, parse
from bot.house import Retention
from bot.messages import Button, Delete, Screen
from bot.store import Delivery, Row, Store, StoreDown, Turn, Writes, open_sqlite
from bot.store.migrations import MIGRATIONS
from bot.store.sqlite import SqliteDatabase
from bot.store.store import DAY, HOUR
from tests.conftest import Shelf, traces

ANN, BOB = "615243001", "615243002"
PROMISED = asdict(Retention())
WIDE = [HealthCheck.function_scoped_fixture]


def hears(
    message: str,
    *answers: str,
    who: str = ANN,
    number: int | None = None,
    erase: bool = False,
    words: str | None = None,
) -> Turn:
    """A turn that answers `message` with `answers`; the session remembers every message, or `words` instead."""

    def work(stored: object, _: object) -> Writes:
        before = stored["heard"] if isinstance(stored, dict) else []
        return Writes({"heard": [*before, message if words is None else words]}, tuple(map(Screen, answers)), erase)

    return Turn("telegram", who, message, () if number is None else (number,), work)


def breaks(message: str, who: str = ANN) -> Turn:
    """A message that no turn survives."""

    def work(_: object, __: object) -> Writes:
        raise ZeroDivisionError

    return Turn("telegram", who, message, (), work)


async def remembered(store: Store, who: str = ANN) -> object:
    """What the store knows of somebody; None for a stranger."""
    told: list[object] = []

    def work(stored: object, _: object) -> Writes:
        told.append(stored["heard"] if isinstance(stored, dict) else stored)
        return Writes(stored if isinstance(stored, dict) else {"heard": []})

    await store.turn(Turn("telegram", who, secrets.token_hex(), (), work))
    return told[0]


def texts(rows: tuple[Row, ...] | list[Row] | None) -> list[str]:
    return [row.outgoing.text for row in rows or () if isinstance(row.outgoing, Screen)]


def taken_away(rows: tuple[Row, ...] | list[Row] | None) -> set[int]:
    """The numbers of the messages that are to be deleted on the channel."""
    return {number for row in rows or () if isinstance(row.outgoing, Delete) for number in row.outgoing.numbers}


async def deliver(store: Store, rows: tuple[Row, ...] | None, first_number: int = 100) -> None:
    for number, row in enumerate(rows or (), first_number):
        await store.delivered(Delivery(row, (number,)))


# --- one turn ----------------------------------------------------------------------------------------


async def test_a_turn_is_remembered_and_its_answer_waits(shelf: Shelf) -> None:
    store = await shelf.open()
    assert await remembered(store) is None
    rows = await store.turn(hears("hallo", "Dag!", "Wat speelt er?"))
    assert texts(rows) == ["Dag!", "Wat speelt er?"] == texts(await store.waiting())
    assert await remembered(store) == ["hallo"]


async def test_a_repeated_message_is_worked_on_once(shelf: Shelf) -> None:
    store = await shelf.open()
    assert await store.turn(hears("1", "Dag!"))
    assert await store.turn(hears("1", "Dag!")) is None
    assert await (await shelf.open()).turn(hears("1", "Dag!")) is None, "nor after a restart"
    assert await remembered(store) == ["1"]


async def test_a_message_that_comes_five_times_at_once_is_worked_on_once(shelf: Shelf) -> None:
    store = await shelf.open()
    told = await asyncio.gather(*(store.turn(hears("1", "Dag!")) for _ in range(5)))
    assert [texts(rows) for rows in told] == [["Dag!"], [], [], [], []]
    assert await remembered(store) == ["1"]


async def test_a_poison_turn_harms_only_itself(shelf: Shelf) -> None:
    store = await shelf.open()
    turns = [hears("1", "Dag!"), breaks("2"), hears("3", "En verder?"), breaks("4", BOB), hears("5", "Hoi!", who=BOB)]
    told = await asyncio.gather(*map(store.turn, turns), return_exceptions=True)
    assert [isinstance(one, ZeroDivisionError) for one in told] == [False, True, False, True, False]
    assert texts(await store.waiting()) == ["Dag!", "En verder?", "Hoi!"]
    assert (await remembered(store), await remembered(store, BOB)) == (["1", "3"], ["5"])
    assert await store.turn(breaks("2")) is None, "it counts as seen"


@pytest.mark.parametrize("writes", [Writes({"heard": {1, 2}}), Writes({}, (Screen({3}),))])  # type: ignore[arg-type]
async def test_a_turn_that_cannot_be_written_harms_only_itself(shelf: Shelf, writes: Writes) -> None:
    store = await shelf.open()
    odd = Turn("telegram", ANN, "2", (), lambda _, __: writes)
    told = await asyncio.gather(store.turn(hears("1")), store.turn(odd), store.turn(hears("3")), return_exceptions=True)
    assert [isinstance(one, Exception) for one in told] == [False, True, False]
    assert await remembered(store) == ["1", "3"]


async def test_a_thousand_turns_keep_their_order_and_everybody_hears(shelf: Shelf) -> None:
    store = await shelf.open()
    told = await asyncio.gather(*(store.turn(hears(str(n), f"antwoord {n}", who=str(n % 7))) for n in range(1000)))
    assert [texts(rows) for rows in told] == [[f"antwoord {n}"] for n in range(1000)]
    assert texts(await store.waiting()) == [f"antwoord {n}" for n in range(1000)]
    assert await remembered(store, "3") == [str(n) for n in range(3, 1000, 7)]


async def test_fifty_residents_share_one_slow_commit(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    commits, commit = [], SqliteDatabase.commit

    async def slow(database: SqliteDatabase) -> None:
        commits.append(1)
        await asyncio.sleep(0.02)
        await commit(database)

    monkeypatch.setattr(SqliteDatabase, "commit", slow)
    store = await shelf.open()
    await asyncio.gather(*(store.turn(hears(str(n), who=str(n))) for n in range(50)))
    assert len(commits) < 5


async def test_somebody_who_stops_waiting_does_not_stop_the_others(shelf: Shelf) -> None:
    store = await shelf.open()
    impatient, patient = (asyncio.ensure_future(store.turn(hears(name, "Dag!"))) for name in ("1", "2"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert texts(await patient) == ["Dag!"]
    assert await remembered(store) == ["1", "2"]


@settings(max_examples=60, deadline=None, suppress_health_check=WIDE)
@given(
    who=st.text(alphabet=st.characters(exclude_categories=()), min_size=1),
    said=st.text(alphabet=st.characters(exclude_categories=())),
    number=st.integers(min_value=1, max_value=2**62),
)
async def test_any_address_and_any_text_come_back_unchanged(shelf: Shelf, who: str, said: str, number: int) -> None:
    shelf.path = shelf.path.with_name(secrets.token_hex())
    store = await shelf.open("synchronous = OFF")
    await store.turn(hears("1", said, who=who, number=number, words=said))
    again = await shelf.open("synchronous = OFF")
    assert [(row.address, row.outgoing) for row in await again.waiting()] == [(who, Screen(said))]
    assert await remembered(again, who) == [said]
    assert taken_away(await again.turn(hears("2", who=who, erase=True))) == {number}
    await shelf.close()


# --- what waits to be delivered ----------------------------------------------------------------------


async def test_what_waits_survives_a_crash_in_order(shelf: Shelf) -> None:
    store = await shelf.open()
    rows = [await store.turn(hears(str(n), f"{n} a", f"{n} b", who=(ANN, BOB)[n % 2])) for n in range(6)]
    await store.delivered(Delivery((rows[2] or ())[0], (7,)))
    again = await (await shelf.open()).waiting()
    assert again == [row for told in rows for row in told or () if texts([row]) != ["2 a"]]


async def test_buttons_and_deletions_survive_a_crash(shelf: Shelf) -> None:
    screen = Screen("Wat past?", ((Button("Eén brief", "letters.pile.one"),), (Button("Terug", "!back"),)), "letters")
    turn = Turn("telegram", ANN, "1", (), lambda _, __: Writes({}, (screen, Delete((3, 4)))))
    await (await shelf.open()).turn(turn)
    assert [row.outgoing for row in await (await shelf.open()).waiting()] == [screen, Delete((3, 4))]


async def test_a_delivered_row_is_gone(shelf: Shelf) -> None:
    store = await shelf.open()
    await deliver(store, await store.turn(hears("1", "Dag!")))
    assert await store.waiting() == []
    assert shelf.look("SELECT count(*) FROM outgoing") == [(0,)]


async def test_a_dead_row_keeps_its_code_and_loses_its_content(shelf: Shelf) -> None:
    store = await shelf.open()
    [row] = await store.turn(hears("1", "Dag!")) or ()
    await store.delivered(Delivery(row, failed="telegram_403"))
    assert await store.waiting() == []
    assert shelf.look("SELECT body, failed FROM outgoing") == [(None, "telegram_403")]


# --- erasing -----------------------------------------------------------------------------------------


async def test_erasing_takes_along_every_message_of_both_sides(shelf: Shelf) -> None:
    store = await shelf.open()
    await deliver(store, await store.turn(hears("1", "Dag!", "Wat speelt er?", number=11)), 12)
    await deliver(store, await store.turn(hears("2", "Zeker weten?", number=14)), 15)
    await store.turn(hears("3", who=BOB, number=99))
    rows = await store.turn(hears("4", "Alles is gewist.", number=16, erase=True)) or ()
    assert taken_away(rows) == {11, 12, 13, 14, 15, 16}
    assert isinstance(rows[0].outgoing, Delete), "first they go, then the farewell"
    assert texts(rows) == ["Alles is gewist."] == texts(await store.waiting())


async def test_a_message_that_was_on_its_way_while_all_was_erased_is_taken_away_too(shelf: Shelf) -> None:
    store = await shelf.open()
    [underway] = await store.turn(hears("1", "Dag!")) or ()
    told = await asyncio.gather(
        store.turn(hears("2", "Alles is gewist.", erase=True)), store.delivered(Delivery(underway, (77,)))
    )
    assert taken_away([*(told[0] or ()), *told[1]]) == {77} == taken_away(await store.waiting())


async def test_a_stranger_who_erases_is_told_so(shelf: Shelf) -> None:
    store = await shelf.open()
    assert texts(await store.turn(hears("1", "Alles is gewist.", erase=True))) == ["Alles is gewist."]


async def test_after_erasing_one_is_a_stranger_again(shelf: Shelf) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!"))
    rows = await store.turn(hears("2", "Alles is gewist.", erase=True))
    assert await remembered(store) is None
    await deliver(store, rows)
    assert await remembered(store) == [], "who begins anew before the farewell came stays"


async def test_an_erased_conversation_vanishes_after_its_last_delivery(shelf: Shelf) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!", number=11))
    rows = await store.turn(hears("2", "Alles is gewist.", erase=True)) or ()
    assert shelf.look("SELECT count(*) FROM conversation WHERE session IS NULL") == [(1,)]
    await store.delivered(Delivery(rows[0]))
    await store.delivered(Delivery(rows[1], failed="telegram_403"))
    for table in ("conversation", "outgoing", "message"):
        assert shelf.look(f"SELECT count(*) FROM {table}") == [(0,)], table


WORDS = ("mijn deurwaarder heet Zwaluwstaart", "Bel morgen de gemeente Sittard")


async def test_the_search_finds_what_is_hidden(tmp_path: Path) -> None:
    for disguise in (
        WORDS[0].encode(),
        WORDS[0].encode("utf-16-le"),
        WORDS[0].encode().hex().upper().encode(),
        *(base64.b64encode(b"xy"[:n] + WORDS[0].encode() + b"z") for n in range(3)),
    ):
        assert traces(b"...." + disguise + b"....", WORDS) == [WORDS[0]]


async def test_nothing_of_a_conversation_can_be_read_in_the_file(shelf: Shelf) -> None:
    store = await shelf.open()
    await deliver(store, await store.turn(hears("1", WORDS[1], words=WORDS[0], number=734_562_891)), 734_562_892)
    await store.turn(hears("2", WORDS[1], words=WORDS[0]))
    assert (shelf.path.with_name("wegwijs.sqlite-wal")).stat().st_size
    assert traces(shelf.raw(), (*WORDS, ANN, "734562891", "734562892")) == []


async def test_nothing_sealed_stays_on_the_disk_after_erasing(shelf: Shelf) -> None:
    store = await shelf.open()
    await deliver(store, await store.turn(hears("1", "Dag!", number=11)))
    await store.turn(hears("2", "Gaat het?", number=12))
    sealed = [value for row in shelf.look("SELECT secret, address, session FROM conversation") for value in row]
    sealed += [value for row in shelf.look("SELECT body, ref FROM outgoing") for value in row]
    sealed += [value for row in shelf.look("SELECT number, ref FROM message") for value in row]
    assert all(value in shelf.raw() for value in sealed)
    rows = await store.turn(hears("3", "Alles is gewist.", erase=True))
    assert not any(value in shelf.raw() for value in sealed)
    [(row, *rest)] = shelf.look("SELECT id, secret, address FROM conversation")
    await deliver(store, rows)
    assert not any(value in shelf.raw() for value in (row, *rest)), "nor of what waited for the farewell"


# --- a stolen or broken file -------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["session", "secret"])
@pytest.mark.parametrize("how", ["swapped", "broken"])
async def test_whose_row_was_swapped_or_broken_starts_afresh(shelf: Shelf, column: str, how: str) -> None:
    store = await shelf.open()
    await asyncio.gather(store.turn(hears("1")), store.turn(hears("2", who=BOB)))
    if how == "swapped":
        swap(shelf, "conversation", column)
    else:
        shelf.look(f"UPDATE conversation SET {column} = x'00'")
    assert (await remembered(store), await remembered(store, BOB)) == (None, None)
    await store.turn(hears("3"))
    assert await remembered(store) == ["3"], "and goes on from there"


def swap(shelf: Shelf, table: str, column: str) -> None:
    """Exchange a column of the first two rows of a table."""
    [(first, one), (second, other)] = shelf.look(f"SELECT rowid, hex({column}) FROM {table} ORDER BY rowid LIMIT 2")
    for row, value in ((first, other), (second, one)):
        shelf.look(f"UPDATE {table} SET {column} = x'{value}' WHERE rowid = {row}")


async def test_swapped_answers_reach_nobody(shelf: Shelf) -> None:
    store = await shelf.open()
    for message, who in (("1", ANN), ("2", BOB), ("3", "615243003")):
        await store.turn(hears(message, f"voor {who}", who=who))
    swap(shelf, "outgoing", "body")
    assert texts(await (await shelf.open()).waiting()) == ["voor 615243003"]


async def test_swapped_message_numbers_do_not_keep_anybody_from_erasing(shelf: Shelf) -> None:
    store = await shelf.open()
    await asyncio.gather(store.turn(hears("1", number=11)), store.turn(hears("2", who=BOB, number=12)))
    swap(shelf, "message", "number")
    rows = await asyncio.wait_for(store.turn(hears("3", "Alles is gewist.", erase=True)), 3)
    assert (taken_away(rows), texts(rows)) == (set(), ["Alles is gewist."])


@pytest.mark.parametrize("part", ["lookup", "content"])
async def test_a_store_with_other_keys_does_not_start(shelf: Shelf, part: str) -> None:
    await (await shelf.open()).turn(hears("1"))
    other, old = parse(generate()), shelf.keys
    shelf.keys = Keys(other.lookup, old.content) if part == "lookup" else Keys(old.lookup, other.content)
    with pytest.raises(WrongKey):
        await shelf.open()


async def test_after_a_rotation_old_and_new_conversations_go_on(shelf: Shelf) -> None:
    await (await shelf.open()).turn(hears("1"))
    shelf.keys = Keys(shelf.keys.lookup, {"k2": secrets.token_bytes(32), **shelf.keys.content})
    store = await shelf.open()
    await store.turn(hears("2", who=BOB))
    assert (await remembered(store), await remembered(store, BOB)) == (["1"], ["2"])


# --- how long ----------------------------------------------------------------------------------------


async def test_a_conversation_is_kept_thirty_days_after_its_last_message_and_no_longer(shelf: Shelf) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!"))
    shelf.now += 20 * DAY
    await store.turn(hears("2"))
    shelf.now += 30 * DAY
    await store.sweep(**PROMISED)
    assert shelf.look("SELECT count(*) FROM conversation") == [(1,)]
    assert texts(await store.waiting()) == ["Dag!"], "what waits, waits as long as its conversation"
    shelf.now += 1
    await store.sweep(**PROMISED)
    for table in ("conversation", "outgoing", "message"):
        assert shelf.look(f"SELECT count(*) FROM {table}") == [(0,)], table


@pytest.mark.parametrize(("later", "numbers"), [(0, {11}), (1, set())])
async def test_message_numbers_are_kept_for_forty_eight_hours(shelf: Shelf, later: int, numbers: set[int]) -> None:
    store = await shelf.open()
    await store.turn(hears("1", number=11))
    shelf.now += 48 * HOUR + later
    await store.sweep(**PROMISED)
    assert taken_away(await store.turn(hears("2", erase=True))) == numbers


@pytest.mark.parametrize(("later", "answered"), [(0, False), (1, True)])
async def test_a_message_is_known_as_seen_for_seven_days(shelf: Shelf, later: int, answered: bool) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!"))
    shelf.now += 7 * DAY + later
    await store.sweep(**PROMISED)
    assert bool(await store.turn(hears("1", "Dag!"))) is answered


@pytest.mark.parametrize(("later", "left"), [(0, 2), (1, 1)])
async def test_dead_letters_are_kept_for_seven_days(shelf: Shelf, later: int, left: int) -> None:
    store = await shelf.open()
    row, _ = await store.turn(hears("1", "Dag!", "Gaat het?")) or ()
    await store.delivered(Delivery(row, failed="telegram_403"))
    shelf.now += 7 * DAY + later
    await store.sweep(**PROMISED)
    assert shelf.look("SELECT count(*) FROM outgoing") == [(left,)]


async def test_what_was_swept_is_gone_from_the_disk(shelf: Shelf) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!"))
    [sealed] = shelf.look("SELECT id, secret, address, session FROM conversation")
    shelf.now += 31 * DAY
    await store.sweep(**PROMISED)
    assert not any(value in shelf.raw() for value in sealed)


# --- migrations and settings -------------------------------------------------------------------------


async def test_migrations_run_once(shelf: Shelf) -> None:
    await (await shelf.open()).turn(hears("1"))
    made = shelf.look("SELECT name, sql FROM sqlite_master"), shelf.look("SELECT name FROM migration")
    assert await remembered(await shelf.open()) == ["1"]
    assert (shelf.look("SELECT name, sql FROM sqlite_master"), shelf.look("SELECT name FROM migration")) == made


async def test_a_new_migration_runs_on_an_existing_file(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await shelf.open()).turn(hears("1", "Dag!"))
    add_migration(monkeypatch, "ALTER TABLE conversation ADD COLUMN mood TEXT", "CREATE TABLE later (id {blob})")
    store = await shelf.open()
    await shelf.open()
    assert (await remembered(store), texts(await store.waiting())) == (["1"], ["Dag!"])
    assert shelf.look("SELECT mood FROM conversation") == [(None,)]
    assert shelf.look("SELECT count(*) FROM migration WHERE name = '9999_test'") == [(1,)]


async def test_a_migration_that_fails_leaves_the_file_as_it_was(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await shelf.open()).turn(hears("1"))
    with monkeypatch.context() as wrong:
        add_migration(wrong, "CREATE TABLE later (id {blob})", "this is no SQL")
        with pytest.raises(StoreDown):
            await shelf.open()
    await shelf.close()
    assert shelf.look("SELECT name FROM sqlite_master WHERE name = 'later'") == []
    assert await remembered(await shelf.open()) == ["1"]


def add_migration(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    monkeypatch.setattr("bot.store.store.MIGRATIONS", (*MIGRATIONS, ("9999_test", statements)))


async def test_the_database_is_set_as_the_design_says(tmp_path: Path) -> None:
    database = await open_sqlite(tmp_path / "data" / "wegwijs.sqlite")
    expected = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "trusted_schema": 0}
    found = {name: (await database.fetch(f"PRAGMA {name}"))[0][0] for name in expected}
    await database.close()
    assert found == expected
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


# --- a database that is down -------------------------------------------------------------------------


async def test_a_locked_database_loses_nothing(shelf: Shelf) -> None:
    store = await shelf.open()
    [row] = await store.turn(hears("1", "Dag!")) or ()
    with shelf.locked():
        for attempt in (store.turn(hears("2", "Nog?")), store.delivered(Delivery(row, (7,))), store.sweep(**PROMISED)):
            with pytest.raises(StoreDown, match="SQLITE_BUSY"):
                await attempt
    assert texts(await store.waiting()) == ["Dag!"]
    assert texts(await store.turn(hears("2", "Nog?"))) == ["Nog?"], "it was not counted as seen"
    assert await remembered(store) == ["1", "2"]


async def test_a_full_disk_loses_nothing_and_writes_no_half_turns(shelf: Shelf) -> None:
    store = await shelf.open()
    await store.turn(hears("1", "Dag!"))
    full = await shelf.open("max_page_count = 1")
    with pytest.raises(StoreDown, match="SQLITE_FULL"):
        await full.turn(hears("2", "Nog?", words="x" * 100_000, number=5))
    for table, rows in (("seen", 1), ("conversation", 1), ("outgoing", 1), ("message", 0)):
        assert shelf.look(f"SELECT count(*) FROM {table}") == [(rows,)], table
    roomy = await shelf.open()
    assert texts(await roomy.turn(hears("2", "Nog?"))) == ["Nog?"]
    assert await remembered(roomy) == ["1", "2"]


async def test_a_turn_too_large_for_the_disk_takes_nobody_else_down_for_good(shelf: Shelf) -> None:
    store = await shelf.open("max_page_count = 40")
    large, small = store.turn(hears("1", words="x" * 500_000)), store.turn(hears("2", who=BOB))
    told = await asyncio.gather(large, small, return_exceptions=True)
    assert all(isinstance(one, StoreDown) for one in told), "they shared one transaction"
    assert await store.turn(hears("2", who=BOB)) is not None


async def test_a_database_that_may_only_be_read_loses_nothing(nobody: Shelf) -> None:
    await (await nobody.open()).turn(hears("1", "Dag!"))
    await nobody.close()
    with only_readable(nobody.path.parent), pytest.raises(StoreDown):
        await (await nobody.open()).turn(hears("2"))
    again = await nobody.open()
    assert texts(await again.waiting()) == ["Dag!"]
    await again.turn(hears("2"))
    assert await remembered(again) == ["1", "2"]


@pytest.mark.parametrize("path", ["/proc/nowhere/wegwijs.sqlite", "/dev/null/wegwijs.sqlite"])
async def test_a_folder_that_cannot_be_made_is_told(path: str) -> None:
    with pytest.raises(StoreDown):
        await open_sqlite(Path(path))


async def test_a_file_that_is_no_database_is_told_and_let_go(tmp_path: Path) -> None:
    (tmp_path / "wegwijs.sqlite").write_bytes(b"no database at all. " * 100)
    with pytest.raises(StoreDown):
        await open_sqlite(tmp_path / "wegwijs.sqlite")


@contextmanager
def only_readable(folder: Path) -> Iterator[None]:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    yield
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


@pytest.fixture
async def nobody() -> AsyncIterator[Shelf]:
    """A shelf of a user whom file permissions stop, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="wegwijs-"))
    somebody, root = 65_534, os.geteuid() == 0
    if root:
        os.chown(folder, somebody, -1)
        os.seteuid(somebody)
    shelf = Shelf(folder)
    yield shelf
    await shelf.close()
    if root:
        os.seteuid(0)
    shutil.rmtree(folder)
