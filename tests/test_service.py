"""The host: order within a conversation, none across; whatever happens, a resident hears of it."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import replace

import pytest

from bot.house import House
from bot.messages import Delete, Incoming, Screen
from bot.pace import Pace
from bot.service import Service
from bot.store import Row, Store, StoreDown, Turn, Writes
from bot.store.sqlite import SqliteDatabase
from tests.conftest import Shelf

NO_LIMIT = Pace(0)
ANN, BOB = "615243001", "615243002"
DANGER = "ik wil dood"


class Letterbox:
    """Keeps the rows that were committed, in the order in which they came."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def put(self, rows: tuple[Row, ...]) -> None:
        self.rows += rows

    def screens(self, who: str = ANN) -> list[Screen]:
        return [row.outgoing for row in self.rows if row.address == who and isinstance(row.outgoing, Screen)]

    def steps(self, who: str = ANN) -> list[str]:
        return [screen.step for screen in self.screens(who)]

    def texts(self, who: str = ANN) -> list[str]:
        return [screen.text for screen in self.screens(who)]


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
async def store(shelf: Shelf) -> Store:
    return await shelf.open()


@pytest.fixture
def service(house: House, store: Store, letterbox: Letterbox) -> Service:
    return Service(lambda: house, store, letterbox, NO_LIMIT)


names = itertools.count(1)


def says(text: str | None, who: str = ANN, number: int | None = None) -> Incoming:
    return Incoming("telegram", who, str(next(names)), text=text, number=number)


def taps(data: str, who: str = ANN) -> Incoming:
    return Incoming("telegram", who, str(next(names)), tap=data)


# --- order -------------------------------------------------------------------------------------------


async def test_the_first_message_is_welcomed_whatever_it_says(service: Service, letterbox: Letterbox) -> None:
    for who, text in enumerate(("/start", "hallo", "", "\0", "\ud800", "🙂", "x" * 100_000, None)):
        await service.handle(says(text, str(who)))
        assert letterbox.steps(str(who)) == ["welcome.language"], repr(text)


async def test_within_a_conversation_answers_come_in_the_order_of_the_messages(
    service: Service, letterbox: Letterbox, house: House
) -> None:
    languages = ["nl", "ar", "en", "uk", "pl", "tr"] * 10
    moves = [taps(f"welcome.language.{language}") for language in languages]
    await asyncio.gather(*map(service.handle, moves))
    labels = [screen.rows[0][0].label for screen in letterbox.screens()]
    assert labels == [house.catalog.text("welcome.doors.letter", language) for language in languages]


