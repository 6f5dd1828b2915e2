"""Decisions in files: the same rows in every form, nothing that a spreadsheet program or a screen would obey."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.conftest import Route

from gridroute import County, Decision
from gridroute.adapters import decisions
from gridroute.adapters.characters import json_safe, like_a_formula, visible
from gridroute.adapters.decisions import Write
from gridroute.adapters.target import written_whole
from gridroute.errors import InputError

Writer = Callable[[io.BytesIO], AbstractContextManager[Write]]


def made(writer: Writer, county: County, *found: Decision) -> bytes:
    file = io.BytesIO()
    with writer(file) as write:
        for one in found:
            write(one, county.policy.vocabulary)
    return file.getvalue()


def csv_rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def xlsx_rows(raw: bytes) -> list[dict[str, Any]]:
    head, *rows = load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.fixture
def heating(route: Route) -> Decision:
    return route(
        "家里停暖三天了", id="SS-1", address="泗河街道仲子社区", affected_households=36, at="2026-01-05T07:42:00+08:00"
    )


def test_csv_in_chinese_and_in_english(sishui: County, heating: Decision) -> None:
    raw = made(lambda file: decisions.comma_separated(file, "zh", True), sishui, heating)
    assert raw.startswith(b"\xef\xbb\xbf\xe7\xbc\x96")
    (one,) = csv_rows(raw)
    assert (one["编号"], one["状态"], one["镇街代码"], one["吹哨"]) == ("SS-1", "已派单", "370831001000", "群众诉求哨")
    assert (one["最近事项"], one["最近事项逾期时刻"]) == ("报到", "2026-01-05T08:42:00+08:00")
    assert (one["必到"], one["办理期限暂定"]) == ("泗水县住房和城乡建设局、泗水县供热企业", "否")
    raw = made(lambda file: decisions.comma_separated(file, "en", False), sishui, heating)
    assert raw.startswith(b"id,")
    (one,) = csv_rows(raw)
    assert (one["state"], one["next_act"], one["contested"]) == ("dispatched", "check in", "no")
    assert one["required"] == "泗水县住房和城乡建设局; 泗水县供热企业"


def test_xlsx_holds_days_and_moments(sishui: County, heating: Decision) -> None:
    (one,) = xlsx_rows(made(lambda file: decisions.workbook(file, "zh"), sishui, heating))
    assert one["最近事项逾期时刻"] == datetime(2026, 1, 5, 8, 42)
    assert one["办理最后一日"] == datetime(2026, 1, 6)
    assert (one["编号"], one["类别"], one["有争议"]) == ("SS-1", "公用事业/供热/供热中断", "否")


def test_a_full_sheet_is_followed_by_another(
    sishui: County, heating: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "_SHEET", 3)
    raw = made(lambda file: decisions.workbook(file, "en"), sishui, *[heating] * 5)
    assert [
        (sheet.title, sheet.max_row, sheet.freeze_panes) for sheet in load_workbook(io.BytesIO(raw)).worksheets
    ] == [
        ("decisions", 3, "B2"),
        ("decisions2", 3, "B2"),
        ("decisions3", 2, "B2"),
    ]


def test_parquet_has_types(sishui: County, heating: Decision, monkeypatch: pytest.MonkeyPatch) -> None:
    arrow: Any = pytest.importorskip("pyarrow")
    pq: Any = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(decisions, "_BATCH", 2)
    raw = made(lambda file: decisions.parquet(file, "en", arrow), sishui, *[heating] * 5)
    table = pq.read_table(io.BytesIO(raw))
    assert table.num_rows == 5
    one = table.to_pylist()[0]
    assert (one["next_due_at"], one["handled_by_on"]) == (
        datetime.fromisoformat("2026-01-05T08:42:00+08:00"),
        date(2026, 1, 6),
    )
    assert (one["contested"], one["category_confidence"]) == (False, heating.category_confidence)


def test_all_forms_hold_the_same_rows(sishui: County, heating: Decision) -> None:
    (from_csv,) = csv_rows(made(lambda file: decisions.comma_separated(file, "zh", True), sishui, heating))
    (from_xlsx,) = xlsx_rows(made(lambda file: decisions.workbook(file, "zh"), sishui, heating))
    assert list(from_csv) == list(from_xlsx) == decisions.heads("zh")
    for name in ("编号", "主办", "协办", "责任主体", "依据规则", "政策版本"):
        assert from_csv[name] == (from_xlsx[name] or "")
    line = made(decisions.json_lines, sishui, heating).decode()
    assert json.loads(line) == json.loads(heating.as_json())


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "＠x", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_is_a_formula(sishui: County, heating: Decision, name: str) -> None:
    one = heating.model_copy(update={"issue": name})
    (from_csv,) = csv_rows(made(lambda file: decisions.comma_separated(file, "zh", True), sishui, one))
    assert from_csv["编号"] == "'" + name.replace("\t", "\t")
    raw = made(lambda file: decisions.workbook(file, "zh"), sishui, one)
    cell = load_workbook(io.BytesIO(raw)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


@pytest.mark.parametrize("text", ["SS-1", "路灯", "1-2", "a=b", "", "'=1"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert not like_a_formula(text)


#: What a screen would obey, or no eye sees, and how it is shown.
UNSEEN = [
    ("\x1b[31mA", "\\x1b[31mA"),
    ("A\x07", "A\\x07"),
    ("A\x9b1mB", "A\\x9b1mB"),
    ("A\u202eB", "A\\u202eB"),
    ("A\u200bB", "A\\u200bB"),
    ("A\u2028B", "A\\u2028B"),
    ("A\U000e0041", "A\\U000e0041"),
]


@pytest.mark.parametrize(("name", "shown"), UNSEEN, ids=[shown for _, shown in UNSEEN])
def test_nothing_unseen_is_written(sishui: County, heating: Decision, name: str, shown: str) -> None:
    assert visible(name) == shown
    one = heating.model_copy(update={"issue": name})
    (from_csv,) = csv_rows(made(lambda file: decisions.comma_separated(file, "zh", True), sishui, one))
    (from_xlsx,) = xlsx_rows(made(lambda file: decisions.workbook(file, "zh"), sishui, one))
    assert from_csv["编号"] == from_xlsx["编号"] == shown
    line = made(decisions.json_lines, sishui, one).decode()
    assert json.loads(line)["issue"] == name
    assert not any(char in line.rstrip("\n") for char in name if not char.isprintable())


def test_json_stays_the_same_value() -> None:
    text = "".join(name for name, _ in UNSEEN)
    assert json.loads(json_safe(json.dumps(text, ensure_ascii=False))) == text


# ---- files that are whole or not there ----------------------------------------------------------------------------


def test_a_file_is_put_in_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    with written_whole(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert (path.read_text(), path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == ("new", 0o640, [path])


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def half() -> None:
        with written_whole(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with written_whole(tmp_path / "b.csv") as file:
        file.write(b"new")
    assert (tmp_path / "b.csv").is_symlink()
    assert (tmp_path / "a.csv").read_text() == "new"


@pytest.mark.parametrize(
    ("name", "zh"), [("no/a.csv", "没有目录"), (".", "是目录,不能当文件写")], ids=["no folder", "a folder"]
)
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str, zh: str) -> None:
    with pytest.raises(InputError) as caught, written_whole(tmp_path / name):
        pass
    assert zh in caught.value.text("zh")
