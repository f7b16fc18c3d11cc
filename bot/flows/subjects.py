"""What is it about? Every theme in two taps, for somebody who has no letter and no money question."""

from bot.engine import Ask, Flow, Goto, Is, Open, Outcome, Way
from bot.flows.doors import THEMES

GROUPS = {
    "feel": ("mental", "health_body", "addiction"),
    "home": ("housing", "family", "loneliness"),
    "days": ("work_daytime", "language_digital", "meaning_peer"),
    "money": ("money_debt", "money_income", "letters_admin"),
}
"""Themes that lie close together."""

TALK, MENU = Way("talk", Open("handoff")), Way("menu", Open("welcome"))
BESIDES = {
    "feel": (Way("calm", Open("calm")),),
    "home": (Way("unsafe", Open("crisis_violence")),),
    "money": (Way("papers", Open("orientation", known=(("theme", "letters_admin"),))),),
}
"""What else lies close to a group."""


def themes(group: str) -> Outcome:
    """The themes of a group, each with the flow it opens."""
    own = tuple(Way(theme, THEMES[theme]) for theme in GROUPS[group])
    return Outcome(f"about_{group}", ways=(*own, *BESIDES.get(group, ()), TALK, MENU))


SUBJECTS = Flow(
    "subjects",
    steps=(
        Ask(
            "group",
            choices=tuple(GROUPS),
            then=(*(Goto(f"about_{group}", when=Is("group", group)) for group in GROUPS), Goto("not_sure")),
        ),
        *(themes(group) for group in GROUPS),
        Outcome(
            "not_sure",
            ways=(
                Way("look", Open("awareness")),
                Way("calm", Open("calm")),
                Way("story", Open("story")),
                TALK,
                MENU,
            ),
        ),
    ),
)
