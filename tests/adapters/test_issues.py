"""Issues from JSON Lines and CSV: what is read, and which words a bad line gets, with its number."""

from __future__ import annotations

import json
import pickle
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute import County, Dispatcher, Issue
from gridroute.adapters import BadLine, Row, parse_issue, read_rows
from gridroute.errors import InputError, IssueError

AT = "2026-03-02T09:00:00+08:00"
GOOD: dict[str, Any] = {"id": "1", "received_at": AT, "text": "停暖"}
HEAD = "id,received_at,text"
ROW = f"1,{AT},停暖"
WRITE_ZONE = (
    "写成 2026-03-02T09:10:00+08:00,或用 --zone +08:00 说明全部时间的时区",
    "write it as 2026-03-02T09:10:00+08:00, or say with --zone +08:00 what zone all times are in",
)
WRITE_TIME = ("写成 2026-03-02T09:10:00+08:00", "write it as 2026-03-02T09:10:00+08:00")

Read = list[tuple[int, Issue | tuple[str, str]]]


def read(county: County, path: Path, raw: str | bytes) -> Read:
    """Every record of a file with its line: the issue, or what is wrong with it in both languages."""
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    found: Read = []
    for row in read_rows(path):
        if isinstance(row, BadLine):
            found.append((row.line, tuple(row.problem)))
            continue
        try:
            found.append((row.line, parse_issue(row.data, county.policy.vocabulary, row.from_text)))
        except IssueError as error:
            found.append((row.line, (error.text("zh"), error.text("en"))))
    return found


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def said(found: Read) -> list[tuple[int, str, str]]:
    """Only what is wrong, with its line."""
    return [(line, *what) for line, what in found if not isinstance(what, Issue)]


def texts(found: Read) -> list[tuple[int, str]]:
    """Only the texts of what is right, with their lines."""
    return [(line, what.text) for line, what in found if isinstance(what, Issue)]


# ---- what is read ----------------------------------------------------------------------------------------

#: A key and value of JSON, the same as CSV, and the field of the issue it becomes.
VALUES: list[tuple[str, Any, str, str, Any]] = [
    ("received_at", AT, AT, "received_at", datetime.fromisoformat(AT)),
    ("received_at", "2026/03/02 09:00:00+08:00", "2026/03/02 09:00:00+08:00", "received_at", datetime.fromisoformat(AT)),
    ("受理时间", "2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z", "received_at", datetime.fromisoformat(AT)),
    ("id", 12, "12", "id", "12"),
    ("编号", "SS-1", "SS-1", "id", "SS-1"),
    ("诉求内容", "家里 停暖", "家里 停暖", "text", "家里 停暖"),
    ("渠道", "窗口", "窗口", "channel", "window"),
    ("channel", "12345", "12345", "channel", "12345"),
    ("性质", "投诉", "投诉", "nature", "complaint"),
    ("nature", "help", "help", "nature", "help"),
    ("紧急程度", "特急", "特急", "urgency", "emergency"),
    ("保密", "密封", "密封", "confidential", "sealed"),
    ("保密", "是", "遮蔽", "confidential", "masked"),
    ("保密", "保密", "遮蔽", "confidential", "masked"),
    ("保密", "否", "公开", "confidential", "open"),
    ("匿名", True, "是", "anonymous", True),
    ("anonymous", False, "false", "anonymous", False),
    ("有经费", False, "无", "funding_attached", False),
    ("影响户数", 12, "12", "affected_households", 12),
    ("affected_people", 0, " 0 ", "affected_people", 0),
    ("经度", 117.25, "117.25", "longitude", 117.25),
    ("纬度", 35, "35", "latitude", 35.0),
    ("坐标系", "GCJ-02", "GCJ-02", "crs", "GCJ-02"),
    ("网格", 370831001003001, "370831001003001", "grid", "370831001003001"),
    ("标签", ["gas", "fire"], "gas|fire", "tags", frozenset({"gas", "fire"})),
    ("tags", "gas、 fire", "gas、 fire", "tags", frozenset({"gas", "fire"})),
    ("被反映单位", ["住建局", "水务局"], "住建局;水务局", "subject_organizations", ("住建局", "水务局")),
    ("发生时间", AT, AT, "occurred_at", datetime.fromisoformat(AT)),
    ("类别", "公用事业/供热", "公用事业/供热", "category", "公用事业/供热"),
    ("address", None, "", "address", None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "cell", "name", "expected"), VALUES, ids=[f"{v[0]}={v[1]}" for v in VALUES])
