"""Groupings: counts over history and "these are one", and every wrong part of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support import Built

from gridroute import Dispatcher, Issue
from gridroute.model import Duration, Unit
from gridroute.policy.grouping import Grouping
from gridroute.policy.vocabulary import FieldType

Build = Callable[..., Built]


def grouping(body: str, name: str = "同楼同事") -> dict[str, str]:
    return {"groupings.yaml": f"groupings:\n  {name}: {{{body}}}\n"}


RIGHT = "of: issues, same: [category, compound], within: 7 calendar_days, yields: count"


def test_the_national_groupings(yunhe: Build) -> None:
    made = yunhe().county.policy.groupings
    assert {name: one.counts for name, one in made.items()} == {
        "similar_issues_month": True,
        "similar_issues_24h": True,
        "并单": False,
        "哨合并": False,
    }
    assert made["哨合并"] == Grouping(
        "哨合并",
        "whistles",
        ("obligor", "zone", "whistle_kind", "urgency"),
        Duration(2, Unit.CLOCK_HOURS),
        "one_visit",
        "哨合并",
        "assumed",
        "国家",
    )


RULE = """\
rules:
  - {id: yh-1, stage: classify, title: 试, source: assumed, when: {同楼同事: {at_least: 3}}, then: {urgency: utility}}
"""


def test_a_count_is_a_field_that_rules_read_and_issues_bring(yunhe: Build) -> None:
    built = yunhe(grouping(RIGHT) | {"a.rules.yaml": RULE})
    assert built.said() == []
    item = built.county.policy.vocabulary.fields["同楼同事"]
    assert (item.type, item.first, item.only) == (FieldType.INTEGER, 1, frozenset())
    at = "2026-03-02T09:00:00+08:00"
    for count, urgency in ((2, "normal"), (3, "utility")):
        issue = Issue.model_validate(
            {"id": "T", "received_at": at, "text": "x", "county_fields": {"同楼同事": count}, "address": "柳林村"}
        )
        assert Dispatcher(built.county).route(issue, datetime.fromisoformat(at)).urgency == urgency


def test_an_effect_declares_no_field(yunhe: Build) -> None:
    built = yunhe(grouping("of: whistles, same: [obligor], within: 1 clock_hours, effect: one_visit"))
    assert built.said() == []
    assert "同楼同事" not in built.county.policy.vocabulary.fields


def test_a_lower_layer_changes_the_length_of_a_count(yunhe: Build) -> None:
    before = yunhe().county.policy.hash
    built = yunhe(grouping(RIGHT, "similar_issues_month"))
    assert built.said() == []
    made = built.county.policy.groupings["similar_issues_month"]
    assert (made.within, made.layer) == (Duration(7, Unit.CALENDAR_DAYS), "云河县")
    assert built.county.policy.hash != before


def test_a_chinese_label_names_the_field(yunhe: Build) -> None:
    built = yunhe(grouping("of: issues, same: [类别, 村社], within: 2个工作日, yields: count"))
    assert built.said() == []
    assert built.county.policy.groupings["同楼同事"].same == ("category", "community")


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        pytest.param("same: [category], within: 1 workdays, yields: count", "不能归并“None”: 可用: issues、whistles、events", "“None” cannot be grouped: use one of: issues, whistles, events", id="nothing"),
        pytest.param("of: issue, same: [category], within: 1 workdays, yields: count", "不能归并“issue”: 是不是“issues”?", "“issue” cannot be grouped: did you mean “issues”?", id="misspelt"),
        pytest.param("of: issues, within: 1 workdays, yields: count", "same 应是一列字段", "same is a list of fields", id="no same"),
        pytest.param("of: issues, same: category, within: 1 workdays, yields: count", "same 应是一列字段", "same is a list of fields", id="same that is a word"),
        pytest.param("of: issues, same: [categry], within: 1 workdays, yields: count", "“issues”没有“categry”这个字段: 是不是“category”?", "issues have no field “categry”: did you mean “category”?", id="unknown field"),
        pytest.param("of: issues, same: [age], within: 1 workdays, yields: count", "“issues”没有“age”这个字段: 是不是“tags”?", "issues have no field “age”: did you mean “tags”?", id="who complains"),
        pytest.param("of: issues, same: [category, category], within: 1 workdays, yields: count", "“category”写了两遍", "“category” is given twice", id="field twice"),
        pytest.param("of: issues, same: [category], yields: count", "归并没有时间范围: 写上 within", "a grouping without a length of time: write within", id="no length"),
        pytest.param("of: issues, same: [category], within: 近期, yields: count", "“近期”不是时限: 如 3个工作日、24小时 (或 3 workdays、24 clock_hours)", "“近期” is not a duration: such as 3 workdays, 24 clock_hours", id="length in words"),
        pytest.param("of: issues, same: [category], within: 0 workdays, yields: count", "时限不能是 0", "a duration is not 0", id="no time at all"),
        pytest.param("of: issues, same: [category], within: 1 workdays", "归并要么得出计数,要么有效果: 写 yields 或 effect", "a grouping has either yields or effect", id="no result"),
        pytest.param("of: issues, same: [category], within: 1 workdays, yields: count, effect: propose_merge", "归并要么得出计数,要么有效果: 写 yields 或 effect", "a grouping has either yields or effect", id="two results"),
        pytest.param("of: issues, same: [category], within: 1 workdays, yields: sum", "归并不能得出“sum”: 只能写 yields: count", "a grouping does not yield “sum”: write yields: count", id="a sum"),
        pytest.param("of: issues, same: [category], within: 1 workdays, effect: propose_merg", "没有“propose_merg”这种效果: 是不是“propose_merge”?", "no effect “propose_merg”: did you mean “propose_merge”?", id="unknown effect"),
        pytest.param("of: issues, same: [category], within: 1 workdays, effect: one_visit", "“one_visit”只用于 whistles", "“one_visit” is for whistles only", id="effect on the wrong things"),
        pytest.param("of: issues, same: [category], wthin: 1 workdays, within: 1 workdays, yields: count", "归并没有“wthin”这一项: 是不是“within”?", "a grouping has no “wthin”: did you mean “within”?", id="unknown key"),
    ],
)  # fmt: skip
def test_a_wrong_grouping(yunhe: Build, body: str, zh: str, en: str) -> None:
    built = yunhe(grouping(body))
    assert built.said("zh") == [f"yunhe/groupings.yaml:2: 同楼同事: {zh}"]
    assert built.said("en") == [f"yunhe/groupings.yaml:2: 同楼同事: {en}"]


def test_a_count_needs_a_field_of_integers(yunhe: Build) -> None:
    built = yunhe(grouping(RIGHT, "night"))
    assert built.said("zh") == ["yunhe/groupings.yaml:2: night: 字段“night”已声明为 boolean,不能是计数"]
    assert built.said("en") == [
        "yunhe/groupings.yaml:2: night: the field “night” is declared as boolean, so it cannot be a count"
    ]


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("grouping: {}\n", "1: 这里不认识“grouping”: 是不是“groupings”?"),
        ("groupings: []\n", "1: groupings 应是“名: {of, same, within}”"),
        ("groupings: {甲: 一月}\n", "1: 甲: 归并应写成 {of, same, within, yields | effect}"),
    ],
)
def test_a_wrong_file_of_groupings(yunhe: Build, text: str, zh: str) -> None:
    assert yunhe({"groupings.yaml": text}).said("zh") == [f"yunhe/groupings.yaml:{zh}"]
