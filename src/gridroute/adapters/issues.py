"""Issues from files: JSON Lines, CSV, XLSX, Parquet. A bad line is reported with its place; the rest goes on.

Every kind is read as it comes, a block or a batch at a time, so that the length of a file does not show in memory.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gridroute.adapters.commas import read_csv
from gridroute.adapters.declared import Declared, none_declared
from gridroute.adapters.encoding import encoding_of
from gridroute.adapters.heads import Heads
from gridroute.adapters.jsonlines import read_json_lines
from gridroute.adapters.lines import Lines
from gridroute.adapters.row import BadLine, Heard, Row
from gridroute.errors import Bilingual, InputError

#: What ``FILE`` is called where the issues come from standard input.
STDIN = Path("-")
JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
ENDINGS = (".csv", *JSON_ENDINGS, ".xlsx", ".parquet")


def _nobody(done: int, total: int) -> None:
    """Hears nothing."""


def read_rows(
    path: Path, heard: Heard = _nobody, declared: Declared = none_declared, heads: Heads | None = None
) -> Iterator[Row | BadLine]:
    """The records of ``path`` by its ending (.csv; .jsonl, .ndjson or .json: JSON Lines; .xlsx; .parquet).

    ``-`` is standard input, CSV or JSON Lines by how it begins. ``heard`` is told from time to time how far
    the reading is; ``declared`` gives the heads that counties declare; ``heads`` reads the heads of CSV and XLSX
    otherwise than as those of issues. ``InputError`` where the file cannot be opened or a head is not known.
    """
    heads = heads or Heads(declared)
    if path == STDIN:
        given = _standard_input()
        _check_text(given, "stdin")
        return _text(given, "stdin", "", heard, heads)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(_unknown(path, ending))
    file = _opened(path)
    start = file.read(8)
    file.seek(0)
    if ending in (".xlsx", ".parquet"):
        file.close()
        if ending == ".parquet":
            from gridroute.adapters.parquet import read_parquet

            return read_parquet(path, heard, declared)
        from gridroute.adapters.workbook import read_workbook

        return read_workbook(path, heard, heads)
    if start.startswith((b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")):
        file.close()
        raise InputError(
            Bilingual(
                f"{path}: 内容不是文本: 名称的后缀写错了,改成 .xlsx 或 .parquet",
                f"{path}: this is no text: the name has the wrong ending; call it .xlsx or .parquet",
            )
        )
    return _text(file, str(path), ending, heard, heads)


_PACKED = {b"PK\x03\x04": ".xlsx", b"PAR1": ".parquet", b"\xd0\xcf\x11\xe0": ".xls"}


def _check_text(file: BinaryIO, shown_as: str) -> None:
    """``InputError`` where standard input is a kind of file that can only be read from disk."""
    ending = _PACKED.get(file.read(4))
    file.seek(0)
    if ending is not None:
        file.close()
        kept = "另存为 .xlsx,再" if ending == ".xls" else ""
        raise InputError(
            Bilingual(
                f"{shown_as}: 这是 {ending} 文件,不能从标准输入读: {kept}写文件名",
                f"{shown_as}: this is a {ending} file, which cannot be read from standard input: "
                + ("save it as .xlsx and give its name" if kept else "give its name"),
            )
        )


def _unknown(path: Path, ending: str) -> Bilingual:
    if ending == ".xls":
        return Bilingual(
            f"{path}: 不读旧的 .xls: 用表格软件另存为 .xlsx",
            f"{path}: the old .xls is not read: save it as .xlsx in a spreadsheet program",
        )
    return Bilingual(
        f"{path}: 不认识的文件类型“{ending}”: 用 .csv、.jsonl、.xlsx 或 .parquet",
        f"{path}: unknown kind of file “{ending}”: use .csv, .jsonl, .xlsx or .parquet",
    )


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        said = error.strerror or str(error)
        told = {
            FileNotFoundError: Bilingual("没有这个文件", "there is no such file"),
            IsADirectoryError: Bilingual("是目录,不是文件", "is a folder, not a file"),
            PermissionError: Bilingual("没有权限打开", "you may not open it"),
        }.get(type(error), Bilingual(f"打不开 ({said})", f"cannot be opened: {said}"))
        raise InputError(Bilingual(f"{path}: {told.zh}", f"{path}: {told.en}")) from None


def _standard_input() -> BinaryIO:
    """Standard input as a file that can be read twice; it lies on disk, under no name."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the reading of it
    shutil.copyfileobj(sys.stdin.buffer, kept)
    kept.seek(0)
    return kept


def _text(file: BinaryIO, shown_as: str, ending: str, heard: Heard, heads: Heads) -> Iterator[Row | BadLine]:
    total = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        encoding = encoding_of(file, shown_as)
    except InputError:
        file.close()
        raise
    begun = file.read(4096).decode(encoding, "ignore") if not ending else ""
    json = ending in JSON_ENDINGS or begun.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, "surrogateescape", newline="\n" if json else "")
    lines = Lines(text)
    try:
        rows = read_json_lines(lines) if json else read_csv(lines, shown_as, heads)
    except InputError:
        text.close()
        raise
    return _heard(rows, text, file, total, heard)


def _heard(
    rows: Iterator[Row | BadLine], text: io.TextIOWrapper, file: BinaryIO, total: int, heard: Heard
) -> Iterator[Row | BadLine]:
    """The rows, while ``heard`` is told how far the file is read; it is closed after the last."""
    with text:
        for number, row in enumerate(rows):
            if not number % 64:
                heard(file.tell(), total)
            yield row
        heard(total, total)
