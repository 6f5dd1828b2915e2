"""XLSX 包: looks a workbook over before anything is unpacked into memory, so that a bomb does no harm.

An XLSX file is a zip of XML. How much each part unpacks to is written in the zip, and Python unpacks no more
than that. What openpyxl's streaming reader does not tell (merged cells, formulas never calculated) is found here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.errors import Bilingual, InputError

#: Bytes that all parts together, the shared strings, any other part but a sheet, and one row may unpack to.
MAX_UNPACKED = 250_000_000
MAX_STRINGS = 200_000_000
MAX_PART = 20_000_000
MAX_ROW = 8_000_000
#: Parts of the zip; rows of a sheet, as spreadsheet programs have it.
MAX_PARTS = 2_000
MAX_ROWS = 1_048_576

_BLOCK = 1 << 20
_OVERLAP = 1 << 14
_MARK = re.compile(
    rb"<(?:\w+:)?row\b(?P<row>[^>]*)>"
    rb"|</(?:\w+:)?(?P<end>sheetData)>"
    rb"|<(?:\w+:)?mergeCell\b[^>]*?\bref=\"(?P<merged>[A-Z]+[0-9]+:[A-Z]+[0-9]+)\""
    rb"|<(?:\w+:)?c\b(?P<formula>[^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NUMBER = re.compile(rb"\br=\"(\d+)\"")
_CELL = re.compile(rb"\br=\"[A-Z]+(\d+)\"")


@dataclass
class Survey:
    """What one sheet holds: how many rows, which are merged (first row, last row, cells), which not calculated."""

    rows: int = 0
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: set[int] = field(default_factory=set)


def survey(path: Path) -> dict[str, Survey]:
    """The sheets of a workbook by their part of the zip. ``InputError``: it is none, or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as package:
            _check_sizes(package, path)
            return {
                part.filename: _sheet(package, part, path)
                for part in package.infolist()
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
            }
    except zipfile.BadZipFile:
        raise _unreadable(path) from None
    except (RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise _unreadable(path) from None


def _unreadable(path: Path) -> InputError:
    return InputError(
        Bilingual(
            f"{path}: 不是完好的 .xlsx 文件: 用表格软件打开,不加密码另存为 .xlsx",
            f"{path}: no sound .xlsx file: open it in a spreadsheet program and save it as .xlsx without a password",
        )
    )


def _too_large(path: Path, zh: str, en: str) -> InputError:
    return InputError(
        Bilingual(f"{path}: {zh}: 分成几个文件,或另存为 CSV", f"{path}: {en}: split it, or save it as CSV")
    )


def _check_sizes(package: zipfile.ZipFile, path: Path) -> None:
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        raise _too_large(path, f"里面有 {len(parts)} 个部件,太多", f"it has {len(parts)} parts, too many")
    whole = sum(part.file_size for part in parts)
    if whole > MAX_UNPACKED:
        raise _too_large(path, f"解开后有 {whole} 字节,太大", f"it unpacks to {whole} bytes, too much")
    for part in parts:
        sheet = part.filename.startswith("xl/worksheets/")
        limit = MAX_STRINGS if part.filename.endswith("sharedStrings.xml") else MAX_PART
        if part.filename.endswith((".xml", ".rels")) and not sheet and part.file_size > limit:
            name = part.filename[:80]
            raise _too_large(
                path,
                f"部件 {name} 解开后有 {part.file_size} 字节,太大",
                f"its part {name} unpacks to {part.file_size} bytes, too much",
            )


def _sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> Survey:
    found = Survey()
    last_row = 0
    for at, mark in _marks(package, part):
        if at - last_row > MAX_ROW and found.rows:
            raise _too_large(path, f"第 {found.rows} 行太长", f"row {found.rows} is too long")
        if mark is None or mark["end"]:
            last_row = at
        elif mark["row"] is not None:
            last_row = at
            number = _NUMBER.search(mark["row"])
            found.rows = int(number[1][:9]) if number else found.rows + 1
            if found.rows > MAX_ROWS:
                raise _too_large(path, f"超过 {MAX_ROWS} 行", f"it has more than {MAX_ROWS} rows")
        elif mark["merged"]:
            cells = mark["merged"].decode()
            first, last = (int("".join(char for char in end if char.isdigit())) for end in cells.split(":"))
            found.merged.append((first, last, cells))
        elif mark["formula"] is not None and b't="str"' not in mark["formula"]:
            cell = _CELL.search(mark["formula"])
            if cell:
                found.uncalculated.add(int(cell[1]))
    found.merged.sort()
    return found


def _marks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[int, re.Match[bytes] | None]]:
    """The marks of a sheet with where each stands; once a block without any, the block's own end."""
    offset, kept, seen = 0, b"", 0
    with package.open(part) as file:
        while block := file.read(_BLOCK):
            text = kept + block
            for mark in _MARK.finditer(text):
                if offset + mark.start() >= seen:
                    seen = offset + mark.end()
                    yield offset + mark.start(), mark
            kept = text[-_OVERLAP:]
            offset += len(text) - len(kept)
    yield offset + len(kept), None
