"""A short fault run of talks, and proof that the checks of the long one (`make faults`) notice what they are for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.botapi import Unrest
from tests.faults.handoff.cast import Scene, scene
from tests.faults.handoff.checks import broken
from tests.faults.handoff.crossings import Crossing, Crossings
from tests.faults.handoff.people import Heard, Person
from tests.faults.handoff.reading import Said
from tests.faults.handoff.report import figures
from tests.faults.plan import Plan
from tests.faults.run import hold
from tests.faults.telegram import Arrival

Patch = pytest.MonkeyPatch
Plant = Callable[[Scene, Patch], None]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Five kills around four residents and two experts."""
    unrest = Unrest(repeat=3, shuffle=True, stale=0.1, seed=5)
    plan = Plan("handoff", kills=5, seed=3, chats=4, unrest=unrest, between=0.3, warm=8, calm=4)
    return asyncio.run(hold(plan, tmp_path_factory.mktemp("talks"), scene))


def test_people_talk_through_kills(held: Scene) -> None:
    record = Crossings(held)
    assert broken(record) == {}
    assert len(record.arrived) > 5, "hardly anybody talked"
    assert figures(record)["kills"] == "5"


# --- what the checks are for -------------------------------------------------------------------------


def crossed(held: Scene) -> Crossing:
    """A word in the middle of what a resident told an expert."""
    ways = [way for way in Crossings(held).once.values() if way[0].to in held.workers]
    firm = [[one for one in way if one.word.firm and not one.word.doomed] for way in ways]
    way = max(firm, key=len)
    return way[len(way) // 2]


def hears(person: Person, one: Heard, patch: Patch, **changed: object) -> None:
    """`person` reads a message like `one` as well, at the end."""
    call = replace(one.arrival.call, message_id=10**6)
    said = one.said._replace(**changed)  # type: ignore[arg-type]
    patch.setattr(person, "heard", [*person.heard, Heard(Arrival(call, one.arrival.life, one.arrival.answered), said)])


def a_word_comes_with_another_number(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    hears(one.to, one.heard, patch, number=one.number + 50)


def a_word_comes_to_another_expert(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    other = next(worker for worker in held.workers if worker is not one.to)
    patch.setattr(other, "heard", [])
    hears(other, one.heard, patch)


def a_word_comes_to_another_resident(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    other = next(talker for talker in held.talkers if talker is not one.word.author)
    hears(other, one.heard, patch, request="")


def a_word_is_in_the_log(held: Scene, patch: Patch) -> None:
    with held.log.open("a") as log:
        log.write(f"said {crossed(held).word.token}\n")


def words_are_lost(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    patch.setattr(one.to, "heard", [heard for heard in one.to.heard if one.word.token not in heard.said.text])


def a_word_comes_after_it_was_over(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    place = one.to.heard.index(one.heard)
    over = one.heard._replace(said=Said("desk.ended", one.request))
    patch.setattr(one.to, "heard", [*one.to.heard[:place], over, *one.to.heard[place:]])


def a_word_comes_twice_for_nothing(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    patch.setattr(one.heard.arrival, "answered", one.heard.at)
    patch.setattr(one.heard.arrival.call, "answer_lost", False)
    hears(one.to, one.heard, patch)


def a_crisis_goes_unheard(held: Scene, patch: Patch) -> None:
    one = crossed(held)
    patch.setattr(one.word, "crisis", True)
    patch.setattr(one.word.author, "heard", [])


def a_turn_went_wrong(held: Scene, patch: Patch) -> None:
    with held.log.open("a") as log:
        log.write("turn_failed error=KeyError\n")


PLANTED: dict[Plant, str] = {
    a_turn_went_wrong: "I1",
    a_word_comes_with_another_number: "I2",
    words_are_lost: "I4",
    a_word_comes_after_it_was_over: "I5",
    a_word_comes_to_another_expert: "I6",
    a_word_comes_to_another_resident: "I6",
    a_word_is_in_the_log: "I6",
    a_crisis_goes_unheard: "I9",
    a_word_comes_twice_for_nothing: "I10",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_the_checks_notice(held: Scene, plant: Plant, tmp_path: Path, monkeypatch: Patch) -> None:
    before = held.log.read_bytes()
    plant(held, monkeypatch)
    found = broken(Crossings(held))
    held.log.write_bytes(before)
    assert any(name.split(" ")[0] == PLANTED[plant] for name in found), found
