"""What somebody said a moment ago, so that words cut in two messages are still understood together.

Only in the memory of this process, only for minutes, and only the last message: nothing of it is ever written.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

SECONDS = 300
MOST = 10_000
"""Conversations remembered at the same time; the oldest make place."""


class _Said(NamedTuple):
    message: str
    text: str
    before: str
    at: float


class Lately:
    """The last words of each conversation."""

    def __init__(self) -> None:
        self._said: OrderedDict[Hashable, _Said] = OrderedDict()

    def hear(self, who: Hashable, message: str, text: str, now: float) -> str:
        """Remember that `who` said `text` now; what was said just before it. `now` in seconds of a steady clock.

        The same `message`, tried again after a failure, has the same words before it.
        """
        last = self._said.get(who)
        if last and last.message == message:
            return last.before
        before = last.text if last and now - last.at <= SECONDS else ""
        self._said[who] = _Said(message, text, before, now)
        self._said.move_to_end(who)
        while len(self._said) > MOST or now - next(iter(self._said.values())).at > SECONDS:
            self._said.popitem(last=False)
        return before

    def forget(self, who: Hashable) -> None:
        """`who` erased everything."""
        self._said.pop(who, None)
