"""Personal data in typed words is noticed, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.personal import found, hidden

PERSONAL = [
    ("bel me op 06 12345678", "phone", "06 12345678"), ("06-12 34 56 78", "phone", "06-12 34 56 78"),
    ("046-4001234", "phone", "046-4001234"), ("+31 6 12345678", "phone", "+31 6 12345678"),
    ("0031612345678", "phone", "0031612345678"), ("+48 600 123 456", "phone", "+48 600 123 456"),
    ("0532 123 45 67", "phone", "0532 123 45 67"), ("tel 600 123 456", "phone", "600 123 456"),
    ("رقمي ٠٦١٢٣٤٥٦٧٨", "phone", "٠٦١٢٣٤٥٦٧٨"),
    ("mail naar iemand@voorbeeld.nl graag", "email", "iemand@voorbeeld.nl"),
    ("mijn bsn is 111222333", "bsn", "111222333"), ("123456782", "bsn", "123456782"),
    ("NL91 ABNA 0417 1643 00 op naam van", "iban", "NL91 ABNA 0417 1643 00"),
    ("nl91abna0417164300", "iban", "nl91abna0417164300"),
    ("6131 AB 12", "address", "6131 AB 12"), ("ik woon dorpsstraat 12a", "address", "dorpsstraat 12a"),
    ("Dorpsstraat 12, 6131AB Sittard", "address", "Dorpsstraat 12, 6131AB"), ("ul. Długa 5", "address", "ul. Długa 5"),
    ("вул. Довга 5", "address", "вул. Довга 5"),
    ("ik heet fatima el amrani", "name", "fatima el amrani"), ("Ik heet Jan de Vries en ik", "name", "Jan de Vries"),
    ("mijn naam is jan", "name", "jan"), ("my name is John Smith and", "name", "John Smith"),
    ("I'm called Bo", "name", "Bo"), ("benim adım Ayşe Yılmaz", "name", "Ayşe Yılmaz"),
    ("nazywam się Kasia Nowak", "name", "Kasia Nowak"), ("мене звати Олена", "name", "Олена"),
    ("اسمي محمد", "name", "محمد"), ("ismi ahmed", "name", "ahmed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "said"), PERSONAL)
def test_what_says_who_somebody_is(text: str, kind: str, said: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in found(text)] == [(kind, said)]


IMPERSONAL = [
    "bel 112, 113 of 0800-0113", "0900-8844", "zaaknummer 123456782", "kenmerk 0612345678", "klantnummer 0031612345678",
    "ik krijg 1.200,50 per maand", "€ 12345678", "op 12-05-2024 14:30", "01-05-2024 10", "geboren in 1984",
    "NL92ABNA0417164300", "123456789", "bsn 123456789", "600 123 456", "6131 AB", "ik was onderweg 3 uur",
    "de straat 3 keer op en neer", "ik heet jullie welkom", "mijn naam is niet belangrijk", "I am tired", "adım adım",
    "ik heb 2 kinderen van 4 en 6", "", "@", "+", "ik ben Jan niet",
]  # fmt: skip


@pytest.mark.parametrize("text", IMPERSONAL)
def test_what_says_it_not(text: str) -> None:
    assert found(text) == ()


def test_several_things_are_found_in_order() -> None:
    text = "Ik heet Anna, mail anna@voorbeeld.nl of bel 06-12345678. Mijn rekening: NL91ABNA0417164300"
    assert [one.kind for one in found(text)] == ["name", "email", "phone", "iban"]


def test_what_is_hidden_is_gone() -> None:
    assert hidden("ik heet Anna, 06-12345678, help") == "ik heet ..., ..., help"
    assert hidden("niets te zien") == "niets te zien"


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    for one in found(text):
        assert 0 <= one.start < one.end <= len(text)
