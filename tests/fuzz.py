"""`python -m tests.fuzz [how many] [seed]`: hostile strings against everything that reads typed words; `make fuzz`.

Prints for each function the slowest string's time. Exit code 1 when one raised, or took longer than it may.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from tests import hostile
from tests.corpus import LANGUAGES

COUNT, SEED = 100_000, 5


def main(count: int, seed: int) -> int:
    """Run `count` strings; the number of failures."""
    hostile.load()
    slowest: defaultdict[str, float] = defaultdict(float)
    failures = 0
    for turn, text in enumerate(hostile.strings(count, seed)):
        language = LANGUAGES[turn % len(LANGUAGES)]
        for name in hostile.FUNCTIONS:
            try:
                took = hostile.seconds(name, text, language)
            except Exception as error:
                failures += 1
                print(f"{name}, string {turn} of seed {seed}: {type(error).__name__}")
                continue
            slowest[name] = max(slowest[name], took)
            if took > hostile.SLOWEST:
                failures += 1
                print(f"{name}, string {turn} of seed {seed}: {took * 1000:.0f} ms")
    for name, took in slowest.items():
        print(f"{name:8} {count:,} strings, the slowest {took * 1000:.1f} ms")
    return failures


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(1 if main(*(given + [COUNT, SEED][len(given) :])) else 0)
