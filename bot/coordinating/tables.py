"""A table of texts, shown in a terminal or kept as a spreadsheet (.xlsx) or as .csv the way Dutch Excel opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from bot.coordinating.refused import Refused

WIDEST = 44
SCREEN = 180
"""Characters of one cell and of one line in a terminal; a spreadsheet shows all."""
MOST_BYTES = 20 * 1024 * 1024

_TEXT = "@"
"""The number format of Excel for a cell that is text: without it 0800-2000 and 2026-11 become something else."""

_TOP = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)


@dataclass(frozen=True)
class Table:
    """A head and rows of the same length."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def text(table: Table) -> str:
    """The table for a terminal, columns under each other. What is empty, too long or too far right is left out."""
    columns = [column for column in zip(table.head, *table.rows, strict=True) if any(column[1:])]
    widths = [min(WIDEST, max(map(len, column))) for column in columns]
    kept = [place for place in range(len(columns)) if sum(widths[: place + 1]) + 2 * place <= SCREEN]
    lines = zip(*(columns[place] for place in kept), strict=True)
    return "\n".join(
        "  ".join(_cut(cell).ljust(widths[place]) for place, cell in zip(kept, line, strict=True)).rstrip()
        for line in lines
    )


def xlsx(table: Table) -> bytes:
    """The table as a spreadsheet whose cells are all text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.title[:31]  # the most Excel allows
    for line in (table.head, *table.rows):
        sheet.append(line)
    _lay_out(sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def comma_separated(table: Table) -> bytes:
    """The table as .csv: semicolons and a byte order mark, so that Dutch Excel opens it well."""
    kept = io.StringIO()
    csv.writer(kept, delimiter=";", lineterminator="\r\n").writerows((table.head, *table.rows))
    return kept.getvalue().encode("utf-8-sig")


def read(path: Path) -> Table:
    """The first sheet of an .xlsx, or a .csv with semicolons or commas. Raises Refused."""
    if not path.is_file():
        raise Refused(f"Het bestand {path} is er niet.")
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"Het bestand {path} is te groot voor een lijst met diensten.")
    lines = list(_from_xlsx(path) if path.suffix.lower() == ".xlsx" else _from_csv(path))
    lines = [line for line in lines if any(line)]
    if not lines:
        raise Refused(f"Het bestand {path} is leeg.")
    width = len(lines[0])
    return Table(path.stem, tuple(lines[0]), tuple(tuple((*line, *[""] * width)[:width]) for line in lines[1:]))


def plain(cell: object) -> str:
    """What stands in a cell as one line of text, however a spreadsheet program keeps it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(column[0].column or 1)].width = min(max(longest, 8), 60) + 2
        for cell in column:
            cell.number_format = _TEXT
            cell.data_type = "s"  # also when it begins with =
            cell.alignment = _TOP
    for cell in sheet[1]:
        cell.font = _BOLD


def _from_xlsx(path: Path) -> Iterator[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise Refused(f"Het bestand {path} is geen rekenblad. Bewaar het als .xlsx of .csv.") from error
    for line in book.worksheets[0].iter_rows(values_only=True):
        yield [plain(cell) for cell in line]
    book.close()


def _from_csv(path: Path) -> Iterable[list[str]]:
    try:
        content = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"Het bestand {path} is geen UTF-8. Kies bij opslaan 'CSV UTF-8'.") from error
    first = content.partition("\n")[0]
    lines = csv.reader(io.StringIO(content, newline=""), delimiter=";" if ";" in first else ",")
    return [[plain(cell) for cell in line] for line in lines]


def _cut(cell: str) -> str:
    return cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…"
