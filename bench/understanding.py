"""Typed words: how long one message takes to be judged and read, and what the language data cost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.figures import Figure, percentile
from bench.place import one_core
from bot import safety
from bot.understand import read
from tests.corpus import everything

MESSAGES, REPEATS = 1500, 3
LONG = 60  # words
LOADS = 5
LOAD = """
import time
began = time.process_time()
from bot import safety
from bot.understand import amount, read
imported = time.process_time()
def resident(): return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
before = resident()
safety.load()
for language in ("nl", "en", "ar", "tr", "pl", "uk"): amount("1", language)
for text in ("ik heb schulden", "i owe money", "عندي ديون", "borcum var", "mam długi", "маю борги", "schuldnen"):
    safety.level(text); read(text, "nl", {})
print(time.process_time() - imported, resident() - before)
"""


def understanding() -> list[Figure]:
    """Milliseconds a message on one core, by processor time, and loading in a new process."""
    texts = _texts()
    long = [(" ".join((text.split() * LONG)[:LONG]), language) for text, language in _runs(texts)]
    with one_core():
        judged, seen = ([_ms(run, texts) for _ in range(REPEATS)] for run in (_judge, _read))
        judged_long, seen_long = ([_ms(run, long) for _ in range(REPEATS)] for run in (_judge, _read))
    loads, memory = zip(*(_loaded() for _ in range(LOADS)), strict=True)
    return [
        Figure("judge the danger of a message", "ms", _at(50, judged), 0.5, at_most=True),
        Figure("read what a message is about", "ms", _at(50, seen), 0.5, at_most=True),
        Figure(f"judge {LONG} words, 99th percentile", "ms", _at(99, judged_long), 3, at_most=True),
        Figure(f"read {LONG} words, 99th percentile", "ms", _at(99, seen_long), 3, at_most=True),
        Figure("load all languages", "ms", tuple(1000 * seconds for seconds in loads), 300, at_most=True),
        Figure("memory of all languages", "MiB", memory, 60, at_most=True),
    ]


def _texts() -> list[tuple[str, str]]:
    rows = sorted((row.text, row.language) for row in everything("train") if 5 <= len(row.text.split()) <= 25)
    return random.Random(1).sample(rows, MESSAGES)


def _runs(texts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Several messages of a language said in one breath."""
    for place, (text, language) in enumerate(texts):
        others = [other for other, spoken in texts[place : place + 80] if spoken == language]
        yield " ".join([text, *others]), language


def _judge(text: str, language: str) -> None:
    safety.level(text)


def _read(text: str, language: str) -> None:
    read(text, language, {})


def _at(percent: int, runs: list[list[float]]) -> tuple[float, ...]:
    return tuple(percentile(run, percent) for run in runs)


def _ms(run: Callable[[str, str], object], texts: list[tuple[str, str]]) -> list[float]:
    return [1000 * seconds for seconds in _timed(run, texts)]


def _timed(run: Callable[[str, str], object], texts: list[tuple[str, str]]) -> Iterator[float]:
    for text, language in texts:
        began = time.process_time()
        run(text, language)
        yield time.process_time() - began


def _loaded() -> tuple[float, float]:
    """Seconds and MiB that the language data take in a new process."""
    told = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout
    seconds, memory = map(float, told.split())
    return seconds, memory
