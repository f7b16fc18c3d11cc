"""Takes updates in: each is confirmed to Telegram only after its turn is committed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import KINDS, Update, read
from bot.lanes import Lanes, stand_back
from bot.service import Service
from bot.store import StoreDown

LONG_POLL = 50
"""Seconds Telegram may wait for something to tell (Bot API, getUpdates)."""
PAUSE = 1.0
"""Seconds between tries while Telegram or the database is down."""

log = logging.getLogger(__name__)


class Ingress:
    """Hands updates to the service, and answers the tap of a button once it is dealt with."""

    def __init__(self, bot: Bot, channel: TelegramChannel, service: Service) -> None:
        self._bot = bot
        self._channel = channel
        self._service = service
        self._order = Lanes()
        self._down = False
        self._told: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Deal with one update. Raises StoreDown when it could not be kept; its sender was told why."""
        try:
            update = read(raw)
            if update is not None:
                await self._take(update)
        except StoreDown:
            raise
        except Exception as error:  # one bad update must never keep the next ones waiting
            log.error("update_dead error=%s", type(error).__name__)

    async def _take(self, update: Update) -> None:
        try:
            await self._service.handle(update.incoming)
        except StoreDown:
            self._down = True
            await self._tell(update)
            raise
        self._down = False
        self._told.discard(update.incoming.message)
        self._answer(update)

    async def take_all(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Deal with all `updates`, for as long as the database is down; those of one chat in their order.

        Whoever has to wait for it hears so within a second; danger is answered all the same.
        """
        tasks = {asyncio.create_task(self._take_until_kept(update)): update for update in updates}
        waiting = set(tasks)
        try:
            while waiting:
                _, waiting = await asyncio.wait(waiting, timeout=PAUSE)
                if self._down:
                    await asyncio.gather(*(self._tell(read(tasks[task])) for task in waiting))
        finally:
            for task in waiting:
                task.cancel()

    async def _take_until_kept(self, raw: Mapping[str, Any]) -> None:
        update = read(raw)
        async with self._order.lane(update.incoming.address if update else None):
            while True:
                try:
                    return await self.take(raw)
                except StoreDown as error:
                    log.error("store_down code=%s", error)
                    await asyncio.sleep(PAUSE)

    async def _tell(self, update: Update | None) -> None:
        """Say once, without the database, what can be said now: danger is always answered."""
        if update is None or update.incoming.message in self._told:
            return
        self._told.add(update.incoming.message)
        try:
            for screen in self._service.meanwhile(update.incoming):
                async for _ in self._channel.deliver(update.incoming.address, screen):
                    pass
        except Exception as error:  # that we can say nothing must not look as if the message were kept
            log.error("meanwhile_failed error=%s", type(error).__name__)

    def _answer(self, update: Update) -> None:
        """Stop the little clock on the button; of no use when it comes late, so nobody waits for it."""
        if update.query is None:
            return
        task = asyncio.create_task(self._answer_query(update.query))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_query(self, query: str) -> None:
        await stand_back()
        with contextlib.suppress(TelegramError):  # "query is too old" and the like: the screen was sent anyway
            await self._bot.do_api_request("answerCallbackQuery", api_kwargs={"callback_query_id": query})


@asynccontextmanager
async def polling(bot: Bot, ingress: Ingress) -> AsyncIterator[asyncio.Task[None]]:
    """Poll for as long as the context lasts; the task that does it."""
    task = asyncio.create_task(poll(bot, ingress))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def poll(bot: Bot, ingress: Ingress) -> None:
    """Ask Telegram for updates for ever; the next question confirms them, after all of them are committed."""
    offset = 0
    while True:
        try:
            updates = await bot.do_api_request(
                "getUpdates",
                api_kwargs={"offset": offset, "timeout": LONG_POLL, "allowed_updates": list(KINDS)},
                read_timeout=LONG_POLL + 10,
            )
        except TelegramError as error:
            await _pause(bot, error)
            continue
        await ingress.take_all(updates)
        offset = max((update["update_id"] + 1 for update in updates), default=offset)


async def _pause(bot: Bot, error: TelegramError) -> None:
    """Wait after a failed question, and raise the alarm when somebody else holds our token."""
    if isinstance(error, Conflict):
        log.error("telegram_conflict: another program uses this token")
        await _take_back(bot)
    elif isinstance(error, InvalidToken | EndPointNotFound):  # the library cannot tell the two apart
        log.error("telegram_token_refused")
    else:
        log.warning("telegram_unreachable error=%s", type(error).__name__)
    seconds = error.retry_after if isinstance(error, RetryAfter) else PAUSE
    await asyncio.sleep(seconds if isinstance(seconds, int | float) else seconds.total_seconds())


async def _take_back(bot: Bot) -> None:
    """Remove a webhook that we did not set."""
    with contextlib.suppress(TelegramError):
        info = await bot.do_api_request("getWebhookInfo")
        if info.get("url"):
            log.error("telegram_foreign_webhook")
            await bot.do_api_request("deleteWebhook")
