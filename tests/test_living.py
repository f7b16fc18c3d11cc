"""Knowledge under a running bot: a good edit is live within two seconds, a broken one never is."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.house import House, Retention, furnish
from bot.knowledge import load
from bot.living import LivingHouse
from bot.settings import ROOT

REGION = "westelijke-mijnstreek"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packs that may be broken."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


@asynccontextmanager
async def watched(house: House, folder: Path) -> AsyncIterator[LivingHouse]:
    """A house that watches `folder`."""
    living = LivingHouse(furnish(house.catalog, load(folder, REGION), Retention()), folder)
    task = asyncio.create_task(living.watch())
    yield living
    task.cancel()


async def turns_true(living: LivingHouse, version: str) -> bool:
    """Whether another version than `version` is live within two seconds."""
    for _ in range(20):
        await asyncio.sleep(0.1)
        if living().knowledge.version != version:
            return True
    return False


def rename(folder: Path, old: str, new: str) -> None:
    """Edit one name in the talk lines."""
    file = folder / "national" / "services" / "praten.yaml"
    file.write_text(file.read_text("utf-8").replace(f"name: {old}", f"name: {new}"), "utf-8")


async def test_a_good_edit_is_live_within_two_seconds(house: House, folder: Path) -> None:
    async with watched(house, folder) as living:
        before = living().knowledge.version
        rename(folder, "De Luisterlijn", "De Luisterlijn (nieuw)")
        assert await turns_true(living, before)
        assert living().knowledge.services["de-luisterlijn"].name["nl"] == "De Luisterlijn (nieuw)"


async def test_a_broken_edit_is_never_live_and_the_log_says_why(
    house: House, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with watched(house, folder) as living:
        before = living().knowledge.version
        rename(folder, "De Luisterlijn", "[half geschreven")
        assert not await turns_true(living, before)
    assert "praten.yaml" in caplog.text


async def test_mending_it_makes_it_live(house: House, folder: Path) -> None:
    async with watched(house, folder) as living:
        before = living().knowledge.version
        rename(folder, "De Luisterlijn", "[half geschreven")
        await asyncio.sleep(1.2)
        rename(folder, "[half geschreven", "De Luisterlijn weer")
        assert await turns_true(living, before)
