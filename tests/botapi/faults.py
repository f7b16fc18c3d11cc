"""Faults as data: what goes wrong with calls (`Fault`) and with the stream of updates (`Unrest`)."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tests.botapi.params import RefusedError

FaultKind = Literal[
    "400", "401", "403", "409", "429", "500", "502", "hang", "slow", "drop_before", "drop_after", "garbage"
]

# Kinds after which the call did take effect while the client has no readable answer.
ANSWER_LOST = frozenset({"drop_after", "garbage"})

_DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
}


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    The refusals (400 to 502), `hang` and `drop_before` stop a call before it takes effect; `slow`,
    `drop_after` and `garbage` let it take effect first. It strikes calls of `method` to `chat` (None: any),
    lets the first `after` of them pass, and strikes `times` (None: for ever), each with `probability` drawn
    from `seed`. `seconds` is retry_after for 429 and the wait for `slow`. `description` replaces the wording
    of a refusal.
    """

    kind: FaultKind
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    after: int = 0
    probability: float = 1.0
    seed: int = 0
    seconds: float = 1.0
    description: str = ""
    _chance: random.Random = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it should."""
        return self.times is not None and self.times <= 0

    def strikes(self, method: str, chat: int | None) -> bool:
        """Whether this call is hit; counts the call."""
        if self.method not in (None, method) or self.chat not in (None, chat):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.probability < 1 and self._chance.random() >= self.probability:
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def refusal(self) -> RefusedError:
        """What a refusing kind answers. Not for 502 and the kinds without a code."""
        if self.kind == "429":
            seconds = max(1, round(self.seconds))
            return RefusedError(429, f"Too Many Requests: retry after {seconds}", seconds)
        code = int(self.kind)
        return RefusedError(code, self.description or _DESCRIPTIONS[code])


def first_striking(faults: list[Fault], method: str, chat: int | None) -> Fault | None:
    """The first fault that hits this call; a fault that is spent leaves the list."""
    for fault in _alive(faults):
        if fault.strikes(method, chat):
            if fault.spent:
                faults.remove(fault)
            return fault
    return None


def _alive(faults: list[Fault]) -> Iterable[Fault]:
    return [fault for fault in faults if not fault.spent]


@dataclass(frozen=True, slots=True)
class Unrest:
    """How the stream of updates misbehaves.

    Each update is delivered 1 to `repeat` times whatever the client confirms, appears up to `delay` seconds
    late, and with probability `stale` comes back once after it was confirmed. `shuffle` mixes the order in
    a batch; a webhook has no batches. Chances are drawn from `seed`.
    """

    repeat: int = 1
    shuffle: bool = False
    delay: float = 0.0
    stale: float = 0.0
    seed: int = 0
