"""Files that mean harm, or were harmed: what is wrong is bounded and named by line, and the rest is read."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path

import pytest

from gridroute import County
from gridroute.adapters import BadLine, Row, parse_issue, read_rows
from gridroute.adapters.lines import MAX_LINE
from gridroute.errors import InputError, IssueError

AT = "2026-03-02T09:00:00+08:00"
HEAD = "id,received_at,text"


def outcome(county: County, path: Path, raw: str | bytes) -> tuple[list[tuple[int, str]], list[int]]:
    """(what is wrong with its line, the lines that are right)."""
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    bad, good = list[tuple[int, str]](), list[int]()
    for row in read_rows(path):
        if isinstance(row, Row):
            try:
                parse_issue(row.data, county.policy.vocabulary, row.from_text)
            except IssueError as error:
                bad.append((row.line, error.text("en")))
            else:
                good.append(row.line)
        else:
            assert isinstance(row, BadLine)
            bad.append((row.line, row.problem.en))
    return bad, good


def csv_file(cell: str) -> str:
    return f"{HEAD}\n1,{AT},停暖\n2,{AT},{cell}\n3,{AT},停水\n"


def json_file(text: str) -> str:
    lines = [json.dumps({"id": name, "received_at": AT, "text": said}) for name, said in (("1", "a"), ("3", "b"))]
    return f'{lines[0]}\n{{"id": "2", "received_at": "{AT}", "text": "{text}"}}\n{lines[1]}\n'


CELLS = [
    pytest.param("长" * 3_400_000, "the line is too long", id="10 MB"),
    pytest.param("x" * (MAX_LINE + 1), "the line is too long", id="a line longer than is read"),
    pytest.param("停\0暖", "text holds a NUL character: take it out", id="NUL"),
]


@pytest.mark.parametrize(("cell", "words"), CELLS)
def test_one_bad_cell_of_csv(sishui: County, tmp_path: Path, cell: str, words: str) -> None:
    for written in (cell, f'"{cell}"'):
        bad, good = outcome(sishui, tmp_path / "a.csv", csv_file(written))
        assert [(line, said[: len(words)]) for line, said in bad] == [(3, words)]
        assert good == [2, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *CELLS[:2],
        pytest.param("\\u0000", "text holds a NUL character", id="NUL"),
        pytest.param("\\ud800", "text holds half a character", id="half a character"),
        pytest.param("\\udc80", "text holds half a character", id="the other half"),
    ],
)
def test_one_bad_line_of_json(sishui: County, tmp_path: Path, text: str, words: str) -> None:
    bad, good = outcome(sishui, tmp_path / "a.jsonl", json_file(text))
    assert [(line, said[: len(words)]) for line, said in bad] == [(2, words)]
    assert good == [1, 3]


@pytest.mark.parametrize("key", ["tags", "subject_organizations", "reporter"])
def test_half_a_character_inside(sishui: County, tmp_path: Path, key: str) -> None:
    value = {"origin_township": "\ud800"} if key == "reporter" else ["\ud800"]
    raw = json.dumps({"id": "1", "received_at": AT, "text": "x", key: value})
    bad, good = outcome(sishui, tmp_path / "a.jsonl", raw)
    assert ("half a character" in bad[0][1], good) == (True, [])


@pytest.mark.parametrize(
    "text",
    [
        "停\u200b暖",
        "\u202e暖停",
        "停\u2066暖\u2069",
        "停\x1b[31m暖",
        "停\x07暖",
        "\ufeff停暖",
        "停_x000D_暖",
        "👨\u200d👩\u200d👧停暖",
    ],
    ids=["zero width", "right to left", "isolate", "ESC", "bell", "mark", "escape of XLSX", "joined"],
)
def test_odd_characters_are_taken(sishui: County, tmp_path: Path, text: str) -> None:
    assert outcome(sishui, tmp_path / "a.csv", csv_file(f'"{text}"')) == ([], [2, 3, 4])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_loses_its_line_only(sishui: County, tmp_path: Path, encoding: str) -> None:
    raw = (
        csv_file("路灯不亮,请尽快来修理一下谢谢".replace(",", "。"))
        .encode(encoding)
        .replace("停水".encode(encoding), b"\xff\xff")
    )
    bad, good = outcome(sishui, tmp_path / "a.csv", raw)
    assert ([line for line, _ in bad], good) == ([4], [2, 3])
    assert "bytes" in bad[0][1]


def test_a_record_without_end_gives_its_lines_back(sishui: County, tmp_path: Path) -> None:
    rows = "".join(f"{n},{AT},停暖\n" for n in range(2, 40_000))
    bad, good = outcome(sishui, tmp_path / "a.csv", f'{HEAD}\n1,{AT},"停暖\n{rows}')
    assert [line for line, _ in bad] == [2]
    assert len(good) == 39_998


def test_another_limit_of_the_csv_module_does_no_harm(sishui: County, tmp_path: Path) -> None:
    before = csv.field_size_limit(10)
    try:
        assert outcome(sishui, tmp_path / "a.csv", csv_file("一二三四五六七八九十百千万")) == ([], [2, 3, 4])
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_line_without_end_takes_no_memory(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    with path.open("wb") as file:
        file.write(f"{HEAD}\n".encode() if ending == "csv" else b"{}\n")
        for _ in range(60):
            file.write(b"x" * 1_000_000)
        file.write(b"\n{}\n")
    tracemalloc.start()
    try:
        bad = [row.line for row in read_rows(path) if isinstance(row, BadLine)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert bad == [2]
    assert peak < 30_000_000, "the line has 60 million characters"


@pytest.mark.parametrize(
    ("name", "raw", "zh"),
    [
        ("a.csv", b"PK\x03\x04", "内容不是文本: 名称的后缀写错了,改成 .xlsx 或 .parquet"),
        ("a.jsonl", b"PAR1", "内容不是文本: 名称的后缀写错了,改成 .xlsx 或 .parquet"),
        ("a.csv", "编号,受理时间,内容".encode("utf-16")[:-1], "UTF-16 从第1行起读不出: 另存为 UTF-8"),
    ],
    ids=["a workbook", "parquet", "broken UTF-16"],
)
def test_another_kind_of_file(tmp_path: Path, name: str, raw: bytes, zh: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(InputError) as caught:
        list(read_rows(tmp_path / name))
    assert caught.value.text("zh") == f"{tmp_path / name}: {zh}"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / "a.csv")
    assert caught.value.text("zh") == f"{tmp_path / 'a.csv'}: 是目录,不是文件"
