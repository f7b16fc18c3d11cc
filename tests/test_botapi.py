"""The stand-in for Telegram is honest: it answers the real client the way the real server does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.botapi import KINDS, FakeBotApi, FakeChat, Fault, Unrest
from tests.botapi.control import ControlledBotApi

PNG = b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + (720).to_bytes(4) + (900).to_bytes(4)
"""The beginning of a picture of 720 by 900, as far as the server looks."""


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with client(api) as one:
        yield one


@pytest.fixture
def ann(api: FakeBotApi) -> FakeChat:
    return api.chat(4_200_001)


@asynccontextmanager
async def client(api: FakeBotApi, token: str | None = None) -> AsyncIterator[Bot]:
    """The real library's bot, ready to call this server."""
    calls, polls = HTTPXRequest(connection_pool_size=8, read_timeout=1), HTTPXRequest(read_timeout=5)
    one = Bot(token or api.token, f"{api.url}/bot", request=calls, get_updates_request=polls)
    async with one:
        yield one


def keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


async def poll(bot: Bot, offset: int = 0, seconds: int = 1) -> tuple[Update, ...]:
    return await bot.get_updates(offset, timeout=seconds)


async def test_a_talk_goes_back_and_forth(bot: Bot, ann: FakeChat) -> None:
    said = await ann.says("hallo")
    [update] = await poll(bot)
    assert update.message and update.message.text == "hallo"
    assert (update.update_id, update.message.message_id) == said

    await bot.send_message(ann.id, "Gaat het?", reply_markup=keyboard(("Ja", "mood.yes"), ("Nee", "mood.no")))
    [question] = await ann.sees()
    assert question.buttons == [[("Ja", "mood.yes")], [("Nee", "mood.no")]]

    tap = await ann.taps("Nee")
    [update] = await poll(bot, update.update_id + 1)
    assert update.callback_query and update.callback_query.data == "mood.no"
    assert update.callback_query.message and update.callback_query.message.message_id == question.id
    assert await bot.answer_callback_query(tap.query_id)

    await bot.edit_message_text("Dat is naar.", ann.id, question.id)
    assert (ann.screen.text, ann.screen.buttons) == ("Dat is naar.", [])


