"""Times, separators and encodings as spreadsheet programs write them, and what is refused with its cause."""

from __future__ import annotations

import io
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from gridroute import County
from gridroute.adapters import BadLine, Row, parse_issue, read_rows
from gridroute.adapters.record import shown
from gridroute.errors import InputError, IssueError

BEIJING = timezone(timedelta(hours=8))
MOMENT = datetime(2026, 3, 2, 9, 10, tzinfo=BEIJING)


def time_of(text: str, county: County, zone: timezone | None = BEIJING) -> datetime:
    raw = {"id": "1", "received_at": text, "text": "路灯不亮"}
    return parse_issue(raw, county.policy.vocabulary, True, zone).received_at


@pytest.mark.parametrize(
    "text",
    [
        "2026/3/2 9:10",
        "2026-3-2 9:10",
        "2026-03-02 09:10:00",
        "2026.3.2 9:10",
        "2026年3月2日 9:10",
        "2026年3月2日9时10分",
        "2026年3月2日 上午9点10分",
        "２０２６/３/２ ９:１０",
        "2026-03-02T09:10:00",
        "2026-03-02T09:10:00.000",
        "2026/3/2 9:10 +08:00",
        "2026-03-02T01:10:00Z",
        "2026-03-02T09:10:00+0800",
        "2026-03-02T10:10:00+09:00",
    ],
)
def test_common_ways_of_writing_a_moment(sishui: County, text: str) -> None:
    assert time_of(text, sishui) == MOMENT


def test_afternoon(sishui: County) -> None:
    assert time_of("2026/3/2 下午 2:05", sishui) == datetime(2026, 3, 2, 14, 5, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026/3/2 9:10", "没有写时区"),
        ("2026/3/2", "只有日期,没有钟点"),
        ("2026年3月2日", "只有日期,没有钟点"),
        ("3/2/2026 9:10", "看不懂"),
        ("2026/13/2 9:10", "看不懂"),
        ("2026-3/2 9:10", "看不懂"),
        ("2026/3/2 25:10", "看不懂"),
        ("46083.38", "看不懂"),
    ],
)
def test_what_is_no_moment_is_refused(sishui: County, text: str, said: str) -> None:
    with pytest.raises(IssueError) as told:
        time_of(text, sishui, None)
    assert said in told.value.words.zh


def test_a_long_value_is_what_a_resident_said_and_is_not_quoted() -> None:
    assert shown("上周五") == "上周五"
    assert shown("县住建局局长收了开发商的钱,我叫王小明,住在泗河街道仲子社区三号楼二单元五零一室,电话不便说") == (
        "县住建局局长收了… (46)"
    )


HEAD, LINE = "编号,受理时间,内容", "1,2026-03-02T09:10:00+08:00,路灯不亮"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom"])
def test_what_stands_between_cells_and_the_encoding(tmp_path: Path, mark: str, encoding: str) -> None:
    text = f"{HEAD}\r\n{LINE}\r\n".replace(",", mark)
    bom, codec = ("\ufeff", "utf-16-le") if encoding == "utf-16-le-bom" else ("", encoding)
    path = tmp_path / "a.csv"
    path.write_bytes((bom + text).encode(codec))
    (row,) = read_rows(path)
    assert isinstance(row, Row)
    assert row.data == dict(zip(HEAD.split(","), LINE.split(","), strict=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("编号;受理时间\n1;2\n".encode(), "缺少表头“text”"),
        ("id,received_at,text\n".encode("utf-16-le"), "像是没有 BOM 的 UTF-16"),
        ("\ufeffid\n".encode("utf-16-le") + b"\x00\xd8\x41", "UTF-16 从第2行起读不出"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as told:
        list(read_rows(path))
    assert said in told.value.words.zh
    assert told.value.words.en


@pytest.mark.parametrize(("content", "said"), [(b"PK\x03\x04rest", ".xlsx"), (b"PAR1", ".parquet")])
def test_a_workbook_on_standard_input_is_named(monkeypatch: pytest.MonkeyPatch, content: bytes, said: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    with pytest.raises(InputError) as told:
        read_rows(Path("-"))
    assert f"这是 {said} 文件,不能从标准输入读" in told.value.words.zh


def test_lines_of_utf_16_json_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = '{"id": "1", "text": "路灯"}\n不是\n'.encode("utf-16")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    row, bad = read_rows(Path("-"))
    assert isinstance(row, Row)
    assert isinstance(bad, BadLine)
    assert row.data == {"id": "1", "text": "路灯"}
