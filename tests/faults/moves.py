"""What somebody might do next: tap, type, type ahead, correct, send a picture, shout, talk gibberish."""

import random
import string
from collections.abc import Callable

from tests.faults.residents import Move, Resident, incoming

MARK = "zqxvk"
"""Stands in every word of gibberish: seen anywhere but with the one who typed it, something leaked."""

COMMANDS = (
    "/start", "/start nl-letter", "/help", "/stop", "/language", "/privacy", "/restart", "/erase", "/leave",
    "terug", "stop", "opnieuw", "back", "help", "رجوع", "English", "Nederlands",
)  # fmt: skip
ABOUT = (
    "er is een brief van de deurwaarder", "ik heb schulden", "een aanmaning", "dagvaarding gekregen", "uithuiszetting",
    "ze sluiten mijn stroom af", "brief van de belastingdienst", "I have a letter from a bailiff", "boete verhoogd",
    "ik kan niet lezen", "huurachterstand",
)  # fmt: skip
DANGER = ("ik wil niet meer leven", "ik wil dood", "I want to kill myself", "mijn man slaat me", "أريد أن أموت")
STRANGE = (
    "\x00\x01\x02", "\ud800", "a\u0301" * 60, "\u202eomgekeerd\u202c", "💶" * 300, "x" * 4000, "1" * 60,
    "!leave", "letters.pile.one", "ja", "🙂", "'; DROP TABLE conversation; --", "{choice}", "%s",
)  # fmt: skip
SENT = ("photo", "voice", "sticker", "contact", "location", "document", "forwarded")
FORGED = ("letters.pile.never", "x", "..", "!", "!nothing", "welcome.language.xx", "erase.sure.no", "\u0430.b.c")


SOUND = "!listen"
"""Answered with a voice message, of which these runs cannot tell what it says."""


def taps(person: Resident) -> Move | None:
    """A button of the last screen, once it is there."""
    if person.open or person.screen is None or not person.screen.rows:
        return None
    data = person.chance.choice([button.data for row in person.screen.rows for button in row if button.data != SOUND])
    return _press(person, data, _newest_with(person, data))


def taps_an_old_button(person: Resident) -> Move | None:
    """A button of one of the last screens that are still there."""
    shown = [message for message in person.chat.visible if message.from_bot and message.buttons][-5:]
    if not shown:
        return None
    message = person.chance.choice(shown)
    return _press(
        person, person.chance.choice([data for row in message.buttons for _, data in row if data != SOUND]), message.id
    )


def forges(person: Resident) -> Move | None:
    """A button that never was."""
    shown = [message.id for message in person.chat.visible if message.from_bot]
    data = person.chance.choice(FORGED)
    if not shown:
        return None
    return Move(incoming(person.chat, tap=data), lambda: person.chat.forges(data, on=shown[-1]))


def types_a_label(person: Resident) -> Move | None:
    """The words on a button, perhaps of a screen that is still on its way."""
    shown = [button for row in person.screen.rows for button in row] if person.screen else []
    labels = [button.label for button in shown if button.data != SOUND]
    return _say(person, person.chance.choice(labels)) if labels else None


def types_a_number(person: Resident) -> Move:
    """The place of a button."""
    return _say(person, str(person.chance.randint(1, 6)))


def types_gibberish(person: Resident) -> Move:
    """A word that exists nowhere else."""
    return _say(person, gibberish(person.chance))


def sends_something(person: Resident) -> Move:
    """A picture, a voice, a contact: something that is not read."""
    kind = person.chance.choice(SENT)
    return Move(incoming(person.chat), lambda: person.chat.sends(kind))


def corrects_a_text(person: Resident) -> Move | None:
    """Changes what was typed before."""
    own = [message.id for message in person.chat.visible if not message.from_bot and not message.media][-3:]
    if not own:
        return None
    message, text = person.chance.choice(own), person.chance.choice((*ABOUT, "1", "2", gibberish(person.chance)))
    return Move(incoming(person.chat, text=text), lambda: person.chat.edits(message, text))


def _one_of(texts: tuple[str, ...]) -> Callable[[Resident], Move]:
    return lambda person: _say(person, person.chance.choice(texts))


MOVES: dict[Callable[[Resident], Move | None], int] = {
    taps: 35,
    types_a_label: 14,
    types_a_number: 14,
    _one_of(COMMANDS): 10,
    _one_of(ABOUT): 8,
    taps_an_old_button: 6,
    types_gibberish: 5,
    sends_something: 5,
    corrects_a_text: 4,
    _one_of(STRANGE): 4,
    _one_of(DANGER): 3,
    forges: 2,
}
"""How often each is tried."""


def any_move(person: Resident) -> Move | None:
    """One of `MOVES`, as the dice fall."""
    [choose] = person.chance.choices(tuple(MOVES), tuple(MOVES.values()))
    return choose(person)


def gibberish(chance: random.Random) -> str:
    """A word of no language, with `MARK` in it."""
    return MARK + "".join(chance.choices(string.ascii_lowercase, k=8))


def _say(person: Resident, text: str) -> Move:
    return Move(incoming(person.chat, text=text), lambda: person.chat.says(text))


def _press(person: Resident, data: str, on: int | None) -> Move | None:
    return Move(incoming(person.chat, tap=data), lambda: person.chat.taps(data, on)) if on is not None else None


def _newest_with(person: Resident, data: str) -> int | None:
    shown = (message for message in reversed(person.chat.visible) if message.from_bot)
    return next((message.id for message in shown if message.data_of(data) is not None), None)
