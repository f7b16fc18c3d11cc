"""Numbers and amounts as people type them, in six languages and every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand import Amount, amount, number
from bot.understand.files import LANGUAGES, load_files
from bot.understand.numbers import FOLDER

AMOUNT = [
    ("nl", "450", 45000, ""), ("nl", "€ 450,50", 45050, ""), ("nl", "1.200", 120000, ""), ("nl", "450,-", 45000, ""),
    ("nl", "ongeveer 450 per maand", 45000, "month"), ("nl", "450e p/m", 45000, ""), ("nl", "vierhonderd", 40000, ""),
    ("nl", "bijna duizend euro", 100000, ""), ("nl", "vijfentwintighonderd", 250000, ""),
    ("nl", "tweeduizend vijfhonderd", 250000, ""), ("nl", "eenentwintig euro", 2100, ""), ("nl", "1,5k", 150000, ""),
    ("nl", "per 4 weken 900", 90000, "four_weeks"), ("nl", "900 euro per vier weken", 90000, "four_weeks"),
    ("nl", "een uitkering van 450 euro voor 2 kinderen", 45000, ""), ("nl", "500 in de week", 50000, "week"),
    ("nl", "nul", 0, ""), ("nl", "niks", 0, ""), ("nl", "12000 per jaar", 1200000, "year"), ("nl", "1'200", 120000, ""),
    ("en", "1,200.50", 120050, ""), ("en", "four hundred and fifty", 45000, ""),
    ("en", "twenty-five hundred euros a month", 250000, "month"), ("en", "nothing", 0, ""), ("en", "2k", 200000, ""),
    ("ar", "٤٥٠ يورو بالشهر", 45000, "month"), ("ar", "خمسمية وخمسين يورو", 55000, ""),
    ("ar", "الف ومئتين", 120000, ""),
    ("ar", "ثلاث آلاف", 300000, ""), ("ar", "لا شيء", 0, ""), ("ar", "۱۲۰۰", 120000, ""),
    ("tr", "dörtyüzelli avro", 45000, ""), ("tr", "bin iki yüz", 120000, ""), ("tr", "2 bin euro", 200000, ""),
    ("tr", "hiç", 0, ""), ("tr", "ayda 300", 30000, "month"),
    ("pl", "czterysta pięćdziesiąt", 45000, ""), ("pl", "dwa tysiące euro miesięcznie", 200000, "month"),
    ("pl", "1 200,50", 120050, ""), ("pl", "nic", 0, ""),
    ("uk", "чотириста п'ятдесят", 45000, ""), ("uk", "дві тисячі на місяць", 200000, "month"), ("uk", "нічого", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "cents", "period"), AMOUNT)
def test_an_amount(language: str, text: str, cents: int, period: str) -> None:
    assert amount(text, language) == Amount(cents, period)


NO_AMOUNT = [
    ("nl", ""), ("nl", "hallo"), ("nl", "450 of 500"), ("nl", "400-500"), ("nl", "een paar honderd"), ("nl", "40%"),
    ("nl", "12 maanden"), ("nl", "10:30"), ("nl", "-450"), ("nl", "ik snap er niks van want ik heb geen brief"),
    ("nl", "ik heb een uitkering van 450 voor 2 kinderen"), ("nl", "0612345678901234"), ("nl", "9" * 5000),
    ("tr", "2 bin lira"), ("pl", "1 200 zł"), ("en", "$400"), ("uk", "500 гривень"), ("ar", "كم ليرة 300 ليرة"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NO_AMOUNT)
def test_no_amount_or_not_one(language: str, text: str) -> None:
    assert amount(text, language) is None


NUMBER = [
    ("nl", "3", 3), ("nl", "drie kinderen", 3), ("nl", "geen", 0), ("nl", "ik ben 34 jaar", 34), ("nl", "1000", 1000),
    ("nl", "twee of drie", None), ("nl", "1001", None), ("nl", "2,5", None), ("nl", "geen idee wat", None),
    ("nl", "", None),
    ("en", "twelve", 12), ("en", "none", 0), ("en", "१२", 12), ("ar", "٣", 3), ("ar", "خمسة وعشرين", 25),
    ("tr", "üç", 3), ("tr", "on iki", 12), ("pl", "trzy", 3), ("pl", "dwoje", 2), ("uk", "двоє", 2),
    ("uk", "сорок", 40),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value"), NUMBER)
def test_a_number(language: str, text: str, value: int | None) -> None:
    assert number(text, language) == value


WORDS = [
    (language, word.strip(), int(value))
    for language, file in load_files(FOLDER).items()
    for value, written in file["numbers"].items()
    for word in str(written).split(",")
    if int(value) <= 1000
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_word_is_its_number(language: str) -> None:
    assert {word: number(word, language) for one, word, _ in WORDS if one == language} == {
        word: value for one, word, value in WORDS if one == language
    }


@given(st.integers(0, 9999), st.sampled_from(LANGUAGES))
def test_digits_are_read_in_every_language(value: int, language: str) -> None:
    assert amount(f"{value} euro", language) == Amount(value * 100)


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from([*LANGUAGES, "", "xx"]))
def test_any_text_can_be_counted(text: str, language: str) -> None:
    said = number(text, language)
    assert said is None or 0 <= said <= 1000
    amount(text, language)
