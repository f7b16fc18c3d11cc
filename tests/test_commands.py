"""The command line, as operators and coordinators type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from bot.__main__ import main
from bot.settings import ROOT


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packs, and no other setting than where it is."""
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    monkeypatch.setenv("WEGWIJS_KNOWLEDGE", str(folder))
    monkeypatch.setenv("WEGWIJS_DATA", str(tmp_path / "data"))
    return folder


def types(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(main, list(words))


def lines(folder: Path) -> list[str]:
    """Every line of every file of the packs."""
    return [line for path in sorted(folder.rglob("*.yaml")) for line in path.read_text("utf-8").splitlines()]


def test_what_we_ship_is_right(packs: Path) -> None:
    result = types("knowledge", "check", "--as-of", "2026-11-23")
    assert (result.exit_code, "Alles klopt" in result.output) == (0, True), result.output


def test_a_broken_file_is_told_in_dutch_with_file_and_line(packs: Path) -> None:
    file = packs / "national" / "services" / "praten.yaml"
    file.write_text(file.read_text("utf-8").replace("themes: [talk_human", "themes: [talk_humans", 1), "utf-8")
    for command in (["knowledge", "check"], ["check"], ["knowledge", "stale"]):
        result = types(*command)
        assert result.exit_code == 1
        assert "praten.yaml" in result.output
        assert "Bedoel je" in result.output or "ken ik niet" in result.output


def test_the_list_of_what_to_call_is_a_table_and_a_spreadsheet(packs: Path, tmp_path: Path) -> None:
    result = types("knowledge", "stale", "--to", str(tmp_path / "nabellen.xlsx"))
    assert result.exit_code == 0
    assert "nog niet nagebeld" in result.output
    assert load_workbook(tmp_path / "nabellen.xlsx").worksheets[0].max_row > 10


def test_services_are_handed_out_as_hsds(packs: Path, tmp_path: Path) -> None:
    assert types("knowledge", "export", "--format", "hsds", "--to", str(tmp_path / "out.json")).exit_code == 0
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))["contents"]) > 50


def test_a_phone_number_edited_in_a_spreadsheet_changes_exactly_that_line(packs: Path, tmp_path: Path) -> None:
    book = tmp_path / "plekken.xlsx"
    types("knowledge", "export", "--to", str(book))
    workbook = load_workbook(book)
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "0800-8115":
                cell.value = "0800-8116"
    workbook.save(book)
    before = lines(packs)
    result = types("knowledge", "import", str(book), "--yes")
    assert result.exit_code == 0, result.output
    changed = [(old, new) for old, new in zip(before, lines(packs), strict=True) if old != new]
    assert len(changed) == 1
    assert "0800-8116" in changed[0][1]
    assert "0800-8116" in result.output


def test_nothing_changed_means_nothing_to_save(packs: Path, tmp_path: Path) -> None:
    book = tmp_path / "plekken.csv"
    types("knowledge", "export", "--format", "csv", "--to", str(book))
    before = lines(packs)
    assert types("knowledge", "import", str(book), "--yes").exit_code == 0
    assert lines(packs) == before


def test_the_schemas_are_up_to_date(packs: Path) -> None:
    assert types("knowledge", "schema").output.strip() == "Nothing changed."


def test_the_preview_is_one_page_with_every_language(packs: Path, tmp_path: Path) -> None:
    result = types("preview", "--to", str(tmp_path / "preview"), "--as-of", "2026-11-23T12:00")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "preview" / "index.html").read_text("utf-8")
    assert "Met deze brief kun je beter niet wachten" in page
    assert "nog niet nagebeld" in page
    for language in ("nl", "en", "ar", "pl", "tr", "uk"):
        assert f'<article lang="{language}"' in page
    assert '<article lang="ar" dir="rtl"' in page


def test_another_moment_and_place_can_be_tried_and_leave_nothing(packs: Path, tmp_path: Path) -> None:
    talk = ["talk", "--as-of", "2027-01-01T22:00", "--area", "Stein"]
    result = CliRunner().invoke(main, talk, input="Nederlands\nik ben eenzaam\nweet ik niet\n")
    assert result.exit_code == 0
    assert "Humanitas" in result.output
    assert "In welke gemeente" not in result.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WEGWIJS_KEEP_DAYS", "90", "WEGWIJS_KEEP_DAYS"),
        ("WEGWIJS_TELEGRAM_MODE", "webhook", "WEGWIJS_WEBHOOK_URL"),
        ("WEGWIJS_TELEGRAM_TOKN", "x", "WEGWIJS_TELEGRAM_TOKN is not a setting"),
        ("WEGWIJS_REGION", "atlantis", "atlantis"),
        ("WEGWIJS_KEYS", "k1=nonsense", "WEGWIJS_KEYS"),
    ],
)
def test_a_wrong_setting_is_one_sentence_with_its_name(
    packs: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    result = types("talk")
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output
