"""Raw fields that a county declares arrive in files under their names or labels, and rules read them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.support import build_county

from gridroute import County, Dispatcher, Issue
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.adapters.declared import names_of
from gridroute.errors import InputError, IssueError

FIELDS = """
fields:
  old_compound: {type: boolean, label: 老旧小区}
  storeys: {type: integer, label: 层数}
  built_on: {type: date, label: 建成日}
  heating_kind: {type: word, label: 供暖方式, values: [central, stove]}
  hazards: {type: words, label: 隐患, values: [gas, wire]}
labels:
  central: [集中, central heating]
  stove: [自采, a stove]
"""
RULES = """
stage: classify
rules:
  - {id: yh-old, title: 老旧小区高层, source: assumed, when: {old_compound: true, storeys: {at_least: 7}, built_on: {less_than: 2000-01-01}, heating_kind: stove, hazards: {contains_any: [gas]}}, then: {urgency: utility}}
"""
BASE = {"id": "D", "received_at": "2026-03-02T09:00:00+08:00", "text": "屋里冷"}
GIVEN = {
    "老旧小区": "是",
    "层数": "9",
    "建成日": "1998/5/1".replace("/5/1", "/05/01"),
    "供暖方式": "自采",
    "隐患": "gas、wire",
}
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    built = build_county(tmp_path_factory.mktemp("declared"), {"vocabulary.yaml": FIELDS, "old.rules.yaml": RULES})
    assert built.faults == ()
    return built.county


def parsed(county: County, **given: object) -> Issue:
    text = all(isinstance(value, str) for value in given.values())
    return parse_issue({**BASE, **given}, county.policy.vocabulary, text)


@pytest.mark.parametrize(
    "given",
    [
        GIVEN,
        {
            "old_compound": True,
            "storeys": 9,
            "built_on": "1998-05-01",
            "heating_kind": "stove",
            "hazards": ["gas", "wire"],
        },
    ],
    ids=["csv", "json"],
)
def test_a_declared_field_is_read_and_decides(county: County, given: dict[str, object]) -> None:
    issue = parsed(county, **given)
    assert issue.county_fields == {
        "old_compound": True,
        "storeys": 9,
        "built_on": date(1998, 5, 1),
        "heating_kind": "stove",
        "hazards": frozenset({"gas", "wire"}),
    }
    decision = Dispatcher(county).route(issue, AT)
    assert decision.urgency == "utility"
    assert "yh-old" in {entry.rule for entry in decision.trace if entry.won}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"层数": "七"}, "层数 不能是“七”"),
        ({"老旧小区": "也许"}, "老旧小区 不能是“也许”"),
        ({"old_compound": 1}, "老旧小区 不能是“1”"),
        ({"storeys": True}, "层数 不能是“True”"),
        ({"建成日": "九八年"}, "建成日 不能是“九八年”: 写成 2026-03-02"),
        ({"供暖方式": "stov"}, "供暖方式 不能是“stov”: 是不是“stove”?"),
        ({"隐患": "gas、fire"}, "隐患 不能是“fire”: 是不是“wire”?"),
        ({"hazards": 3}, "隐患 不能是“3”"),
        ({"老旧小区": "是", "old_compound": "是"}, "“老旧小区”写了两遍"),
        ({"老旧小区吗": "是"}, "不认识的字段“老旧小区吗”: 是不是“老旧小区”?"),
    ],
)
def test_a_wrong_value_is_refused_in_words(county: County, given: dict[str, object], said: str) -> None:
    with pytest.raises(IssueError) as caught:
        parsed(county, **given)
    assert caught.value.words.zh == said


@pytest.mark.parametrize(
    "given", [{"storeys": "9"}, {"old_compound": 1}, {"storeys": True}, {"urgency": "emergency"}, {"nope": 1}]
)
def test_a_caller_of_the_library_loses_no_issue_by_a_wrong_field(
    county: County, given: dict[str, bool | int | str]
) -> None:
    decision = Dispatcher(county).route(Issue(id="D", received_at=AT, text="屋里冷", county_fields=given), AT)
    assert decision.urgency == "normal"
    assert any("本县字段" in one for one in decision.warnings)


def test_column_heads_of_the_county_are_known(county: County, tmp_path: Path) -> None:
    path = tmp_path / "issues.csv"
    path.write_text("编号,受理时间,内容,老旧小区\nD,2026-03-02T09:00:00+08:00,屋里冷,是\n", encoding="utf-8")
    (row,) = read_rows(path, declared=lambda: names_of(county.policy.vocabulary))
    assert isinstance(row, Row)
    assert parse_issue(row.data, county.policy.vocabulary, row.from_text).county_fields == {"old_compound": True}
    with pytest.raises(InputError, match="unknown column head “老旧小区”"):
        list(read_rows(path))
