"""A coordinator edits the spreadsheet and brings it back: only what was changed changes, and nothing can break."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

from bot.coordinating import Refused, export, plan, tables, write
from bot.knowledge import LANGUAGES, load
from tests.packs import LOKET, VILLAGE
from tests.packs import write as write_files

TODAY = date(2026, 11, 22)
REGION = "westelijke-mijnstreek"
FOLDER = Path(__file__).parent.parent / "knowledge"


class Desk:
    """A coordinator with a knowledge folder and a spreadsheet program."""

    def __init__(self, folder: Path, region: str, form: str = "xlsx", language: str = "nl") -> None:
        self.folder = folder
        self.region = region
        self.sheet = folder.parent / f"diensten.{form}"
        self.sheet.write_bytes(export(load(folder, region, TODAY), form, language, TODAY))  # type: ignore[arg-type]
        self.before = self.files()

    def files(self) -> dict[str, str]:
        """The text of every knowledge file."""
        return {str(path.relative_to(self.folder)): path.read_text("utf-8") for path in self.folder.rglob("*.yaml")}

    def types(self, service: str, **cells: object) -> None:
        """Change cells in the row of a service; an underscore stands for a space."""
        book = load_workbook(self.sheet)
        page = book.worksheets[0]
        head = [cell.value for cell in page[1]]
        row = next(row for row in page.iter_rows(min_row=2) if row[0].value == service)
        for name, value in cells.items():
            row[head.index(name.replace("_", " "))].value = value  # type: ignore[assignment]
        book.save(self.sheet)

    def imports(self) -> str:
        """Bring the spreadsheet back; what the coordinator reads."""
        diff = plan(self.folder, self.region, tables.read(self.sheet), TODAY)
        assert self.files() == self.before, "a plan changes nothing"
        write(self.folder, diff)
        load(self.folder, self.region, TODAY)
        return str(diff)

    def changed(self) -> list[str]:
        """The lines that came (+) and went (-)."""
        found = []
        for name, text in self.files().items():
            old, new = self.before[name].splitlines(), text.splitlines()
            found += [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if line[:2] not in ("--", "++")]
        return [line for line in found if not line.startswith("@@")]

    def is_refused(self) -> list[str]:
        """Try to bring the spreadsheet back; the sentences of the refusal. Nothing has changed."""
        with pytest.raises(Refused) as error:
            plan(self.folder, self.region, tables.read(self.sheet), TODAY)
        assert self.files() == self.before
        return list(error.value.sentences)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The folder as it is shipped."""
    return Desk(Path(copytree(FOLDER, tmp_path / "knowledge")), REGION)


@pytest.fixture
def village(tmp_path: Path) -> Callable[..., Desk]:
    """The village with another text for its desk."""

    def made(text: str = VILLAGE[LOKET], language: str = "nl") -> Desk:
        return Desk(write_files(tmp_path / "knowledge", VILLAGE | {LOKET: text}), "dorp", language=language)

    return made


# --- there and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_edited_does_not_change(tmp_path: Path, form: str, language: str) -> None:
    desk = Desk(Path(copytree(FOLDER, tmp_path / "knowledge")), REGION, form, language)
    assert desk.imports() == "Er is niets veranderd."
    assert desk.changed() == []


def test_one_phone_number_is_one_line(desk: Desk) -> None:
    desk.types("geldfit", telefoon_1="0800-8116")
    assert desk.imports() == (
        "national/services/geld-en-recht.yaml\n"
        "  geldfit, telefoon 1: 0800-8115 → 0800-8116\n"
        "1 cel veranderd, 1 regel in 1 bestand."
    )
    assert desk.changed() == ["-  - display: 0800-8115", "+  - display: 0800-8116"]


def test_every_shipped_number_can_be_changed_as_one_line(desk: Desk) -> None:
    knowledge = load(desk.folder, REGION, TODAY)
    for service in knowledge.services.values():
        for place, phone in enumerate(service.phones):
            other = phone.display[:-1] + ("1" if phone.display[-1] == "0" else "0")
            desk.types(service.id, **{f"telefoon {place + 1}": other})
    count = sum(len(service.phones) for service in knowledge.services.values())
    diff = plan(desk.folder, REGION, tables.read(desk.sheet), TODAY)
    assert (len(diff.changes), diff.lines) == (count, count)


def test_a_place_that_was_called_gets_its_number_and_hours(desk: Desk) -> None:
    desk.types("humanitas", telefoon_1="046 123 45 67", telefoon_2="14 046", nagekeken_op=datetime(2026, 11, 20))
    desk.types("humanitas", nog_nabellen="nee", openingstijden="ma-do 9.00 - 17.00; vr 09:00-12:00", gratis=True)
    assert "6 cellen veranderd, 13 regels in 1 bestand." in desk.imports()
    humanitas = load(desk.folder, REGION, TODAY).services["humanitas"]
    assert [phone.number for phone in humanitas.phones] == ["+31461234567", "14046"]
    assert [schedule.byday for schedule in humanitas.schedules] == ["MO,TU,WE,TH", "FR"]
    assert not humanitas.to_confirm and humanitas.free
    assert humanitas.assured_date == date(2026, 11, 20)
    assert [line for line in desk.changed() if line.startswith("-")] == ["-  to_confirm: true"]


