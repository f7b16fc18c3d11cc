"""Schemes that may fit: at most three questions and then a few names; nothing is decided here (route step 2).

What each answer tells about a household stands in `bot.schemes`.
"""

from bot.engine import UNSURE, Again, Ask, Flow, Goto, Is, Open, Outcome, Return, Say, Way

WHO_HELPS = Way("who_helps", Open("orientation", known=(("theme", "money_income"),)))
PREPARE = Way("prepare", Open("prepare"))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))
LOOK_AT = Way("look_at", Open("scheme"))
ELSE = Way("else", Open("rights"))

RIGHTS = Flow(
    "rights",
    steps=(
        Ask(
            "look",
            choices=("home", "children", "living", "bills", "health"),
            then=(
                Goto("rents", when=Is("look", "home")),
                Goto("care", when=Is("look", "children")),
                Goto("comes_in", when=Is("look", "living")),
                Goto("bill", when=Is("look", "bills")),
                Goto("need", when=Is("look", "health")),
                Goto("little"),
            ),
        ),
        Ask("rents", choices=("yes", "no"), then="little"),
        Ask("care", choices=("yes", "no"), then="little"),
        Ask("comes_in", choices=("none", "little", "long"), then="food"),
        Ask("food", choices=("yes", "no"), then=(Goto("food_first", when=Is("food", "no")), Goto("fits"))),
        Ask(
            "bill",
            choices=("energy", "tax", "big", "debts"),
            then=(Goto("debt", when=Is("bill", "debts")), Goto("little")),
        ),
        Ask("debt", choices=("fine", "seizure", "at_risk", "more"), then="fits"),
        Ask("need", choices=("home_help", "study"), then="fits"),
        Ask("little", choices=("yes", "no"), shared=True, then="fits"),
        Outcome("fits", shows="rights", ways=(LOOK_AT, ELSE, WHO_HELPS, PREPARE, TALK, MENU)),
        Outcome(
            "food_first",
            shows="rights",
            ways=(Way("today", Open("crisis_basic")), LOOK_AT, WHO_HELPS, PREPARE, TALK, MENU),
        ),
    ),
)

SCHEME = Flow(
    "scheme",
    steps=(
        Ask("which", listed="rights", then=(Goto("none", when=Is("which", UNSURE)), Goto("about"))),
        Say("about", shows="right", then="how"),
        Outcome(
            "how",
            shows="right_how",
            ways=(Way("another", Again("which")), PREPARE, WHO_HELPS, TALK, Way("go_on", Return())),
        ),
        Outcome("none", shows="people", ways=(Way("another", Again("which")), WHO_HELPS, Way("go_on", Return()))),
    ),
)
