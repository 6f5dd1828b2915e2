"""文本行: the lines of a text file one by one; a line without end costs no more memory than the longest one allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

#: A line longer than this is passed over; a CSV record may be as long.
MAX_LINE = 4_000_000


class Lines(Iterator[tuple[int, str | None]]):
    """(number, line with its end) of a file; ``None`` for a line that is too long."""

    def __init__(self, file: TextIO, limit: int = MAX_LINE) -> None:
        self._file, self._limit, self._number = file, limit, 0

    def __next__(self) -> tuple[int, str | None]:
        """The next line."""
        line = self._file.readline(self._limit)
        if not line:
            raise StopIteration
        self._number += 1
        if self._open(line):
            while self._open(self._file.readline(self._limit)):
                pass
            return self._number, None
        return self._number, line

    def _open(self, piece: str) -> bool:
        """Whether the line goes on after ``piece``."""
        return len(piece) >= self._limit and not piece.endswith("\n")
