"""The webhook: Telegram brings the updates; 200 means committed, 503 means bring it again."""

from __future__ import annotations

import hmac
import json
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot

from bot.channels.telegram.ingress import Ingress
from bot.channels.telegram.updates import KINDS
from bot.store import StoreDown

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BODY = 256 * 1024
"""Bytes of one update; the largest text message is far below."""
CONNECTIONS = 40
"""Updates Telegram may bring at once (its own default)."""


def application(ingress: Ingress, path: str, secret: str) -> web.Application:
    """The web application that takes updates at `path` from whoever knows `secret`."""

    async def take(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except ValueError:
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


async def serve(bot: Bot, ingress: Ingress, listen: str, url: str, secret: str) -> web.AppRunner:
    """Listen at `listen` (host:port) and tell Telegram to bring updates to `url`; stop with its `cleanup`."""
    runner = web.AppRunner(application(ingress, urlsplit(url).path or "/", secret), access_log=None)
    await runner.setup()
    host, _, port = listen.rpartition(":")
    await web.TCPSite(runner, host, int(port)).start()
    await bot.do_api_request(
        "setWebhook",
        api_kwargs={
            "url": url,
            "secret_token": secret,
            "allowed_updates": list(KINDS),
            "max_connections": CONNECTIONS,
        },
    )
    return runner
