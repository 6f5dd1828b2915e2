"""文件夹发件: one file a message in ``out``, written whole; the same message has the same name again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping as Record

from gridroute.adapters.cloudevent import cloudevent
from gridroute.adapters.folder.receipts import safe_cell
from gridroute.adapters.folder.settings import OUTBOX, settled_folder
from gridroute.adapters.target import written_whole
from gridroute.errors import Bilingual, InputError
from gridroute.exchange import Connection, Delivered, Delivery, Mapping, Message, Refused, TryAgain

_PLAIN = re.compile(r"[\w.-]{1,80}")


class FolderOutlet:
    """Lays messages out as files that the other system fetches and may remove."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._settings, self._root = settled_folder(connection)
        self._mapping = Mapping(connection)

    def deliver(self, message: Message) -> Delivery:
        """The file is there, or could not be written just now."""
        data, warnings = self._mapping.outward(message.payload)
        try:
            content = self._row(message, data) if self._settings.results == "csv" else self._event(message, data)
        except (TypeError, ValueError) as error:
            return Refused(Bilingual(f"写不成文件 ({error})", f"cannot be written as a file ({error})"))
        target = self._root / OUTBOX / f"{_name(message)}.{self._settings.results}"
        try:
            with written_whole(target) as file:
                file.write(content)
        except InputError as error:
            return TryAgain(error.words)
        except OSError as error:
            said = error.strerror or str(error)
            return TryAgain(Bilingual(f"{target}: 写不进 ({said})", f"{target}: cannot be written ({said})"))
        return Delivered(warnings)

    def _event(self, message: Message, data: Record[str, object]) -> bytes:
        return cloudevent(message, self._connection, data)

    def _row(self, message: Message, data: Record[str, object]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(["id", "recipient", "topic", "occurred_at", *data])
        own = (message.id, message.recipient, message.topic, message.occurred_at.isoformat())
        writer.writerow([safe_cell(_cell(value)) for value in (*own, *data.values())])
        return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _name(message: Message) -> str:
    """When it happened and which it is, as the name of a file on any system."""
    stamp = message.occurred_at.strftime("%Y%m%dT%H%M%S")
    known = message.id if _PLAIN.fullmatch(message.id) and message.id.isascii() else ""
    return f"{stamp}-{known or hashlib.sha256(message.id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
