"""Documentation is under test: what it shows really happens, and nothing that exists is left out."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.catalog import Catalog
from bot.house import House
from bot.settings import Settings, read
from bot.story import parse
from tests.resident import AtTheCore

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    """Every command of the command line, as it is typed."""
    found = []
    for name, command in main.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {}
        found += [f"{name} {one}" for one in inner] or [name]
    return found


async def transcript(house: House) -> str:
    """The story of the bailiff's letter, as README shows it."""
    lines: list[str] = []
    resident = AtTheCore(house)
    for exchange in parse((ROOT / "tests" / "stories" / "bailiff_letter.story").read_text("utf-8"))[1]:
        if exchange.tapped:
            await resident.taps(exchange.tapped)
        else:
            await resident.says(exchange.said)
            lines.append(f"> {exchange.said}\n")
        for screen in resident.screens:
            lines.append(screen.text)
            lines += ["  " + " ".join(f"[{button.label}]" for button in row) for row in screen.rows]
            lines.append("")
    return "\n".join(lines)


async def test_the_conversation_in_the_readme_is_real(house: House) -> None:
    assert await transcript(house) in README


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}`" in README


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"\nWEGWIJS_{name.upper()}=" in (ROOT / ".env.example").read_text("utf-8")


def test_the_example_settings_are_the_defaults() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line.startswith("WEGWIJS_"))
    assert read(given) == read({})


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_readme_begins_with_the_two_commands() -> None:
    assert README.index("make run") < README.index("make test") < 600


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_commands_in_documents_exist(path: Path) -> None:
    typed = re.findall(r"python -m bot ([a-z]+)(?: ([a-z]+))?", path.read_text("utf-8"))
    assert {command for command, inner in typed if f"{command} {inner}" not in commands()} <= set(commands())


def test_translators_are_shown_a_real_text() -> None:
    shown = (ROOT / "docs" / "translators.md").read_text("utf-8")
    key, dutch, polish = (re.search(rf'{name} +"(.+?)"', shown) for name in ("msgctxt", "msgid", "msgstr"))
    assert key and dutch and polish
    entry = Catalog().lexicon("pl").entries[key[1]]
    assert (entry.source, entry.forms) == ((dutch[1],), (polish[1],))
