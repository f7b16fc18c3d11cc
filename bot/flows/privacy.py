"""Who reads this, what is kept, and how to take it back."""

from bot.engine import Act, Flow, Open, Outcome, Return, Way

PRIVACY = Flow(
    "privacy",
    steps=(
        Outcome(
            "who",
            ways=(
                Way("kept", Open("kept")),
                Way("export", Act("export")),
                Way("erase", Open("erase")),
                Way("leave", Act("leave")),
                Way("go_on", Return()),
            ),
        ),
    ),
)

KEPT = Flow(
    "kept",
    steps=(
        Outcome(
            "how_long",
            ways=(Way("export", Act("export")), Way("erase", Open("erase")), Way("go_on", Return())),
        ),
    ),
)

ERASE = Flow(
    "erase",
    steps=(Outcome("sure", ways=(Way("yes", Act("erase")), Way("no", Return()))),),
)