def test_a_value_is_the_same_from_json_and_csv(
    sishui: County, tmp_path: Path, key: str, value: Any, cell: str, name: str, expected: Any
) -> None:
    own = {"编号": "id", "受理时间": "received_at", "诉求内容": "text"}.get(key, key)
    record = {k: v for k, v in GOOD.items() if k != own} | {key: value}
    ((line, one),) = read(sishui, tmp_path / "a.jsonl", lines(record))
    assert isinstance(one, Issue), one
    assert (line, getattr(one, name)) == (1, expected)
    cells = {k: v for k, v in GOOD.items() if k != own} | {key: cell}
    text = ",".join(cells) + "\n" + ",".join(f'"{one}"' for one in cells.values()) + "\n"
    ((line, other),) = read(sishui, tmp_path / "a.csv", text)
    assert isinstance(other, Issue), other
    assert (line, getattr(other, name)) == (2, expected)


@pytest.mark.parametrize(
    ("ending", "raw"),
    [
        ("jsonl", lines(GOOD | {"reporter": {"origin_township": "泉林镇", "vulnerable": True}})),
        ("jsonl", lines(GOOD | {"reporter.origin_township": "泉林镇", "困难群众": True})),
        ("csv", f"{HEAD},户籍乡镇,reporter.vulnerable\n{ROW},泉林镇,是\n"),
    ],
    ids=["nested", "with a dot", "CSV"],
)
def test_the_reporter(sishui: County, tmp_path: Path, ending: str, raw: str) -> None:
    ((_, one),) = read(sishui, tmp_path / f"a.{ending}", raw)
    assert isinstance(one, Issue), one
    assert (one.reporter.origin_township, one.reporter.vulnerable) == ("泉林镇", True)


LONG = "我家住在泉林镇辛庄村,已经三天没有暖气了,请尽快派人来修"


