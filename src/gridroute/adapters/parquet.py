"""Issues from Parquet, a batch of rows at a time. Pyarrow is an extra: ``pip install 'gridroute[parquet]'``."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from gridroute.adapters.declared import Declared, none_declared
from gridroute.adapters.heads import check_heads
from gridroute.adapters.row import MAX_CHARS, BadLine, Heard, Row
from gridroute.errors import Bilingual, InputError

#: Rows read together, and the bytes that one column of one group of rows may unpack to.
BATCH = 4_096
MAX_COLUMN = 1_000_000_000


def pyarrow(path: Path) -> Any:
    """The library; ``InputError`` says what to install where it is missing."""
    try:
        importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            Bilingual(
                f"{path}: 读写 Parquet 要另装 pyarrow: pip install 'gridroute[parquet]'",
                f"{path}: Parquet needs pyarrow: pip install 'gridroute[parquet]'",
            )
        ) from None
    return importlib.import_module("pyarrow")


def read_parquet(path: Path, heard: Heard, declared: Declared = none_declared) -> Iterator[Row | BadLine]:
    """The rows of the file, counted from 1. ``InputError``: it cannot be used."""
    arrow = pyarrow(path)
    try:
        schema = arrow.parquet.read_schema(path)
        # kept as words and places of words: a long text that many rows share is held once
        words = [item.name for item in schema if _is_text(arrow, item.type)]
        file = arrow.parquet.ParquetFile(path, read_dictionary=words)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise InputError(
            Bilingual(
                f"{path}: 不是完好的 Parquet 文件 ({type(error).__name__})",
                f"{path}: no sound Parquet file ({type(error).__name__})",
            )
        ) from None
    try:
        check_heads(list(schema.names), str(path), declared, ("reporter",))
        _check_sizes(file, path)
    except InputError:
        file.close()
        raise
    return _rows(arrow, file, heard)


def _is_text(arrow: Any, kind: Any) -> bool:
    return bool(arrow.types.is_string(kind) or arrow.types.is_large_string(kind))


def _check_sizes(file: Any, path: Path) -> None:
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        for place in range(group.num_columns):
            column = group.column(place)
            if column.total_uncompressed_size > MAX_COLUMN:
                name = column.path_in_schema[:80]
                raise InputError(
                    Bilingual(
                        f"{path}: 列“{name}”解开后有 {column.total_uncompressed_size} 字节,太大: 分成小的行组",
                        f"{path}: the column “{name}” unpacks to {column.total_uncompressed_size} bytes, too much: "
                        "write smaller row groups",
                    )
                )


def _rows(arrow: Any, file: Any, heard: Heard) -> Iterator[Row | BadLine]:
    number, total = 0, file.metadata.num_rows
    batches = file.iter_batches(batch_size=BATCH)
    while True:
        try:
            batch = next(batches)
        except StopIteration:
            file.close()
            return
        except (arrow.ArrowException, OSError, ValueError) as error:
            said = type(error).__name__
            yield BadLine(number + 1, Bilingual(f"从这一行起读不出 ({said})", f"cannot be read from here on ({said})"))
            return
        columns = [(name, _Column(arrow, batch.column(name))) for name in batch.schema.names]
        for place in range(batch.num_rows):
            number += 1
            yield _row(number, place, columns)
        heard(number, total)


def _row(number: int, place: int, columns: list[tuple[str, _Column]]) -> Row | BadLine:
    data: dict[str, object] = {}
    for name, column in columns:
        try:
            value = column.at(place)
        except (ValueError, OverflowError, ArithmeticError) as error:
            said = type(error).__name__
            return BadLine(number, Bilingual(f"{name} 读不出 ({said})", f"{name} cannot be read ({said})"))
        if isinstance(value, str) and len(value) > MAX_CHARS:
            return BadLine(number, Bilingual(f"{name} 太长", f"{name} is too long"))
        data[name] = value
    return Row(number, data, True)


class _Column:
    """The values of one column of a batch; a word of a dictionary is made once."""

    def __init__(self, arrow: Any, values: Any) -> None:
        if arrow.types.is_timestamp(values.type) and values.type.unit == "ns":
            with contextlib.suppress(arrow.ArrowException):
                values = values.cast(arrow.timestamp("us", values.type.tz), safe=False)
        self._words: list[object] | None = None
        self._values = values
        if arrow.types.is_dictionary(values.type):
            self._words = [None] * len(values.dictionary)
            self._values = values.indices
            self._dictionary = values.dictionary

    def at(self, place: int) -> object:
        found = self._values[place].as_py()
        if self._words is None or found is None:
            return _plain(found)
        made = self._words[found]
        if made is None:
            made = self._words[found] = _plain(self._dictionary[found].as_py())
        return made


def _plain(value: object) -> object:
    """A value as a line of JSON would hold it; times as text, with their zone where they have one."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "surrogateescape")
        case str():
            return value.strip()
    return value
