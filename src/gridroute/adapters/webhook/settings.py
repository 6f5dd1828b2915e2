"""签名回调的设置: secrets by name, where messages go, and how long an answer may take."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from gridroute.adapters.webhook.signature import key_of
from gridroute.errors import Bilingual, WrongConnection
from gridroute.exchange import Connection, Secret

_LOCAL = ("localhost", "127.0.0.1", "::1")


class WebhookSettings(BaseModel):
    """Settings of the adapter ``webhook``.

    ``secrets`` sign and verify: the first signs, all verify, so that one can be changed while requests are on
    their way. ``url`` is where messages are posted (https, or this machine); logs name it, so no secret may
    stand in it. ``headers`` are sent beside, their values secret. ``timeout_seconds`` bounds each step of a request.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    secrets: tuple[Secret, ...] = Field(min_length=1)
    url: str | None = None
    headers: dict[str, Secret] = Field(default_factory=dict)
    plain_http: bool = False
    timeout_seconds: int = Field(default=10, ge=1, le=120)
    tolerance_seconds: int = Field(default=300, ge=30, le=3600)
    max_bytes: int = Field(default=4_000_000, ge=1_000, le=100_000_000)

    @field_validator("url")
    @classmethod
    def _says_no_secret(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "")
        if url is not None and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("an address that begins with https://")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("an address without password or ?: put secrets under headers")
        return url

    @model_validator(mode="after")
    def _is_not_overheard(self) -> WebhookSettings:
        parts = urlsplit(self.url or "")
        if parts.scheme == "http" and parts.hostname not in _LOCAL and not self.plain_http:
            raise ValueError("https, or plain_http: true where the network is closed")
        return self

    def keys(self, folder: Path) -> list[bytes]:
        """The keys as they are now. ``InputError``: a secret is missing or too short."""
        return [key_of(read_in(secret, folder)) for secret in self.secrets]


def read_in(secret: Secret, folder: Path) -> SecretStr:
    """The secret; the path of its file is relative to ``folder``."""
    if secret.file is None:
        return secret.read()
    return secret.model_copy(update={"file": folder / secret.file}).read()


def webhook_settings(connection: Connection) -> WebhookSettings:
    """The settings of a connection. ``WrongConnection``: they have faults."""
    settings: Any = connection.settings_as(WebhookSettings)
    made: WebhookSettings = settings
    if connection.messages is not None and made.url is None:
        problem = Bilingual("没有写消息发到哪里", "where messages go is not said")
        raise WrongConnection((connection.fault(("settings",), problem, Bilingual("写上 url", "write url")),))
    return made
