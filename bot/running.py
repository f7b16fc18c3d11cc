"""The parts put together: what `run` and `talk` start, and stop again in good order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import crypto
from bot.catalog import Catalog
from bot.channels import telegram
from bot.channels.terminal import Terminal
from bot.house import House, Retention, furnish
from bot.knowledge import load
from bot.pace import Pace
from bot.sender import Channel, Sender
from bot.service import Service
from bot.settings import Settings
from bot.store import Store, open_sqlite
from bot.story import Exchange
from bot.timers import sweep


@dataclass(frozen=True)
class Running:
    """What is at work: the service that takes messages, and the sender that delivers answers."""

    house: House
    service: Service
    sender: Sender


def build_house(settings: Settings) -> House:
    """Flows, words and facts. Raises KnowledgeError when a knowledge file is broken."""
    knowledge = load(settings.knowledge, settings.region)
    return furnish(Catalog(), knowledge, Retention(conversation_days=settings.keep_days))


@asynccontextmanager
async def running(settings: Settings, channels: Mapping[str, Channel]) -> AsyncIterator[Running]:
    """Open the store, take up what was left to deliver, and close in good order at the end.

    Raises StoreDown, WrongKey or KnowledgeError when it cannot start.
    """
    house = build_house(settings)
    store = Store(await open_sqlite(settings.database), crypto.load(settings.keys.get_secret_value(), settings.data))
    await store.start()
    together = Pace(settings.telegram_rate, burst=settings.telegram_rate)
    sender = Sender(store, channels, together, Pace(settings.telegram_chat_rate, burst=3))
    service = Service(lambda: house, store, sender, Pace(settings.message_rate, burst=settings.message_burst))
    await sender.start()
    sweeper = asyncio.create_task(sweep(store, house.retention))
    try:
        yield Running(house, service, sender)
    finally:
        sweeper.cancel()
        await sender.stop()
        await store.stop()


async def talk_in_terminal(settings: Settings) -> list[Exchange]:
    """Hold the conversation in this terminal; what was said and shown."""
    terminal = Terminal()
    calm = settings.model_copy(update={"telegram_rate": 0, "telegram_chat_rate": 0})
    async with running(calm, {"terminal": terminal}) as parts:
        return await terminal.talk(parts.service, parts.sender)


async def run_telegram(settings: Settings) -> None:
    """Serve Telegram until told to stop (SIGINT or SIGTERM). Raises InvalidToken for a refused token."""
    bot = telegram.open_bot(settings.telegram_token.get_secret_value(), settings.telegram_api)
    channel = telegram.TelegramChannel(bot)
    async with bot, running(settings, {telegram.NAME: channel}) as parts:
        ingress = telegram.Ingress(bot, channel, parts.service)
        profile = asyncio.create_task(telegram.publish(bot, parts.house.catalog))
        async with _incoming(settings, bot, ingress):
            await _told_to_stop()
        profile.cancel()


@asynccontextmanager
async def _incoming(settings: Settings, bot: telegram.Bot, ingress: telegram.Ingress) -> AsyncIterator[None]:
    if settings.telegram_mode == "polling":
        poller = asyncio.create_task(telegram.poll(bot, ingress))
        yield
        poller.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await poller
        return
    secret = settings.webhook_secret.get_secret_value()
    runner = await telegram.serve(bot, ingress, settings.webhook_listen, settings.webhook_url or "", secret)
    yield
    await runner.cleanup()


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