def test_a_number_that_stopped_is_taken_out_and_the_next_one_is_changed(desk: Desk) -> None:
    desk.types("mind-hulplijn", telefoon_1=None, telefoon_2="06 13 86 38 04")
    desk.imports()
    assert [phone.display for phone in load(desk.folder, REGION, TODAY).services["mind-hulplijn"].phones] == [
        "06 13 86 38 04"
    ]


def test_a_translator_adds_a_language(tmp_path: Path) -> None:
    desk = Desk(Path(copytree(FOLDER, tmp_path / "knowledge")), REGION, language="so")
    desk.types("humanitas", **{"naam_(so)": "Humanitas", "voor_wie_(so)": "Qof kasta."})
    desk.imports()
    assert desk.changed() == [
        *("-  name: Humanitas", "+  name:", "+    nl: Humanitas", "+    so: Humanitas"),
        "+    so: Qof kasta.",
    ]


# --- only the lines that are meant -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cells", "lines"),
    [
        ("  application_process: Bel.  # bellen", {"hoe je begint (nl)": "Loop binnen."},
         ["  application_process: Loop binnen.  # bellen"]),
        ("  application_process: 'Bel.'", {"hoe je begint (nl)": "Bel 's ochtends."},
         ["  application_process: 'Bel ''s ochtends.'"]),
        ('  application_process: "Bel."', {"hoe je begint (nl)": 'Zeg "hallo".'},
         ['  application_process: "Zeg \\"hallo\\"."']),
        ("  application_process: Bel.", {"hoe je begint (nl)": "Let op: bel # eerst"},
         ['  application_process: "Let op: bel # eerst"']),
        ("  application_process: >-\n    Bel\n    ons.", {"hoe je begint (nl)": "Bel."},
         ['  application_process: "Bel."']),
        ("  application_process:\n    nl: Bel.\n    en: Call.", {"hoe je begint (nl)": "Bel nu."},
         ["  application_process:", "    nl: Bel nu.", "    en: Call."]),
        ("  application_process: {nl: Bel., en: Call.}", {"hoe je begint (nl)": "Bel, of kom."},
         ['  application_process: {nl: "Bel, of kom.", en: Call.}']),
        ("  application_process: Bel.", {"let op (nl)": "Vol."}, ["  alert: Vol.", "  application_process: Bel."]),
        ("  application_process: Bel.", {"talen": "nl,ar"}, ["  application_process: Bel.", "  languages: [nl, ar]"]),
    ],
)  # fmt: skip
def test_quotes_remarks_and_order_stay_as_they_were(
    village: Callable[..., Desk], written: str, cells: dict[str, str], lines: list[str]
) -> None:
    text = VILLAGE[LOKET].replace("  application_process: Bel.", written)
    desk = village(text)
    desk.types("loket", **cells)
    desk.imports()
    old = VILLAGE[LOKET].splitlines()
    now = desk.files()[LOKET].splitlines()
    assert [line for line in lines if line not in now] == []
    assert [line for line in old if line not in now and "application_process" not in line] == []


def test_hours_are_changed_where_they_differ_and_periods_with_dates_stay(village: Callable[..., Desk]) -> None:
    closed = "  - closed: true  # verbouwing\n    valid_from: 2026-12-21\n    valid_to: 2027-01-03\n"
    desk = village(VILLAGE[LOKET].replace("  service_areas", f"{closed}  service_areas"))
    desk.types("loket", openingstijden="ma-di 09:00-17:30; za 10:00-12:00")
    desk.imports()
    assert desk.changed() == [
        *("-    closes_at: 17:00", "+    closes_at: 17:30"),
        *("+  - byday: SA", "+    opens_at: 10:00", "+    closes_at: 12:00"),
    ]


def test_a_list_on_lines_of_its_own_becomes_one_line(village: Callable[..., Desk]) -> None:
    desk = village(VILLAGE[LOKET].replace("service_areas: [nl]", "service_areas:  # waar: overal\n  - nl"))
    desk.types("loket", gemeenten="dorp, nl")
    desk.imports()
    assert desk.changed()[-1] == "+  service_areas: [dorp, nl]"


def test_windows_line_ends_and_mark_stay(village: Callable[..., Desk]) -> None:
    desk = village("\ufeff" + VILLAGE[LOKET].replace("\n", "\r\n"))
    desk.types("loket", telefoon_1="0800-4321", telefoon_2="088 123 45 67")
    desk.imports()
    after = (desk.folder / LOKET).read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert b"    display: 0800-4321\r\n" in after and b"  - display: 088 123 45 67\r\n" in after


