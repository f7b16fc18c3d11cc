"""Lanes: first in, first out within one; different ones side by side."""

from __future__ import annotations

import asyncio

import pytest

from bot.lanes import Lanes


class Road:
    """People who pass along lanes, and when each was on the road."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.passed: list[str] = []
        self.now, self.most = 0, 0

    async def passes(self, lane: str, who: str = "") -> None:
        async with self.lanes.lane(lane):
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.002)
            self.passed.append(who or lane)
            self.now -= 1


async def test_within_a_lane_everybody_goes_in_the_order_of_arrival() -> None:
    road = Road()
    names = [f"{n:02}" for n in range(30)]
    await asyncio.gather(*(road.passes("ann", name) for name in names))
    assert (road.passed, road.most) == (names, 1)


async def test_different_lanes_go_side_by_side() -> None:
    road = Road()
    await asyncio.gather(*(road.passes(f"lane {n}") for n in range(30)))
    assert road.most == 30


async def test_somebody_who_gives_up_waiting_holds_nobody_up() -> None:
    road = Road()
    first, second, third = (asyncio.ensure_future(road.passes("ann", name)) for name in ("1", "2", "3"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, third)
    assert road.passed == ["1", "3"]


async def test_an_accident_frees_the_lane() -> None:
    road = Road()
    with pytest.raises(ZeroDivisionError):
        async with road.lanes.lane("ann"):
            raise ZeroDivisionError
    await asyncio.wait_for(road.passes("ann"), 1)


async def test_an_empty_lane_leaves_nothing_behind() -> None:
    road = Road()
    passing = [asyncio.ensure_future(road.passes(f"lane {n % 10}")) for n in range(100)]
    await asyncio.sleep(0)
    passing[37].cancel()
    await asyncio.gather(*passing, return_exceptions=True)
    assert road.lanes._locks == {}
