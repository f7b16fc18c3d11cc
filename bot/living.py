"""A house that keeps up with its knowledge: a changed file is live within two seconds, a broken one never is."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.house import House, furnish
from bot.knowledge import Knowledge, KnowledgeError, crisis_due, load

EVERY = 1.0
"""Seconds between two looks at the files."""

log = logging.getLogger(__name__)


def shout(knowledge: Knowledge) -> None:
    """Say loudly which crisis numbers were not checked for too long; they stay, for an old one is better than none."""
    for contact in knowledge.safety.values():
        if date.today() > crisis_due(contact.assured_date):
            log.error("crisis_number_old id=%s checked=%s", contact.id, contact.assured_date)


class LivingHouse:
    """Called, it gives the house of this moment; `watch` replaces it, whole, when knowledge changed for good."""

    def __init__(self, house: House, folder: Path) -> None:
        self._house = house
        self._folder = folder
        self._seen = _fingerprint(folder)
        shout(house.knowledge)

    def __call__(self) -> House:
        """The house of this moment."""
        return self._house

    async def watch(self) -> None:
        """Look at the files for ever. A broken file is reported, and the last good version stays."""
        while True:
            await asyncio.sleep(EVERY)
            seen = _fingerprint(self._folder)
            if seen != self._seen:
                self._seen = seen
                await self._renew()

    async def _renew(self) -> None:
        old = self._house
        try:
            knowledge = await asyncio.to_thread(load, self._folder, old.knowledge.region)
        except KnowledgeError as error:
            for mistake in error.mistakes:
                log.error("knowledge_rejected file=%s line=%s %s", mistake.file, mistake.line, mistake.what)
            return
        except OSError as error:  # a file that is being replaced this very moment
            log.warning("knowledge_unreadable error=%s", type(error).__name__)
            return
        self._house = replace(furnish(old.catalog, knowledge, old.retention), speaks=old.speaks)
        shout(knowledge)
        log.info("knowledge_live version=%s", knowledge.version)


def _fingerprint(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Names, times and sizes of all knowledge files."""
    found = set()
    for path in folder.rglob("*.yaml"):
        try:
            about = path.stat()
        except OSError:
            continue
        found.add((str(path), about.st_mtime_ns, about.st_size))
    return frozenset(found)