def test_where_a_number_is_written_twice_both_are_changed(village: Callable[..., Desk]) -> None:
    desk = village()
    desk.types("loket", telefoon_1="088 123 45 67")
    desk.imports()
    assert {"+  - number: +31881234567", "+    display: 088 123 45 67"} < set(desk.changed())


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"telefoon 1": "0800-81"}, "geldfit: '080081' is geen Nederlands nummer. Schrijf het zoals 088 0767 000"),
        ({"gemeenten": "nl, drop"}, "geldfit: 'drop' bestaat niet. Kies uit: nl, sittard-geleen, beek, stein."),
        ({"thema's": "money_dept"}, "geldfit: 'money_dept' bestaat niet. Bedoel je 'money_debt'?"),
        ({"nagekeken op": "2028-01-01"}, "geldfit: De datum 2028-01-01 bij 'assured_date' is nog niet geweest."),
        ({"nagekeken op": ""}, "geldfit: Er staat niet bij wanneer dit is gecontroleerd."),
        ({"gratis": "soms"}, "geldfit, gratis: 'soms' is geen ja of nee."),
        ({"website": "http://geldfit.nl"}, "geldfit: Deze link is niet veilig."),
        ({"wat het is (nl)": "woord " * 61}, "geldfit: De beschrijving heeft meer dan 60 woorden."),
        ({"voor wie (nl)": ""}, "geldfit: Het veld 'eligibility_description' ontbreekt."),
        ({"openingstijden": "maandag"}, "geldfit, openingstijden: 'maandag' zijn geen openingstijden."),
        ({"openingstijden": "ma-xx 09:00-17:00"}, "'ma-xx' in 'ma-xx 09:00-17:00' is geen dag."),
        ({"openingstijden": "ma 09:00-25:00"}, "geldfit, openingstijden: '25:00' is geen tijd."),
        ({"naam (nl)": "Geld\u200bfit"}, "geldfit: Hier staat een onzichtbaar teken."),
        ({"id": "geldfti"}, ": de id 'geldfti' bestaat niet. Bedoel je 'geldfit'?"),
        ({"id": "iets heel anders"}, "Een nieuwe dienst zet je in een bestand"),
        ({"id": "humanitas"}, "de id 'humanitas' staat er twee keer."),
    ],
)  # fmt: skip
def test_a_broken_cell_is_refused_with_its_sentence(desk: Desk, cells: dict[str, str], sentence: str) -> None:
    desk.types("geldfit", **cells)
    found = desk.is_refused()
    assert any(sentence in line for line in found), found


def test_all_mistakes_come_at_once(desk: Desk) -> None:
    desk.types("geldfit", openingstijden="altijd", gratis="soms")
    desk.types("humanitas", openingstijden="nooit")
    assert len(desk.is_refused()) == 3


def test_a_column_that_is_gone_is_refused(desk: Desk) -> None:
    table = tables.read(desk.sheet)
    place = table.head.index("telefoon 1")
    less = tables.Table(
        table.title,
        table.head[:place] + table.head[place + 1 :],
        tuple(row[:place] + row[place + 1 :] for row in table.rows),
    )
    with pytest.raises(Refused, match="De kolom 'telefoon 1' ontbreekt"):
        plan(desk.folder, REGION, less, TODAY)
    with pytest.raises(Refused, match=r"De kolom 'naam \(nl\)' ontbreekt"):
        plan(desk.folder, REGION, tables.Table("x", ("id",), ()), TODAY)


def test_an_old_spreadsheet_does_not_undo_newer_work(desk: Desk) -> None:
    path = desk.folder / "national/services/geld-en-recht.yaml"
    path.write_text(path.read_text("utf-8").replace("0800-8115", "0800-8119"), "utf-8")
    desk.before = desk.files()
    assert "geldfit is na de export veranderd. Exporteer opnieuw" in desk.is_refused()[0]


def test_a_file_that_changes_between_plan_and_write_is_left_alone(desk: Desk) -> None:
    desk.types("geldfit", telefoon_1="0800-8116")
    diff = plan(desk.folder, REGION, tables.read(desk.sheet), TODAY)
    path = desk.folder / "national/services/geld-en-recht.yaml"
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")
    with pytest.raises(Refused, match="is intussen veranderd"):
        write(desk.folder, diff)
    assert path.read_text("utf-8").endswith("# later\n")


def test_when_the_disk_is_full_nothing_is_half_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.types("geldfit", telefoon_1="0800-8116")
    desk.types("humanitas", gratis="ja")
    diff = plan(desk.folder, REGION, tables.read(desk.sheet), TODAY)
    asked = []

    def full(number: int) -> None:
        asked.append(number)
        if len(asked) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Refused, match="Kijk of de schijf vol is"):
        write(desk.folder, diff)
    assert desk.files() == desk.before
    assert not list(desk.folder.rglob(".*.nieuw"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("weg.xlsx", None, "is er niet"),
        ("kapot.xlsx", b"geen rekenblad", "is geen rekenblad"),
        ("leeg.csv", b"", "is leeg"),
        ("latin.csv", "id;naam\nl;caf\u00e9".encode("latin-1"), "is geen UTF-8"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        tables.read(tmp_path / name)
