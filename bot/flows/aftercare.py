"""Only when asked for: later on, did it work out; if not, what stood in the way, and another way."""

from bot.engine import Act, Any, Ask, Flow, Goto, Is, Open, Outcome, Return, Way

TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))

AFTERCARE = Flow(
    "aftercare",
    steps=(
        Outcome(
            "when",
            ways=(
                Way("days", Act("remind_days")),
                Way("week", Act("remind_week")),
                Way("now", Open("check_in")),
                Way("never", Act("remind_never")),
                TALK,
                Way("go_on", Return()),
            ),
        ),
    ),
)

ANOTHER = Way("another", Open("orientation"))
CALM = Way("calm", Open("calm"))
GOAL = Way("goal", Open("goal"))
LATER = Way("later", Open("aftercare"))
PREPARE = Way("prepare", Open("prepare"))
SAY = Way("say", Open("your_say"))
STORY = Way("story", Open("story"))
TRUSTED = Way("trusted", Open("trusted_person"))
LANGUAGE = Way("another", Open("orientation", known=(("theme", "language_digital"),)))
FORM = Way("another", Open("orientation", known=(("theme", "letters_admin"), ("papers", "form"))))

HIGH = Any(*(Is("mark", str(mark)) for mark in range(6, 11)))

CHECK_IN = Flow(
    "check_in",
    steps=(
        Ask(
            "worked_out",
            choices=("yes", "no", "differently"),
            then=(Goto("threshold", when=Is("worked_out", "no")), Goto("mark")),
        ),
        Ask(
            "threshold",
            choices=("shame", "waiting", "language", "form", "unheard"),
            then=(
                Goto("shame", when=Is("threshold", "shame")),
                Goto("waiting", when=Is("threshold", "waiting")),
                Goto("language", when=Is("threshold", "language")),
                Goto("form", when=Is("threshold", "form")),
                Goto("unheard", when=Is("threshold", "unheard")),
                Goto("no_reason"),
            ),
        ),
        Ask("mark", listed="marks", then=(Goto("well", when=HIGH), Goto("would_help"))),
        Ask(
            "would_help",
            choices=("place", "company", "rest", "talking"),
            then=(
                Goto("place", when=Is("would_help", "place")),
                Goto("company", when=Is("would_help", "company")),
                Goto("rest", when=Is("would_help", "rest")),
                Goto("talking"),
            ),
        ),
        Outcome("shame", ways=(TRUSTED, ANOTHER, STORY, LATER, TALK, MENU)),
        Outcome("waiting", ways=(ANOTHER, CALM, PREPARE, LATER, TALK, MENU)),
        Outcome("language", ways=(LANGUAGE, PREPARE, TRUSTED, LATER, TALK, MENU)),
        Outcome("form", ways=(FORM, TRUSTED, PREPARE, LATER, TALK, MENU)),
        Outcome("unheard", ways=(SAY, ANOTHER, PREPARE, LATER, TALK, MENU)),
        Outcome("no_reason", ways=(GOAL, ANOTHER, STORY, LATER, TALK, MENU)),
        Outcome("well", ways=(GOAL, Way("helping", Open("ambassador")), LATER, TALK, MENU)),
        Outcome("place", ways=(ANOTHER, PREPARE, LATER, TALK, MENU)),
        Outcome("company", ways=(TRUSTED, SAY, ANOTHER, LATER, TALK, MENU)),
        Outcome("rest", ways=(CALM, Way("letter", Open("letters")), ANOTHER, LATER, TALK, MENU)),
        Outcome("talking", ways=(TALK, STORY, ANOTHER, LATER, MENU)),
    ),
)
"""The first text is also what a reminder says: it never tells what it is about."""
