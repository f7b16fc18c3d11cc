"""Six areas of life, three faces each: a first picture after three, the whole one after six (route step 1).

Two flows, so that nobody answers more than three questions before something comes back.
"""

from bot.engine import Ask, Flow, Open, Outcome, Way

BEGIN = Way("begin", Open("awareness"))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))

FACES = ("good", "so_so", "bad")
"""How it goes in one area."""


def ask_areas(*areas: str, then: str) -> tuple[Ask, ...]:
    """A question for each area, one after the other."""
    return tuple(
        Ask(area, choices=FACES, then=following) for area, following in zip(areas, (*areas[1:], then), strict=True)
    )


AREAS = Flow(
    "areas",
    steps=(
        *ask_areas("money", "home", "mood", then="half"),
        Outcome("half", shows="areas", ways=(Way("more", Open("areas_more")), BEGIN, TALK, MENU)),
    ),
)

AREAS_MORE = Flow(
    "areas_more",
    steps=(
        *ask_areas("body", "people", "days", then="all"),
        Outcome(
            "all",
            shows="areas",
            ways=(BEGIN, Way("who_helps", Open("orientation")), TALK, Way("story", Open("story")), MENU),
        ),
    ),
)
