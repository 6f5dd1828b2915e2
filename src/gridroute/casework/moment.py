"""时刻: a day or a moment as somebody wrote it with an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def moment(value: Any, like: datetime) -> datetime | None:
    """A day or a moment as somebody wrote it, in the zone of ``like``; nothing where it cannot be read."""
    try:
        made = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=like.tzinfo)
