"""Telegram, over real HTTP against the stand-in for its server: nothing lost, nothing repeated, nothing let slip."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot

from bot.channels.telegram import NAME, Ingress, TelegramChannel, open_bot, polling, publish, request
from bot.channels.telegram import ingress as receiving
from bot.channels.telegram import webhook as listening
from bot.channels.telegram.channel import MOST_TEXT, messages, split
from bot.house import House
from bot.messages import Button, Delete, Outgoing, Screen
from bot.pace import Pace
from bot.sender import Sender
from bot.service import Service
from bot.store import Store, Turn, Writes
from tests.botapi import KINDS, FakeBotApi, FakeChat, Fault, FaultKind, Message, Unrest
from tests.conftest import Shelf, traces
from tests.process import free_port

SECRET = "whisper-of-the-webhook"
NO_LIMIT = Pace(0)

pytestmark = [  # as bot/channels/telegram/request.py has it; pytest sets its own filters over it
    pytest.mark.filterwarnings("ignore:Please use 'Bot:telegram.warnings.PTBUserWarning"),
    pytest.mark.filterwarnings("ignore:Deprecated since version v22.2:telegram.warnings.PTBUserWarning"),
]


@dataclass
class Line:
    """The bot on one end, all of Telegram on the other. `house` may be exchanged."""

    api: FakeBotApi
    shelf: Shelf
    house: House
    bot: Bot
    store: Store
    sender: Sender
    url: str

    async def settled(self) -> None:
        """Everything that was said is dealt with, and all answers are delivered."""
        async with asyncio.timeout(5):
            await self.api.updates.drained()
            await self.sender.idle()

    async def sends(self, chat: FakeChat, outgoing: Outgoing) -> None:
        """Commit and deliver one screen, or one deletion."""
        number = str(time.monotonic_ns())
        turn = Turn(NAME, str(chat.id), number, (), lambda stored, _: Writes(stored or {}, (outgoing,)))
        self.sender.put(await self.store.turn(turn) or ())


@asynccontextmanager
async def online(api: FakeBotApi, shelf: Shelf, house: House, mode: str = "polling") -> AsyncIterator[Line]:
    """A bot that takes updates in the way that `mode` says, put together as `running` does."""
    bot, store, port = open_bot(api.token, api.url), await shelf.open(), free_port()
    channel = TelegramChannel(bot)
    sender = Sender(store, {NAME: channel}, NO_LIMIT, NO_LIMIT)
    line = Line(api, shelf, house, bot, store, sender, f"http://127.0.0.1:{port}/hook")
    ingress = Ingress(bot, channel, Service(lambda: line.house, store, sender, NO_LIMIT))
    at_work = polling(bot, ingress)
    if mode == "webhook":
        at_work = listening.serve(bot, ingress, f"127.0.0.1:{port}", line.url, SECRET)
    async with bot:
        await sender.start()
        async with at_work:
            yield line
        await sender.stop(grace=0.2)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PAUSE", 0.05)
    monkeypatch.setattr(listening, "LOOK", 0.05)


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def line(api: FakeBotApi, shelf: Shelf, house: House) -> AsyncIterator[Line]:
    async with online(api, shelf, house) as one:
        yield one


@pytest.fixture
async def hook(api: FakeBotApi, shelf: Shelf, house: House) -> AsyncIterator[Line]:
    async with online(api, shelf, house, "webhook") as one:
        yield one


@pytest.fixture(params=["polling", "webhook"])
async def either(request: pytest.FixtureRequest, api: FakeBotApi, shelf: Shelf, house: House) -> AsyncIterator[Line]:
    async with online(api, shelf, house, request.param) as one:
        yield one


@pytest.fixture
def ann(api: FakeBotApi) -> FakeChat:
    return api.chat(615_243_001)


@pytest.fixture
def bob(api: FakeBotApi) -> FakeChat:
    return api.chat(615_243_002)


def step(message: Message) -> str:
    """The step a message shows, told by the data of its first button."""
    return message.buttons[0][0][1].rpartition(".")[0] if message.buttons else ""


async def sees(chat: FakeChat, *expected: str) -> list[Message]:
    """The next messages, which show these steps."""
    seen = await chat.sees(len(expected))
    assert [step(message) for message in seen] == [*expected]
    return seen


async def until(holds: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what we wait for happens in a database or in another program
            await asyncio.sleep(0.01)


async def begins(chat: FakeChat, language: str = "nl") -> None:
    await chat.says(f"/start {language}")
    await sees(chat, "welcome.doors")


# --- nothing is lost ---------------------------------------------------------------------------------


async def test_a_conversation_goes_back_and_forth(either: Line, ann: FakeChat) -> None:
    await ann.says("/start")
    await sees(ann, "welcome.language")
    tap = await ann.taps("Nederlands")
    await sees(ann, "welcome.doors")
    await ann.says("post")
    await sees(ann, "letters.pile")
    await until(lambda: either.api.queries[tap.query_id].answered)
    assert not either.api.forbidden


async def test_an_update_is_confirmed_only_after_its_commit(line: Line, ann: FakeChat) -> None:
    with line.shelf.locked():
        posted = await ann.says("/start")
        await ann.sees()
        await asyncio.sleep(0.3)
        assert len(line.api.updates) == 1
        assert {call.params["offset"] for call in line.api.calls_of("getUpdates")} == {0}
    await sees(ann, "welcome.language")
    await line.settled()
    assert line.api.calls_of("getUpdates")[-1].params["offset"] == posted.update_id + 1
    assert line.shelf.look("SELECT count(*) FROM seen") == [(1,)]


async def test_a_webhook_is_answered_503_until_its_commit(hook: Line, ann: FakeChat) -> None:
    with hook.shelf.locked():
        await ann.says("/start")
        await ann.sees()
        await until(lambda: len(hook.api.deliveries) > 2)
        assert len(hook.api.updates) == 1
        assert "503" in hook.api.ingress.webhook.last_error
    await sees(ann, "welcome.language")
    await hook.settled()
    assert [delivery.lost for delivery in hook.api.deliveries][-2:] == [True, False]


async def test_while_the_database_is_down_a_resident_is_told_once(either: Line, ann: FakeChat, house: House) -> None:
    with either.shelf.locked():
        await ann.says("/start")
        await asyncio.sleep(0.4)
        [told] = await ann.sees()
    assert told.text == house.catalog.text("notice.disturbance", "nl")
    await sees(ann, "welcome.language")
    await either.settled()
    assert len([message for message in ann.visible if message.from_bot]) == 2


async def test_while_the_database_is_down_danger_is_answered_at_once(either: Line, ann: FakeChat) -> None:
    with either.shelf.locked():
        await ann.says("ik wil dood")
        await sees(ann, "crisis_suicide.now")
    await sees(ann, "crisis_suicide.now")


async def test_after_an_outage_everything_is_answered_in_the_order_in_which_it_was_said(line: Line) -> None:
    chats = [line.api.chat(700_000_000 + n) for n in range(15)]
    with line.shelf.locked():
        for chat in chats:
            for text in ("/start nl", "post", "/help", "/back"):
                await chat.says(text)
        await asyncio.sleep(0.4)
    await line.settled()
    for chat in chats:
        shown = [step(message) for message in chat.visible if message.from_bot and message.buttons]
        assert shown == ["welcome.doors", "letters.pile", "help.what", "letters.pile"]


async def test_a_disturbance_that_nobody_can_tell_of_loses_nothing(line: Line, ann: FakeChat) -> None:
    house, line.house = line.house, replace(line.house, catalog=None)  # type: ignore[arg-type]
    with line.shelf.locked():
        await ann.says("/start")
        await asyncio.sleep(0.3)
        assert len(line.api.updates) == 1
        line.house = house
    await sees(ann, "welcome.language")


async def test_what_was_said_while_nobody_was_there_is_answered(
    api: FakeBotApi, shelf: Shelf, house: House, ann: FakeChat, bob: FakeChat
) -> None:
    for move in ("/start", "Nederlands", "post"):
        await ann.says(move)
    await bob.says("/start")
    async with online(api, shelf, house):
        await sees(ann, "welcome.language", "welcome.doors", "letters.pile")
        await sees(bob, "welcome.language")


async def test_answers_that_were_not_delivered_come_after_a_restart(
    api: FakeBotApi, shelf: Shelf, house: House, ann: FakeChat
) -> None:
    api.faults.append(Fault("502", "sendMessage", times=None))
    await ann.says("/start nl")
    async with online(api, shelf, house):
        await until(lambda: api.calls_of("sendMessage"))
    api.faults.clear()
    async with online(api, shelf, house):
        await sees(ann, "welcome.doors")
        await ann.says("post")
        await sees(ann, "letters.pile")


async def test_updates_repeated_delayed_and_coming_back_are_answered_once(line: Line) -> None:
    line.api.disturb(Unrest(repeat=5, delay=0.1, stale=0.5, seed=3))
    chats = [line.api.chat(700_000_000 + n) for n in range(10)]
    for chat in chats:
        await chat.says("/start")
    for chat in chats:
        await sees(chat, "welcome.language")
    await asyncio.sleep(1.2)
    await line.settled()
    assert len(line.api.deliveries) > 20
    assert len(line.api.calls_of("sendMessage")) == 10


@pytest.mark.parametrize("kind", ["500", "502", "401", "429", "drop_before", "drop_after", "garbage"])
async def test_a_question_for_updates_that_fails_loses_none(line: Line, ann: FakeChat, kind: FaultKind) -> None:
    line.api.faults.append(Fault(kind, "getUpdates"))
    await ann.says("/start")
    await sees(ann, "welcome.language")
    await ann.says("/start")
    await sees(ann, "welcome.language")


NONSENSE: list[dict[str, Any]] = [
    {"message": None},
    {"message": {}},
    {"message": []},
    {"edited_message": 5},
    {"message": {"message_id": "x", "chat": {"id": 615_243_001, "type": "private"}, "text": "hallo"}},
    {"message": {"message_id": 5, "chat": {"id": "615243001", "type": "private"}, "text": "hallo"}},
    {"message": {"message_id": 5, "chat": None, "text": "hallo"}},
    {"message": {"message_id": 2**80, "chat": {"id": 2**80, "type": "private"}, "text": ["hallo"]}},
    {"callback_query": {"id": "1", "data": "welcome.doors.letter"}},
    {"callback_query": {"id": 1, "data": 5, "message": {"chat": {"id": 615_243_001, "type": "private"}}}},
]


async def test_nonsense_does_not_hold_the_next_update_back(either: Line, ann: FakeChat) -> None:
    for update in NONSENSE:
        either.api.inject(update)
    await ann.says("/start")
    [welcome] = await ann.sees(1, timeout=2)
    assert step(welcome) == "welcome.language"


async def test_a_poison_message_does_not_hold_the_next_one_back(either: Line, ann: FakeChat, bob: FakeChat) -> None:
    await begins(ann)
    either.house = replace(either.house, knowledge=replace(either.house.knowledge, letters={}))
    await ann.says("ik heb een dagvaarding")
    await ann.says("/help")
    await bob.says("/start")
    excuse, _ = await ann.sees(2, timeout=1)
    assert excuse.text == either.house.catalog.text("notice.trouble", "nl")
    [welcome] = await bob.sees(1, timeout=1)
    assert step(welcome) == "welcome.language"


async def test_a_house_that_is_broken_for_a_moment_does_not_deafen_the_bot(
    either: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    house, either.house = either.house, replace(either.house, catalog=None)  # type: ignore[arg-type]
    await ann.says("hallo")
    await either.settled()
    assert "update_dead" in caplog.text
    either.house = house
    await begins(ann)


async def test_whatever_can_be_typed_is_answered(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    odd = (
        "\ud800",
        "\0",
        "\u202e" * 50,
        "e" + "\u0301" * 3000,
        "👨‍👩‍👧‍👦" * 500,
        "/",
        "/start@",
        "x" * 1_000_000,
        "   ",
    )
    for text in odd:
        await ann.says(text)
    assert all(message.text for message in await ann.sees(len(odd), timeout=10))


# --- nothing is let slip -----------------------------------------------------------------------------

REFUSED = [kind for kind in KINDS if kind not in ("reply", "mention")]


async def test_whatever_is_no_text_is_kindly_refused(line: Line, ann: FakeChat, house: House) -> None:
    for kind in REFUSED:
        await ann.sends(kind)
    notice = house.catalog.text("notice.not_text", "nl")
    assert all(answer.text.startswith(notice) for answer in await ann.sees(len(REFUSED)))


async def test_nothing_that_identifies_is_stored_logged_or_sent(
    either: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    for kind in KINDS:
        await ann.sends(kind)
    await ann.says(ann.canaries.remember("ik ben mevrouw Zwaluwstaart"))
    await ann.sees(len(KINDS) + 1)
    await either.settled()
    sent = [{name: str(value) for name, value in call.params.items() if name != "chat_id"} for call in either.api.calls]
    assert len(ann.canaries.all) > 50
    assert traces(either.shelf.raw(), ann.canaries.all) == []
    assert traces(caplog.text.encode(), ann.canaries.all) == []
    assert traces(json.dumps(sent, ensure_ascii=False).encode(), ann.canaries.all) == []


async def test_we_ask_for_no_more_than_we_read(either: Line) -> None:
    await until(lambda: either.api.calls_of("getUpdates") + either.api.calls_of("setWebhook"))
    [call] = either.api.calls_of("getUpdates") + either.api.calls_of("setWebhook")
    assert sorted(call.params["allowed_updates"]) == ["callback_query", "edited_message", "message"]


async def test_a_reply_and_a_mention_are_read_for_their_own_words_only(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    for kind in ("reply", "mention"):
        await ann.sends(kind)
        await sees(ann, "welcome.doors")


async def test_an_edited_message_is_read_as_a_new_one(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    posted = await ann.says("hallo")
    await sees(ann, "welcome.doors")
    await ann.edits(posted.message_id, "ik wil dood")
    await sees(ann, "crisis_suicide.now")


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_are_ignored(line: Line, ann: FakeChat, kind: str) -> None:
    group = line.api.chat(-100_615_243, type=kind)
    posted = await group.says("/start")
    await group.edits(posted.message_id, "ik wil dood")
    await group.sends("photo")
    tap = {"id": "1", "data": "!leave", "message": {"message_id": 1, "chat": group.identity.chat()}}
    line.api.inject({"callback_query": tap})
    await begins(ann)
    await line.settled()
    assert [call.method for call in line.api.calls if call.chat_id == group.id] == []
    assert line.shelf.look("SELECT count(*) FROM seen") == [(1,)]


async def test_leaving_takes_all_that_both_sides_said_off_the_phone(line: Line, ann: FakeChat, house: House) -> None:
    await begins(ann)
    for text in ("ik heb schulden", "hallo?"):
        await ann.says(text)
    await ann.sees(3)
    await ann.says("/leave")
    [farewell] = await ann.sees()
    await line.settled()
    assert [message.text for message in ann.visible] == [house.catalog.text("act.left", "nl")] == [farewell.text]
    assert line.shelf.look("SELECT count(*) FROM conversation") == [(0,)]


async def test_a_deletion_that_telegram_refuses_does_not_save_the_other_messages(line: Line, ann: FakeChat) -> None:
    numbers = [line.api.next_message_id() for _ in range(250)]
    for number in numbers:
        ann.show(Message(number, ann.id, True, "Dag!", int(time.time())))
    line.api.faults.append(Fault("400", "deleteMessages", after=1))
    await line.sends(ann, Delete(tuple(numbers)))
    await line.settled()
    assert [message.id for message in ann.visible] == numbers[100:200]


# --- links and buttons -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "shown", "language"),
    [
        ("/start ar", "welcome.doors", "ar"),
        ("/start uk-letter", "letters.pile", "uk"),
        ("/start letter-pl", "letters.pile", "pl"),
        ("/start", "welcome.language", "nl"),
        ("/start zz-nonsense", "welcome.language", "nl"),
        ("/start --", "welcome.language", "nl"),
        ("/start " + "x" * 64, "welcome.language", "nl"),
        ("/start ../../etc", "welcome.language", "nl"),
    ],
)
async def test_a_link_on_a_poster_opens_the_right_door(
    line: Line, ann: FakeChat, house: House, link: str, shown: str, language: str
) -> None:
    await ann.says(link)
    [message] = await sees(ann, shown)
    if shown != "welcome.language":
        label, data = message.buttons[0][0]
        assert label == house.catalog.text(data, language)


async def test_a_link_to_a_door_asks_for_the_language_first(line: Line, ann: FakeChat) -> None:
    await ann.says("/start letter")
    [message] = await ann.sees()
    await ann.taps("Polski", on=message.id)
    await sees(ann, "letters.pile")


FORGED = (
    "", "x" * 64, "é" * 32, "\0", "\ud800", ".", "..", "...", "!", "!nonsense", "!!", "nowhere.at.all", "welcome",
    "welcome.doors", "welcome.doors.nothing", "welcome.language.xx", "letters.pile.one", "letters.meaning.x",
    "crisis_suicide.now.not_it", "erase.sure.yes", "../../etc/passwd", "privacy.who.export", "welcome.doors.letter.x",
)  # fmt: skip


async def test_a_forged_button_changes_nothing_and_is_answered(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    for data in FORGED:
        tap = await ann.forges(data)
        await sees(ann, "welcome.doors")
        await until(lambda tap=tap: line.api.queries[tap.query_id].answered)  # type: ignore[misc]


async def test_an_old_button_changes_that_earlier_answer(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    await ann.taps("welcome.doors.letter")
    [first] = await sees(ann, "letters.pile")
    await ann.taps("letters.pile.one")
    await sees(ann, "letters.sender")
    await ann.taps("letters.pile.at_the_door", on=first.id)
    await sees(ann, "letters.which_bailiff")


async def test_a_button_of_another_time_has_kindly_expired(line: Line, ann: FakeChat, house: House) -> None:
    await begins(ann)
    await ann.taps("welcome.doors.letter")
    [old] = await sees(ann, "letters.pile")
    await ann.says("/restart")
    await sees(ann, "welcome.doors")
    await ann.taps("letters.pile.one", on=old.id)
    [now] = await sees(ann, "welcome.doors")
    assert now.text.startswith(house.catalog.text("notice.expired", "nl"))


async def test_a_button_on_a_message_that_is_gone_still_works(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    shown = ann.screen
    shown.deleted = True
    await ann.taps("welcome.doors.letter", on=shown.id)
    await sees(ann, "letters.pile")


async def test_a_press_that_is_too_old_to_answer_is_still_heard(
    line: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await begins(ann)
    line.api.query_lifetime = -1
    await ann.taps("welcome.doors.letter")
    await sees(ann, "letters.pile")
    await until(lambda: line.api.calls_of("answerCallbackQuery"))
    assert "too old" in line.api.calls_of("answerCallbackQuery")[0].description
    assert caplog.text == ""


async def test_the_screen_does_not_wait_for_the_answer_to_the_press(line: Line, ann: FakeChat) -> None:
    await begins(ann)
    line.api.faults.append(Fault("hang", "answerCallbackQuery"))
    await ann.taps("welcome.doors.letter")
    [shown] = await ann.sees(1, timeout=1)
    assert step(shown) == "letters.pile"


# --- when sending fails ------------------------------------------------------------------------------


async def test_who_blocks_the_bot_gets_dead_letters_and_can_come_back(line: Line, ann: FakeChat, bob: FakeChat) -> None:
    await begins(ann)
    await ann.blocks()
    await ann.says("post")
    await until(lambda: line.shelf.look("SELECT failed, body FROM outgoing") == [("telegram_403", None)])
    await begins(bob)
    await ann.unblocks()
    await ann.says("schulden")
    await sees(ann, "", "orientation.urgent")


async def test_the_wait_that_telegram_asks_for_is_kept_and_holds_up_nobody_else(
    line: Line, ann: FakeChat, bob: FakeChat
) -> None:
    line.api.faults.append(Fault("429", "sendMessage", chat=ann.id, seconds=1))
    await ann.says("/start nl")
    await until(lambda: line.api.calls_of("sendMessage"))
    await bob.says("/start")
    await bob.sees(1, timeout=0.8)
    await ann.says("post")
    await sees(ann, "welcome.doors", "letters.pile")
    refused, again, _ = line.api.calls_of("sendMessage", ann.id)
    assert again.at - refused.at >= 1


KINDS_OF_TROUBLE: tuple[FaultKind, ...] = ("500", "502", "401", "409", "drop_before", "drop_after", "garbage")


async def test_a_send_that_fails_is_tried_again(line: Line) -> None:
    chats = {kind: line.api.chat(700_000_000 + n) for n, kind in enumerate(KINDS_OF_TROUBLE)}
    line.api.faults += [Fault(kind, "sendMessage", chat=chat.id) for kind, chat in chats.items()]
    for chat in chats.values():
        await chat.says("/start nl")
        await chat.says("post")
    await line.settled()
    for kind, chat in chats.items():
        arrived = [step(message) for message in chat.visible if message.from_bot]
        lost = [call for call in line.api.calls_of("sendMessage", chat.id) if call.answer_lost]
        assert arrived == ["welcome.doors"] * (1 + len(lost)) + ["letters.pile"], kind
        assert bool(lost) == (kind in ("drop_after", "garbage")), "a repeat only where the answer was lost"


async def test_a_call_that_hangs_is_given_up_and_made_again(
    line: Line, ann: FakeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "TIMEOUT", 0.2)
    line.api.faults.append(Fault("hang", "sendMessage"))
    await begins(ann)
    assert len(line.api.calls_of("sendMessage")) == 2


async def test_what_telegram_refuses_for_good_is_a_dead_letter(line: Line, ann: FakeChat) -> None:
    line.api.faults.append(Fault("400", "sendMessage"))
    await ann.says("/start")
    await until(lambda: line.shelf.look("SELECT failed, body FROM outgoing") == [("telegram_400", None)])
    await begins(ann)


# --- long messages -----------------------------------------------------------------------------------

LONG = Screen("\n".join(f"{n}. Dit is een regel die niet zo kort is." for n in range(300)), ((Button("Ja", "!help"),),))


async def test_a_long_screen_comes_in_parts_with_the_buttons_below_the_last(line: Line, ann: FakeChat) -> None:
    await line.sends(ann, LONG)
    parts = await ann.sees(4)
    assert [bool(part.buttons) for part in parts] == [False, False, False, True]
    assert "\n".join(part.text for part in parts) == LONG.text


async def test_a_part_that_fails_does_not_bring_the_earlier_ones_again(line: Line) -> None:
    kinds: tuple[FaultKind, ...] = ("429", "500", "drop_before")
    chats = [line.api.chat(700_000_000 + n) for n in range(len(kinds))]
    for kind, chat in zip(kinds, chats, strict=True):
        line.api.faults.append(Fault(kind, "sendMessage", chat=chat.id, after=2))
        await line.sends(chat, LONG)
    await line.settled()
    for chat in chats:
        assert "\n".join(message.text for message in chat.visible) == LONG.text


PIECES = (
    *("een", "woorden", " ", " ", "\n", "\n\n", "\r\n", "x" * 17),
    *("👨‍👩‍👧‍👦", "👩🏽‍🚒", "❤️‍🔥", "🇳🇱", "🇺🇦", "1️⃣"),
    *("e\u0301", "o\u0308\u0323", " \u0301", "\u200d", "\u0600١", "א\u05b0", "नि", "한", "각", "กำ", "لا"),
)
pieces = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=60).map("".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@settings(max_examples=400, deadline=None)
@given(text=pieces, most=st.integers(min_value=4, max_value=60))
def test_a_text_is_never_cut_inside_what_people_see_as_one_letter(text: str, most: int) -> None:
    letters = regex.compile(r"[\n ]|\r(?=\n)|\X")  # a blank may be trimmed, whatever hangs on to it
    place, edges = 0, {0, *(letter.end() for letter in letters.finditer(text))}
    for part in split(text, most):
        start = text.index(part, place)
        assert text[place:start].strip("\n ") == "", "only spaces and lines between the parts"
        place = start + len(part)
        assert {start, place} <= edges or any(units(one) > most for one in regex.findall(r"\X", text))
    assert text[place:].strip("\n ") == "", "nothing after the last one"


@settings(max_examples=400, deadline=None)
@given(text=pieces, most=st.integers(min_value=4, max_value=60))
def test_every_part_fits_and_says_something(text: str, most: int) -> None:
    parts = list(split(text, most))
    assert all(0 < units(part) <= most for part in parts)
    assert bool(parts) == bool(text.strip("\n "))


@pytest.mark.parametrize(
    "text",
    [
        "a" * (MOST_TEXT - 1) + "e\u0301" + "b",
        "a" * MOST_TEXT + "\n\n",
        "a" * (MOST_TEXT - 1) + "🇳🇱" + "b",
        "a" * (MOST_TEXT - 6) + "👨‍👩‍👧‍👦" + "b",
        "👨‍👩‍👧‍👦" * 2000,
        "a" + "\u0301" * 10_000,
        "😀\u200d" * 5000,
        " \n" * 9000 + "a",
    ],
)
async def test_the_hardest_texts_arrive_whole(line: Line, ann: FakeChat, text: str) -> None:
    expected = list(split(text))
    assert all(units(part) <= MOST_TEXT for part in expected)
    await line.sends(ann, Screen(text))
    assert "".join(message.text for message in await ann.sees(len(expected))) == "".join(expected)


@given(text=pieces)
def test_a_short_text_is_one_message(text: str) -> None:
    assert len(list(messages(1, Screen(text)))) == bool(text.strip("\n "))


# --- the webhook -------------------------------------------------------------------------------------


async def brings(line: Line, body: bytes, secret: str | bytes | None = SECRET) -> int:
    """POST `body` to the webhook; the status of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.url.split(":")[2].split("/")[0]))
    told = secret.encode() if isinstance(secret, str) else secret
    header = b"" if told is None else b"X-Telegram-Bot-Api-Secret-Token: " + told + b"\r\n"
    writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header)
    writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


