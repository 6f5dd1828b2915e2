"""文件夹的设置: where the folder is, and when a file in it is complete."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gridroute.errors import Bilingual, InputError
from gridroute.exchange import Connection

#: The folders inside: what arrives, what is being read, what was read, what could not be, and what goes out.
INBOX, WORK, DONE, REFUSED, RECEIPTS, OUTBOX = "in", "work", "done", "refused", "receipts", "out"


class FolderSettings(BaseModel):
    """Settings of the adapter ``folder``.

    ``complete`` says when a file in ``in`` is whole: ``settled``, it has not changed for ``settle_seconds``;
    ``renamed``, it has its name (the writer renames it when it is whole); ``marked``, an empty file
    ``NAME.ok``, written after it, lies beside it. ``results``: the form of the messages that go out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    complete: Literal["settled", "renamed", "marked"] = "settled"
    settle_seconds: int = Field(default=30, ge=0, le=86_400)
    results: Literal["json", "csv"] = "json"
    lang: Literal["zh", "en"] = "zh"


def settled_folder(connection: Connection) -> tuple[FolderSettings, Path]:
    """The settings of a connection and its folder, with all folders inside, for nobody else to read."""
    settings: FolderSettings = connection.settings_as(FolderSettings)
    root = connection.folder / settings.folder
    try:
        for name in (INBOX, WORK, DONE, REFUSED, RECEIPTS, OUTBOX):
            # what lies there names people; who else may read it is for the owner of the machine to say
            (root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        said = error.strerror or str(error)
        words = Bilingual(f"{root}: 建不了目录 ({said})", f"{root}: cannot make the folder ({said})")
        raise InputError(words) from None
    return settings, root
