"""What falls due by itself: deleting what has been kept for as long as was promised."""

from __future__ import annotations

import asyncio
import logging

from bot.house import Retention
from bot.store import Store, StoreDown

EVERY = 600.0
"""Seconds between two sweeps."""

log = logging.getLogger(__name__)


async def sweep(store: Store, retention: Retention) -> None:
    """Delete for ever, now and every ten minutes."""
    while True:
        try:
            await store.sweep(
                conversation_days=retention.conversation_days,
                message_hours=retention.message_hours,
                seen_days=retention.seen_days,
            )
        except StoreDown as error:
            log.error("sweep_failed code=%s", error)
        await asyncio.sleep(EVERY)
