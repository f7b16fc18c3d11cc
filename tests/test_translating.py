"""Translators: a new language is one command, and a changed Dutch text marks what was made from it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.catalog import LOCALES, Catalog
from bot.checks import Material, check
from bot.flows import FLOWS
from bot.house import House, Retention, furnish
from bot.translating import NoSuchLanguage, add, update
from tests.resident import AtTheCore


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy of the words."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))


def lived_in(house: House, locales: Path) -> House:
    """The house with other words."""
    return furnish(Catalog(locales), house.knowledge, Retention())


async def test_a_new_language_can_be_chosen_at_once(house: House, locales: Path) -> None:
    add(locales, "fa", "somebody")
    resident = AtTheCore(lived_in(house, locales))
    await resident.says("/start")
    assert await resident.taps("fa") == ("welcome.doors",)
    assert "فارسی" in resident.text
    assert "Sommige teksten zijn nog in het Nederlands." in resident.text


def test_a_new_language_is_reported_as_unfinished(house: House, locales: Path) -> None:
    done = add(locales, "fa", "somebody")
    assert done.missing == len(Catalog(locales).base)
    fresh = lived_in(house, locales)
    issues = check(Material(FLOWS, fresh.catalog, house.knowledge, fresh, date(2026, 11, 23)))
    assert [issue.code for issue in issues] == ["unfinished"]


def test_a_right_to_left_language_is_recognised(locales: Path) -> None:
    add(locales, "fa", "somebody")
    add(locales, "ti", "somebody")
    catalog = Catalog(locales)
    assert (catalog.rtl("fa"), catalog.rtl("ti")) == (True, False)


@pytest.mark.parametrize("tag", ["nl", "zz", "not a tag", ""])
def test_a_wrong_tag_gets_a_sentence(locales: Path, tag: str) -> None:
    before = (locales / "languages.yaml").read_text("utf-8")
    with pytest.raises(NoSuchLanguage):
        add(locales, tag, "somebody")
    assert (locales / "languages.yaml").read_text("utf-8") == before


def test_a_changed_dutch_text_keeps_the_translation_and_doubts_it(locales: Path) -> None:
    base = locales / "nl" / "LC_MESSAGES" / "bot.po"
    base.write_text(base.read_text("utf-8").replace('msgid "Stoppen"', 'msgid "Klaar voor nu"', 1), "utf-8")
    assert update(locales, "pl").stale == 1
    written = (locales / "pl" / "LC_MESSAGES" / "bot.po").read_text("utf-8")
    assert '#| msgid "Stoppen"' in written
    entry = Catalog(locales).lexicon("pl").entries["bar.stop"]
    assert entry.fuzzy
    assert entry.forms == Catalog().lexicon("pl").entries["bar.stop"].forms


@pytest.mark.parametrize("tag", ["nl", "en", "ar", "tr", "pl", "uk"])
def test_bringing_up_to_date_changes_nothing_that_is_up_to_date(locales: Path, tag: str) -> None:
    before = (locales / tag / "LC_MESSAGES" / "bot.po").read_text("utf-8")
    assert update(locales, tag).stale == 0
    assert (locales / tag / "LC_MESSAGES" / "bot.po").read_text("utf-8") == before


def test_a_file_goes_out_to_a_translator_and_comes_back(house: House, locales: Path) -> None:
    """As docs/translators.md tells it: out, worked on, in, checked."""
    base, polish = (locales / tag / "LC_MESSAGES" / "bot.po" for tag in ("nl", "pl"))
    before = polish.read_text("utf-8")
    base.write_text(base.read_text("utf-8").replace('msgid "Stoppen"', 'msgid "Klaar voor nu"', 1), "utf-8")
    update(locales, "pl")
    assert ("stale_text", "bar.stop", "pl") in found(house, locales)
    worked_on = polish.read_text("utf-8").replace('#, fuzzy\n#| msgid "Stoppen"\n', "", 1)
    polish.write_text(worked_on.replace('msgstr "Stop"', 'msgstr "Na dziś koniec"', 1), "utf-8")
    assert ("stale_text", "bar.stop", "pl") not in found(house, locales)
    assert Catalog(locales).text("bar.stop", "pl") == "Na dziś koniec"
    assert len(polish.read_text("utf-8").splitlines()) == len(before.splitlines())


def found(house: House, locales: Path) -> list[tuple[str, str, str]]:
    """What `check` says: code, place and language."""
    fresh = lived_in(house, locales)
    issues = check(Material(FLOWS, fresh.catalog, house.knowledge, fresh, date(2026, 11, 23)))
    return [(issue.code, issue.place, issue.language) for issue in issues]
