"""What is my question? Four sentences in own words, and a card to take along (route steps 4 and 5)."""

from bot.engine import WORDS, Ask, Flow, Open, Outcome, Say, Way

PREPARE = Flow(
    "prepare",
    steps=(
        Ask("subject", kind=WORDS, then="now"),
        Ask("now", kind=WORDS, then="wish"),
        Ask("wish", kind=WORDS, then="hope"),
        Ask("hope", kind=WORDS, then="card"),
        Say("card", shows="prepare", then="use"),
        Outcome(
            "use",
            ways=(
                Way("who_helps", Open("orientation")),
                Way("talk", Open("handoff")),
                Way("new", Open("prepare")),
                Way("menu", Open("welcome")),
            ),
        ),
    ),
)
