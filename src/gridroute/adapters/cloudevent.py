"""云事件: a message in the envelope of CloudEvents 1.0, JSON format, structured mode."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from gridroute.adapters.characters import json_safe
from gridroute.exchange import Connection, Message

MEDIA_TYPE = "application/cloudevents+json"


def cloudevent(message: Message, connection: Connection, data: Mapping[str, object]) -> bytes:
    """The event as JSON in UTF-8; ``id`` and ``source`` are the same whenever the message is sent again.

    ``recipient`` is an extension attribute: the organisation that the message is for.
    """
    made = {
        "specversion": "1.0",
        "id": message.id,
        "source": f"/gridroute/{quote(connection.name, safe='')}",
        "type": f"gridroute.{message.topic}",
        "time": message.occurred_at.isoformat(),
        "recipient": message.recipient,
        "datacontenttype": "application/json",
        "data": data,
    }
    return json_safe(json.dumps(made, ensure_ascii=False, separators=(",", ":"), default=str)).encode()
