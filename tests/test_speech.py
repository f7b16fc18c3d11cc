"""Reading aloud: what is said, in which language, and what happens when there is no voice."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bot import speech
from bot.house import House
from bot.messages import Incoming
from bot.speech import VOICES, Espeak, Silent, find, spoken
from bot.turn import respond
from tests.programs import needed
from tests.resident import NOON, AtTheCore


@pytest.fixture
def espeak() -> Espeak:
    """The voice of this machine."""
    needed("espeak-ng", "opusenc", package="espeak-ng opus-tools")
    return Espeak()


@pytest.fixture
def speaking(house: House) -> House:
    """The house where all languages can be heard."""
    return replace(house, speaks=frozenset(VOICES))


# --- what is said ------------------------------------------------------------------------------------


def test_a_phone_number_is_said_digit_by_digit() -> None:
    assert spoken("Bel 0800-8115") == "Bel 0 8 0 0, 8 1 1 5."
    assert spoken("Gevaar? Bel 112.") == "Gevaar? Bel 1 1 2."
    assert spoken("Bel 046 - 477 77 77 vandaag") == "Bel 0 4 6, 4 7 7, 7 7, 7 7 vandaag."


def test_amounts_days_and_times_are_said_as_they_are() -> None:
    for text in ("Je hebt € 112 over.", "Om 10:30 uur.", "Op 23 november 2026.", "Binnen 14 dagen."):
        assert spoken(text) == text


def test_emoji_and_marks_are_not_said() -> None:
    assert spoken("✓ Nee\n\n• Geld 🙂️\n→ Wonen") == "Nee.\nGeld.\nWonen."
    assert spoken("\N{RIGHT-TO-LEFT MARK}اتصل بـ ⁨113⁩") == "اتصل بـ 1 1 3."
    assert spoken("[[h@l'oU]] hallo") == "h@l'oU hallo.", "espeak-ng would take what is in these brackets for sounds"


def test_a_line_ends_with_a_pause() -> None:
    assert spoken("Kopje\nEn dan verder? Ja") == "Kopje.\nEn dan verder? Ja."


# --- the voice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", VOICES)
async def test_every_language_of_the_house_has_a_voice(espeak: Espeak, house: House, language: str) -> None:
    sound = await espeak.speak(house.catalog.text("welcome.doors", language), language)
    assert sound and sound.startswith(b"OggS") and b"OpusHead" in sound[:64], "what Telegram takes for a voice message"
    assert set(house.catalog.languages) <= espeak.languages


async def test_no_text_of_anybody_stays_in_the_sound(espeak: Espeak) -> None:
    sound = await espeak.speak("mijn geheime woord", "nl")
    assert sound and b"geheim" not in sound


async def test_the_same_text_is_made_once(espeak: Espeak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "KEPT", 2)
    first = await espeak.speak("een", "nl")
    assert await espeak.speak("een", "nl") is first
    for text in ("twee", "drie"):
        await espeak.speak(text, "nl")
    assert len(espeak._kept) == 2
    assert await espeak.speak("een", "nl") is not first


async def test_what_takes_too_long_is_ended(espeak: Espeak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "LONGEST", 0.01)
    started = time.monotonic()
    assert await espeak.speak("een heel lange tekst " * 2000, "nl") is None
    assert time.monotonic() - started < 5


async def test_words_are_never_a_command(espeak: Espeak, tmp_path: object) -> None:
    for text in ("-f /etc/passwd", "; touch gehackt", "$(touch gehackt)", "<speak>hoi</speak>", "\x00\x01"):
        await espeak.speak(text, "nl")


async def test_there_is_no_voice_for_an_unknown_language_or_for_nothing(espeak: Espeak) -> None:
    assert await espeak.speak("hello", "fr; reboot") is None
    assert await espeak.speak("🙂", "nl") is None


async def test_a_program_that_fails_makes_no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(said: bytes, *command: str) -> bytes:
        raise RuntimeError(command[0])

    monkeypatch.setattr(speech, "_run", broken)
    assert await Espeak().speak("hallo", "nl") is None


async def test_without_the_programs_the_house_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "PROGRAMS", ("no-such-program",))
    assert isinstance(find(), Silent)
    assert find().languages == frozenset()
    assert await find().speak("hallo", "nl") is None


async def test_many_who_listen_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    running = 0

    async def slow(said: str, voice: str) -> bytes:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.01)
        running -= 1
        return b"OggS"

    monkeypatch.setattr(speech, "_made", slow)
    voice = Espeak()
    await asyncio.gather(*(voice.speak(f"tekst {number}", "nl") for number in range(8)))
    assert max(at_once) == speech.AT_ONCE


# --- listening in a conversation ---------------------------------------------------------------------


async def begun(house: House) -> AtTheCore:
    """Somebody at the doors, in Dutch."""
    resident = AtTheCore(house)
    await resident.says("/start")
    await resident.taps("nl")
    return resident


async def test_a_screen_can_be_heard_where_there_is_a_voice(speaking: House) -> None:
    resident = await begun(speaking)
    shown, labels = resident.screens[-1].text, [button.label for row in resident.screens[-1].rows for button in row]
    await resident.taps("!listen")
    [heard] = resident.screens
    assert (heard.speak, heard.rows) == ("nl", ())
    assert heard.text.startswith(shown.split("\n\n", 1)[1][:40])
    assert f"1: {labels[0]}" in heard.text, "who cannot read has to hear what there is to choose"
    assert "Nu weg" not in heard.text


async def test_listening_changes_nothing(speaking: House) -> None:
    resident = await begun(speaking)
    before = resident.stored
    await resident.taps("!listen")
    assert resident.stored == before


@pytest.mark.parametrize(
    "word", ["luister", "Lees voor", "/listen", "read aloud", "اقرأ لي", "dinle", "posłuchaj", "слухати"]
)
async def test_listening_can_be_asked_for_in_words(speaking: House, word: str) -> None:
    resident = await begun(speaking)
    await resident.says(word)
    assert resident.screens[-1].speak == "nl"


async def test_without_a_voice_there_is_no_button_and_a_kind_sentence(house: House) -> None:
    resident = await begun(house)
    assert "!listen" not in [button.data for row in resident.screens[-1].rows for button in row]
    await resident.says("luister")
    assert resident.text == house.catalog.text("act.not_aloud", "nl")
    assert resident.screens[-1].speak == ""


async def test_nothing_is_said_before_somebody_asks(speaking: House) -> None:
    resident = await begun(speaking)
    for text in ("ik heb schulden", "help", "terug"):
        await resident.says(text)
        assert not any(screen.speak for screen in resident.screens)


def test_the_choice_of_language_itself_has_no_button_to_listen(speaking: House) -> None:
    answer = respond(speaking, None, Incoming("core", "somebody", "1", text="/start"), NOON)
    assert "!listen" not in [button.data for row in answer.screens[-1].rows for button in row]
