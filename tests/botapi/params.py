"""What a call brings along: JSON, form fields, multipart or query string, read as one dictionary."""

import json
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import web

Params: TypeAlias = dict[str, Any]


class RefusedError(Exception):
    """The server says no: becomes ``{"ok": false, "error_code": code, "description": ...}``."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> Params:
        """The JSON object the client reads."""
        body: Params = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(why: str) -> RefusedError:
    """A 400 with the real server's prefix."""
    return RefusedError(400, f"Bad Request: {why}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file."""

    name: str
    content_type: str
    content: bytes


async def read(request: web.BaseRequest) -> Params:
    """All parameters of a call; files become `Upload`. Raises `RefusedError` when the body cannot be read."""
    params: Params = dict(request.query)
    if not request.can_read_body:
        return params
    if request.content_type == "application/json":
        params |= _json_object(await request.read())
    elif request.content_type == "multipart/form-data":
        params |= await _multipart(request)
    else:
        params |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    return params


def _json_object(body: bytes) -> Params:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


async def _multipart(request: web.BaseRequest) -> Params:
    params: Params = {}
    for name, value in (await request.post()).items():
        params[name] = _upload(value) if isinstance(value, web.FileField) else value
    return params


def _upload(field: web.FileField) -> Upload:
    return Upload(field.filename, field.content_type, field.file.read())


def parsed(params: Params, name: str, complaint: str) -> Any:
    """A parameter that is JSON, sent as an object or as a string; None when it is absent or empty."""
    value = params.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(complaint) from None


def integer(params: Params, name: str, default: int = 0) -> int:
    """A whole number; like the real server, anything unreadable counts as the default."""
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        return default


def text(params: Params, name: str) -> str:
    """A string parameter, empty when it is absent. Raises `RefusedError` for what UTF-8 cannot carry."""
    value = params.get(name)
    if value is None:
        return ""
    value = value if isinstance(value, str) else str(value)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return value


def truth(params: Params, name: str) -> bool:
    """A yes or no; the real server takes true, yes and 1."""
    return str(params.get(name, "")).lower() in {"true", "yes", "1"}
