"""What the real server refuses or quietly changes in texts and keyboards."""

from typing import Any

from tests.botapi.params import Params, RefusedError, Upload, bad_request, parsed, text

MAX_TEXT = 4096  # UTF-16 units, as Telegram counts
MAX_CAPTION = 1024  # UTF-16 units
MAX_TEXT_BYTES = 1 << 15
MAX_CALLBACK_BYTES = 64
MAX_FILE = {"photo": 10 << 20, "voice": 50 << 20, "audio": 50 << 20}  # bytes (Bot API, "Sending files")
LINK_SCHEMES = ("http", "https", "tg", "ton", "tonsite")  # a button cannot dial: tel: is refused

# Telegram turns control characters into spaces and drops line separators, bidi embeddings and three marks.
_CLEANED: dict[int, str | None] = {
    **{code: " " for code in range(32) if code not in (10, 13)},
    13: None,
    **dict.fromkeys((*range(0x2028, 0x202F), 0x030A, 0x0333, 0x033F)),
}
_INVISIBLE = " \n\u00a0\u200b\u200c\u200d\u200e\u200f\u2800\u3000\ufeff"


def utf16_units(value: str) -> int:
    """Length as Telegram counts it: characters outside the basic plane are two."""
    return len(value) + sum(char > "\uffff" for char in value)


def cleaned(value: str) -> str:
    """The text as people will see it."""
    return value.translate(_CLEANED).strip(" \n")


def message_text(params: Params, too_long: str) -> str:
    """The cleaned text of a message. `too_long` is the wording for a text over the limit."""
    raw = text(params, "text")
    if not raw:
        raise bad_request("message text is empty")
    return _within(raw, params, MAX_TEXT, too_long) or _refuse_empty()


def caption(params: Params) -> str:
    """The cleaned caption of a photo or voice message; may be empty."""
    return _within(text(params, "caption"), params, MAX_CAPTION, "message caption is too long")


def _within(raw: str, params: Params, limit: int, too_long: str) -> str:
    if len(raw) > MAX_TEXT_BYTES or len(raw.encode()) > MAX_TEXT_BYTES:
        raise bad_request("text is too long")
    if params.get("parse_mode"):  # this server has no markup parser, and does not pretend to
        raise bad_request("unsupported parse_mode")
    shown = cleaned(raw)
    if len(shown) > limit // 2 and utf16_units(shown) > limit:
        raise bad_request(too_long)
    return shown if shown.strip(_INVISIBLE) else ""


def _refuse_empty() -> str:
    raise bad_request("text must be non-empty")


def file(kind: str, upload: Upload) -> None:
    """Refuse what is too large, and a photo that is no picture or too long and thin."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_FILE[kind]:
        raise RefusedError(413, "Request Entity Too Large")
    if kind == "photo":
        wide, high = png_size(upload.content)
        if wide + high > 10_000 or max(wide, high) > 20 * min(wide, high):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG file, the only kind of photo that we send."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise bad_request("IMAGE_PROCESS_FAILED")
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def keyboard(params: Params, inline_only: bool = False) -> Params | None:
    """The reply markup as the real server would keep it: buttons without a label vanish; None when empty."""
    markup = parsed(params, "reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if inline_only and markup:
        raise bad_request("inline keyboard expected")
    _check_rows(markup.get("keyboard", []), "keyboard", 'Field "keyboard" must be an Array of Arrays')
    return markup or None


def _inline(rows: Any) -> Params | None:
    _check_rows(
        rows,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    )
    kept = [[_inline_button(button) for button in row if _has_label(button)] for row in rows]
    kept = [row for row in kept if row]
    return {"inline_keyboard": kept} if kept else None


def _check_rows(rows: Any, name: str, complaint: str) -> None:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(complaint)


def _has_label(button: Any) -> bool:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    return bool(cleaned(button["text"]))


def _inline_button(button: Params) -> Params:
    label = cleaned(button["text"])
    if button.get("url"):
        _check_link(button["url"])
        return {"text": label, "url": button["url"]}
    data = button.get("callback_data")
    if data:
        if len(str(data).encode()) > MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"text": label, "callback_data": data}
    if "copy_text" in button or "web_app" in button:
        return {**button, "text": label}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _check_link(url: str) -> None:
    scheme, colon, _ = url.partition(":")
    if colon and scheme.lower() not in LINK_SCHEMES:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
