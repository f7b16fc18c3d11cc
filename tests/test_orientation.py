"""Who can help: every theme and every kind of help leads to somebody, everywhere and at any hour."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.cards import View, services
from bot.engine import UNSURE, Choose, Event, Open, Outcome, Session, Show, transition
from bot.flows.kinds import KINDS, QUESTIONS
from bot.flows.orientation import ORIENTATION
from bot.flows.subjects import GROUPS
from bot.house import House
from bot.knowledge.record import Emergency, Fit
from bot.matching import emergency, tonight
from bot.messages import HERE, Screen
from bot.render import screens
from bot.routemap import picture, route

NOON, NIGHT = datetime(2026, 11, 23, 11, tzinfo=UTC), datetime(2026, 11, 24, 2, tzinfo=UTC)
ASKED = [(theme, kind) for theme, question in QUESTIONS.items() for kind in (*KINDS[question], UNSURE)]
HOMES = ("sittard-geleen", "beek", "stein", "elsewhere", UNSURE)


def after(house: House, *events: Event, area: str = "beek", language: str = "nl") -> Session:
    session = Session(known={"language": language, "area": area})
    for event in events:
        session, _ = transition(house.flows, session, event)
    return session


def asked(house: House, theme: str, kind: str, area: str = "beek", language: str = "nl") -> Session:
    """Somebody who chose a theme and a kind of help."""
    opening = Open("orientation", known=(("theme", theme),))
    return after(house, opening, Choose("orientation", QUESTIONS[theme], kind), area=area, language=language)


def view(house: House, session: Session, now: datetime = NOON) -> View:
    step = ORIENTATION.by_id["providers"]
    return View(house, Show("orientation", step, {}), session, session.known["language"], now)


def shown(house: House, session: Session, now: datetime = NOON) -> Screen:
    """The screen a session stands at."""
    _, effects = transition(house.flows, session, Choose("orientation", "no_such_step", ""))
    return screens(house, session, effects, now)[-1]


@pytest.mark.parametrize("now", [NOON, NIGHT], ids=["noon", "night"])
@pytest.mark.parametrize("area", HOMES)
def test_every_theme_and_kind_leads_to_somebody(area: str, now: datetime, house: House) -> None:
    for theme in house.knowledge.themes:
        known = {"language": "nl", "area": area, "theme": theme}
        assert services(view(house, Session(known=known), now)), theme
    for theme, kind in ASKED:
        assert services(view(house, asked(house, theme, kind, area), now)), (theme, kind)
    assert tonight(house.knowledge, now)


@pytest.mark.parametrize(
    ("theme", "kind", "first"),
    [
        ("mental", "voices", "inloop-ggz"),
        ("family", "caring", "steunpunt-mantelzorg"),
        ("housing", "rent", "woningcorporatie"),
        ("work_daytime", "job", "vidar-werk"),
        ("health_body", "nursing", "wijkverpleging"),
        ("loneliness", "talk", "de-luisterlijn"),
        ("language_digital", "device", "digihulplijn"),
    ],
)
def test_what_fits_the_kind_of_help_comes_first(theme: str, kind: str, first: str, house: House) -> None:
    assert services(view(house, asked(house, theme, kind)))[0].service.id == first


def test_all_five_branches_of_the_blue_route_are_reached(house: House) -> None:
    blue = {kind.sub_route for kinds in KINDS.values() for kind in kinds.values() if kind.route == "blue"}
    assert blue == {one.id for one in house.knowledge.routes["blue"].sub_routes}
    for theme, question in QUESTIONS.items():
        for name, kind in KINDS[question].items():
            if kind.route == "blue":
                assert services(view(house, asked(house, theme, name)))[0].service.route == "blue", (theme, name)


@pytest.mark.parametrize(("theme", "kind"), ASKED)
def test_the_map_says_where_you_are_and_the_text_says_the_same(theme: str, kind: str, house: House) -> None:
    seen = view(house, asked(house, theme, kind))
    drawn = picture(seen)
    (here,) = (row for row in drawn.rows if HERE in row.mark.split())
    told = "\n".join(route(seen))
    assert all(row.label in told and row.value in told for row in drawn.rows)
    assert drawn.note in told
    assert len(drawn.rows) == 4
    if KINDS[QUESTIONS[theme]].get(kind):
        assert here.mark.split()[0] == KINDS[QUESTIONS[theme]][kind].route


def test_knowledge_and_flow_speak_of_the_same_kinds() -> None:
    assert {kind for kinds in KINDS.values() for kind in kinds} == set(get_args(Fit))


@pytest.mark.parametrize("area", ["sittard-geleen", "beek", "stein", None])
@pytest.mark.parametrize("need", get_args(Emergency))
def test_somebody_helps_on_the_same_day_with(need: str, area: str | None, house: House) -> None:
    found = emergency(house.knowledge, need, area, NIGHT)
    assert found
    assert all(need in one.service.emergencies for one in found)


def test_an_emergency_never_names_two_that_do_the_same(house: House) -> None:
    assert [one.service.id for one in emergency(house.knowledge, "food", "beek", NOON)] == ["voedselbank-limburg-zuid"]
    assert [one.service.id for one in emergency(house.knowledge, "food", None, NOON)] == ["voedselbank"]


def test_every_theme_is_two_taps_away(house: House) -> None:
    grouped = {theme for themes in GROUPS.values() for theme in themes}
    assert grouped == set(house.knowledge.themes) - {"talk_human"}
    for group, themes in GROUPS.items():
        for theme in themes:
            there = after(house, Open("subjects"), Choose("subjects", "group", group))
            there, _ = transition(house.flows, there, Choose("subjects", f"about_{group}", theme))
            assert there.flow in ("orientation", "letters")


def test_no_safety_at_home_opens_the_fixed_question_first(house: House) -> None:
    there = asked(house, "family", "unsafe")
    there, effects = transition(house.flows, there, Choose("orientation", "unsafe", "go_on"))
    assert there.flow == "crisis_violence"
    assert isinstance(effects[-1], Show)
    assert effects[-1].step.id == "read_along"


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl", "uk"])
def test_a_bed_tonight_shows_a_way_and_somebody_to_talk_to(language: str, house: House) -> None:
    screen = shown(house, asked(house, "housing", "bed", language=language))
    assert screen.step == "orientation.tonight"
    assert "088 0767 000" in screen.text
    assert "gemeente" in screen.text


def test_a_new_question_is_not_answered_with_the_kind_of_the_old_one(house: House) -> None:
    first = asked(house, "housing", "own_place")
    _, effects = transition(house.flows, first, Open("orientation", known=(("theme", "housing"),)))
    assert isinstance(effects[-1], Show)
    assert effects[-1].step.id == "home"
    assert not isinstance(effects[-1].step, Outcome)
