"""Choosing somebody, a first sentence, and when: a small card to keep (route step 2)."""

from bot.engine import UNSURE, WORDS, Again, Ask, Flow, Goto, Is, Open, Outcome, Say, Way

WHO_HELPS = Way("who_helps", Open("orientation"))
TALK = Way("talk", Open("handoff"))
STORY = Way("story", Open("story"))
MENU = Way("menu", Open("welcome"))

TRUSTED_PERSON = Flow(
    "trusted_person",
    steps=(
        Ask(
            "who",
            choices=("family", "friend", "neighbour", "other", "nobody"),
            then=(
                Goto("nobody", when=Is("who", "nobody")),
                Goto("think_of", when=Is("who", UNSURE)),
                Goto("opening"),
            ),
        ),
        Say("think_of", then="opening"),
        Ask("opening", kind=WORDS, choices=("moment", "hard", "together", "walk"), then="when"),
        Ask("when", choices=("today", "tomorrow", "week", "moment"), then="card"),
        Outcome(
            "card",
            shows="first_words",
            ways=(Way("other_words", Again("opening")), WHO_HELPS, TALK, STORY, MENU),
        ),
        Outcome(
            "nobody",
            ways=(TALK, Way("people_near", Open("orientation", known=(("theme", "loneliness"),))), STORY, MENU),
        ),
    ),
)