async def test_conversations_go_side_by_side(
    service: Service, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = SqliteDatabase.commit

    async def slow(database: SqliteDatabase) -> None:
        await asyncio.sleep(0.05)
        await commit(database)

    monkeypatch.setattr(SqliteDatabase, "commit", slow)
    started = time.monotonic()
    await asyncio.gather(*(service.handle(says("/start", str(n))) for n in range(60)))
    assert len(letterbox.rows) == 60
    assert time.monotonic() - started < 60 * 0.05 / 4


async def test_the_answer_waits_for_nobody_before_it_is_committed(
    service: Service, letterbox: Letterbox, shelf: Shelf
) -> None:
    with shelf.locked(), pytest.raises(StoreDown):
        await service.handle(says("/start"))
    assert letterbox.rows == []


async def test_a_repeated_message_gives_no_second_answer(service: Service, letterbox: Letterbox) -> None:
    start = says("/start")
    await asyncio.gather(*(service.handle(start) for _ in range(5)))
    assert letterbox.steps() == ["welcome.language"]


async def test_a_repeat_does_not_undo_what_came_later(service: Service, letterbox: Letterbox, store: Store) -> None:
    dutch, polish = taps("welcome.language.nl"), taps("welcome.language.pl")
    for move in (dutch, polish, dutch, says("hallo")):
        await service.handle(move)
    assert letterbox.screens()[-1].rows == letterbox.screens()[1].rows


async def test_erasing_takes_the_message_that_asked_for_it_along(service: Service, letterbox: Letterbox) -> None:
    await service.handle(says("/start", number=11))
    await service.handle(says("/leave", number=13))
    [gone] = [row.outgoing.numbers for row in letterbox.rows if isinstance(row.outgoing, Delete)]
    assert set(gone) == {11, 13}


# --- when something goes wrong -----------------------------------------------------------------------


@pytest.fixture
def broken(house: House) -> House:
    """A house in which one screen cannot be made: knowledge without a single letter."""
    return replace(house, knowledge=replace(house.knowledge, letters={}))


POISON = "ik heb een dagvaarding"


async def test_after_a_mistake_of_ours_the_resident_hears_an_excuse_and_goes_on(
    broken: House, store: Store, letterbox: Letterbox
) -> None:
    service = Service(lambda: broken, store, letterbox, NO_LIMIT)
    for move in (taps("welcome.language.en"), says(POISON), says("hello")):
        await service.handle(move)
    excuse = broken.catalog.text("notice.trouble", "en")
    assert letterbox.texts()[1] == excuse, "in the language of the resident"
    assert letterbox.steps() == ["welcome.doors", "", "welcome.doors"]


async def test_a_poison_message_is_excused_once_and_holds_nobody_up(
    broken: House, store: Store, letterbox: Letterbox
) -> None:
    service = Service(lambda: broken, store, letterbox, NO_LIMIT)
    await asyncio.gather(service.handle(taps("welcome.language.nl")), service.handle(taps("welcome.language.nl", BOB)))
    poison = says(POISON)
    await asyncio.gather(*map(service.handle, (poison, says("hallo", BOB), poison, says("/help"))))
    assert letterbox.steps() == ["welcome.doors", "", "help.what"]
    assert letterbox.steps(BOB) == ["welcome.doors", "welcome.doors"]


@pytest.mark.parametrize("session", ['{"oops": 1}', '{"trail": 5, "answers": [], "known": null}', "[]", '"x"', "7"])
async def test_a_session_that_nobody_can_read_does_not_silence_a_resident(
    service: Service, letterbox: Letterbox, store: Store, session: str
) -> None:
    await store.turn(Turn("telegram", ANN, "before", (), lambda _, __: Writes(json.loads(session))))
    await service.handle(says("hallo"))
    await service.handle(says("/leave"))
    assert len(letterbox.texts()) == 2
    assert all(letterbox.texts())


# --- flooding ----------------------------------------------------------------------------------------


@pytest.fixture
def strict(house: House, store: Store, letterbox: Letterbox) -> Service:
    """A service that takes three messages at once and then one a minute."""
    return Service(lambda: house, store, letterbox, Pace(rate=1 / 60, burst=3))


async def test_a_flood_gets_one_kind_notice(strict: Service, letterbox: Letterbox, house: House) -> None:
    for _ in range(50):
        await strict.handle(says("hallo"))
    assert len(letterbox.texts()) == 4
    assert letterbox.texts()[3] == house.catalog.text("notice.too_fast", "nl")


@pytest.mark.parametrize("flood", [3, 4, 40])
async def test_danger_is_answered_in_the_middle_of_a_flood(strict: Service, letterbox: Letterbox, flood: int) -> None:
    for _ in range(flood):
        await strict.handle(says("hallo"))
    await strict.handle(says(DANGER))
    assert letterbox.steps()[-1] == "crisis_suicide.now"


@pytest.mark.parametrize(
    ("move", "step"),
    [
        ("/stop", "stop.until_later"),
        ("!stop", "stop.until_later"),
        ("hulp", "help.what"),
        ("!person", "people.now"),
    ],
)
async def test_the_words_that_always_win_win_in_a_flood(
    strict: Service, letterbox: Letterbox, move: str, step: str
) -> None:
    await strict.handle(taps("welcome.language.nl"))
    for _ in range(20):
        await strict.handle(says("hallo"))
    await strict.handle(taps(move) if move.startswith("!") else says(move))
    assert letterbox.steps()[-1] == step


async def test_who_floods_can_still_leave_at_once(strict: Service, letterbox: Letterbox, house: House) -> None:
    for number in range(20):
        await strict.handle(says("hallo", number=number))
    await strict.handle(taps("!leave"))
    gone = [row.outgoing.numbers for row in letterbox.rows if isinstance(row.outgoing, Delete)]
    assert [set(numbers) for numbers in gone] == [set(range(20))]


async def test_a_flood_of_one_leaves_the_others_quick(strict: Service, letterbox: Letterbox) -> None:
    flood = [asyncio.ensure_future(strict.handle(says("hallo"))) for _ in range(1000)]
    waits = []
    for n in range(20):
        started = time.monotonic()
        await strict.handle(says("/start", str(n)))
        waits.append(time.monotonic() - started)
    assert max(waits) < 1
    assert all(letterbox.steps(str(n)) == ["welcome.language"] for n in range(20))
    for one in flood:
        one.cancel()
    await asyncio.gather(*flood, return_exceptions=True)


async def test_an_outage_does_not_use_up_the_patience_with_a_resident(
    strict: Service, letterbox: Letterbox, shelf: Shelf
) -> None:
    start = says("/start")
    with shelf.locked():
        for _ in range(10):
            with pytest.raises(StoreDown):
                await strict.handle(start)
    await strict.handle(start)
    for _ in range(10):
        await strict.handle(start)
    await strict.handle(taps("welcome.language.nl"))
    assert letterbox.steps() == ["welcome.language", "welcome.doors"]


# --- while nothing can be kept -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (DANGER, "crisis_suicide.now"),
        ("hij slaat me", "crisis_violence.read_along"),
        ("ze ademt niet", "crisis_medical.now"),
        ("ik heb niks te eten", "crisis_basic.now"),
    ],
)
async def test_danger_is_answered_while_the_database_is_down(service: Service, text: str, step: str) -> None:
    shown = service.meanwhile(says(text))
    assert shown[0].step == step
    assert shown[-1].rows, "one can go on, or say that it is not it"


@pytest.mark.parametrize("text", ["hallo", "", None, "/start", "\ud800", "\0"])
async def test_otherwise_the_disturbance_is_told(service: Service, house: House, text: str | None) -> None:
    disturbed = house.catalog.text("notice.disturbance", "nl")
    for incoming in (says(text), taps("welcome.doors.letter")):
        assert [screen.text for screen in service.meanwhile(incoming)] == [disturbed]


async def test_what_is_said_meanwhile_leaves_no_trace(service: Service, letterbox: Letterbox, store: Store) -> None:
    service.meanwhile(says(DANGER))
    assert (letterbox.rows, await store.waiting()) == ([], [])
