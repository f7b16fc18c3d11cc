"""Help from several sides: who does what, what one may ask, who stands beside you (route steps 5 and 6)."""

from bot.engine import UNSURE, WORDS, Again, Ask, Flow, Goto, Is, Open, Outcome, Way

LIST = Way("list", Open("helpers"))
PREPARE = Way("prepare", Open("prepare"))
SAY = Way("say", Open("your_say"))
WHO_HELPS = Way("who_helps", Open("orientation"))
PAPERS = Way("who_helps", Open("orientation", known=(("theme", "letters_admin"), ("papers", "form"))))
STORY = Way("story", Open("story"))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))
OTHER = Way("other", Again("what"))

WITH_HELP = Flow(
    "with_help",
    steps=(
        Ask(
            "plays",
            choices=("many", "differs", "unheard", "pace", "papers"),
            then=(
                Goto("many", when=Is("plays", "many")),
                Goto("differs", when=Is("plays", "differs")),
                Goto("unheard", when=Is("plays", "unheard")),
                Goto("pace", when=Is("plays", "pace")),
                Goto("papers", when=Is("plays", "papers")),
                Goto("not_sure"),
            ),
        ),
        Outcome("many", ways=(LIST, SAY, WHO_HELPS, STORY, TALK, MENU)),
        Outcome("differs", ways=(LIST, SAY, WHO_HELPS, STORY, TALK, MENU)),
        Outcome("unheard", ways=(PREPARE, SAY, WHO_HELPS, STORY, TALK, MENU)),
        Outcome("pace", ways=(PREPARE, SAY, WHO_HELPS, STORY, TALK, MENU)),
        Outcome("papers", ways=(Way("letter", Open("letters")), SAY, PAPERS, STORY, TALK, MENU)),
        Outcome("not_sure", ways=(LIST, SAY, WHO_HELPS, STORY, TALK, MENU)),
    ),
)

HELPERS = Flow(
    "helpers",
    steps=(
        Ask("names", kind=WORDS, then=(Goto("how", when=Is("names", UNSURE)), Goto("list"))),
        Outcome("list", shows="helpers", ways=(Way("change", Again("names")), SAY, PREPARE, TALK, MENU)),
        Outcome("how", ways=(Way("change", Again("names")), SAY, WHO_HELPS, TALK, MENU)),
    ),
)

YOUR_SAY = Flow(
    "your_say",
    steps=(
        Ask(
            "what",
            choices=("ask", "support", "change", "complain"),
            then=(
                Goto("support", when=Is("what", "support")),
                Goto("change", when=Is("what", "change")),
                Goto("complain", when=Is("what", "complain")),
                Goto("ask"),
            ),
        ),
        Outcome("ask", ways=(PREPARE, OTHER, WHO_HELPS, TALK, MENU)),
        Outcome("support", shows="support", ways=(PREPARE, OTHER, WHO_HELPS, TALK, MENU)),
        Outcome("change", ways=(PREPARE, OTHER, WHO_HELPS, TALK, MENU)),
        Outcome("complain", ways=(PREPARE, OTHER, WHO_HELPS, TALK, MENU)),
    ),
)
