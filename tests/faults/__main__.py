"""`make faults`: hold the runs, print the figures, exit 1 when a promise is broken."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.botapi import Unrest
from tests.faults import __doc__ as about
from tests.faults import checks, report
from tests.faults.handoff import checks as talks
from tests.faults.handoff import report as talked
from tests.faults.handoff.cast import scene
from tests.faults.handoff.crossings import Crossings
from tests.faults.plan import Plan
from tests.faults.report import Figures, table
from tests.faults.run import hold, residents

RUNS: dict[str, Callable[[int, int, int], Plan]] = {
    "plain": lambda kills, seed, chats: Plan("plain", kills, seed, chats, erasing=False),
    "unrest": lambda kills, seed, chats: Plan(
        "unrest", kills, seed, chats, Unrest(repeat=5, shuffle=True, stale=0.2, seed=seed)
    ),
    "webhook": lambda kills, seed, chats: Plan("webhook", kills, seed, chats, webhook=True),
    "handoff": lambda kills, seed, chats: Plan(
        "handoff", kills, seed, chats // 3, Unrest(repeat=3, shuffle=True, stale=0.1, seed=seed), between=0.6, calm=6
    ),
}
"""`plain`: nobody erases anything, so that every message can be counted. `unrest`: updates come one to five times
and mixed across chats. `webhook`: they are pushed. `handoff`: residents and experts talk (tests/faults/handoff), a
third as many, for in lives of a second more of them would only wait for each other."""


async def held(plan: Plan, folder: Path) -> tuple[Figures, dict[str, list[str]]]:
    """Hold one run: its figures, and what was broken."""
    if plan.name == "handoff":
        crossings = Crossings(await hold(plan, folder, scene, told=True))
        return talked.figures(crossings), talks.broken(crossings)
    record = await hold(plan, folder, residents, told=True)
    return report.figures(record), checks.broken(record)


def run(plan: Plan) -> tuple[Figures, bool]:
    """Hold one run; its figures, and whether every promise was kept. Prints what was not."""
    with tempfile.TemporaryDirectory(prefix="wegwijs-faults-") as folder:
        told, problems = asyncio.run(held(plan, Path(folder)))
        for name, found in problems.items():
            print(f"BROKEN in {plan.name}, {name} ({len(found)}): {found[0]}", flush=True)
        return told, not problems


def main() -> int:
    """Read the options and hold the runs."""
    options = argparse.ArgumentParser(
        prog="python -m tests.faults", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kills", type=int, default=300, help="kills in each run")
    options.add_argument("--seed", type=int, default=1, help="what chance is drawn from")
    options.add_argument("--chats", type=int, default=40, help="people who type")
    options.add_argument("--runs", default="plain,unrest,handoff", help=f"which of {', '.join(RUNS)}")
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    results = {name: run(RUNS[name](chosen.kills, chosen.seed, chosen.chats)) for name in chosen.runs.split(",")}
    for names in ({"handoff"}, RUNS.keys() - {"handoff"}):
        told = {name: figures for name, (figures, _) in results.items() if name in names}
        print("\n".join(table(told)) if told else "")
    kept = all(good for _, good in results.values())
    print("Every promise was kept." if kept else "A promise was broken.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
