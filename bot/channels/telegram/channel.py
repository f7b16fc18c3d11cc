"""Draws screens as Telegram messages with inline buttons, pictures and sound, and takes messages away."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import regex
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.messages import Delete, Edit, Outgoing, Picture, Screen
from bot.pictures import png
from bot.sender import Later, Never
from bot.speech import Silent, Speech

NAME = "telegram"
MOST_TEXT = 4096
"""Length of one message, in UTF-16 code units (Bot API, sendMessage)."""
MOST_DELETED = 100
"""Messages in one deleteMessages call (Bot API)."""

_GRAPHEME = regex.compile(r"\X")

log = logging.getLogger(__name__)


class TelegramChannel:
    """Delivers over the Bot API. Addresses are private chat ids."""

    def __init__(self, bot: Bot, speech: Speech | None = None) -> None:
        self._bot = bot
        self._speech = speech or Silent()

    async def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        """Send a screen, in parts if it is long, or delete messages; the ids of what was sent.

        Raises Later or Never.
        """
        with _told_apart():
            if isinstance(outgoing, Delete):
                self._speech.forget()
                await self._delete(int(address), outgoing.numbers)
            elif isinstance(outgoing, Edit):
                await self._edit(int(address), outgoing)
            elif isinstance(outgoing, Screen):
                async for number in self._show(int(address), outgoing, skip):
                    yield number

    async def _show(self, chat: int, screen: Screen, skip: int) -> AsyncIterator[int]:
        """A picture before the words, or sound instead of them; where that is refused, the words alone."""
        media = await self._media(chat, screen)
        came = bool(media) and skip > 0
        if media and not skip:
            with contextlib.suppress(BadRequest):  # some people take no voice messages, say
                yield await self._send(*media)
                came = True
        if came and screen.speak:
            return
        for message in list(messages(chat, screen))[max(0, skip - bool(media)) :]:
            yield await self._send("sendMessage", message)

    async def _media(self, chat: int, screen: Screen) -> tuple[str, dict[str, Any]] | None:
        """The call that sends the sound or the picture of a screen, if it has any."""
        if screen.speak:
            sound = await self._speech.speak(screen.text, screen.speak)
            return ("sendVoice", {"chat_id": chat, "voice": InputFile(sound, "wegwijs.ogg")}) if sound else None
        drawn = await _drawn(screen.picture) if screen.picture else None
        return ("sendPhoto", {"chat_id": chat, "photo": InputFile(drawn, "wegwijs.png")}) if drawn else None

    async def _send(self, method: str, parameters: dict[str, Any]) -> int:
        sent = await self._bot.do_api_request(method, api_kwargs=parameters)
        return int(sent["message_id"])

    async def _edit(self, chat: int, edit: Edit) -> None:
        for number in edit.numbers:
            for message in itertools.islice(messages(chat, edit.screen), 1):
                with contextlib.suppress(BadRequest):  # gone, or too old to change
                    await self._bot.do_api_request("editMessageText", api_kwargs={**message, "message_id": number})

    async def _delete(self, chat: int, numbers: tuple[int, ...]) -> None:
        for start in range(0, len(numbers), MOST_DELETED):
            ids = list(numbers[start : start + MOST_DELETED])
            with contextlib.suppress(BadRequest):  # too old, or already gone: no reason to keep the rest
                await self._bot.do_api_request("deleteMessages", api_kwargs={"chat_id": chat, "message_ids": ids})


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    """What goes wrong on Telegram as the sender knows it: Later or Never."""
    try:
        yield
    except RetryAfter as error:
        raise Later("telegram_429", _seconds(error)) from None
    except Forbidden:
        raise Never("telegram_403") from None
    except BadRequest:
        raise Never("telegram_400") from None
    except NetworkError:
        raise Later("telegram_network") from None
    except TelegramError as error:
        raise Later(f"telegram_{type(error).__name__}") from None


async def _drawn(picture: Picture) -> bytes | None:
    """The picture as a file; None when it cannot be drawn, for the text that says the same has to arrive."""
    try:
        return await asyncio.to_thread(png, picture)
    except Exception as error:
        log.error("picture_failed kind=%s error=%s", picture.kind, type(error).__name__)
        return None


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


def messages(chat: int, screen: Screen) -> Iterator[dict[str, Any]]:
    """The sendMessage parameters of a screen; a long text is several messages, buttons below the last."""
    parts = list(split(screen.text))
    for part in parts:
        message: dict[str, Any] = {
            "chat_id": chat,
            "text": part,
            "link_preview_options": {"is_disabled": True},
        }
        if screen.guarded:
            message["protect_content"] = True
        if screen.rows and part is parts[-1]:
            message["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": button.label, "callback_data": button.data} for button in row] for row in screen.rows
                ]
            }
        yield message


def split(text: str, most: int = MOST_TEXT) -> Iterator[str]:
    """`text` in parts of at most `most` UTF-16 units: at a line, else a space, never inside a grapheme."""
    text = text.strip("\n ")
    while _units(text) > most:
        graphemes = list(_fitting(text, most))
        cut = _last(graphemes, "\n") or _last(graphemes, " ") or len(graphemes)
        part = "".join(graphemes[:cut])
        yield part
        text = text[len(part) :].strip("\n ")
    if text:
        yield text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(text: str, most: int) -> Iterator[str]:
    """The graphemes at the beginning that fit; a single one that is too long is cut."""
    used = 0
    for match in _GRAPHEME.finditer(text):
        used += _units(match[0])
        if used > most:
            if match.start() == 0:
                yield match[0][: most // 2]
            return
        yield match[0]


def _last(graphemes: list[str], wanted: str) -> int:
    """The place of the last grapheme that is `wanted`, or 0."""
    return max((place for place, one in enumerate(graphemes) if one == wanted), default=0)
