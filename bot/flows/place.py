"""More about one of the places that were named: how it goes there, what to bring, what it costs."""

from bot.engine import UNSURE, Act, Again, Ask, Flow, Goto, Is, Open, Outcome, Return, Way

PLACE = Flow(
    "place",
    steps=(
        Ask("which", listed="services", then=(Goto("none", when=Is("which", UNSURE)), Goto("about"))),
        Outcome(
            "about",
            shows="service",
            ways=(
                Way("more", Open("place_more")),
                Way("other", Again("which")),
                Way("did_not_work", Act("did_not_work")),
                Way("talk", Open("handoff")),
                Way("go_on", Return()),
            ),
        ),
        Outcome(
            "none",
            shows="people",
            ways=(Way("other", Again("which")), Way("go_on", Return())),
        ),
    ),
)

PLACE_MORE = Flow(
    "place_more",
    steps=(Outcome("details", shows="service_more", ways=(Way("go_on", Return()), Way("talk", Open("handoff")))),),
)
