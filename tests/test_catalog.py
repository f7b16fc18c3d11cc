"""Words: every language from one key, never a bare key, numbers and plurals as people write them."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from bot.catalog import LOCALES, Catalog, placeholders


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The words we ship."""
    return Catalog()


def test_a_text_comes_in_the_language_asked_for(catalog: Catalog) -> None:
    assert catalog.text("bar.back", "nl") == "Terug"
    assert catalog.text("bar.back", "en") == "Back"


def test_an_unknown_language_reads_dutch(catalog: Catalog) -> None:
    assert catalog.text("bar.back", "xx") == "Terug"


def test_an_unknown_key_is_never_shown(catalog: Catalog) -> None:
    assert catalog.text("no.such.key", "en") == catalog.text("notice.trouble", "en")


def test_every_language_is_complete(catalog: Catalog) -> None:
    assert [tag for tag in catalog.languages if not catalog.complete(tag)] == []


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [("nl", 1, "Deze plek past"), ("nl", 3, "Deze 3 plekken passen"), ("pl", 2, "2"), ("pl", 5, "5"), ("ar", 3, "3")],
)
def test_plurals_follow_the_language(catalog: Catalog, language: str, count: int, expected: str) -> None:
    assert expected in catalog.text("orientation.providers", language, count=count)


def test_polish_counts_two_and_five_differently(catalog: Catalog) -> None:
    two, five = (catalog.text("orientation.providers", "pl", count=count).replace(str(count), "") for count in (2, 5))
    assert two != five


def test_values_keep_their_order_inside_arabic(catalog: Catalog) -> None:
    text = catalog.text("card.phone", "ar", {"number": "088 0767 000"})
    assert "\N{FIRST STRONG ISOLATE}088 0767 000\N{POP DIRECTIONAL ISOLATE}" in text


def test_dates_times_and_lists_are_written_as_people_do(catalog: Catalog) -> None:
    assert catalog.date(date(2026, 11, 23), "nl") == "maandag 23 november 2026"
    assert catalog.time(time(9, 0), "nl") == "09:00"
    assert catalog.list(["gratis", "vlakbij", "nu open"], "nl") == "gratis, vlakbij en nu open"


def test_a_half_finished_language_runs_and_says_so(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path / "locales")
    file = tmp_path / "locales" / "tr" / "LC_MESSAGES" / "bot.po"
    file.write_text(file.read_text("utf-8").split('msgctxt "letters.pile"')[0], "utf-8")
    catalog = Catalog(tmp_path / "locales")
    assert not catalog.complete("tr")
    assert catalog.text("letters.pile", "tr") == catalog.text("letters.pile", "nl")


def test_placeholders_are_found_and_a_lonely_brace_is_refused() -> None:
    assert placeholders("{a} and {b}, not {{c}}") == {"a", "b"}
    with pytest.raises(ValueError, match=r"brace|Single|expected"):
        placeholders("{a")
