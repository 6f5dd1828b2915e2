"""Issues from Parquet: typed columns, batches, and what is said where pyarrow is missing."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gridroute import County, Issue
from gridroute.adapters import BadLine, Row, parquet, parse_issue, read_rows
from gridroute.errors import InputError, IssueError

arrow: Any = pytest.importorskip("pyarrow")
pq: Any = pytest.importorskip("pyarrow.parquet")

AT = "2026-03-02T09:00:00+08:00"


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(arrow.table(columns), path, **options)
    return path


def issues(county: County, path: Path) -> list[Issue | str]:
    made: list[Issue | str] = []
    for row in read_rows(path):
        if isinstance(row, BadLine):
            made.append(row.problem.zh)
            continue
        try:
            made.append(parse_issue(row.data, county.policy.vocabulary, row.from_text))
        except IssueError as error:
            made.append(error.text("zh"))
    return made


def test_rows_are_counted_from_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"id": ["1", "2"], "received_at": [AT, AT], "内容": ["停暖", " 停水 "]})
    assert list(read_rows(path)) == [
        Row(1, {"id": "1", "received_at": AT, "内容": "停暖"}, True),
        Row(2, {"id": "2", "received_at": AT, "内容": "停水"}, True),
    ]


@pytest.mark.parametrize(
    ("name", "values", "field", "expected"),
    [
        pytest.param("id", arrow.array([12]), "id", "12", id="number as identifier"),
        pytest.param("received_at", arrow.array([datetime(2026, 3, 2, 1, tzinfo=UTC)], arrow.timestamp("us", "UTC")), "received_at", datetime(2026, 3, 2, 1, tzinfo=UTC), id="moment"),
        pytest.param("received_at", arrow.array([1_772_413_200_000_000_001], arrow.timestamp("ns", "Asia/Shanghai")), "received_at", datetime(2026, 3, 2, 1, tzinfo=UTC), id="nanoseconds"),
        pytest.param("渠道", arrow.array(["窗口"]).dictionary_encode(), "channel", "window", id="dictionary"),
        pytest.param("anonymous", arrow.array([True]), "anonymous", True, id="boolean"),
        pytest.param("匿名", arrow.array(["是"]), "anonymous", True, id="yes"),
        pytest.param("tags", arrow.array([["gas", "fire"]]), "tags", frozenset({"gas", "fire"}), id="list"),
        pytest.param("address", arrow.array([None], arrow.string()), "address", None, id="null"),
        pytest.param("address", arrow.array([""]), "address", None, id="blank"),
        pytest.param("affected_households", arrow.array([3], arrow.int16()), "affected_households", 3, id="count"),
        pytest.param("longitude", arrow.array([117.25]), "longitude", 117.25, id="coordinate"),
    ],
)  # fmt: skip
def test_values(sishui: County, tmp_path: Path, name: str, values: Any, field: str, expected: Any) -> None:
    path = write(tmp_path / "a.parquet", {"id": ["1"], "received_at": [AT], "text": ["停暖"], name: values})
    (one,) = issues(sishui, path)
    assert isinstance(one, Issue), one
    assert getattr(one, field) == expected


def test_the_reporter_may_be_a_struct(sishui: County, tmp_path: Path) -> None:
    reporter = arrow.array([{"origin_township": "泉林镇", "vulnerable": True}])
    path = write(tmp_path / "a.parquet", {"id": ["1"], "received_at": [AT], "text": ["停暖"], "reporter": reporter})
    (one,) = issues(sishui, path)
    assert isinstance(one, Issue), one
    assert (one.reporter.origin_township, one.reporter.vulnerable) == ("泉林镇", True)


@pytest.mark.parametrize(
    ("values", "zh"),
    [
        (arrow.array([datetime(2026, 3, 2, 9)]), "received_at 的时间“2026-03-02T09:00:00”没有写时区"),
        (arrow.array([date(2026, 3, 2)]), "received_at 只有日期,没有钟点"),
        (arrow.array([1_772_413_200]), "received_at 应是时间"),
    ],
    ids=["no zone", "day", "number"],
)
def test_a_time_without_a_zone_is_not_guessed(sishui: County, tmp_path: Path, values: Any, zh: str) -> None:
    (one,) = issues(sishui, write(tmp_path / "a.parquet", {"id": ["1"], "received_at": values, "text": ["停暖"]}))
    assert isinstance(one, str)
    assert one.startswith(zh)


def test_many_batches(tmp_path: Path) -> None:
    count = 2 * parquet.BATCH + 1
    ids = [str(n) for n in range(count)]
    path = write(
        tmp_path / "a.parquet", {"id": ids, "received_at": [AT] * count, "text": ["停暖"] * count}, row_group_size=1_000
    )
    rows = list(read_rows(path))
    assert [(row.line, row.data["id"]) for row in rows if isinstance(row, Row)] == [
        (n + 1, str(n)) for n in range(count)
    ]


def test_a_long_text_loses_its_row_only(sishui: County, tmp_path: Path) -> None:
    texts = ["停暖", "长" * 1_000_001, "停水"]
    path = write(tmp_path / "a.parquet", {"id": ["1", "2", "3"], "received_at": [AT] * 3, "text": texts})
    first, bad, last = issues(sishui, path)
    assert bad == "text 太长"
    assert isinstance(first, Issue)
    assert isinstance(last, Issue)


@pytest.mark.parametrize(
    ("columns", "zh"),
    [
        ({"id": ["1"], "received_at": [AT]}, "缺少表头“text”"),
        ({"id": ["1"], "received_at": [AT], "text": ["x"], "adress": ["y"]}, "不认识的表头“adress”: 是不是“address”?"),
    ],
    ids=["missing", "misspelt"],
)
def test_heads(tmp_path: Path, columns: dict[str, Any], zh: str) -> None:
    path = write(tmp_path / "a.parquet", columns)
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    assert caught.value.text("zh") == f"{path}: {zh}"


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"id,text\n"], ids=["empty", "cut off", "csv"])
def test_no_parquet(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(raw)
    with pytest.raises(InputError, match="no sound Parquet file"):
        list(read_rows(tmp_path / "a.parquet"))


def test_a_broken_page_keeps_the_rows_before_it(tmp_path: Path) -> None:
    texts = [f"停暖{n:07d}" for n in range(3_000)]
    columns = {"id": texts, "received_at": [AT] * 3_000, "text": texts}
    path = write(tmp_path / "a.parquet", columns, row_group_size=1_000, use_dictionary=False, compression="zstd")
    raw = bytearray(path.read_bytes())
    at = int(pq.ParquetFile(path).metadata.row_group(2).column(0).data_page_offset)
    raw[at : at + 200] = b"\xff" * 200
    path.write_bytes(raw)
    rows = list(read_rows(path))
    assert isinstance(rows[-1], BadLine)
    assert rows[-1].problem.zh.startswith("从这一行起读不出")


def test_what_to_install_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / "a.parquet")
    assert caught.value.text("zh").endswith("读写 Parquet 要另装 pyarrow: pip install 'gridroute[parquet]'")
    assert caught.value.text("en").endswith("Parquet needs pyarrow: pip install 'gridroute[parquet]'")
