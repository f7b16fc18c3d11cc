"""The other end of the line: one person with a phone, as a test speaks for them."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tests.botapi.kinds import KINDS, Canaries
from tests.botapi.messages import Message
from tests.botapi.params import Params
from tests.botapi.updates import Updates


class Posted(NamedTuple):
    """What a person sent: the update that tells of it, and the message."""

    update_id: int
    message_id: int


class Tap(NamedTuple):
    """A button press: the update that tells of it, and the id the bot has to answer."""

    update_id: int
    query_id: str


class Exchange(Protocol):
    """What a chat needs of the server it is on."""

    updates: Updates

    def now(self) -> float:
        """Seconds since 1970."""

    def next_message_id(self) -> int:
        """Ids rise over all chats together."""

    def open_query(self) -> str:
        """A new callback query id that waits for its answer."""

    def bot_user(self) -> Params:
        """The bot as a Telegram user."""

    def as_json(self, message: Message) -> Params:
        """A message as the Bot API writes it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is on Telegram: nothing of this may reach anybody else."""

    chat_id: int
    type: str
    first_name: str
    last_name: str
    username: str
    language_code: str

    def user(self) -> Params:
        """The sender of a message."""
        return {
            "id": abs(self.chat_id),
            "is_bot": False,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }

    def chat(self) -> Params:
        """The conversation a message belongs to."""
        if self.type != "private":
            return {"id": self.chat_id, "type": self.type, "title": self.first_name}
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {"id": self.chat_id, "type": "private", **names}


@dataclass(slots=True, eq=False)
class FakeChat:
    """One conversation. Everything the person does is an update for the bot; what the bot does shows here."""

    api: Exchange
    identity: Identity
    canaries: Canaries
    messages: dict[int, Message] = field(default_factory=dict)
    blocked: bool = False
    _from_bot: list[Message] = field(default_factory=list)
    _seen: int = 0
    _watchers: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The chat id."""
        return self.identity.chat_id

    @property
    def visible(self) -> list[Message]:
        """What somebody who holds this phone can read: messages of both sides that are not deleted."""
        return [message for message in self.messages.values() if not message.deleted]

    @property
    def screen(self) -> Message:
        """The newest visible message of the bot. Raises AssertionError when there is none."""
        for message in reversed(self._from_bot):
            if not message.deleted:
                return message
        raise AssertionError(f"chat {self.id} shows no message of the bot")

    async def says(self, text: str) -> Posted:
        """Type a text and send it."""
        return self._post({"text": text}, text)

    async def sends(self, kind: str) -> Posted:
        """Send one of `KINDS` instead of plain text, with a canary in every field that identifies."""
        content = KINDS[kind](self.canaries)
        return self._post(content, content.get("text") or content.get("caption") or "", kind)

    async def edits(self, message_id: int, text: str) -> Posted:
        """Change an earlier text of this person."""
        message = self.messages[message_id]
        message.text, message.edits = text, message.edits + 1
        body = {**self._told(message, {"text": text}), "edit_date": int(self.api.now())}
        return Posted(self.api.updates.add({"edited_message": body}, self.id), message_id)

    async def taps(self, button: str, on: int | None = None) -> Tap:
        """Press a button by its label or data: on message `on`, or on the newest visible one that has it."""
        candidates = [self.messages[on]] if on is not None else reversed(self._from_bot)
        for message in candidates:
            data = message.data_of(button)
            if data is not None and (on is not None or not message.deleted):
                return self._press(data, message)
        raise AssertionError(f"chat {self.id} shows no button {button!r}; {self._screen_in_words()}")

    async def forges(self, data: str, on: int | None = None) -> Tap:
        """Press a button that never was there, on message `on` or the newest one of the bot."""
        return self._press(data, self.messages[on] if on is not None else self.screen)

    async def blocks(self) -> int:
        """Block the bot: it gets 403 from now on. Gives the update id."""
        return self._membership("member", "kicked")

    async def unblocks(self) -> int:
        """Let the bot write again. Gives the update id."""
        return self._membership("kicked", "member")

    async def sees(self, n: int = 1, timeout: float = 5.0) -> list[Message]:  # noqa: ASYNC109
        """The next `n` messages of the bot that no earlier call returned; `timeout` in seconds.

        Edits are no new messages: wait for those with `until`. Raises AssertionError when it takes too long.
        """
        await self.until(lambda: len(self._from_bot) >= self._seen + n, timeout, f"sees {n} new message(s)")
        self._seen += n
        return self._from_bot[self._seen - n : self._seen]

    async def until(self, holds: Callable[[], bool], timeout: float = 5.0, what: str = "shows it") -> None:  # noqa: ASYNC109
        """Wait until `holds()` is true, looking after each call of the bot to this chat."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    watcher = asyncio.get_running_loop().create_future()
                    self._watchers.append(watcher)
                    await watcher
        except TimeoutError:
            problem = f"after {timeout} s it is not so that chat {self.id} {what}; {self._screen_in_words()}"
            raise AssertionError(problem) from None

    def show(self, message: Message) -> None:
        """A new message of the bot arrives."""
        self.messages[message.id] = message
        self._from_bot.append(message)

    def touched(self) -> None:
        """The bot did something here."""
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    def _post(self, content: Params, text: str, media: str | None = None) -> Posted:
        message = Message(self.api.next_message_id(), self.id, False, text, int(self.api.now()), media=media)
        self.messages[message.id] = message
        update_id = self.api.updates.add({"message": self._told(message, content)}, self.id)
        return Posted(update_id, message.id)

    def _told(self, message: Message, content: Params) -> Params:
        who = {"from": self.identity.user(), "chat": self.identity.chat()}
        return {"message_id": message.id, **who, "date": message.date, **content}

    def _press(self, data: str, message: Message) -> Tap:
        shown = self.api.as_json(message)
        if message.deleted:
            shown = {"message_id": message.id, "chat": self.identity.chat(), "date": 0}
        query: Params = {
            "id": self.api.open_query(),
            "from": self.identity.user(),
            "message": shown,
            "chat_instance": str(random.Random(self.id).getrandbits(62)),
            "data": data,
        }
        return Tap(self.api.updates.add({"callback_query": query}, self.id), query["id"])

    def _membership(self, before: str, after: str) -> int:
        self.blocked = after == "kicked"
        user = self.api.bot_user()
        change = {
            "chat": self.identity.chat(),
            "from": self.identity.user(),
            "date": int(self.api.now()),
            "old_chat_member": _member(user, before),
            "new_chat_member": _member(user, after),
        }
        return self.api.updates.add({"my_chat_member": change}, self.id)

    def _screen_in_words(self) -> str:
        if not self._from_bot:
            return "the bot has sent nothing"
        last = self._from_bot[-1]
        return f"of {len(self._from_bot)} message(s) the last is {last.text!r} with {last.labels}"


def _member(user: Params, status: str) -> Params:
    return {"user": user, "status": status, **({"until_date": 0} if status == "kicked" else {})}
