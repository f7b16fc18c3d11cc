"""What the records of all files say together: nothing missing, nothing twice, every id leads somewhere."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Files
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from bot.knowledge import places
from bot.knowledge.mistakes import Mistake
from bot.knowledge.reading import Listing, Mapping, line_of

Path = tuple[int | str, ...]
"""Where in a record: fields and places in lists, from outside to inside."""

REFERENCES: dict[str, dict[str, str]] = {
    "locations": {"organization_id": "organizations"},
    "services": {
        "organization_id": "organizations",
        "service_at_locations.location_id": "locations",
        "service_areas": "areas",
        "themes": "themes",
    },
    "letters": {"themes": "themes", "helps": "services"},
    "rights": {"themes": "themes", "helps": "services"},
    "stories": {"themes": "themes"},
    "region": {"hides": "services", "replaces": "services"},
}
"""Which fields hold the id of something else, and of what kind. A dot: that field of each item of a list."""

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

    def mistake(self, path: Path, what: str, todo: str) -> Mistake:
        """A mistake at a field of this record."""
        return Mistake(self.file, line_of(self.written, path, self.written.line), what, todo)


def whole(files: Files[str, bytes], entries: list[Entry], region: str) -> list[Mistake]:
    """What a pack cannot do without: its base files, and a line for every kind of crisis that has one."""
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


def dates(entries: list[Entry], today: date) -> list[Mistake]:
    """Days that have not come yet: a check in the future would keep a number fresh for too long."""
    mistakes = []
    for entry in entries:
        for field in ("assured_date", "source_date"):
            written = entry.written.get(field)
            if isinstance(written, str) and entry.record and written > today.isoformat()[: len(written)]:
                what = f"De datum {written} bij '{field}' is nog niet geweest."
                mistakes.append(entry.mistake((field,), what, "Kijk naar het jaar."))
    return mistakes


def merge(entries: list[Entry], kinds: Iterable[str]) -> tuple[dict[str, dict[str, Entry]], list[Mistake]]:
    """Entries by kind and id. A region may replace the national services it names; nothing else is twice."""
    merged: dict[str, dict[str, Entry]] = {kind: {} for kind in kinds}
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


def references(entries: list[Entry], merged: dict[str, dict[str, Entry]]) -> list[Mistake]:
    """Every id that points at nothing, with the id that was probably meant."""
    known: dict[str, list[str]] = {kind: list(records) for kind, records in merged.items()}
    areas = [area.get("id") for entry in merged["region"].values() for area in entry.written.get("areas") or ()]
    known["areas"] = [places.NATIONAL, *areas]
    mistakes = []
    for entry in entries:
        for path, name, kind in _pointers(entry):
            if known[kind] and name not in known[kind]:
                mistakes.append(entry.mistake(path, f"'{name}' bestaat niet.", _meant(name, known[kind])))
    return mistakes


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    few = f"Kies uit: {', '.join(known)}." if len(known) <= 15 else "Zoek de goede id op."
    return f"Bedoel je '{close[0]}'?" if close else few


def _pointers(entry: Entry) -> Iterator[tuple[Path, str, str]]:
    """Every (path, id, kind) this entry points at."""
    for field, kind in REFERENCES.get(entry.kind, {}).items():
        for path, value in _at(entry.written, field.split("."), ()):
            if isinstance(value, str):
                yield path, value, kind
            elif isinstance(value, Listing):
                yield from (((*path, place), str(name), kind) for place, name in enumerate(value))


def _at(written: object, fields: list[str], path: Path) -> Iterator[tuple[Path, object]]:
    """What stands at a field, or at that field of each item of a list."""
    if isinstance(written, Listing):
        for place, item in enumerate(written):
            yield from _at(item, fields, (*path, place))
    elif isinstance(written, Mapping) and fields[0] in written:
        inner, path = written[fields[0]], (*path, fields[0])
        yield from _at(inner, fields[1:], path) if fields[1:] else [(path, inner)]
