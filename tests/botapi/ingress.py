"""How updates reach the bot: it asks for them (getUpdates), or they are pushed to it (webhook)."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from tests.botapi.params import Params, RefusedError, bad_request, integer, parsed, text, truth
from tests.botapi.updates import Delivery, Updates
from tests.botapi.webhook import Pusher, Webhook

LONGEST_POLL = 50  # seconds


class Ingress:
    """Either polling or one webhook, never both. `backoff`: first pause of a failing webhook, in seconds."""

    def __init__(self, updates: Updates) -> None:
        self.webhook = Webhook("")
        self.backoff = 0.1
        self._updates = updates
        self._pusher: Pusher | None = None

    async def get_updates(self, params: Params, handed: list[Delivery]) -> list[Params]:
        """The next batch, also added to `handed`. Raises `RefusedError` (409) on a conflict."""
        try:
            if self.webhook.url:
                raise RefusedError(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active;"
                    " use deleteWebhook to delete the webhook first",
                )
            self._allow(params)
            timeout = min(integer(params, "timeout"), LONGEST_POLL)
            batch = await self._updates.poll(integer(params, "offset"), integer(params, "limit", 100), timeout)
        except RefusedError:
            await asyncio.sleep(self._updates.conflict_pause())
            raise
        handed.extend(delivery for _, delivery in batch)
        return [update for update, _ in batch]

    async def set_webhook(self, params: Params) -> bool:
        """Start pushing to `url`; an empty one is the same as deleteWebhook."""
        url, secret = text(params, "url"), text(params, "secret_token")
        if not url:
            return await self.delete_webhook(params)
        if urlsplit(url).scheme not in ("http", "https"):  # the real one takes https only
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        await self.close()
        self._clear(params)
        self._allow(params)
        self._updates.interrupt("terminated by setWebhook request")
        self.webhook = Webhook(url, secret, min(max(integer(params, "max_connections", 40), 1), 100))
        self._pusher = Pusher(self._updates, self.webhook, self.backoff)
        return True

    async def delete_webhook(self, params: Params) -> bool:
        """Stop pushing; what is not accepted yet waits for getUpdates, unless it is to be dropped."""
        await self.close()
        self._clear(params)
        self.webhook = Webhook("")
        return True

    def info(self) -> Params:
        """What getWebhookInfo answers."""
        return self.webhook.info(len(self._updates), sorted(self._updates.allowed))

    async def close(self) -> None:
        """Stop pushing."""
        if self._pusher:
            await self._pusher.close()
        self._pusher = None

    def _clear(self, params: Params) -> None:
        if truth(params, "drop_pending_updates"):
            self._updates.clear()

    def _allow(self, params: Params) -> None:
        kinds: Any = parsed(params, "allowed_updates", "can't parse allowed_updates JSON object")
        if isinstance(kinds, list):
            self._updates.allowed = frozenset(map(str, kinds))
