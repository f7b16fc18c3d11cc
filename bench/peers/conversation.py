"""The bench's dialogue as python-telegram-bot's ConversationHandler holds it: in memory, with the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench.dialogue import Line, dialogue
from bot.catalog import Catalog
from bot.running import build_house
from bot.settings import Settings

FIRST = "welcome.language"

Ways = Mapping[str, Mapping[str, str]]
"""Step -> what can be said there -> the step that answers it."""


def ways_of(lines: tuple[Line, ...]) -> Ways:
    """The dialogue as a graph."""
    ways: dict[str, dict[str, str]] = {}
    step = FIRST
    for line in lines:
        ways.setdefault(step, {})[line.text] = line.step
        step = line.step
    return ways


class Talk:
    """The handlers of a bot author who keeps the place of a conversation in its `user_data`."""

    def __init__(self, ways: Ways, catalog: Catalog) -> None:
        self._ways = ways
        self._catalog = catalog

    async def start(self, update: Update, context: Any) -> str:
        """Begin."""
        return await self._show(update.message, context, FIRST)

    async def typed(self, update: Update, context: Any) -> str:
        """Words: answer with the step they lead to."""
        message = update.message
        return await self._show(message, context, self._next(context, (message and message.text) or ""))

    async def tapped(self, update: Update, context: Any) -> str:
        """A button: stop its little clock first, then answer."""
        query = update.callback_query
        assert query is not None
        await query.answer()
        labels = list(self._ways[context.user_data["step"]])
        return await self._show(query.message, context, self._next(context, labels[int(query.data or 0)]))

    def _next(self, context: Any, said: str) -> str:
        step: str = context.user_data["step"]
        return self._ways[step].get(said, step)

    async def _show(self, message: Any, context: Any, step: str) -> str:
        assert isinstance(message, Message)
        context.user_data["step"] = step
        key = step if step in self._catalog.base else f"shared.{step.partition('.')[2]}"
        buttons = [
            [InlineKeyboardButton(label, callback_data=str(number))] for number, label in enumerate(self._ways[step])
        ]
        await message.reply_text(self._catalog.text(key, "nl"), reply_markup=InlineKeyboardMarkup(buttons))
        return step


def main() -> None:
    """Poll until told to stop."""
    house = build_house(Settings())
    opening, again = dialogue(house)
    ways = ways_of((*opening[1:], *again))
    talk = Talk(ways, house.catalog)
    handlers: list[BaseHandler[Update, Any, object]] = [
        MessageHandler(filters.TEXT & ~filters.COMMAND, talk.typed),
        CallbackQueryHandler(talk.tapped),
    ]
    builder = Application.builder().token(os.environ["WEGWIJS_TELEGRAM_TOKEN"])
    application = builder.base_url(f"{os.environ['WEGWIJS_TELEGRAM_API']}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", talk.start)],
            states=dict.fromkeys(ways, handlers),
            fallbacks=[CommandHandler("start", talk.start)],
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main()
