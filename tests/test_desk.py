"""The desk of an expert: claiming once, conversations kept apart beyond doubt, the report, one's own account."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict

import pytest

from bot.handoff.report import QUESTIONS, counted, next_question
from bot.house import House
from tests.conftest import Shelf
from tests.experts import Town, profile

SAM, KIM, ANN, BOB, EVE, COORDINATOR = "11", "12", "21", "22", "23", "99"


@pytest.fixture
async def town(shelf: Shelf, house: House) -> Town:
    return await Town.open(shelf, house, on_call=COORDINATOR)


@pytest.fixture
async def sam(town: Town) -> str:
    return await town.expert(SAM)


# --- claiming ----------------------------------------------------------------------------------------


async def test_everybody_who_fits_gets_one_card_and_the_cards_of_the_others_change(town: Town, sam: str) -> None:
    await town.expert(KIM)
    await town.expert("13", languages=("ar",))
    await town.expert("14", experiences=("addiction",))
    await town.agrees(ANN)
    asked = [who for who in (SAM, KIM, "13", "14") if "desk.request" in town.steps(who, 5)]
    assert asked == [SAM, KIM]
    await town.taps(KIM, "desk.claim.")
    assert (town.step(KIM), town.step(SAM), town.step(ANN)) == ("desk.claimed", "desk.taken", "relay.claimed")
    assert town.newest(SAM).buttons == ()


async def test_a_thousand_times_two_experts_press_at_one_instant_and_one_of_them_has_it(town: Town) -> None:
    chance, won = random.Random(6), [0, 0]
    pairs = [(f"1{number}", f"2{number}") for number in range(25)]
    ids = {who: await town.expert(who) for pair in pairs for who in pair}
    for turn in range(40):
        waiting = (town.queued(f"race {turn} {one}", tuple(ids[who] for who in (one, other))) for one, other in pairs)
        races = list(zip(pairs, await asyncio.gather(*waiting), strict=True))
        presses = [(who, name) for pair, name in races for who in chance.sample(pair, 2)]
        await asyncio.gather(*(town.presses(who, f"desk.claim.{name}") for who, name in presses))
        await town.sender.idle()
        for pair, name in races:
            told = {who: town.newest(who).screen for who in pair}
            assert sorted(screen.step for screen in told.values()) == ["desk.claimed", "desk.taken_already"]
            [place] = [place for place, who in enumerate(pair) if told[who].topic == name]
            holder = town.shelf.look(f"SELECT lower(hex(expert)) FROM request WHERE id = x'{name}'")
            assert holder == [(ids[pair[place]],)]
            won[place] += 1
        await asyncio.gather(*(town.presses(who, f"desk.finish.{name}") for who, name in presses))
    assert sum(won) == 1000
    assert min(won) > 100, "each was first now and then"
    assert town.shelf.look("SELECT value FROM counter WHERE name = 'handoff claim expert'") == [(1000,)]


async def test_an_expert_who_is_full_is_asked_nothing_more_and_cannot_claim(town: Town) -> None:
    await town.expert(SAM, most=1)
    await town.agrees(ANN)
    await town.agrees(BOB)
    cards = [one.buttons[0].data for one in town.phones.shown[SAM].values() if one.screen.step == "desk.request"]
    assert len(cards) == 2
    await town.forges(SAM, cards[0])
    await town.forges(SAM, cards[1])
    assert town.step(SAM) == "desk.full"
    await town.agrees(EVE)
    assert town.steps(SAM, 20).count("desk.request") == 2
    await town.taps(SAM, "desk.finish.")
    await town.forges(SAM, cards[1])
    assert town.step(SAM) == "desk.claimed"


async def test_who_was_not_asked_cannot_claim(town: Town, sam: str) -> None:
    await town.agrees(ANN)
    press = town.button(SAM, "desk.claim.").data
    await town.expert(KIM, experiences=("caring",))
    await town.forges(KIM, press)
    assert town.step(KIM) == "desk.taken_already"
    await town.begins(EVE)
    await town.forges(EVE, press)
    assert town.step(EVE) == "welcome.doors"
    assert town.shelf.look("SELECT expert FROM request") == [(None,)]


@pytest.mark.parametrize(
    "data",
    ["desk.", "desk.claim", "desk.claim.", "desk.claim.zz", "desk.claim." + "0" * 16, "desk.finish." + "0" * 16,
     "desk.send_to..1", "desk.send_whole." + "0" * 16 + ".1", "desk.report", "desk.experience.", "!leave", "x", "a.b.c",
     "desk.drop." + "0" * 16 + ".\ud800"],
)  # fmt: skip
async def test_a_forged_button_changes_nothing_and_is_answered(town: Town, sam: str, data: str) -> None:
    await town.agrees(ANN)
    before = len(town.phones.ever)
    await town.forges(SAM, data)
    assert len(town.phones.ever) == before + 1
    assert town.shelf.look("SELECT expert, open FROM request") == [(None, 1)]


# --- kept apart --------------------------------------------------------------------------------------


async def test_words_go_to_whom_they_answer_and_are_asked_back_when_that_is_in_doubt(town: Town, sam: str) -> None:
    await town.talks(ANN, SAM)
    await town.talks(BOB, SAM)
    await town.says(SAM, "voor Bob")
    assert town.sees(BOB, "voor Bob")
    await town.says(ANN, "iets van Ann")
    await town.says(SAM, "voor wie?")
    assert town.step(SAM) == "desk.whom"
    assert not town.sees(ANN, "voor wie?")
    assert not town.sees(BOB, "voor wie?")
    await town.taps(SAM, town.newest(SAM).buttons[0].data)
    assert town.sees(ANN, "voor wie?") + town.sees(BOB, "voor wie?") == 1
    await town.says(SAM, "antwoord aan Ann", reply_to=town.message(SAM, "iets van Ann").number)
    assert town.sees(ANN, "antwoord aan Ann")
    await town.says(SAM, "nog iets voor Ann")
    assert town.sees(ANN, "nog iets voor Ann")


async def test_words_that_wait_are_never_sent_by_the_button_of_other_words(town: Town, sam: str) -> None:
    ann, bob = await town.talks(ANN, SAM), await town.talks(BOB, SAM)
    await town.says(ANN, "een")
    await town.says(SAM, "eerste vraag")
    await town.says(SAM, "tweede vraag")
    first, second = [one for one in town.phones.shown[SAM].values() if one.screen.step == "desk.whom"]
    await town.forges(SAM, next(one.data for one in second.buttons if bob in one.data))
    assert (town.sees(BOB, "tweede vraag"), town.sees(BOB, "eerste vraag")) == (True, False)
    await town.forges(SAM, next(one.data for one in first.buttons if ann in one.data))
    assert town.sees(ANN, "eerste vraag")
    await town.says(SAM, "bel 06 12345678", reply_to=town.message(SAM, "een").number)
    await town.taps(SAM, f"desk.choose.{ann}")
    assert not town.sees(ANN, "\nbel")
    await town.taps(SAM, f"desk.send_bare.{ann}")
    assert town.sees(ANN, "\nbel ...")
    assert not town.sees(BOB, "\nbel")


async def test_an_answer_to_something_nobody_remembers_is_asked_back(town: Town, sam: str) -> None:
    await town.talks(ANN, SAM)
    await town.says(SAM, "waarop?", reply_to=424242)
    assert (town.step(SAM), town.sees(ANN, "waarop?")) == ("desk.whom", False)


async def test_an_answer_in_a_conversation_that_is_over_goes_nowhere(town: Town, sam: str) -> None:
    await town.talks(ANN, SAM)
    await town.says(ANN, "laatste")
    await town.talks(BOB, SAM)
    await town.taps(ANN, "!close")
    await town.says(SAM, "te laat", reply_to=town.message(SAM, "laatste").number)
    assert town.step(SAM) == "desk.over"
    assert not town.sees(ANN, "te laat")
    assert not town.sees(BOB, "te laat")


async def test_three_conversations_at_random_five_hundred_times_and_never_a_word_astray(town: Town, sam: str) -> None:
    chance = random.Random(20261123)
    residents = {who: await town.talks(who, SAM) for who in (ANN, BOB, EVE)}
    meant: dict[str, list[str]] = defaultdict(list)
    asked_back, front = 0, EVE
    for number in range(500):
        who, text = chance.choice(list(residents)), f"bericht <{number}>"
        if chance.random() < 0.5:
            await town.says(who, text)
            meant[SAM].append(text)
            continue
        meant[who].append(text)
        asked_back += await _answers(town, chance, residents[who], text, in_front=front == who)
        front = who
    for who in (*residents, SAM):
        crossed = [screen.text.split("\n", 1)[1] for to, screen in town.phones.ever
                   if to == who and screen.step == "relay.message" and "bericht <" in screen.text]  # fmt: skip
        assert crossed == meant[who], who
    assert sum(map(len, meant.values())) == 500
    assert asked_back > 10


async def _answers(town: Town, chance: random.Random, name: str, text: str, *, in_front: bool) -> bool:
    """Sam says something in one of the ways there are; whether it was asked for whom it is."""
    way = chance.choice(("reply", "choose", "type" if in_front else "choose"))
    if way == "reply":
        theirs = [one for one in town.phones.shown[SAM].values() if one.screen.topic == name]
        await town.says(SAM, text, reply_to=chance.choice(theirs).number)
        return False
    if way == "choose":
        await town.forges(SAM, f"desk.choose.{name}")
    await town.says(SAM, text)
    asked = town.step(SAM) == "desk.whom"
    if asked:
        await town.forges(SAM, next(one.data for one in town.newest(SAM).buttons if f".{name}." in one.data))
    return asked


# --- the report --------------------------------------------------------------------------------------


def test_a_whole_report_is_counted_by_question_and_code() -> None:
    given: tuple[str, ...] = ()
    while question := next_question(given):
        given = (*given, QUESTIONS[question][0])
    assert list(counted(given)) == [f"report {question} {codes[0]}" for question, codes in QUESTIONS.items()]
    assert len(QUESTIONS) == 6


async def test_the_report_is_five_taps_and_how_it_was_and_tells_the_coordinator_when_it_was_heavy(
    town: Town, sam: str
) -> None:
    name = await town.talks(ANN, SAM, "ik slaap slecht")
    await town.taps(SAM, f"desk.finish.{name}")
    await town.taps(SAM, f"desk.report.{name}")
    for question, codes in QUESTIONS.items():
        assert town.step(SAM) == f"report.{question}"
        await town.forges(SAM, f"desk.report.{name}.nonsense")
        await town.forges(SAM, f"desk.report.{name}.{codes[-1]}")
    assert town.step(SAM) == "desk.heavy"
    assert town.step(COORDINATOR) == "coordinator.heavy"
    assert "slaap" not in town.text(COORDINATOR)
    counts = await town.store.counters()
    told = {one for one in counts if one.startswith("report ")}
    assert told == {f"report {question} {codes[-1]}" for question, codes in QUESTIONS.items()}


# --- one's own account -------------------------------------------------------------------------------


async def test_an_invitation_is_used_once_and_not_after_its_time(town: Town) -> None:
    await town.store.invite("ABCDEFGHJK", profile(), 3600)
    await town.says(KIM, "EXPERT-abcdefghjk")
    await town.says(SAM, "expert-ABCDEFGHJK")
    assert len(await town.store.experts()) == 1
    assert "desk.welcome" in town.steps(KIM)
    assert "Deze code werkt niet meer" in town.text(SAM)
    await town.store.invite("KJHGFEDCBA", profile(), 3600)
    await town.passes(hours=1)
    await town.says(SAM, "expert-KJHGFEDCBA")
    assert len(await town.store.experts()) == 1


async def test_two_people_with_one_invitation_at_one_instant(town: Town) -> None:
    await town.store.invite("ABCDEFGHJK", profile(), 3600)
    await asyncio.gather(*(town.says(who, "expert-ABCDEFGHJK") for who in (SAM, KIM)))
    assert len(await town.store.experts()) == 1


async def test_what_an_expert_shows_of_themselves_is_their_own_choice(town: Town, sam: str) -> None:
    await town.says(SAM, "/intro Ik weet hoe het is.")
    assert town.sees(SAM, "Ik weet hoe het is.")
    await town.says(SAM, "/intro Ik heet Jan de Vries, bel 06 12345678")
    assert town.step(SAM) == "desk.intro_personal"
    await town.says(SAM, "/hours ma-vr 9-12; zo 10-11")
    await town.says(SAM, "/hours altijd")
    assert (town.step(SAM), town.sees(SAM, "altijd")) == ("desk.bad_hours", True)
    await town.says(SAM, "/most 2")
    await town.says(SAM, "/most veel")
    assert town.step(SAM) == "desk.bad_most"
    await town.taps(SAM, "desk.experience.caring")
    await town.taps(SAM, "desk.experience.debts")
    [kept] = (await town.store.experts()).values()
    me = kept["expert"]
    assert (me["intro"], me["hours"], me["most"]) == ("Ik weet hoe het is.", "ma-vr 9-12; zo 10-11", 2)
    assert me["experiences"] == ["caring"]


async def test_who_pauses_is_not_asked_until_they_are_back(town: Town, sam: str) -> None:
    await town.says(SAM, "/pause")
    await town.agrees(ANN)
    assert "desk.request" not in town.steps(SAM, 9)
    await town.taps(SAM, "desk.resume")
    await town.agrees(BOB)
    assert "desk.request" in town.steps(SAM, 9)


async def test_an_expert_can_be_a_resident_for_a_while_and_still_answers_whom_they_reply_to(
    town: Town, sam: str
) -> None:
    await town.talks(ANN, SAM)
    await town.says(ANN, "vraag van Ann")
    for text in ("/resident", "/start nl", "ik heb zelf schulden"):
        await town.says(SAM, text)
    assert not town.sees(ANN, "ik heb zelf")
    assert "orientation" in town.step(SAM)
    await town.says(SAM, "antwoord", reply_to=town.message(SAM, "vraag van Ann").number)
    assert town.sees(ANN, "antwoord")
    await town.says(SAM, "/resident")
    await town.says(SAM, "hallo")
    await town.says(SAM, "/desk")
    assert town.step(SAM) == "desk.help"
    await town.says(SAM, "weer voor Ann")
    assert town.sees(ANN, "weer voor Ann")


async def test_an_expert_who_asks_for_somebody_themselves_does_not_mix_the_two(town: Town, sam: str) -> None:
    await town.talks(ANN, SAM)
    await town.says(ANN, "vraag van Ann")
    await town.expert(KIM)
    await town.says(SAM, "/resident")
    await town.agrees(SAM)
    await town.taps(KIM, "desk.claim.")
    own = await town.says(SAM, "mijn eigen vraag")
    await town.says(SAM, "mijn eigen vraag, beter", edits=own)
    assert town.sees(KIM, "mijn eigen vraag, beter")
    await town.says(SAM, "voor Ann", reply_to=town.message(SAM, "vraag van Ann").number)
    assert (town.sees(ANN, "voor Ann"), town.sees(KIM, "voor Ann")) == (True, False)
    assert not town.sees(ANN, "eigen vraag")


async def test_a_word_to_the_coordinator_names_no_resident(town: Town, sam: str) -> None:
    await town.says(SAM, "/word")
    assert town.step(SAM) == "desk.no_word"
    await town.says(SAM, "/word Ik wil ruilen, bel 06 12345678")
    assert town.step(SAM) == "desk.word_sent"
    assert "Ik wil ruilen" in town.text(COORDINATOR)
    assert "12345678" not in town.text(COORDINATOR)
