"""A row of a decision table is the rule that the same words make in YAML."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support import Built, build_county

from gridroute.policy.boxes import implies
from gridroute.policy.rule import Rule

Build = Callable[..., Built]
#: An outcome of the kind that adds up, so that no two rows can tie.
WARN = "{warn: [试]}"
TRUE = {"→warn": "试"}

#: stage, cells of the row, and the rule in YAML.
ROWS: dict[str, tuple[str, dict[str, str], str, str]] = {
    # conditions
    "blank is any": ("ownership", {"category": "", "channel": "", **TRUE}, "{}", WARN),
    "word": ("ownership", {"channel": "window", **TRUE}, "{channel: window}", WARN),
    "word in Chinese": ("ownership", {"渠道": "走访", **TRUE}, "{channel: visit}", WARN),
    "one of": ("ownership", {"channel": "window|visit", **TRUE}, "{channel: [window, visit]}", WARN),
    "one of with blanks": ("ownership", {"channel": " window | visit ", **TRUE}, "{channel: [window, visit]}", WARN),
    "not": ("ownership", {"channel": "!window", **TRUE}, "{not: {channel: window}}", WARN),
    "not one of": ("ownership", {"channel": "!window|visit", **TRUE}, "{not: {channel: [window, visit]}}", WARN),
    "at least": ("ownership", {"影响户数": "≥10", **TRUE}, "{affected_households: {at_least: 10}}", WARN),
    "more than": ("ownership", {"影响户数": ">10", **TRUE}, "{affected_households: {more_than: 10}}", WARN),
    "at most": ("ownership", {"影响户数": "≤10", **TRUE}, "{affected_households: {at_most: 10}}", WARN),
    "less than": ("ownership", {"影响户数": "<10", **TRUE}, "{affected_households: {less_than: 10}}", WARN),
    "with a blank": ("ownership", {"影响户数": "≥ 10", **TRUE}, "{affected_households: {at_least: 10}}", WARN),
    "not at least": ("ownership", {"影响户数": "!≥10", **TRUE}, "{not: {affected_households: {at_least: 10}}}", WARN),
    "number": ("ownership", {"影响户数": "10", **TRUE}, "{affected_households: 10}", WARN),
    "numbers": ("ownership", {"影响户数": "10|20", **TRUE}, "{affected_households: [10, 20]}", WARN),
    "range": ("ownership", {"影响户数": "1..10", **TRUE}, "{affected_households: {between: [1, 10]}}", WARN),
    "range with blanks": ("ownership", {"影响户数": "1 .. 10", **TRUE}, "{affected_households: {between: [1, 10]}}", WARN),
    "negative range": ("ownership", {"影响户数": "-5..-1", **TRUE}, "{affected_households: {between: [-5, -1]}}", WARN),
    "ordered word": ("ownership", {"urgency": "≥utility", **TRUE}, "{urgency: {at_least: utility}}", WARN),
    "ordered word in Chinese": ("ownership", {"紧急程度": "<特急", **TRUE}, "{urgency: {less_than: emergency}}", WARN),
    "path": ("ownership", {"类别": "公用事业/供热", **TRUE}, "{category: 公用事业/供热}", WARN),
    "under": ("ownership", {"类别": "公用事业/供热/*", **TRUE}, "{category: {under: 公用事业/供热}}", WARN),
    "under any of": (
        "ownership",
        {"类别": "公用事业/供热/*|公用事业/供水/*", **TRUE},
        "{category: {under: [公用事业/供热, 公用事业/供水]}}",
        WARN,
    ),
    "under or just": (
        "ownership",
        {"类别": "公用事业/供热/*|公用事业/供水", **TRUE},
        "{any: [{category: {under: 公用事业/供热}}, {category: 公用事业/供水}]}",
        WARN,
    ),
    "not under": ("ownership", {"类别": "!公用事业/供热/*", **TRUE}, "{not: {category: {under: 公用事业/供热}}}", WARN),
    "tag": ("ownership", {"tags": "gas", **TRUE}, "{tags: {contains_any: [gas]}}", WARN),
    "tags": ("ownership", {"标签": "gas|fire", **TRUE}, "{tags: {contains_any: [gas, fire]}}", WARN),
    "not a tag": ("ownership", {"tags": "!gas", **TRUE}, "{not: {tags: {contains_any: [gas]}}}", WARN),
    "true": ("ownership", {"vulnerable": "true", **TRUE}, "{vulnerable: true}", WARN),
    "yes in Chinese": ("ownership", {"困难群众": "是", **TRUE}, "{vulnerable: true}", WARN),
    "no in Chinese": ("ownership", {"困难群众": "否", **TRUE}, "{vulnerable: false}", WARN),
    "not true": ("ownership", {"vulnerable": "!true", **TRUE}, "{not: {vulnerable: true}}", WARN),
    "two columns": (
        "ownership",
        {"类别": "公用事业/供热/*", "影响户数": "≥10", **TRUE},
        "{category: {under: 公用事业/供热}, affected_households: {at_least: 10}}",
        WARN,
    ),
    "one field in two columns": (
        "ownership",
        {"affected_households": "≥10", "影响户数": "<20", **TRUE},
        "{affected_households: {at_least: 10, less_than: 20}}",
        WARN,
    ),
    # outcomes
    "no in Chinese as outcome": ("lists", {"→administrative": "否"}, "{}", "{administrative: false}"),
    "outcome in Chinese": ("lists", {"→履职清单": "配合履职"}, "{}", "{duty_list: cooperate}"),
    "blank outcome": ("lists", {"→sunk": "true", "→duty_list": ""}, "{}", "{sunk: true}"),
    "two outcomes": ("lists", {"→sunk": "true", "→admission": "listed"}, "{}", "{sunk: true, admission: listed}"),
    "roles": (
        "catalogue",
        {"→lead": "供热主管部门", "→support": "供热企业 + 所在镇街"},
        "{}",
        "{lead: 供热主管部门, support: [供热企业, 所在镇街]}",
    ),
    "leads with their basis": (
        "catalogue",
        {"→lead": "供热主管部门+所在镇街", "→lead_basis": "fallback"},
        "{}",
        "{lead: [{role: 供热主管部门, basis: fallback}, {role: 所在镇街, basis: fallback}]}",
    ),
    "one role": ("admit", {"→first_receiver": "所在镇街"}, "{}", "{first_receiver: 所在镇街}"),
    "tags as outcome": ("classify", {"→tags": "gas+fire"}, "{}", "{tags: [gas, fire]}"),
    "words as outcome": ("ownership", {"→warn": "网格空洞"}, "{}", "{warn: [网格空洞]}"),
    "due": ("reporting", {"→due.handle": "3 workdays"}, "{}", "{due: {handle: 3 workdays}}"),
    "due in Chinese": (
        "reporting",
        {"→时限.办理": "3个工作日", "→时限.到场": "2小时"},
        "{}",
        "{due: {handle: 3 workdays, arrive: 2 clock_hours}}",
    ),
    "reason": ("party", {"candidate_for": "lead", "→strike": "试"}, "{candidate_for: lead}", "{strike: 试}"),
    "projection": ("reporting", {"→required": "供热企业", "→whistle": "appeal"}, "{}", "{required: 供热企业, whistle: appeal}"),
    # the rule's own keys
    "own keys": (
        "reporting",
        {
            "约束": "上下限",
            "位阶": "专门法",
            "施行": "2026-01-01",
            "终止": "2026-12-31",
            "依据": "某条例3条",
            "→due.handle": "3 workdays",
        },
        "{}",
        "{due: {handle: 3 workdays}}, binding: bound, rank: special_law, "
        "effective_from: 2026-01-01, effective_to: 2026-12-31, source: 某条例3条",
    ),
}  # fmt: skip


def as_csv(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A county with every row twice: as a table and in YAML."""
    files = {}
    for number, (stage, cells, when, then) in enumerate(ROWS.values()):
        row = {"编号": f"t-{number}", "标题": "试", "依据": "assumed"} | cells
        files[f"{number}/{stage}.试.table.csv"] = as_csv(row)
        source = "" if "source:" in then else ", source: assumed"
        files[f"{number}/y.rules.yaml"] = (
            f"rules: [{{id: y-{number}, stage: {stage}, title: 试{source}, when: {when}, then: {then}}}]\n"
        )
    return build_county(tmp_path_factory.mktemp("both"), files)


