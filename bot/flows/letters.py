"""Unopened post: which letter is it, what does it mean, which date counts, what comes first (route step 2).

The choices of the `which_` questions are the ids of letters in knowledge.
"""

from bot.engine import UNSURE, Any, Ask, Choose, Event, Flow, Goto, Is, Open, Outcome, Say, Way

WHO_HELPS_TODAY = Open("orientation", known=(("theme", "money_debt"), ("urgent", "yes")))
WHO_HELPS = Open("orientation", known=(("theme", "money_debt"), ("urgent", "no")))
WHO_READS = Open("orientation", known=(("theme", "letters_admin"), ("papers", "reading")))

ABOUT_MONEY = (Way("budget", Open("budget")), Way("rights", Open("rights")))
"""What more there is to do about money, besides this letter."""

CANNOT_WAIT = Any(
    Is("which_bailiff", "summons"),
    Is("which_bailiff", "judgment"),
    Is("which_bailiff", "eviction"),
    Is("which_home", "energy_cutoff"),
)


SENDERS = {
    "bailiff": ("eviction", "summons", "judgment", "seizure"),
    "company": ("reminder", "aanmaning", "collection"),
    "home": ("rent_arrears", "energy_arrears", "energy_cutoff"),
    "health": ("health_arrears", "cak"),
    "government": ("tax_demand", "allowance_repayment", "fine", "fine_raised"),
}
"""Who sends which letters."""


def ask_which(sender: str) -> Ask:
    """Which letter of this sender it is."""
    step = f"which_{sender}"
    return Ask(step, choices=SENDERS[sender], then=(Goto("unknown", when=Is(step, UNSURE)), Goto("meaning")))


def ask_sender() -> Ask:
    """Who sent the letter; each sender has its own question about which letter it is."""
    routes = tuple(Goto(f"which_{sender}", when=Is("sender", sender)) for sender in SENDERS)
    return Ask("sender", choices=tuple(SENDERS), then=(*routes, Goto("unknown")))


def this_letter(letter: str) -> tuple[Event, ...]:
    """The events that lead straight to `letter`, for somebody who named it."""
    sender = next(sender for sender, letters in SENDERS.items() if letter in letters)
    answers = (("pile", "one"), ("sender", sender), (f"which_{sender}", letter))
    return (Open("letters"), *(Choose("letters", step, choice) for step, choice in answers))


LETTERS = Flow(
    "letters",
    steps=(
        Ask(
            "pile",
            choices=("one", "unopened", "at_the_door"),
            then=(
                Goto("open_one", when=Is("pile", "unopened")),
                Goto("which_bailiff", when=Is("pile", "at_the_door")),
                Goto("sender"),
            ),
        ),
        Say("open_one", then="sender"),
        ask_sender(),
        *(ask_which(sender) for sender in SENDERS),
        Say("meaning", shows="letter", then=(Goto("today", when=CANNOT_WAIT), Goto("first"))),
        Outcome(
            "today",
            shows="first_action",
            ways=(
                Way("who_helps", WHO_HELPS_TODAY),
                Way("talk", Open("handoff")),
                Way("another", Open("letters")),
                *ABOUT_MONEY,
            ),
        ),
        Outcome(
            "first",
            shows="first_action",
            ways=(
                Way("who_helps", WHO_HELPS),
                Way("talk", Open("handoff")),
                Way("another", Open("letters")),
                *ABOUT_MONEY,
            ),
        ),
        Outcome(
            "unknown",
            ways=(Way("who_reads", WHO_READS), Way("talk", Open("handoff")), Way("another", Open("letters"))),
        ),
    ),
)
