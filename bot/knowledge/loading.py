"""Loads the national pack and one region pack: everything that is wrong at once, and all or nothing."""

import gc
from collections.abc import Iterator
from collections.abc import Mapping as Files
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from bot.knowledge import linking, model, places
from bot.knowledge.hours import AMSTERDAM
from bot.knowledge.linking import Entry
from bot.knowledge.mistakes import KnowledgeError, Mistake, explain_all
from bot.knowledge.model import Knowledge, Letter, Region, Right
from bot.knowledge.reading import Mapping, read
from bot.knowledge.record import Record

KINDS: dict[str, type[Record]] = {
    "organizations": places.Organization,
    "locations": places.Location,
    "services": places.Service,
    "letters": model.Letter,
    "themes": model.Theme,
    "routes": model.Route,
    "steps": model.RouteStep,
    "rights": model.Right,
    "stories": model.Story,
    "safety": places.SafetyContact,
    "region": model.Region,
}
"""What a file holds follows from its name; every file in a folder `services` holds services."""


def load(folder: Path, region: str, today: date | None = None) -> Knowledge:
    """Read `folder`/national and `folder`/regions/`region`; `today` is the present day in Amsterdam if not given.

    Raises KnowledgeError with every mistake found; then nothing of the folder may be used.
    """
    return build(read_files(folder, region), region, today)


def build(files: Files[str, bytes], region: str, today: date | None = None) -> Knowledge:
    """Make knowledge of files, each by its path inside the knowledge folder. Raises KnowledgeError."""
    with _without_collector():
        entries: list[Entry] = []
        mistakes: list[Mistake] = []
        for file, raw in files.items():
            found, wrong = _entries(file, raw)
            entries += found
            mistakes += wrong
        mistakes += linking.whole(files, entries, region)
        mistakes += linking.dates(entries, today or datetime.now(AMSTERDAM).date())
        merged, wrong = linking.merge(entries, KINDS)
        mistakes += wrong
        mistakes += linking.references(entries, merged)
        if mistakes:
            raise KnowledgeError(mistakes)
        return _knowledge(_version(files), merged)


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for garbage while many small things are made and kept: it is a third of the time of a big pack."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_files(folder: Path, region: str) -> dict[str, bytes]:
    """The content of every file of both packs, national first, each by its path inside the folder.

    Raises KnowledgeError for an unknown region, a link to a file elsewhere, and what cannot be opened.
    """
    known = sorted(path.name for path in (folder / "regions").glob("*") if path.is_dir())
    if region not in known:
        todo = f"Kies uit: {', '.join(known)}." if known else "Kijk of de map met kennis klopt."
        raise KnowledgeError([Mistake("regions", 0, f"De regio '{region}' is er niet.", todo)])
    files: dict[str, bytes] = {}
    for pack in (folder / "national", folder / "regions" / region):
        for path in sorted(pack.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise KnowledgeError([_unknown(name)])
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
                files[name] = _content(path, name)
    return files


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        todo = "Kijk of het bestand er nog is en of het gelezen mag worden."
        raise KnowledgeError([Mistake(name, 0, "Dit bestand gaat niet open.", todo)]) from error


def _unknown(file: str) -> Mistake:
    todo = "Haal het weg, of geef het de naam van een soort: " + ", ".join(f"{kind}.yaml" for kind in KINDS)
    return Mistake(file, 0, "Dit bestand ken ik niet.", f"{todo}.")


def kind_of(file: str) -> str:
    """What a file holds: its own name, or the name of the folder for services."""
    path = Path(file)
    return "services" if path.parent.name == "services" else path.stem


def _entries(file: str, raw: bytes) -> tuple[list[Entry], list[Mistake]]:
    """The records of one file. A broken record is kept without a model, beside its mistakes."""
    kind = kind_of(file)
    if kind not in KINDS or not file.endswith(".yaml"):
        return [], [_unknown(file)]
    content, mistakes = read(raw, file)
    if mistakes or content is None:
        return [], mistakes
    items = [content] if kind == "region" else content
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        what, todo = (
            "Dit bestand heeft niet de goede vorm.",
            "Begin elk onderdeel met '- id:' aan het begin van de regel.",
        )
        return [], [Mistake(file, 1, what, todo)]
    entries = []
    for item in items:
        entry, wrong = _entry(kind, file, item)
        entries.append(entry)
        mistakes += wrong
    return entries, mistakes


def _entry(kind: str, file: str, item: Mapping) -> tuple[Entry, list[Mistake]]:
    try:
        return Entry(kind, file, item, KINDS[kind].model_validate(item)), []
    except ValidationError as error:
        broken = Entry(kind, file, item, None)
        return broken, [broken.mistake(*wrong) for wrong in explain_all(error, KINDS[kind])]


def _knowledge(version: str, merged: dict[str, dict[str, Entry]]) -> Knowledge:
    (region,) = (entry.record for entry in merged["region"].values())
    assert isinstance(region, Region)
    records = {
        kind: {name: entry.record for name, entry in found.items() if name not in region.hides}
        for kind, found in merged.items()
        if kind != "region"
    }
    services: dict[str, places.Service] = records["services"]
    for kind in ("letters", "rights"):
        records[kind] = {name: _without_hidden(record, services) for name, record in records[kind].items()}
    knowledge = Knowledge(version=version, region=region.id, areas={area.id: area for area in region.areas}, **records)
    _ = knowledge.index  # now, and not while the first resident waits
    return knowledge


def _without_hidden(record: Letter | Right, services: dict[str, places.Service]) -> Letter | Right:
    """A letter or scheme that no longer points at what the region hides."""
    left = tuple(name for name in record.helps if name in services)
    return record if left == record.helps else record.model_copy(update={"helps": left})


def _version(files: Files[str, bytes]) -> str:
    """A short fingerprint of names and content: the same files give the same version everywhere."""
    digest = sha256()
    for name, raw in sorted(files.items()):
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()[:10]
