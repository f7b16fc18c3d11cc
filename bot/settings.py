"""All settings, read once from the environment (`WEGWIJS_…`, see .env.example)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)

PREFIX = "WEGWIJS_"
ROOT = Path(__file__).parent.parent

HttpUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+[^\s]*$")]


Minutes = Annotated[int, Field(ge=1, le=10_080)]


class SettingsError(ValueError):
    """A setting is wrong. Its text is one sentence for the operator, with the setting's name."""


class Settings(BaseModel):
    """Frozen; every field is the setting `WEGWIJS_<FIELD>`. The defaults run without any account."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    telegram_token: SecretStr = SecretStr("")
    telegram_api: HttpUrl = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_rate: Annotated[float, Field(ge=0, le=1000)] = 30
    telegram_chat_rate: Annotated[float, Field(ge=0, le=30)] = 1
    webhook_listen: Annotated[str, StringConstraints(pattern=r"^[^\s:]+:\d{1,5}$")] = "127.0.0.1:8443"
    webhook_url: HttpUrl | None = None
    webhook_secret: SecretStr = SecretStr("")
    data: Path = Path("data")
    database_url: Annotated[str, StringConstraints(pattern=r"^(sqlite:.+)?$")] = ""
    keys: SecretStr = SecretStr("")
    knowledge: Path = ROOT / "knowledge"
    region: str = "westelijke-mijnstreek"
    message_burst: Annotated[float, Field(ge=1)] = 20
    message_rate: Annotated[float, Field(ge=0)] = 1
    keep_days: Annotated[int, Field(ge=1, le=30)] = 30
    coordinator_chats: Annotated[str, StringConstraints(pattern=r"^(\d+( \d+)*)?$")] = ""
    handoff_remind: Minutes = 15
    handoff_widen: Minutes = 15
    handoff_promise: Minutes = 60
    handoff_expire: Minutes = 2880
    handoff_first_word: Minutes = 20
    handoff_alarm: Minutes = 5
    handoff_silence: Minutes = 1440
    handoff_grace: Minutes = 1440
    handoff_passing: Minutes = 1440
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.telegram_mode == "webhook" and not (self.webhook_url and self.webhook_secret.get_secret_value()):
            raise ValueError("webhook mode needs WEGWIJS_WEBHOOK_URL and WEGWIJS_WEBHOOK_SECRET")
        return self

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return Path(self.database_url.removeprefix("sqlite:")) if self.database_url else self.data / "wegwijs.sqlite"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`; empty ones count as not set. Raises SettingsError."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(
            "; ".join(_sentence(one["loc"], one["msg"], one["type"]) for one in error.errors())
        ) from None


def _sentence(place: tuple[int | str, ...], message: str, kind: str) -> str:
    name = PREFIX + str(place[0]).upper() if place else ""
    if kind == "extra_forbidden":
        return f"{name} is not a setting of Wegwijs; see .env.example"
    return f"{name}: {message}" if name else message.removeprefix("Value error, ")
