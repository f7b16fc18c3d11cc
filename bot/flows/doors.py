"""What typed words open: the words that always work, and the themes somebody may begin about."""

from collections.abc import Mapping

from bot.engine import Act, Back, Event, Open, Restart

COMMANDS: Mapping[str, Event] = {
    "help": Open("help"),
    "stop": Open("stop"),
    "back": Back(),
    "person": Open("handoff"),
    "language": Open("language"),
    "restart": Restart(),
    "privacy": Open("privacy"),
    "erase": Open("erase"),
    "leave": Act("leave"),
    "listen": Act("listen"),
}

BELOW: Mapping[str, Event] = {"aftercare": Open("aftercare"), "people": Open("people")}
"""Buttons below words that no flow shows; unlike a command they cannot be typed."""

THEMES: Mapping[str, Event] = {
    "money_debt": Open("orientation", known=(("theme", "money_debt"),)),
    "money_income": Open("orientation", known=(("theme", "money_income"),)),
    "letters_admin": Open("letters"),
    "housing": Open("orientation", known=(("theme", "housing"),)),
    "health_body": Open("orientation", known=(("theme", "health_body"),)),
    "mental": Open("orientation", known=(("theme", "mental"),)),
    "addiction": Open("orientation", known=(("theme", "addiction"),)),
    "loneliness": Open("orientation", known=(("theme", "loneliness"),)),
    "family": Open("orientation", known=(("theme", "family"),)),
    "work_daytime": Open("orientation", known=(("theme", "work_daytime"),)),
    "language_digital": Open("orientation", known=(("theme", "language_digital"),)),
    "meaning_peer": Open("orientation", known=(("theme", "meaning_peer"),)),
    "talk_human": Open("handoff"),
}
"""Where words about a theme lead."""
