"""Handoffs over the real bot process and the stand-in for Telegram: what each side sees, and what never leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi import Fault
from tests.conftest import traces
from tests.stage import COORDINATOR, OWN, Stage, on, press, sent_to, shows, staged


@pytest.fixture(params=["nl", "uk"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, request.param) as one:
        yield one


async def test_a_line_that_was_unticked_is_in_no_request_about_the_expert(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.asks(1, OWN)
    assert OWN in ann.screen.text
    for data in ("handoff.preview.change", "lines.which.liked", "lines.which.own", "handoff.own.skip"):
        await ann.taps(data)
        await ann.sees()
    assert OWN not in ann.screen.text
    await ann.taps("handoff.preview.send")
    [card] = await sam.sees()
    assert card.text.count("\n- ") == 1
    assert card.params["protect_content"] is True
    await sam.taps(press(card, "claim"))
    await sam.sees()
    await ann.says("nu praten we")
    await shows(sam, "nu praten we")
    assert traces(sent_to(stage.api, sam), [OWN, *ann.canaries.all]) == []


async def test_saying_no_leads_to_people_who_can_be_called(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.asks(1)
    await ann.taps("handoff.preview.no")
    [people] = await ann.sees()
    assert "☎" in people.text
    await asyncio.sleep(0.3)
    assert len([message for message in sam.visible if message.from_bot]) == 2


async def test_withdrawing_while_it_waits_takes_the_card_back(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1, OWN)
    await shows(sam, OWN)
    await ann.taps("!withdraw")
    await sam.until(lambda: OWN not in on(sam), 10)
    [card] = [message for message in sam.visible if message.edits]
    assert card.buttons == []


async def test_withdrawing_in_the_middle_of_the_talk_stops_what_waits(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    stage.api.faults.append(Fault("slow", "sendMessage", chat=sam.id, seconds=0.5, times=None))
    for number in range(6):
        await ann.says(f"geheim {number}")
    await shows(sam, "geheim 0")
    await ann.taps("!withdraw")
    await ann.sees()
    stage.api.faults.clear()
    told = len([call for call in stage.api.calls_of("sendMessage", sam.id) if "geheim" in str(call.params)])
    await asyncio.sleep(1.2)
    await sam.until(lambda: "geheim" not in on(sam) or told > 0, 5)
    after = [call for call in stage.api.calls_of("sendMessage", sam.id) if "geheim" in str(call.params)]
    assert len(after) == told < 6, "after the withdrawal no send starts"


async def test_two_experts_press_at_the_same_instant(stage: Stage) -> None:
    sam, kim = await stage.expert(1), await stage.expert(2)
    for number in range(5):
        ann = await stage.agrees(number)
        for one in (sam, kim):
            await one.sees()
        await asyncio.gather(*(one.taps(press(one.screen, "claim")) for one in (sam, kim)))
        answers = [(await one.sees())[0] for one in (sam, kim)]
        won = [bool(answer.buttons) for answer in answers]
        assert sorted(won) == [False, True]
        await ann.sees()
        winner = (sam, kim)[won.index(True)]
        await winner.taps(press(winner.screen, "finish"))
        await winner.sees()


async def test_an_expert_who_is_revoked_or_blocks_us_frees_the_conversation(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    kim = await stage.expert(2)
    [sams] = [name for name, desk in (await stage.store.experts()).items() if desk["expert"]["alias"] == "Sam1"]
    await stage.store.revoke(sams)
    [card] = await kim.sees(timeout=10)
    await sam.says("hoor je mij nog?")
    await sam.sees()
    assert "hoor je mij" not in on(ann)
    await kim.taps(press(card, "claim"))
    await ann.sees(2)
    await kim.blocks()
    lea = await stage.expert(3)
    await ann.says("ben je er nog?")
    await lea.sees(timeout=10)
    assert "ben je er nog?" not in on(lea)


async def test_a_resident_who_blocks_us_ends_it_for_the_expert(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    name = await stage.talk(ann, sam)
    await ann.blocks()
    await sam.says("ben je er nog?")
    await sam.until(lambda: f"desk.report.{name}" in str(sam.screen.buttons), 10)


@pytest.mark.parametrize("words", ["/leave", "/erase"])
async def test_who_leaves_or_erases_takes_it_off_the_experts_phone(stage: Stage, words: str) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1, OWN)
    await stage.talk(ann, sam)
    await ann.says("geheim woord")
    await shows(sam, "geheim woord")
    await ann.says(words)
    if words == "/erase":
        await ann.sees()
        await ann.taps("erase.sure.yes")
    await sam.until(lambda: OWN not in on(sam) and "geheim woord" not in on(sam), 10)
    await ann.until(lambda: [message.from_bot for message in ann.visible] == [True], 10)


async def test_somebody_else_and_passing_on_with_a_yes_and_a_no(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    kim = await stage.expert(2)
    await ann.taps("!somebody_else")
    [card] = await kim.sees(timeout=10)
    await kim.taps(press(card, "claim"))
    await kim.sees()
    await kim.taps(press(kim.screen, "pass_on"))
    await ann.until(lambda: "!agree" in str(ann.screen.buttons), 10)
    lea = await stage.expert(3)
    await ann.taps("!agree")
    [card] = await lea.sees(timeout=10)
    await lea.taps(press(card, "claim"))
    await lea.sees()
    await lea.taps(press(lea.screen, "pass_on"))
    await ann.until(lambda: "!agree" in str(ann.screen.buttons), 10)
    await ann.taps("!close")
    await ann.until(lambda: "!aftercare" in str(ann.screen.buttons), 10)
    assert await stage.store.requests() == []


async def test_edits_are_corrections_and_what_is_no_text_is_refused(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    early = await ann.says("/help")
    await ann.sees()
    await stage.talk(ann, sam)
    said = await ann.says("tot morgn")
    await shows(sam, "tot morgn")
    await ann.edits(said.message_id, "tot morgen")
    await shows(sam, "tot morgen")
    await ann.edits(early.message_id, "dit was nooit verstuurd")
    await ann.sees()
    for who in (ann, sam):
        for kind in ("photo", "sticker", "contact", "location"):
            await who.sends(kind)
            await who.sees()
    await sam.says("nog steeds hier")
    await shows(ann, "nog steeds hier")
    assert "nooit verstuurd" not in on(sam)
    assert traces(sent_to(stage.api, sam), ann.canaries.all) == []
    assert traces(sent_to(stage.api, ann), sam.canaries.all) == []


async def test_danger_is_told_to_all_who_can_help(stage: Stage) -> None:
    sam = await stage.expert(1)
    ann = await stage.agrees(1)
    await stage.talk(ann, sam)
    await ann.says("ik wil dood" if stage.language == "nl" else "я хочу померти")
    await ann.until(lambda: "113" in ann.screen.text, 10)
    await sam.sees(2)
    coordinator = stage.api.chat(COORDINATOR)
    [alert] = await coordinator.sees()
    assert "dood" not in alert.text
    assert "померти" not in alert.text


async def test_an_expert_can_be_a_resident_too_and_a_full_one_takes_nothing_more(stage: Stage) -> None:
    sam = await stage.expert(1)
    await sam.says("/most 1")
    await sam.sees()
    first, second = await stage.agrees(1), await stage.agrees(2)
    cards = await sam.sees(2)
    await sam.taps(press(cards[0], "claim"))
    await sam.sees()
    await sam.taps(press(cards[1], "claim"), on=cards[1].id)
    [full] = await sam.sees()
    assert full.buttons == []
    await sam.says("/resident")
    await sam.sees()
    await sam.says(f"/start {stage.language}")
    [doors] = await sam.sees()
    assert "welcome.doors" in str(doors.buttons)
    await sam.says("dit is voor de computer")
    await sam.sees()
    assert "computer" not in "".join(on(one).split("\n")[-1] for one in (first, second))
