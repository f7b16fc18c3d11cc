"""What leaves the house: the same services for other organisations (HSDS 3.0) and for a coordinator's spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openpyxl import load_workbook

from bot.coordinating import export
from bot.coordinating.hsds import UPL, identifier
from bot.coordinating.hsds_hours import NEXT_DAY, schedules
from bot.knowledge import AMSTERDAM, LANGUAGES, Knowledge, Schedule, load
from tests.packs import LOKET, VILLAGE, write
from tests.test_knowledge_places import AT_THE_HALL, HALL, PLACES
from tests.test_matching import EVERY_DAY, hours

TODAY = date(2026, 11, 22)
FOLDER = Path(__file__).parent.parent / "knowledge"
HSDS = FOLDER.parent.parent / "shared" / "hsds-3.0"
"""The schemas of HSDS are not ours to publish; where they stand beside the project, every export is held to them."""


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    """The facts as they are in the project."""
    return load(FOLDER, "westelijke-mijnstreek")


@pytest.fixture
def village(tmp_path: Path) -> Knowledge:
    """The desk with everything HSDS has a place for: a building, a chat, papers to bring, a government product."""
    more = "  chat_url: https://voorbeeld.nl/chat\n  required_documents: [Je paspoort]\n  languages: [nl, ar]\n"
    desk = VILLAGE[LOKET].replace("  service_areas", f"{more}  upl: [bijstand]\n{AT_THE_HALL}  service_areas")
    return load(write(tmp_path, VILLAGE | {LOKET: desk, PLACES: HALL}), "dorp", TODAY)


def contents(knowledge: Knowledge, language: str = "nl") -> list[dict[str, Any]]:
    """The services of an HSDS export."""
    page = json.loads(export(knowledge, "hsds", language, TODAY))
    assert page["total_items"] == page["size"] == len(page["contents"])
    return list(page["contents"])


def wrong(service: dict[str, Any], schema: str) -> list[str]:
    """What HSDS says about an exported service."""
    validator = Draft202012Validator(json.loads((HSDS / schema).read_text("utf-8")), format_checker=FormatChecker())
    return [f"{service['name']}: {error.json_path} {error.message}" for error in validator.iter_errors(service)]


# --- HSDS --------------------------------------------------------------------------------------------


@pytest.mark.skipif(not HSDS.is_dir(), reason=f"skipped: the HSDS 3.0 schemas are not in {HSDS}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exported_service_is_valid_hsds(shipped: Knowledge, language: str) -> None:
    for service in contents(shipped, language):
        assert wrong(service, "service.json") == []
        assert wrong(service, "service_list.json") == []


@pytest.mark.skipif(not HSDS.is_dir(), reason=f"skipped: the HSDS 3.0 schemas are not in {HSDS}")
def test_a_service_with_everything_is_valid_hsds_and_a_broken_one_is_not(village: Knowledge) -> None:
    (desk,) = contents(village)
    assert wrong(desk, "service.json") == []
    assert wrong({**desk, "id": "loket"}, "service.json"), "the validation has teeth"


def test_a_service_takes_along_all_that_hangs_on_it(village: Knowledge) -> None:
    (desk,) = contents(village)
    assert desk["organization"]["id"] == desk["organization_id"] == identifier("organization", "loket")
    assert desk["phones"][0]["number"] == "08001234"
    assert desk["phones"][0]["description"] == "gratis"
    assert desk["service_areas"][0]["name"] == "Nederland"
    assert desk["required_documents"][0]["document"] == "Je paspoort"
    assert [(one["code"], one["name"]) for one in desk["languages"]] == [("nl", "Nederlands"), ("ar", "Arabisch")]
    hall, chat = desk["service_at_locations"]
    assert hall["location"]["addresses"][0]["postal_code"] == "6191 AA"
    assert hall["location"]["accessibility"][0]["description"] == "Er is een lift."
    assert hall["schedules"][0]["byday"] == "SA"
    assert chat["location"] == {
        "id": chat["location_id"],
        "location_type": "virtual",
        "url": "https://voorbeeld.nl/chat",
    }


def test_themes_and_our_own_fields_go_along_as_attributes(village: Knowledge) -> None:
    (desk,) = contents(village)
    found = {(one["link_type"], one["taxonomy_term"]["code"]): one for one in desk["attributes"]}
    assert found["theme", "money_debt"]["taxonomy_term"]["name"] == "Schulden"
    assert found["upl", "bijstand"]["taxonomy_term"]["term_uri"] == f"{UPL}bijstand"
    assert found["source_url", "source_url"]["value"] == "https://voorbeeld.nl/bron"
    assert found["free", "free"]["value"] == "True"
    assert all(one["link_id"] == desk["id"] for one in desk["attributes"])


def test_ids_are_the_same_in_every_export_and_differ_from_each_other(shipped: Knowledge) -> None:
    first, again = contents(shipped), contents(shipped, "ar")
    assert [one["id"] for one in first] == [one["id"] for one in again]
    assert all(UUID(one["id"]).version == 5 for one in first)
    assert len({one["id"] for one in first}) == len(first)


def test_an_export_speaks_one_language_and_says_where_it_does_not(village: Knowledge) -> None:
    (desk,) = contents(village, "en")
    assert desk["name"] == "The Desk"
    assert desk["description"] == "Hier stel je vragen."
    theme = next(one["taxonomy_term"] for one in desk["attributes"] if one["link_type"] == "theme")
    assert (theme["name"], theme["language"]) == ("Schulden", "nl")


# --- hours with a fixed offset -----------------------------------------------------------------------


def pieces(*known: Schedule, today: date = TODAY) -> list[dict[str, Any]]:
    """The hours as HSDS has them, with Dutch notes."""
    return list(schedules(known, today, lambda text: text["nl"] if text else None))


def test_a_week_is_cut_where_the_clock_changes() -> None:
    office = pieces(hours("MO,TU,WE,TH,FR", "09:00", "17:00"))
    assert [(one["valid_from"], one["valid_to"], one["timezone"], one["opens_at"]) for one in office] == [
        ("2026-11-22", "2027-03-27", 1, "09:00+01:00"),
        ("2027-03-28", "2027-10-30", 2, "09:00+02:00"),
        ("2027-10-31", "2027-11-22", 1, "09:00+01:00"),
    ]
    assert {one["freq"] for one in office} == {"WEEKLY"}


def test_a_period_with_dates_takes_the_place_of_the_week() -> None:
    closed = Schedule(
        closed=True, valid_from=date(2026, 12, 21), valid_to=date(2027, 1, 3), notes={"nl": "Verhuizing."}
    )
    found = pieces(hours("MO", "09:00", "17:00"), closed)
    assert [(one["valid_from"], one["valid_to"]) for one in found[:2]] == [
        ("2026-11-22", "2026-12-20"),
        ("2027-01-04", "2027-03-27"),
    ]
    assert found[-1] == {"valid_from": "2026-12-21", "valid_to": "2027-01-03", "notes": "Gesloten. Verhuizing."}


def test_a_night_says_that_it_ends_on_the_next_day() -> None:
    assert pieces(hours(EVERY_DAY, "20:00", "08:00"))[0]["notes"] == NEXT_DAY
    assert "notes" not in pieces(hours(EVERY_DAY, "08:00", "20:00"))[0]


def test_what_is_over_is_not_exported() -> None:
    assert pieces(hours("MO", "09:00", "17:00", valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))) == []


@pytest.mark.parametrize("day", [TODAY + timedelta(days=30 * number) for number in range(12)])
def test_an_exported_hour_is_the_same_moment_as_ours(day: date) -> None:
    (piece,) = [
        one
        for one in pieces(hours(EVERY_DAY, "09:00", "17:00"))
        if one["valid_from"] <= day.isoformat() <= one["valid_to"]
    ]
    exported = datetime.fromisoformat(f"{day.isoformat()}T{piece['opens_at']}")
    assert exported == datetime.combine(day, time(9), AMSTERDAM)


# --- spreadsheets ------------------------------------------------------------------------------------


def test_a_spreadsheet_has_a_row_for_every_service(shipped: Knowledge) -> None:
    sheet = load_workbook(io.BytesIO(export(shipped, "xlsx", "nl", TODAY))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("id", "naam (nl)", "wat het is (nl)")
    assert [row[0] for row in rows[1:]] == list(shipped.services)
    row = dict(zip(rows[0], rows[1 + list(shipped.services).index("geldfit")], strict=True))
    assert row["telefoon 1"] == "0800-8115"
    assert row["gratis"] == "ja"
    assert row["nagekeken op"] == "2026-11-22"


def test_a_csv_opens_in_dutch_excel(village: Knowledge) -> None:
    raw = export(village, "csv", "nl", TODAY)
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert cells["openingstijden"] == "ma, di 09:00-17:00"
    assert cells["thema's"] == "money_debt"


def test_a_spreadsheet_for_a_translator_has_both_languages(village: Knowledge) -> None:
    head = export(village, "csv", "en", TODAY).decode("utf-8-sig").splitlines()[0].split(";")
    assert {"naam (nl)", "naam (en)", "voor wie (nl)", "voor wie (en)"} <= set(head)
    assert "naam (en)" not in export(village, "csv", "nl", TODAY).decode("utf-8-sig")
