"""Reading aloud: a text becomes sound, here on this machine, by espeak-ng where that is installed."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import unicodedata
from collections import OrderedDict
from typing import Protocol

VOICES = {"nl": "nl", "en": "en-gb", "ar": "ar", "tr": "tr", "pl": "pl", "uk": "uk"}
"""Language -> voice of espeak-ng."""
PROGRAMS = ("espeak-ng", "opusenc")
"""Debian packages espeak-ng and opus-tools."""
SLOWLY = "140"
"""Words a minute; espeak-ng says 175 when nobody asks."""
LONGEST = 10.0
"""Seconds that making a sound may take."""
AT_ONCE = 2
"""Sounds that are made at the same time."""
KEPT = 64
"""Sounds kept ready, about 100 kB each."""

PHONE = re.compile(r"(?<!\d)(?:\+|0)\d[\d -]{1,16}\d(?!\d)|(?<![\d€])(?<!€ )11[23](?!\d)")
"""A phone number, or 112 or 113; but not an amount of money."""
SILENT = "•–—[](){}<>*_/\\|\N{VARIATION SELECTOR-16}"
PAUSE = re.compile(r"[ -]+")

log = logging.getLogger(__name__)


class Speech(Protocol):
    """Whoever can read aloud."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which it can."""

    async def speak(self, text: str, language: str) -> bytes | None:
        """`text` as sound (Opus in Ogg), or None when it cannot be made now."""

    def forget(self) -> None:
        """Keep no sound ready: somebody erased everything."""


class Silent:
    """Reads nothing aloud."""

    languages: frozenset[str] = frozenset()

    async def speak(self, text: str, language: str) -> bytes | None:
        """No sound."""
        return None

    def forget(self) -> None:
        """Nothing is kept."""


class Espeak:
    """Reads aloud with espeak-ng. The text goes in through a pipe: no shell, no file, nothing in the process list."""

    languages = frozenset(VOICES)

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._few = asyncio.Semaphore(AT_ONCE)

    async def speak(self, text: str, language: str) -> bytes | None:
        """`text` as sound, or None when there is no voice for it, or it takes too long."""
        said, voice = spoken(text), VOICES.get(language)
        if not said or voice is None:
            return None
        if (said, voice) in self._kept:
            self._kept.move_to_end((said, voice))
            return self._kept[said, voice]
        async with self._few:
            sound = await _made(said, voice)
        if sound:
            self._kept[said, voice] = sound
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return sound

    def forget(self) -> None:
        """No sound is kept any longer."""
        self._kept.clear()


def find() -> Speech:
    """The speech that this machine has."""
    return Espeak() if all(shutil.which(program) for program in PROGRAMS) else Silent()


def spoken(text: str) -> str:
    """`text` as it is to be said: without emoji and marks, phone numbers digit by digit, a pause after each line."""
    lines = (_words(PHONE.sub(_digits, line)) for line in text.splitlines())
    return "\n".join(line if line[-1] in ".?!:,؟،" else f"{line}." for line in lines if line)


def _digits(number: re.Match[str]) -> str:
    """Each digit as a word of its own, with a pause where the number has one."""
    return ", ".join(" ".join(group) for group in PAUSE.split(number[0].removeprefix("+")))


def _words(line: str) -> str:
    """Without what has no sound: emoji, bullets, arrows, ticks, brackets, and marks that steer the direction."""
    kept = (char for char in line if unicodedata.category(char) not in ("So", "Sk", "Sm", "Cf", "Co", "Cn", "Cs"))
    return " ".join("".join(" " if char in SILENT else char for char in kept).split())


async def _made(said: str, voice: str) -> bytes | None:
    """The sound, through both programs."""
    try:
        async with asyncio.timeout(LONGEST):
            wave = await _run(said.encode(), "espeak-ng", "-v", voice, "-s", SLOWLY, "-b", "1", "--stdin", "--stdout")
            return await _run(wave, "opusenc", "--quiet", "--bitrate", "24", "--discard-comments", "-", "-")
    except (OSError, TimeoutError, RuntimeError) as error:
        log.warning("speech_failed error=%s", type(error).__name__)
        return None


async def _run(given: bytes, *command: str) -> bytes:
    """What a program makes of `given`. Raises RuntimeError when it fails; it is ended when it is not waited for."""
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=quiet
    )
    try:
        made, _ = await process.communicate(given)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not made:
        raise RuntimeError(command[0])
    return made
