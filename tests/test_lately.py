"""What was said a moment ago, in memory only."""

from __future__ import annotations

from bot.lately import MOST, SECONDS, Lately


def test_the_words_before_are_those_of_the_same_person() -> None:
    lately = Lately()
    assert lately.hear("ann", "1", "ik heb alles klaargelegd", 0) == ""
    assert lately.hear("bob", "2", "hoi", 1) == ""
    assert lately.hear("ann", "3", "vanavond", 2) == "ik heb alles klaargelegd"


def test_after_some_minutes_they_are_gone() -> None:
    lately = Lately()
    lately.hear("ann", "1", "iets", 0)
    assert lately.hear("ann", "2", "iets anders", SECONDS + 1) == ""


def test_a_message_that_is_tried_again_is_not_its_own_past() -> None:
    lately = Lately()
    lately.hear("ann", "1", "eerst", 0)
    assert lately.hear("ann", "2", "toen", 1) == "eerst"
    assert lately.hear("ann", "2", "toen", 2) == "eerst"


def test_whoever_erases_is_forgotten() -> None:
    lately = Lately()
    lately.hear("ann", "1", "eerst", 0)
    lately.forget("ann")
    assert lately.hear("ann", "2", "toen", 1) == ""


def test_memory_does_not_grow_for_ever() -> None:
    lately = Lately()
    for number in range(MOST + 10):
        lately.hear(number, str(number), "hoi", 0)
    assert lately.hear(0, "again", "hoi", 1) == ""
    assert lately.hear(MOST + 9, "again", "hoi", 1) == "hoi"
