"""Telegram: our own ingress over python-telegram-bot's `Bot`, which stays the client."""

from telegram import Bot

from bot.channels.telegram.channel import NAME, TelegramChannel
from bot.channels.telegram.ingress import Ingress, poll, polling
from bot.channels.telegram.profile import publish
from bot.channels.telegram.request import open_bot

__all__ = ["NAME", "Bot", "Ingress", "TelegramChannel", "open_bot", "poll", "polling", "publish"]
