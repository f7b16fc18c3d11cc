"""Who reads this, what is kept, and how to take it back."""

from bot.engine import Act, Flow, Open, Outcome, Return, Way

PRIVACY = Flow(
    "privacy",
    aside=True,
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
    aside=True,
    steps=(
        Outcome(
            "how_long",
            ways=(Way("export", Act("export")), Way("erase", Open("erase")), Way("go_on", Return())),
        ),
    ),
)

ERASE = Flow(
    "erase",
    aside=True,
    steps=(Outcome("sure", ways=(Way("yes", Act("erase")), Way("no", Return()))),),
)
