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
}

THEMES: Mapping[str, Event] = {
    "money_debt": Open("orientation", known=(("theme", "money_debt"),)),
    "money_income": Open("orientation", known=(("theme", "money_debt"),)),
    "letters_admin": Open("letters"),
    "language_digital": Open("orientation", known=(("theme", "letters_admin"),)),
}
"""Themes without a flow of their own lead to people who listen, whatever it is about."""

SOMEBODY: Event = Open("handoff")