@pytest.mark.parametrize(
    ("name", "raw", "found"),
    [
        pytest.param("a.jsonl", lines(GOOD, GOOD), [(1, "停暖"), (2, "停暖")], id="two lines"),
        pytest.param("a.ndjson", lines(GOOD), [(1, "停暖")], id="ndjson"),
        pytest.param("a.json", lines(GOOD), [(1, "停暖")], id="json"),
        pytest.param("A.JSONL", lines(GOOD), [(1, "停暖")], id="ending in capitals"),
        pytest.param("a.jsonl", "\n\n" + lines(GOOD) + "  \n" + lines(GOOD), [(3, "停暖"), (5, "停暖")], id="blank lines"),
        pytest.param("a.jsonl", "\ufeff" + lines(GOOD), [(1, "停暖")], id="byte order mark"),
        pytest.param("a.jsonl", lines(GOOD, GOOD).replace("\n", "\r\n"), [(1, "停暖"), (2, "停暖")], id="Windows"),
        pytest.param("a.jsonl", lines(GOOD).rstrip(), [(1, "停暖")], id="no end of line"),
        pytest.param("a.jsonl", lines(GOOD | {"text": LONG}).encode("gb18030"), [(1, LONG)], id="GB18030"),
        pytest.param("a.jsonl", lines(GOOD | {"text": "停\u2028暖"}), [(1, "停\u2028暖")], id="line separator"),
        pytest.param("a.jsonl", "", [], id="empty"),
        pytest.param("a.csv", f"{HEAD}\n{ROW}\n{ROW}\n", [(2, "停暖"), (3, "停暖")], id="CSV"),
        pytest.param("a.CSV", f"{HEAD}\n{ROW}\n", [(2, "停暖")], id="CSV in capitals"),
        pytest.param("a.csv", f"编号,受理时间,内容\n{ROW}\n", [(2, "停暖")], id="CSV, Chinese heads"),
        pytest.param("a.csv", f" id , received_at,text \n{ROW}\n", [(2, "停暖")], id="CSV, blanks around heads"),
        pytest.param("a.csv", f"\ufeff{HEAD}\n{ROW}\n", [(2, "停暖")], id="CSV, byte order mark"),
        pytest.param("a.csv", f"{HEAD}\r\n{ROW}\r\n", [(2, "停暖")], id="CSV, Windows"),
        pytest.param("a.csv", f"编号,受理时间,内容\n1,{AT},\"{LONG}\"\n".encode("gb18030"), [(2, LONG)], id="CSV, GB18030"),
        pytest.param("a.csv", f"{HEAD}\n\n,,\n{ROW}\n", [(4, "停暖")], id="CSV, blank rows"),
        pytest.param("a.csv", f'{HEAD}\n1,{AT},"停\n暖"\n{ROW}\n', [(2, "停\n暖"), (4, "停暖")], id="CSV, cell of two lines"),
        pytest.param("a.csv", f'{HEAD}\n1,{AT},"停,暖 ""全天"""\n', [(2, '停,暖 "全天"')], id="CSV, comma and quotes"),
        pytest.param("a.csv", f"{HEAD}\n1,{AT},停\u2028暖\n", [(2, "停\u2028暖")], id="CSV, line separator"),
        pytest.param("a.csv", f"{HEAD}\n", [], id="CSV, heads only"),
    ],
)  # fmt: skip
def test_files(sishui: County, tmp_path: Path, name: str, raw: str | bytes, found: list[tuple[int, str]]) -> None:
    whole = read(sishui, tmp_path / name, raw)
    assert said(whole) == []
    assert texts(whole) == found


