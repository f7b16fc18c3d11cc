"""Everything that understanding stands on, in one list: without one of these files nothing starts.

`check` also looks into them: every phrase must be written as phrases.py describes, and every language must have the
same parts.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.understand.files import LANGUAGES, PhraseFileError, load_file, name_of
from bot.understand.model import Model
from bot.understand.phrases import mistakes, parse_list

DATA = Path(__file__).parent
FOLDERS = ("danger", "words", "meanings", "plain", "counting")


def paths(data: Path) -> Iterator[Path]:
    """The files in `data` that there must be."""
    yield data / "emoji.yaml"
    yield from (data / folder / f"{language}.yaml" for folder in FOLDERS for language in LANGUAGES)
    yield from models(data)


def models(data: Path) -> Iterable[Path]:
    """The files of the two models."""
    return (data / "models" / "safety.tsv", data / "models" / "themes.tsv")


def ready() -> None:
    """Look whether every file is there, before anybody is served. Raises PhraseFileError for the first that is not."""
    for path in paths(DATA):
        if not path.exists():
            raise PhraseFileError(f"{name_of(path)} is missing. Put it back: nobody is understood without it.")


def wrong() -> Iterator[tuple[str, str]]:
    """(file, what is wrong with it) of every mistake in the files."""
    for path in paths(DATA):
        try:
            yield from ((name_of(path), what) for what in _wrong_in(path))
        except PhraseFileError as error:
            yield name_of(path), str(error)


def _wrong_in(path: Path) -> Iterator[str]:
    if path.suffix == ".tsv":
        Model(path).load()
        return
    content = load_file(path)
    if path.parent.name in FOLDERS:
        yield from (f"has no part {part!r}" for part in sorted(_parts_beside(path) - content.keys()))
        yield from (what for written in _texts(content) for what in mistakes(parse_list(written, "", 1.0, path.stem)))


def _parts_beside(path: Path) -> set[str]:
    """The parts that the files of other languages have."""
    parts: set[str] = set()
    for other in path.parent.glob("*.yaml"):
        with contextlib.suppress(PhraseFileError):
            parts |= {str(part) for part in load_file(other)}
    return parts


def _texts(content: Any) -> Iterator[str]:
    """Every list of phrases in a file, however deep."""
    if isinstance(content, dict):
        for part, inner in content.items():
            if part not in {"polite", "common", "answers", "not"}:
                yield from _texts(inner)
    elif content:
        yield str(content)
