"""A request for a person: the rule book, what is told, and the talk, from the first yes to the last word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handoff.request import (
    CONSENTED,
    EDGES,
    EXPERT,
    HELD,
    HOUSE,
    OPEN,
    QUEUED,
    RESIDENT,
    NotNow,
    Request,
    Rules,
    move,
    seconds,
)
from bot.house import House
from tests.conftest import Shelf
from tests.experts import Town, lines
from tests.resident import NOON

SAM, KIM, ANN, BOB, COORDINATOR = "sam 615243011", "kim 615243012", "ann 615243021", "bob 615243022", "615243099"
SAMS, KIMS = "aa" * 32, "bb" * 32
EVENTS = sorted({edge.event for edge in EDGES})
ENDED = ("closed", "withdrawn", "expired")
RULES = Rules()


def request(state: str = CONSENTED, **more: object) -> Request:
    """A request in some state; whoever has it is Sam."""
    holder = SAMS if state in (*HELD, "passing") else ""
    return Request("ab" * 8, "cc" * 32, "Merel", ("nl",), ("Taal: Nederlands",), state=state, expert=holder, **more)  # type: ignore[arg-type]


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house, on_call=COORDINATOR)


# --- the rule book -----------------------------------------------------------------------------------


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.state}-{edge.event}-{'-'.join(edge.by)}")
def test_every_edge_leads_where_the_book_says(edge: object) -> None:
    for by in edge.by:  # type: ignore[attr-defined]
        after, made = move(request(edge.state), edge.event, by, NOON, RULES, KIMS)  # type: ignore[attr-defined]
        assert (made, after.state) == (edge, edge.to)  # type: ignore[attr-defined]
        assert bool(after.due) == bool(after.due_at)
        assert after.due_at == (seconds(NOON) + getattr(RULES, made.after, 0) * 60 if made.due else 0)


def test_nothing_else_can_happen() -> None:
    allowed = {(edge.state, edge.event, by) for edge in EDGES for by in edge.by}
    assert len(allowed) == sum(len(edge.by) for edge in EDGES), "two edges for one thing"
    for state in (*OPEN, *ENDED):
        for event in EVENTS:
            for by in (RESIDENT, EXPERT, HOUSE):
                if (state, event, by) not in allowed:
                    with pytest.raises(NotNow):
                        move(request(state), event, by, NOON, RULES)


def test_nobody_is_left_waiting_for_ever() -> None:
    assert {edge.to for edge in EDGES if edge.to in OPEN and not edge.due} == set()
    due = {(edge.to, edge.due) for edge in EDGES if edge.due}
    assert due <= {(edge.state, edge.event) for edge in EDGES if HOUSE in edge.by}


moves = st.tuples(st.sampled_from(EVENTS), st.sampled_from((RESIDENT, EXPERT, HOUSE)), st.sampled_from((SAMS, KIMS)))


@settings(max_examples=300, deadline=None)
@given(st.lists(moves, max_size=40))
def test_whatever_happens_there_is_one_owner_and_an_end_is_an_end(happens: list[tuple[str, str, str]]) -> None:
    now = request()
    for event, by, expert in happens:
        before = now
        try:
            now, _ = move(before, event, by, NOON, RULES, expert if expert not in before.without else "")
        except NotNow:
            continue
        assert before.open, "nothing happens after the end"
        assert not (before.state in HELD and now.state in HELD and before.expert != now.expert), "one owner"
        assert set(before.without) <= set(now.without), "who was sent away stays away"
        assert not (now.state in (CONSENTED, QUEUED) and now.expert), "the bot is the owner while it waits"
        if before.held and now.state == CONSENTED:
            assert before.expert in now.without
        assert Request.from_json(now.to_json()) == now


# --- what is told ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
async def test_the_card_carries_exactly_what_the_preview_showed(town: Town, house: House, language: str) -> None:
    await town.expert(SAM, languages=("nl", language))
    await town.asks(ANN, "het is me te veel", language=language)
    shown = [line.lstrip("\u200f") for line in town.newest(ANN).screen.text.splitlines()]
    ticked = [line.removeprefix("☑ ") for line in shown if line.startswith("☑ ")]
    assert len(ticked) == 3
    assert "het is me te veel" in ticked[-1]
    assert house.catalog.text("handoff.preview", language).splitlines()[0] in town.newest(ANN).screen.text
    await town.taps(ANN, "handoff.preview.send")
    assert lines(town.message(SAM, "het is me te veel").screen) == ticked


@pytest.mark.parametrize("untold", ["theme", "area", "liked", "own"])
async def test_a_line_that_was_unticked_is_never_told(town: Town, untold: str) -> None:
    secret = {"theme": "Schulden", "area": "Beek", "liked": "Zorgen voor", "own": "ik slaap slecht"}
    await town.expert(SAM, experiences=("caring",))
    await town.service.begin("telegram", ANN, {"language": "nl", "theme": "money_debt", "area": "beek"})
    for tap in ("!person", "handoff.offer.yes", "handoff.like_me.caring"):
        await town.taps(ANN, tap)
    await town.says(ANN, "ik slaap slecht")
    all_told = town.newest(ANN).screen.text
    await town.taps(ANN, "handoff.preview.change")
    if untold == "own":
        await town.taps(ANN, "lines.which.own")
        await town.taps(ANN, "handoff.own.skip")
    else:
        await town.taps(ANN, f"lines.which.{untold}")
        assert town.newest(ANN).screen.text.count("\n☐ ") == 1
        await town.taps(ANN, "lines.which.done")
    left = [line.removeprefix("☑ ") for line in town.newest(ANN).screen.text.splitlines() if line.startswith("☑ ")]
    gone = set(all_told.splitlines()) - {f"☑ {line}" for line in left}
    assert len(left) == 4
    assert any(secret[untold].lower() in line.lower() for line in gone)
    await town.taps(ANN, "handoff.preview.send")
    [card] = [one.screen for one in town.phones.shown[SAM].values() if one.screen.step == "desk.request"]
    assert lines(card) == left
    assert secret[untold].lower() not in "\n".join(lines(card)).lower()
    [(version, ticked)] = town.shelf.look("SELECT version, ticked FROM consent")
    assert version
    assert untold not in ticked.split()


async def test_saying_no_leads_to_people_who_can_be_called(town: Town) -> None:
    await town.expert(SAM)
    await town.begins(ANN)
    for tap in ("!person", "handoff.offer.no", "handoff.rather_not.people"):
        await town.taps(ANN, tap)
    assert town.step(ANN) == "people.now"
    assert "☎" in town.newest(ANN).screen.text
    await town.asks(BOB)
    await town.taps(BOB, "handoff.preview.no")
    assert town.step(BOB) == "people.now"
    assert town.shelf.look("SELECT count(*) FROM request") == [(0,)]
    assert town.shelf.look("SELECT count(*) FROM consent") == [(0,)]
    assert "desk.request" not in town.steps(SAM, 10)


async def test_a_yes_that_is_tapped_twice_is_one_request(town: Town) -> None:
    await town.expert(SAM)
    await town.asks(ANN)
    send = town.button(ANN, "handoff.preview.send").data
    for _ in range(3):
        await town.forges(ANN, send)
    assert town.shelf.look("SELECT count(*) FROM request") == [(1,)]
    assert town.steps(SAM, 10).count("desk.request") == 1


async def test_without_any_expert_people_who_can_be_called_are_shown(town: Town) -> None:
    await town.begins(ANN)
    await town.taps(ANN, "!person")
    assert town.step(ANN) == "people.now"


async def test_an_expert_is_never_asked_for_themselves(town: Town) -> None:
    await town.expert(SAM)
    await town.expert(KIM)
    await town.says(SAM, "/resident")
    await town.agrees(SAM)
    assert "desk.request" not in town.steps(SAM, 20)
    assert "desk.request" in town.steps(KIM, 20)


# --- the talk ----------------------------------------------------------------------------------------


async def test_words_cross_under_another_name_and_with_a_number(town: Town) -> None:
    await town.expert(SAM, intro="Ik had zelf schulden.")
    await town.talks(ANN, SAM)
    for text in ("Hoi {name}", "{0} %s \\n ✓", "نص عربي", "x\n\ny"):
        await town.says(ANN, text)
        assert town.newest(SAM).screen.text.split("\n", 1)[1] == text
    numbers = [one.screen.text.split("\n")[0] for one in town.phones.shown[SAM].values() if "·" in one.screen.text]
    assert [number.split(" · ")[1] for number in numbers] == ["1", "2", "3", "4"]
    assert town.newest(SAM).screen.guarded
    assert ANN not in town.ever(SAM)


async def test_an_edit_crosses_as_a_correction_only_when_the_message_did(town: Town) -> None:
    await town.expert(SAM)
    await town.begins(ANN)
    early = await town.says(ANN, "hallo")
    await town.talks(ANN, SAM)
    said = await town.says(ANN, "morgn")
    await town.says(ANN, "morgen", edits=said)
    assert town.newest(SAM).screen.step == "relay.corrected"
    assert "morgen" in town.newest(SAM).screen.text
    await town.says(ANN, "geheim", edits=early)
    assert town.step(ANN) == "relay.not_sent"
    held = await town.says(ANN, "bel 06 12345678")
    await town.says(ANN, "bel 06 12345679", edits=held)
    assert not town.sees(SAM, "geheim")
    assert not town.sees(SAM, "1234567")
    own = await town.says(SAM, "Dat kn.", reply_to=town.message(SAM, "morgen").number)
    await town.says(SAM, "Dat kan.", edits=own)
    assert (town.newest(ANN).screen.step, town.sees(ANN, "Dat kan.")) == ("relay.corrected", True)
    command = await town.says(SAM, "/list")
    await town.says(SAM, "ook geheim", edits=command)
    assert not town.sees(ANN, "ook geheim")


async def test_what_is_no_text_is_kindly_refused_on_both_sides(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    for who, step in ((ANN, "relay.only_text"), (SAM, "desk.only_text")):
        other = {ANN: SAM, SAM: ANN}[who]
        before = len(town.phones.shown[other])
        await town.says(who, None)
        assert (town.step(who), len(town.phones.shown[other])) == (step, before)


@pytest.mark.parametrize(
    ("deed", "crosses"), [("send_bare", "bel ..."), ("send_whole", "bel 06 12345678"), ("drop", "")]
)
async def test_personal_words_wait_for_a_decision_on_both_sides(town: Town, deed: str, crosses: str) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    for who, button in ((ANN, f"!{deed}"), (SAM, f"desk.{deed}.")):
        other = {ANN: SAM, SAM: ANN}[who]
        await town.says(who, "bel 06 12345678")
        assert not town.sees(other, "\nbel ")
        await town.taps(who, button)
        assert town.sees(other, crosses)
        assert town.sees(other, "06 12345678") == (deed == "send_whole")
        await town.taps(who, button)
        assert town.text(other).count("\nbel ") == (0 if deed == "drop" else 1), "a second tap sends nothing"


async def test_words_held_back_are_never_sent_to_the_next_expert(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, "bel me op 06 12345678")
    await town.expert(KIM)
    await town.taps(ANN, "!somebody_else")
    await town.taps(KIM, "desk.claim.")
    await town.taps(ANN, "!send_whole")
    assert not town.sees(KIM, "12345678")


async def test_danger_is_answered_and_told_to_the_expert_and_the_coordinator(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, "ik wil dood, bel 06 12345678")
    assert town.step(ANN) == "crisis_suicide.now"
    assert town.steps(SAM, 2) == ["relay.message", "desk.alarm"]
    assert "12345678" not in town.text(SAM)
    assert town.step(COORDINATOR) == "coordinator.alarm"
    assert "ik wil dood" not in town.text(COORDINATOR)
    await town.says(SAM, "ik wil ook dood")
    assert town.step(SAM) == "desk.care"


async def test_an_expert_in_danger_is_answered_also_without_a_conversation(town: Town) -> None:
    await town.expert(SAM)
    await town.says(SAM, "ik wil dood")
    assert town.step(SAM) == "desk.care"


@pytest.mark.parametrize(("word", "step"), [("stop", "relay.held"), ("wie leest mee?", "privacy.who")])
async def test_words_that_always_win_do_not_cross(town: Town, word: str, step: str) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, word)
    assert town.step(ANN) == step
    assert not town.sees(SAM, word)
