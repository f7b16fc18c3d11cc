"""The webhook: Telegram brings the updates; 200 means committed, 503 means bring it again."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.ingress import Ingress
from bot.channels.telegram.updates import KINDS
from bot.store import StoreDown

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BODY = 256 * 1024
"""Bytes of one update; the largest text message is far below."""
CONNECTIONS = 40
"""Updates Telegram may bring at once (its own default)."""
LOOK = 60.0
"""Seconds between two looks at where the webhook points."""

log = logging.getLogger(__name__)


def application(ingress: Ingress, path: str, secret: str) -> web.Application:
    """The web application that takes updates at `path` from whoever knows `secret`."""

    async def take(request: web.Request) -> web.Response:
        if not hmac.compare_digest(
            request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape"), secret.encode()
        ):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if isinstance(update, dict):
            try:
                await ingress.take(update)
            except StoreDown:
                return web.Response(status=503)
        return web.Response()

    app = web.Application(client_max_size=MOST_BODY)
    app.router.add_post(path, take)
    return app


@asynccontextmanager
async def serve(bot: Bot, ingress: Ingress, listen: str, url: str, secret: str) -> AsyncIterator[asyncio.Task[None]]:
    """Listen at `listen` (host:port) and have Telegram bring updates to `url`, for as long as the context lasts.

    The task given watches that nobody points the webhook elsewhere.
    """
    runner = web.AppRunner(application(ingress, urlsplit(url).path or "/", secret), access_log=None)
    await runner.setup()
    host, _, port = listen.rpartition(":")
    await web.TCPSite(runner, host, int(port)).start()
    await _set(bot, url, secret)
    watch = asyncio.create_task(_watch(bot, url, secret))
    try:
        yield watch
    finally:
        watch.cancel()
        await runner.cleanup()


async def _set(bot: Bot, url: str, secret: str) -> None:
    about = {"url": url, "secret_token": secret, "allowed_updates": list(KINDS), "max_connections": CONNECTIONS}
    await bot.do_api_request("setWebhook", api_kwargs=about)


async def _watch(bot: Bot, url: str, secret: str) -> None:
    """Look every minute; a webhook that is not ours means that somebody else holds the token."""
    while True:
        await asyncio.sleep(LOOK)
        with contextlib.suppress(TelegramError):
            info = await bot.do_api_request("getWebhookInfo")
            if info.get("url") != url:
                log.error("telegram_foreign_webhook")
                await _set(bot, url, secret)
