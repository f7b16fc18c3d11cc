"""The bot's name, description and commands on Telegram, in every language."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.catalog import BASE, Catalog
from bot.flows.doors import COMMANDS

log = logging.getLogger(__name__)

Part = tuple[str, str, str, Any]
"""Method to read, method to write, parameter, value."""


async def publish(bot: Bot, catalog: Catalog) -> None:
    """Bring what Telegram shows up to date; only differences are written, for these methods are limited."""
    try:
        for language in ("", *catalog.languages):
            for part in _parts(catalog, language or BASE):
                await _put(bot, language, *part)
    except TelegramError as error:
        log.warning("profile_not_published error=%s", type(error).__name__)


def _parts(catalog: Catalog, language: str) -> Iterator[Part]:
    commands = [
        {"command": name, "description": catalog.text(f"command.{name}", language)} for name in ("start", *COMMANDS)
    ]
    yield "getMyCommands", "setMyCommands", "commands", commands
    yield "getMyName", "setMyName", "name", catalog.text("profile.name", language)
    yield (
        "getMyShortDescription",
        "setMyShortDescription",
        "short_description",
        catalog.text("profile.about", language),
    )
    yield "getMyDescription", "setMyDescription", "description", catalog.text("profile.description", language)


async def _put(bot: Bot, language: str, reads: str, writes: str, parameter: str, value: Any) -> None:
    where = {"language_code": language} if language else {}
    present = await bot.do_api_request(reads, api_kwargs=where)
    if (present if isinstance(present, list) else present.get(parameter)) != value:
        await bot.do_api_request(writes, api_kwargs={**where, parameter: value})
