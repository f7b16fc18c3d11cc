"""The same conversation in a terminal: buttons by number, colours only when it is one."""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import TextIO

from bot.messages import Button, Delete, Incoming, Outgoing, Screen
from bot.sender import Sender
from bot.service import Service
from bot.store import StoreDown
from bot.story import Exchange, choice, steps

NAME = "terminal"
ADDRESS = "me"

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Terminal:
    """Draws screens on standard output and reads what is typed on standard input."""

    def __init__(self) -> None:
        self._input: TextIO = sys.stdin
        self._output: TextIO = sys.stdout
        self._colours = self._output.isatty()
        self._buttons: list[Button] = []
        self._shown: list[Screen] = []
        self._numbers = itertools.count(1)

    async def deliver(self, address: str, outgoing: Outgoing, skip: int = 0) -> AsyncIterator[int]:
        """Print a screen; deleting clears the whole terminal, for single lines cannot be taken back."""
        if isinstance(outgoing, Delete):
            self._write("\x1b[2J\x1b[3J\x1b[H" if self._colours else "")
        if not isinstance(outgoing, Screen):
            return
        self._shown.append(outgoing)
        self._write(f"\n{self._styled(BOLD, outgoing.text)}\n")
        if outgoing.rows:
            self._draw(outgoing)
        yield next(self._numbers)

    async def talk(self, service: Service, sender: Sender) -> list[Exchange]:
        """Hold a conversation until the input ends; what was said and shown."""
        told: list[Exchange] = []
        said: str | None = "/start"
        while said is not None:
            if said.strip():
                told.append(await self._exchange(service, sender, said))
            self._write(self._styled(DIM, "\n> "))
            said = await self._read()
        self._write("\n")
        return told

    async def _exchange(self, service: Service, sender: Sender, said: str) -> Exchange:
        button = self._button(said)
        incoming = Incoming(
            NAME,
            ADDRESS,
            str(time.time_ns()),
            text=None if button else said,
            tap=button.data if button else None,
        )
        self._shown = []
        try:
            await service.handle(incoming)
            await sender.idle()
        except StoreDown:
            for screen in service.meanwhile(incoming):
                async for _ in self.deliver(ADDRESS, screen):
                    pass
        return Exchange(f"[{choice(button.data)}]" if button else said, steps(self._shown))

    def _button(self, said: str) -> Button | None:
        """The button whose number was typed."""
        number = said.strip()
        known = number.isdecimal() and 1 <= int(number) <= len(self._buttons)
        return self._buttons[int(number) - 1] if known else None

    def _draw(self, screen: Screen) -> None:
        self._buttons = [button for row in screen.rows for button in row]
        numbered = iter(enumerate(self._buttons, start=1))
        for row in screen.rows:
            line = "   ".join(f"[{number}] {button.label}" for number, button in itertools.islice(numbered, len(row)))
            self._write(self._styled(DIM, f"  {line}") + "\n")

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{PLAIN}" if self._colours else text

    def _write(self, text: str) -> None:
        self._output.write(text)
        self._output.flush()

    async def _read(self) -> str | None:
        """The next line, or None at the end of the input."""
        line = await _in_thread(self._input.readline)
        return line.rstrip("\n") if line else None


async def _in_thread(read: Callable[[], str]) -> str:
    return await asyncio.to_thread(read)
