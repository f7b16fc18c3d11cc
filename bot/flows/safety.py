"""The fixed safety screens, one flow a level; each leads back to where the resident was.

Wording and order follow the first section of the safety promises: take it seriously, say so warmly, one or
two things to do now, stay in contact, offer a person; with violence first ask who can read along.
"""

from bot.engine import RETURN, UNSURE, Again, Ask, Flow, Goto, Is, Open, Outcome, Return, Say, Way
from bot.flows.shared import ask_area

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

NEEDS = ("food", "bed", "energy", "eviction", "medicine")
"""What cannot wait until tomorrow (the `emergencies` of a service)."""


def same_day(need: str) -> Outcome:
    """What to do today about a need, and who helps."""
    letter = (Way("letter", Open("letters")),) if need in ("energy", "eviction") else ()
    return Outcome(
        f"for_{need}", shows="emergency", ways=(*letter, Way("other_need", Again("need")), TALK, Way("go_on", Return()))
    )


BASIC = Flow(
    "crisis_basic",
    aside=True,
    steps=(
        Say("now", shows="contacts", then="need"),
        Ask(
            "need",
            choices=(*NEEDS, "not_it"),
            unsure=False,
            then=(
                Goto(RETURN, when=Is("need", "not_it")),
                Goto("not_sure", when=Is("need", UNSURE)),
                Goto("area"),
            ),
        ),
        ask_area(
            then=(
                *(Goto(f"for_{need}", when=Is("need", need)) for need in NEEDS[1:]),
                Goto(f"for_{NEEDS[0]}"),
            )
        ),
        *(same_day(need) for need in NEEDS),
        Outcome(
            "not_sure",
            ways=(
                Way("other_need", Again("need")),
                Way("who_helps", Open("orientation", known=(("theme", "money_debt"), ("urgent", "yes")))),
                TALK,
                Way("go_on", Return()),
            ),
        ),
    ),
)

CONCERN = Flow("concern", aside=True, steps=(Outcome("how_are_you", shows="contacts", ways=(TALK, NOT_IT)),))
