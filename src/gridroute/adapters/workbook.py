"""Issues from XLSX: every sheet that has the column heads of issues, row by row.

A cell that a spreadsheet program holds as a day and time has no zone; it is Beijing time, the only legal time
in China. Openpyxl is imported only when such a file is there.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridroute.adapters.heads import Heads, check_heads
from gridroute.adapters.package import MAX_ROWS, Survey, survey
from gridroute.adapters.row import MAX_CHARS, BadLine, Heard, Row
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: The heads stand in one of the first rows; a title may stand above them.
_HEAD_WITHIN = 10
_TIMES = ("received_at", "occurred_at")
#: A number beyond it has lost digits: spreadsheet programs keep fifteen.
_EXACT = 10**15


class _BadCell(Exception):
    """What is wrong with one cell."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = Bilingual(zh, en)


def read_workbook(path: Path, heard: Heard, heads: Heads) -> Iterator[Row | BadLine]:
    """The rows of all sheets of issues. ``InputError``: the file cannot be used, or no sheet has the heads.

    Bad rows are: merged cells (which row they speak of is not said), a formula whose value no program has
    stored, an error such as ``#REF!``, a day where a time of day is needed, a number of more digits than are kept.
    """
    surveys = survey(path)
    book = _book(path)
    try:
        sheets = _chosen(path, book, surveys, heads)
    except InputError:
        book.close()
        raise
    return _all(book, sheets, heard, heads)


def _all(book: Workbook, sheets: list[_Sheet], heard: Heard, heads: Heads) -> Iterator[Row | BadLine]:
    done, total = 0, sum(one.found.rows for one in sheets)
    with closing(book):
        for one in sheets:
            if not heads.complete(one.head):
                words = Bilingual(
                    "这张工作表没有诉求的表头,没有读: 写上表头,或移到别的文件",
                    "this sheet has no column heads of issues and was not read: give it heads, or move it elsewhere",
                )
                yield BadLine(one.row, words, one.sheet.title)
                continue
            for row in _rows(one, heads):
                heard(done + row.line, total)
                yield row
            done += one.found.rows
        heard(total, total)


@dataclass(frozen=True, slots=True)
class _Sheet:
    sheet: Worksheet
    found: Survey
    row: int
    head: list[str]


def _chosen(path: Path, book: Workbook, surveys: dict[str, Survey], heads: Heads) -> list[_Sheet]:
    """The sheets that hold something; ``InputError`` where none has the heads of issues, or some are wrong."""
    made: list[_Sheet] = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        row, head = _head(sheet, heads)
        if any(head):
            made.append(_Sheet(sheet, surveys.get(getattr(sheet, "_worksheet_path", ""), Survey()), row, head))
    good = [one for one in made if heads.complete(one.head)]
    if not made:
        check_heads([], str(path))
    for one in good or made[:1]:
        heads.check([name for name in one.head if name], f"{path}:{one.sheet.title}!{one.row}")
    return made


