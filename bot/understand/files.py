"""The language files that understanding stands on: every language has one in each folder, or nothing starts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("ar", "en", "nl", "pl", "tr", "uk")
"""The languages understood; a folder may hold more."""


class PhraseFileError(Exception):
    """A language file is missing or cannot be read. The message is for an operator: which file, and what to do."""


def load_files(folder: Path, *others: str) -> dict[str, dict[str, Any]]:
    """name -> content of the YAML files in `folder`: one for each language and each of `others`, and any more.

    Raises PhraseFileError for a file that is missing, empty or broken.
    """
    names = sorted({*LANGUAGES, *others, *(path.stem for path in folder.glob("*.yaml"))})
    return {name: load_file(folder / f"{name}.yaml") for name in names}


def load_file(path: Path) -> dict[str, Any]:
    """What a YAML file holds. Raises PhraseFileError when it is missing, empty or broken."""
    try:
        content = yaml.load(read_bytes(path), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        raise PhraseFileError(f"{name_of(path)} is not right YAML{line}. Repair it, or put it back.") from None
    if not isinstance(content, dict):
        raise PhraseFileError(f"{name_of(path)} is empty. Put it back: nobody is understood without it.")
    return content


def read_bytes(path: Path) -> bytes:
    """What is in the file at `path`. Raises PhraseFileError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        raise PhraseFileError(f"{name_of(path)} is missing. Put it back: nobody is understood without it.") from None


def listed(written: object) -> Iterable[str]:
    """The parts of a text with commas between, without spaces around."""
    return (part.strip() for part in str(written or "").split(",") if part.strip())


def name_of(path: Path) -> str:
    """The last two parts of a path, as an operator looks for it: danger/nl.yaml."""
    return f"{path.parent.name}/{path.name}"
