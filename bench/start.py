"""How long does a resident wait who spoke while the bot was down? From process start to the first reply."""

from __future__ import annotations

import time

from bench.figures import Figure
from bench.place import folder
from bench.processes import ECHO, OURS, OtherSide, bot, other_side

REPEATS = 5
AIM = 0.6


def start() -> list[Figure]:
    """Seconds until the first reply, ours on a new database and the bare echo."""
    with other_side() as others:
        took = [(_first_reply(others, OURS), _first_reply(others, ECHO)) for _ in range(REPEATS + 1)]
    ours, echo = zip(*took[1:], strict=True)  # the first time the system still has to read the files
    return [
        Figure("start to first reply, ours", "s", ours, AIM, at_most=True),
        Figure("start to first reply, bare echo", "s", echo),
    ]


def _first_reply(others: OtherSide, module: str) -> float:
    line = others.connect()
    others.ask("speak", line)
    with folder() as data:
        began = time.monotonic()
        with bot(module, line, data):
            return float(others.ask("replied", line)["at"]) - began
