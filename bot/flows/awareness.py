"""What weighs most, said back without a label, and one small step at once (route step 1)."""

from bot.engine import Ask, Flow, Goto, Is, Open, Outcome, Way

TALK = Way("talk", Open("handoff"))
STORY = Way("story", Open("story"))
MENU = Way("menu", Open("welcome"))
AREAS = Way("areas", Open("areas"))
LETTERS = Way("letters", Open("letters"))
TRUSTED = Way("trusted", Open("trusted_person"))
CALM = Way("calm", Open("calm"))
SMALL_STEP = Way("small_step", Open("small_step"))
UNSAFE = Way("unsafe", Open("crisis_violence"))


def mirror(step: str, theme: str, *first: Way) -> Outcome:
    """What was said, in other words, with a small step; `first` are the ways that fit this only."""
    known = (("theme", theme),)
    who_helps, story = Way("who_helps", Open("orientation", known)), Way("story", Open("story", known))
    return Outcome(step, ways=(*first, who_helps, TALK, story, AREAS))


def ask_routed(step: str, choices: tuple[str, ...], otherwise: str) -> Ask:
    """A question whose answers are the outcomes they lead to."""
    return Ask(
        step, choices=choices, then=(*(Goto(choice, when=Is(step, choice)) for choice in choices), Goto(otherwise))
    )


AWARENESS = Flow(
    "awareness",
    steps=(
        Ask(
            "presses",
            choices=("money", "home", "me", "people", "days"),
            then=(
                Goto("sign", when=Is("presses", "money")),
                Goto("home", when=Is("presses", "home")),
                Goto("notice", when=Is("presses", "me")),
                Goto("around", when=Is("presses", "people")),
                Goto("days", when=Is("presses", "days")),
                Goto("unclear"),
            ),
        ),
        ask_routed("sign", ("post", "borrowing", "meals", "door", "bills"), otherwise="bills"),
        ask_routed("notice", ("restless", "low", "body", "habit"), otherwise="restless"),
        ask_routed("around", ("alone", "tension", "care"), otherwise="alone"),
        mirror("post", "letters_admin", LETTERS),
        mirror("borrowing", "money_debt", TRUSTED),
        mirror("meals", "money_income", Way("food", Open("crisis_basic"))),
        mirror("door", "money_debt", LETTERS),
        mirror("bills", "money_debt", TRUSTED),
        mirror("home", "housing", TRUSTED, UNSAFE),
        mirror("restless", "mental", CALM),
        mirror("low", "mental", TRUSTED),
        mirror("body", "health_body", CALM),
        mirror("habit", "addiction", TRUSTED),
        mirror("alone", "loneliness", TRUSTED),
        mirror("tension", "family", CALM, UNSAFE),
        mirror("care", "family", Way("other", Open("somebody_else"))),
        mirror("days", "work_daytime", SMALL_STEP),
        Outcome("unclear", ways=(AREAS, CALM, TALK, STORY, MENU)),
    ),
)
