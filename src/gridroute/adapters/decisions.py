"""Decisions to files: JSON Lines, CSV, XLSX, Parquet. Each is written as it is made; nothing is gathered in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, BinaryIO

from gridroute.adapters.characters import json_safe, like_a_formula, visible
from gridroute.adapters.column import COLUMNS, Cell, Said
from gridroute.errors import Bilingual
from gridroute.model import Decision
from gridroute.policy.vocabulary import Vocabulary

Write = Callable[[Decision, Vocabulary], None]
#: The form that the ending of a file's name asks for.
FORMS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".txt": "table",
}
#: The longest cell and the longest sheet that spreadsheet programs take.
_CELL = 32_767
_SHEET = 1_048_576
_BATCH = 4_096
_CHINA = timezone(timedelta(hours=8))
_YES_NO = {True: Bilingual("是", "yes"), False: Bilingual("否", "no")}


def heads(lang: str) -> list[str]:
    """The heads of the flat columns."""
    return [column.head.in_(lang) for column in COLUMNS]


def cells(one: Decision, words: Vocabulary, lang: str) -> list[Cell]:
    """The flat row of a decision."""
    say = Said(words, lang)
    return [column.cell(one, say) for column in COLUMNS]


@contextmanager
def json_lines(file: BinaryIO) -> Iterator[Write]:
    """Writes one JSON object a line, in the form of the outer contract."""
    yield lambda one, words: _put(file, json_safe(one.as_json()) + "\n")


def _put(file: BinaryIO, text: str) -> None:
    file.write(text.encode())


@contextmanager
def comma_separated(file: BinaryIO, lang: str, mark: bool) -> Iterator[Write]:
    """Writes CSV in UTF-8; with ``mark`` it begins with a byte order mark, so that spreadsheet programs see it.

    A cell that one of them could take for a formula begins with an apostrophe.
    """
    if mark:
        file.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(heads(lang))
        yield lambda one, words: writer.writerow([_as_text(cell, lang) for cell in cells(one, words, lang)])
    finally:
        text.detach()


def _as_text(cell: Cell, lang: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return _YES_NO[cell].in_(lang)
        case datetime() | date():
            return cell.isoformat()
        case str():
            seen = visible(cell)
            return f"'{seen}" if like_a_formula(seen) else seen
    return str(cell)


@contextmanager
def workbook(file: BinaryIO, lang: str) -> Iterator[Write]:
    """Writes XLSX with a frozen head and a filter; a further sheet begins where one is full.

    Every word is stored as text, never as a formula; what looks like one is marked as text for good
    (``quotePrefix``, what typing an apostrophe before it does). Moments are Beijing time.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = _Sheet(book, lang)
    yield lambda one, words: sheet.add(cells(one, words, lang))
    sheet.finish()
    book.save(file)


class _Sheet:
    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._lang, self._rows = book, lang, 0
        self._begin()

    def _begin(self) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        title = Bilingual("派单", "decisions").in_(self._lang)
        number = len(self._book.worksheets) + 1
        self._sheet = self._book.create_sheet(title if number == 1 else f"{title}{number}")
        self._sheet.freeze_panes = "B2"
        for place, column in enumerate(COLUMNS, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = column.width
        row = []
        for head in heads(self._lang):
            cell = WriteOnlyCell(self._sheet, head)
            cell.font = Font(bold=True)
            row.append(cell)
        self._sheet.append(row)
        self._rows = 1

    def add(self, row: list[Cell]) -> None:
        """Writes one row."""
        if self._rows == _SHEET:
            self.finish()
            self._begin()
        self._sheet.append([self._cell(cell) for cell in row])
        self._rows += 1

    def finish(self) -> None:
        """Sets the filter over what is written."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{self._rows}"

    def _cell(self, value: Cell) -> Any:
        from openpyxl.cell import WriteOnlyCell

        match value:
            case None | float():
                return value
            case bool():
                return _YES_NO[value].in_(self._lang)
            case datetime():
                cell = WriteOnlyCell(self._sheet, value.astimezone(_CHINA).replace(tzinfo=None))
                cell.number_format = "yyyy-mm-dd hh:mm"
                return cell
            case date():
                cell = WriteOnlyCell(self._sheet, datetime.combine(value, time()))
                cell.number_format = "yyyy-mm-dd"
                return cell
        text = visible(value)[:_CELL]
        if not like_a_formula(text):
            return text
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell


@contextmanager
def parquet(file: BinaryIO, lang: str, arrow: Any) -> Iterator[Write]:
    """Writes Parquet with typed columns; moments carry the zone Asia/Shanghai. ``arrow`` is pyarrow."""
    kinds = {
        str: arrow.string(),
        bool: arrow.bool_(),
        float: arrow.float64(),
        date: arrow.date32(),
        datetime: arrow.timestamp("ms", tz="Asia/Shanghai"),
    }
    schema = arrow.schema([(column.head.in_(lang), kinds[column.kind]) for column in COLUMNS])
    rows: list[list[Cell]] = []

    def flush() -> None:
        if rows:
            columns = [
                arrow.array(values, one.type) for values, one in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            out.write_batch(arrow.record_batch(columns, schema=schema))
            rows.clear()

    def write(one: Decision, words: Vocabulary) -> None:
        rows.append(cells(one, words, lang))
        if len(rows) == _BATCH:
            flush()

    with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as out:
        yield write
        flush()
