"""The real bot in a process of its own, talking to the fake Bot API."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from types import TracebackType

from tests.botapi import FakeBotApi


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BotProcess:
    """`python -m bot run` for as long as the context lasts. `log` is all it wrote, once it has ended."""

    def __init__(self, api: FakeBotApi, data: Path, *, mode: str = "polling", **settings: str) -> None:
        port = free_port()
        self.log = ""
        self._process: asyncio.subprocess.Process | None = None
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "WEGWIJS_TELEGRAM_TOKEN": api.token,
            "WEGWIJS_TELEGRAM_API": api.url,
            "WEGWIJS_TELEGRAM_MODE": mode,
            "WEGWIJS_TELEGRAM_CHAT_RATE": "0",
            "WEGWIJS_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
            "WEGWIJS_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "WEGWIJS_WEBHOOK_SECRET": "whisper",
            "WEGWIJS_DATA": str(data),
            "WEGWIJS_LOG_LEVEL": "DEBUG",
            **settings,
        }

    async def __aenter__(self) -> BotProcess:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), env=self._environment, stderr=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.ends(signal.SIGTERM)

    async def ends(self, how: signal.Signals) -> int:
        """Send the signal `how` and wait for the end; the exit status."""
        assert self._process
        if self._process.returncode is None:
            self._process.send_signal(how)
        _, errors = await asyncio.wait_for(self._process.communicate(), 15)
        self.log += errors.decode()
        return self._process.returncode or 0
