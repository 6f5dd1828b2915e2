"""Slips of form: what is found, and what ``--fix`` makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.assurance.lint.pages import write
from tests.support import COUNTY_FILES

from gridroute.assurance.lint import mend, slips
from gridroute.plugins import baseline
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import Layer, read_layer
from gridroute.policy.lexicon import words_of

RULE = "  - {id: yh-1, stage: reporting, title: 试, source: assumed, %swhen: {channel: patrol}, then: {due: {inspect: %s}}}\n"


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """The words of the nation, read once."""
    nation = read_layer(baseline(), [])
    assert nation is not None
    return Grammar(words_of([nation]))


def county(tmp_path: Path, files: Mapping[str, str | bytes]) -> list[Layer]:
    """云河县 with ``files``, as the one layer that is looked at."""
    (folder,) = (one for one in write(tmp_path, {}) if one.name == "yunhe")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    made = read_layer(folder, [])
    assert made is not None
    return [made]


@pytest.mark.parametrize(
    ("name", "text", "after", "found"),
    [
        ("a.rules.yaml", f"rules:\n{RULE % ('effective_from: 2026/3/2, ', '3 workdays')}", ("2026/3/2", "2026-03-02"), [("GR803", 2)]),
        ("a.rules.yaml", f"rules:\n{RULE % ('effective_from: 2026年3月2日, ', '3 workdays')}", ("2026年3月2日", "2026-03-02"), [("GR803", 2)]),
        ("a.rules.yaml", f"rules:\n{RULE % ('effective_from: 2026-3-2, ', '3 workdays')}", ("2026-3-2,", "2026-03-02,"), [("GR803", 2)]),
        ("a.rules.yaml", f"rules:\n{RULE % ('', '３ workdays')}", ("３", "3"), [("GR806", 2)]),
        ("a.rules.yaml", f"rules:\n{RULE % ('', '3  workdays')}", ("3  workdays", "3 workdays"), [("GR807", 2)]),
        ("a.rules.yaml", f"# 注\nrules:  # 说明\n{RULE % ('', '3 工作日')}", ("3 工作日", "3个工作日"), [("GR807", 3)]),
        ("a.rules.yaml", "rules：\n" + RULE % ("", "3 workdays"), ("rules：", "rules:"), [("GR806", 1)]),
        ("a.rules.yaml", f"rules:\n{RULE % ('', '3 workdays')}".rstrip("\n"), ("}}}", "}}}\n"), [("GR804", 2)]),
        ("a.rules.yaml", f"rules: \n{RULE % ('', '3 workdays')}", ("rules: \n", "rules:\n"), [("GR804", 1)]),
        ("a.rules.yaml", f"rules:\r\n{RULE % ('', '3 workdays')}", ("\r\n", "\n"), [("GR804", 2)]),
        ("lists.own.table.csv", "编号,依据,施行,channel,→sunk\nyh-1,assumed,2026/1/5,patrol,true\n", ("2026/1/5", "2026-01-05"), [("GR803", 2)]),
        ("calendar/2027.csv", "日期,安排,说明\n2027/10/1,休,试\n", ("2027/10/1", "2027-10-01"), [("GR803", 2)]),
        ("calendar/2027.csv", "日期,安排,说明\n２０２７-10-01,休,试\n", ("２０２７", "2027"), [("GR806", 2)]),
        ("territory/aliases.csv", "code,alias,source\n９90101001001,老街,assumed\n", ("９", "9"), [("GR806", 2)]),
        (
            "territory/grids.csv",
            "code,kind\n990101101201001,general\n990101001001001,general\n",
            ("990101101201001,general\n990101001001001,general\n", "990101001001001,general\n990101101201001,general\n"),
            [("GR808", 3)],
        ),
    ],
)  # fmt: skip
def test_a_slip_and_its_mending(
    grammar: Grammar, tmp_path: Path, name: str, text: str, after: tuple[str, str], found: list[tuple[str, int]]
) -> None:
    own = county(tmp_path, {name: text})
    assert [(slip.finding.code.name, slip.finding.fault.line) for slip in slips(grammar, own)] == found
    mended = mend(grammar, own)
    assert {(slip.finding.code.name) for slip in mended} == {code for code, _ in found}
    assert (own[0].root / name).read_bytes().decode() == text.replace(*after)
    assert list(slips(grammar, own)) == []


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n  - {id: yh-1, title: 2026/3/2起施行, source: 〔２０２６〕３号}\n",
        "rules:\n  - {id: yh-1, title: 三个工作日内：先到场, source: 某办法：第３条}\n",
        "rules:\n  - id: yh-1\n    title: |\n      ３ 天  \n      两 天\n",
        "rules：[甲\n",
        "a: {b: 1\n",
    ],
)
def test_what_is_text_for_people_or_cannot_be_read_stays(grammar: Grammar, tmp_path: Path, text: str) -> None:
    own = county(tmp_path, {"a.rules.yaml": text})
    before = (own[0].root / "a.rules.yaml").read_bytes()
    assert mend(grammar, own) == []
    assert (own[0].root / "a.rules.yaml").read_bytes() == before


def test_comments_quotes_and_order_stay(grammar: Grammar, tmp_path: Path) -> None:
    text = (
        "# 供热\nrules:   # 两条\n"
        "  - {id: yh-2, stage: reporting, title: '乙', source: assumed, effective_from: 2026/3/2, when: {}, then: {due: {inspect: \"３ workdays\"}}}   # 先写乙\n"
        "  - {id: yh-1, stage: reporting, title: 甲, source: assumed, when: {channel: patrol}, then: {notify: [所在镇街]}}"
    )
    own = county(tmp_path, {"a.rules.yaml": text})
    mended = mend(grammar, own)
    assert sorted({slip.finding.code.name for slip in mended}) == ["GR803", "GR804", "GR806"]
    made = (own[0].root / "a.rules.yaml").read_text(encoding="utf-8")
    assert made == text.replace("2026/3/2", "2026-03-02").replace("３", "3") + "\n"
    assert re.findall(r"#.*", made) == re.findall(r"#.*", text)


def test_a_table_of_a_spreadsheet_program_keeps_its_mark_and_encoding(grammar: Grammar, tmp_path: Path) -> None:
    row = "日期,安排,说明\n2027/10/1,休,国庆节\n"
    own = county(
        tmp_path,
        {
            "calendar/2027.csv": b"\xef\xbb\xbf" + row.encode(),
            "territory/aliases.csv": "code,alias,source\n９90101001001,老街,assumed\n".encode("gb18030"),
        },
    )
    assert len(mend(grammar, own)) == 2
    assert (own[0].root / "calendar/2027.csv").read_bytes() == b"\xef\xbb\xbf" + row.replace(
        "2027/10/1", "2027-10-01"
    ).encode()
    assert (
        (own[0].root / "territory/aliases.csv")
        .read_bytes()
        .decode("gb18030")
        .startswith("code,alias,source\n990101001001,老街")
    )


def test_the_small_county_has_no_slips(grammar: Grammar, tmp_path: Path) -> None:
    own = county(tmp_path, dict(COUNTY_FILES))
    assert list(slips(grammar, own)) == []
