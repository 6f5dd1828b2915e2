"""开放时间: the hours of a day as a register writes them (LW19, ZH03)."""

from __future__ import annotations

from datetime import time

from gridroute.civic.column import wrong
from gridroute.errors import Bilingual

#: Day and night, on holidays too.
ALWAYS = "24x7"
_HOURS = Bilingual("写成 08:30-12:00|14:00-17:30 或 24x7", "write it as 08:30-12:00|14:00-17:30, or 24x7")


def span(written: str) -> tuple[time, time]:
    """The beginning and the end of hours written as ``08:30-12:00``."""
    first, dash, last = written.partition("-")
    try:
        made = time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError:
        made = None
    if not dash or made is None or made[0] >= made[1]:
        raise wrong(f"“{written}”看不懂", f"“{written}” cannot be read", _HOURS)
    return made


def checked(written: tuple[str, ...]) -> tuple[str, ...]:
    """``written``, if all of it are hours of a day, or day and night."""
    if written != (ALWAYS,):
        for one in written:
            span(one)
    return written
