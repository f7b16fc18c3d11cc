"""Where a bench runs: on which core, beside what else, and with which files."""

from __future__ import annotations

import os
import platform
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


def machine() -> str:
    """On what the figures were taken."""
    return f"{os.cpu_count()} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


class Others:
    """Watches what other programs take of this machine, from now on."""

    def __init__(self) -> None:
        self._start, self._ours, self._all = time.monotonic(), _ours(), _all()

    def share(self) -> float:
        """The part of all cores that other programs took, from 0 to 1; not a number where it cannot be told."""
        passed = (time.monotonic() - self._start) * (os.cpu_count() or 1)
        return (_all() - self._all - (_ours() - self._ours)) / passed


def _ours() -> float:
    """Seconds of processor time of this process and those it started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _all() -> float:
    """Seconds of processor time that all programs used since the machine started."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return float("nan")
    user, nice, system, _, _, *interrupts = (int(word) for word in stat.read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """Seconds of processor time a process used so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def one_core(which: int = -1) -> Iterator[None]:
    """Only one core for this process, and for the processes and threads it starts meanwhile.

    `which` counts in the list of cores: 0 is for residents and the fake Bot API, -1 for the bot.
    """
    free = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if free:
        os.sched_setaffinity(0, {free[which]})
    try:
        yield
    finally:
        if free:
            os.sched_setaffinity(0, set(free))


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder in the checkout, on a real disk: a temporary one in memory would make a commit look free."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as path:
        yield Path(path)
