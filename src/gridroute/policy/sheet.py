"""电子表: a decision table kept in a spreadsheet program (``.xlsx``), read as the same rows as a CSV table.

Openpyxl is imported only when such a file is there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridroute.errors import NOTHING, Bilingual, Fault

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Sheets beside the rules that only explain them, and the words to choose from.
BESIDE = (Bilingual("说明", "explanation"), Bilingual("词表", "words"))
MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
#: What a spreadsheet program shows where a formula fails.
ERROR_CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
AS_VALUE = Bilingual("写成值 (选择性粘贴为数值) 再保存", "write the value itself (paste as values) and save again")


def rows_of_sheet(
    path: Path, shown_as: str, faults: list[Fault], found: list[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the first sheet with the row each stands in; what is wrong goes to ``faults``.

    Merged cells are refused: which row they speak of is not said. Numbers are whole, days become
    ISO dates; a formula counts with the value its program stored. A formula without one, and a cell that
    shows an error (``#REF!``), are faults: read as blank they would make the rule hold for everything.
    """
    sheet = _first_sheet(path, shown_as, faults)
    if sheet is None:
        return
    for merged in sheet.merged_cells.ranges:
        faults.append(
            Fault(
                shown_as,
                merged.min_row,
                "",
                Bilingual(f"单元格 {merged.coord} 是合并的", f"the cells {merged.coord} are merged"),
                Bilingual("取消合并,每行写全", "unmerge them and fill in every row"),
                code="GR112",
            )
        )
    if sheet.merged_cells.ranges:
        return
    if sheet.max_row > MAX_ROWS:
        problem = Bilingual(f"超过 {MAX_ROWS} 行", f"it has more than {MAX_ROWS} rows")
        faults.append(
            Fault(shown_as, 0, "", problem, Bilingual("分成几个文件", "split it into several files"), code="GR112")
        )
        return
    empty = _formulas(path, sheet)
    head: list[str] | None = None
    # asked for more rows than there are, openpyxl would make them
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=sheet.max_row), start=1):
        wrong = [_unusable(cell, name) for name, cell in _named(number, cells) if cell in ERROR_CODES or name in empty]
        if wrong:
            faults.extend(Fault(shown_as, number, "", problem, AS_VALUE, code="GR112") for problem in wrong)
            if head is None:
                return
            continue
        texts = [_text(cell, shown_as, number, faults) for cell in cells]
        if head is None:
            head = _trimmed(texts)
            if found is not None:
                found.extend(head)
            continue
        if not any(texts):
            continue
        if any(texts[len(head) :]):
            faults.append(
                Fault(shown_as, number, "", Bilingual("单元格比表头多", "more cells than column heads"), code="GR109")
            )
            continue
        padded = texts + [""] * (len(head) - len(texts))
        yield number, dict(zip(head, padded, strict=False))


def _named(row: int, cells: tuple[object, ...]) -> Iterator[tuple[str, object]]:
    from openpyxl.utils import get_column_letter

    return ((f"{get_column_letter(n)}{row}", cell) for n, cell in enumerate(cells, start=1))


def _unusable(cell: object, name: str) -> Bilingual:
    if cell is None:
        return Bilingual(f"单元格 {name} 的公式没有存下值", f"the formula in the cell {name} has no stored value")
    return Bilingual(f"单元格 {name} 是错误值 {cell}", f"the cell {name} shows the error {cell}")


def _formulas(path: Path, values: Worksheet) -> frozenset[str]:
    """The names of the cells whose formula has no stored value."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        if not any(re.search(rb"<(\w+:)?f[\s>/]", packed.read(name)) for name in sheets):
            return frozenset()
    written = load_workbook(path).worksheets[0]
    cells = (cell for row in written.iter_rows() for cell in row if cell.data_type == "f")
    return frozenset(cell.coordinate for cell in cells if values[cell.coordinate].value is None)


def _first_sheet(path: Path, shown_as: str, faults: list[Fault]) -> Worksheet | None:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    def tell(zh: str, en: str, remedy: Bilingual = NOTHING) -> None:
        faults.append(Fault(shown_as, 0, "", Bilingual(zh, en), remedy, "GR112"))

    try:
        if path.stat().st_size > MAX_BYTES:
            tell("文件太大", "the file is too large")
            return None
        book = load_workbook(path, data_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        tell(
            f"读不出 ({type(error).__name__})",
            f"cannot be read ({type(error).__name__})",
            Bilingual("另存为 .xlsx 再试", "save it as .xlsx again"),
        )
        return None
    first, *others = book.worksheets
    for sheet in others:
        if any(sheet.title in known for known in BESIDE):
            continue
        if any(any(cell is not None for cell in row) for row in sheet.iter_rows(values_only=True, max_row=50)):
            tell(
                f"第二张工作表“{sheet.title}”里有内容,只读第一张",
                f"the sheet “{sheet.title}” holds something; only the first is read",
                Bilingual("移到另一个文件", "move it to a file of its own"),
            )
    return first


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _text(cell: object, shown_as: str, row: int, faults: list[Fault]) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime() | date():
            return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
        case float() if not cell.is_integer():
            faults.append(
                Fault(
                    shown_as,
                    row,
                    "",
                    Bilingual(f"“{cell}”不是整数", f"“{cell}” is no whole number"),
                    Bilingual("百分数写成整数", "write percentages as whole numbers"),
                    code="GR112",
                )
            )
            return ""
        case float():
            return str(int(cell))
        case _:
            return str(cell).strip()
