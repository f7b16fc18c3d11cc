"""Pushing updates to a bot's own address: in order per chat, several connections, again until a 2xx."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass

import aiohttp

from tests.botapi.params import Params
from tests.botapi.updates import Updates, was_lost

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 10.0  # seconds to wait for an answer


@dataclass(slots=True)
class Webhook:
    """Where updates go, and what last went wrong there."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0

    def info(self, pending: int, allowed: list[str]) -> Params:
        """What getWebhookInfo answers."""
        body: Params = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if self.url:
            body["max_connections"] = self.max_connections
        if self.last_error:
            body |= {"last_error_date": self.last_error_at, "last_error_message": self.last_error}
        if allowed:
            body["allowed_updates"] = allowed
        return body


class Pusher:
    """Empties the queue into one webhook until it is closed. `backoff` is the first pause in seconds."""

    def __init__(self, updates: Updates, webhook: Webhook, backoff: float) -> None:
        self._updates = updates
        self._webhook = webhook
        self._backoff = backoff
        self._lanes: dict[int | None, deque[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections = asyncio.Semaphore(webhook.max_connections)
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        updates.on_ready = self._queue
        for update_id, chat_id in updates.ready():
            self._queue(update_id, chat_id)

    async def close(self) -> None:
        """Stop pushing; what is not accepted yet stays in the queue."""
        self._updates.on_ready = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    def _queue(self, update_id: int, chat_id: int | None) -> None:
        lane = self._lanes.get(chat_id)
        if lane is not None:
            lane.append(update_id)
            return
        self._lanes[chat_id] = deque([update_id])
        task = asyncio.create_task(self._empty(chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, chat_id: int | None) -> None:
        lane = self._lanes[chat_id]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[chat_id]

    async def _deliver(self, update_id: int) -> None:
        """Until it is accepted: again at once after the first failure, then with pauses that double."""
        pause = 0.0
        while not await self._attempt(update_id):
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0) or self._backoff

    async def _attempt(self, update_id: int) -> bool:
        async with self._connections:
            handed = self._updates.hand_over(update_id)
            if handed is None:
                return True
            update, delivery = handed
            if not await self._post(update):
                was_lost([delivery])
                return False
        return self._updates.confirm(update_id)

    async def _post(self, update: Params) -> bool:
        hook = self._webhook
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with self._client.post(hook.url, json=update, headers=headers) as response:
                if response.ok:
                    return True
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        hook.last_error, hook.last_error_at = problem, int(time.time())
        return False