def _book(path: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a foreign reader meets in a hostile file, the file cannot be used
        said = type(error).__name__
        raise InputError(
            Bilingual(
                f"{path}: 读不出 ({said}): 用表格软件打开,另存为 .xlsx",
                f"{path}: cannot be read ({said}): open it in a spreadsheet program and save it as .xlsx",
            )
        ) from None


def _head(sheet: Worksheet, heads: Heads) -> tuple[int, list[str]]:
    """The row of the heads and what they are; else the first row that holds anything."""
    first: tuple[int, list[str]] = (1, [])
    for number, cells in enumerate(islice(_cells(sheet), _HEAD_WITHIN), start=1):
        if isinstance(cells, Bilingual):
            break
        head = [_plain(cell.value) for cell in cells]
        while head and not head[-1]:
            head.pop()
        if heads.complete(head):
            return number, head
        if head and not first[1]:
            first = (number, head)
    return first


def _plain(value: object) -> str:
    return "" if value is None else _unescaped(str(value)).strip()


def _cells(sheet: Worksheet) -> Iterator[tuple[Any, ...] | Bilingual]:
    """The cells of each row; at the end what is wrong, where the sheet breaks off."""
    rows = sheet.iter_rows(max_row=MAX_ROWS)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # openpyxl raises what it likes on a broken sheet; the other sheets go on
            said = type(error).__name__
            yield Bilingual(f"从这一行起读不出 ({said})", f"cannot be read from here on ({said})")
            return
        yield cells


def _rows(one: _Sheet, heads: Heads) -> Iterator[Row | BadLine]:
    sheet, found, head = one.sheet, one.found, one.head
    merged = _Merged(found.merged)
    keys = [heads.key(name) if name else None for name in head]
    title = sheet.title
    for number, cells in enumerate(_cells(sheet), start=1):
        if isinstance(cells, Bilingual):
            yield BadLine(number, cells, title)
            return
        if number <= one.row:
            continue
        if (span := merged.over(number)) is not None:
            yield BadLine(
                number,
                Bilingual(
                    f"单元格 {span} 是合并的: 取消合并,每行写全",
                    f"the cells {span} are merged: unmerge them, fill in every row",
                ),
                title,
            )
        elif number in found.uncalculated:
            yield BadLine(
                number,
                Bilingual(
                    "有公式还没有算出值: 用表格软件打开并保存",
                    "a formula has no value yet: open the file in a spreadsheet program and save it",
                ),
                title,
            )
        else:
            try:
                texts = [_text(cell, keys[place] if place < len(keys) else None) for place, cell in enumerate(cells)]
                _check_beside(texts, head)
            except _BadCell as bad:
                yield BadLine(number, bad.words, title)
                continue
            if any(texts):
                data: dict[str, object] = {
                    name: text
                    for name, text in zip(head, texts + [""] * (len(head) - len(texts)), strict=False)
                    if name
                }
                yield Row(number, data, True, title)


def _check_beside(texts: list[str], head: list[str]) -> None:
    from openpyxl.utils import get_column_letter

    for place, text in enumerate(texts):
        if text and (place >= len(head) or not head[place]):
            column = get_column_letter(place + 1)
            raise _BadCell(f"{column} 列有内容却没有表头", f"there is something in column {column}, which has no head")


class _Merged:
    """Which merged cells lie over a row; rows are asked for from the top down."""

    def __init__(self, spans: list[tuple[int, int, str]]) -> None:
        self._spans, self._next = spans, 0
        self._last, self._cells = 0, ""

    def over(self, row: int) -> str | None:
        while self._next < len(self._spans) and self._spans[self._next][0] <= row:
            _, last, cells = self._spans[self._next]
            if last > self._last:
                self._last, self._cells = last, cells
            self._next += 1
        return self._cells if row <= self._last else None


def _text(cell: Any, key: str | None) -> str:
    """The cell as text, as a CSV file would hold it; ``key`` is its field, empty where its column is not read."""
    value = cell.value
    if value is None:
        return ""
    where = getattr(cell, "coordinate", "")
    if getattr(cell, "data_type", "") == "e":
        raise _BadCell(f"单元格 {where} 是错误值 {value}", f"the cell {where} holds the error {value}")
    match value:
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return _moment(value, cell, key, where)
        case time() | timedelta():
            raise _BadCell(f"单元格 {where} 只有钟点,没有日期", f"the cell {where} holds a time of day without a day")
        case int() | float() if abs(value) >= _EXACT and isinstance(value, float):
            raise _BadCell(
                f"单元格 {where} 的数字太长,位数已丢: 设为文本格式重新录入",
                f"the number in cell {where} is too long and has lost digits: format the cell as text, type it again",
            )
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
    text = _unescaped(str(value)).strip()
    if len(text) > MAX_CHARS:
        raise _BadCell(f"单元格 {where} 太长", f"the cell {where} is too long")
    return text


def _moment(value: date, cell: Any, key: str | None, where: str) -> str:
    if key == "":
        return value.isoformat()
    if key not in _TIMES:
        raise _BadCell(
            f"单元格 {where} 是日期: 设为文本格式重新录入",
            f"the cell {where} is a date: format it as text, type it again",
        )
    whole_day = not isinstance(value, datetime) or value.time() == time()
    if whole_day and "h" not in str(cell.number_format).lower():
        raise _BadCell(
            f"单元格 {where} 只有日期,没有钟点: 写上几点几分",
            f"the cell {where} has a day but no time of day: add the hour and minute",
        )
    return f"{value.isoformat()}+08:00"


def _unescaped(text: str) -> str:
    """``_x000D_`` and the like are how XLSX writes control characters."""
    from openpyxl.utils.escape import unescape

    return unescape(text).replace("\r\n", "\n").replace("\r", "\n") if "_x" in text else text
