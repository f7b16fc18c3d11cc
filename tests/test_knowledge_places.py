"""Numbers, buildings and dates: what a coordinator writes once and a resident must be able to rely on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.knowledge import AMSTERDAM, Knowledge, KnowledgeError, Phone, load
from bot.matching import open_until
from tests.packs import LOKET, SOURCE, VILLAGE, write

HALL = f"""\
- id: gemeentehuis
  name: Gemeentehuis
  organization_id: loket
  accessibility:
  - Er is een lift.
  addresses:
  - address_1: Markt 1
    postal_code: 6191 AA
    city: Dorp
    state_province: Limburg
{SOURCE}"""
AT_THE_HALL = """\
  service_at_locations:
  - location_id: gemeentehuis
    schedules:
    - byday: SA
      opens_at: 10:00
      closes_at: 12:00
"""
PLACES = "regions/dorp/locations.yaml"
SATURDAY = datetime(2026, 11, 28, 11, tzinfo=AMSTERDAM)


def village(folder: Path, places: str = HALL, **changed: str) -> Knowledge:
    """The village with a town hall, where the desk also opens its doors; `changed` texts of its services."""
    desk = VILLAGE[LOKET].replace("  service_areas", AT_THE_HALL + "  service_areas")
    for old, new in changed.items():
        assert old in desk
        desk = desk.replace(old, new)
    return load(write(folder, VILLAGE | {LOKET: desk, PLACES: places}), "dorp")


def refused(folder: Path, places: str) -> list[str]:
    """What a coordinator reads about this file of places."""
    with pytest.raises(KnowledgeError) as error:
        village(folder, places)
    return [str(mistake) for mistake in error.value.mistakes]


# --- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "called"),
    [
        ("088 0767 000", "+31880767000"),
        ("046 - 477 77 77", "+31464777777"),
        ("06 13 86 38 03", "+31613863803"),
        ("+31 46 477 77 77", "+31464777777"),
        ("0800-2000", "08002000"),
        ("0900 1450", "09001450"),
        ("14 046", "14046"),
        ("116 006", "116006"),
        ("112", "112"),
    ],
)
def test_a_number_is_written_as_people_read_it_and_dialled_right(shown: str, called: str) -> None:
    assert Phone(display=shown).number == called


@pytest.mark.parametrize("shown", ["bel ons", "088 0767 00", "088 0767 0000", "0800", "12345", "+32 11 22 33 44"])
def test_a_number_that_is_no_number_is_refused(tmp_path: Path, shown: str) -> None:
    files = VILLAGE | {LOKET: VILLAGE[LOKET].replace("  - number: 08001234\n", "  - type: voice\n")}
    files[LOKET] = files[LOKET].replace("0800-1234", shown)
    with pytest.raises(KnowledgeError, match=r"regel 10: .* is geen Nederlands nummer\. Schrijf het zoals"):
        load(write(tmp_path, files), "dorp")


def test_a_number_for_danger_is_written_twice(tmp_path: Path) -> None:
    safety = VILLAGE["national/safety.yaml"].replace("  - number: 112\n", "  - type: voice\n")
    with pytest.raises(KnowledgeError, match="Een nummer bij gevaar staat er twee keer"):
        load(write(tmp_path, VILLAGE | {"national/safety.yaml": safety}), "dorp")


# --- buildings ---------------------------------------------------------------------------------------


def test_a_service_can_be_at_a_place_with_hours_of_its_own(tmp_path: Path) -> None:
    here = village(tmp_path)
    assert here.locations["gemeentehuis"].addresses[0].country == "NL"
    assert open_until(here.services["loket"], SATURDAY) == SATURDAY.replace(hour=12)
    assert here.index.at(SATURDAY).open, "the search knows it as well"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("6191 AA", "6191AA", "is geen postcode. Schrijf hem zoals 6131 AL."),
        ("    city: Dorp\n", "", "Het veld 'city' ontbreekt."),
        ("organization_id: loket", "organization_id: lokket", "Bedoel je 'loket'?"),
        ("- id: gemeentehuis", "- id: stadhuis", "'gemeentehuis' bestaat niet."),
        ("name: Gemeentehuis", "name: Gemeentehuis\n  location_type: virtual", "Een plek op internet heeft een link."),
        ("name: Gemeentehuis", "name: Gemeentehuis\n  latitude: 5.87\n  longitude: 51.0", "is te klein bij 'latitude'"),
    ],
)
def test_a_place_that_cannot_be_found_is_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in HALL
    assert any(sentence in line for line in refused(tmp_path, HALL.replace(old, new)))


def test_a_wrong_place_is_shown_on_its_line_in_the_file_of_the_service(tmp_path: Path) -> None:
    assert refused(tmp_path, HALL.replace("- id: gemeentehuis", "- id: stadhuis"))[0].startswith(f"{LOKET}, regel 18:")


def test_what_is_not_confirmed_has_no_hours_at_a_place_either(tmp_path: Path) -> None:
    unsure = VILLAGE[LOKET].replace("assured_date: 2026-11-22", "to_confirm: true")
    start, end = unsure.index("  phones:"), unsure.index("  service_areas:")
    files = VILLAGE | {LOKET: unsure[:start] + AT_THE_HALL + unsure[end:], PLACES: HALL}
    with pytest.raises(KnowledgeError, match="Wat nog niet is nagebeld"):
        load(write(tmp_path, files), "dorp")


# --- days and terms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [("assured_date: 2026-11-22", "assured_date: 2027-01-05", 21), ("source_date: 2026-11", "source_date: 2027", 23)],
)
def test_a_day_that_has_not_come_yet_is_a_mistake(tmp_path: Path, field: str, value: str, line: int) -> None:
    folder = write(tmp_path, VILLAGE | {LOKET: VILLAGE[LOKET].replace(field, value)})
    with pytest.raises(KnowledgeError) as error:
        load(folder, "dorp", today=date(2026, 12, 31))
    (mistake,) = error.value.mistakes
    assert (mistake.file, mistake.line) == (LOKET, line)
    assert mistake.what.endswith("is nog niet geweest.")
    load(folder, "dorp", today=date(2027, 1, 5))


def test_a_government_product_is_named_by_the_last_part_of_its_address(tmp_path: Path) -> None:
    assert village(tmp_path / "a", route="upl: [bijzBijstUitk]\n  route").services["loket"].upl == ("bijzBijstUitk",)
    with pytest.raises(KnowledgeError, match="is geen naam uit de UPL"):
        village(tmp_path / "b", route="upl: ['bijzondere bijstand']\n  route")


def test_the_eight_steps_have_names() -> None:
    shipped = load(Path(__file__).parent.parent / "knowledge", "westelijke-mijnstreek")
    assert list(shipped.steps) == [str(number) for number in range(1, 9)]
    assert all(len(step.name) == 6 for step in shipped.steps.values())
    assert shipped.rights["bijzondere-bijstand"].upl == ("bijzBijstUitk",)
