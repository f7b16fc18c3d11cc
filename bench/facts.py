"""Ten thousand places: how long knowledge takes to load, what it costs to keep, and how fast a search is."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bench.figures import Figure
from bot.knowledge import AMSTERDAM, Knowledge, load
from bot.matching import Needs, few
from tests.packs import REGION, write_pack

COUNT = 10_000
SEARCHES = 400
MONDAY = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
MEASURE = """
import sys
from pathlib import Path
from bot.knowledge import load
def resident(): return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
before = resident(); kept = load(Path(sys.argv[1]), sys.argv[2]); print(resident() - before)
"""


def facts() -> list[Figure]:
    """Loading, memory and searching with `COUNT` generated services."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pack(folder, COUNT)
        loads, knowledge = zip(*(_loaded(folder) for _ in range(3)), strict=True)
        memory = subprocess.run(
            [sys.executable, "-c", MEASURE, str(folder), REGION], capture_output=True, text=True, check=True
        )
    searches = tuple(_searches(knowledge[0]))
    return [
        Figure(f"load {COUNT:,} places", "s", loads, 3, at_most=True),
        Figure(f"memory of {COUNT:,} places", "MiB", (float(memory.stdout),)),
        Figure(f"one search in {COUNT:,} places", "ms", searches, 2, at_most=True),
    ]


def _loaded(folder: Path) -> tuple[float, Knowledge]:
    began = time.perf_counter()
    knowledge = load(folder, REGION)
    return time.perf_counter() - began, knowledge


def _searches(knowledge: Knowledge) -> Iterator[float]:
    """Milliseconds of searches over all themes and areas, minute by minute within one day."""
    themes, areas = list(knowledge.themes), list(knowledge.areas)
    for turn in range(SEARCHES):
        needs = Needs((themes[turn % len(themes)],), areas[turn % len(areas)], "nl", MONDAY + timedelta(minutes=turn))
        began = time.perf_counter()
        few(knowledge, needs)
        yield (time.perf_counter() - began) * 1000
