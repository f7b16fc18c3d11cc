"""Words that may be about something else than the question shown: offer to switch, never just do it."""

from bot.engine import Act, Flow, Outcome, Return, Way
from bot.flows.doors import THEMES

NEAREST = 3
"""Themes offered when words are about none of them clearly."""

MEANT = Flow(
    "meant",
    aside=True,
    steps=(
        Outcome(
            "which",
            narrowed="near",
            always=("stay",),
            ways=(
                Way("letter", Act("that_letter")),
                *(Way(theme, event) for theme, event in THEMES.items()),
                Way("stay", Return()),
            ),
        ),
    ),
)