async def test_an_update_waits_until_a_higher_offset_confirms_it(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    first, second, third = [(await ann.says(word)).update_id for word in ("een", "twee", "drie")]
    assert [update.update_id for update in await poll(bot)] == [first, second, third]
    assert [update.update_id for update in await poll(bot, second)] == [second, third]
    assert [update.update_id for update in await poll(bot, -1)] == [third]
    assert [update.update_id for update in await poll(bot, third + 1000)] == [third], "too far ahead: ignored"
    assert [delivery.attempt for delivery in api.deliveries if delivery.update_id == third] == [1, 2, 3, 4]


async def test_a_long_poll_wakes_for_a_message_and_only_one_may_wait(bot: Bot, ann: FakeChat) -> None:
    first = asyncio.create_task(poll(bot, 1, 10))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(poll(bot, 2, 10))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await ann.says("wakker?")
    assert len(await second) == 1


async def test_what_telegram_refuses_is_refused(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    refusals: list[tuple[str, dict[str, Any]]] = [
        ("Message text is empty", {"text": ""}),
        ("Text must be non-empty", {"text": " \u200b\n"}),
        ("Message is too long", {"text": "😀" * 2049}),
        ("Chat not found", {"text": "wie?", "chat_id": 999}),
        ("Button_data_invalid", {"text": "kies", "reply_markup": keyboard(("knop", "x" * 65))}),
        ("Unsupported url protocol", {"text": "bel", "reply_markup": link("tel:112")}),
        (
            "Text buttons are unallowed",
            {"text": "kies", "reply_markup": '{"inline_keyboard":[[{"text":"knop"}]]}'},
        ),
        ("Object expected as reply markup", {"text": "kies", "reply_markup": "[]"}),
    ]
    for reason, params in refusals:
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_message(**{"chat_id": ann.id, **params})
    await bot.send_message(ann.id, "😀" * 2048)
    assert [call.took_effect for call in api.calls_of("sendMessage")] == [False] * len(refusals) + [True]


def link(url: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Bel", url=url)]])


async def test_edits_and_deletions_follow_the_rules(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    message = await bot.send_message(ann.id, "Hoi")
    mine = await ann.says("mijn geheim")
    with pytest.raises(BadRequest, match="not modified"):
        await message.edit_text("Hoi")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("anders", ann.id, mine.message_id)

    assert await bot.delete_messages(ann.id, [message.message_id, mine.message_id, 12345])
    assert ann.visible == []
    with pytest.raises(BadRequest, match="to delete not found"):
        await message.delete()

    old = await bot.send_message(ann.id, "oud")
    ann.messages[old.message_id].date -= 49 * 3600
    with pytest.raises(BadRequest, match="can't be deleted"):
        await old.delete()


async def test_a_button_press_gets_too_old_to_answer(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    await bot.send_message(ann.id, "Kies", reply_markup=keyboard(("Ja", "yes")))
    tap = await ann.taps("yes")
    api.query_lifetime = -1
    for query_id in (tap.query_id, "12345"):
        with pytest.raises(BadRequest, match="too old and response timeout expired"):
            await bot.answer_callback_query(query_id)


async def test_somebody_blocks_the_bot_and_comes_back(bot: Bot, ann: FakeChat) -> None:
    await ann.blocks()
    [update] = await poll(bot)
    assert update.my_chat_member and update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "Ben je er nog?")
    await ann.unblocks()
    await bot.send_message(ann.id, "Welkom terug")
    assert ann.screen.text == "Welkom terug"


async def test_strangers_and_unknown_methods_are_turned_away(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    with pytest.raises(InvalidToken):
        async with client(api, "100:somebody-else"):
            pass
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("makeCoffee")
    with pytest.raises(BadRequest):
        await bot.forward_message(ann.id, ann.id, 1)
    assert [call.method for call in api.forbidden] == ["forwardMessage"]
    assert [call.status for call in api.calls if call.method != "getMe"] == [404, 400]
    assert [call.status for call in api.calls_of("getMe")] == [200, 401]


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_a_person_can_send_is_readable_and_full_of_canaries(
    bot: Bot, ann: FakeChat, kind: str
) -> None:
    await ann.sends(kind)
    [update] = await poll(bot)
    told = update.to_json()
    assert update.message and update.message.message_id
    assert all(json.dumps(canary).strip('"') in told for canary in ann.canaries.all)
    assert len(ann.canaries.all) > 4 or kind in ("dice", "location")


async def test_pictures_and_voices_arrive_whole(bot: Bot, ann: FakeChat) -> None:
    await bot.send_photo(ann.id, PNG, caption="Jouw plaatje", reply_markup=keyboard(("Ok", "ok")))
    await bot.send_voice(ann.id, b"OggS voice")
    picture, voice = await ann.sees(2)
    assert picture.upload and picture.upload.content == PNG
    assert (picture.media, picture.text, picture.labels) == ("photo", "Jouw plaatje", ["Ok"])
    assert voice.upload and voice.upload.content == b"OggS voice"


async def test_an_audio_file_arrives_too(bot: Bot, ann: FakeChat) -> None:
    await bot.send_audio(ann.id, b"RIFF wave")
    [audio] = await ann.sees(1)
    assert (audio.media, audio.upload and audio.upload.content) == ("audio", b"RIFF wave")


@pytest.mark.parametrize(
    "photo", [b"no picture", PNG[:16] + (720).to_bytes(4) + (15_000).to_bytes(4)], ids=["no_picture", "long_and_thin"]
)
async def test_a_photo_that_is_none_is_refused(bot: Bot, ann: FakeChat, photo: bytes) -> None:
    with pytest.raises(BadRequest):
        await bot.send_photo(ann.id, photo)


async def test_json_bodies_mean_the_same_as_forms(api: FakeBotApi, ann: FakeChat) -> None:
    rows = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}
    address = f"{api.url}/bot{api.token}/SENDMESSAGE"
    async with aiohttp.ClientSession() as session:
        for markup in (rows, json.dumps(rows)):
            body = {"chat_id": ann.id, "text": "Ja?", "reply_markup": markup}
            assert (await session.post(address, json=body)).status == 200
    first, second = await ann.sees(2)
    assert first.buttons == second.buttons == [[("Ja", "yes")]]


@pytest.mark.parametrize(
    ("fault", "error", "arrives", "lost"),
    [
        (Fault("429", seconds=7), RetryAfter, False, False),
        (Fault("403"), Forbidden, False, False),
        (Fault("400", description="Bad Request: TOPIC_CLOSED"), BadRequest, False, False),
        (Fault("500"), NetworkError, False, False),
        (Fault("502"), NetworkError, False, False),
        (Fault("401"), InvalidToken, False, False),
        (Fault("hang"), TimedOut, False, False),
        (Fault("drop_before"), NetworkError, False, False),
        (Fault("drop_after"), NetworkError, True, True),
        (Fault("slow", seconds=30), TimedOut, True, True),
        (Fault("garbage"), Exception, True, True),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
async def test_a_fault_strikes_once_and_says_whether_the_message_arrived(
    api: FakeBotApi,
    bot: Bot,
    ann: FakeChat,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    error: type[Exception],
    arrives: bool,
    lost: bool,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    api.faults.append(fault)
    with pytest.raises(error):
        await bot.send_message(ann.id, "eerste")
    await until_settled(api)
    assert api.faults == []
    [call] = api.calls_of("sendMessage")
    assert (call.took_effect, call.answer_lost) == (arrives, lost)

    await bot.send_message(ann.id, "tweede")
    seen = await ann.sees(2 if arrives else 1)
    assert [message.text for message in seen] == ["eerste", "tweede"][-len(seen) :]


async def until_settled(api: FakeBotApi) -> None:
    """Give the server a moment to notice that the client hung up."""
    for _ in range(20):
        if api.calls[-1].status or api.calls[-1].answer_lost:
            return
        await asyncio.sleep(0.01)


async def test_updates_repeat_and_mix_when_asked_to(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    api.disturb(Unrest(repeat=3, shuffle=True, delay=0.2, seed=7))
    sent = [(await ann.says(str(number))).update_id for number in range(8)]
    seen: list[int] = []
    while len(api.updates) or set(seen) != set(sent):
        seen += [update.update_id for update in await poll(bot, max(seen, default=0) + 1)]
    assert len(seen) > len(sent)
    assert seen != sorted(seen)
    assert max(map(seen.count, sent)) <= 3


async def test_a_confirmed_update_can_come_back(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    api.disturb(Unrest(stale=1.0))
    said = await ann.says("oud nieuws")
    await poll(bot)
    [back] = await poll(bot, said.update_id + 1, seconds=3)
    assert back.update_id == said.update_id


async def test_an_unconfirmed_update_survives_a_lost_answer(bot: Bot, api: FakeBotApi, ann: FakeChat) -> None:
    await ann.says("hallo?")
    api.faults.append(Fault("drop_after", method="getUpdates"))
    with pytest.raises(NetworkError):
        await poll(bot, 1)
    assert [update.message.text for update in await poll(bot, 1) if update.message] == ["hallo?"]
    assert [delivery.lost for delivery in api.deliveries] == [True, False]


async def test_a_webhook_gets_every_update_in_order_until_it_accepts(bot: Bot, api: FakeBotApi) -> None:
    people = [api.chat(number) for number in (1, 2, 3)]
    accepted: dict[int, list[str]] = {person.id: [] for person in people}
    async with listener(accepted, refuse=4) as address:
        api.ingress.backoff = 0.02
        await people[0].says("0")
        await bot.set_webhook(address, secret_token="s3cret")
        with pytest.raises(Conflict, match="webhook is active"):
            await poll(bot)
        for number in range(1, 5):
            for person in people:
                await person.says(str(number))
        await asyncio.wait_for(api.updates.drained(), 5)
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        await bot.delete_webhook()
    assert accepted == {1: ["0", "1", "2", "3", "4"], 2: ["1", "2", "3", "4"], 3: ["1", "2", "3", "4"]}
    assert sum(delivery.lost for delivery in api.deliveries) == 4


@asynccontextmanager
async def listener(accepted: dict[int, list[str]], refuse: int) -> AsyncIterator[str]:
    """A bot's own address; refuses the first few updates and keeps the texts of the others."""
    answers = iter([500] * refuse)

    async def take(request: web.BaseRequest) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
        message = (await request.json())["message"]
        status = next(answers, 200)
        if status == 200:
            accepted[message["chat"]["id"]].append(message["text"])
        return web.Response(status=status)

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/updates"
    await runner.cleanup()


async def test_another_process_can_steer_it() -> None:
    async with (
        ControlledBotApi() as api,
        client(api) as bot,
        aiohttp.ClientSession(f"{api.url}/_control/") as control,
    ):
        lines = [{"chat": chat, "do": "says", "with": "hoi"} for chat in (1, 2, 3)]
        assert await (await control.post("act", json=lines)).json() == [[1, 1], [2, 2], [3, 3]]
        await control.post("faults", json=[{"kind": "drop_after", "chat": 2}])
        for update in await poll(bot):
            assert update.effective_chat
            await asyncio.gather(bot.send_message(update.effective_chat.id, "dag"), return_exceptions=True)
        state = await (await control.get("state")).json()
        assert (state["waiting"], state["deliveries"], state["sent"]) == (3, 3, 3)
        calls = await (await control.get("calls", params={"method": "sendMessage"})).json()
        assert [(call["chat_id"], call["answer_lost"]) for call in calls] == [
            (1, False),
            (2, True),
            (3, False),
        ]
        screen = await (await control.get("chats/1")).json()
        assert [message["text"] for message in screen["messages"]] == ["hoi", "dag"]
