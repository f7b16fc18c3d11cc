"""What falls due by itself: requests and reminders, and deleting what has been kept for as long as was promised."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import asdict

from bot.house import Retention
from bot.service import Service
from bot.store import Store, StoreDown

EVERY = 600.0
"""Seconds between two sweeps."""

LOOK = 2.0
"""Seconds between two looks at what is due."""

log = logging.getLogger(__name__)


async def sweep(store: Store, retention: Retention) -> None:
    """Delete for ever, now and every ten minutes."""
    while True:
        try:
            await store.sweep(**asdict(retention))
        except StoreDown as error:
            log.error("sweep_failed code=%s", error)
        await asyncio.sleep(EVERY)


async def attend(service: Service) -> None:
    """Deal with what falls due, at once when something asks for it, and else every few seconds."""
    while True:
        try:
            await service.look_around()
        except StoreDown as error:
            log.error("look_failed code=%s", error)
        except Exception as error:  # one reminder that goes wrong must not end all that falls due
            log.error("look_failed error=%s", type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(service.attention.wait(), LOOK)
