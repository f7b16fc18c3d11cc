"""Who can help: what it is about, of what kind, where; then the route and providers that fit (route step 3).

Every theme begins with a mirror and one small thing that helps at once, before anything is asked.
"""

from bot.engine import Again, Any, Ask, Flow, Goto, Is, Open, Outcome, Say, Way
from bot.flows.kinds import KINDS, QUESTIONS
from bot.flows.shared import ask_area

MOST_ASKED = ("money_debt", "housing", "mental", "family")
"""The themes with a button of their own where nothing is known yet."""
FIRST_THINGS = ("money_debt", *QUESTIONS)
"""Themes that begin with a small thing to do."""
OTHER = "other"
"""The answer that it is about something else: no theme, but a screen with more of them."""
OTHERS = ("loneliness", "health_body", "addiction", "work_daytime", "language_digital")


def ask_kind(theme: str) -> Ask:
    """Which kind of help is looked for within a theme; only the papers may be known from a letter."""
    step = QUESTIONS[theme]
    return Ask(step, choices=tuple(KINDS[step]), shared=step == "papers", then="area")


def about(theme: str) -> Way:
    """A way to begin about a theme."""
    return Way(theme, Open("orientation", known=(("theme", theme),)))


MORE, TALK = Way("more", Open("place")), Way("talk", Open("handoff"))
OTHER_AREA, SUBJECT = Way("other_area", Again("area")), Way("subject", Open("subjects"))
PREPARE, STORY = Way("prepare", Open("prepare")), Way("story", Open("story"))
TRUSTED, CALM = Way("trusted", Open("trusted_person")), Way("calm", Open("calm"))
LETTER, MENU = Way("letter", Open("letters")), Way("menu", Open("welcome"))

ORIENTATION = Flow(
    "orientation",
    steps=(
        Ask(
            "theme",
            choices=(*MOST_ASKED, OTHER),
            brought=("letters_admin", "money_income", *OTHERS, "meaning_peer", "talk_human"),
            shared=True,
            then=(
                *(Goto(f"first_{theme}", when=Is("theme", theme)) for theme in FIRST_THINGS),
                Goto("others", when=Is("theme", OTHER)),
                Goto("area", when=Is("theme", "talk_human")),
                Goto("somebody"),
            ),
        ),
        Say("first_money_debt", then="urgent"),
        Ask("urgent", choices=("yes", "no"), shared=True, then="area"),
        *(Say(f"first_{theme}", then=question) for theme, question in QUESTIONS.items()),
        *(ask_kind(theme) for theme in QUESTIONS if theme != "family"),
        Ask("kin", choices=tuple(KINDS["kin"]), then=(Goto("unsafe", when=Is("kin", "unsafe")), Goto("area"))),
        ask_area(
            then=(
                Goto("tonight", when=Any(Is("home", "bed"), Is("income", "food"))),
                Goto("today", when=Is("urgent", "yes")),
                Goto("route"),
            )
        ),
        Say("route", shows="route", then=(Goto("own_people", when=Is("alone", "own_people")), Goto("providers"))),
        Outcome("today", shows="services", ways=(MORE, LETTER, PREPARE, TALK, OTHER_AREA, SUBJECT)),
        Outcome("providers", shows="services", ways=(MORE, PREPARE, STORY, TALK, OTHER_AREA, SUBJECT)),
        Outcome("own_people", shows="services", ways=(TRUSTED, MORE, STORY, TALK, SUBJECT, MENU)),
        Outcome("tonight", shows="emergency", ways=(TALK, CALM, OTHER_AREA, SUBJECT, MENU)),
        Outcome("unsafe", ways=(Way("go_on", Open("crisis_violence")), Way("not_now", Again("kin")), TALK)),
        Outcome("others", ways=(*(about(theme) for theme in OTHERS), SUBJECT)),
        Outcome("somebody", shows="people", ways=(SUBJECT, LETTER, MENU)),
    ),
)
