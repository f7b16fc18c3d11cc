"""Encryption of content and keyed pseudonyms.

Every conversation has a key of its own, itself sealed with the house key; destroying it is what makes
erasing final. Each sealed value is bound to the table, column and row it stands in, so that a value
moved to another row does not open (AES-256-GCM with associated data, NIST SP 800-38D).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32
PSEUDONYM = 16
NAME = re.compile(r"[a-z0-9_]{1,16}")
"""The name of a key; it stands before a colon in what is stored."""


class WrongKey(ValueError):
    """The keys are missing, malformed or not the ones this data was sealed with."""


class Seal:
    """Seals and opens values with one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, value: bytes, *place: bytes) -> bytes:
        """`value` encrypted for `place` (table, column, row)."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, value, b"|".join(place))

    def open(self, sealed: bytes, *place: bytes) -> bytes:
        """The value sealed for `place`. Raises WrongKey when it was sealed for another place or key."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], b"|".join(place))
        except (InvalidTag, ValueError):
            raise WrongKey("a stored value does not open with these keys") from None


@dataclass(frozen=True)
class Keys:
    """The house keys: `lookup` for pseudonyms, and the content keys by name, newest first."""

    lookup: bytes
    content: dict[str, bytes]

    def pseudonym(self, *parts: str) -> bytes:
        """A 16-byte keyed hash of `parts`: the same each time, and not to be guessed without the key."""
        digest = hmac.digest(self.lookup, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256)
        return digest[:PSEUDONYM]

    @cached_property
    def _seals(self) -> dict[str, Seal]:
        return {name: Seal(key) for name, key in self.content.items()}

    def new_secret(self, row: bytes) -> tuple[bytes, Seal]:
        """A fresh conversation key: sealed with the newest house key for storing, and ready for use."""
        secret = secrets.token_bytes(KEY)
        name = next(iter(self.content))
        return name.encode() + b":" + self._seals[name].close(secret, b"conversation", b"secret", row), Seal(secret)

    def open_secret(self, stored: bytes, row: bytes) -> Seal:
        """The conversation key in `stored`. Raises WrongKey when the house key it names is not here."""
        name, _, sealed = stored.partition(b":")
        seal = self._seals.get(name.decode("utf-8", "replace"))
        if seal is None:
            raise WrongKey(f"WEGWIJS_KEYS lacks the key named {name.decode('utf-8', 'replace')}")
        return Seal(seal.open(sealed, b"conversation", b"secret", row))


def parse(setting: str) -> Keys:
    """Keys from `lookup=BASE64 name=BASE64 ...`, newest content key first.

    Raises WrongKey with a sentence for the operator.
    """
    named: dict[str, bytes] = {}
    for part in setting.split():
        name, _, value = part.partition("=")
        if not NAME.fullmatch(name):
            raise WrongKey("WEGWIJS_KEYS: write each key as name=base64, with a short name of a-z, 0-9 and _")
        try:
            named[name] = base64.b64decode(value, validate=True)
        except ValueError:
            raise WrongKey(f"WEGWIJS_KEYS: the value of {name} is not base64") from None
        if len(named[name]) != KEY:
            raise WrongKey(f"WEGWIJS_KEYS: the value of {name} is not {KEY} bytes in base64")
    lookup = named.pop("lookup", None)
    if lookup is None or not named:
        raise WrongKey("WEGWIJS_KEYS needs lookup=… and at least one named key, such as k1=…")
    return Keys(lookup, named)


def generate() -> str:
    """A new setting for `parse`: one lookup key and one content key."""
    return " ".join(f"{name}={base64.b64encode(secrets.token_bytes(KEY)).decode()}" for name in ("lookup", "k1"))


def load(setting: str, folder: Path) -> Keys:
    """The keys of the setting; when it is empty, those in `folder`/keys, made there the first time."""
    if setting:
        return parse(setting)
    path = folder / "keys"
    try:
        if not path.exists():
            _write_once(path, generate() + "\n")
        return parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKey(f"WEGWIJS_DATA: the file keys in it cannot be used ({type(error).__name__})") from None


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all, and never over another one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"keys.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
