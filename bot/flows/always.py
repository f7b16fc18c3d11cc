"""What can be opened from anywhere, and leads back to where one was."""

from bot.engine import RETURN, Flow, Open, Outcome, Restart, Return, Way
from bot.flows.shared import ask_language

HELP = Flow(
    "help",
    aside=True,
    steps=(
        Outcome(
            "what",
            ways=(Way("go_on", Return()), Way("talk", Open("handoff")), Way("menu", Open("welcome"))),
        ),
    ),
)

LANGUAGE = Flow("language", aside=True, steps=(ask_language(then=RETURN, again=True),))

RESUME = Flow(
    "resume",
    aside=True,
    steps=(
        Outcome(
            "back_again",
            ways=(Way("go_on", Return()), Way("restart", Restart()), Way("erase", Open("erase"))),
        ),
    ),
)

STOP = Flow(
    "stop",
    aside=True,
    steps=(
        Outcome(
            "until_later",
            ways=(Way("go_on", Return()), Way("erase", Open("erase"))),
        ),
    ),
)
