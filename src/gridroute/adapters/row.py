"""行: one record of a file as it is written, before anybody asks what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gridroute.errors import Bilingual

#: One cell, or one line of JSON, longer than this is not an issue.
MAX_CHARS = 1_000_000

#: Hears how much of a file is read: units done, units in all (bytes or rows).
Heard = Callable[[int, int], None]

#: What ``surrogateescape`` makes of bytes that are not in the file's encoding.
_RAW_BYTES = re.compile("[\udc80-\udcff]")
BAD_BYTES = Bilingual(
    "有不合编码的字节: 把这一行重新录入", "holds bytes that are not in the file's encoding: type this line again"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as written, with the line, or the row of ``sheet``, it begins on.

    ``from_text``: values are text as in a spreadsheet, and blank means absent.
    """

    line: int
    data: dict[str, object]
    from_text: bool
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """One record that cannot be read."""

    line: int
    problem: Bilingual
    sheet: str = ""


def has_raw_bytes(text: str) -> bool:
    """Whether some bytes of ``text`` could not be decoded."""
    return _RAW_BYTES.search(text) is not None
