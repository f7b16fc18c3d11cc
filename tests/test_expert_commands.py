"""The coordinator's commands for experience experts and figures, as they are typed, also while the bot runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import crypto, settings
from bot.__main__ import main
from bot.channels import telegram
from bot.commands.expert import CODE_LENGTH, LETTERS
from bot.coordinating import tables
from bot.handoff.desk import CODE
from bot.house import House
from bot.messages import Edit, Incoming, Screen
from bot.pace import Pace
from bot.service import Service
from bot.store import Row, Store, open_sqlite
from bot.timers import LOOK
from tests.botapi import FakeBotApi, FakeChat
from tests.process import BotProcess

SAM = ("--alias", "Sam", "--languages", "nl,ar", "--experiences", "debts,caring", "--hours", "ma-zo 0-24")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and no other setting than where it is."""
    monkeypatch.setenv("WEGWIJS_DATA", str(tmp_path))
    return tmp_path


def types(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(main, list(words))


async def typed(*words: str) -> str:
    """Type a command beside the running bot; what it prints."""
    result = await asyncio.to_thread(types, *words)
    assert result.exit_code == 0, result.output
    return result.output


class Bot:
    """The service at work on the same file; `said` is what somebody got last."""

    def __init__(self, service: Service, rows: list[Row]) -> None:
        self.service, self.rows = service, rows
        self._count = 0

    async def hears(self, who: str, text: str | None = None, tap: str | None = None) -> None:
        """Somebody types or taps."""
        self._count += 1
        incoming = Incoming(telegram.NAME, who, str(self._count), text=text, tap=tap, number=self._count)
        await self.service.handle(incoming)
        await self.service.look_around()

    def said(self, who: str) -> str:
        """All that somebody was sent."""
        sent = [row.outgoing for row in self.rows if row.address == who]
        return "\n".join(one.screen.text if isinstance(one, Edit) else getattr(one, "text", "") for one in sent)

    def button(self, who: str) -> str:
        """The data of the first button somebody was sent last."""
        return next(
            row.outgoing.rows[0][0].data
            for row in reversed(self.rows)
            if row.address == who and isinstance(row.outgoing, Screen) and row.outgoing.rows
        )


class Box:
    """Where rows to deliver end up."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def put(self, rows: tuple[Row, ...]) -> None:
        self.rows += rows


@pytest.fixture
async def running(house: House, data: Path) -> AsyncIterator[Bot]:
    """The bot at work on the data of this test."""
    store = Store(await open_sqlite(data / "wegwijs.sqlite"), crypto.load("", data))
    await store.start()
    box = Box()
    yield Bot(Service(lambda: house, store, box, Pace(0)), box.rows)
    await store.stop()


async def consents(bot: Bot, who: str) -> None:
    """A resident asks for a person, and agrees."""
    await bot.hears(who, "/start nl")
    await bot.hears(who, "ik wil met iemand praten")
    for tap in ("handoff.offer.yes", "handoff.like_me.any", "handoff.own.skip", "handoff.preview.send"):
        await bot.hears(who, tap=tap)


async def offered(chat: FakeChat, button: str) -> None:
    """Ask for a person; the newest message has this button."""
    said = len(chat.visible)
    await chat.says("ik wil met iemand praten")
    await chat.until(lambda: any(button in str(message.buttons) for message in chat.visible[said:]), 10, button)


def code_in(output: str) -> str:
    """The code that a command printed."""
    return str(re.findall(rf"expert-([{LETTERS}]{{{CODE_LENGTH}}})", output)[0])


# --- invitations ---------------------------------------------------------------------------------------


def test_an_invitation_says_how_it_is_used(data: Path) -> None:
    result = types("expert", "invite", *SAM)
    code = code_in(result.output)
    assert (result.exit_code, CODE.fullmatch(f"expert-{code}") is not None) == (0, True)
    assert f"?start=expert-{code}" in result.output
    assert not set("IO01") & set(code)


def test_every_code_is_another(data: Path) -> None:
    assert len({code_in(types("expert", "invite", *SAM).output) for _ in range(5)}) == 5


def test_a_code_stands_nowhere_in_the_data(data: Path) -> None:
    code = code_in(types("expert", "invite", *SAM).output)
    heap = b"".join(path.read_bytes() for path in data.iterdir())
    assert code.encode() not in heap
    assert b"Sam" not in heap


@pytest.mark.parametrize(
    ("option", "wrong", "told"),
    [
        ("--alias", "", "--alias Sam"),
        ("--alias", "Sam Jansen", "één woord"),
        ("--alias", "Sam06", "zonder cijfers"),
        ("--languages", "nl,xx", "nl, en, ar, tr, pl, uk"),
        ("--languages", "", "--languages nl,ar"),
        ("--experiences", "schulden", "debts, mental"),
        ("--hours", "altijd", "altijd"),
        ("--hours", "", "Wanneer is Sam er?"),
        ("--hours", "ma 25-26", "ma 25-26"),
        ("--intro", "Bel me: 06 12345678", "--intro"),
        ("--intro", "x" * 201, "200"),
        ("--most", "0", "1 tot 9"),
        ("--most", "veel", "1 tot 9"),
        ("--days", "400", "1 tot 30"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_says_what_to_do(data: Path, option: str, wrong: str, told: str) -> None:
    result = types("expert", "invite", *SAM, option, wrong)
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output
    assert not (data / "wegwijs.sqlite").exists(), "nothing was kept"


# --- beside the running bot ---------------------------------------------------------------------------


async def test_an_invitation_works_in_a_bot_that_runs_already(running: Bot) -> None:
    code = code_in(await typed("expert", "invite", *SAM))
    await running.hears("sam", f"/start expert-{code}")
    assert "Naam: Sam" in running.said("sam")
    await running.hears("kim", f"expert-{code}")
    assert "Naam: Sam" not in running.said("kim"), "a code works once"
    assert "Deze code werkt niet meer" in running.said("kim")
    listed = await typed("expert", "list")
    assert re.search(r"Sam +[0-9a-f]{8} +nl,ar +debts,caring +ma-zo 0-24 +ja +0 van 3", listed)


async def test_a_code_typed_again_is_never_said_to_a_resident(running: Bot) -> None:
    code = code_in(await typed("expert", "invite", *SAM))
    await running.hears("sam", f"expert-{code}")
    await consents(running, "ann")
    await running.hears("sam", tap=running.button("sam"))
    await running.hears("sam", "Hoi, ik ben Sam")
    await running.hears("sam", f"expert-{code}")
    assert "Hoi, ik ben Sam" in running.said("ann")
    assert code not in running.said("ann")
    assert running.said("sam").count("Naam: Sam") == 2


async def test_somebody_revoked_hears_that_another_is_sought_and_the_resident_gets_somebody_else(
    running: Bot,
) -> None:
    code = code_in(await typed("expert", "invite", *SAM))
    await running.hears("sam", f"expert-{code}")
    await consents(running, "ann")
    await running.hears("sam", tap=running.button("sam"))
    assert "1 van 3" in await typed("expert", "list")
    assert "gesprekken 1" in await typed("stats")
    assert "Sam werkt hier niet meer" in await typed("expert", "revoke", "sam")
    await running.service.look_around()
    assert "Ik zoek iemand anders" in running.said("ann")
    before = running.said("sam")
    assert "Ik zoek een ander" in before
    await running.hears("ann", "ben je er nog?")
    assert running.said("sam") == before
    assert "geen ervaringsdeskundigen" in await typed("expert", "list")


async def test_a_name_is_given_once_and_an_unknown_one_is_not_revoked(running: Bot) -> None:
    await running.hears("sam", f"expert-{code_in(await typed('expert', 'invite', *SAM))}")
    again = await asyncio.to_thread(types, "expert", "invite", *SAM)
    assert (again.exit_code, "al iemand als Sam" in again.output) == (1, True)
    nobody = await asyncio.to_thread(types, "expert", "revoke", "Kim")
    assert (nobody.exit_code, "expert list" in nobody.output) == (1, True)


async def test_the_roster_says_which_hours_and_languages_have_nobody(running: Bot) -> None:
    output = await typed("expert", "invite", *SAM[:-1], "ma-zo 9-12, 13-21")
    await running.hears("sam", f"expert-{code_in(output)}")
    told = await typed("expert", "roster")
    assert told.count("09:00-12:00  Sam (nl,ar)") == 7
    assert told.count("niemand: 12:00-13:00") == 7
    assert "Nederlands 77, Arabisch 77." in told
    assert "Niemand spreekt: Engels, Turks, Pools, Oekraïens." in told


async def test_the_real_bot_sees_within_seconds_what_a_coordinator_types(data: Path) -> None:
    async with FakeBotApi() as api, BotProcess(api, data):
        ann, sam = api.chat(1), api.chat(2)
        await ann.says("/start nl")
        await offered(ann, "people.now.go_on")
        await sam.says(f"/start expert-{code_in(await typed('expert', 'invite', *SAM))}")
        await sam.until(lambda: any("Naam: Sam" in message.text for message in sam.visible), 10)
        await asyncio.sleep(LOOK + 0.5)
        await offered(ann, "handoff.offer.yes")
        await typed("expert", "revoke", "Sam")
        await asyncio.sleep(LOOK + 0.5)
        await offered(ann, "people.now.go_on")


def test_before_the_first_start_there_is_nobody(data: Path) -> None:
    assert "geen ervaringsdeskundigen" in types("expert", "list").output
    assert types("expert", "roster").output.count("niemand: 09:00-21:00") == 7
    assert types("expert", "revoke", "Sam").exit_code == 1
    assert not (data / "wegwijs.sqlite").exists()


# --- figures ------------------------------------------------------------------------------------------


async def test_figures_hide_who_is_few(running: Bot, tmp_path: Path) -> None:
    await running.hears("sam", f"expert-{code_in(await typed('expert', 'invite', *SAM))}")
    for number in range(12):
        await consents(running, f"resident {number}")
    await running.hears("somebody", "ik wil dood")
    told = await typed("stats", "--csv", str(tmp_path / "x.csv"), "--html", str(tmp_path / "x.html"))
    assert re.search(r"Nederlands +10\n", told)
    assert re.search(r"levensgevaar +< 10\n", told)
    assert "wachtende vragen 12" in told
    rows = tables.read(tmp_path / "x.csv").rows
    assert ("Wat er gebeurde", "Vragen om een gesprek, per taal", "Nederlands", "10") in rows
    assert {row[3] for row in rows} == {"10", "170", "< 10"}, "168 hours a week"
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "<svg" in page
    assert not re.search(r"<script|https?:|url\(|@import|<link|<img", page), "nothing comes from elsewhere"


def test_figures_before_anything_happened(data: Path) -> None:
    result = types("stats")
    assert result.exit_code == 0
    assert not re.search(r"(?<!<) [1-9]\d*$", result.output, re.MULTILINE), "no figure but < 10"
    assert settings.read().database.exists() is False
