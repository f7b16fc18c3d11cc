"""The coordinator's tools: what to call, what to hand out, what came back edited, and where help is missing."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from bot.coordinating import hsds, tables
from bot.coordinating.calling import Call, stale, table
from bot.coordinating.columns import sheet
from bot.coordinating.gaps import area_named, gaps
from bot.coordinating.importing import Change, Diff, plan, write
from bot.coordinating.refused import Refused
from bot.knowledge import Knowledge

Format = Literal["hsds", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export(knowledge: Knowledge, form: Format, language: str, today: date) -> bytes:
    """Every service, as a file: HSDS 3.0 in one language, or a spreadsheet to edit in Dutch and that language."""
    if form == "hsds":
        return hsds.services(knowledge, language, today)
    rows = sheet(knowledge, language)
    return tables.xlsx(rows) if form == "xlsx" else tables.comma_separated(rows)


__all__ = [
    "FORMATS",
    "Call",
    "Change",
    "Diff",
    "Format",
    "Refused",
    "area_named",
    "export",
    "gaps",
    "plan",
    "stale",
    "table",
    "tables",
    "write",
]
