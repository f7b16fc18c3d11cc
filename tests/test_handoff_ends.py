"""Waiting, silence and endings: nobody waits without a word, and after a withdrawal nothing starts any more."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from bot.changes import Changes, Matter, Note
from bot.handoff import due
from bot.handoff.request import Rules
from bot.handoff.talk import Frame
from bot.house import House
from bot.messages import Screen
from bot.pace import Pace
from bot.store import Due, Turn, Writes
from tests.conftest import Shelf
from tests.experts import CHANNEL, Town

SAM, KIM, ANN, BOB, COORDINATOR = "11", "12", "21", "22", "99"
RULES = Rules()


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house, on_call=COORDINATOR)


def state(town: Town) -> list[tuple[bool, bool]]:
    """Of every request: whether it is open, and whether an expert has it."""
    return [(bool(going), held is not None) for going, held in town.shelf.look("SELECT open, expert FROM request")]


# --- withdrawing -------------------------------------------------------------------------------------


async def test_withdrawing_while_it_waits_takes_the_cards_back(town: Town) -> None:
    await town.expert(SAM)
    await town.expert(KIM)
    await town.agrees(ANN, "ik slaap slecht")
    await town.taps(ANN, "!withdraw")
    assert town.step(ANN) == "relay.withdrawn"
    for who in (SAM, KIM):
        assert "slaap slecht" not in town.text(who)
        assert town.newest(who).buttons == ()
    assert state(town) == [(False, False)]
    assert town.shelf.look("SELECT withdrawn FROM consent") == [(1,)]
    await town.passes(days=4)
    assert town.step(ANN) == "relay.withdrawn"


@pytest.mark.parametrize("spoken", [False, True])
async def test_withdrawing_while_an_expert_has_it_ends_it_at_once(town: Town, spoken: bool) -> None:
    await town.expert(SAM)
    await town.agrees(ANN)
    await town.taps(SAM, "desk.claim.")
    if spoken:
        await town.says(SAM, "Hoi", reply_to=town.newest(SAM).number)
    await town.taps(ANN, "!withdraw")
    assert (town.step(ANN), town.step(SAM)) == ("relay.withdrawn", "desk.ended")
    assert town.shelf.look("SELECT withdrawn FROM consent") == [(1,)]
    await town.says(ANN, "dit is weer voor de computer")
    assert not town.sees(SAM, "computer")
    await town.says(SAM, "nog een woord")
    assert not town.sees(ANN, "nog een woord")


@pytest.mark.parametrize("end", ["!withdraw", "!somebody_else", "!leave"])
async def test_after_the_resident_ended_it_no_send_starts_in_either_direction(town: Town, end: str) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    town.phones.gates = {ANN: asyncio.Event(), SAM: asyncio.Event()}
    for number in range(5):
        await town.says(ANN, f"van Ann {number}", settle=False)
        await town.says(SAM, f"van Sam {number}", settle=False)
    await asyncio.sleep(0.05)
    await town.taps(ANN, end, settle=False)
    for gate in town.phones.gates.values():
        gate.set()
    await town.settles()
    after = [screen.text for _, screen in town.phones.ever if " van Ann " in screen.text or "\nvan " in screen.text]
    assert len([one for one in after if "van Ann" in one]) <= 1, "only what was under way"
    assert len([one for one in after if "van Sam" in one]) <= 1
    assert not town.sees(SAM, "van Ann"), "and that is taken away again"
    assert not town.sees(ANN, "van Sam")
    assert town.shelf.look("SELECT count(*) FROM outgoing") == [(0,)]


@pytest.mark.parametrize(("who", "end"), [(SAM, "desk.finish."), (SAM, "desk.pass_on."), (ANN, "!close")])
async def test_a_goodbye_still_arrives(town: Town, who: str, end: str) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    other = {ANN: SAM, SAM: ANN}[who]
    town.phones.gates = {other: asyncio.Event()}
    await town.says(who, "een", settle=False)
    await town.says(who, "Dag, het ga je goed.", settle=False)
    await asyncio.sleep(0.05)
    await town.taps(who, end, settle=False)
    town.phones.gates.pop(other).set()
    await town.settles()
    assert town.sees(other, "Dag, het ga je goed.")
    assert town.step(other) != "relay.message"


async def test_withdrawing_stops_also_the_second_part_of_a_long_message(town: Town) -> None:
    await town.expert(SAM)
    name = await town.talks(ANN, SAM)

    class InParts:
        async def deliver(self, address: str, outgoing: object, skip: int = 0):  # type: ignore[no-untyped-def]
            if address == SAM and isinstance(outgoing, Screen) and "lang" in outgoing.text:
                yield 1
                town.sender.put(await town.store.turn(withdrawn) or ())
                town.phones.started.append("second part")
                yield 2
                town.phones.started.append("third part")

    withdrawn = Turn(CHANNEL, BOB, "w", (), lambda stored, _: Writes(stored or {}, changes=Changes(hush=(name,))))
    town.sender._channels = {CHANNEL: InParts()}
    await town.says(ANN, "lang verhaal", settle=False)
    await town.sender.idle()
    assert "third part" not in town.phones.started


async def test_what_is_said_after_a_withdrawal_arrives_also_when_it_reaches_the_sender_first(town: Town) -> None:
    sam = await town.expert(SAM)
    name = await town.talks(ANN, SAM)
    card = Changes(notes=(Note(sam, Screen("een nieuwe kaart", topic=name)),))
    withdrawn = Turn(CHANNEL, BOB, "w", (), lambda stored, _: Writes(stored or {}, changes=Changes(hush=(name,))))
    asked, taken_back = await asyncio.gather(town.store.due(Due(lambda _: card)), town.store.turn(withdrawn))
    town.sender.put(asked)
    town.sender.put(taken_back or ())
    await town.settles()
    assert town.sees(SAM, "een nieuwe kaart")


async def test_erasing_takes_away_what_the_expert_got_but_nothing_of_anybody_else(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM, "ik slaap slecht")
    await town.says(ANN, "geheim van Ann")
    await town.talks(BOB, SAM)
    await town.says(SAM, "aan Ann geschreven", reply_to=town.message(SAM, "geheim van Ann").number)
    town.phones.gates = {SAM: asyncio.Event()}
    for number in range(3):
        await town.says(BOB, f"van Bob {number}", settle=False)
    await asyncio.sleep(0.05)
    await town.taps(ANN, "!leave", settle=False)
    town.phones.gates.pop(SAM).set()
    await town.settles()
    assert all(town.sees(SAM, f"van Bob {number}") for number in range(3))
    for gone in ("slaap slecht", "geheim van Ann"):
        assert not town.sees(SAM, gone)
    assert town.sees(SAM, "gestopt met dit gesprek")
    assert len(town.phones.shown[ANN]) == 1
    assert town.shelf.look("SELECT count(*) FROM request") == [(1,)]
    await town.says(BOB, "ik ben er nog")
    assert town.sees(SAM, "ik ben er nog")


async def test_erasing_takes_away_also_what_an_expert_got_in_a_talk_that_is_over(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM, "ik slaap slecht")
    await town.says(ANN, "geheim van Ann")
    await town.taps(ANN, "!close")
    await town.taps(ANN, "!leave")
    for gone in ("slaap slecht", "geheim van Ann"):
        assert not town.sees(SAM, gone)


async def test_what_only_waits_for_its_turn_is_not_sent_after_a_withdrawal(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    town.sender._each = Pace(5, burst=1)
    for number in range(4):
        await town.says(ANN, f"van Ann {number}", settle=False)
    await asyncio.sleep(0.05)
    await town.taps(ANN, "!withdraw", settle=False)
    await town.settles()
    after = [screen.text for who, screen in town.phones.ever if who == SAM and "van Ann" in screen.text]
    assert len(after) <= 1


# --- somebody else, passing on -----------------------------------------------------------------------


async def test_somebody_else_please_needs_no_reason_and_never_brings_the_same_one(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.expert(KIM)
    await town.taps(ANN, "!somebody_else")
    assert "relay.else" in town.steps(ANN)
    assert "desk.ended" in town.steps(SAM)
    assert town.step(KIM) == "desk.request"
    assert town.steps(SAM, 20).count("desk.request") == 1
    await town.taps(KIM, "desk.claim.")
    await town.says(ANN, "hallo Kim")
    assert (town.sees(KIM, "hallo Kim"), town.sees(SAM, "hallo Kim")) == (True, False)


async def test_passing_on_waits_for_the_residents_yes(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.expert(KIM)
    await town.taps(SAM, "desk.pass_on.")
    assert (town.step(SAM), town.step(ANN)) == ("desk.passed", "relay.passing")
    assert "desk.request" not in town.steps(KIM, 9)
    await town.says(ANN, "dit is voor niemand")
    assert not town.sees(SAM, "voor niemand")
    await town.taps(ANN, "!agree")
    assert town.step(KIM) == "desk.request"
    await town.taps(KIM, "desk.claim.")
    assert town.step(ANN) == "relay.claimed"


async def test_passing_on_ends_it_when_the_resident_says_no_or_nothing(town: Town) -> None:
    await town.expert(SAM)
    await town.expert(KIM)
    for who, silent in ((ANN, False), (BOB, True)):
        await town.talks(who, SAM)
        await town.taps(SAM, "desk.pass_on.")
        if silent:
            await town.passes(minutes=RULES.passing + 1)
        else:
            await town.taps(who, "!close")
        assert town.step(who) == ("relay.faded" if silent else "relay.closed")
        assert town.step(KIM) == "desk.taken"
    assert state(town) == [(False, False), (False, False)]


# --- time --------------------------------------------------------------------------------------------


async def test_nobody_answers_and_the_circle_widens_then_an_apology_then_an_end(town: Town) -> None:
    await town.expert(SAM)
    await town.expert(KIM, experiences=("caring",))
    await town.agrees(ANN)
    assert town.step(SAM) == "desk.request"
    assert "desk.request" not in town.steps(KIM, 9)
    await town.passes(minutes=RULES.remind)
    assert town.step(SAM) == "desk.reminder"
    await town.passes(minutes=RULES.widen)
    assert town.step(KIM) == "desk.request"
    assert town.step(ANN) == "relay.waiting"
    await town.passes(minutes=RULES.promise)
    assert (town.step(ANN), town.step(COORDINATOR)) == ("relay.sorry", "coordinator.waiting")
    await town.passes(minutes=RULES.expire)
    assert (town.step(ANN), town.step(COORDINATOR)) == ("relay.expired", "coordinator.expired")
    assert (town.step(SAM), town.newest(SAM).buttons) == ("desk.gone", ())
    assert ANN not in town.text(COORDINATOR)


async def test_outside_all_hours_the_truth_is_told_and_the_card_comes_when_somebody_is_there(town: Town) -> None:
    await town.expert(SAM, hours="di 9-12")
    await town.agrees(ANN)
    assert "desk.request" not in town.steps(SAM, 9)
    assert "09:00" in town.message(ANN, "dinsdag").screen.text
    await town.passes(hours=20)
    assert "desk.request" not in town.steps(SAM, 9)
    await town.passes(hours=2)
    assert town.step(SAM) == "desk.request"
    await town.taps(SAM, "desk.claim.")
    assert (await town.store.counters())["promise kept"] == 1


async def test_who_comes_on_duty_later_is_asked_too(town: Town) -> None:
    await town.expert(SAM, hours="ma 9-17")
    await town.expert(KIM, hours="di 9-17")
    await town.agrees(ANN)
    assert town.step(SAM) == "desk.request"
    for _ in range(22):
        await town.passes(hours=1)
    assert town.step(ANN) == "relay.sorry"
    assert town.step(KIM) == "desk.request"
    assert town.steps(SAM, 20).count("desk.request") == 1
    await town.taps(KIM, "desk.claim.")
    assert town.step(ANN) == "relay.claimed"


async def test_due_moments_are_kept_over_a_restart(town: Town, house: House) -> None:
    await town.expert(SAM)
    await town.agrees(ANN)
    now = town.shelf.now
    again = await Town.open(town.shelf, house, on_call=COORDINATOR)
    again.phones.shown, again.phones._numbers = town.phones.shown, town.phones._numbers
    again.names = town.names
    again.shelf.now = now
    await again.passes(minutes=RULES.remind)
    assert again.step(SAM) == "desk.reminder"


async def test_an_expert_who_claims_and_says_nothing_gives_it_back(town: Town) -> None:
    await town.expert(SAM)
    await town.expert(KIM)
    await town.agrees(ANN)
    await town.taps(SAM, "desk.claim.")
    await town.passes(minutes=RULES.first_word)
    assert town.step(SAM) == "desk.nudge"
    await town.passes(minutes=RULES.first_word)
    assert "relay.next" in town.steps(ANN)
    assert town.step(KIM) == "desk.request"
    assert "desk.given_back" in town.steps(SAM)
    assert town.steps(SAM, 20).count("desk.request") == 1


async def test_silence_is_noticed_by_both_then_there_is_an_honest_end(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.passes(minutes=RULES.silence)
    assert (town.step(ANN), town.step(SAM)) == ("relay.quiet", "desk.quiet")
    await town.says(ANN, "ik was er even niet")
    assert town.sees(SAM, "ik was er even niet")
    await town.passes(minutes=RULES.silence)
    await town.passes(minutes=RULES.grace)
    assert (town.step(ANN), town.step(SAM)) == ("relay.faded", "desk.faded")
    assert state(town) == [(False, False)]


async def test_an_expert_who_is_silent_at_danger_is_not_waited_for(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.says(ANN, "ik wil dood")
    await town.passes(minutes=RULES.alarm)
    assert (town.step(ANN), town.step(SAM)) == ("relay.unanswered", "desk.unanswered")
    assert town.step(COORDINATOR) == "coordinator.unanswered"


# --- who is gone -------------------------------------------------------------------------------------


async def test_a_revoked_expert_frees_the_conversation_and_can_do_nothing_more(town: Town) -> None:
    sam = await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.expert(KIM)
    await town.agrees(BOB)
    card = next(one.data for one in town.message(SAM, "Iemand vraagt").buttons if "claim" in one.data)
    assert await town.store.revoke(sam)
    await town.settles()
    assert "relay.next" in town.steps(ANN)
    assert town.step(SAM) == "desk.given_back", "nobody goes on writing into nothing"
    assert "desk.request" in town.steps(KIM)
    await town.forges(SAM, card)
    await town.says(SAM, "nog iets", reply_to=None)
    assert not town.sees(ANN, "nog iets")
    assert state(town) == [(True, False), (True, False)]
    assert not await town.store.revoke(sam)


async def test_an_expert_who_blocked_us_frees_the_conversation(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    await town.expert(KIM)
    town.phones.left.add(SAM)
    await town.says(ANN, "ben je er nog?")
    await town.passes(seconds=2)
    assert "relay.next" in town.steps(ANN)
    assert town.step(KIM) == "desk.request"


async def test_a_resident_who_blocked_us_ends_it_and_the_expert_hears_so(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    town.phones.left.add(ANN)
    await town.says(SAM, "ben je er nog?")
    await town.passes(seconds=2)
    assert town.step(SAM) == "desk.faded"
    assert state(town) == [(False, False)]


async def test_a_card_that_does_not_arrive_is_nothing_for_the_resident(town: Town) -> None:
    await town.expert(SAM)
    town.phones.refused.add(SAM)
    await town.agrees(ANN)
    await town.passes(seconds=2)
    assert "relay.undelivered" not in town.steps(ANN, 9)
    assert state(town) == [(True, False)]


async def test_a_message_that_does_not_arrive_is_told_to_who_wrote_it(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    for who, other, step in ((ANN, SAM, "relay.undelivered"), (SAM, ANN, "desk.undelivered")):
        town.phones.refused.add(other)
        await town.says(who, "komt dit aan?")
        town.phones.refused.clear()
        await town.passes(seconds=2)
        assert town.step(who) == step
    assert state(town) == [(True, True)]


async def test_when_the_words_of_both_do_not_arrive_both_are_told(town: Town) -> None:
    await town.expert(SAM)
    await town.talks(ANN, SAM)
    town.phones.refused |= {ANN, SAM}
    for who in (ANN, SAM):
        await town.says(who, "komt dit aan?", settle=False)
    await town.sender.idle()
    town.phones.refused.clear()
    await town.passes(seconds=2)
    assert (town.step(ANN), town.step(SAM)) == ("relay.undelivered", "desk.undelivered")


async def test_a_request_that_cannot_be_dealt_with_harms_only_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await town.expert(SAM)
    await town.agrees(BOB)
    [(broken,)] = town.shelf.look("SELECT lower(hex(id)) FROM request")
    one = due._one

    def sometimes(frame: Frame, busy: Mapping[str, int], stored: Matter) -> Changes:
        if stored.id == broken:
            raise ValueError("geheim")
        return one(frame, busy, stored)

    monkeypatch.setattr(due, "_one", sometimes)
    await town.agrees(ANN)
    await town.passes(minutes=RULES.remind)
    assert town.steps(SAM, 9).count("desk.reminder") == 1
    assert "request_failed error=ValueError" in caplog.text
    assert "geheim" not in caplog.text
    monkeypatch.undo()
    await town.passes(hours=1)
    assert town.steps(SAM, 9).count("desk.reminder") == 2
