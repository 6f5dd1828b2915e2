"""The strict YAML reader: what it refuses, in which words and on which line, and what it takes as it stands."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute.errors import Fault
from gridroute.policy.document import MAX_BYTES, MAX_DEPTH, Document, parse_document, read_document

FILE = "yunhe/a.rules.yaml"


def parse(text: str) -> tuple[Document, list[Fault]]:
    faults: list[Fault] = []
    return parse_document(text, FILE, faults), faults


def read(path: Path, raw: bytes) -> tuple[Document, list[Fault]]:
    faults: list[Fault] = []
    path.write_bytes(raw)
    return read_document(path, FILE, faults), faults


def said(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.text("zh"), fault.text("en")) for fault in faults]


TWICE = ("留一个,或合成一条", "keep one of them")
ALIAS = ("把内容写全", "write the value out")
YAML = ("检查缩进、冒号和引号", "check indentation, colons and quotes")
LONE = ("", "")


@pytest.mark.parametrize(
    ("text", "line", "zh", "en", "remedy"),
    [
        pytest.param(
            "a: 1\nb: 2\na: 3\n",
            3,
            "“a”写了两遍 (第1行已有)",
            "“a” is written twice (first on line 1)",
            TWICE,
            id="repeated key",
        ),
        pytest.param(
            "rules:\n  - id: x\n    when: {}\n    when: {a: 1}\n",
            4,
            "“when”写了两遍 (第3行已有)",
            "“when” is written twice (first on line 3)",
            TWICE,
            id="repeated key of a rule",
        ),
        pytest.param(
            "a: {k: 1, k: 2}\n",
            1,
            "“k”写了两遍 (第1行已有)",
            "“k” is written twice (first on line 1)",
            TWICE,
            id="repeated key in one line",
        ),
        pytest.param(
            "'a': 1\na: 2\n",
            2,
            "“a”写了两遍 (第1行已有)",
            "“a” is written twice (first on line 1)",
            TWICE,
            id="repeated key, once quoted",
        ),
        pytest.param(
            "a: 1\r\nb: 2\r\na: 3\r\n",
            3,
            "“a”写了两遍 (第1行已有)",
            "“a” is written twice (first on line 1)",
            TWICE,
            id="repeated key, lines of Windows",
        ),
        pytest.param("a: &x [1]\nb: *x\n", 2, "不允许引用 (*x)", "aliases are not allowed (*x)", ALIAS, id="alias"),
        pytest.param(
            "a: &x {k: 1}\nb:\n  <<: *x\n",
            3,
            "不允许引用 (*x)",
            "aliases are not allowed (*x)",
            ALIAS,
            id="merge key",
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n",
            2,
            "一个文件只能写一份内容",
            "one file holds one document",
            LONE,
            id="two documents",
        ),
        pytest.param("- a\n", 1, "文件最外层应是“键: 值”", "the file must be a mapping", LONE, id="list on top"),
        pytest.param("暖气\n", 1, "文件最外层应是“键: 值”", "the file must be a mapping", LONE, id="bare text"),
        pytest.param("a: 1\n? [b]\n: 2\n", 2, "键应是一个词", "a key must be a single word", LONE, id="list as key"),
        pytest.param("{a: 1}: 2\n", 1, "键应是一个词", "a key must be a single word", LONE, id="mapping as key"),
        pytest.param(
            "a:\n\tb: 1\n",
            2,
            "不是合法的 YAML (found character '\\t' that cannot start any token)",
            "not valid YAML (found character '\\t' that cannot start any token)",
            YAML,
            id="tab as indent",
        ),
        pytest.param(
            "a: 1\nb: c: d\n",
            2,
            "不是合法的 YAML (mapping values are not allowed here)",
            "not valid YAML (mapping values are not allowed here)",
            YAML,
            id="two colons",
        ),
        pytest.param(
            "a: 1\n  b: 2\n",
            2,
            "不是合法的 YAML (mapping values are not allowed here)",
            "not valid YAML (mapping values are not allowed here)",
            YAML,
            id="wrong indent",
        ),
    ],
)
def test_refused(text: str, line: int, zh: str, en: str, remedy: tuple[str, str]) -> None:
    _, faults = parse(text)
    tails = [f": {one}" if one else "" for one in remedy]
    assert said(faults) == [(f"{FILE}:{line}: {zh}{tails[0]}", f"{FILE}:{line}: {en}{tails[1]}")]


@pytest.mark.parametrize(
    "text",
    ["a: [1, 2\n", "a: {b: 1\n", "a: 'x\n", 'a: "x\n', "a: @x\n", "a: 1\nb\nc: 2\n", "a: *\n", "a: %b\n- c\n"],
    ids=["list", "mapping", "quote", "double quote", "at sign", "word without colon", "star", "mixed"],
)
def test_broken_yaml_is_one_fault_that_names_its_line(text: str) -> None:
    document, faults = parse(text)
    assert document.value == {}
    assert len(faults) == 1
    assert faults[0].line >= 1
    assert faults[0].problem.zh.startswith("不是合法的 YAML (")
    assert faults[0].remedy == YAML


def test_the_first_of_two_equal_keys_stands() -> None:
    document, _ = parse("a: 1\na: 2\n")
    assert document.value == {"a": 1}


def test_all_faults_of_a_file_are_told() -> None:
    _, faults = parse("a: 1\na: 2\nb: &x 1\nc: *x\nb: 3\n")
    assert [fault.line for fault in faults] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a: {text: 楼道灯坏了,没人管, to: x}", ["楼道灯坏了,没人管"]),
        ("a: {text: 甲,乙,丙}", ["甲,乙,丙"]),
        ("a:\n  - {id: r-1, x: {text: 甲,\n    乙}}", ["甲, 乙"]),
        ("a: {t: 甲,乙, u: 丙,丁}", ["甲,乙", "丙,丁"]),
        ('a: {text: "甲,乙", to: x}', []),
        ("a: {text: [甲,乙], to: x}", []),
        ("a: {text: 甲, to: }", []),
        ("a: {text: 甲, to: ~}", []),
        ("a:\n  text: 甲,乙\n  to:", []),
    ],
)
def test_a_text_that_an_unquoted_comma_cuts_is_told_whole(text: str, whole: list[str]) -> None:
    document, faults = parse(text)
    assert [(one.code, one.problem.zh) for one in faults] == [
        ("GR110", f"英文逗号把“{one}”分成了几项") for one in whole
    ]
    assert all(f'"{one}"' in fault.remedy.zh for one, fault in zip(whole, faults, strict=True))
    assert len(document.cut) == len(whole)


def test_a_cut_text_names_its_line_and_its_rule() -> None:
    _, (fault,) = parse("rules:\n  - id: r-1\n    then: {explain: 已受理,请等待}\n")
    assert (fault.line, fault.rule) == (3, "r-1")


def test_billion_laughs_stays_small() -> None:
    names = "abcdefghi"
    bomb = "a: &a [lol, lol]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise(names)
    )
    document, faults = parse(bomb)
    assert len(faults) == 9 * 8
    assert said(faults)[0] == (
        f"{FILE}:2: 不允许引用 (*a): 把内容写全",
        f"{FILE}:2: aliases are not allowed (*a): write the value out",
    )
    assert document.value["i"] == [None] * 9


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "a: " + "[" * 50_000,
        "a: " + "{b: " * 50_000,
        "\n".join(" " * n + "a:" for n in range(2_000)),
    ],
    ids=["one too deep", "open lists", "open mappings", "indents"],
)
def test_deep_nesting_is_a_fault_and_no_crash(text: str) -> None:
    document, faults = parse(text)
    assert document.value == {}
    assert said(faults) == [(f"{FILE}: 读不懂: nested too deeply", f"{FILE}: cannot be parsed: nested too deeply")]


def test_the_deepest_nesting_allowed_is_read() -> None:
    _, faults = parse("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert faults == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("0", 0),
        ("12", 12),
        ("-5", -5),
        ("+5", 5),
        ("010", "010"),
        ("370831", 370831),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1.5", "1.5"),
        ("1e3", "1e3"),
        ("1234567890123456", "1234567890123456"),
        ("12:30", "12:30"),
        ("11-15", "11-15"),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-02-30", "2026-02-30"),
        ("2026-1-31", "2026-1-31"),
        ("2026-01-31T08:00:00", "2026-01-31T08:00:00"),
        ("'null'", "null"),
        ("'true'", "true"),
        ('"12"', "12"),
        ('"2026-01-31"', "2026-01-31"),
        ("''", ""),
        ("|\n  停暖\n  停水\n", "停暖\n停水\n"),
        (">\n  停暖\n  停水\n", "停暖 停水\n"),
        ("停暖 # 为什么", "停暖"),
        ("停,暖", "停,暖"),
        ("[停, 暖]", ["停", "暖"]),
        ("{停: , 暖}", {"停": None, "暖": None}),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_only_true_false_whole_numbers_and_days_are_more_than_text(written: str, value: object) -> None:
    document, faults = parse(f"k: {written}")
    assert faults == []
    assert document.value == {"k": value}
    assert type(document.value["k"]) is type(value)


@pytest.mark.parametrize("text", ["", "\n\n", "# 说明\n", "---\n", "null\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    assert parse(text) == (Document(FILE, {}, parse(text)[0].lines), [])


@pytest.mark.parametrize("key", ["1", "2026", "null", "true", "2026-01-31", "县"])
def test_a_key_is_always_text(key: str) -> None:
    document, faults = parse(f"{key}: 1")
    assert (document.value, faults) == ({key: 1}, [])


def test_every_part_has_its_line() -> None:
    document, _ = parse("# 头\nrules:\n  - id: x\n    when: {a: 1}\n  - {id: y,\n     when: {b: 2}}\n")
    assert document.line(("rules",)) == 2
    assert document.line(("rules", 0)) == 3
    assert document.line(("rules", 0, "when", "a")) == 4
    assert document.line(("rules", 1, "id")) == 5
    assert document.line(("rules", 1, "when")) == 6
    assert document.line(("rules", 1, "when", "not there", 3)) == 6
    assert document.line(("not there",)) == 2


# ---- files ------------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    document, faults = read(tmp_path / "a.yaml", b"\xef\xbb\xbfrules: []\n")
    assert (document.value, faults) == ({"rules": []}, [])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_not_utf_8(tmp_path: Path, encoding: str) -> None:
    document, faults = read(tmp_path / "a.yaml", "规则: []\n".encode(encoding))
    assert document.value == {}
    assert said(faults) == [(f"{FILE}: 不是 UTF-8 编码: 另存为 UTF-8 再试", f"{FILE}: not UTF-8: save it as UTF-8")]


def test_too_large(tmp_path: Path) -> None:
    document, faults = read(tmp_path / "a.yaml", b"#" * (MAX_BYTES + 1))
    assert document.value == {}
    assert said(faults) == [
        (f"{FILE}: 读不出: larger than 4000000 bytes", f"{FILE}: cannot be read: larger than 4000000 bytes")
    ]


def test_not_there(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_document(tmp_path / "a.yaml", FILE, faults).value == {}
    assert len(faults) == 1
    assert faults[0].text("zh").startswith(f"{FILE}: 读不出: ")


@given(st.text(alphabet=st.sampled_from("ab:-[]{},#&*!|>'\"%@` \n\t?~1\x00\u2028停"), max_size=40))
def test_property_any_text_is_a_value_or_a_fault(text: str) -> None:
    document, faults = parse(text)
    assert isinstance(document.value, dict)
    for fault in faults:
        assert fault.problem.zh
        assert fault.problem.en


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.sampled_from(["停暖", "a b", "x"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        max_leaves=10,
    )
)
def test_property_what_is_written_in_flow_comes_back(value: object) -> None:
    document, faults = parse(f"k: {_flow(value)}")
    assert (document.value, faults) == ({"k": value}, [])


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


# ---- tags and control characters --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a: !!int '5'\n", "a: !!python/object:os.system x\n", "a: !x {b: 1}\n", "a: !y [1]\n"]
)
def test_a_tag_is_a_fault(text: str) -> None:
    _, faults = parse(text)
    assert [fault.line for fault in faults] == [1]


def test_a_control_character_is_told_on_one_line_with_its_place() -> None:
    _, faults = parse("a: 1\nb: \x07\n")
    assert faults[0].line == 2
    assert "\n" not in faults[0].text("zh")
