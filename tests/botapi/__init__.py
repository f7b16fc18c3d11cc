"""A stand-in for the Telegram Bot API server: real HTTP, real refusals, and faults on request.

Inside a test::

    async with FakeBotApi() as api:
        chat = api.chat(42)
        await chat.says("hallo")
        [answer] = await chat.sees()

As a process of its own, for benches and fault runs: ``python -m tests.botapi --port 0``.
The wording of refusals follows the open source of the real server (tdlib/telegram-bot-api, May 2026).
"""

from tests.botapi.chat import FakeChat, Posted, Tap
from tests.botapi.faults import Fault, FaultKind, Unrest
from tests.botapi.kinds import KINDS
from tests.botapi.messages import Message
from tests.botapi.server import Call, FakeBotApi
from tests.botapi.updates import Delivery

__all__ = [
    "KINDS",
    "Call",
    "Delivery",
    "FakeBotApi",
    "FakeChat",
    "Fault",
    "FaultKind",
    "Message",
    "Posted",
    "Tap",
    "Unrest",
]
