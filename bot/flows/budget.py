"""Money on a row: three amounts, what is left per week, and then as precise as somebody likes (route step 2).

The ids of the questions are names in `bot.budget.ASKED`.
"""

from bot.engine import AMOUNT, Ask, Flow, Goto, Is, Open, Outcome, Routes, Say, Way
from bot.flows.money import DEBTS

RIGHTS = Way("rights", Open("rights"))
WHO_HELPS = Way("who_helps", DEBTS)
STORY = Way("story", Open("story", known=(("theme", "money_debt"),)))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))

ENOUGH = "enough"
"""The choice to see what there is, without the other questions."""


def ask_first(step: str, then: str) -> Ask:
    """One of the three amounts that make a first picture; known to all flows, and asked anew with a new budget."""
    return Ask(step, kind=AMOUNT, shared=True, again=True, then=then)


def ask_part(step: str, then: str, per: str = "month") -> Ask:
    """An amount that makes the picture more precise, or enough of this."""
    routes: Routes = (Goto("result", when=Is(step, ENOUGH)), Goto(then))
    return Ask(step, kind=AMOUNT, per=per, choices=(ENOUGH,), then=routes)


BUDGET = Flow(
    "budget",
    steps=(
        ask_first("income", then="home"),
        ask_first("home", then="fixed"),
        ask_first("fixed", then="result"),
        Say("result", shows="budget", then="meaning"),
        Outcome(
            "meaning",
            shows="budget_meaning",
            ways=(Way("more", Open("budget_more")), RIGHTS, WHO_HELPS, STORY, TALK, MENU),
        ),
    ),
)

BUDGET_MORE = Flow(
    "budget_more",
    steps=(
        Ask("allowances", kind=AMOUNT, choices=("counted", "none"), then="energy"),
        ask_part("energy", "insurance"),
        ask_part("insurance", "phone"),
        ask_part("phone", "travel"),
        ask_part("travel", "food"),
        ask_part("food", "debts", per="week"),
        Ask("debts", kind=AMOUNT, choices=("none", "behind"), then="result"),
        Say(
            "result",
            shows="budget",
            then=(Goto("behind", when=Is("debts", "behind")), Goto("meaning")),
        ),
        Outcome("meaning", shows="budget_meaning", ways=(RIGHTS, WHO_HELPS, TALK, Way("again", Open("budget")), MENU)),
        Outcome(
            "behind",
            shows="budget_meaning",
            ways=(Way("letters", Open("letters")), RIGHTS, WHO_HELPS, STORY, TALK, MENU),
        ),
    ),
)
