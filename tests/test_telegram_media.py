"""Pictures and sound on Telegram: sent once, in order, and never at the cost of the words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramChannel, channel, open_bot
from bot.messages import Button, Picture, Row, Screen
from bot.sender import Later
from bot.speech import Silent
from tests.botapi import FakeBotApi, FakeChat, Fault
from tests.process import BotProcess
from tests.programs import needed
from tests.resident import OnTelegram

PICTURE = Picture("route", "De weg", (Row("Merken"), Row("Hulp zoeken", "je bent hier", mark="here")))
SCREEN = Screen("Je bent hier.", ((Button("Verder", "route.map.on"),),), "route.map", PICTURE)
HEARD = Screen("Je bent hier.", speak="nl")

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot:telegram.warnings.PTBUserWarning")


class Voice(Silent):
    """Says everything."""

    async def speak(self, text: str, language: str) -> bytes | None:
        """A sound."""
        return b"OggS sound"


@asynccontextmanager
async def sending(api: FakeBotApi, voice: Silent | None = None) -> AsyncIterator[TelegramChannel]:
    """The channel, on the line."""
    bot = open_bot(api.token, api.url)
    async with bot:
        yield TelegramChannel(bot, voice)


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
def ann(api: FakeBotApi) -> FakeChat:
    return api.chat(615_243_001)


async def test_a_picture_comes_before_the_words_and_the_buttons_below_them(api: FakeBotApi, ann: FakeChat) -> None:
    async with sending(api) as telegram:
        numbers = [number async for number in telegram.deliver(str(ann.id), SCREEN)]
    picture, words = await ann.sees(2)
    assert (picture.media, picture.text, picture.labels) == ("photo", "", [])
    assert picture.upload and picture.upload.content.startswith(b"\x89PNG")
    assert (words.text, words.labels) == ("Je bent hier.", ["Verder"])
    assert numbers == [picture.id, words.id], "so that both can be taken away again"


async def test_nothing_about_anybody_goes_along_with_a_picture(api: FakeBotApi, ann: FakeChat) -> None:
    async with sending(api) as telegram:
        _ = [number async for number in telegram.deliver(str(ann.id), SCREEN)]
    [picture] = await ann.sees(1)
    assert picture.upload and picture.upload.name == "wegwijs.png"
    assert set(picture.params) == {"chat_id", "photo"}


async def test_after_a_fault_between_the_two_only_the_words_are_sent_again(api: FakeBotApi, ann: FakeChat) -> None:
    api.faults.append(Fault("502", method="sendMessage", times=1))
    numbers: list[int] = []
    async with sending(api) as telegram:
        with pytest.raises(Later):
            async for number in telegram.deliver(str(ann.id), SCREEN):
                numbers.append(number)
        numbers += [number async for number in telegram.deliver(str(ann.id), SCREEN, skip=len(numbers))]
    assert [message.media for message in await ann.sees(2)] == ["photo", None]
    assert len(api.calls_of("sendPhoto")) == 1


async def test_words_arrive_when_the_picture_cannot_be_drawn(
    api: FakeBotApi, ann: FakeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sending(api) as telegram:
        strange = Screen("Toch te lezen.", picture=Picture("horoscope", "?", ()))
        _ = [number async for number in telegram.deliver(str(ann.id), strange)]
    [words] = await ann.sees(1)
    assert words.text == "Toch te lezen."


async def test_words_arrive_when_telegram_refuses_the_picture(
    api: FakeBotApi, ann: FakeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "png", lambda picture: b"no picture at all")
    async with sending(api) as telegram:
        _ = [number async for number in telegram.deliver(str(ann.id), SCREEN)]
    [words] = await ann.sees(1)
    assert (words.text, words.labels) == ("Je bent hier.", ["Verder"])


async def test_what_is_to_be_heard_is_a_voice_message(api: FakeBotApi, ann: FakeChat) -> None:
    async with sending(api, Voice()) as telegram:
        _ = [number async for number in telegram.deliver(str(ann.id), HEARD)]
    [voice] = await ann.sees(1)
    assert (voice.media, voice.text) == ("voice", "")
    assert voice.upload and voice.upload.content == b"OggS sound"


async def test_what_cannot_be_said_now_is_sent_as_words(api: FakeBotApi, ann: FakeChat) -> None:
    async with sending(api, Silent()) as telegram:
        _ = [number async for number in telegram.deliver(str(ann.id), HEARD)]
    [words] = await ann.sees(1)
    assert (words.media, words.text) == (None, "Je bent hier.")


async def test_who_takes_no_voice_messages_gets_the_words(api: FakeBotApi, ann: FakeChat) -> None:
    api.faults.append(Fault("400", method="sendVoice", times=1, description="VOICE_MESSAGES_FORBIDDEN"))
    async with sending(api, Voice()) as telegram:
        _ = [number async for number in telegram.deliver(str(ann.id), HEARD)]
    [words] = await ann.sees(1)
    assert words.text == "Je bent hier."


async def test_listening_on_a_telephone_from_end_to_end(api: FakeBotApi, ann: FakeChat, tmp_path: Path) -> None:
    needed("espeak-ng", "opusenc", package="espeak-ng opus-tools")
    resident = OnTelegram(ann)
    async with BotProcess(api, tmp_path):
        await resident.says("/start")
        assert await resident.taps("nl") == ("welcome.doors",)
        await ann.taps("!listen")
        [heard] = await ann.sees(1, timeout=15)
        assert heard.media == "voice"
        assert heard.upload and heard.upload.content.startswith(b"OggS")
        await resident.says("geld op een rij")
    assert not [call for call in api.calls_of("sendVoice") if call.status != 200]
