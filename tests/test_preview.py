"""The page for reviewers: everything a resident can meet is on it, and it works without a network."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from bot.house import House
from bot.preview import write
from bot.walk import walk
from tests.botapi.checks import png_size
from tests.resident import NOON


@pytest.fixture(scope="module")
def folder(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page and its pictures."""
    made = tmp_path_factory.mktemp("preview")
    write(house, made, NOON)
    return made


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    """The page itself."""
    return (folder / "index.html").read_text("utf-8")


def test_every_step_is_there_in_every_language(house: House, page: str) -> None:
    shown = {(name, language) for language, name in re.findall(r'<article lang="(\w+)"[^>]*><h3>([\w.]+) · ', page)}
    for flow in house.flows.values():
        for step in flow.steps:
            for language in house.catalog.languages:
                assert (f"{flow.id}.{step.id}", language) in shown


def test_every_place_and_letter_is_there(house: House, page: str) -> None:
    for name in (*(f"{place}.about" for place in house.knowledge.services), *house.knowledge.letters):
        assert f"<h3>{name} · nl</h3>" in page


def test_every_flow_can_be_chosen(house: House, page: str) -> None:
    for flow in {visit.session.flow for visit in walk(house.flows)}:
        assert f"<option>{flow}</option>" in page


def test_each_screen_says_how_it_reads(page: str) -> None:
    assert page.count('class="figures"') == page.count("<article ")
    assert re.search(r"\d+ woorden · langste zin \d+ · LIX \d+ · Douma \d+", page)
    assert "Flesch" in page


def test_what_is_written_from_right_to_left_stands_so(page: str) -> None:
    assert re.findall(r'<article lang="ar" dir="(\w+)"', page).count("ltr") == 0
    assert '<article lang="uk" dir="ltr"' in page


def test_pictures_are_there_for_light_and_dark_with_their_words(folder: Path, page: str) -> None:
    shown = re.findall(r'srcset="([^"]+)"[^>]*><img src="([^"]+)" alt="([^"]+)"', page)
    assert shown
    for dark, light, words in shown:
        assert png_size((folder / dark).read_bytes()) == png_size((folder / light).read_bytes())
        assert len(unescape(words).splitlines()) > 1
    assert any(".ar." in light for _, light, _ in shown)


def test_the_page_needs_no_network_and_holds_no_code_of_others(page: str) -> None:
    assert not re.findall(r'(?:src|href|srcset)="(?:https?:)?//', page)
    assert "<link" not in page
    assert page.count("<script") == 1


def test_texts_are_shown_and_never_run(page: str) -> None:
    body = page.partition("</header>")[2].partition("<script>")[0]
    assert set(re.findall(r"<(\w+)", body)) <= {
        *("section", "h2", "main", "div", "article", "h3", "p", "span", "picture", "source", "img"),
    }
