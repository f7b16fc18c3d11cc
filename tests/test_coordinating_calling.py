"""The coordinator's week: what to call first, where help is missing, which municipality was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.coordinating import Refused, area_named, gaps, stale, table, tables
from bot.knowledge import Knowledge, Service, load
from bot.knowledge.ageing import CRISIS_DAYS
from tests.packs import VILLAGE, write
from tests.test_matching import region, service

TODAY = date(2026, 11, 22)
FOLDER = Path(__file__).parent.parent / "knowledge"


def checked(name: str, days: int, **fields: Any) -> Service:
    """A service that was checked some days before TODAY."""
    return service(name, assured_date=TODAY - timedelta(days=days), **fields)


def grown() -> Knowledge:
    """A region with services of every age, in an order that is not the one to call them in."""
    return region(
        service("unsure", to_confirm=True),
        checked("aging", 160),
        checked("fresh", 30),
        checked("stale", 200),
        checked("staler", 250),
        checked("hidden", 400),
        checked("shut", 400, status="temporarily closed"),
        checked("gone", 400, status="defunct"),
        checked("broken", 0),
        checked("often", 0),
    )


@pytest.fixture
def village(tmp_path: Path) -> Knowledge:
    """One desk, checked on TODAY, and the emergency number."""
    return load(write(tmp_path, VILLAGE), "dorp", TODAY)


def test_who_to_call_first() -> None:
    calls = stale(grown(), TODAY, {"broken": 1, "often": 4, "not-here-any-more": 9})
    assert [(call.about.id, call.reason) for call in calls] == [
        ("often", "complained"),
        ("broken", "complained"),
        ("hidden", "hidden"),
        ("shut", "hidden"),
        ("staler", "stale"),
        ("stale", "stale"),
        ("aging", "aging"),
        ("unsure", "to_confirm"),
    ]


def test_a_complaint_also_counts_for_what_is_not_shown() -> None:
    assert stale(grown(), TODAY, {"gone": 1})[0].about.id == "gone"


@pytest.mark.parametrize(
    ("days", "reason"),
    [(CRISIS_DAYS - 30, None), (CRISIS_DAYS - 29, "crisis_soon"), (CRISIS_DAYS, "crisis_soon"), (91, "crisis_old")],
)
def test_a_number_for_danger_is_on_the_list_well_before_it_is_too_old(
    village: Knowledge, days: int, reason: str | None
) -> None:
    calls = stale(village, TODAY + timedelta(days=days), {})
    assert [call.reason for call in calls] == ([reason] if reason else [])


def test_a_number_for_danger_comes_before_ordinary_old_ones(village: Knowledge) -> None:
    calls = stale(village, TODAY + timedelta(days=200), {})
    assert [(call.about.id, call.reason) for call in calls] == [("112", "crisis_old"), ("loket", "stale")]
    assert stale(village, TODAY, {"112": 2})[0].about.id == "112"


def test_the_list_is_in_dutch_and_says_which_number_until_when(village: Knowledge) -> None:
    rows = table(stale(village, TODAY + timedelta(days=160), {"loket": 2}), village)
    assert rows.head[:4] == ("waarom", "wat", "id", "nummer")
    assert rows.rows[0] == (
        "gemeld: dit nummer werkt niet",
        "Het Loket",
        "loket",
        "0800-1234",
        "2026-11-22",
        "2027-05-22",
        "2 keer",
        "heel Nederland",
        "https://voorbeeld.nl/bron",
    )


def test_a_terminal_shows_columns_and_a_spreadsheet_shows_all(village: Knowledge) -> None:
    rows = table(stale(village, TODAY, {"loket": 2}), village)
    lines = tables.text(rows).splitlines()
    assert len(lines) == 2
    assert lines[0].index("nummer") == lines[1].index("0800-1234")
    sheet = load_workbook(BytesIO(tables.xlsx(rows))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == list(rows.rows[0])
    assert sheet["D2"].number_format == "@", "otherwise Excel makes another number of 0800"


def test_a_long_list_stays_readable_in_a_terminal() -> None:
    rows = tables.Table("x", ("leeg", "wat", "bron"), (("", "a" * 80, "b" * 80), ("", "kort", "c")) * 3)
    assert max(map(len, tables.text(rows).splitlines())) <= tables.SCREEN
    assert "leeg" not in tables.text(rows)
    assert "a…" in tables.text(rows)
    assert tables.text(replace(rows, rows=())) == ""


def test_what_is_on_the_list_as_the_product_is_shipped() -> None:
    shipped = load(FOLDER, "westelijke-mijnstreek")
    calls = stale(shipped, TODAY, {})
    assert {call.reason for call in calls} == {"to_confirm"}
    assert len(calls) == sum(one.to_confirm for one in shipped.services.values())


# --- where help is missing ---------------------------------------------------------------------------


def test_every_theme_has_two_who_can_be_reached_in_every_municipality_as_shipped() -> None:
    assert gaps(load(FOLDER, "westelijke-mijnstreek"), TODAY) == ()


def test_a_theme_without_help_is_reported_for_each_municipality() -> None:
    near = service("near", service_areas=("beek",))
    mute = service("mute", to_confirm=True)
    found = [f"{gap.what} {gap.todo}" for gap in gaps(region(near, service("line"), mute), TODAY)]
    assert found[0] == ("Voor het thema 'debt' is er in stein maar één dienst. Zet 'debt' bij een dienst die helpt."), (
        "beek has two: one near, and a line for everybody"
    )
    assert [sentence.partition(".")[0] for sentence in found[1:3]] == [
        "Voor het thema 'mental' is er in beek geen dienst",
        "Voor het thema 'mental' is er in stein geen dienst",
    ]


def test_what_is_too_old_to_show_is_no_help() -> None:
    assert len(gaps(region(service("a"), service("b")), TODAY)) == 4
    assert len(gaps(region(service("a"), service("b")), TODAY + timedelta(days=400))) == 6


# --- which municipality ------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["Sittard-Geleen", "sittard-geleen", " SITTARD-GELEEN "])
def test_a_municipality_may_be_typed_as_people_do(said: str) -> None:
    assert area_named(load(FOLDER, "westelijke-mijnstreek"), said) == "sittard-geleen"


@pytest.mark.parametrize(
    ("said", "answer"), [("Stien", "Bedoel je 'Stein'?"), ("Amsterdam", "Kies uit: Sittard-Geleen, Beek, Stein.")]
)
def test_an_unknown_municipality_is_never_simply_empty(said: str, answer: str) -> None:
    with pytest.raises(Refused) as error:
        area_named(load(FOLDER, "westelijke-mijnstreek"), said)
    assert str(error.value) == f"De gemeente '{said}' ken ik niet. {answer}"


def test_a_service_is_as_fresh_as_its_oldest_number() -> None:
    packs = load(FOLDER, "westelijke-mijnstreek")
    service = packs.services["geldfit"]
    (phone, *others) = service.phones
    older = phone.model_copy(update={"assured_date": date(2026, 1, 5)})
    assert service.model_copy(update={"phones": (older, *others)}).checked == date(2026, 1, 5)
    assert service.checked == service.assured_date
