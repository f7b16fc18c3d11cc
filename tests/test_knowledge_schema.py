"""An editor completes and checks knowledge files by our own schemas, and says the same as we do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.knowledge.explained import EXPLAINED
from bot.knowledge.loading import KINDS, kind_of
from bot.knowledge.schema import DIALECT, FOLDER, first_line, publish, schemas
from tests.packs import LOKET, SOURCE, VILLAGE

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
FILES = sorted(path for part in ("national", "regions") for path in (KNOWLEDGE / part).rglob("*.yaml"))
SCHEMAS = schemas()


class LikeAnEditor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: 131 is a number, true is a yes, 2026-11-22 and 09:00 are texts."""


LikeAnEditor.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("null", r"~|null|", "~n"),
):
    LikeAnEditor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^({_pattern})$"), list(_first))
LikeAnEditor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def complaints(kind: str, text: str) -> list[str]:
    """What an editor underlines in a file of this kind."""
    content = yaml.load(text, LikeAnEditor)
    return [error.message for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(content)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_up_to_date(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == DIALECT
    published = yaml.safe_load((KNOWLEDGE / FOLDER / f"{kind}.json").read_text("utf-8"))
    assert published == SCHEMAS[kind], "run: python -m bot knowledge schema"


def test_publishing_writes_only_what_changed(tmp_path: Path) -> None:
    assert len(publish(tmp_path)) == len(KINDS)
    (tmp_path / FOLDER / "letters.json").write_text("{}", "utf-8")
    assert publish(tmp_path) == [tmp_path / FOLDER / "letters.json"]
    assert publish(tmp_path) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_names_its_schema_and_is_right_to_an_editor(path: Path) -> None:
    name = path.relative_to(KNOWLEDGE).as_posix()
    text = path.read_text("utf-8")
    assert text.splitlines()[0] == first_line(name)
    schema = (path.parent / first_line(name).partition("$schema=")[2]).resolve()
    assert schema == KNOWLEDGE / FOLDER / f"{kind_of(name)}.json"
    assert complaints(kind_of(name), text) == []


def test_the_village_is_right_to_an_editor() -> None:
    for name, text in VILLAGE.items():
        assert complaints(kind_of(name), text) == [], name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("free: ja", "fre: ja"),
        ("free: ja", "free: misschien"),
        ("route: orange", "route: oranje"),
        ("  route: orange\n", ""),
        ("opens_at: 09:00", "opens_at: 9 uur"),
        ("byday: MO,TU", "byday: maandag"),
        ("assured_date: 2026-11-22", "assured_date: 22-11-2026"),
        ("https://voorbeeld.nl/bron", "http://voorbeeld.nl/bron"),
        ("source_grade: A", "source_grade: C"),
        ("    nl: Het Loket\n", ""),
        ("    en: The Desk", "    eng: The Desk"),
        ("- id: loket", "- id: Het Loket"),
        ("themes: [money_debt]", "themes: []"),
        ("themes: [money_debt]", "themes: money_debt"),
        (SOURCE, ""),
    ],
)
def test_an_editor_underlines_what_the_loader_refuses(old: str, new: str) -> None:
    assert old in VILLAGE[LOKET]
    assert complaints("services", VILLAGE[LOKET].replace(old, new))


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that it is made of."""
    yield model
    for field in model.model_fields.values():
        for inner in parts(field.annotation):
            yield from models(inner)


def parts(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as tuple[Phone, ...] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def test_every_field_is_explained_in_dutch_and_nothing_else_is() -> None:
    fields = {name for kind in KINDS.values() for model in models(kind) for name in model.model_fields}
    assert fields - {"nl"} == set(EXPLAINED)
    assert all(sentence.endswith(".") and sentence[0].isalnum() for sentence in EXPLAINED.values())
