"""Helping others with what one went through: what it is, what it asks, where it begins (route step 8)."""

from bot.engine import Again, Ask, Flow, Goto, Is, Open, Outcome, Way

PEERS = Way("peers", Open("orientation", known=(("theme", "meaning_peer"),)))
OTHER = Way("other", Again("what"))
STORY = Way("story", Open("story"))
LATER = Way("later", Open("aftercare"))
TALK = Way("talk", Open("handoff"))
MENU = Way("menu", Open("welcome"))
WAYS_ON = (PEERS, OTHER, STORY, TALK, MENU)

AMBASSADOR = Flow(
    "ambassador",
    steps=(
        Ask(
            "what",
            choices=("about", "asks", "learn", "start", "not_yet"),
            then=(
                Goto("asks", when=Is("what", "asks")),
                Goto("learn", when=Is("what", "learn")),
                Goto("start", when=Is("what", "start")),
                Goto("not_yet", when=Is("what", "not_yet")),
                Goto("about"),
            ),
        ),
        Outcome("about", ways=WAYS_ON),
        Outcome("asks", ways=WAYS_ON),
        Outcome("learn", ways=WAYS_ON),
        Outcome("start", shows="volunteering", ways=WAYS_ON),
        Outcome("not_yet", ways=(Way("steady", Open("steady")), OTHER, STORY, LATER, TALK, MENU)),
    ),
)
