"""The database as it lies on disk."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

from tests.faults import traces
from tests.faults.plan import Record


def look(record: Record) -> None:
    """The database as a kill left it, in a copy: is it whole, and does it keep its secrets?"""
    number = record.kills
    copy = record.folder.parent / "copy"
    copy.mkdir()
    for file in record.folder.glob("wegwijs.sqlite*"):
        shutil.copy(file, copy)
    record.looks += (f"after kill {number}: {found}" for found in traces.in_files(copy.iterdir()))
    record.looks += (f"after kill {number}: {found}" for found in damage(copy / record.database.name))
    record.looked += 1
    shutil.rmtree(copy)


def damage(database: Path) -> list[str]:
    """What SQLite itself finds wrong."""
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"integrity_check: {error}"]
    return [
        *(f"integrity_check: {line}" for line in said if line != "ok"),
        *(f"integrity: loose row in {row[0]}" for row in loose),
    ]