def test_every_row_loads(both: Built) -> None:
    assert both.said() == []


@pytest.mark.parametrize(("number", "name"), [pytest.param(n, name, id=name) for n, name in enumerate(ROWS)])
def test_the_row_is_the_rule(both: Built, number: int, name: str) -> None:
    found = {rule.id: rule for rule in both.county.policy.rules}
    row, written = found[f"t-{number}"], found[f"y-{number}"]
    fields = both.county.policy.vocabulary.fields
    assert implies(row.condition, written.condition, fields)
    assert implies(written.condition, row.condition, fields)
    assert row.outcomes == written.outcomes
    assert own_keys(row) == own_keys(written)


def own_keys(rule: Rule) -> tuple[object, ...]:
    return (
        rule.title,
        rule.source,
        rule.stage,
        rule.binding,
        rule.special_law,
        rule.replaces,
        rule.tightens,
        rule.effective_from,
        rule.effective_to,
        rule.layer,
        rule.depth,
    )


def test_rows_keep_their_lines(yunhe: Build) -> None:
    table = '编号,依据,→sunk\nyh-1,"某条例\n3条",true\n\nyh-2,assumed,true\n'
    built = yunhe({"lists.试.table.csv": table})
    assert built.said() == []
    lines = {rule.id: rule.home for rule in built.county.policy.rules if rule.id.startswith("yh")}
    assert lines == {"yh-1": ("yunhe/lists.试.table.csv", 2), "yh-2": ("yunhe/lists.试.table.csv", 5)}


