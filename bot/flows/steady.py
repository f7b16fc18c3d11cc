"""When it goes better, and when it goes less well again: a goal, people, an old debt (route step 7)."""

from bot.engine import UNSURE, WORDS, Again, Ask, Flow, Goto, Is, Open, Outcome, Way


def who_helps(theme: str) -> Way:
    """Who helps with this theme."""
    return Way("who_helps", Open("orientation", known=(("theme", theme),)))


GOAL_WAY = Way("goal", Open("goal"))
LATER = Way("later", Open("aftercare"))
SAY = Way("say", Open("your_say"))
STORY = Way("story", Open("story"))
TRUSTED = Way("trusted", Open("trusted_person"))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))

STEADY = Flow(
    "steady",
    steps=(
        Ask(
            "what",
            choices=("debt", "lower", "goal", "people", "ends"),
            then=(
                Goto("debt", when=Is("what", "debt")),
                Goto("noticed", when=Is("what", "lower")),
                Goto("goal", when=Is("what", "goal")),
                Goto("people", when=Is("what", "people")),
                Goto("ends", when=Is("what", "ends")),
                Goto("rest"),
            ),
        ),
        Ask(
            "noticed",
            choices=("mood", "habit", "alone"),
            then=(
                Goto("mood", when=Is("noticed", "mood")),
                Goto("habit", when=Is("noticed", "habit")),
                Goto("alone", when=Is("noticed", "alone")),
                Goto("today"),
            ),
        ),
        Outcome("debt", ways=(Way("letter", Open("letters")), who_helps("money_debt"), STORY, LATER, TALK, MENU)),
        Outcome("mood", ways=(Way("calm", Open("calm")), who_helps("mental"), TRUSTED, LATER, TALK, MENU)),
        Outcome("habit", ways=(TRUSTED, who_helps("addiction"), STORY, LATER, TALK, MENU)),
        Outcome("alone", ways=(TRUSTED, who_helps("loneliness"), STORY, LATER, TALK, MENU)),
        Outcome("today", ways=(TRUSTED, Way("who_helps", Open("orientation")), GOAL_WAY, LATER, TALK, MENU)),
        Outcome("goal", ways=(GOAL_WAY, STORY, LATER, TALK, MENU)),
        Outcome("people", ways=(TRUSTED, who_helps("loneliness"), GOAL_WAY, STORY, TALK, MENU)),
        Outcome("ends", ways=(SAY, Way("who_helps", Open("orientation")), GOAL_WAY, LATER, TALK, MENU)),
        Outcome("rest", ways=(GOAL_WAY, LATER, STORY, TALK, MENU)),
    ),
)

CHANGE = Way("change", Again("wish"))

GOAL = Flow(
    "goal",
    steps=(
        Ask("wish", kind=WORDS, then=(Goto("idea", when=Is("wish", UNSURE)), Goto("when"))),
        Ask(
            "idea",
            choices=("outside", "post", "someone", "sleep"),
            then=(Goto("nothing", when=Is("idea", UNSURE)), Goto("when")),
        ),
        Ask("when", choices=("today", "tomorrow", "this_week"), then="setback"),
        Ask("setback", choices=("someone", "smaller", "again"), then="plan"),
        Outcome("plan", shows="my_plan", ways=(CHANGE, LATER, Way("who_helps", Open("orientation")), TALK, MENU)),
        Outcome("nothing", ways=(CHANGE, Way("calm", Open("calm")), STORY, TALK, MENU)),
    ),
)