# ---- bad records -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        pytest.param(
            {"received_at": "2026-03-02T09:00:00"},
            f"received_at 的时间“2026-03-02T09:00:00”没有写时区: {WRITE_ZONE[0]}",
            f"received_at: the time “2026-03-02T09:00:00” has no time zone: {WRITE_ZONE[1]}",
            id="naive time",
        ),
        pytest.param(
            {"received_at": "昨天"},
            f"received_at 的时间“昨天”看不懂: {WRITE_TIME[0]}",
            f"received_at: cannot read the time “昨天”: {WRITE_TIME[1]}",
            id="time in words",
        ),
        pytest.param(
            {"received_at": 1772413800},
            f"received_at 应是时间: {WRITE_TIME[0]}",
            f"received_at takes a time: {WRITE_TIME[1]}",
            id="time as a number",
        ),
        pytest.param(
            {"occurred_at": "2026-03-01"},
            "occurred_at 只有日期,没有钟点: 写上几点几分",
            "occurred_at has a day but no time of day: add the hour and minute",
            id="day only",
        ),
        pytest.param({"received_at": None}, "缺少 received_at", "received_at is missing", id="null time"),
        pytest.param({"text": None}, "缺少 text", "text is missing", id="null text"),
        pytest.param({"text": ""}, "text 是空的", "text is blank", id="empty text"),
        pytest.param({"text": " \n "}, "text 是空的", "text is blank", id="blank text"),
        pytest.param({"id": ""}, "id 是空的", "id is blank", id="empty id"),
        pytest.param({"text": ["a"]}, "text 应是文字", "text takes text", id="list as text"),
        pytest.param(
            {"txet": "x"},
            "不认识的字段“txet”: 是不是“text”?",
            "unknown field “txet”: did you mean “text”?",
            id="misspelt",
        ),
        pytest.param(
            {"影晌户数": 1},
            "不认识的字段“影晌户数”: 是不是“影响户数”?",
            "unknown field “影晌户数”: did you mean “影响户数”?",
            id="misspelt in Chinese",
        ),
        pytest.param({"qqq": 1}, "不认识的字段“qqq”", "unknown field “qqq”", id="like no field"),
        pytest.param(
            {"reporter": {"name": "张三"}},
            "不认识的字段“reporter.name”",
            "unknown field “reporter.name”",
            id="name of a reporter",
        ),
        pytest.param(
            {"affected_households": "十"},
            "affected_households 的值“十”类型不对",
            "affected_households: “十” has the wrong type",
            id="number in words",
        ),
        pytest.param(
            {"affected_households": 1.5},
            "affected_households 的值“1.5”类型不对",
            "affected_households: “1.5” has the wrong type",
            id="half a household",
        ),
        pytest.param(
            {"affected_households": -1},
            "affected_households 超出范围",
            "affected_households is out of range",
            id="negative",
        ),
        pytest.param({"longitude": 181}, "longitude 超出范围", "longitude is out of range", id="off the globe"),
        pytest.param({"longitude": float("nan")}, "longitude 超出范围", "longitude is out of range", id="not a number"),
        pytest.param(
            {"anonymous": "也许"}, "anonymous 的值“也许”类型不对", "anonymous: “也许” has the wrong type", id="perhaps"
        ),
        pytest.param(
            {"nature": "complant"},
            "nature 没有“complant”这个值: 是不是“complaint”?",
            "“complant” is not a value of nature: did you mean “complaint”?",
            id="misspelt word",
        ),
        pytest.param(
            {"urgency": "立刻"},
            "urgency 没有“立刻”这个值: 写 一般、民生急需、特急",
            "“立刻” is not a value of urgency: write one of normal, utility, emergency",
            id="undeclared word",
        ),
        pytest.param(
            {"confidential": 1},
            "confidential 没有“1”这个值: 写 公开、遮蔽、密封、是、否",
            "“1” is not a value of confidential: write one of open, masked, sealed, true, false",
            id="secrecy as a number",
        ),
        pytest.param(
            {"crs": "GCJ02"},
            "crs 没有“GCJ02”这个值: 是不是“GCJ-02”?",
            "“GCJ02” is not a value of crs: did you mean “GCJ-02”?",
            id="unknown grid of co-ordinates",
        ),
        pytest.param(
            {"nature": 3},
            "nature 没有“3”这个值: 写 咨询、求助、投诉、举报、建议、表扬",
            "“3” is not a value of nature: write one of consult, help, complaint, report, suggestion, praise",
            id="number as word",
        ),
        pytest.param({"tags": [1]}, "tags 应是一列文字", "tags takes a list of words", id="numbers as tags"),
        pytest.param({"tags": {"gas": 1}}, "tags 应是一列文字", "tags takes a list of words", id="mapping as tags"),
    ],
)
def test_bad_values(sishui: County, tmp_path: Path, change: dict[str, Any], zh: str, en: str) -> None:
    found = read(sishui, tmp_path / "a.jsonl", lines(GOOD, GOOD | change, GOOD))
    assert said(found) == [(2, zh, en)]
    assert texts(found) == [(1, "停暖"), (3, "停暖")]


