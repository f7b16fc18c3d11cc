"""The fixed safety screens, one flow a level; each leads back to where the resident was.

Wording and order follow the first section of the safety promises: take it seriously, say so warmly, one or
two things to do now, stay in contact, offer a person; with violence first ask who can read along.
"""

from bot.engine import Ask, Flow, Goto, Is, Open, Outcome, Return, Way

NOT_IT = Way("not_it", Return())
TALK = Way("talk", Open("handoff"))

SUICIDE = Flow("crisis_suicide", aside=True, steps=(Outcome("now", shows="contacts", ways=(TALK, NOT_IT)),))

VIOLENCE = Flow(
    "crisis_violence",
    aside=True,
    steps=(
        Ask(
            "read_along",
            choices=("alone", "read_along"),
            then=(Goto("now", when=Is("read_along", "alone")), Goto("careful")),
        ),
        Outcome("now", shows="contacts", ways=(TALK, NOT_IT)),
        Outcome("careful", ways=(TALK, NOT_IT)),
    ),
)

MEDICAL = Flow("crisis_medical", aside=True, steps=(Outcome("now", shows="contacts", ways=(TALK, NOT_IT)),))

BASIC = Flow(
    "crisis_basic",
    aside=True,
    steps=(
        Outcome(
            "now",
            shows="contacts",
            ways=(
                Way("who_helps", Open("orientation", known=(("theme", "money_debt"), ("urgent", "yes")))),
                TALK,
                NOT_IT,
            ),
        ),
    ),
)

CONCERN = Flow("concern", aside=True, steps=(Outcome("how_are_you", shows="contacts", ways=(TALK, NOT_IT)),))
