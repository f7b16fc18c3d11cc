"""How reading is measured: words, sentences, syllables, and three formulas against known texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readability import (
    Counts,
    count,
    douma,
    dutch_syllables,
    english_syllables,
    flesch,
    lix,
    sentences,
    together,
    words,
)


def test_a_sentence_ends_at_its_mark_or_with_its_line() -> None:
    assert sentences("Bel vandaag. Kan dat? Ja!\nTitel\n\nNog iets") == [
        "Bel vandaag.",
        "Kan dat?",
        "Ja!",
        "Titel",
        "Nog iets",
    ]
    assert sentences("هل أنت بخير؟ اتصل الآن.") == ["هل أنت بخير؟", "اتصل الآن."]
    assert sentences("Hij zei: 'Kom maar.' Toen ging hij.") == ["Hij zei: 'Kom maar.", "Toen ging hij."]


def test_a_stop_inside_a_number_or_an_address_ends_nothing() -> None:
    assert sentences("Kijk op www.geldfit.nl voor meer. Het kost € 1.250,50 of 0.10 per keer.") == [
        "Kijk op www.geldfit.nl voor meer.",
        "Het kost € 1.250,50 of 0.10 per keer.",
    ]


def test_marks_alone_are_no_sentence() -> None:
    assert sentences("✓ … —\n☎") == []
    assert count("", "nl") == Counts()


def test_a_phone_number_is_one_word_and_so_is_a_compound() -> None:
    assert words("Bel 088 0767 000 of +31 46 123 45 67.") == ["Bel", "0", "of", "0"]
    assert words("In Sittard-Geleen, op z'n vroegst om 9:00") == [
        "In",
        "Sittard-Geleen",
        "op",
        "z'n",
        "vroegst",
        "om",
        "0",
    ]
    assert words("اتصل بـ ⁨0800-8115⁩ الآن") == ["اتصل", "بـ", "0", "الآن"]


def test_numbers_and_addresses_count_as_words_but_not_as_long_ones() -> None:
    counts = count("Bel 0800-8115 of kijk op www.kredietbanklimburg.nl.", "nl")
    assert (counts.words, counts.lettered, counts.long) == (6, 4, 0)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("brief", 1), ("schulden", 2), ("gemeente", 3), ("deurwaarder", 3), ("nieuw", 1), ("mooie", 2), ("leeuw", 1),
        ("huis", 1), ("geïnd", 2), ("ruïne", 3), ("station", 3), ("zorgverzekering", 5), ("betalingsregeling", 6),
        ("beantwoord", 3), ("CJIB", 1), ("ijs", 1), ("CV", 2),
    ],
)  # fmt: skip
def test_dutch_syllables(word: str, syllables: int) -> None:
    assert dutch_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1), ("letter", 2), ("people", 2), ("table", 2), ("make", 1), ("asked", 1), ("needed", 2), ("houses", 2),
        ("money", 2), ("municipality", 6), ("debts", 1), ("apples", 2), ("called", 1), ("changes", 2), ("rules", 1),
    ],
)  # fmt: skip
def test_english_syllables(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


def test_lix_after_bjornsson() -> None:
    """Ten words in two sentences, two of them over six letters: 10 / 2 + 100 × 2 / 10."""
    assert lix(count("De gemeente helpt je graag. Dat is voor iedereen gratis.", "nl")) == pytest.approx(25)


def test_douma_as_published() -> None:
    """206.84 - 0.77 × 150 - 0.93 × 10, for 150 syllables in a hundred words and ten words in a sentence."""
    assert douma(Counts(words=100, sentences=10, lettered=100, syllables=150)) == pytest.approx(82.04)


def test_flesch_as_published() -> None:
    """206.835 - 84.6 × 1.5 - 1.015 × 10."""
    assert flesch(Counts(words=100, sentences=10, lettered=100, syllables=150)) == pytest.approx(69.785)


def test_flesch_of_a_sentence_that_many_have_counted() -> None:
    """“The cat sat on the mat”: six words, six syllables, 116.1 (en.wikipedia.org, Flesch–Kincaid)."""
    assert flesch(count("The cat sat on the mat.", "en")) == pytest.approx(116.145)


def test_official_dutch_is_hard_and_ours_is_easy() -> None:
    official = count(
        "Indien belanghebbende niet binnen de gestelde termijn aan de betalingsverplichting voldoet, wordt"
        " overgegaan tot dwanginvordering door middel van een gerechtsdeurwaarder.",
        "nl",
    )
    ours = count("Betaal je niet op tijd? Dan komt er een deurwaarder. Bel ons, dan zoeken we samen een weg.", "nl")
    assert lix(official) > 50 > 30 > lix(ours)
    assert douma(official) < 30 < 80 < douma(ours)


def test_questions_are_counted() -> None:
    assert count("Hoe gaat het? Slaap je goed? Ja.", "nl").questions == 2
    assert count("كيف حالك؟", "ar").questions == 1


def test_many_texts_are_one_long_one() -> None:
    one, other = count("Een. Twee drie.", "nl"), count("Vier vijf zes?", "nl")
    both = together([one, other])
    assert both == Counts(words=6, sentences=3, longest=3, lettered=6, long=0, syllables=6, questions=1)
    assert both.mean == 2
    assert together([]) == Counts()


@given(st.text(max_size=200))
def test_any_text_can_be_counted(text: str) -> None:
    counts = count(text, "nl")
    assert counts.longest <= counts.words
    assert counts.long <= counts.lettered
    assert lix(counts) >= 0
