"""A story of recognition, on offer and never pushed; the card chooses which by theme and route step."""

from bot.engine import RETURN, Ask, Flow, Goto, Is, Open, Outcome, Return, Say, Way


def ask_another(step: str, then: str) -> Ask:
    """Another story, or on where somebody was."""
    return Ask(
        step, choices=("another", "go_on"), unsure=False, then=(Goto(then, when=Is(step, "another")), Goto(RETURN))
    )


STORY = Flow(
    "story",
    aside=True,
    steps=(
        Say("first", shows="story", then="read_on"),
        ask_another("read_on", then="second"),
        Say("second", shows="story", then="read_more"),
        ask_another("read_more", then="third"),
        Outcome(
            "third",
            shows="story",
            ways=(Way("go_on", Return()), Way("who_helps", Open("orientation")), Way("talk", Open("handoff"))),
        ),
    ),
)
