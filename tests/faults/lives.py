"""The lives of the bot: a real process each, from its start to SIGKILL."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(slots=True, eq=False)
class Life:
    """One process. Times are `time.monotonic()`; None: it did not come to that."""

    number: int
    process: asyncio.subprocess.Process
    started: float
    met: float | None = None  # its first call to Telegram
    replied: float | None = None  # its first message that reached somebody
    killed: float | None = None
    how: str = ""
    awake: asyncio.Event = field(default_factory=asyncio.Event)  # it made its first call, or is gone
    watcher: asyncio.Task[None] | None = None

    @property
    def recovery(self) -> float | None:
        """Seconds from the start of the process to its first reply."""
        return None if self.replied is None else self.replied - self.started

    def meets(self) -> None:
        """It made its first call."""
        self.met = self.met or time.monotonic()
        self.awake.set()

    def kill(self, how: str) -> None:
        """End it here and now, unless it is dead already."""
        if self.killed is None and self.process.returncode is None:
            self.process.kill()
            self.killed, self.how = time.monotonic(), how

    async def gone(self, within: float | None = None) -> bool:
        """Wait until the process is over, at most `within` seconds; whether it is."""
        try:
            await asyncio.wait_for(self.process.wait(), within)
        except TimeoutError:
            return False
        return True

    async def retire(self) -> int | None:
        """Ask it to stop in good order (SIGTERM); its exit status, None when it would not."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.returncode if await self.gone(within=15) else None


async def begin(number: int, settings: Mapping[str, str], log: Path) -> Life:
    """Start `python -m bot run` with `settings`; everything it says is added to `log`."""
    plain = {name: value for name, value in os.environ.items() if not _steers(name)}
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env={**plain, **settings}, stdout=file, stderr=file
        )
    life = Life(number, process, time.monotonic())
    life.watcher = asyncio.create_task(_watch(life))
    return life


async def _watch(life: Life) -> None:
    await life.gone()
    life.awake.set()


def _steers(name: str) -> bool:
    """Whether a variable of our own environment would change where the bot looks or goes."""
    return name.startswith("WEGWIJS_") or name.lower().endswith("_proxy")
