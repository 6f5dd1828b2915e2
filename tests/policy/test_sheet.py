"""Decision tables in spreadsheets, and in the encodings that spreadsheet programs write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.support import Built

Yunhe = Callable[..., Built]
HEAD = ["编号", "标题", "类别", "影响户数", "施行", "→due.inspect", "依据"]
ROW = ["yh-1", "十户以上", "公用事业/供热/*", "≥10", date(2026, 1, 1), "2 workdays", "assumed"]
CSV = (
    "编号,标题,类别,影响户数,施行,→due.inspect,依据\nyh-1,十户以上,公用事业/供热/*,≥10,2026-01-01,2 workdays,assumed\n"
)


def book(tmp_path: Path, *rows: list[object], change: Callable[[Workbook], None] | None = None) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made)
    made.save(tmp_path / "made.xlsx")
    return (tmp_path / "made.xlsx").read_bytes()


def rule(built: Built) -> tuple[object, ...]:
    (made,) = [one for one in built.county.policy.rules if one.id == "yh-1"]
    return made.title, made.condition, made.outcomes, made.effective_from, made.source


def test_a_sheet_says_the_same_as_the_csv(yunhe: Yunhe, tmp_path: Path) -> None:
    sheet = yunhe({"policy/reporting.a.table.xlsx": book(tmp_path, HEAD, ROW, [None, None])})
    assert [one for one in sheet.said() if "xlsx" in one] == []
    (tmp_path / "yunhe/policy/reporting.a.table.xlsx").unlink()
    assert rule(sheet) == rule(yunhe({"policy/reporting.a.table.csv": CSV}))


def test_gb18030_is_read_as_it_is(yunhe: Yunhe) -> None:
    built = yunhe({"policy/reporting.a.table.csv": CSV.encode("gb18030")})
    assert [one for one in built.said() if "reporting.a" in one] == []
    assert rule(built)[0] == "十户以上"


WRONG: dict[str, tuple[Callable[[Workbook], None], str, str]] = {
    "merged": (
        lambda made: made.active.merge_cells("A2:A3"),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:2: 单元格 A2:A3 是合并的: 取消合并,每行写全",
        "yunhe/policy/reporting.a.table.xlsx:2: the cells A2:A3 are merged: unmerge them and fill in every row",
    ),
    "second-sheet": (
        lambda made: made.create_sheet("备用").append(["有字"]),
        "yunhe/policy/reporting.a.table.xlsx: 第二张工作表“备用”里有内容,只读第一张: 移到另一个文件",
        "yunhe/policy/reporting.a.table.xlsx: the sheet “备用” holds something; only the first is read: "
        "move it to a file of its own",
    ),
    "fraction": (
        lambda made: made.active.__setitem__("D2", 0.5),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:2: “0.5”不是整数: 百分数写成整数",
        "yunhe/policy/reporting.a.table.xlsx:2: “0.5” is no whole number: write percentages as whole numbers",
    ),
    "formula": (
        lambda made: made.active.__setitem__("D2", "=5+5"),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:2: 单元格 D2 的公式没有存下值: 写成值 (选择性粘贴为数值) 再保存",
        "yunhe/policy/reporting.a.table.xlsx:2: the formula in the cell D2 has no stored value: "
        "write the value itself (paste as values) and save again",
    ),
    "formula-in-the-head": (
        lambda made: made.active.__setitem__("D1", '="影响户数"'),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:1: 单元格 D1 的公式没有存下值: 写成值 (选择性粘贴为数值) 再保存",
        "yunhe/policy/reporting.a.table.xlsx:1: the formula in the cell D1 has no stored value: "
        "write the value itself (paste as values) and save again",
    ),
    "error": (
        lambda made: made.active.__setitem__("D2", "#REF!"),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:2: 单元格 D2 是错误值 #REF!: 写成值 (选择性粘贴为数值) 再保存",
        "yunhe/policy/reporting.a.table.xlsx:2: the cell D2 shows the error #REF!: "
        "write the value itself (paste as values) and save again",
    ),
    "too-many": (
        lambda made: made.active.__setitem__("J2", "多"),  # type: ignore[union-attr]
        "yunhe/policy/reporting.a.table.xlsx:2: 单元格比表头多",
        "yunhe/policy/reporting.a.table.xlsx:2: more cells than column heads",
    ),
}


@pytest.mark.parametrize(("change", "chinese", "english"), WRONG.values(), ids=WRONG.keys())
def test_a_sheet_that_cannot_be_read_is_told(
    yunhe: Yunhe, tmp_path: Path, change: Callable[[Workbook], None], chinese: str, english: str
) -> None:
    built = yunhe({"policy/reporting.a.table.xlsx": book(tmp_path, HEAD, ROW, change=change)})
    assert chinese in built.said("zh")
    assert english in built.said("en")


def test_what_is_no_workbook_is_told(yunhe: Yunhe) -> None:
    built = yunhe({"policy/reporting.a.table.xlsx": b"no workbook"})
    assert "yunhe/policy/reporting.a.table.xlsx: 读不出 (BadZipFile): 另存为 .xlsx 再试" in built.said()


def test_a_sheet_of_too_many_rows_is_refused_not_cut_off(yunhe: Yunhe, tmp_path: Path) -> None:
    def far(made: Workbook) -> None:
        made.worksheets[0].cell(50_001, 1, "x")

    built = yunhe({"policy/reporting.a.table.xlsx": book(tmp_path, HEAD, ROW, change=far)})
    assert "yunhe/policy/reporting.a.table.xlsx: 超过 50000 行: 分成几个文件" in built.said()
