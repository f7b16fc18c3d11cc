"""Loads the national pack and one region pack: everything that is wrong at once, and all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.knowledge import model, places
from bot.knowledge.mistakes import KnowledgeError, Mistake, explain_all
from bot.knowledge.model import Knowledge, Letter, Region, Right
from bot.knowledge.reading import Listing, Mapping, line_of, read
from bot.knowledge.record import Record

KINDS: dict[str, type[Record]] = {
    "organizations": places.Organization,
    "services": places.Service,
    "letters": model.Letter,
    "themes": model.Theme,
    "routes": model.Route,
    "rights": model.Right,
    "stories": model.Story,
    "safety": places.SafetyContact,
    "region": model.Region,
}
"""What a file holds follows from its name; every file in a folder `services` holds services."""

REFERENCES: dict[str, dict[str, str]] = {
    "services": {"organization_id": "organizations", "themes": "themes", "service_areas": "areas"},
    "letters": {"themes": "themes", "helps": "services"},
    "rights": {"themes": "themes", "helps": "services"},
    "stories": {"themes": "themes"},
    "region": {"hides": "services", "replaces": "services"},
}
"""Which fields hold the id of something else, and of what kind."""

REQUIRED = ("national/themes.yaml", "national/routes.yaml", "national/safety.yaml")
CRISIS_LEVELS = ("crisis_suicide", "crisis_violence", "crisis_medical")


@dataclass(frozen=True)
class Entry:
    """One record of one file: what is written there, and the model made of it unless it was broken."""

    kind: str
    file: str
    written: Mapping
    record: Any

    @property
    def id(self) -> str:
        """The id as written, also of a broken record, so that one mistake does not cause others elsewhere."""
        return str(self.written.get("id", ""))

    def mistake(self, path: tuple[int | str, ...], what: str, todo: str) -> Mistake:
        """A mistake at a field of this record."""
        return Mistake(self.file, line_of(self.written, path, self.written.line), what, todo)


def load(folder: Path, region: str) -> Knowledge:
    """Read `folder`/national and `folder`/regions/`region`.

    Raises KnowledgeError with every mistake found; then nothing of the folder may be used.
    """
    files, mistakes = _files(folder, region)
    entries: list[Entry] = []
    for file, raw in files.items():
        found, wrong = _entries(file, raw)
        entries += found
        mistakes += wrong
    mistakes += _whole(files, entries, region)
    merged, wrong = _merge(entries)
    mistakes += wrong
    mistakes += _references(entries, merged)
    if mistakes:
        raise KnowledgeError(mistakes)
    return _knowledge(_version(files), merged)


def _files(folder: Path, region: str) -> tuple[dict[str, bytes], list[Mistake]]:
    """The content of every file of both packs, national first, each by its path inside the folder."""
    known = sorted(path.name for path in (folder / "regions").glob("*") if path.is_dir())
    if region not in known:
        todo = f"Kies uit: {', '.join(known)}." if known else "Kijk of de map met kennis klopt."
        return {}, [Mistake("regions", 0, f"De regio '{region}' is er niet.", todo)]
    files: dict[str, bytes] = {}
    mistakes = []
    for pack in (folder / "national", folder / "regions" / region):
        for path in sorted(pack.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
                continue
            if path.is_symlink() or path.suffix != ".yaml" or _kind(name) not in KINDS:
                todo = "Haal het weg, of geef het de naam van een soort: " + ", ".join(f"{kind}.yaml" for kind in KINDS)
                mistakes.append(Mistake(name, 0, "Dit bestand ken ik niet.", f"{todo}."))
            else:
                files[name] = path.read_bytes()
    return files, mistakes


def _kind(file: str) -> str:
    path = Path(file)
    return "services" if path.parent.name == "services" else path.stem


def _entries(file: str, raw: bytes) -> tuple[list[Entry], list[Mistake]]:
    """The records of one file. A broken record is kept without a model, beside its mistakes."""
    kind = _kind(file)
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


def _whole(files: dict[str, bytes], entries: list[Entry], region: str) -> list[Mistake]:
    """What a pack cannot do without: its base files, and a line for every kind of crisis that has one."""
    if not files:
        return []
    missing = [file for file in REQUIRED if file not in files]
    mistakes = [Mistake(file, 0, "Dit bestand ontbreekt.", "Zet het terug uit de vorige versie.") for file in missing]
    if not any(entry.kind == "region" for entry in entries):
        todo = "Vul 'id', 'name' en 'areas' in."
        mistakes.append(Mistake(f"regions/{region}/region.yaml", 0, "Er is geen beschrijving van de regio.", todo))
    levels = {level for entry in entries if entry.kind == "safety" for level in entry.written.get("levels") or ()}
    for level in CRISIS_LEVELS:
        if level not in levels:
            todo = "Voeg een hulplijn toe met deze soort bij 'levels'."
            mistakes.append(Mistake("national/safety.yaml", 0, f"Er is geen hulplijn voor {level}.", todo))
    return mistakes


def _merge(entries: list[Entry]) -> tuple[dict[str, dict[str, Entry]], list[Mistake]]:
    """Entries by kind and id. A region may replace the national services it names; nothing else is twice."""
    merged: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    replaced = {name for entry in entries if entry.kind == "region" for name in entry.written.get("replaces") or ()}
    mistakes = []
    for entry in entries:
        earlier = merged[entry.kind].get(entry.id)
        regional = entry.file.startswith("regions/")
        if earlier and not (entry.kind == "services" and regional and entry.id in replaced):
            what = f"De id '{entry.id}' bestaat al in {earlier.file}."
            mistakes.append(entry.mistake(("id",), what, "Kies een andere id."))
        merged[entry.kind][entry.id] = entry
    return merged, mistakes


def _references(entries: list[Entry], merged: dict[str, dict[str, Entry]]) -> list[Mistake]:
    """Every id that points at nothing, with the id that was probably meant."""
    known: dict[str, list[str]] = {kind: list(records) for kind, records in merged.items()}
    areas = [area.get("id") for entry in merged["region"].values() for area in entry.written.get("areas") or ()]
    known["areas"] = [places.NATIONAL, *areas]
    mistakes = []
    for entry in entries:
        for path, name, kind in _pointers(entry):
            if known[kind] and name not in known[kind]:
                close = get_close_matches(name, known[kind], 1)
                todo = f"Bedoel je '{close[0]}'?" if close else f"Kies een id uit {kind}."
                mistakes.append(entry.mistake(path, f"'{name}' bestaat niet.", todo))
    return mistakes


def _pointers(entry: Entry) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Every (path, id, kind) this entry points at; a service of the national pack is for everybody."""
    for field, kind in REFERENCES.get(entry.kind, {}).items():
        value = entry.written.get(field)
        if isinstance(value, str):
            yield (field,), value, kind
        elif isinstance(value, Listing):
            yield from (((field, place), str(name), kind) for place, name in enumerate(value))


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
    return Knowledge(version=version, region=region.id, areas={area.id: area for area in region.areas}, **records)


def _without_hidden(record: Letter | Right, services: dict[str, places.Service]) -> Letter | Right:
    """A letter or scheme that no longer points at what the region hides."""
    left = tuple(name for name in record.helps if name in services)
    return record if left == record.helps else record.model_copy(update={"helps": left})


def _version(files: dict[str, bytes]) -> str:
    """A short fingerprint of names and content: the same files give the same version everywhere."""
    digest = sha256()
    for name, raw in sorted(files.items()):
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()[:10]
