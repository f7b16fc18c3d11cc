"""Stress, sleep, worry: one exercise each, and one small step in the form "if this, then that" (route step 2)."""

from bot.engine import UNSURE, Again, Ask, Flow, Goto, Is, Open, Outcome, Way

WHO_HELPS = Way("who_helps", Open("orientation", known=(("theme", "mental"),)))
TALK = Way("talk", Open("handoff"))
STORY = Way("story", Open("story"))
MENU = Way("menu", Open("welcome"))


def exercise(step: str) -> Outcome:
    """Something to do right now, and what can come after it."""
    ways = (Way("small_step", Open("small_step")), Way("another", Again("what")), WHO_HELPS, TALK, STORY, MENU)
    return Outcome(step, ways=ways)


CALM = Flow(
    "calm",
    steps=(
        Ask(
            "what",
            choices=("stress", "worry", "sleep"),
            then=(
                Goto("worry_time", when=Is("what", "worry")),
                Goto("night", when=Is("what", "sleep")),
                Goto("breathe"),
            ),
        ),
        exercise("breathe"),
        exercise("worry_time"),
        exercise("night"),
    ),
)

PLAN_WAYS = (
    Way("other", Again("which")),
    Way("trusted", Open("trusted_person")),
    Way("who_helps", Open("orientation")),
    TALK,
    MENU,
)

SMALL_STEP = Flow(
    "small_step",
    steps=(
        Ask(
            "which",
            choices=("post", "outside", "night", "message", "breath"),
            then=(Goto("none", when=Is("which", UNSURE)), Goto("plan")),
        ),
        Outcome("plan", shows="plan", ways=PLAN_WAYS),
        Outcome("none", ways=PLAN_WAYS),
    ),
)
