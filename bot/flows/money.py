"""The door to all that is about money: where to begin (route step 2)."""

from bot.engine import Flow, Open, Outcome, Way

DEBTS = Open("orientation", known=(("theme", "money_debt"),))

MONEY = Flow(
    "money",
    steps=(
        Outcome(
            "what",
            ways=(
                Way("budget", Open("budget")),
                Way("rights", Open("rights")),
                Way("debts", DEBTS),
                Way("letters", Open("letters")),
                Way("talk", Open("handoff")),
                Way("menu", Open("welcome")),
            ),
        ),
    ),
)
