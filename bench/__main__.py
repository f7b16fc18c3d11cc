"""`python -m bench`: all benches, or those that are named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from bench.end_to_end import end_to_end
from bench.engine import engine
from bench.facts import facts
from bench.figures import Figure, table
from bench.memory import memory
from bench.place import Others, machine
from bench.relay import relay
from bench.start import start
from bench.turns import turns
from bench.understanding import understanding

BENCHES: Mapping[str, Callable[[], list[Figure]]] = {
    "engine": engine,
    "turns": turns,
    "end_to_end": end_to_end,
    "relay": relay,
    "memory": memory,
    "start": start,
    "facts": facts,
    "understanding": understanding,
}


def main() -> None:
    """Run the benches and print one table."""
    options = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory, with their aims.")
    options.add_argument("names", nargs="*", metavar="bench", help=f"any of {', '.join(BENCHES)}; all without")
    names = options.parse_args().names or list(BENCHES)
    if unknown := set(names) - BENCHES.keys():
        options.error(f"there is no bench {', '.join(sorted(unknown))}")
    others, figures = Others(), list[Figure]()
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += BENCHES[name]()
    print(f"{machine()}. Other programs took {others.share():.0%} of all cores meanwhile.", table(figures), sep="\n\n")


if __name__ == "__main__":
    main()
