"""时刻: a day or a moment as somebody wrote it with an event."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

#: A day within words: 2026-03-20, 2026年3月20日, or 3月20日 of the year that comes.
_DAY = re.compile(r"(?:(\d{4})[-年])?(\d{1,2})[-月](\d{1,2})(?![\d-])(?:[日号]|(?<=-\d\d))")


def moment(value: Any, like: datetime) -> datetime | None:
    """A day or a moment as somebody wrote it, in the zone of ``like``; nothing where it cannot be read."""
    try:
        made = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=like.tzinfo)


def first_day(written: Iterable[Any], after: datetime) -> datetime | None:
    """The first day after ``after`` that one of ``written`` names, at its beginning; nothing where none does."""
    found = (_day(part, after) for one in written for part in _DAY.finditer(str(one)))
    return min((one for one in found if one is not None and one > after), default=None)


def _day(part: re.Match[str], after: datetime) -> datetime | None:
    year, month, day = part.groups()
    try:
        made = datetime(int(year or after.year), int(month), int(day), tzinfo=after.tzinfo)
        return made if year or made.date() >= after.date() else made.replace(year=made.year + 1)
    except ValueError:
        return None
