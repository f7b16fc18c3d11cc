"""An edited spreadsheet back into the files: first a plan that can be read, then all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from typing import NamedTuple

from bot.coordinating.columns import ID, MARK, Column, columns, languages_in, mark
from bot.coordinating.editing import Document
from bot.coordinating.refused import Refused
from bot.coordinating.tables import Table
from bot.knowledge import Knowledge, KnowledgeError, Mistake, Service, build, read_files
from bot.knowledge.loading import kind_of
from bot.knowledge.record import Sourced

ORDER = (*(field for field in Service.model_fields if field not in Sourced.model_fields), *Sourced.model_fields)
"""The fields of a service as they stand in a file: its source comes last."""


class Edit(NamedTuple):
    """A cell that says something else than the file."""

    service: Service
    column: Column
    cell: str


@dataclass(frozen=True)
class Change:
    """One changed cell."""

    service: str
    column: str
    before: str
    after: str
    file: str


@dataclass(frozen=True)
class Diff:
    """What an import changes: cells, and for each file its content before and after."""

    changes: tuple[Change, ...]
    files: dict[str, tuple[bytes, bytes]]

    def __str__(self) -> str:
        """The changes for a coordinator, by file."""
        if not self.changes:
            return "Er is niets veranderd."
        return "\n".join(self._lines())

    @property
    def lines(self) -> int:
        """How many lines of files are different afterwards."""
        return sum(_changed_lines(before, after) for before, after in self.files.values())

    def _lines(self) -> Iterator[str]:
        for file in self.files:
            yield file
            for change in self.changes:
                if change.file == file:
                    yield f"  {change.service}, {change.column}: {change.before or '—'} → {change.after or '—'}"
        cells = "1 cel" if len(self.changes) == 1 else f"{len(self.changes)} cellen"
        lines = "1 regel" if self.lines == 1 else f"{self.lines} regels"
        yield f"{cells} veranderd, {lines} in {len(self.files)} {'bestand' if len(self.files) == 1 else 'bestanden'}."


def plan(folder: Path, region: str, table: Table, today: date) -> Diff:
    """What an edited spreadsheet changes in the files of a knowledge folder; nothing is written yet.

    The result was loaded as a whole, so writing it cannot break anything. Rows that are gone change nothing.
    Raises Refused with every mistake in the spreadsheet, and KnowledgeError when the folder is broken already.
    """
    files = read_files(folder, region)
    knowledge = build(files, region, today)
    chosen = columns(languages_in(table.head))
    edits = _edits(knowledge, table, chosen)
    where = _documents(files, {edit.service.id for edit in edits})
    wrong = _apply(edits, {name: document for name, (_, document) in where.items()})
    documents = dict(where.values())
    after = {file: document.raw for file, document in documents.items() if document.raw != files[file]}
    wrong += _check(files, after, documents, region, today)
    if wrong:
        raise Refused(*wrong)
    changes = tuple(_change(edit, where[edit.service.id][0]) for edit in edits)
    return Diff(changes, {file: (files[file], raw) for file, raw in after.items()})


def write(folder: Path, diff: Diff) -> None:
    """Put the changed files in their place. Raises Refused when one was changed since the plan was made.

    First everything is written beside the old files and only then moved, so a full disk leaves all as it was.
    """
    for file, (before, _) in diff.files.items():
        if (folder / file).read_bytes() != before:
            raise Refused(f"{file} is intussen veranderd. Begin opnieuw met 'knowledge import'.")
    waiting: dict[Path, Path] = {}
    try:
        for file, (_, after) in diff.files.items():
            waiting[folder / file] = _beside(folder / file)
            _fill(waiting[folder / file], after)
            waiting[folder / file].chmod((folder / file).stat().st_mode)
    except OSError as error:
        for new in waiting.values():
            new.unlink(missing_ok=True)
        raise Refused("Opslaan lukt niet. Kijk of de schijf vol is en of je hier mag schrijven.") from error
    for path, new in waiting.items():
        new.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.nieuw")  # a name with a dot in front is not knowledge


def _fill(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _edits(knowledge: Knowledge, table: Table, chosen: list[Column]) -> list[Edit]:
    """The cells that differ from what the files say. Raises Refused."""
    _check_head(table, chosen)
    rows = [dict(zip(table.head, row, strict=True)) for row in table.rows]
    wrong: list[str] = []
    edits: list[Edit] = []
    seen: set[str] = set()
    for number, cells in enumerate(rows, start=2):  # a spreadsheet counts its head as row 1
        service = knowledge.services.get(cells[ID])
        if service is None:
            wrong.append(f"Rij {number}: de id '{cells[ID]}' bestaat niet. {_meant(cells[ID], knowledge)}")
        elif service.id in seen:
            wrong.append(f"Rij {number}: de id '{service.id}' staat er twee keer. Haal een van de rijen weg.")
        else:
            changed = _changed(service, cells, chosen)
            edits += changed
            if changed and cells[MARK] != mark(service, chosen):
                todo = "Exporteer opnieuw en vul het weer in."
                wrong.append(f"Rij {number}: {service.id} is na de export veranderd. {todo}")
        seen.add(cells[ID])
    if wrong:
        raise Refused(*wrong)
    return edits


def _changed(service: Service, cells: dict[str, str], chosen: list[Column]) -> list[Edit]:
    tidied = [(column, column.tidy(cells[column.head])) for column in chosen]
    return [Edit(service, column, cell) for column, cell in tidied if cell != column.show(service)]


def _check_head(table: Table, chosen: list[Column]) -> None:
    wanted = [ID, *(column.head for column in chosen), MARK]
    missing = [name for name in wanted if name not in table.head]
    double = {name for name in wanted if table.head.count(name) > 1}
    sentences = [f"De kolom '{name}' ontbreekt. Exporteer opnieuw en laat de kolommen staan." for name in missing]
    sentences += [f"De kolom '{name}' staat er twee keer. Haal er een weg." for name in sorted(double)]
    if sentences:
        raise Refused(*sentences)


def _meant(name: str, knowledge: Knowledge) -> str:
    close = get_close_matches(name, knowledge.services, 1)
    return f"Bedoel je '{close[0]}'?" if close else "Een nieuwe dienst zet je in een bestand, niet in het rekenblad."


def _documents(files: dict[str, bytes], wanted: set[str]) -> dict[str, tuple[str, Document]]:
    """For each of these services its file, opened for editing; of a replaced one the file of the region."""
    found: dict[str, tuple[str, Document]] = {}
    for file, raw in files.items():  # national first
        if kind_of(file) == "services":
            document = Document(raw, ORDER)
            found |= {name: (file, document) for name in document.ids if name in wanted}
    return found


def _apply(edits: list[Edit], documents: dict[str, Document]) -> list[str]:
    """Edit the files; what cannot be done. What was emptied goes last and from below: it moves what comes after."""
    wrong: list[str] = []
    for edit in [*(one for one in edits if one.cell), *(one for one in reversed(edits) if not one.cell)]:
        try:
            edit.column.edit(documents[edit.service.id], edit.service, edit.cell)
        except Refused as error:
            wrong += [f"{edit.service.id}, {edit.column.head}: {sentence}" for sentence in error.sentences]
    return wrong


def _change(edit: Edit, file: str) -> Change:
    return Change(edit.service.id, edit.column.head, edit.column.show(edit.service), edit.cell, file)


def _check(
    files: dict[str, bytes], after: dict[str, bytes], documents: dict[str, Document], region: str, today: date
) -> list[str]:
    """Load what would be there; the mistakes, each with the service it is about."""
    try:
        build({**files, **after}, region, today)
    except KnowledgeError as error:
        return [f"{_about(one, documents)}: {one.what} {one.todo}" for one in error.mistakes]
    return []


def _about(mistake: Mistake, documents: dict[str, Document]) -> str:
    document = documents.get(mistake.file)
    return document.record_at(mistake.line) if document else mistake.file


def _changed_lines(before: bytes, after: bytes) -> int:
    old, new = before.splitlines(), after.splitlines()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in blocks if tag != "equal")
