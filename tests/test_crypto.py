"""Sealed values open only in their own place; keys come and go without losing what they sealed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crypto import KEY, Keys, Seal, WrongKey, generate, load, parse

PLACE = (b"conversation", b"session", b"row 1")
ROW = b"a row of a table"


@given(value=st.binary(max_size=300), row=st.binary(max_size=16))
def test_whatever_is_sealed_comes_out_unchanged(value: bytes, row: bytes) -> None:
    seal = Seal(bytes(KEY))
    assert seal.open(seal.close(value, *PLACE, row), *PLACE, row) == value


@pytest.mark.parametrize("position", range(len(PLACE)), ids=("table", "column", "row"))
def test_a_value_moved_to_another_place_stays_shut(position: int) -> None:
    seal = Seal(os.urandom(KEY))
    elsewhere = [*PLACE]
    elsewhere[position] += b"!"
    with pytest.raises(WrongKey):
        seal.open(seal.close(b"mijn geheim", *PLACE), *elsewhere)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        Seal(os.urandom(KEY)).open(Seal(os.urandom(KEY)).close(b"mijn geheim", *PLACE), *PLACE)


@given(place=st.integers(min_value=0, max_value=38), bit=st.integers(min_value=0, max_value=7))
def test_not_one_bit_can_be_changed_unnoticed(place: int, bit: int) -> None:
    seal = Seal(bytes(KEY))
    sealed = bytearray(seal.close(b"mijn geheim", *PLACE))
    sealed[place] ^= 1 << bit
    with pytest.raises(WrongKey):
        seal.open(bytes(sealed), *PLACE)


@pytest.mark.parametrize("kept", [0, 1, 11, 12, 27, 38])
def test_a_value_that_lost_its_end_stays_shut(kept: int) -> None:
    seal = Seal(os.urandom(KEY))
    with pytest.raises(WrongKey):
        seal.open(seal.close(b"mijn geheim", *PLACE)[:kept], *PLACE)


def test_the_same_words_never_look_the_same_twice() -> None:
    seal = Seal(os.urandom(KEY))
    assert len({seal.close(b"ja", *PLACE) for _ in range(100)}) == 100


# --- keys ----------------------------------------------------------------------------------------------


def test_the_keys_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = load("", folder)
    assert load("", folder) == made
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_keys_in_the_setting_leave_the_folder_alone(tmp_path: Path) -> None:
    written = generate()
    assert load(written, tmp_path / "data") == parse(written)
    assert not (tmp_path / "data").exists()


def test_two_houses_never_get_the_same_keys() -> None:
    made = [parse(generate()) for _ in range(50)]
    assert len({keys.lookup for keys in made} | {keys.content["k1"] for keys in made}) == 100


def test_every_conversation_has_a_key_of_its_own() -> None:
    keys = parse(generate())
    (_, first), (_, second) = keys.new_secret(ROW), keys.new_secret(ROW)
    with pytest.raises(WrongKey):
        second.open(first.close(b"mijn geheim", *PLACE), *PLACE)


def test_a_conversation_key_opens_only_in_its_own_row() -> None:
    keys = parse(generate())
    stored, seal = keys.new_secret(ROW)
    assert keys.open_secret(stored, ROW).open(seal.close(b"mijn geheim", *PLACE), *PLACE) == b"mijn geheim"
    with pytest.raises(WrongKey):
        keys.open_secret(stored, b"somebody else's!")


def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens() -> None:
    old = parse(generate())
    new = Keys(old.lookup, {"k2": os.urandom(KEY), **old.content})
    before, _ = old.new_secret(ROW)
    after, _ = new.new_secret(ROW)
    new.open_secret(before, ROW)
    with pytest.raises(WrongKey, match="lacks the key named k2"):
        old.open_secret(after, ROW)


def test_the_order_in_the_setting_says_which_key_is_newest() -> None:
    lookup, k1 = generate().split()
    k2 = generate().split()[1].replace("k1=", "k2=")
    stored, _ = parse(f"{k2} {lookup} {k1}").new_secret(ROW)
    assert stored.startswith(b"k2:")


def test_a_key_of_the_same_name_with_another_value_opens_nothing() -> None:
    stored, _ = parse(generate()).new_secret(ROW)
    with pytest.raises(WrongKey, match="does not open with these keys"):
        parse(generate()).open_secret(stored, ROW)


GOOD = "A" * 43 + "="

MISTAKES = {
    "nothing": (" ", "needs lookup="),
    "only a lookup key": (f"lookup={GOOD}", "at least one named key"),
    "no lookup key": (f"k1={GOOD}", "needs lookup="),
    "not base64": (f"lookup={GOOD} k1=-----", "the value of k1 is not base64"),
    "not even ASCII": (f"lookup={GOOD} k1=é", "the value of k1 is not base64"),
    "too short": (f"lookup=QUJD k1={GOOD}", "lookup is not 32 bytes"),
    "a name without a value": (f"lookup={GOOD} k1", "k1 is not 32 bytes"),
    "a name that cannot be stored": (f"lookup={GOOD} a:b={GOOD}", "WEGWIJS_KEYS"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_wrong_keys_give_the_operator_a_sentence(mistake: str) -> None:
    setting, sentence = MISTAKES[mistake]
    with pytest.raises(WrongKey, match=sentence):
        parse(setting)


def test_a_key_pasted_without_its_name_is_not_printed() -> None:
    pasted = generate().split()[1].removeprefix("k1=")
    with pytest.raises(WrongKey) as told:
        parse(pasted)
    assert pasted.rstrip("=") not in str(told.value)


def test_a_keys_file_that_is_no_text_gives_the_operator_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongKey):
        load("", tmp_path)


# --- pseudonyms ----------------------------------------------------------------------------------------


@given(address=st.text(alphabet=st.characters(exclude_categories=())))
def test_a_pseudonym_is_the_same_each_time_whatever_the_address(address: str) -> None:
    keys = Keys(bytes(KEY), {})
    assert keys.pseudonym("conversation", "telegram", address) == keys.pseudonym("conversation", "telegram", address)


def test_a_pseudonym_cannot_be_guessed_without_the_key() -> None:
    assert parse(generate()).pseudonym("42") != parse(generate()).pseudonym("42")


def test_a_pseudonym_stays_the_same_when_the_content_keys_change() -> None:
    old = parse(generate())
    assert old.pseudonym("42") == Keys(old.lookup, {"k2": os.urandom(KEY)}).pseudonym("42")


def test_different_addresses_and_kinds_have_different_pseudonyms() -> None:
    keys = parse(generate())
    named = [("conversation", "4", "2"), ("conversation", "42"), ("message", "42"), ("conversation", "4", "", "2")]
    assert len({keys.pseudonym(*parts) for parts in named}) == len(named)
