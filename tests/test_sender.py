"""What was committed is delivered: in order, at the pace that is allowed, and never twice without need."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from bot import sender as sending
from bot.messages import Delete, Outgoing, Screen
from bot.pace import Pace
from bot.sender import Later, Never, Sender
from bot.store import Row, Store, Turn, Writes
from bot.store.sqlite import SqliteDatabase
from tests.conftest import Shelf, traces

ANN, BOB = "615243001", "615243002"
AT_ONCE = Pace(0)
DELETION = "(deletion)"


class Post:
    """A channel that writes down what it delivers. `troubles` come first, by text; a gate makes it wait."""

    def __init__(self) -> None:
        self.tries: list[tuple[str, float]] = []
        self.delivered: list[tuple[str, str]] = []
        self.on_screen: dict[int, str] = {}
        self.troubles: defaultdict[str, list[Exception]] = defaultdict(list)
        self.gates: dict[str, asyncio.Event] = {}
        self._numbers = itertools.count(1)

    async def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        text = outgoing.text if isinstance(outgoing, Screen) else DELETION
        self.tries.append((text, time.monotonic()))
        if gate := self.gates.get(address):
            await gate.wait()
        if troubles := self.troubles[text]:
            raise troubles.pop(0)
        if isinstance(outgoing, Delete):
            self.on_screen = {n: text for n, text in self.on_screen.items() if n not in outgoing.numbers}
            return
        self.delivered.append((address, text))
        number = next(self._numbers)
        self.on_screen[number] = text
        yield number

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.delivered]

    def gaps(self, text: str = "") -> list[float]:
        """Seconds between the tries, of one text or of all."""
        times = [at for tried, at in self.tries if text in ("", tried)]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
async def store(shelf: Shelf) -> Store:
    return await shelf.open()


@pytest.fixture
async def sender(store: Store, post: Post) -> AsyncIterator[Sender]:
    one = Sender(store, {"post": post}, AT_ONCE, AT_ONCE)
    yield one
    await one.stop()


messages = itertools.count(1)


async def answered(store: Store, *texts: str, who: str = ANN, erase: bool = False, channel: str = "post") -> list[Row]:
    """Commit a turn that answers with `texts`."""
    writes = Writes({}, tuple(map(Screen, texts)), erase)
    return list(await store.turn(Turn(channel, who, str(next(messages)), (), lambda _, __: writes)) or ())


async def until_idle(sender: Sender, seconds: float = 5) -> None:
    await asyncio.wait_for(sender.idle(), seconds)


# --- order -------------------------------------------------------------------------------------------


async def test_within_a_conversation_everything_comes_in_order(store: Store, sender: Sender, post: Post) -> None:
    for first in range(0, 30, 3):
        sender.put(tuple(await answered(store, *map(str, range(first, first + 3)))))
    await until_idle(sender)
    assert post.texts == [str(n) for n in range(30)]
    assert await store.waiting() == []


async def test_order_holds_when_the_channel_stumbles(store: Store, sender: Sender, post: Post) -> None:
    post.troubles["2"] = [Later("telegram_network", 0.05)]
    sender.put(tuple(await answered(store, "1", "2", "3")))
    await until_idle(sender)
    assert post.texts == ["1", "2", "3"]


async def test_one_slow_chat_does_not_hold_others(store: Store, sender: Sender, post: Post) -> None:
    gate = post.gates[ANN] = asyncio.Event()
    sender.put(tuple(await answered(store, "voor Ann", "nog een voor Ann")))
    for n in range(20):
        sender.put(tuple(await answered(store, f"voor {n}", who=str(n))))
    await asyncio.sleep(0.1)
    assert len(post.delivered) == 20, "all of the others, and not Ann"
    gate.set()
    await until_idle(sender)
    assert [text for who, text in post.delivered if who == ANN] == ["voor Ann", "nog een voor Ann"]


async def test_deliveries_to_different_chats_overlap(store: Store, sender: Sender, post: Post) -> None:
    post.gates = {str(n): asyncio.Event() for n in range(20)}
    for n in range(20):
        sender.put(tuple(await answered(store, f"voor {n}", who=str(n))))
    await asyncio.sleep(0.1)
    assert len(post.tries) == 20
    for gate in post.gates.values():
        gate.set()


# --- trying again ------------------------------------------------------------------------------------


async def test_each_new_try_waits_longer(store: Store, sender: Sender, post: Post) -> None:
    post.troubles["Dag!"] = [Later("telegram_network"), Later("telegram_network")]
    sender.put(tuple(await answered(store, "Dag!")))
    await until_idle(sender)
    first, second = post.gaps("Dag!")
    assert 0.35 < first < 0.8 < 0.79 + second
    assert second > first * 1.3
    assert post.texts == ["Dag!"]


async def test_the_wait_never_grows_beyond_a_minute() -> None:
    waits = [sending._wait(Later("telegram_network"), tries) for tries in range(2000)]
    assert max(waits) <= sending.LONGEST_WAIT * 1.2
    assert waits[0] < 1 < 40 < min(waits[10:])


async def test_the_wait_that_the_channel_asks_for_is_kept(store: Store, sender: Sender, post: Post) -> None:
    post.troubles["Dag!"] = [Later("telegram_429", 0.7)]
    sender.put(tuple(await answered(store, "Dag!")))
    await until_idle(sender)
    assert 0.7 <= post.gaps("Dag!")[0] < 1.2


async def test_who_has_left_gets_a_dead_letter_without_content(
    store: Store, sender: Sender, post: Post, shelf: Shelf
) -> None:
    post.troubles["Dag!"] = [Never("telegram_403")]
    sender.put(tuple(await answered(store, "Dag!", "Tot ziens!")))
    await until_idle(sender)
    assert shelf.look("SELECT failed, body FROM outgoing") == [("telegram_403", None)]
    assert post.texts == ["Tot ziens!"], "and the next message is tried all the same"


async def test_patience_ends_after_a_day(
    store: Store, sender: Sender, post: Post, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sending.PATIENCE == 24 * 3600
    monkeypatch.setattr(sending, "PATIENCE", 0.8)
    post.troubles["Dag!"] = [Later("telegram_network") for _ in range(9)]
    sender.put(tuple(await answered(store, "Dag!", "Ben je er nog?")))
    await until_idle(sender)
    assert shelf.look("SELECT failed, body FROM outgoing") == [("telegram_network", None)]
    assert post.texts == ["Ben je er nog?"]
    assert len(post.gaps("Dag!")) == 1


@pytest.mark.parametrize("surprise", [KeyError("message_id"), ValueError("mijn schuld"), AttributeError("x")])
async def test_a_surprise_in_the_channel_silences_nobody(
    store: Store, sender: Sender, post: Post, surprise: Exception
) -> None:
    post.troubles["Dag!"] = [surprise] * 99
    sender.put(tuple(await answered(store, "Dag!", "Gaat het?")))
    await asyncio.sleep(0.1)
    sender.put(tuple(await answered(store, "En nu?")))
    await until_idle(sender)
    assert post.texts == ["Gaat het?", "En nu?"]


async def test_rows_of_a_channel_that_is_not_here_wait_until_it_is(store: Store, sender: Sender, post: Post) -> None:
    await answered(store, "voor de terminal", channel="terminal")
    await answered(store, "voor de post")
    await sender.start()
    await until_idle(sender)
    assert post.texts == ["voor de post"]
    assert [row.channel for row in await store.waiting()] == ["terminal"]


# --- the database and the process may stop at any moment ---------------------------------------------


async def test_a_database_that_is_down_while_noting_does_not_send_twice(
    store: Store, sender: Sender, post: Post, shelf: Shelf
) -> None:
    sender.put(tuple(await answered(store, "Dag!", "Wat speelt er?")))
    with shelf.locked():
        await asyncio.sleep(0.3)
        assert post.texts == ["Dag!"]
    await until_idle(sender)
    assert post.texts == ["Dag!", "Wat speelt er?"]
    assert await store.waiting() == []


async def test_a_restart_takes_up_the_backlog(store: Store, post: Post, shelf: Shelf) -> None:
    for n in range(10):
        await answered(store, f"{n} a", f"{n} b", who=(ANN, BOB)[n % 2])
    again = Sender(await shelf.open(), {"post": post}, AT_ONCE, AT_ONCE)
    await again.start()
    again.put(tuple(await answered(store, "als laatste")))
    await until_idle(again)
    for who, parity in ((ANN, 0), (BOB, 1)):
        backlog = [f"{n} {part}" for n in range(parity, 10, 2) for part in "ab"]
        assert [text for to, text in post.delivered if to == who] == backlog + ["als laatste"] * (who == ANN)


async def test_stopping_keeps_what_is_not_delivered(store: Store, post: Post) -> None:
    first = Sender(store, {"post": post}, AT_ONCE, Pace(rate=2, burst=2))
    first.put(tuple(await answered(store, *"abcd")))
    await asyncio.sleep(0.1)
    await first.stop(grace=0.1)
    assert post.texts == ["a", "b"]
    second = Sender(store, {"post": post}, AT_ONCE, AT_ONCE)
    await second.start()
    await until_idle(second)
    assert post.texts == [*"abcd"]


async def test_stopping_does_not_wait_for_the_backlog(store: Store, post: Post) -> None:
    first = Sender(store, {"post": post}, AT_ONCE, Pace(rate=20, burst=1))
    first.put(tuple(await answered(store, *map(str, range(100)))))
    await asyncio.wait_for(first.stop(grace=3), 1)
    assert len(await store.waiting()) > 95


async def test_stopping_lets_a_delivery_that_is_under_way_arrive(store: Store, post: Post) -> None:
    post.gates[ANN] = gate = asyncio.Event()
    first = Sender(store, {"post": post}, AT_ONCE, AT_ONCE)
    first.put(tuple(await answered(store, "Dag!")))
    await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_later(0.1, gate.set)
    await first.stop()
    assert post.texts == ["Dag!"]
    assert await store.waiting() == [], "so that it is not sent again after the restart"


# --- erasing -----------------------------------------------------------------------------------------


async def test_erasing_leaves_only_the_farewell_on_the_phone(store: Store, post: Post) -> None:
    sender = Sender(store, {"post": post}, AT_ONCE, Pace(rate=10, burst=1))
    post.gates[ANN] = gate = asyncio.Event()
    sender.put(tuple(await answered(store, "een", "twee", "drie", "vier")))
    await asyncio.sleep(0.05)
    sender.put(tuple(await answered(store, "Alles is gewist.", erase=True)))
    gate.set()
    await until_idle(sender)
    assert [*post.on_screen.values()] == ["Alles is gewist."]
    assert post.texts == ["een", "Alles is gewist."], "what still waited was not even shown"


async def test_nothing_starts_between_the_commit_of_an_erasing_and_the_word_of_it(
    store: Store, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(store, {"post": post}, AT_ONCE, Pace(rate=20, burst=1))
    sender.put(tuple(await answered(store, *"abcdefgh")))
    await asyncio.sleep(0.07)
    commit, sent = SqliteDatabase.commit, list[str]()

    async def slow(database: SqliteDatabase) -> None:
        await commit(database)
        sent.extend(post.texts)
        await asyncio.sleep(0.3)

    monkeypatch.setattr(SqliteDatabase, "commit", slow)
    erasing = await answered(store, "Alles is gewist.", erase=True)
    monkeypatch.undo()
    assert post.texts == sent == ["a", "b"]
    sender.put(tuple(erasing))
    await until_idle(sender)
    assert post.texts == ["a", "b", "Alles is gewist."]


async def test_erasing_a_second_time_does_not_save_what_was_to_go_the_first_time(store: Store, post: Post) -> None:
    sender = Sender(store, {"post": post}, AT_ONCE, AT_ONCE)
    sender.put(tuple(await answered(store, "een", "twee")))
    await until_idle(sender)
    post.troubles[DELETION] = [Later("telegram_network", 0.2)]
    for farewell in ("Goedendag.", "Nogmaals goedendag."):
        sender.put(tuple(await answered(store, farewell, erase=True)))
        await asyncio.sleep(0.05)
    await until_idle(sender)
    assert [*post.on_screen.values()] == ["Nogmaals goedendag."]


# --- pace --------------------------------------------------------------------------------------------


async def test_one_chat_gets_no_more_than_its_pace(store: Store, post: Post) -> None:
    sender = Sender(store, {"post": post}, AT_ONCE, Pace(rate=20, burst=2))
    sender.put(tuple(await answered(store, *map(str, range(8)))))
    await until_idle(sender)
    assert 0.29 < sum(post.gaps()) < 2


async def test_all_chats_together_get_no_more_than_their_pace(store: Store, post: Post) -> None:
    sender = Sender(store, {"post": post}, Pace(rate=50, burst=3), AT_ONCE)
    for n in range(15):
        sender.put(tuple(await answered(store, f"voor {n}", who=str(n))))
    await until_idle(sender)
    assert 0.23 < sum(post.gaps()) < 2


async def test_a_long_answer_to_one_does_not_use_up_the_pace_of_all(store: Store, post: Post) -> None:
    sender = Sender(store, {"post": post}, Pace(rate=50, burst=2), Pace(rate=10, burst=1))
    sender.put(tuple(await answered(store, *map(str, range(6)))))
    sender.put(tuple(await answered(store, "voor Bob", who=BOB)))
    await until_idle(sender)
    assert post.texts.index("voor Bob") <= 1


async def test_nothing_that_is_said_stands_in_the_log(
    store: Store, sender: Sender, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    post.troubles["mijn deurwaarder"] = [Later("telegram_429", 0.01), Never("telegram_403")]
    sender.put(tuple(await answered(store, "mijn deurwaarder")))
    await until_idle(sender)
    assert "telegram_429" in caplog.text
    assert "telegram_403" in caplog.text
    assert traces(caplog.text.encode(), ["mijn deurwaarder", ANN]) == []
