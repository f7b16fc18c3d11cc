"""Nobody can be found in the figures: a small count is never seen, and never follows from what is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import UNSURE
from bot.handoff import talk
from bot.handoff.report import QUESTIONS, counted
from bot.handoff.request import EDGES
from bot.handoff.request import OPEN as OPEN_STATES
from bot.house import House
from bot.stats.disclosure import LEAST, STEP, Group, Seen, protected, seen, total
from bot.stats.figures import OPEN, WAITS, Figure, figures, published

MOST = 400
COUNTS = st.one_of(st.integers(0, 2 * LEAST), st.integers(0, MOST))
SMALL = st.integers(0, LEAST - 1)


@st.composite
def same_events(draw: st.DrawFn) -> list[list[int]]:
    """Groups of counts with the same sum: the same events, told apart in several ways."""
    whole = draw(st.integers(0, MOST))
    return [
        [after - before for before, after in zip([0, *cuts], [*cuts, whole], strict=True)]
        for cuts in draw(st.lists(st.lists(st.integers(0, whole), max_size=5).map(sorted), min_size=1, max_size=4))
    ]


def sums(group: Iterable[Seen]) -> set[int]:
    """Every sum that a group can have, by what is seen of it."""
    found = {0}
    for one in group:
        found = {had + count for had in found for count in range(one.least, min(one.most, 2 * MOST) + 1)}
    return found


def possible(groups: Sequence[Group], place: int, at: int) -> set[int]:
    """Every value a count can have, for somebody who sees `groups` and knows that their sums are the same."""
    rest = sums(one for where, one in enumerate(groups[place]) if where != at)
    wholes = set(range(5 * MOST))
    for where, group in enumerate(groups):
        if where != place:
            wholes &= sums(group)
    one = groups[place][at]
    return {
        count for count in range(one.least, min(one.most, 2 * MOST) + 1) if any(count + had in wholes for had in rest)
    }


@given(COUNTS)
def test_small_counts_are_hidden_and_the_others_rounded(count: int) -> None:
    shown = seen(count)
    if count < LEAST:
        assert shown.text == "< 10"
    else:
        assert int(shown.text) % STEP == 0
        assert abs(int(shown.text) - count) <= STEP // 2
    assert shown.least <= count <= shown.most


@settings(max_examples=60, deadline=None)
@given(same_events(), st.booleans())
def test_no_small_count_follows_from_groups_with_the_same_sum(counts: list[list[int]], told: bool) -> None:
    """Also when everybody knows the first count of the first group."""
    first, *others = counts
    known = (seen(first[0], known=told), *map(seen, first[1:]))
    groups = protected([known, *(tuple(map(seen, group)) for group in others)])
    for place, group in enumerate(groups):
        for at, one in enumerate(group):
            if one.small:
                assert possible(groups, place, at) == set(range(LEAST))


@given(same_events(), st.data())
def test_any_other_small_count_gives_the_same_figures(counts: list[list[int]], data: st.DataObject) -> None:
    other = [[data.draw(SMALL) if count < LEAST else count for count in group] for group in counts]
    told, also = (protected([tuple(map(seen, group)) for group in one]) for one in (counts, other))
    assert told == also
    assert list(map(total, told)) == list(map(total, also))


@given(st.lists(COUNTS, max_size=8))
def test_a_total_holds_nothing_that_is_hidden(counts: list[int]) -> None:
    group = tuple(map(seen, counts))
    told = total(group)
    if told.startswith("≥ "):
        assert int(told.removeprefix("≥ ")) <= sum(count for count in counts if count >= LEAST)
    elif told:
        assert (min(counts) >= LEAST, int(told)) == (True, sum(one.shown for one in group))
    assert told == total(tuple(one for one in group if one.shown)) or told.startswith("≥ ")


@given(same_events())
def test_what_is_seen_is_true(counts: list[list[int]]) -> None:
    groups = protected([tuple(map(seen, group)) for group in counts])
    for group, true in zip(groups, counts, strict=True):
        assert all(one.least <= count <= one.most for one, count in zip(group, true, strict=True))


def test_a_subtraction_that_would_betray_somebody() -> None:
    """103 reports: 100 and 3 in one question, all of one kind in the other."""
    first, second = protected([(seen(100), seen(3)), (seen(103), seen(0))])
    assert [one.text for one in first] == ["≥ 10", "< 10"]
    assert [one.text for one in second] == ["105", "< 10"]


def names(listed: Iterable[Figure]) -> list[str]:
    """All counters the figures are made of."""
    return [name for figure in listed for counted in figure.rows.values() for name in counted]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_small_counter_can_be_read_off_the_real_figures(house: House, data: st.DataObject) -> None:
    listed = figures(house)
    some = data.draw(st.lists(st.sampled_from(names(listed)), max_size=40))
    counters = {name: data.draw(COUNTS) for name in some}
    rows = {one: sum(counters.get(name, 0) for name in one) for figure in listed for one in figure.rows.values()}
    other = {
        name: data.draw(SMALL) if rows[one] < LEAST and len(one) == 1 and name != OPEN else counters.get(name, 0)
        for figure in listed
        for one in figure.rows.values()
        for name in one
    }
    assert published(listed, counters) == published(listed, other)


def test_a_figure_has_at_most_two_dimensions(house: House) -> None:
    assert max(len(name.split()) for name in names(figures(house))) == 3  # what it is about, and two more words


def test_no_counter_is_told_twice(house: House) -> None:
    listed = names(figures(house))
    assert len(listed) == len(set(listed))


def test_what_counts_the_same_events_is_protected_together(house: House) -> None:
    families = Counter(figure.family for figure in figures(house))
    assert families == {"requests": 2, "claims": 2, "pointed": 2, "reports": 6, "": families[""]}


def test_every_wait_has_a_name() -> None:
    assert set(WAITS) == {*talk.WAITS, "longer"}


def test_all_that_can_be_counted_is_told(house: House) -> None:
    """The sums of a family are only the same when no code is forgotten."""
    told = set(names(figures(house)))
    assert {name for codes in product(*QUESTIONS.values()) for name in counted(codes)} <= told
    assert {f"theme {theme}" for theme in (*house.knowledge.themes, UNSURE)} <= told
    assert {f"route {service.route}" for service in house.knowledge.services.values()} <= told
    assert {f"request language {tag}" for tag in house.catalog.languages} <= told
    ends = {f"handoff {edge.event} {by}" for edge in EDGES if edge.to not in OPEN_STATES for by in edge.by}
    assert ends <= told
