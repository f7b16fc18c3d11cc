"""What the engine promises: the position follows from the answers, and nothing a resident does can break it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import (
    RETURN,
    UNSURE,
    Act,
    Again,
    All,
    Any,
    Ask,
    Back,
    Choose,
    Effect,
    Event,
    Flow,
    FlowError,
    Flows,
    Goto,
    Is,
    Look,
    Not,
    Open,
    Outcome,
    Restart,
    Return,
    Say,
    Session,
    Show,
    Tell,
    Way,
    assemble,
    holds,
    replay,
    transition,
)

HOME = Flow("welcome", (Outcome("doors", ways=(Way("post", Open("post")), Way("gone", Act("leave")))),))
POST = Flow(
    "post",
    (
        Ask("opened", choices=("yes", "no"), then=(Goto("courage", when=Is("opened", "no")), Goto("town"))),
        Say("courage", then="town"),
        Ask("town", listed="towns", shared=True, then="sender"),
        Ask(
            "sender",
            choices=("court", "shop"),
            then=(Goto("today", when=All(Is("sender", "court"), Not(Is("town", "beek")))), Goto("later")),
        ),
        Outcome("today", ways=(Way("who", Open("who", known=(("hurry", "yes"),))), Way("town", Again("town")))),
        Outcome("later", ways=(Way("who", Open("who")),)),
    ),
)
WHO = Flow(
    "who",
    (
        Ask("hurry", choices=("yes", "no"), shared=True, then="town"),
        Ask("town", listed="towns", shared=True, then="list"),
        Outcome("list", ways=(Way("back", Return()),)),
    ),
)
TONGUE = Flow("tongue", (Ask("tongue", choices=("nl", "ar"), shared=True, again=True, then=RETURN),), aside=True)
HELP = Flow("help", (Outcome("words", ways=(Way("on", Return()),)),), aside=True)
FLOWS = assemble((HOME, POST, WHO, TONGUE, HELP), {"towns": ("beek", "stein")})


def after(*events: Event, flows: Flows = FLOWS, session: Session | None = None) -> tuple[Session, tuple[Effect, ...]]:
    """The session and the last effects after `events`; the session is JSON text between every two of them."""
    current = session or Session()
    effects: tuple[Effect, ...] = ()
    for event in events:
        current, effects = transition(flows, Session.from_json(json.loads(json.dumps(current.to_json()))), event)
    return current, effects


def shown(*events: Event, flows: Flows = FLOWS, session: Session | None = None) -> list[str]:
    """What `events` come to, as steps shown and notices in angle brackets."""
    _, effects = after(*events, flows=flows, session=session)
    return [
        f"{one.flow}.{one.step.id}"
        if isinstance(one, Show)
        else f"<{one.notice if isinstance(one, Tell) else one.name}>"
        for one in effects
    ]


def post(*answers: tuple[str, str]) -> list[Event]:
    """Open the post and answer its questions."""
    return [Open("post"), *(Choose("post", step, choice) for step, choice in answers)]


ALL_THE_WAY = post(("opened", "no"), ("town", "stein"), ("sender", "court"))


def test_an_answer_leads_to_the_next_question() -> None:
    assert shown(*post(("opened", "yes"))) == ["post.town"]


def test_something_said_on_the_way_is_shown_before_the_question() -> None:
    assert shown(*post(("opened", "no"))) == ["post.courage", "post.town"]


def test_routes_may_read_earlier_answers() -> None:
    assert shown(*ALL_THE_WAY) == ["post.today"]
    assert shown(*post(("opened", "no"), ("town", "beek"), ("sender", "court"))) == ["post.later"]


def test_every_question_takes_i_dont_know() -> None:
    assert shown(*post(("opened", UNSURE), ("town", UNSURE), ("sender", UNSURE))) == ["post.later"]


def test_back_undoes_one_answer_at_a_time_and_then_leaves_the_flow() -> None:
    walk = [*ALL_THE_WAY]
    for expected in (
        ["post.sender"],
        ["post.courage", "post.town"],
        ["post.opened"],
        ["welcome.doors"],
        ["welcome.doors"],
    ):
        walk.append(Back())
        assert shown(*walk) == expected


def test_an_old_button_corrects_that_answer_and_keeps_the_others() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "opened", "yes")) == ["post.today"]


def test_a_correction_asks_only_what_is_now_missing() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "town", "beek")) == ["post.later"]


def test_a_button_of_an_earlier_flow_leads_back_to_it() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "today", "who"), Choose("post", "sender", "shop")) == ["post.later"]


@pytest.mark.parametrize(
    "tap",
    [
        Choose("post", "sender", "court"),
        Choose("nowhere", "x", "y"),
        Choose("welcome", "doors", "nothing"),
        Choose("", "", ""),
        Choose("welcome", "", "post"),
    ],
)
def test_a_button_of_another_time_says_so_and_shows_where_we_are(tap: Choose) -> None:
    assert shown(Look(), tap) == ["<expired>", "welcome.doors"]


def test_a_shared_question_is_not_asked_twice() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "today", "who")) == ["who.list"]


def test_back_passes_over_what_was_not_asked_here() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "today", "who"), Back()) == ["post.today"]


def test_a_shared_answer_can_be_asked_again() -> None:
    assert shown(*ALL_THE_WAY, Choose("post", "today", "town")) == ["post.courage", "post.town"]
    assert shown(*ALL_THE_WAY, Choose("post", "today", "town"), Choose("post", "town", "beek")) == ["post.later"]


def test_changing_the_language_leads_back_to_the_same_question() -> None:
    session, effects = after(*post(("opened", "yes")), Open("tongue"), Choose("tongue", "tongue", "ar"))
    assert session.known["tongue"] == "ar"
    assert isinstance(effects[-1], Show) and effects[-1].step.id == "town"


def test_return_passes_over_asides() -> None:
    assert shown(*post(("opened", "yes")), Open("help"), Open("tongue"), Return()) == ["post.town"]


def test_restart_keeps_nothing_but_the_language() -> None:
    session, _ = after(*ALL_THE_WAY, Restart())
    assert session == Session()
    session, _ = after(Restart(), session=Session(known={"language": "ar", "town": "beek"}))
    assert session.known == {"language": "ar"}


def test_opening_a_flow_again_begins_afresh() -> None:
    assert shown(*post(("opened", "yes")), Open("post")) == ["post.opened"]


def test_an_act_is_left_to_the_host() -> None:
    assert shown(Look(), Choose("welcome", "doors", "gone")) == ["<leave>"]


def test_coming_back_days_later_shows_the_same_place() -> None:
    session, effects = after(*post(("opened", "no")))
    assert after(Look(), session=session) == (session, effects)


def test_a_new_version_with_a_new_question_asks_only_that() -> None:
    steps = list(POST.steps)
    steps[2] = replace(steps[2], then="urgent") if isinstance(steps[2], Ask) else steps[2]
    newer = Flow("post", (*steps[:3], Ask("urgent", choices=("yes", "no"), then="sender"), *steps[3:]))
    flows = assemble((HOME, newer, WHO), {"towns": ("beek", "stein")})
    session, _ = after(*ALL_THE_WAY)
    assert shown(Look(), flows=flows, session=session) == ["post.urgent"]
    assert shown(Choose("post", "urgent", "no"), flows=flows, session=session) == ["post.today"]


def test_a_new_version_without_an_answer_tells_so_and_asks_again() -> None:
    flows = assemble((HOME, POST, WHO), {"towns": ("beek",)})
    session, _ = after(*ALL_THE_WAY)
    assert shown(Look(), flows=flows, session=session) == ["<changed>", "post.courage", "post.town"]


def test_a_new_version_without_a_flow_tells_so_and_goes_on_from_the_one_before() -> None:
    flows = assemble((HOME, WHO), {"towns": ("beek", "stein")})
    session, _ = after(*ALL_THE_WAY)
    assert shown(Look(), flows=flows, session=session) == ["<changed>", "welcome.doors"]


def test_a_cycle_cannot_hang_the_engine() -> None:
    flow = Flow("round", (Say("a", then="b"), Say("b", then="a")))
    with pytest.raises(FlowError):
        replay(flow, Session())


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Is("a", "1"), True),
        (Is("a", "2"), False),
        (Is("b", "1"), False),
        (Not(Is("a", "2")), True),
        (All(), True),
        (All(Is("a", "1"), Is("a", "2")), False),
        (Any(), False),
        (Any(Is("a", "2"), Is("a", "1")), True),
    ],
)
def test_conditions(condition: Is | Not | All | Any | None, expected: bool) -> None:
    assert holds(condition, {"a": "1"}) is expected


IDS = st.sampled_from(
    ["welcome", "post", "who", "tongue", "help", "doors", "opened", "town", "sender", "yes", "beek", UNSURE, ""]
)
EVENTS = st.one_of(
    st.builds(Choose, IDS, IDS, IDS),
    st.builds(Open, IDS),
    st.builds(Again, IDS),
    st.sampled_from([Back(), Return(), Restart(), Look(), Act("leave")]),
    st.sampled_from(ALL_THE_WAY),
)


@given(st.lists(EVENTS, max_size=25))
def test_whatever_happens_there_is_always_a_next_screen(events: list[Event]) -> None:
    session, effects = after(Look(), *events)
    assert effects
    assert session.trail[0] in FLOWS
    assert shown(Look(), session=session)[-1] != "<changed>"
