"""The processes of a bench: the other side on one core, a bot on the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.place import ROOT, one_core

OURS, ECHO, CONVERSATION = "bot", "bench.peers.echo", "bench.peers.conversation"
"""Modules that each are a bot."""

UNLIMITED = {f"WEGWIJS_{name}": "0" for name in ("TELEGRAM_RATE", "TELEGRAM_CHAT_RATE", "MESSAGE_RATE")}
"""Telegram's own limits would be all that is measured."""

PATIENCE = 15.0
"""Seconds for a process to end by itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A connection to one fake Bot API."""

    number: int
    url: str
    token: str


class OtherSide:
    """The process of fake Bot API servers and residents (bench/residents.py)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def connect(self) -> Line:
        """A new fake Bot API."""
        answer = self.ask("connect")
        return Line(answer["line"], answer["url"], answer["token"])

    def ask(self, do: str, line: Line | None = None, **details: Any) -> dict[str, Any]:
        """Have the residents do something and wait for the outcome. Raises RuntimeError when they cannot."""
        assert self._process.stdin and self._process.stdout
        order = {"do": do, **details} if line is None else {"do": do, "line": line.number, **details}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or '{"error": "they are gone"}')
        if "error" in answer:
            raise RuntimeError(f"the residents could not {do}: {answer['error']}")
        return answer


@contextmanager
def other_side() -> Iterator[OtherSide]:
    """The fake Bot API and its residents, on the first core."""
    with one_core(0):
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.residents"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    with _ended(process):
        yield OtherSide(process)


@contextmanager
def bot(module: str, line: Line, data: Path) -> Iterator[subprocess.Popen[str]]:
    """A bot on the last core, talking to `line`; ours keeps its conversations in the folder `data`."""
    command = ["-m", module, "run"] if module == OURS else ["-W", "ignore", "-m", module]
    where = {"WEGWIJS_TELEGRAM_API": line.url, "WEGWIJS_TELEGRAM_TOKEN": line.token, "WEGWIJS_DATA": str(data)}
    environment = {**_environment(), **UNLIMITED, **where, "WEGWIJS_LOG_LEVEL": "WARNING"}
    with one_core(-1):
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, text=True)
    with _ended(process):
        yield process


def _environment() -> dict[str, str]:
    """Ours, without settings of a bot that runs here and without a proxy in front of the fake server."""
    unwanted = ("WEGWIJS_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(unwanted)}


@contextmanager
def _ended(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
