"""How fast things may go: one rule for what comes in and what goes out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """At most `burst` at once and `rate` a second for each key; a rate of 0 means no limit.

    The generic cell rate algorithm (ITU-T I.371): one number a key, the time at which its last permission is
    used up. Keys that are at rest are forgotten, so memory follows only who is busy now.
    """

    rate: float
    burst: float = 1
    _used_until: dict[Hashable, float] = field(default_factory=dict)
    _refused: dict[Hashable, int] = field(default_factory=dict)
    _cleaned: float = 0.0

    def reserve(self, key: Hashable, now: float) -> float:
        """Take the next permission; seconds to wait for it. `now` in seconds, from any steady clock."""
        if not self.rate:
            return 0.0
        wait = self._wait(key, now)
        self._used_until[key] = max(self._used_until.get(key, now), now) + 1 / self.rate
        return wait

    def refuse(self, key: Hashable, now: float) -> int:
        """Take a permission if there is one now: 0. Else how many times in a row this key was refused."""
        if not self.rate or self._wait(key, now) <= 0:
            self.reserve(key, now)
            self._refused.pop(key, None)
            return 0
        self._refused[key] = self._refused.get(key, 0) + 1
        return self._refused[key]

    def _wait(self, key: Hashable, now: float) -> float:
        if now - self._cleaned > 60:
            self._clean(now)
        return max(0.0, self._used_until.get(key, now) - now - (self.burst - 1) / self.rate)

    def _clean(self, now: float) -> None:
        self._used_until = {key: until for key, until in self._used_until.items() if until > now}
        self._refused = {key: times for key, times in self._refused.items() if key in self._used_until}
        self._cleaned = now
