"""What residents type and what is stored must meet, whatever the keyboard; and nothing may break it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.normalise import MAX_TEXT, forms, normalise, read_words, tokens

SAME = [
    ("Schulden", "schulden"),
    ("ＳＣＨＵＬＤ", "schuld"),
    ("één", "een"),
    ("auto’s", "autos"),
    ("auto's", "autos"),
    ("don`t", "dont"),
    ("heeeeelp", "help"),
    ("1000", "1000"),
    ("€ 1.250,50", "1250 50"),
    ("1.000", "1000"),
    ("IŞIK", "isik"),
    ("ışık", "isik"),
    ("İcra", "icra"),
    ("İCRA", "icra"),
    ("borçlarım", "borclarim"),
    ("zażółć gęślą jaźń", "zazolc gesla jazn"),
    ("ŁÓDŹ", "lodz"),
    ("straße", "strasse"),
    ("ґрунт", "грунт"),
    ("її", "ии"),
    ("ёлка", "елка"),
    ("сім'я", "симя"),
    ("семья", "семя"),
    ("борг", "борг"),
    ("бopг", "борг"),  # a Latin o and p
    ("دُيُون", "ديون"),
    ("ديـــون", "ديون"),
    ("إيجار", "ايجار"),
    ("مساعدة", "مساعده"),
    ("على", "علي"),
    ("مسؤول", "مسوول"),
    ("٣", "3"),
    ("۳", "3"),
    ("wo\u200bord", "woord"),
    ("\u202eabc\u202c", "abc"),
    ("a\x00b", "ab"),
    ("ab\ud800", "ab"),
    ("een\ttwee\nzin", "een twee zin"),
    ("  ", ""),
    ("...", ""),
]


@pytest.mark.parametrize(("typed", "folded"), SAME)
def test_folding(typed: str, folded: str) -> None:
    assert normalise(typed) == folded


def test_turkish_suffixes_are_cut_behind_an_apostrophe() -> None:
    assert tokens("CAK'tan mektup", "tr") == ("cak", "tan", "mektup")
    assert tokens("CAK'tan mektup") == ("caktan", "mektup")


def test_emoji_are_words_of_their_own() -> None:
    assert tokens("geld💸weg") == ("geld", "💸", "weg")


def test_arabic_particles_come_off() -> None:
    assert "ديون" in forms(*tokens("وبالديون"))
    assert forms("schulden") == ("schulden",)


def test_sentences_and_clauses_are_kept_apart() -> None:
    text = read_words("ik wil niet, echt... meer. weg")
    assert text.words == ("ik", "wil", "niet", "echt", "meer", "weg")
    assert text.sentences == (0, 0, 0, 0, 0, 1)
    assert text.clauses == (0, 0, 0, 1, 2, 3)


def test_only_the_first_part_of_a_very_long_text_is_read() -> None:
    assert len(normalise("a b " * 1_000_000)) <= MAX_TEXT
    assert len(normalise("\ufdfa" * 1_000_000)) <= MAX_TEXT


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_folds_to_plain_words(text: str) -> None:
    assert normalise(text).split() == list(tokens(text))
    assert not any(word.isspace() or word != word.strip() for word in tokens(text))


HOSTILE = [
    "\u0301\u0316" * 2000,
    "a" + "\u0334\u0301" * 2000,
    "\u202e" * 4000,
    "\ud800" * 4000,
    "\x00" * 1_000_000,
    "aа" * 2000,
    "'" * 4000,
    "1." * 2000,
    "\ufdfa" * 4000,
    "ﷺ'" * 2000,
    "وبال" * 1000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_quick(text: str) -> None:
    started = time.process_time()
    normalise(text)
    assert time.process_time() - started < 0.05
