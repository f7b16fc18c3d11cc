"""Somebody who has been there (route step 4): who they are, whom to ask, what is told, and only then a yes.

`people` is the way for whoever would rather not, or when there is no expert: people who can be called. In `lines`
what is told is changed line by line.
"""

from bot.engine import WORDS, Act, Ask, Flow, Goto, Is, Open, Outcome, Return, Say, Way

PARTS = ("theme", "letter", "area", "liked", "own")
"""The lines of the summary, each of which can be left out; the language is always told, for it decides who fits."""

HANDOFF = Flow(
    "handoff",
    steps=(
        Say("who", shows="hours", then="offer"),
        Ask(
            "offer",
            choices=("yes", "no"),
            then=(Goto("like_me", when=Is("offer", "yes")), Goto("rather_not")),
        ),
        Ask("like_me", listed="experiences", unsure=False, then="own"),
        Ask("own", kind=WORDS, choices=("skip",), unsure=False, then="preview"),
        Outcome(
            "preview",
            shows="summary",
            ways=(
                Way("send", Act("consent")),
                Way("no", Open("people")),
                Way("change", Act("change_lines")),
            ),
        ),
        Outcome(
            "rather_not",
            ways=(Way("people", Open("people")), Way("places", Open("orientation")), Way("go_on", Return())),
        ),
    ),
)

LINES = Flow(
    "lines",
    aside=True,
    steps=(
        Outcome(
            "which",
            shows="summary",
            narrowed="lines",
            always=("done",),
            ways=(*(Way(part, Act(f"toggle_{part}")) for part in PARTS), Way("done", Return())),
        ),
    ),
)

PEOPLE = Flow(
    "people",
    steps=(
        Outcome(
            "now",
            shows="people",
            ways=(
                Way("go_on", Return()),
                Way("letter", Open("letters")),
                Way("menu", Open("welcome")),
            ),
        ),
    ),
)
