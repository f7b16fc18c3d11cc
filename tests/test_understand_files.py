"""Nothing starts without its language files, and a mistake in one is a plain sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.understand import PhraseFileError, complete
from bot.understand.files import load_file, load_files
from bot.understand.model import Model

PATHS = sorted(str(path.relative_to(complete.DATA)) for path in complete.paths(complete.DATA))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the language files, in use."""
    copied = Path(shutil.copytree(complete.DATA, tmp_path / "understand"))
    monkeypatch.setattr(complete, "DATA", copied)
    return copied


def test_every_language_file_that_stands_there_is_looked_after() -> None:
    there = {str(path.relative_to(complete.DATA)) for kind in ("*.yaml", "*.tsv") for path in complete.DATA.rglob(kind)}
    assert there == set(PATHS)


def test_all_is_well_as_it_is_shipped(data: Path) -> None:
    complete.ready()
    assert list(complete.wrong()) == []


@pytest.mark.parametrize("name", PATHS)
def test_a_file_that_is_gone_is_named_and_nothing_starts(name: str, data: Path) -> None:
    (data / name).unlink()
    with pytest.raises(PhraseFileError, match=Path(name).name):
        complete.ready()


@pytest.mark.parametrize("name", ["danger/nl.yaml", "words/pl.yaml", "meanings/ar.yaml", "models/themes.tsv"])
def test_only_the_file_that_is_gone_is_wrong(name: str, data: Path) -> None:
    (data / name).unlink()
    assert [file for file, _ in complete.wrong()] == [name]


@pytest.mark.parametrize("name", ["danger/nl.yaml", "models/safety.tsv", "emoji.yaml"])
def test_the_product_refuses_in_one_sentence(
    name: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEGWIJS_DATA", str(tmp_path / "data"))
    (data / name).unlink()
    result = CliRunner().invoke(main, ["talk"], input="hallo\n")
    assert result.exit_code == 1
    assert f"{Path(name).name} is missing" in result.output
    assert "Traceback" not in result.output


def test_check_names_the_file(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJS_DATA", str(tmp_path / "data"))
    (data / "words" / "pl.yaml").unlink()
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "bot/understand/words/pl.yaml" in result.output
    assert "Traceback" not in result.output


MISTAKES = [
    ("danger/nl.yaml", "crisis_suicide: ja/nee*x", "must be one word"),
    ("danger/nl.yaml", "crisis_suicide: '. ..'", "has no words"),
    ("danger/nl.yaml", "crisis_suicide: aaargh", "a letter three times"),
    ("danger/en.yaml", "crisis_suicide: x", "has no part 'now'"),
    ("words/nl.yaml", "a: [", "not right YAML in line"),
    ("words/nl.yaml", "", "is empty"),
    ("meanings/nl.yaml", "- a", "is empty"),
    ("models/safety.tsv", "", "is empty"),
    ("models/safety.tsv", "none crisis\n1 2\nabc\t1\n", "is damaged"),
    ("models/safety.tsv", "none crisis\n1 2\nabc\tx y\n", "is damaged"),
    ("models/safety.tsv", "none crisis\n1 2\nabc\n", "is damaged"),
]


@pytest.mark.parametrize(("name", "content", "told"), MISTAKES)
def test_a_mistake_is_told(name: str, content: str, told: str, data: Path) -> None:
    (data / name).write_text(content, "utf-8")
    assert any(told in what for file, what in complete.wrong() if file.endswith(name))


def test_files_are_read_together_with_those_of_more_languages(tmp_path: Path) -> None:
    for name in ("ar", "en", "nl", "pl", "tr", "uk", "xx"):
        (tmp_path / f"{name}.yaml").write_text("a: b", "utf-8")
    assert list(load_files(tmp_path)) == ["ar", "en", "nl", "pl", "tr", "uk", "xx"]
    assert load_file(tmp_path / "xx.yaml") == {"a": "b"}


def test_a_model_weighs_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "small.tsv"
    path.write_text("none danger\n100 0\nfire\t-200 200\nm:tea\t50 -50\n", "utf-8")
    model = Model(path)
    assert model.labels == ("none", "danger")
    assert model.chances({})["none"] == pytest.approx(0.731, abs=0.001)
    assert model.chances({"fire": 1.0, "never seen": 9.0})["danger"] == pytest.approx(0.953, abs=0.001)
    assert model.why({"fire": 2.0, "m:tea": 1.0}, "danger", 3) == [("fire", 4.0)]
