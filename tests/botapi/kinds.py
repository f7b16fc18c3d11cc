"""Everything a person can send besides plain text, with a canary in each field that says who somebody is."""

from collections.abc import Callable

from tests.botapi.params import Params


class Canaries:
    """Hands out strings that occur nowhere else, for the fields that identify one person.

    `all` holds every string handed out; an id of six digits or more counts as one.
    """

    def __init__(self, chat_id: int) -> None:
        self._chat_id = chat_id
        self.all: list[str] = [str(chat_id)] if len(str(abs(chat_id))) >= 6 else []

    def mark(self, field: str) -> str:
        """The canary of one field; the same field gives the same string."""
        return self.remember(f"canary_{abs(self._chat_id)}_{field}")

    def phone(self) -> str:
        """A telephone number of this person only."""
        return self.remember(f"+3160{abs(self._chat_id) % 10**7:07d}")

    def degrees(self, whole: int) -> float:
        """A coordinate of this person only, near `whole` degrees."""
        value = whole + (abs(self._chat_id) % 899_983 + 100_003) / 1_000_003
        self.remember(str(value))
        return value

    def remember(self, value: str) -> str:
        """Count an existing string as a canary."""
        if value not in self.all:
            self.all.append(value)
        return value


Kind = Callable[[Canaries], Params]


def _file(canaries: Canaries, kind: str, **more: object) -> Params:
    return {
        "file_id": canaries.mark(f"{kind}_file_id"),
        "file_unique_id": canaries.mark(f"{kind}_unique_id"),
        "file_size": 2048,
        **more,
    }


def _named(canaries: Canaries, kind: str, **more: object) -> Params:
    return _file(canaries, kind, file_name=canaries.mark(f"{kind}_name"), mime_type="application/octet-stream", **more)


def _caption(canaries: Canaries, kind: str) -> str:
    return canaries.mark(f"{kind}_caption")


def _somebody(canaries: Canaries, field: str) -> Params:
    return {
        "id": 777_000_111,
        "is_bot": False,
        "first_name": canaries.mark(f"{field}_first_name"),
        "username": canaries.mark(f"{field}_username"),
    }


def _photo(canaries: Canaries) -> Params:
    return {"photo": [_file(canaries, "photo", width=90, height=60)], "caption": _caption(canaries, "photo")}


def _voice(canaries: Canaries) -> Params:
    return {
        "voice": _file(canaries, "voice", duration=3, mime_type="audio/ogg"),
        "caption": _caption(canaries, "voice"),
    }


def _sticker(canaries: Canaries) -> Params:
    set_name = canaries.mark("sticker_set")
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": _file(canaries, "sticker", set_name=set_name, emoji="👋", **shape)}


def _contact(canaries: Canaries) -> Params:
    return {
        "contact": {
            "phone_number": canaries.phone(),
            "first_name": canaries.mark("contact_first_name"),
            "last_name": canaries.mark("contact_last_name"),
            "vcard": f"BEGIN:VCARD\nTEL:{canaries.phone()}\nEND:VCARD",
            "user_id": 777_000_111,
        }
    }


def _location(canaries: Canaries) -> Params:
    return {"location": {"latitude": canaries.degrees(50), "longitude": canaries.degrees(5)}}


def _venue(canaries: Canaries) -> Params:
    place = _location(canaries)
    return {
        **place,
        "venue": {
            **place,
            "title": canaries.mark("venue_title"),
            "address": canaries.mark("venue_address"),
        },
    }


def _document(canaries: Canaries) -> Params:
    return {"document": _named(canaries, "document"), "caption": _caption(canaries, "document")}


def _poll(canaries: Canaries) -> Params:
    return {
        "poll": {
            "id": "1",
            "question": canaries.mark("poll_question"),
            "options": [{"text": canaries.mark("poll_option"), "voter_count": 0, "persistent_id": "0"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def _video(canaries: Canaries) -> Params:
    video = _named(canaries, "video", width=320, height=240, duration=4)
    return {"video": video, "caption": _caption(canaries, "video")}


def _animation(canaries: Canaries) -> Params:
    moving = _named(canaries, "animation", width=320, height=240, duration=2)
    return {
        "animation": moving,
        "document": _named(canaries, "animation"),
        "caption": _caption(canaries, "animation"),
    }


def _audio(canaries: Canaries) -> Params:
    song = {"title": canaries.mark("audio_title"), "performer": canaries.mark("audio_performer")}
    return {"audio": _named(canaries, "audio", duration=9, **song), "caption": _caption(canaries, "audio")}


def _video_note(canaries: Canaries) -> Params:
    return {"video_note": _file(canaries, "video_note", length=240, duration=5)}


def _dice(_: Canaries) -> Params:
    return {"dice": {"emoji": "🎲", "value": 4}}


def _forwarded(canaries: Canaries) -> Params:
    origin = {"type": "user", "date": 1_700_000_000, "sender_user": _somebody(canaries, "forward")}
    return {"forward_origin": origin, "text": canaries.mark("forwarded_text")}


def _reply(canaries: Canaries) -> Params:
    quoted = {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": 777_000_111, "type": "private", "first_name": canaries.mark("reply_chat")},
        "from": _somebody(canaries, "reply"),
        "text": canaries.mark("reply_text"),
    }
    quote = {"text": canaries.mark("quote"), "position": 0}
    return {"reply_to_message": quoted, "quote": quote, "text": "hallo daar"}


def _mention(canaries: Canaries) -> Params:
    entity = {"type": "text_mention", "offset": 0, "length": 3, "user": _somebody(canaries, "mention")}
    return {"text": "hoi hallo", "entities": [entity]}


KINDS: dict[str, Kind] = {
    "photo": _photo,
    "voice": _voice,
    "sticker": _sticker,
    "contact": _contact,
    "location": _location,
    "venue": _venue,
    "document": _document,
    "poll": _poll,
    "video": _video,
    "animation": _animation,
    "audio": _audio,
    "video_note": _video_note,
    "dice": _dice,
    "forwarded": _forwarded,
    "reply": _reply,
    "mention": _mention,
}