def test_a_row_without_a_title_is_called_by_its_conditions(yunhe: Build) -> None:
    built = yunhe(
        {
            "lists.试.table.csv": "编号,依据,类别,影响户数,→sunk\nyh-1,assumed,公用事业/供热,≥10,true\nyh-2,assumed,,,true\n"
        }
    )
    titles = {rule.id: rule.title for rule in built.county.policy.rules if rule.id.startswith("yh")}
    assert (built.said(), titles) == ([], {"yh-1": "公用事业/供热 ≥10", "yh-2": "总是"})


def test_a_byte_order_mark_and_lines_of_windows(yunhe: Build) -> None:
    table = "\ufeff编号,依据,→sunk\r\nyh-1,assumed,true\r\n".encode()
    built = yunhe({"lists.试.table.csv": table})
    assert built.said() == []
    assert [rule.home[1] for rule in built.county.policy.rules if rule.id == "yh-1"] == [2]


def test_replaces_and_tightens(yunhe: Build) -> None:
    rows = [
        {"编号": "yh-1", "依据": "某条例3条", "位阶": "专门法", "取代": "", "加严": "", "→due.handle": "9 workdays"},
        {"编号": "yh-2", "依据": "assumed", "位阶": "", "取代": "", "加严": "yh-1", "→due.handle": "8 workdays"},
        {"编号": "yh-3", "依据": "assumed", "位阶": "", "取代": "yh-2", "加严": "", "→due.handle": "7 workdays"},
    ]
    built = yunhe({"reporting.试.table.csv": as_csv(*rows)})
    found = {rule.id: rule for rule in built.county.policy.rules}
    assert built.said() == []
    assert (found["yh-2"].tightens, found["yh-3"].replaces) == ("yh-1", "yh-2")


def test_a_full_width_not(yunhe: Build) -> None:
    assert yunhe({"lists.试.table.csv": "编号,依据,渠道,→sunk\nyh-1,assumed,\uff01window,true\n"}).said() == []


@pytest.mark.parametrize("cell", ["2026-01-01", "≥2026-01-01", "2026-01-01|2026-02-01"])
def test_a_date_in_a_cell(yunhe: Build, cell: str) -> None:
    built = yunhe(
        {
            "vocabulary.yaml": "fields: {since: {type: date, label: 自何日}}\n",
            "lists.试.table.csv": f"编号,依据,自何日,→sunk\nyh-1,assumed,{cell},true\n",
        }
    )
    assert built.said() == []


def test_a_table_without_rows_has_its_heads_checked(yunhe: Build) -> None:
    assert yunhe({"lists.试.table.csv": "编号,依据,categry,→sunk\n"}).said() != []


HEAD = "编号,标题,影响户数,匿名,→warn,依据\n"


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        (HEAD + "yh-1,试,>=10,,试,assumed\n", 2, "“影响户数”的单元格“>=10”不是表里的写法", "写 ≥10"),
        (HEAD + "yh-1,试,!=<10,,试,assumed\n", 2, "“影响户数”的单元格“!=<10”不是表里的写法", "写 !≤10"),
        (HEAD + "yh-1,试,,no,试,assumed\n", 2, "“匿名”的单元格“no”不是表里的写法", "写 false"),
        (HEAD + "yh-1,试,,√,试,assumed\n", 2, "“匿名”的单元格“√”不是表里的写法", "写 true"),
        (HEAD + "# 以下是冬季\nyh-1,试,,,试,assumed\n", 2, "表里没有注释行", "说明写进标题,或删去这一行"),
        (
            (HEAD + "yh-1,试,10,,试,assumed\n").replace(",", ";"),
            1,
            "不认识的表头“编号;标题;影响户数;匿名;→warn;依据”",
            "这里用“;”分列: 另存为用英文逗号分列的 CSV",
        ),
    ],
)
def test_what_spreadsheets_write_is_told_with_what_a_table_writes(
    tmp_path: Path, text: str, line: int, said: str, remedy: str
) -> None:
    (fault,) = build_county(tmp_path, {"ownership.x.table.csv": text}).faults
    assert (fault.line, fault.problem.zh, fault.remedy.zh) == (line, said, remedy)
    assert fault.problem.en
    assert fault.remedy.en
