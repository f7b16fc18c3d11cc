"""What a resident gets when asking for help: something that fits, is reachable, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import AMSTERDAM, Area, Knowledge, Schedule, Service, Theme, load
from bot.knowledge.hours import always_open, holidays, open_until, opens_next
from bot.matching import Match, Needs, Reason, UnknownNeed, emergency, few, match, tonight
from bot.matching import open_until as service_open_until

FOLDER = Path(__file__).parent.parent / "knowledge"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM)
NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=AMSTERDAM)
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
WORKDAYS = "MO,TU,WE,TH,FR"
CHECKED = date(2026, 11, 22)


def hours(byday: str, opens: str, closes: str, **period: Any) -> Schedule:
    """Weekly hours, as a file writes them."""
    return Schedule(byday=byday, opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes), **period)


DAY_AND_NIGHT = hours(EVERY_DAY, "00:00", "00:00")
OFFICE = hours(WORKDAYS, "09:00", "17:00")


def service(name: str = "desk", **fields: Any) -> Service:
    """A checked national service about debts, unless told otherwise."""
    plain: dict[str, Any] = {
        "id": name,
        "organization_id": "org",
        "name": name,
        "description": "Hulp.",
        "eligibility_description": "Voor iedereen.",
        "application_process": "Bel.",
        "service_areas": ("nl",),
        "themes": ("debt",),
        "route": "orange",
        "source_url": "https://voorbeeld.nl",
        "source_date": "2026",
        "source_grade": "A",
    }
    if not fields.get("to_confirm"):
        plain |= {"assured_date": CHECKED, "phones": ({"number": "08001234", "display": "0800-1234"},)}
    return Service.model_validate(plain | fields)


def region(*services: Service) -> Knowledge:
    """Two villages, three themes and these services."""
    themes = ("debt", "mental", "talk_human")
    return Knowledge(
        version="test",
        region="streek",
        areas={name: Area(id=name, name=name) for name in ("beek", "stein")},
        organizations={},
        services={one.id: one for one in services},
        letters={},
        themes={name: Theme(id=name, name={"nl": name}, routes=("orange",)) for name in themes},
        routes={},
        rights={},
        stories={},
        safety={},
    )


def ids(found: Iterable[Match]) -> list[str]:
    return [one.service.id for one in found]


def codes(one: Match) -> list[str]:
    return [reason.code for reason in one.reasons]


DEBTS = Needs(themes=("debt",), area="beek", language="nl", now=MONDAY)


# --- who comes first ---------------------------------------------------------------------------------


def test_what_is_about_both_worries_comes_before_what_is_about_one() -> None:
    found = match(
        region(service("one"), service("both", themes=("mental", "debt"))),
        replace(DEBTS, themes=("debt", "mental")),
    )
    assert ids(found) == ["both", "one"]


def test_the_first_worry_counts_most() -> None:
    found = match(
        region(service("second", themes=("mental",)), service("first")),
        replace(DEBTS, themes=("debt", "mental")),
    )
    assert ids(found) == ["first", "second"]


def test_nearby_comes_before_far_away_and_says_so() -> None:
    found = match(region(service("country"), service("near", service_areas=("beek",))), DEBTS)
    assert ids(found) == ["near", "country"]
    assert Reason("area", {"area": "beek"}) in found[0].reasons
    assert "area" not in codes(found[1])


def test_another_village_is_not_shown() -> None:
    assert not match(region(service(service_areas=("stein",))), DEBTS)


def test_without_a_village_only_what_serves_everybody_here() -> None:
    everywhere = service("everywhere", service_areas=("beek", "stein"))
    found = match(region(service("beek", service_areas=("beek",)), everywhere), replace(DEBTS, area=None))
    assert ids(found) == ["everywhere"]


def test_open_now_comes_first_although_something_nearer_is_closed() -> None:
    near = service("near", service_areas=("beek",), schedules=(OFFICE,))
    found = match(region(near, service("line", schedules=(DAY_AND_NIGHT,))), replace(DEBTS, now=NIGHT))
    assert ids(found) == ["line", "near"]
    assert Reason("opens", {"date": NIGHT.date(), "at": time(9)}) in found[1].reasons


def test_a_confirmed_number_comes_before_a_place_still_to_confirm() -> None:
    found = match(region(service("near", service_areas=("beek",), to_confirm=True), service("line")), DEBTS)
    assert ids(found) == ["line", "near"]
    assert codes(found[1]) == ["theme", "area", "to_confirm"]


def test_what_is_for_some_stands_behind_what_is_for_all() -> None:
    youth = service("youth", minimum_age=16, maximum_age=27, free=True)
    carers = service("carers", specific_group=True, free=True)
    assert ids(match(region(youth, carers, service("all")), DEBTS)) == ["all", "youth", "carers"]


def test_free_comes_before_paid_when_all_else_is_equal() -> None:
    assert ids(match(region(service("paid"), service("gratis", free=True)), DEBTS)) == ["gratis", "paid"]


def test_reasons_are_given_in_the_order_in_which_they_count() -> None:
    desk = service(
        schedules=(OFFICE,),
        free=True,
        walk_in=True,
        anonymous=True,
        languages=("nl", "tr"),
        service_areas=("beek",),
    )
    (found,) = match(region(desk), replace(DEBTS, language="tr"))
    assert codes(found) == ["theme", "area", "open_now", "free", "walk_in", "anonymous", "speaks"]
    assert found.reasons[2] == Reason("open_now", {"until": time(17)})
    assert found.reasons[-1] == Reason("speaks", {"language": "tr"})


def test_only_what_can_be_called_or_costs_nothing_when_asked() -> None:
    here = region(service("line"), service("gratis", free=True), service("place", to_confirm=True, free=True))
    assert ids(match(here, replace(DEBTS, phone_only=True))) == ["gratis", "line"]
    assert set(ids(match(here, replace(DEBTS, free_only=True)))) == {"gratis", "place"}


def test_only_where_one_can_walk_in_when_asked() -> None:
    here = region(service("line"), service("desk", walk_in=True, phones=()))
    assert ids(match(here, replace(DEBTS, walk_in_only=True))) == ["desk"]


def test_who_is_not_sure_gets_somebody_to_talk_to() -> None:
    here = region(service(), service("talk", themes=("talk_human",)))
    assert ids(match(here, replace(DEBTS, themes=()))) == ["talk"]


def test_what_is_not_active_is_never_shown() -> None:
    for status in ("inactive", "defunct", "temporarily closed"):
        assert not match(region(service(status=status)), DEBTS)


def test_an_old_fact_steps_back_says_so_and_then_disappears() -> None:
    here = region(service("old", assured_date=date(2026, 5, 22)), service("new"))
    found = match(here, DEBTS)
    assert ids(found) == ["new", "old"]
    assert found[1].reasons[-1] == Reason("last_checked", {"date": date(2026, 5, 22)})
    assert ids(match(here, replace(DEBTS, now=MONDAY + timedelta(days=181)))) == ["new"]


def test_a_misspelt_need_comes_back_with_what_was_probably_meant() -> None:
    with pytest.raises(UnknownNeed, match=r"dept \(did you mean debt\?\), stien \(did you mean stein\?\)"):
        match(region(service()), replace(DEBTS, themes=("dept",), area="stien"))


# --- three are enough --------------------------------------------------------------------------------


def test_few_are_the_best_a_second_and_one_that_asks_nothing() -> None:
    lines = [service(f"line{number}", free=True) for number in range(3)]
    assert ids(few(region(*lines, service("walk", no_threshold=True)), DEBTS)) == ["line0", "line1", "walk"]


def test_few_are_simply_the_first_three_when_all_ask_something() -> None:
    assert ids(few(region(*(service(f"line{number}") for number in range(5))), DEBTS)) == ["line0", "line1", "line2"]
    assert ids(few(region(service("only")), DEBTS)) == ["only"]
    assert few(region(), DEBTS) == ()


def test_few_never_hold_what_cannot_be_reached() -> None:
    mute = service("mute", to_confirm=True)
    site = service("site", to_confirm=True, url="https://voorbeeld.nl")
    assert ids(few(region(mute, site), DEBTS)) == ["site"]


def test_the_first_match_is_there_before_the_others_are_worked_out() -> None:
    found = match(region(*(service(f"line{number}") for number in range(50))), DEBTS)
    assert len(found) == 50
    assert found[0].service.id == "line0"
    assert ids(found[1:3]) == ["line1", "line2"]
    assert found[-1].service.id == "line49"
    with pytest.raises(IndexError):
        found[50]


@pytest.mark.parametrize("wrong", [{"themes": ("dept",)}, {"area": "drop"}, {"now": datetime(2026, 11, 23, 10)}])
def test_a_misspelt_need_is_reported_and_never_just_empty(wrong: Mapping[str, Any]) -> None:
    with pytest.raises(UnknownNeed):
        match(region(service()), replace(DEBTS, **wrong))


# --- hours -------------------------------------------------------------------------------------------


def at(moment: str) -> datetime:
    """A wall time in Amsterdam."""
    return datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-23T08:59", None),
        ("2026-11-23T09:00", "2026-11-23T17:00"),
        ("2026-11-23T16:59", "2026-11-23T17:00"),
        ("2026-11-23T17:00", None),
        ("2026-11-28T12:00", None),  # Saturday
        ("2026-12-25T12:00", None),  # Christmas, a Friday
        ("2027-04-27T12:00", None),  # King's day
        ("2027-03-29T12:00", None),  # Easter Monday
    ],
)
def test_office_hours(moment: str, until: str | None) -> None:
    assert open_until((OFFICE,), at(moment)) == (at(until) if until else None)


def test_a_night_runs_over_midnight() -> None:
    shelter = (hours(EVERY_DAY, "20:00", "08:00"),)
    assert open_until(shelter, at("2026-11-24T03:00")) == at("2026-11-24T08:00")
    assert open_until(shelter, at("2026-11-24T12:00")) is None
    assert opens_next(shelter, at("2026-11-24T12:00")) == at("2026-11-24T20:00")


def test_touching_hours_are_one_opening() -> None:
    parts = (hours(WORKDAYS, "09:00", "12:00"), hours(WORKDAYS, "12:00", "17:00"))
    assert open_until(parts, MONDAY) == at("2026-11-23T17:00")


def test_a_daily_line_is_also_there_at_christmas() -> None:
    assert open_until((hours(EVERY_DAY, "14:00", "22:00"),), at("2026-12-25T15:00")) == at("2026-12-25T22:00")


def test_a_closed_period_and_special_hours_replace_the_week() -> None:
    closed = Schedule(closed=True, valid_from=date(2026, 12, 21), valid_to=date(2027, 1, 3))
    special = hours("TH", "10:00", "12:00", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 24))
    assert open_until((OFFICE, closed), at("2026-12-22T10:00")) is None
    assert opens_next((OFFICE, closed), at("2026-12-22T10:00")) == at("2027-01-04T09:00")
    assert open_until((OFFICE, special), at("2026-12-24T11:00")) == at("2026-12-24T12:00")
    assert not always_open((DAY_AND_NIGHT, closed))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (
            datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        ),  # 02:30 is skipped
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 3, 0, tzinfo=UTC),
        ),  # 02:30 comes twice
    ],
)
def test_hours_are_wall_time_when_the_clock_changes(now: datetime, until: datetime) -> None:
    closes = "02:30" if now.month == 3 else "04:00"
    assert open_until((hours(EVERY_DAY, "00:00", closes),), now) == until


def test_nine_o_clock_is_nine_o_clock_in_summer_and_winter() -> None:
    for now, opens in (
        (datetime(2027, 3, 26, 20, tzinfo=UTC), 7),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), 8),
    ):
        first = opens_next((hours(EVERY_DAY, "09:00", "17:00"),), now + timedelta(days=1))
        assert first is not None and first.astimezone(UTC).hour == opens and first.hour == 9


def test_without_hours_nothing_is_said() -> None:
    desk = service()
    assert service_open_until(desk, MONDAY) is None
    assert not {"open_now", "opens", "always_open"} & set(codes(match(region(desk), DEBTS)[0]))


def test_the_holidays_of_two_years() -> None:
    assert sorted(holidays(2027))[:4] == [
        date(2027, 1, 1),
        date(2027, 3, 28),
        date(2027, 3, 29),
        date(2027, 4, 27),
    ]
    assert date(2025, 4, 26) in holidays(2025), "the 27th was a Sunday"
    assert {date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)} <= holidays(2024) | holidays(2025) | holidays(2026)


# --- whatever the services are -----------------------------------------------------------------------

SCHEDULES: st.SearchStrategy[tuple[Schedule, ...]] = st.sampled_from(
    [(), (OFFICE,), (DAY_AND_NIGHT,), (hours("MO,WE", "20:00", "04:00"),), (hours("SU", "10:00", "11:00"),)]
)
AREAS = st.sampled_from([("nl",), ("beek",), ("stein",), ("beek", "stein")])
THEMES = st.lists(st.sampled_from(["debt", "mental", "talk_human"]), min_size=1, unique=True).map(tuple)
MOMENTS = st.datetimes(datetime(2026, 11, 22), datetime(2027, 5, 21), timezones=st.just(AMSTERDAM))


@st.composite
def services(draw: st.DrawFn, name: str = "x") -> Service:
    """Any service."""
    unsure = draw(st.booleans())
    fields: dict[str, Any] = {
        "themes": draw(THEMES),
        "service_areas": draw(AREAS),
        "free": draw(st.booleans()),
        "walk_in": draw(st.booleans()),
        "no_threshold": draw(st.booleans()),
        "status": draw(st.sampled_from(["active", "active", "active", "inactive"])),
        "maximum_age": draw(st.sampled_from([None, None, 18])),
        "to_confirm": unsure,
    }
    if not unsure:
        fields["schedules"] = draw(SCHEDULES)
        fields["assured_date"] = draw(st.dates(date(2025, 6, 1), CHECKED))
    return service(name, **fields)


@st.composite
def regions(draw: st.DrawFn) -> Knowledge:
    """Any region."""
    return region(*(draw(services(f"s{number}")) for number in range(draw(st.integers(0, 8)))))


NEEDS = st.builds(
    Needs,
    themes=THEMES,
    area=st.sampled_from([None, "beek", "stein"]),
    language=st.sampled_from(["nl", "ar"]),
    now=MOMENTS,
    phone_only=st.booleans(),
    walk_in_only=st.booleans(),
    free_only=st.booleans(),
)


def is_closed(one: Service, now: datetime) -> bool:
    return bool(one.schedules) and service_open_until(one, now) is None


@settings(deadline=None)
@given(here=regions(), needs=NEEDS)
def test_everything_shown_fits(here: Knowledge, needs: Needs) -> None:
    for found in match(here, needs):
        shown = found.service
        assert shown.status == "active"
        assert set(shown.themes) & set(needs.themes)
        assert "nl" in shown.service_areas or needs.area is None or needs.area in shown.service_areas
        assert not needs.free_only or shown.free
        assert not needs.phone_only or shown.phones
        assert not needs.walk_in_only or shown.walk_in
        assert found.reasons[0].code == "theme"


@settings(deadline=None)
@given(here=regions(), needs=NEEDS)
def test_nothing_closed_stands_first_while_something_open_fits(here: Knowledge, needs: Needs) -> None:
    found = match(here, needs)
    if any(service_open_until(one.service, needs.now) for one in found):
        assert not is_closed(found[0].service, needs.now)
        assert not found[0].service.to_confirm


@settings(deadline=None)
@given(here=regions(), needs=NEEDS, later=st.integers(0, 10))
def test_the_order_is_stable(here: Knowledge, needs: Needs, later: int) -> None:
    found = match(here, needs)
    assert list(match(here, needs)) == list(found)
    left = {name: one for name, one in here.services.items() if name != f"s{later}"}
    without = ids(match(replace(here, services=left), needs))
    if found and found[0].service.id != f"s{later}":
        assert without == [name for name in ids(found) if name != f"s{later}"], "one less does not shuffle the rest"


@settings(deadline=None)
@given(here=regions(), needs=NEEDS)
def test_a_better_fit_never_lowers_the_result(here: Knowledge, needs: Needs) -> None:
    best = service(
        "best",
        themes=needs.themes,
        schedules=(DAY_AND_NIGHT,),
        free=True,
        walk_in=True,
        service_areas=("beek", "stein"),
    )
    found = match(region(*here.services.values(), best), needs)
    assert found[0].service.id == "best" or service_open_until(found[0].service, needs.now)
    assert set(ids(match(here, needs))) < set(ids(found))


@settings(deadline=None)
@given(here=regions(), needs=NEEDS)
def test_few_are_taken_from_what_fits_with_a_second_and_an_easy_one(here: Knowledge, needs: Needs) -> None:
    fitting = [one for one in match(here, needs) if one.service.phones or one.service.walk_in]
    shown = few(here, needs)
    assert len(shown) == min(3, len(fitting))
    assert set(ids(shown)) <= set(ids(fitting))
    if any(one.service.no_threshold for one in fitting):
        assert len(fitting) <= 2 or any(one.service.no_threshold for one in shown)


# --- the facts as they are ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    """The facts as they are in the project."""
    return load(FOLDER, "westelijke-mijnstreek")


@settings(deadline=None, max_examples=50)
@given(now=MOMENTS)
def test_at_any_hour_there_is_somebody(shipped: Knowledge, now: datetime) -> None:
    found = tonight(shipped, now)
    assert found is not None
    assert found.service.id == "de-luisterlijn"
    assert codes(found) == ["always_open"]


@settings(deadline=None, max_examples=100)
@given(data=st.data(), now=MOMENTS)
def test_every_worry_has_a_first_and_a_second_choice_everywhere(
    shipped: Knowledge, data: st.DataObject, now: datetime
) -> None:
    theme = data.draw(st.sampled_from(sorted(shipped.themes)))
    area = data.draw(st.sampled_from([None, *shipped.areas]))
    assert len(match(shipped, Needs((theme,), area, "nl", now))) >= 2


def test_debts_in_stein_on_a_monday_morning(shipped: Knowledge) -> None:
    found = match(shipped, Needs(("money_debt",), "stein", "nl", MONDAY))
    assert ids(found)[:2] == ["geldfit", "kredietbank-limburg"]
    assert {"free", "anonymous"} <= set(codes(found[0]))
    assert {"area", "to_confirm"} <= set(codes(found[1]))


def test_a_full_head_at_three_in_the_night(shipped: Knowledge) -> None:
    found = match(shipped, Needs(("mental",), "beek", "nl", NIGHT))
    assert ids(found)[0] == "de-luisterlijn"


def test_matching_is_quick(shipped: Knowledge) -> None:
    began = datetime.now(UTC)
    for theme in shipped.themes:
        match(shipped, Needs((theme,), "stein", "nl", MONDAY))
    assert datetime.now(UTC) - began < timedelta(seconds=0.2)


# --- a kind of help that is looked for -------------------------------------------------------------------------------


def looking(*services: Service, **wanted: Any) -> list[str]:
    """The few that somebody in Beek is shown who looks for a kind of help."""
    return ids(few(region(*services), Needs(("debt",), "beek", "nl", MONDAY, **wanted)))


def test_what_fits_the_kind_of_help_comes_before_what_is_confirmed_or_open() -> None:
    fits = service("fits", fits=("rent",), to_confirm=True, specific_group=True, url="https://voorbeeld.nl")
    assert looking(service("open", schedules=(DAY_AND_NIGHT,)), fits, kind="rent") == ["fits", "open"]
    assert looking(service("open", schedules=(DAY_AND_NIGHT,)), fits) == ["open", "fits"]


def test_a_doctor_needs_no_number_when_a_doctor_is_looked_for() -> None:
    doctor = service("doctor", fits=("complaint",), to_confirm=True)
    assert looking(service("desk"), doctor, kind="complaint") == ["doctor", "desk"]
    assert looking(service("desk"), doctor, kind="rent") == ["desk"]


def test_without_a_fitting_one_the_branch_counts_and_then_the_route() -> None:
    found = service("desk"), service("blue", route="blue"), service("home", route="blue", sub_route="housing")
    assert looking(*found, kind="rent", route="blue", sub_route="housing")[0] == "home"
    assert looking(*found, route="blue", sub_route="care")[0] == "blue"
    assert looking(*found, route="green")[0] == "desk"


def test_an_emergency_asks_first_who_is_there_now_and_then_who_is_near() -> None:
    near = service("near", emergencies=("bed",), service_areas=("beek",))
    far = service("far", emergencies=("bed",), service_areas=("stein",), schedules=(DAY_AND_NIGHT,))
    country = service("country", emergencies=("bed",))
    there = service("there", emergencies=("bed",), schedules=(DAY_AND_NIGHT,))
    knowledge = region(near, far, country, there, service("other"))
    assert ids(emergency(knowledge, "bed", "beek", NIGHT)) == ["there", "near", "country"]
    assert emergency(knowledge, "food", "beek", NIGHT) == ()


def test_an_emergency_names_one_of_those_that_give_the_same() -> None:
    bank = {"emergencies": ("food",), "upl": ("voedselbank",)}
    knowledge = region(service("country", **bank), service("near", service_areas=("beek",), **bank))
    assert ids(emergency(knowledge, "food", "beek", NIGHT)) == ["near"]
