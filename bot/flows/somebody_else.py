"""Worried about somebody else: what you can do without taking over, what helps yourself, where to ask.

Before anything about violence is shown stands the question who can read along, as in the safety flows.
"""

from bot.engine import Ask, Flow, Goto, Is, Open, Outcome, Way

TALK = Way("talk", Open("handoff"))
STORY = Way("story", Open("story"))
MENU = Way("menu", Open("welcome"))
FOR_ME = Way("for_me", Open("calm"))


def beside(step: str, theme: str, *first: Way) -> Outcome:
    """What a bystander can do; `first` are the ways that fit this only."""
    known = (("theme", theme),)
    who_helps, story = Way("who_helps", Open("orientation", known)), Way("story", Open("story", known))
    return Outcome(step, shows="beside", ways=(*first, who_helps, FOR_ME, TALK, story, MENU))


SOMEBODY_ELSE = Flow(
    "somebody_else",
    steps=(
        Ask(
            "see",
            choices=("money", "low", "drink", "unsafe", "worn_out"),
            then=(
                Goto("read_along", when=Is("see", "unsafe")),
                Goto("worn_out", when=Is("see", "worn_out")),
                Goto("who"),
            ),
        ),
        Ask(
            "who",
            choices=("child", "parent", "partner", "neighbour", "friend"),
            then=(
                Goto("money", when=Is("see", "money")),
                Goto("low", when=Is("see", "low")),
                Goto("drink", when=Is("see", "drink")),
                Goto("unclear"),
            ),
        ),
        Ask(
            "read_along",
            choices=("alone", "read_along"),
            then=(Goto("advice", when=Is("read_along", "alone")), Goto("careful")),
        ),
        beside("money", "money_debt", Way("letters", Open("letters"))),
        beside("low", "mental"),
        beside("drink", "addiction"),
        beside("unclear", "family"),
        Outcome(
            "worn_out",
            ways=(
                Way("who_helps", Open("orientation", known=(("theme", "family"),))),
                Way("trusted", Open("trusted_person")),
                FOR_ME,
                TALK,
                STORY,
                MENU,
            ),
        ),
        Outcome("advice", shows="advice", ways=(Way("myself", Open("crisis_violence")), TALK, FOR_ME, MENU)),
        Outcome("careful", ways=(FOR_ME, TALK, MENU)),
    ),
)
