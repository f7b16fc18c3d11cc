"""What the server knows: the bot, its chats and their messages, open button presses, waiting updates."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.botapi.chat import FakeChat, Identity
from tests.botapi.kinds import Canaries
from tests.botapi.messages import Message
from tests.botapi.params import Params
from tests.botapi.updates import Updates


@dataclass(slots=True)
class Query:
    """One button press that waits for its answer, or had it. `opened` is in seconds since 1970."""

    opened: float
    answered: bool = False
    text: str = ""


@dataclass(eq=False, kw_only=True)
class World:
    """The state behind the methods. `clock` gives seconds since 1970 and may be replaced to age messages."""

    bot_id: int = 100
    clock: Callable[[], float] = time.time
    query_lifetime: float = 150.0  # seconds in which a button press can be answered
    updates: Updates = field(default_factory=Updates)
    chats: dict[int, FakeChat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Params]] = field(default_factory=dict)  # by scope and language
    profile: dict[tuple[str, str], str] = field(default_factory=dict)  # by field and language
    _message_id: int = 0

    def chat(
        self,
        chat_id: int,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "nl",
        type: str = "private",
    ) -> FakeChat:
        """The chat with this id, made at first mention. Names that are not given are canaries."""
        known = self.chats.get(chat_id)
        if known:
            return known
        canaries = Canaries(chat_id)
        identity = Identity(
            chat_id,
            type,
            _name(canaries, "first_name", first_name),
            _name(canaries, "last_name", last_name),
            _name(canaries, "username", username),
            language_code,
        )
        return self.chats.setdefault(chat_id, FakeChat(self, identity, canaries))

    def inject(self, update: Params, chat_id: int | None = None) -> int:
        """Queue any update, given without its id, for what no honest client would send. Gives the id."""
        return self.updates.add(update, chat_id)

    def now(self) -> float:
        """Seconds since 1970, by this world's clock."""
        return self.clock()

    def next_message_id(self) -> int:
        """Ids rise over all chats together."""
        self._message_id += 1
        return self._message_id

    def open_query(self) -> str:
        """A new callback query id that waits for its answer."""
        query_id = str(7_000_000_000 + len(self.queries))
        self.queries[query_id] = Query(self.now())
        return query_id

    def answer_query(self, query_id: str, text: str) -> bool:
        """Answer a button press; False when it is unknown or too old."""
        query = self.queries.get(query_id)
        if query is None or self.now() - query.opened > self.query_lifetime:
            return False
        query.answered, query.text = True, text
        return True

    def bot_user(self) -> Params:
        """The bot as a Telegram user."""
        return {"id": self.bot_id, "is_bot": True, "first_name": "Wegwijs", "username": "wegwijs_test_bot"}

    def as_json(self, message: Message) -> Params:
        """A message as the Bot API writes it."""
        identity = self.chats[message.chat_id].identity
        body: Params = {
            "message_id": message.id,
            "from": self.bot_user() if message.from_bot else identity.user(),
            "chat": identity.chat(),
            "date": message.date,
            "caption" if message.media else "text": message.text,
        }
        if message.media:
            body[message.media] = _stored(message)
        if message.markup and "inline_keyboard" in message.markup:
            body["reply_markup"] = message.markup
        return body


def _name(canaries: Canaries, field_name: str, given: str | None) -> str:
    return canaries.mark(field_name) if given is None else canaries.remember(given)


def _stored(message: Message) -> Params | list[Params]:
    size = len(message.upload.content) if message.upload else 0
    file = {"file_id": f"file{message.id}", "file_unique_id": f"unique{message.id}", "file_size": size}
    if message.media == "photo":
        return [{**file, "width": 640, "height": 480}]
    return {**file, "duration": 1}
