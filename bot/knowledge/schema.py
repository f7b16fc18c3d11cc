"""Our profile of HSDS as JSON Schema, one for each kind of file: an editor completes and checks with it.

Made from the models and from nothing else. Which file has which schema stands in its first line (`first_line`),
as the YAML language server of VS Code and other editors reads it.
"""

import json
from pathlib import Path, PurePosixPath
from typing import Any

from bot.knowledge.explained import EXPLAINED
from bot.knowledge.loading import KINDS, kind_of

FOLDER = "schema"
"""Where the schemas stand, inside the knowledge folder."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SINGLE = "region"
"""The kind of which a file holds one record and not a list."""


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of file, by kind."""
    return {kind: _schema(kind) for kind in KINDS}


def publish(folder: Path) -> list[Path]:
    """Write the schemas into the knowledge folder; which files changed."""
    changed = []
    for kind, schema in schemas().items():
        path = folder / FOLDER / f"{kind}.json"
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            changed.append(path)
    return changed


def first_line(file: str) -> str:
    """The line with which a file names its schema. In: its path inside the knowledge folder."""
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{kind_of(file)}.json"


def _schema(kind: str) -> dict[str, Any]:
    made = _explained(KINDS[kind].model_json_schema())
    parts = made.pop("$defs", {})
    record = f"{kind}-record"
    whole = {"$ref": f"#/$defs/{record}"}
    many = {"type": ["array", "null"], "items": whole}  # a file with only comments is empty
    return {
        "$schema": DIALECT,
        "title": f"Wegwijs: {kind}",
        **(whole if kind == SINGLE else many),
        "$defs": {record: made, **parts},
    }


def _explained(part: Any) -> Any:
    """The schema with our Dutch sentence at each field, instead of titles and remarks for programmers."""
    if isinstance(part, list):
        return [_explained(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _explained(value) for key, value in part.items() if key not in ("title", "description", "properties")}
    if "properties" in part:
        fields = {name: _explained(value) for name, value in part["properties"].items()}
        kept["properties"] = {name: _said(name, value) for name, value in fields.items()}
    return kept


def _said(name: str, field: dict[str, Any]) -> dict[str, Any]:
    return {"description": EXPLAINED[name], **field} if name in EXPLAINED else field
