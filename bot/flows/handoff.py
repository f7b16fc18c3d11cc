"""People of flesh and blood who can be reached now (route step 4)."""

from bot.engine import Flow, Open, Outcome, Return, Way

HANDOFF = Flow(
    "handoff",
    steps=(
        Outcome(
            "people",
            shows="people",
            ways=(
                Way("go_on", Return()),
                Way("letter", Open("letters")),
                Way("menu", Open("welcome")),
            ),
        ),
    ),
)
