"""The least a python-telegram-bot program can do: say back what was said, with the library's defaults."""

from __future__ import annotations

import os
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update: Update, _: Any) -> None:
    """The same text again."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll until told to stop."""
    builder = Application.builder().token(os.environ["WEGWIJS_TELEGRAM_TOKEN"])
    application = builder.base_url(f"{os.environ['WEGWIJS_TELEGRAM_API']}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
