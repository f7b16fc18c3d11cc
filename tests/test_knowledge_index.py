"""The quick search is the plain search: sets of services give what looking at each of them would give."""

from __future__ import annotations

import gc
import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import AMSTERDAM, NATIONAL, Knowledge, Schedule, Service, freshness, load
from bot.knowledge.hours import open_until
from bot.knowledge.index import members
from bot.matching import TALK, Needs, few, match
from tests.packs import REGION, write_pack
from tests.test_matching import DAY_AND_NIGHT, NEEDS, OFFICE, hours, ids, region, regions, service

SPECIAL = (
    Schedule(closed=True, valid_from=date(2026, 12, 21), valid_to=date(2027, 1, 3)),
    hours("TH", "10:00", "12:00", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 24)),
    hours("MO,SU", "22:00", "06:00", valid_from=date(2027, 3, 1), valid_to=date(2027, 4, 30)),
    hours("MO,TU", "09:00", "17:00", valid_from=date(2027, 1, 1)),
)
WEEKS = (OFFICE, DAY_AND_NIGHT, hours("SA,SU", "20:00", "08:00"), hours("MO,WE", "00:00", "02:30"))


def plainly(knowledge: Knowledge, needs: Needs) -> list[str]:
    """The ids that fit, best first, by looking at every service and sorting them: slow and easy to check."""
    themes = needs.themes or (TALK,)
    today = needs.now.astimezone(AMSTERDAM).date()
    fitting = [one for one in knowledge.services.values() if fits(one, themes, needs, knowledge)]
    fitting.sort(key=lambda one: rank(one, themes, needs))
    leader = min(fitting, key=lambda one: distance(one, needs.now, today), default=None)
    fitting.sort(key=lambda one: one is not leader)
    return [one.id for one in fitting]


def age(one: Service, today: date) -> str:
    return freshness(one.assured_date, today) if one.assured_date else "to_confirm"


def fits(one: Service, themes: tuple[str, ...], needs: Needs, knowledge: Knowledge) -> bool:
    here = {needs.area} & set(one.service_areas) if needs.area else set(knowledge.areas) <= set(one.service_areas)
    return bool(
        set(themes) & set(one.themes)
        and (here or NATIONAL in one.service_areas)
        and one.status == "active"
        and age(one, needs.now.astimezone(AMSTERDAM).date()) != "hidden"
        and (one.phones or not needs.phone_only)
        and (one.walk_in or not needs.walk_in_only)
        and (one.free or not needs.free_only)
    )


def rank(one: Service, themes: tuple[str, ...], needs: Needs) -> tuple[object, ...]:
    shared = [theme for theme in themes if theme in one.themes]
    until = open_until(one.schedules, needs.now)
    return (
        -len(shared),
        themes.index(shared[0]),
        one.specific_group or one.maximum_age is not None,
        NATIONAL in one.service_areas,
        age(one, needs.now.astimezone(AMSTERDAM).date()) == "stale",
        until is None,
        bool(one.schedules) and until is None,
        one.themes.index(shared[0]),
        not one.free,
        needs.language not in one.languages,
        one.to_confirm,
    )


def distance(one: Service, now: datetime, today: date) -> tuple[bool, ...]:
    is_open = open_until(one.schedules, now) is not None
    for_some = one.specific_group or one.maximum_age is not None
    closed = bool(one.schedules) and not is_open
    return one.to_confirm, closed or (for_some and not is_open), for_some, age(one, today) == "stale"


@settings(deadline=None, max_examples=300)
@given(here=regions(), needs=NEEDS)
def test_the_quick_search_gives_what_the_plain_one_gives(here: Knowledge, needs: Needs) -> None:
    assert ids(match(here, needs)) == plainly(here, needs)


@settings(deadline=None, max_examples=300)
@given(
    schedules=st.lists(st.sampled_from((*WEEKS, *SPECIAL)), unique_by=id).map(tuple),
    now=st.datetimes(datetime(2026, 10, 20), datetime(2027, 5, 1), timezones=st.just(UTC)),
)
def test_the_search_and_the_card_agree_on_what_is_open(schedules: tuple[Schedule, ...], now: datetime) -> None:
    here = region(service("other", schedules=(OFFICE,)), service("one", schedules=schedules))
    assert (1 in members(here.index.at(now).open)) == (open_until(schedules, now) is not None)


def test_two_services_with_the_same_week_may_be_closed_on_different_days() -> None:
    closed, special = SPECIAL[0], SPECIAL[1]
    here = region(service("one", schedules=(OFFICE, closed)), service("two", schedules=(OFFICE, special)))
    tuesday = datetime(2026, 12, 22, 10, tzinfo=AMSTERDAM)
    assert list(members(here.index.at(tuesday).open)) == [1]
    assert list(members(here.index.at(tuesday - timedelta(days=7)).open)) == [0, 1]


def test_the_index_follows_the_clock_back_and_forth() -> None:
    here = region(service(schedules=(OFFICE,)))
    monday = datetime(2026, 11, 23, 16, 59, 59, tzinfo=AMSTERDAM)
    assert here.index.at(monday).open
    assert not here.index.at(monday + timedelta(seconds=1)).open
    assert not here.index.at(monday - timedelta(days=1)).open
    assert here.index.at(monday).open


def test_nobody_is_in_an_empty_index() -> None:
    assert not region().index.at(datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)).shown
    assert list(members(0)) == []
    assert list(members(0b101001)) == [0, 3, 5]


# --- speed: the bench measures ten thousand; here a thousand, so that a mistake is seen on every run -----


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """A thousand services, loaded within a time that leaves room for a busy machine."""
    folder = write_pack(tmp_path_factory.mktemp("big"), 1000)
    began = clock.process_time()
    knowledge = load(folder, REGION)
    assert clock.process_time() - began < 1, "aim: 0.25 s"
    yield knowledge


def test_a_search_among_many_is_quick(big: Knowledge) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)
    taken = []
    for theme in big.themes:
        for area in (None, *big.areas):
            began = clock.perf_counter()
            found = few(big, Needs((theme,), area, "nl", now))
            taken.append(clock.perf_counter() - began)
            assert len(found) == 3
    assert median(taken) < 0.002


def test_loading_leaves_the_search_for_garbage_as_it_was(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, 10)
    assert gc.isenabled()
    load(folder, REGION)
    assert gc.isenabled()
    gc.disable()
    try:
        load(folder, REGION)
        assert not gc.isenabled()
    finally:
        gc.enable()
