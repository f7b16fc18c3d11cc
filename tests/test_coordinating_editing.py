"""How a file is edited by hand, and how hours are written in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coordinating import Refused
from bot.coordinating.editing import Document
from bot.coordinating.notation import parsed, tidied
from bot.knowledge.reading import read

ORDER = ("id", "x", "y", "items")


def document(text: str) -> Document:
    """A file with one record, a."""
    return Document(text.encode(), ORDER)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.replace("<", "").split())
)


@settings(deadline=None, max_examples=200)
@given(text=TEXTS.filter(bool), style=st.sampled_from(["Bel.", "'Bel.'", '"Bel."', "{nl: Bel.}"]))
def test_whatever_is_typed_is_what_is_read_back(text: str, style: str) -> None:
    edited = document(f"- id: a\n  x: {style}\n  y: [b]  # laatste\n")
    path = ("a", "x", "nl") if style.startswith("{") else ("a", "x")
    edited.set(path, text)
    content, _ = read(edited.raw, "")
    if content is not None:  # else it holds a link or sign that no file may have
        (record,) = content
        assert (record["x"]["nl"] if len(path) == 3 else record["x"]) == text
        assert record["y"] == ["b"]
    assert edited.text.endswith("\n  y: [b]  # laatste\n")


def test_a_new_field_stands_where_its_order_says_and_above_remarks_of_the_next() -> None:
    edited = document("- id: a\n  y: [b]\n\n# over c\n- id: c\n  x: d")
    edited.set(("a", "x"), "nieuw")
    edited.set_names(("c", "y"), ["e", "f g"])
    assert edited.text == '- id: a\n  x: nieuw\n  y: [b]\n\n# over c\n- id: c\n  x: d\n  y: [e, "f g"]\n'


def test_the_last_item_takes_its_list_along() -> None:
    edited = document("- id: a\n  items:\n  - x: een\n    y: [b]\n  - x: twee\n  y: [b]\n")
    edited.remove(("a", "items", 0))
    assert edited.text == "- id: a\n  items:\n  - x: twee\n  y: [b]\n"
    edited.remove(("a", "items", 0))
    assert edited.text == "- id: a\n  y: [b]\n"
    edited.add_item(("a", "items"), {"x": "drie", "y": "vier"})
    assert edited.text == "- id: a\n  y: [b]\n  items:\n  - x: drie\n    y: vier\n"


def test_an_empty_list_between_brackets_begins_anew() -> None:
    edited = document("- id: a\n  items: []\n")
    edited.add_item(("a", "items"), {"x": "een"})
    assert edited.text == "- id: a\n  items:\n  - x: een\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("- {id: a, y: [b]}\n", ("a", "y")),
        ("- id: a\n  items: [{x: een}, {x: twee}]\n", ("a", "items", 0)),
        ("- id: a\n  x:\n    en: one\n    nl: een\n", ("a", "x", "en")),
    ],
)
def test_what_is_written_in_a_way_we_do_not_edit_is_refused(text: str, path: tuple[str | int, ...]) -> None:
    edited = document(text)
    with pytest.raises(Refused, match="Doe het in het bestand"):
        edited.remove(path)
    assert edited.text == text


def test_a_field_in_brackets_is_not_added_and_a_list_is_no_text() -> None:
    edited = document("- {id: a, y: [b]}\n")
    with pytest.raises(Refused, match="'x' niet toevoegen"):
        edited.set(("a", "x"), "een")
    with pytest.raises(Refused, match="staat geen gewone tekst"):
        edited.set(("a", "y"), "een")


def test_a_line_belongs_to_the_record_above_it() -> None:
    edited = document("# kop\n- id: a\n  x: een\n# over c\n- id: c\n")
    assert [edited.record_at(line) for line in range(1, 6)] == ["", "a", "a", "a", "c"]


# --- hours in a cell ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("ma-vr 09:00-17:00", "ma-vr 09:00-17:00"),
        ("MA - VR 9.00 tot 17.00", "ma-vr 09:00-17:00"),
        ("ma, wo 09:00-12:00;vr 13:00 - 17:00", "ma, wo 09:00-12:00; vr 13:00-17:00"),
        ("elke dag 00:00-24:00", "ma-zo 00:00-00:00"),
        ("za-ma 20:00-08:00", "ma, za, zo 20:00-08:00"),
        ("ma di wo 09:00-12:00", "ma-wo 09:00-12:00"),
        ("", ""),
        ("soms", "soms"),
    ],
)
def test_hours_may_be_typed_as_people_do(typed: str, ours: str) -> None:
    assert tidied(typed) == ours
    assert tidied(ours) == ours


def test_hours_become_fields_of_a_file() -> None:
    assert parsed("ma-wo, vr 09:00-17:00") == [{"byday": "MO,TU,WE,FR", "opens_at": "09:00", "closes_at": "17:00"}]
