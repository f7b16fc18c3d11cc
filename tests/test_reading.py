"""The readability gate: planted mistakes are found, exceptions excuse exactly one thing, and only shrink."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.checks import READING, Issue, Material, reading
from bot.checks.figures import answers_to_useful, figures
from bot.checks.texts import Text
from bot.engine import Open
from bot.flows import FLOWS
from bot.house import House
from bot.messages import Button, Picture, Row, Screen
from tests.resident import NOON

MOST_EXCEPTIONS = 2
"""May be lowered, never raised."""


@pytest.fixture(scope="module")
def material(house: House) -> Material:
    """What is shipped."""
    return Material(FLOWS, house.catalog, house.knowledge, house, NOON.date())


def with_screens(material: Material, *screens: tuple[str, Screen]) -> Material:
    """The material, as if only these screens could be met."""
    other = Material(material.flows, material.catalog, material.knowledge, material.house, material.today)
    other.__dict__["screens"] = screens
    other.__dict__["texts"] = ()
    return other


def with_texts(material: Material, *texts: Text) -> Material:
    """The material, as if these were all texts."""
    other = with_screens(material)
    other.__dict__["texts"] = texts
    return other


def codes(check: Callable[[Material], Iterator[Issue]], material: Material) -> list[tuple[str, str, str]]:
    """What a check finds: code, place and language."""
    return [(issue.code, issue.place, issue.language) for issue in check(material)]


# --- screens -----------------------------------------------------------------------------------------


def test_a_screen_of_sixty_words_passes_and_one_more_does_not(material: Material) -> None:
    fits, over = Screen("woord. " * 60, step="a.fits"), Screen("woord. " * 61, step="a.over")
    assert codes(reading.many_words, with_screens(material, ("nl", fits), ("pl", over))) == [
        ("many_words", "a.over", "pl")
    ]


def test_the_longest_form_of_a_screen_counts(material: Material) -> None:
    short, long = Screen("woord. " * 5, step="a.same"), Screen("woord. " * 80, step="a.same")
    [issue] = reading.many_words(with_screens(material, ("nl", short), ("nl", long)))
    assert "80 words" in str(issue)


def test_a_sentence_of_nineteen_words_is_too_long_also_when_a_list_made_it_so(material: Material) -> None:
    screen = Screen("Want: " + ", ".join(["gratis"] * 18) + ".", step="a.reasons")
    assert codes(reading.long_sentences, with_screens(material, ("nl", screen))) == [
        ("long_sentence", "a.reasons", "nl")
    ]
    text = Text("a.text", "uk", "слово " * 19)
    assert codes(reading.long_sentences, with_texts(material, text)) == [("long_sentence", "a.text", "uk")]


def test_two_questions_on_a_screen_are_one_too_many(material: Material) -> None:
    asks = [("nl", Screen("Gaat het?", step="a.one")), ("ar", Screen("كيف حالك؟ هل تنام؟", step="a.two"))]
    assert codes(reading.one_question, with_screens(material, *asks)) == [("two_questions", "a.two", "ar")]


def test_seven_buttons_are_too_many_and_the_bar_does_not_count(material: Material) -> None:
    def rows(count: int) -> tuple[tuple[Button, ...], ...]:
        choices = tuple((Button(str(number), f"a.b.{number}"),) for number in range(count))
        return (*choices, (Button("Terug", "!back"), Button("Stop", "!stop")))

    found = with_screens(material, ("nl", Screen("Kies", rows(6), "a.six")), ("nl", Screen("Kies", rows(7), "a.seven")))
    assert codes(reading.many_buttons, found) == [("many_buttons", "a.seven", "")]


def test_what_only_the_picture_says_is_found(material: Material) -> None:
    picture = Picture("budget", "Mijn geld", (Row("Huur", "€ 160", -16000),), "Blijft over: € 5")
    said = Screen("\N{RIGHT-TO-LEFT MARK}huur: ⁨€ 160⁩\nBlijft over: € 5", step="a.said", picture=picture)
    unsaid = Screen("Huur: € 160", step="a.unsaid", picture=picture)
    found = with_screens(material, ("nl", said), ("nl", unsaid))
    assert codes(reading.unsaid, found) == [("picture_unsaid", "a.unsaid", "nl")]


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Neem contact op indien nodig."),
        ("nl", "Een laagdrempelige plek."),
        ("nl", "Dit is met betrekking tot je huur."),
        ("en", "You are eligible for this."),
        ("ar", "يتوجب عليك الدفع."),
        ("tr", "Bu hususlar önemli."),
        ("pl", "Proszę uiścić opłatę."),
        ("uk", "Ми надаємо допомогу."),
    ],
)
def test_a_hard_word_is_found_with_an_easier_one(material: Material, language: str, text: str) -> None:
    [issue] = reading.hard_words(with_texts(material, Text("a.text", language, text)))
    assert issue.code == "hard_word"
    assert "easier is:" in issue.todo


def test_a_word_inside_another_is_not_meant(material: Material) -> None:
    assert not list(reading.hard_words(with_texts(material, Text("a.text", "nl", "Vermits het reedst is"))))


@pytest.mark.parametrize("text", ["Er staat ‘dagvaarding’ op.", "Een brief (dagvaarding) van de rechter."])
def test_an_official_word_may_be_named_beside_an_ordinary_one(material: Material, text: str) -> None:
    assert not list(reading.hard_words(with_texts(material, Text("a.text", "nl", text))))
    assert not list(reading.hard_words(with_texts(material, Text("letters summons.first", "nl", "Een dagvaarding."))))
    assert codes(reading.hard_words, with_texts(material, Text("a.text", "nl", "Een dagvaarding."))) == [
        ("hard_word", "a.text", "nl")
    ]


def test_every_language_has_its_list(house: House) -> None:
    for language in house.catalog.languages:
        listed = yaml.safe_load((house.catalog.folder / language / reading.HARD).read_text("utf-8"))
        assert len(listed["hard"]) >= 25, language
        assert listed["official"]


# --- level -------------------------------------------------------------------------------------------


def test_a_hard_text_fails_alone_and_together(material: Material) -> None:
    hard = "Belanghebbende onderhoudt betalingsverplichtingen overeenkomstig schuldregelingsovereenkomst. " * 4
    found = with_texts(material, Text("a.text", "nl", hard))
    assert codes(reading.level_alone, found) == [("hard_to_read", "a.text", "nl")]
    assert codes(reading.level, found) == [("hard_to_read", "all texts", "nl")]


def test_a_text_too_short_to_measure_counts_only_with_the_others(material: Material) -> None:
    found = with_texts(material, Text("a.text", "nl", "Schuldhulpverlening Kredietbank Limburg."))
    assert not list(reading.level_alone(found))
    assert list(reading.level(found))


def test_long_sentences_on_average_are_found_in_every_language(material: Material) -> None:
    found = with_texts(material, Text("a.text", "tr", ("kelime " * 13).strip() + "."))
    assert codes(reading.mean_sentence, found) == [("long_sentences", "all texts", "tr")]


# --- exceptions --------------------------------------------------------------------------------------

ISSUES = [Issue("many_words", "a.b", "say less", "nl"), Issue("many_words", "a.b", "say less", "en")]


def listed(folder: Path, *exceptions: dict[str, str]) -> Path:
    """A file with these exceptions."""
    path = folder / "exceptions.yaml"
    path.write_text(yaml.safe_dump(list(exceptions)), "utf-8")
    return path


def test_an_exception_excuses_one_thing_in_one_place(tmp_path: Path) -> None:
    path = listed(tmp_path, {"code": "many_words", "place": "a.b", "language": "nl", "reason": "?"})
    assert reading.without_exceptions(ISSUES, path) == [ISSUES[1]]


def test_an_exception_without_language_excuses_all_of_them(tmp_path: Path) -> None:
    path = listed(tmp_path, {"code": "many_words", "place": "a.b", "reason": "?"})
    assert reading.without_exceptions(ISSUES, path) == []


def test_an_exception_that_is_not_needed_is_itself_found(tmp_path: Path) -> None:
    path = listed(tmp_path, {"code": "two_questions", "place": "a.b", "reason": "?"})
    found = reading.without_exceptions(ISSUES, path)
    assert [issue.code for issue in found] == ["many_words", "many_words", "needless_exception"]


def test_exceptions_have_a_reason_and_only_shrink() -> None:
    found = yaml.safe_load(reading.EXCEPTIONS.read_text("utf-8"))
    assert all(one.keys() - {"language"} == {"code", "place", "reason"} and one["reason"] for one in found)
    assert len(found) <= MOST_EXCEPTIONS


# --- what we ship ------------------------------------------------------------------------------------


def test_what_we_ship_can_be_read(material: Material) -> None:
    found = reading.without_exceptions(issue for one in READING for issue in one(material))
    assert not found, "\n".join(map(str, found))


def test_the_figures_say_how_it_reads_and_how_soon_it_is_of_use(material: Material) -> None:
    told = "\n".join(figures(material))
    for language in material.catalog.languages:
        assert f"\n{language} " in told
    assert "door letter" in told
    assert "typed housing" in told
    assert "median" in told


def test_answers_are_counted_from_the_door(material: Material) -> None:
    cards, things = answers_to_useful(material, Open("privacy"))
    assert set(cards) == set(things) == {1}
    letters, _ = answers_to_useful(material, Open("letters"))
    assert min(letters) > 1
