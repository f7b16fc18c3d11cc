"""What is kept, and the one transaction that keeps it."""

from bot.store.rows import Delivery, Due, Row, StoreDown, Turn, Writes
from bot.store.sqlite import open_sqlite
from bot.store.store import Store

__all__ = ["Delivery", "Due", "Row", "Store", "StoreDown", "Turn", "Writes", "open_sqlite"]
