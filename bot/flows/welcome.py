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
                Way("money", Open("money")),
                Way("else", Open("subjects")),
                Way("somebody_else", Open("somebody_else")),
                Way("further", Open("further")),
                Way("privacy", Open("privacy")),
            ),
        ),
    ),
)

FURTHER = Flow(
    "further",
    steps=(
        Outcome(
            "where",
            ways=(
                Way("prepare", Open("prepare")),
                Way("with_help", Open("with_help")),
                Way("steady", Open("steady")),
                Way("ambassador", Open("ambassador")),
                Way("aftercare", Open("aftercare")),
                Way("menu", Open("welcome")),
            ),
        ),
    ),
)
"""For somebody who already has help, or for whom things go better (route steps 4 to 8)."""
