"""The first screen: who is speaking, in which language, and the doors."""

from bot.engine import Flow, Open, Outcome, Way
from bot.flows.shared import ask_language

WELCOME = Flow(
    "welcome",
    steps=(
        ask_language(then="doors"),
        Outcome(
            "doors",
            ways=(
                Way("letter", Open("letters")),
                Way("money", Open("orientation", known=(("theme", "money_debt"),))),
                Way("papers", Open("orientation", known=(("theme", "letters_admin"),))),
                Way("else", Open("handoff")),
                Way("privacy", Open("privacy")),
            ),
        ),
    ),
)
