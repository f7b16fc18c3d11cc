"""What of a Telegram update comes into the house: an allowlist of six fields. All else is dropped here.

Names, usernames, phone numbers, photos, language codes, contacts, places and forwards are never read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.channels.telegram.channel import NAME
from bot.messages import Incoming

KINDS = ("message", "edited_message", "callback_query")
"""The updates we ask Telegram for."""


class Update(NamedTuple):
    """An update as the house sees it, and the query to answer when it was the tap of a button."""

    incoming: Incoming
    query: str | None = None


def read(update: Mapping[str, Any]) -> Update | None:
    """The resident's message in `update` (JSON of the Bot API), or None when there is none for us."""
    name = f"update {update.get('update_id')}"
    query = update.get("callback_query")
    if isinstance(query, Mapping):
        return _tap(name, query)
    message = update.get("message") or update.get("edited_message")
    return _message(name, message, "message" not in update) if isinstance(message, Mapping) else None


def _tap(name: str, query: Mapping[str, Any]) -> Update | None:
    address = _private(query.get("message"))
    data, number = query.get("data"), query.get("id")
    if address is None or not isinstance(data, str) or not isinstance(number, str):
        return None
    return Update(Incoming(NAME, address, name, tap=data), number)


def _message(name: str, message: Mapping[str, Any], edited: bool) -> Update | None:
    address, number = _private(message), message.get("message_id")
    if address is None or not isinstance(number, int):
        return None
    text, answered = message.get("text"), message.get("reply_to_message")
    reply_to = answered.get("message_id") if isinstance(answered, Mapping) else None
    read = text if isinstance(text, str) and "forward_origin" not in message else None
    replied = reply_to if isinstance(reply_to, int) else None
    return Update(Incoming(NAME, address, name, text=read, number=number, reply_to=replied, edited=edited))


def _private(message: object) -> str | None:
    """The address of a private chat; groups are not answered, for members see each other."""
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(chat, Mapping) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    return str(chat["id"])
