"""Who can help: theme, how pressing, where; then providers that fit (route step 3)."""

from bot.engine import Again, Ask, Flow, Goto, Is, Open, Outcome, Way
from bot.flows.shared import ask_area

WAYS_ON = (
    Way("more", Open("place")),
    Way("letter", Open("letters")),
    Way("talk", Open("handoff")),
    Way("other_area", Again("area")),
    Way("menu", Open("welcome")),
)

ORIENTATION = Flow(
    "orientation",
    steps=(
        Ask(
            "theme",
            choices=("money_debt", "letters_admin"),
            shared=True,
            then=(
                Goto("urgent", when=Is("theme", "money_debt")),
                Goto("papers", when=Is("theme", "letters_admin")),
                Goto("somebody"),
            ),
        ),
        Ask("urgent", choices=("yes", "no"), shared=True, then="area"),
        Ask("papers", choices=("reading", "online", "form"), shared=True, then="area"),
        ask_area(then=(Goto("today", when=Is("urgent", "yes")), Goto("providers"))),
        Outcome("today", shows="services", ways=WAYS_ON),
        Outcome("providers", shows="services", ways=WAYS_ON),
        Outcome(
            "somebody",
            shows="people",
            ways=(Way("letter", Open("letters")), Way("menu", Open("welcome"))),
        ),
    ),
)
