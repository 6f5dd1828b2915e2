"""密钥: a secret named by the file or the environment variable that holds it, never written in a connection."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr, model_validator

from gridroute.errors import Bilingual, InputError


class Secret(BaseModel):
    """Where a secret is: ``file`` (its first line) or ``env``. Printing it shows where, never what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Path | None = None
    env: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Secret:
        if (self.file is None) == (self.env is None):
            raise ValueError("secret place")
        return self

    def read(self) -> SecretStr:
        """The secret as it is now, so that it may be changed while a worker runs. ``InputError``: there is none."""
        if self.env is not None:
            value, where = os.environ.get(self.env, ""), f"${self.env}"
        else:
            where = str(self.file)
            try:
                value = Path(where).read_text("utf-8-sig").split("\n", 1)[0]
            except (OSError, UnicodeDecodeError):
                value = ""
        if not value.strip():
            raise InputError(
                Bilingual(
                    f"{where}: 没有密钥: 把密钥写进这个文件或环境变量",
                    f"{where}: there is no secret: write it into this file or variable",
                )
            )
        return SecretStr(value.strip())