NOT_JSON = ("不是合法的 JSON: 一行一个对象", "not valid JSON: one object a line")
NO_OBJECT = ("一行应是一个对象", "a line holds one object")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("停暖", NOT_JSON, id="text"),
        pytest.param('{"id": "1",}', NOT_JSON, id="comma before the end"),
        pytest.param("{'id': '1'}", NOT_JSON, id="single quotes"),
        pytest.param('{"id": ', NOT_JSON, id="cut off"),
        pytest.param('{"id": "1"}{"id": "2"}', NOT_JSON, id="two objects"),
        pytest.param("[" * 100_000, NOT_JSON, id="nested for ever"),
        pytest.param('{"id": ' + "9" * 5_000 + "}", NOT_JSON, id="number without end"),
        pytest.param("[1]", NO_OBJECT, id="list"),
        pytest.param('"停暖"', NO_OBJECT, id="string"),
        pytest.param("null", NO_OBJECT, id="null"),
        pytest.param('{"id": "1", "id": "2"}', ("“id”写了两遍", "“id” is written twice"), id="repeated key"),
        pytest.param(
            '{"reporter": {"vulnerable": true, "vulnerable": false}}',
            ("“vulnerable”写了两遍", "“vulnerable” is written twice"),
            id="repeated key inside",
        ),
        pytest.param('{"text": "' + "长" * 1_000_000 + '"}', ("这一行太长", "the line is too long"), id="too long"),
    ],
)
def test_bad_lines_of_json(sishui: County, tmp_path: Path, line: str, words: tuple[str, str]) -> None:
    found = read(sishui, tmp_path / "a.jsonl", lines(GOOD) + line + "\n" + lines(GOOD))
    assert said(found) == [(2, *words)]
    assert texts(found) == [(1, "停暖"), (3, "停暖")]


MORE_CELLS = (
    "单元格比表头多: 内容里有逗号时要加引号",
    "more cells than column heads: quote a cell that holds a comma",
)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param(f"1,{AT},停暖,全天", MORE_CELLS, id="comma in the text"),
        pytest.param(f"1,{AT},", ("缺少 text", "text is missing"), id="blank text"),
        pytest.param(f"1,{AT},   ", ("缺少 text", "text is missing"), id="text of blanks"),
        pytest.param("1", ("缺少 received_at", "received_at is missing"), id="too few cells"),
        pytest.param(f",{AT},停暖", ("缺少 id", "id is missing"), id="no id"),
        pytest.param(
            "1,2026-03-02 09:00,停暖",
            (
                f"received_at 的时间“2026-03-02 09:00”没有写时区: {WRITE_ZONE[0]}",
                f"received_at: the time “2026-03-02 09:00” has no time zone: {WRITE_ZONE[1]}",
            ),
            id="naive time",
        ),
        pytest.param(
            f"1,{AT},{'长' * 1_000_001}",
            (
                "这一行太长 (一格最多 1000000 字): 缩短内容,并看引号是否成对",
                "the line is too long (a cell holds 1000000 characters): shorten it, and see that quotes come in pairs",
            ),
            id="cell too long",
        ),
    ],
)
def test_bad_rows_of_csv(sishui: County, tmp_path: Path, row: str, words: tuple[str, str]) -> None:
    found = read(sishui, tmp_path / "a.csv", f'{HEAD}\n1,{AT},"停\n暖"\n{row}\n{ROW}\n')
    assert said(found) == [(4, *words)]
    assert texts(found) == [(2, "停\n暖"), (5, "停暖")]


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        (
            "影响户数",
            "十户",
            ("affected_households 的值“十户”类型不对", "affected_households: “十户” has the wrong type"),
        ),
        ("匿名", "也许", ("anonymous 的值“也许”类型不对", "anonymous: “也许” has the wrong type")),
        (
            "困难群众",
            "也许",
            ("reporter.vulnerable 的值“也许”类型不对", "reporter.vulnerable: “也许” has the wrong type"),
        ),
        ("经度", "东经", ("longitude 的值“东经”类型不对", "longitude: “东经” has the wrong type")),
        ("影响人数", "-3", ("affected_people 超出范围", "affected_people is out of range")),
    ],
)
def test_bad_cells(sishui: County, tmp_path: Path, head: str, cell: str, words: tuple[str, str]) -> None:
    found = read(sishui, tmp_path / "a.csv", f"{HEAD},{head}\n{ROW},{cell}\n{ROW},\n")
    assert said(found) == [(2, *words)]
    assert texts(found) == [(3, "停暖")]


