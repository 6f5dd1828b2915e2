"""样件: issues as the other system of a check would hand them over, sound and spoiled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

CHINA = timezone(timedelta(hours=8))
BEGUN = datetime(2026, 3, 2, 9, 10, tzinfo=CHINA)
#: A telephone number that no connection reads; wherever it shows up, somebody let it through.
TELEPHONE = "13800001234"


@dataclass(frozen=True, slots=True)
class Sample:
    """One issue. ``category`` is the other system's code; ``telephone`` a field of it that nobody asked for.

    A rig writes it in the other system's form; without ``external_id`` that field is blank.
    """

    external_id: str | None
    text: str = "路灯一个多月不亮了"
    received_at: datetime = BEGUN
    category: str | None = None
    telephone: str = TELEPHONE


@dataclass(frozen=True, slots=True)
class Spoiled:
    """What is no record at all: a line that is no row, a body that is no JSON; or bytes in no encoding."""

    kind: Literal["garbage", "bad_encoding"]


def samples(count: int) -> list[Sample]:
    """So many issues, each a minute after the one before it."""
    return [
        Sample(f"G-{number}", f"第{number}件: 垃圾好几天没人清运", BEGUN + timedelta(minutes=number))
        for number in range(1, count + 1)
    ]
