"""Issues from CSV. A record that is broken gives back the lines it swallowed, so that one quote loses one line."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

from gridroute.adapters.heads import Heads
from gridroute.adapters.lines import MAX_LINE, Lines
from gridroute.adapters.row import BAD_BYTES, MAX_CHARS, BadLine, Row, has_raw_bytes
from gridroute.errors import Bilingual

_TOO_LONG = Bilingual(
    f"这一行太长 (一格最多 {MAX_CHARS} 字): 缩短内容,并看引号是否成对",
    f"the line is too long (a cell holds {MAX_CHARS} characters): shorten it, and see that quotes come in pairs",
)
_MORE_CELLS = Bilingual(
    "单元格比表头多: 内容里有逗号时要加引号", "more cells than column heads: quote a cell that holds a comma"
)


def read_csv(lines: Lines, shown_as: str, heads: Heads) -> Iterator[Row | BadLine]:
    """The records below the head, each with the line it begins on. ``InputError``: the head cannot be used.

    Cells stand between commas, or between semicolons or tabs where the head can only be read so.
    """
    feed = _Feed(lines)
    records = _Records(feed, _between(feed.ahead(), heads))
    first = next(records, (1, list[str]()))[1]
    head = [] if isinstance(first, Bilingual) else [cell.strip() for cell in first]
    while head and not head[-1]:  # spreadsheets write empty columns at the end
        head.pop()
    heads.check(head, f"{shown_as}:1")
    return _rows(records, head)


def _rows(records: Iterator[tuple[int, list[str] | Bilingual]], head: list[str]) -> Iterator[Row | BadLine]:
    for start, cells in records:
        if isinstance(cells, Bilingual):
            yield BadLine(start, cells)
        elif not any(cell.strip() for cell in cells):
            continue
        elif any(has_raw_bytes(cell) for cell in cells):
            yield BadLine(start, BAD_BYTES)
        elif any(cell.strip() for cell in cells[len(head) :]):
            yield BadLine(start, _MORE_CELLS)
        else:
            padded = cells + [""] * (len(head) - len(cells))
            yield Row(start, {name: cell.strip() for name, cell in zip(head, padded, strict=False)}, True)


def _between(line: str, heads: Heads) -> str:
    """What stands between the cells of a file that begins with ``line``: a comma, or what else alone makes a head."""
    split = {mark: _split(line, mark) for mark in ",;\t"}
    fitting = [mark for mark, cells in split.items() if heads.complete(cells)]
    if not fitting and len(split[","]) == 1:  # no head of ours either way: what is missing is then told cell by cell
        fitting = [mark for mark, cells in split.items() if len(cells) > 1]
    return fitting[0] if len(fitting) == 1 else ","


def _split(line: str, mark: str) -> list[str]:
    with suppress(csv.Error):
        return [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [])]
    return []


class _Records(Iterator[tuple[int, list[str] | Bilingual]]):
    """(line it begins on, cells or what is wrong) of every record."""

    def __init__(self, feed: _Feed, mark: str) -> None:
        self._feed, self._mark = feed, mark
        self._reader = csv.reader(self._feed, strict=True, delimiter=mark)

    def __next__(self) -> tuple[int, list[str] | Bilingual]:
        csv.field_size_limit(MAX_CHARS)  # of the whole process: whoever else may have set it
        self._feed.begin()
        try:
            cells = next(self._reader)
        except (csv.Error, _TooLong) as error:
            start = self._feed.give_back()
            self._reader = csv.reader(self._feed, strict=True, delimiter=self._mark)
            long = isinstance(error, _TooLong) or "field larger" in str(error)
            return start, _TOO_LONG if long else Bilingual(f"CSV 读不出 ({error})", f"not valid CSV ({error})")
        return self._feed.start, cells


class _TooLong(Exception):
    pass


class _Feed(Iterator[str]):
    """Lines for a CSV reader, kept while their record lasts."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._again: deque[tuple[int, str | None]] = deque()
        self._taken: list[tuple[int, str | None]] = []
        self._size = 0

    def ahead(self) -> str:
        """The first line, which is read again; nothing where there is none of a usable length."""
        first = next(self._lines, None)
        if first is None:
            return ""
        self._again.append(first)
        return first[1] or ""

    def begin(self) -> None:
        """A record begins."""
        self._taken.clear()
        self._size = 0

    @property
    def start(self) -> int:
        """The line the record began on."""
        return self._taken[0][0] if self._taken else 1

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append((number, line))
        self._size += len(line or "")
        if line is None or self._size > MAX_LINE:
            raise _TooLong
        return line

    def give_back(self) -> int:
        """All lines of the record but its first are read again; the number of that first line."""
        self._again.extendleft(reversed(self._taken[1:]))
        return self.start