# ---- files that cannot be used -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "raw", "zh", "en"),
    [
        pytest.param("a.csv", "", [":1: 没有表头"], [":1: there are no column heads"], id="empty"),
        pytest.param("a.csv", "\n", [":1: 没有表头"], [":1: there are no column heads"], id="empty head"),
        pytest.param(
            "a.csv",
            f"{HEAD},afected_people\n",
            [":1: 不认识的表头“afected_people”: 是不是“affected_people”?"],
            [":1: unknown column head “afected_people”: did you mean “affected_people”?"],
            id="undeclared head",
        ),
        pytest.param(
            "a.csv",
            "编号,受理时间,内荣\n",
            [":1: 不认识的表头“内荣”: 是不是“内容”?", ":1: 缺少表头“text”"],
            [":1: unknown column head “内荣”: did you mean “内容”?", ":1: the column “text” is missing"],
            id="misspelt head",
        ),
        pytest.param("a.csv", f"{HEAD},,地址\n", [":1: 不认识的表头“”"], [":1: unknown column head “”"], id="blank head"),
        pytest.param(
            "a.csv", f"{HEAD},text\n", [":1: 表头“text”重复"], [":1: the column “text” stands twice"], id="head twice"
        ),
        pytest.param(
            "a.csv",
            f"{HEAD},编号,诉求内容\n",
            [":1: 表头“id”重复", ":1: 表头“text”重复"],
            [":1: the column “id” stands twice", ":1: the column “text” stands twice"],
            id="heads twice, in Chinese too",
        ),
        pytest.param(
            "a.csv",
            "id\n",
            [":1: 缺少表头“received_at”", ":1: 缺少表头“text”"],
            [":1: the column “received_at” is missing", ":1: the column “text” is missing"],
            id="heads missing",
        ),
        pytest.param(
            "a.xls", "x", [": 不读旧的 .xls: 用表格软件另存为 .xlsx"], [": the old .xls is not read: save it as .xlsx in a spreadsheet program"], id="XLS"
        ),
        pytest.param(
            "a", "x", [": 不认识的文件类型“”: 用 .csv、.jsonl、.xlsx 或 .parquet"], [": unknown kind of file “”: use .csv, .jsonl, .xlsx or .parquet"], id="no ending"
        ),
        pytest.param(
            "a.jsonl",
            b"\xff\xfe\xff",
            [": UTF-16 从第1行起读不出: 另存为 UTF-8"],
            [": the UTF-16 is broken from line 1 on: save it as UTF-8"],
            id="half a character of UTF-16",
        ),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(tmp_path: Path, name: str, raw: str | bytes, zh: list[str], en: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    assert caught.value.text("zh").splitlines() == [f"{path}{one}" for one in zh]
    assert caught.value.text("en").splitlines() == [f"{path}{one}" for one in en]
    assert pickle.loads(pickle.dumps(caught.value)).text("zh") == caught.value.text("zh")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / "a.csv")
    assert caught.value.text("zh") == f"{tmp_path / 'a.csv'}: 没有这个文件"
    assert caught.value.text("en") == f"{tmp_path / 'a.csv'}: there is no such file"


def test_rows_say_whether_their_values_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(lines(GOOD), encoding="utf-8")
    assert list(read_rows(tmp_path / "a.csv")) == [Row(2, GOOD, True)]
    assert list(read_rows(tmp_path / "a.jsonl")) == [Row(1, GOOD, False)]


# ---- laws ----------------------------------------------------------------------------------------------------

#: What JSON may hold; lone surrogates have a test of their own below.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([*Issue.model_fields, "编号", "内容", "影响户数", "reporter.vulnerable", "x", ""])


@given(record=st.dictionaries(KEYS, JSON, max_size=6))
def test_property_any_record_is_an_issue_or_told_why_not(sishui: County, record: dict[str, Any]) -> None:
    for from_text in (False, True):
        raw = {key: str(value) for key, value in record.items()} if from_text else GOOD | record
        try:
            issue = parse_issue(raw, sishui.policy.vocabulary, from_text)
        except IssueError as error:
            told = error.words
        else:
            told = ("", "")
            assert issue.text.strip()
            assert issue.received_at.tzinfo is not None
        assert bool(told[0]) == bool(told[1])


@given(records=st.lists(TEXT.filter(lambda text: text.strip() != ""), min_size=1, max_size=4))
def test_property_texts_come_back_with_their_lines(
    sishui: County, tmp_path_factory: pytest.TempPathFactory, records: list[str]
) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    raw = "".join(json.dumps(GOOD | {"text": text}) + "\n" for text in records)
    assert read(sishui, path, raw) == [
        (number, Issue.model_validate(GOOD | {"text": text})) for number, text in enumerate(records, start=1)
    ]


# ---- known gaps --------------------------------------------------------------------------------------------------


def test_an_open_quote_does_not_swallow_the_issues_below(sishui: County, tmp_path: Path) -> None:
    found = read(sishui, tmp_path / "a.csv", f'{HEAD}\n1,{AT},"停暖\n2,{AT},停水\n3,{AT},停电\n')
    assert [line for line, *_ in said(found)] == [2]
    assert texts(found) == [(3, "停水"), (4, "停电")]


def test_a_short_text_in_gb18030(sishui: County, tmp_path: Path) -> None:
    found = read(sishui, tmp_path / "a.csv", f"{HEAD}\n{ROW}\n".encode("gb18030"))
    assert texts(found) == [(2, "停暖")]


def test_half_a_character_is_refused(sishui: County, tmp_path: Path) -> None:
    found = read(sishui, tmp_path / "a.jsonl", json.dumps(GOOD | {"text": "\ud83d"}))
    assert len(said(found)) == 1


@pytest.mark.parametrize("key", ["id", "text", "affected_households"])
def test_true_is_neither_text_nor_a_number(sishui: County, tmp_path: Path, key: str) -> None:
    assert len(said(read(sishui, tmp_path / "a.jsonl", lines(GOOD | {key: True})))) == 1


@pytest.mark.parametrize("change", [{"内容": "停水"}, {"内容": "停水", "诉求内容": "停电"}, {"编号": "2"}])
def test_one_field_under_two_keys(sishui: County, tmp_path: Path, change: dict[str, str]) -> None:
    assert len(said(read(sishui, tmp_path / "a.jsonl", lines(GOOD | change)))) == 1


def test_an_undeclared_channel(sishui: County, tmp_path: Path) -> None:
    """Another system's channel loses no issue: it is taken, and the decision says so."""
    ((_, one),) = read(sishui, tmp_path / "a.jsonl", lines(GOOD | {"channel": "12354"}))
    assert isinstance(one, Issue)
    made = Dispatcher(sishui).route(one, one.received_at)
    assert made.first_receiver.name == "泗水县民意受理中心"
    assert "没有声明渠道“12354”,按其他渠道办理" in made.warnings


def test_tags_split_at_a_full_width_semicolon(sishui: County, tmp_path: Path) -> None:
    ((_, one),) = read(sishui, tmp_path / "a.csv", f"{HEAD},标签\n{ROW},gas\uff1bfire\n")
    assert isinstance(one, Issue)
    assert one.tags == {"gas", "fire"}


def test_a_reporter_that_is_no_mapping(sishui: County, tmp_path: Path) -> None:
    ((_, zh, _en),) = said(read(sishui, tmp_path / "a.jsonl", lines(GOOD | {"reporter": "张三"})))
    assert "不认识" not in zh


def test_empty_columns_at_the_end_are_no_columns(sishui: County, tmp_path: Path) -> None:
    ((_, one),) = read(sishui, tmp_path / "a.csv", f"{HEAD},,\n{ROW},,\n")
    assert isinstance(one, Issue)
