"""Draws screens as Telegram messages with inline buttons, and takes messages away."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import regex
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.messages import Delete, Outgoing, Screen
from bot.sender import Later, Never

NAME = "telegram"
MOST_TEXT = 4096
"""Length of one message, in UTF-16 code units (Bot API, sendMessage)."""
MOST_DELETED = 100
"""Messages in one deleteMessages call (Bot API)."""

_GRAPHEME = regex.compile(r"\X")


class TelegramChannel:
    """Delivers over the Bot API. Addresses are private chat ids."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        """Send a screen, in parts if it is long, or delete messages; the ids of what was sent.

        Raises Later or Never.
        """
        try:
            if isinstance(outgoing, Delete):
                await self._delete(int(address), outgoing.numbers)
                return
            for message in list(messages(int(address), outgoing))[skip:]:
                yield await self._send(message)
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

    async def _send(self, message: dict[str, Any]) -> int:
        sent = await self._bot.do_api_request("sendMessage", api_kwargs=message)
        return int(sent["message_id"])

    async def _delete(self, chat: int, numbers: tuple[int, ...]) -> None:
        for start in range(0, len(numbers), MOST_DELETED):
            ids = list(numbers[start : start + MOST_DELETED])
            with contextlib.suppress(BadRequest):  # too old, or already gone: no reason to keep the rest
                await self._bot.do_api_request("deleteMessages", api_kwargs={"chat_id": chat, "message_ids": ids})


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