def update(text: str, update_id: int = 1) -> bytes:
    chat = {"id": 615_243_001, "type": "private"}
    return json.dumps({"update_id": update_id, "message": {"message_id": 1, "chat": chat, "text": text}}).encode()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), b"\xff\xfe", "é"])
async def test_without_the_secret_nobody_is_heard(hook: Line, secret: str | bytes | None) -> None:
    assert await brings(hook, update("/start"), secret) == 401
    assert hook.shelf.look("SELECT count(*) FROM seen") == [(0,)]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 20_000, b"NaNNaN"])
async def test_what_is_no_json_is_refused(hook: Line, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert await brings(hook, body) == 400
    assert caplog.text == ""


async def test_a_body_that_is_too_large_is_refused(hook: Line) -> None:
    assert await brings(hook, update("x" * 300_000)) == 413
    assert await brings(hook, update("x" * 200_000)) == 200


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"update"', b"{}", b'{"update_id": 5, "poll": {}}'])
async def test_json_that_is_no_message_is_accepted_and_forgotten(hook: Line, body: bytes) -> None:
    assert await brings(hook, body) == 200
    assert hook.shelf.look("SELECT count(*) FROM seen") == [(0,)]


async def test_200_means_committed(hook: Line, ann: FakeChat) -> None:
    assert await brings(hook, update("/start")) == 200
    assert hook.shelf.look("SELECT count(*) FROM seen") == [(1,)]
    with hook.shelf.locked():
        assert await brings(hook, update("/help", 2)) == 503
    assert await brings(hook, update("/help", 2)) == 200
    assert hook.shelf.look("SELECT count(*) FROM seen") == [(2,)]


async def test_nothing_else_is_served(hook: Line) -> None:
    async with aiohttp.ClientSession() as somebody:
        for method, path, status in (("GET", "", 405), ("POST", "/more", 404), ("GET", "/../", 404)):
            async with somebody.request(method, hook.url + path) as answer:
                assert answer.status == status


async def test_the_webhook_is_set_with_the_secret(hook: Line) -> None:
    [call] = hook.api.calls_of("setWebhook")
    assert (call.params["url"], call.params["secret_token"]) == (hook.url, SECRET)


# --- somebody else has our token ---------------------------------------------------------------------

FOREIGN = {"url": "http://127.0.0.1:9/stolen"}


async def test_a_foreign_webhook_is_told_and_taken_back(
    either: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await begins(ann)
    ours = either.api.ingress.webhook.url
    await either.api.ingress.set_webhook(FOREIGN)
    await until(lambda: either.api.ingress.webhook.url == ours)
    assert "telegram_foreign_webhook" in caplog.text
    await ann.says("post")
    await sees(ann, "letters.pile")


async def test_a_webhook_that_somebody_took_away_is_set_again(
    hook: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    await hook.api.ingress.delete_webhook({})
    await until(lambda: hook.api.ingress.webhook.url == hook.url)
    assert "telegram_foreign_webhook" in caplog.text
    await begins(ann)


async def test_another_program_that_polls_is_told(line: Line, ann: FakeChat, caplog: pytest.LogCaptureFixture) -> None:
    await begins(ann)
    async with open_bot(line.api.token, line.api.url) as thief:
        await until(lambda: len(line.api.calls_of("getUpdates")) > 1)
        stolen = asyncio.ensure_future(thief.do_api_request("getUpdates", api_kwargs={"offset": 99, "timeout": 9}))
        await until(lambda: "telegram_conflict" in caplog.text)
        await ann.says("post")
        await sees(ann, "letters.pile")
        await asyncio.gather(stolen, return_exceptions=True)


async def test_a_refused_token_is_told(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    line.api.faults.append(Fault("401", "getUpdates"))
    await line.api.ingress.set_webhook({})
    line.api.updates.interrupt("wake up")
    await until(lambda: "telegram_token_refused" in caplog.text)


# --- the profile -------------------------------------------------------------------------------------

Published = Callable[[], Coroutine[Any, Any, list[str]]]


@pytest.fixture
async def published(api: FakeBotApi, house: House) -> AsyncIterator[Published]:
    """Publish the profile; what was written for it."""

    async def once() -> list[str]:
        before = len(api.calls)
        await publish(bot, house.catalog)
        return [call.method for call in api.calls[before:] if call.method.startswith("set")]

    async with open_bot(api.token, api.url) as bot:
        yield once


async def test_the_profile_is_published_in_every_language(api: FakeBotApi, house: House, published: Published) -> None:
    await published()
    for language in ("", *house.catalog.languages):
        about = {"name": "profile.name", "short_description": "profile.about", "description": "profile.description"}
        for field, text in about.items():
            assert api.profile[field, language] == house.catalog.text(text, language or "nl")
        commands = {one["command"]: one["description"] for one in api.commands["default", language]}
        assert {"start", "help", "stop", "back", "leave", "erase"} <= commands.keys()
        assert commands["help"] == house.catalog.text("command.help", language or "nl")


async def test_only_differences_are_written(api: FakeBotApi, published: Published) -> None:
    assert len(await published()) == 4 * 7
    assert await published() == []
    api.profile["name", "pl"] = "Somebody else"
    del api.commands["default", "tr"]
    assert sorted(await published()) == ["setMyCommands", "setMyName"]


@pytest.mark.parametrize("kind", ["429", "500", "drop_before"])
async def test_a_profile_that_cannot_be_published_stops_nobody(
    api: FakeBotApi, published: Published, kind: FaultKind, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults.append(Fault(kind, "setMyName"))
    await published()
    assert "profile_not_published" in caplog.text
    assert "setMyName" in await published()
