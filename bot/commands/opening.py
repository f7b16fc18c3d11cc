"""The store, for a command that looks into it or writes in it while the bot may be at work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from bot.store import Store


@asynccontextmanager
async def opened(chosen: Settings) -> AsyncIterator[Store]:
    """The store of these settings, made when it is not there yet. Raises StoreDown or WrongKey."""
    from bot import crypto
    from bot.store import Store, open_sqlite

    keys = crypto.load(chosen.keys.get_secret_value(), chosen.data)
    store = Store(await open_sqlite(chosen.database), keys)
    try:
        await store.start()
        yield store
    finally:
        await store.stop()
