"""Own words are kept apart from the rest, sealed, and for a day at most."""

from __future__ import annotations

from dataclasses import asdict

from bot.changes import Desk
from bot.house import Retention
from bot.store import Store, Turn, Writes
from tests.conftest import Shelf, traces

ANN = "612345001"
SECRET = "kattenbakvulling"
PROMISED = asdict(Retention())
HOUR = 3600


async def says(store: Store, message: str, session: dict[str, object]) -> None:
    """A turn after which the session is `session`."""

    def work(_: object, __: Desk) -> Writes:
        return Writes(session)

    await store.turn(Turn("telegram", ANN, message, (), work))


async def known(store: Store) -> object:
    """What the store knows of the session."""
    seen: list[object] = []

    def work(stored: object, _: Desk) -> Writes:
        seen.append(stored)
        return Writes(stored if isinstance(stored, dict) else {})

    await store.turn(Turn("telegram", ANN, f"look {len(seen)} {id(seen)}", (), work))
    return seen[0]


async def test_own_words_come_back_with_the_session(shelf: Shelf) -> None:
    store = await shelf.open()
    await says(store, "1", {"trail": ["prepare"], "words": {"prepare.subject": SECRET}})
    assert await known(store) == {"trail": ["prepare"], "words": {"prepare.subject": SECRET}}


async def test_after_a_day_of_silence_they_are_gone_and_the_answers_are_not(shelf: Shelf) -> None:
    store = await shelf.open()
    await says(store, "1", {"trail": ["prepare"], "words": {"prepare.subject": SECRET}})
    shelf.now += 23 * HOUR
    await store.sweep(**PROMISED)
    assert shelf.look("SELECT count(*) FROM conversation WHERE words IS NOT NULL") == [(1,)]
    shelf.now += 2 * HOUR
    await store.sweep(**PROMISED)
    assert shelf.look("SELECT count(*) FROM conversation WHERE words IS NOT NULL") == [(0,)]
    assert await known(store) == {"trail": ["prepare"]}


async def test_nobody_reads_them_in_the_file(shelf: Shelf) -> None:
    store = await shelf.open()
    await says(store, "1", {"trail": ["prepare"], "words": {"prepare.subject": SECRET}})
    assert not traces(shelf.raw(), [SECRET])


async def test_words_that_are_taken_back_are_gone_at_once(shelf: Shelf) -> None:
    store = await shelf.open()
    await says(store, "1", {"trail": ["prepare"], "words": {"prepare.subject": SECRET}})
    await says(store, "2", {"trail": ["prepare"]})
    assert await known(store) == {"trail": ["prepare"]}
