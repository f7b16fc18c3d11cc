"""What many tests need."""

from __future__ import annotations

import pytest

from bot.house import House
from bot.running import build_house
from bot.settings import read


@pytest.fixture(scope="session")
def house() -> House:
    """Flows, words and facts as they are."""
    return build_house(read({}))
