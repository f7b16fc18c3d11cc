"""What is kept of a handoff, how, and for how long: sealed, bound to its place, and gone when it was promised."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from bot.house import House, Retention
from tests.conftest import Shelf, traces
from tests.experts import Town, profile

SAM, KIM, ANN, BOB, COORDINATOR = "615243011", "615243012", "615243021", "615243022", "615243099"
WORDS = ("slaap slecht van Zwaluwstaart", "geheim van de bewoner", "geheim van Sam", "Ik had zelf honderd schulden")
NEVER = ("06 87654321",)


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house, on_call=COORDINATOR)


async def a_whole_talk(town: Town) -> str:
    """Everything that can be said in a handoff; the id of the request."""
    await town.expert(SAM, intro="Ik had zelf honderd schulden.")
    name = await town.talks(ANN, SAM, "ik slaap slecht van Zwaluwstaart")
    await town.says(ANN, "geheim van de bewoner")
    await town.says(SAM, "geheim van Sam")
    await town.says(ANN, "bel 06 87654321")
    await town.says(SAM, "bel 06 87654321")
    await town.says(ANN, "ik wil dood")
    return name


async def sweeps(town: Town, **time: float) -> None:
    """Time goes by, and what is too old is deleted."""
    await town.passes(**time)
    await town.store.sweep(**asdict(Retention()))


# --- nowhere to be read ------------------------------------------------------------------------------


async def test_nothing_of_a_talk_stands_in_the_database_or_the_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await a_whole_talk(town)
    aliases = ["Zwaluwstaart", "Sam"]
    raw = town.shelf.raw()
    assert traces(raw, [*WORDS, *NEVER, ANN, SAM, COORDINATOR, "Schulden"]) == []
    own = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert traces(own.encode(), [*WORDS, *NEVER, *aliases, ANN, SAM, COORDINATOR]) == []


async def test_counters_say_what_happened_and_never_who_or_what_was_said(town: Town) -> None:
    name = await a_whole_talk(town)
    await town.taps(SAM, f"desk.finish.{name}")
    await town.taps(SAM, f"desk.report.{name}")
    counters = await town.store.counters()
    assert all(re.fullmatch(r"[a-z_]+( [a-z_0-9]+){1,2}", one) for one in counters), counters
    assert traces("\n".join(counters).encode(), [*WORDS, ANN, SAM, name]) == []
    assert {"handoff consent resident", "handoff claim expert", "handoff close expert"} <= counters.keys()


async def test_a_consent_says_what_was_agreed_and_never_by_whom(town: Town) -> None:
    await a_whole_talk(town)
    columns = [name for _, name, *_ in town.shelf.look("PRAGMA table_info(consent)")]
    assert columns == ["id", "version", "language", "day", "ticked", "withdrawn", "at"]
    [(version, language, day, ticked)] = town.shelf.look("SELECT version, language, day, ticked FROM consent")
    assert (language, day, ticked) == ("nl", "2026-11-23", "language liked own")
    assert version


@pytest.mark.parametrize("column", ["body"])
async def test_a_request_that_was_swapped_does_not_open(
    town: Town, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    await town.expert(SAM)
    names = [await town.talks(who, SAM) for who in (ANN, BOB)]
    bodies = dict(town.shelf.look(f"SELECT lower(hex(id)), lower(hex({column})) FROM request"))
    for name, other in (names, names[::-1]):
        town.shelf.look(f"UPDATE request SET {column} = x'{bodies[other]}' WHERE id = x'{name}'")
    before = len(town.phones.ever)
    await town.says(ANN, "voor wie is dit?")
    await town.says(SAM, "en dit?", reply_to=town.newest(SAM).number)
    assert "request_unreadable" in caplog.text
    assert not [text for _, one in town.phones.ever[before:] if "dit?" in (text := one.text)]


async def test_an_invitation_is_sealed_and_its_code_is_nowhere(town: Town) -> None:
    await town.store.invite("ABCDEFGHJK", profile(alias="Zwaluwstaart"), 3600)
    assert traces(town.shelf.raw(), ["ABCDEFGHJK", "Zwaluwstaart"]) == []


# --- and gone when it was promised -------------------------------------------------------------------


async def test_a_request_is_gone_a_week_after_it_was_closed_and_a_consent_after_a_year(town: Town) -> None:
    name = await a_whole_talk(town)
    await town.taps(SAM, f"desk.finish.{name}")
    await sweeps(town, days=6.9)
    assert town.shelf.look("SELECT count(*) FROM request") == [(1,)]
    await sweeps(town, days=0.2)
    assert town.shelf.look("SELECT count(*) FROM request") == [(0,)]
    await sweeps(town, days=357)
    assert town.shelf.look("SELECT count(*) FROM consent") == [(1,)]
    await sweeps(town, days=2)
    assert town.shelf.look("SELECT count(*) FROM consent") == [(0,)]


async def test_an_open_request_is_never_swept_away(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    for _ in range(20):
        await sweeps(town, hours=23)
        await town.says(ANN, "ik ben er nog")
    assert town.shelf.look("SELECT open FROM request") == [(1,)]
    assert town.sees(SAM, "ik ben er nog")


async def test_an_expert_stays_while_they_work_here_and_a_month_longer(town: Town) -> None:
    sam = await town.expert(SAM)
    await sweeps(town, days=200)
    assert sam in await town.store.experts()
    await town.store.revoke(sam)
    await sweeps(town, days=29)
    assert town.shelf.look("SELECT active FROM expert") == [(0,)]
    await sweeps(town, days=2)
    assert town.shelf.look("SELECT count(*) FROM expert") == [(0,)]


async def test_who_is_on_call_is_reached_also_after_months(town: Town) -> None:
    await sweeps(town, days=100)
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, "ik wil dood")
    assert town.step(COORDINATOR) == "coordinator.alarm"


async def test_an_invitation_that_was_not_used_is_forgotten(town: Town) -> None:
    await town.store.invite("ABCDEFGHJK", profile(), 3600)
    await sweeps(town, minutes=59)
    assert town.shelf.look("SELECT count(*) FROM invite") == [(1,)]
    await sweeps(town, minutes=2)
    assert town.shelf.look("SELECT count(*) FROM invite") == [(0,)]


async def test_words_that_wait_for_an_experts_decision_are_forgotten_after_a_day(town: Town) -> None:
    await town.expert(SAM)
    name = await town.talks(ANN, SAM)
    await town.says(SAM, "bel 06 87654321")
    old = town.button(SAM, f"desk.send_whole.{name}").data
    await sweeps(town, hours=25)
    await town.forges(SAM, old)
    assert not town.sees(ANN, "87654321")
    assert town.step(SAM) == "desk.over"


async def test_erasing_in_the_middle_leaves_nothing_of_the_talk(town: Town) -> None:
    name = await a_whole_talk(town)
    await town.taps(ANN, "!leave")
    assert town.shelf.look("SELECT count(*) FROM request") == [(0,)]
    assert town.shelf.look(f"SELECT count(*) FROM outgoing WHERE topic = x'{name}'") == [(0,)]
    assert all(one not in town.text(SAM) for one in WORDS[:2])
    sealed = town.shelf.look("SELECT withdrawn, ticked FROM consent")
    assert sealed == [(1, "language liked own")]
    await town.begins(ANN)
    await town.says(ANN, "hier ben ik weer")
    assert not town.sees(SAM, "hier ben ik weer")
