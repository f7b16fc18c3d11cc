"""What lights up on a locked screen says nothing that anybody else may not know: the first hundred characters."""

from __future__ import annotations

import re

import pytest

from bot.catalog import placeholders
from bot.house import House

SEEN = 100
"""Characters of a notification that stand on a locked screen."""
OPEN = ("intro", "lines", "text")
"""Placeholders filled with what somebody wrote or chose to tell."""
SHORT = {"alias": "Mus", "expert": "Jo", "number": "1", "name": "Jo"}
"""The shortest values, which bring what is open nearest to the front."""
BOTH_SIDES = ("relay.claimed", "desk.request", "desk.reminder", "desk.claimed")
STIGMA = re.compile(
    r"schuld|verslav|zelfmoord|debt|addict|suicid|borç|bağıml|intihar|dług(?!o)|uzależn|samobój|борг|залежн|самогуб|دين|إدمان|انتحار",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
@pytest.mark.parametrize("key", BOTH_SIDES)
def test_what_somebody_told_stands_behind_a_hundred_neutral_characters(house: House, key: str, language: str) -> None:
    text = house.catalog.lexicon(language).entries[key].forms[0]
    filled = text.format(**{name: "\0" if name in OPEN else SHORT.get(name, "") for name in placeholders(text)})
    assert filled.index("\0") >= SEEN, filled


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
def test_no_message_that_comes_unasked_begins_with_a_stigma(house: House, language: str) -> None:
    entries = house.catalog.lexicon(language).entries
    unasked = [key for key in entries if key.startswith(("relay.", "desk.", "check_in.worked_out"))]
    assert unasked
    for key in unasked:
        if key not in ("relay.unanswered", "desk.care"):  # danger: the numbers come first
            assert not STIGMA.search(entries[key].forms[0][:SEEN]), key
