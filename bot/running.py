"""The parts put together: what `run` and `talk` start, and stop again in good order."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import crypto
from bot.catalog import Catalog
from bot.channels import telegram
from bot.channels.terminal import ADDRESS, NAME, Terminal
from bot.handoff.request import Rules
from bot.house import House, Retention, furnish
from bot.knowledge import AMSTERDAM, load
from bot.living import LivingHouse
from bot.pace import Pace
from bot.sender import Channel, Sender
from bot.service import Service, utc_now
from bot.settings import Settings
from bot.speech import find
from bot.store import Store, open_sqlite
from bot.story import Exchange
from bot.timers import attend, sweep
from bot.understand import complete

CHAT_BURST = 3
"""Messages one chat may get at once before its pace counts: the screens of one turn."""


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
async def running(
    settings: Settings,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime] = utc_now,
    speaks: frozenset[str] = frozenset(),
) -> AsyncIterator[Running]:
    """Open the store, take up what was left to deliver, and close in good order at the end.

    `clock` gives the moment at which residents are answered; `speaks` are the languages they can listen in.

    Raises StoreDown, WrongKey, KnowledgeError or PhraseFileError when it cannot start.
    """
    complete.ready()
    house = replace(build_house(settings), speaks=speaks)
    gc.freeze()  # words and facts live as long as the process: no need to look through them again and again
    gc.enable()
    living = LivingHouse(house, settings.knowledge)
    keys = crypto.load(settings.keys.get_secret_value(), settings.data)
    store = Store(await open_sqlite(settings.database), keys)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(store.stop)
        await store.start()
        together = Pace(settings.telegram_rate, burst=max(1, settings.telegram_rate))
        sender = Sender(store, channels, together, Pace(settings.telegram_chat_rate, burst=CHAT_BURST))
        chats = settings.coordinator_chats.split()
        on_call = tuple([await store.open_chat("coordinator", telegram.NAME, chat) for chat in chats])
        pace = Pace(settings.message_rate, burst=settings.message_burst)
        service = Service(living, store, sender, pace, clock, _rules(settings), on_call)
        await sender.start()
        closing.push_async_callback(sender.stop)
        await service.look_around()
        for work in (sweep(store, house.retention), living.watch(), attend(service)):
            closing.callback(asyncio.create_task(work).cancel)
        yield Running(house, service, sender)


def _rules(settings: Settings) -> Rules:
    """How long a handoff may take, as the settings say."""
    return Rules(**{rule.name: getattr(settings, f"handoff_{rule.name}") for rule in fields(Rules)})


async def talk_in_terminal(settings: Settings) -> list[Exchange]:
    """Hold the conversation in this terminal; what was said and shown."""
    terminal = Terminal()
    calm = settings.model_copy(update={"telegram_rate": 0, "telegram_chat_rate": 0})
    async with running(calm, {"terminal": terminal}) as parts:
        return await terminal.talk(parts.service, parts.sender)


async def try_in_terminal(settings: Settings, as_of: datetime | None, area: str | None) -> list[Exchange]:
    """Hold a conversation that leaves nothing behind, at another moment (Dutch wall time) or from an area.

    Raises Refused for an area that is not in the region.
    """
    from bot.coordinating import area_named  # the coordinator's tools bring a spreadsheet library

    moment = as_of.replace(tzinfo=AMSTERDAM) if as_of else None
    terminal = Terminal()
    with TemporaryDirectory() as folder:
        apart = {"data": Path(folder), "database_url": "", "telegram_rate": 0, "telegram_chat_rate": 0}
        trial = settings.model_copy(update=apart)
        async with running(trial, {"terminal": terminal}, lambda: moment or utc_now()) as parts:
            if area:
                await parts.service.begin(NAME, ADDRESS, {"area": area_named(parts.house.knowledge, area)})
            return await terminal.talk(parts.service, parts.sender)


async def run_telegram(settings: Settings) -> None:
    """Serve Telegram until told to stop (SIGINT or SIGTERM). Raises InvalidToken for a refused token."""
    bot = telegram.open_bot(settings.telegram_token.get_secret_value(), settings.telegram_api)
    speech = find()
    channel = telegram.TelegramChannel(bot, speech)
    async with bot, running(settings, {telegram.NAME: channel}, speaks=speech.languages) as parts:
        ingress = telegram.Ingress(bot, channel, parts.service)
        profile = asyncio.create_task(telegram.publish(bot, parts.house.catalog))
        async with _incoming(settings, bot, ingress) as work:
            await _told_to_stop(work)
        profile.cancel()


def _incoming(
    settings: Settings, bot: telegram.Bot, ingress: telegram.Ingress
) -> AbstractAsyncContextManager[asyncio.Task[None]]:
    """Updates coming in, by the way the settings choose; the task is at work for as long as they do."""
    if settings.telegram_mode == "polling":
        return telegram.polling(bot, ingress)
    from bot.channels.telegram.webhook import serve  # a web server is imported only where there is one

    secret = settings.webhook_secret.get_secret_value()
    return serve(bot, ingress, settings.webhook_listen, settings.webhook_url or "", secret)


async def _told_to_stop(work: asyncio.Task[None]) -> None:
    """Wait for a signal; when `work` ends by itself, that is a failure to be heard."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({told, work}, return_when=asyncio.FIRST_COMPLETED)
    if told.cancel():
        await work
