"""Issues from XLSX: which sheets and cells are read, what a bad row is told, and what a bomb does."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gridroute.adapters import BadLine, Row, package, read_rows
from gridroute.errors import InputError

AT = "2026-03-02T09:00:00+08:00"
HEAD = ("编号", "受理时间", "内容")
GOOD = ("1", AT, "停暖")


def book(
    path: Path, *rows: Iterable[Any], also: Callable[[Worksheet], None] | None = None, title: str = "诉求"
) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if also:
        also(sheet)
    made.save(path)
    return path


def said(path: Path) -> list[tuple[str, int, str]]:
    return [(one.sheet, one.line, one.problem.zh) for one in read_rows(path) if isinstance(one, BadLine)]


def texts(path: Path) -> list[tuple[int, object]]:
    return [(one.line, one.data["内容"]) for one in read_rows(path) if isinstance(one, Row)]


def test_a_sheet_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD, (), ("2", AT, " 停水 "))
    assert list(read_rows(path)) == [
        Row(2, dict(zip(HEAD, GOOD, strict=True)), True, "诉求"),
        Row(4, {"编号": "2", "受理时间": AT, "内容": "停水"}, True, "诉求"),
    ]


@pytest.mark.parametrize(
    ("head", "value", "text"),
    [
        pytest.param("受理时间", datetime(2026, 3, 2, 9, 10), "2026-03-02T09:10:00+08:00", id="date cell"),
        pytest.param("受理时间", datetime(2026, 3, 2), "2026-03-02T00:00:00+08:00", id="midnight"),
        pytest.param("编号", 12, "12", id="whole number"),
        pytest.param("编号", 370831001003001, "370831001003001", id="fifteen digits"),
        pytest.param("经度", 117.25, "117.25", id="fraction"),
        pytest.param("匿名", True, "true", id="yes"),
        pytest.param("内容", "停_x000D_\n暖", "停\n暖", id="escaped end of line"),
        pytest.param("内容", "停_x0007_暖", "停\x07暖", id="escaped control"),
        pytest.param("地址", None, "", id="empty"),
    ],
)
def test_cells(tmp_path: Path, head: str, value: object, text: str) -> None:
    heads = dict.fromkeys((*HEAD, head))
    row = {**dict(zip(HEAD, GOOD, strict=True)), head: value}
    (one,) = read_rows(book(tmp_path / "a.xlsx", heads, [row[name] for name in heads]))
    assert isinstance(one, Row), one
    assert one.data[head] == text


def _day_only(sheet: Worksheet) -> None:
    sheet["B3"].number_format = "yyyy-mm-dd"


def _merge(sheet: Worksheet) -> None:
    sheet.merge_cells("A3:A4")


@pytest.mark.parametrize(
    ("row", "also", "bad"),
    [
        pytest.param(
            ("2", date(2026, 3, 2), "x"),
            _day_only,
            "单元格 B3 只有日期,没有钟点: 写上几点几分",
            id="day without a time",
        ),
        pytest.param(("2", time(9, 10), "x"), None, "单元格 B3 只有钟点,没有日期", id="time without a day"),
        pytest.param(
            (datetime(2026, 3, 1), AT, "x"), None, "单元格 A3 是日期: 设为文本格式重新录入", id="number taken for a day"
        ),
        pytest.param((3.7e17, AT, "x"), None, "单元格 A3 的数字太长,位数已丢: 设为文本格式重新录入", id="lost digits"),
        pytest.param(("2", AT, "=1+1"), None, "有公式还没有算出值: 用表格软件打开并保存", id="formula without a value"),
        pytest.param(("2", AT, "#REF!"), None, "单元格 C3 是错误值 #REF!", id="error"),
        pytest.param(("2", AT, "x", None, "y"), None, "E 列有内容却没有表头", id="beside the heads"),
    ],
)
def test_bad_rows(tmp_path: Path, row: tuple[Any, ...], also: Callable[[Worksheet], None] | None, bad: str) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD, row, ("3", AT, "停水"), also=also)
    assert said(path) == [("诉求", 3, bad)]
    assert texts(path) == [(2, "停暖"), (4, "停水")]


def test_merged_cells_are_no_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD, ("2", AT, "x"), (None, AT, "y"), ("4", AT, "停水"), also=_merge)
    assert [(line, words[:18]) for _, line, words in said(path)] == [
        (3, "单元格 A3:A4 是合并的: 取消"),
        (4, "单元格 A3:A4 是合并的: 取消"),
    ]
    assert texts(path) == [(2, "停暖"), (5, "停水")]


def test_a_title_may_stand_above_the_heads(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("诉求登记表",), HEAD, GOOD, also=lambda sheet: sheet.merge_cells("A1:C1"))
    assert texts(path) == [(3, "停暖")]


def test_an_empty_column_is_no_column(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("编号", None, "受理时间", "内容", None), ("1", None, AT, "停暖", None))
    assert texts(path) == [(2, "停暖")]


def test_every_sheet_of_issues_is_read_and_no_other_in_silence(tmp_path: Path) -> None:
    made = Workbook()
    for sheet, row in ((made.worksheets[0], GOOD), (made.create_sheet("二月"), ("2", AT, "停水"))):
        sheet.append(HEAD)
        sheet.append(row)
    made.create_sheet("说明").append(["填表说明"])
    made.create_sheet("空表")
    made.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == [(2, "停暖"), (2, "停水")]
    assert [(sheet, line) for sheet, line, _ in said(tmp_path / "a.xlsx")] == [("说明", 1)]


def test_a_wrong_size_in_the_file_loses_no_row(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, *([GOOD] * 5))
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda text: text.replace(b'ref="A1:C6"', b'ref="A1:A2"'))
    assert len(texts(path)) == 5


def _rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    before = parts.get(part, b"")
    parts[part] = change(before)
    assert parts[part] != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        pytest.param([("编号", "受理时间", "内荣")], "{}:诉求!1: 不认识的表头“内荣”: 是不是“内容”?\n{}:诉求!1: 缺少表头“text”", id="misspelt head"),
        pytest.param([], "{}: 没有表头", id="empty"),
        pytest.param([(*HEAD, "text")], "{}:诉求!1: 表头“text”重复", id="head twice"),
        pytest.param([("说明",), (*HEAD, "备注")], "{}:诉求!2: 不认识的表头“备注”", id="undeclared head below a title"),
    ],
)  # fmt: skip
def test_heads(tmp_path: Path, rows: list[tuple[str, ...]], zh: str) -> None:
    path = book(tmp_path / "a.xlsx", *rows)
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    assert caught.value.text("zh") == zh.replace("{}", str(path))


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600), b"id,text\n"], ids=["empty", "cut off", "xls", "csv"]
)
def test_no_workbook(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(raw)
    with pytest.raises(InputError, match=r"no sound .xlsx file"):
        list(read_rows(tmp_path / "a.xlsx"))


def test_a_broken_part_is_no_workbook(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD)
    _rewrite(path, "xl/workbook.xml", lambda text: text[: len(text) // 2])
    with pytest.raises(InputError, match=r"cannot be read"):
        list(read_rows(path))


def test_a_sheet_that_breaks_off_keeps_its_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD, ("2", AT, "停水"))
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda text: text.replace(b'<row r="3">', b'<row r="3"><<'))
    assert texts(path) == [(2, "停暖")]
    assert [(line, words[:8]) for _, line, words in said(path)] == [(3, "从这一行起读不出")]


# ---- bombs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "change", "zh"),
    [
        pytest.param("xl/sharedStrings.xml", lambda text: text + b" " * 200_000_001, "部件 xl/sharedStrings.xml 解开后有", id="strings"),
        pytest.param("xl/styles.xml", lambda text: text + b" " * 20_000_001, "部件 xl/styles.xml 解开后有", id="styles"),
        pytest.param(
            "xl/worksheets/sheet1.xml",
            lambda text: text.replace(b'<row r="2">', b'<row r="2">' + b"<c/>" * 3_000_000),
            "第 2 行太长",
            id="row without end",
        ),
        pytest.param(
            "xl/worksheets/sheet1.xml", lambda text: text.replace(b'<row r="2">', b'<row r="999999999999">'), "超过 1048576 行", id="rows without end"
        ),
        pytest.param("xl/worksheets/sheet1.xml", lambda text: text + b" " * 800_000_001, "解开后有", id="sheet"),
    ],
)  # fmt: skip
def test_a_bomb_is_named_and_not_unpacked(tmp_path: Path, part: str, change: Callable[[bytes], bytes], zh: str) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, GOOD)
    _rewrite(path, part, change)
    assert path.stat().st_size < package.MAX_ROW
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    assert caught.value.text("zh").startswith(f"{path}: {zh}")
    assert caught.value.text("zh").endswith("分成几个文件,或另存为 CSV")
