"""Declarations: flows as frozen data, routed by a small closed set of conditions, and the events of a session.

Routing is data, so that it can be drawn, walked and checked; there are no lambdas and no expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

UNSURE = "unsure"
"""The choice "I don't know": every `Ask` accepts it, typed or tapped."""

RETURN = "return"
"""A route that leads out of a flow, back to where the resident opened it."""

HOME = "welcome"
"""The flow in which every conversation begins and to which it can always return."""

MAX_CHOICES = 6
"""Buttons on a screen, "I don't know" counted (the readability gate)."""
MAX_LISTED = 12
"""Buttons of a question whose choices knowledge or the catalog lists: languages, areas."""
MAX_PATH = 10
"""Answers on the longest way through one flow."""
MAX_READ_BACK = 4
"""Earlier answers that the routes of one step may read."""
MAX_TRAIL = 20
"""Flows a session remembers for going back."""
MAX_ID = 24
"""Characters of a flow, step or choice id: three ids and two dots stay far below 64 bytes."""


CHOICE, AMOUNT, NUMBER, WORDS = "choice", "amount", "number", "words"
"""What a question takes besides its choices: nothing, money, a whole number, or own words."""

PERIODS = ("week", "four_weeks", "month", "year")
"""How often an amount comes or goes."""

SAID = "said"
"""The answer to a question for own words; the words themselves are kept apart (`Session.words`)."""
MAX_WORDS = 500
"""Characters of own words that are kept."""

SAMPLES = {CHOICE: (), AMOUNT: ("45000/month",), NUMBER: ("7",), WORDS: (SAID,)}
"""An answer of each kind, for walking through a flow."""

_TYPED = {
    CHOICE: re.compile("(?!)"),
    AMOUNT: re.compile(rf"\d{{1,9}}/({'|'.join(PERIODS)})"),
    NUMBER: re.compile(r"\d{1,4}"),
    WORDS: re.compile(SAID),
}


class FlowError(Exception):
    """A flow is declared wrongly; `checks` finds it before anybody can run into it."""


# --- conditions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Is:
    """True when the answer to `step` is `value`."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """True when `condition` is not."""

    condition: Condition


@dataclass(frozen=True, slots=True, init=False)
class All:
    """True when every one of `conditions` is."""

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)


@dataclass(frozen=True, slots=True, init=False)
class Any:
    """True when at least one of `conditions` is."""

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)


Condition = Is | Not | All | Any


def holds(condition: Condition | None, answers: Mapping[str, str]) -> bool:
    """Whether `condition` is true of `answers` (step id -> value); no condition is always true."""
    if condition is None:
        return True
    if isinstance(condition, Is):
        return answers.get(condition.step) == condition.value
    if isinstance(condition, Not):
        return not holds(condition.condition, answers)
    parts = (holds(part, answers) for part in condition.conditions)
    return all(parts) if isinstance(condition, All) else any(parts)


# --- steps and flows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Goto:
    """A route to the step `to` of the same flow, or to `RETURN`, taken when `when` holds."""

    to: str
    when: Condition | None = None


Routes = str | tuple[Goto, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with at most `MAX_CHOICES` answers; `then` says where each answer leads.

    `shared` answers are remembered under the step's id for every flow and not asked twice, unless the
    step says `again`. `brought` answers have no button here: other flows bring them along. `listed` names a
    list that knowledge owns and `assemble` fills in as choices. `unsure` is whether the button "I don't know"
    is shown; typing it is always accepted.

    `kind` says what may be typed besides the choices: an AMOUNT is kept as cents and period ("45000/month"),
    `per` being the period meant when none is named; a NUMBER as its digits; WORDS as `SAID`.
    """

    id: str
    then: Routes
    choices: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    shared: bool = False
    again: bool = False
    listed: str = ""
    unsure: bool = True
    kind: str = CHOICE
    per: str = "month"

    @property
    def buttons(self) -> tuple[str, ...]:
        """The choices shown, in order."""
        return (*self.choices, UNSURE) if self.unsure else self.choices

    def takes(self, value: str) -> bool:
        """Whether `value` is an answer to this question."""
        named = value in (UNSURE, *self.choices, *self.brought)
        return named or _TYPED[self.kind].fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Say:
    """A message without a question, read on the way to the step `then`.

    `shows` names the piece of knowledge that belongs on this screen (see `render.CARDS`).
    """

    id: str
    then: Routes
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an outcome: the button `id`, and the event that tapping it means."""

    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a flow ends: something useful, and the ways on from here.

    Of many ways only some may be shown: those that the shared answer `narrowed` names, besides the `always` ones.
    """

    id: str
    ways: tuple[Way, ...] = ()
    shows: str = ""
    narrowed: str = ""
    always: tuple[str, ...] = ()

    @property
    def buttons(self) -> tuple[str, ...]:
        """The ways shown, in order."""
        return tuple(way.id for way in self.ways)


Step = Ask | Say | Outcome


@dataclass(frozen=True)
class Flow:
    """A named, acyclic sequence of steps; the first one is where it starts.

    An `aside` (help, privacy, a safety screen) is never where somebody was: `Return` passes over it.
    """

    id: str
    steps: tuple[Step, ...]
    aside: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Step id -> step."""
        return {step.id: step for step in self.steps}


Flows = Mapping[str, Flow]


def assemble(flows: Iterable[Flow], lists: Mapping[str, tuple[str, ...]]) -> Flows:
    """Flow id -> flow, with the choices of every `listed` question filled in from `lists`."""

    def filled(step: Step) -> Step:
        return replace(step, choices=lists[step.listed]) if isinstance(step, Ask) and step.listed else step

    return {flow.id: replace(flow, steps=tuple(filled(step) for step in flow.steps)) for flow in flows}


# --- events: all that can happen to a session -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """The resident chose `choice` at `flow`.`step`: now, or with a button of an earlier screen.

    `words` are what was said in own words, where the step asks for those.
    """

    flow: str
    step: str
    choice: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """Begin `flow` afresh, with shared answers that are already `known` (pairs of step id and value)."""

    flow: str
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """Ask `step` of the current flow again; the other answers stay."""

    step: str


@dataclass(frozen=True, slots=True)
class Back:
    """Undo the last answer given here, or return to the flow visited before."""


@dataclass(frozen=True, slots=True)
class Return:
    """Go on where one was: leave the current flow, and the asides below it."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin again; only the language stays."""


@dataclass(frozen=True, slots=True)
class Look:
    """Show where we are."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something only the host can do (`erase`, `leave`, `export`); as an event and as an effect."""

    name: str


Event = Choose | Open | Again | Back | Return | Restart | Look | Act
