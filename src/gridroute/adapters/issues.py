"""Issues from files: JSON Lines and CSV. A bad line is reported with its place; the rest goes on."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gridroute.adapters.record import field_names
from gridroute.errors import Bilingual, InputError, nearest
from gridroute.model import ISSUE_LABELS

#: One line of JSON, or one CSV record, longer than this is not an issue.
MAX_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record as written, with the line it begins on. ``from_text``: all values are text."""

    line: int
    data: dict[str, object]
    from_text: bool


@dataclass(frozen=True, slots=True)
class BadLine:
    """One record that cannot be read."""

    line: int
    problem: Bilingual


def read_rows(path: Path) -> Iterator[Row | BadLine]:
    """The records of ``path`` by its ending (.csv; .jsonl, .ndjson or .json: JSON Lines).

    ``InputError`` where the file cannot be opened or a column head is not declared.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".jsonl", ".ndjson", ".json"):
        raise InputError(
            Bilingual(
                f"{path}: 不认识的文件类型“{ending}”: 用 .csv 或 .jsonl",
                f"{path}: unknown kind of file “{ending}”: use .csv or .jsonl",
            )
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or str(error)
        told = "没有这个文件" if isinstance(error, FileNotFoundError) else f"打不开 ({said})"
        raise InputError(Bilingual(f"{path}: {told}", f"{path}: cannot be opened: {said}")) from None
    text = decoded(raw, path)
    return _csv(text, path) if ending == ".csv" else _json_lines(text)


def decoded(raw: bytes, path: Path) -> str:
    """The text of a file in UTF-8 (with or without a mark) or GB18030."""
    read = [text for encoding in ("utf-8-sig", "gb18030") if (text := _as(raw, encoding)) is not None]
    if read:
        # the bytes of a few words in GB18030 may be UTF-8 too; the reading with Chinese in it is meant
        return next((text for text in read if _HAN.search(text)), read[0])
    raise InputError(
        Bilingual(
            f"{path}: 编码不是 UTF-8 或 GB18030: 另存为 UTF-8",
            f"{path}: neither UTF-8 nor GB18030: save it as UTF-8",
        )
    )


_HAN = re.compile(r"[\u4e00-\u9fff]")


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _json_lines(text: str) -> Iterator[Row | BadLine]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > MAX_CHARS:
            yield BadLine(number, Bilingual("这一行太长", "the line is too long"))
            continue
        try:
            data = json.loads(line, object_pairs_hook=_once)
        except _Twice as twice:
            key = twice.args[0]
            yield BadLine(number, Bilingual(f"“{key}”写了两遍", f"“{key}” is written twice"))
        except (ValueError, RecursionError):
            yield BadLine(
                number,
                Bilingual("不是合法的 JSON: 一行一个对象", "not valid JSON: one object a line"),
            )
        else:
            if isinstance(data, dict):
                yield Row(number, data, False)
            else:
                yield BadLine(number, Bilingual("一行应是一个对象", "a line holds one object"))


class _Twice(Exception):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise _Twice(key)
        made[key] = value
    return made


def _csv(text: str, path: Path) -> Iterator[Row | BadLine]:
    csv.field_size_limit(MAX_CHARS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head = [cell.strip() for cell in next(reader, [])]
    while head and not head[-1]:  # spreadsheets write empty columns at the end
        head.pop()
    _check_head(head, path)
    return _records(reader, head)


def _check_head(head: list[str], path: Path) -> None:
    known = [*field_names({}), *ISSUE_LABELS]
    where = f"{path}:1"
    if not any(head):
        raise InputError(Bilingual(f"{where}: 没有表头", f"{where}: there are no column heads"))
    problems: list[Bilingual] = []
    for name in head:
        if name not in known:
            remedy = nearest(name, known)
            problems.append(
                Bilingual(
                    ": ".join(p for p in (f"不认识的表头“{name}”", remedy.zh) if p),
                    ": ".join(p for p in (f"unknown column head “{name}”", remedy.en) if p),
                )
            )
    keys = [ISSUE_LABELS.get(name, name) for name in head]
    for name in ("id", "received_at", "text"):
        if name not in keys:
            problems.append(Bilingual(f"缺少表头“{name}”", f"the column “{name}” is missing"))
    for name in sorted({key for key in keys if keys.count(key) > 1 and key}):
        problems.append(Bilingual(f"表头“{name}”重复", f"the column “{name}” stands twice"))
    if problems:
        raise InputError(
            Bilingual(
                "\n".join(f"{where}: {one.zh}" for one in problems),
                "\n".join(f"{where}: {one.en}" for one in problems),
            )
        )


def _records(reader: Iterator[list[str]], head: list[str]) -> Iterator[Row | BadLine]:
    lines = _Lines(reader)
    while True:
        start = lines.next_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadLine(start, Bilingual(f"CSV 读不出 ({error})", f"not valid CSV ({error})"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(head) :]):
            yield BadLine(
                start,
                Bilingual(
                    "单元格比表头多: 内容里有逗号时要加引号",
                    "more cells than column heads: quote a cell that holds a comma",
                ),
            )
            continue
        padded = cells + [""] * (len(head) - len(cells))
        yield Row(start, {name: cell.strip() for name, cell in zip(head, padded, strict=False)}, True)


class _Lines:
    """The line on which the next record of a CSV reader begins."""

    def __init__(self, reader: object) -> None:
        self._reader = reader

    @property
    def next_line(self) -> int:
        return int(getattr(self._reader, "line_num", 0)) + 1
