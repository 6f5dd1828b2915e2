"""Modes: their names are the values of ``mode``, which classify alone may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support import Built

from gridroute.policy.mode import Mode
from gridroute.policy.rule import Reference

Build = Callable[..., Built]
RULE = "rules:\n  - {{id: yh-1, stage: {stage}, title: 试, source: assumed, when: {{mode: {mode}}}, then: {then}}}\n"


def rule(mode: str, stage: str = "classify", then: str = "{urgency: utility}") -> dict[str, str]:
    return {"a.rules.yaml": RULE.format(mode=mode, stage=stage, then=then)}


def modes(body: str) -> dict[str, str]:
    return {"periods.yaml": f"modes: {body}\n"}


def test_the_national_mode(yunhe: Build) -> None:
    policy = yunhe().county.policy
    assert policy.modes == {"wartime": Mode("wartime", Reference("本级政府"), "战时", "assumed", "国家")}
    assert policy.vocabulary.fields["mode"].values == ("wartime",)


@pytest.mark.parametrize("word", ["flood_control", "防汛"])
def test_a_county_adds_a_mode(yunhe: Build, word: str) -> None:
    built = yunhe(modes("{flood_control: {label: 防汛, switched_by: 应急管理部门}}") | rule(word))
    assert built.said() == []
    assert sorted(built.county.policy.modes) == ["flood_control", "wartime"]


def test_a_mode_that_nobody_declared(yunhe: Build) -> None:
    built = yunhe(rule("wartme"))
    assert built.said("zh") == ["yunhe/a.rules.yaml:2: yh-1: 字段“mode”没有“wartme”这个值: 是不是“wartime”?"]


def test_a_mode_cannot_be_read_after_classify(yunhe: Build) -> None:
    """It moves the level of new issues and nothing else (T31)."""
    (said,) = yunhe(rule("wartime", "reporting", "{notify: [所在镇街]}")).said("en")
    assert "stage reporting cannot read the field “mode”" in said


def test_a_mode_changes_the_hash(yunhe: Build) -> None:
    before = yunhe().county.policy.hash
    assert yunhe(modes("{wartime: {switched_by: 组织部门}}")).county.policy.hash != before


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        ("[]", "modes 应是“名: {switched_by}”", "modes is a mapping"),
        ("{甲: {}}", "甲: 模式应写成 {switched_by: 角色}: 写上由谁切换", "甲: a mode is {switched_by: role}: say who switches it"),
        ("{甲: {switched_by: 本级政付}}", "甲: 没有角色“本级政付”: 是不是“本级政府”?", "甲: no such role “本级政付”: did you mean “本级政府”?"),
        ("{甲: {switched_by: 本级政府, lable: 战}}", "甲: 模式没有“lable”这一项: 是不是“label”?", "甲: a mode has no “lable”: did you mean “label”?"),
    ],
)  # fmt: skip
def test_a_wrong_mode(yunhe: Build, body: str, zh: str, en: str) -> None:
    built = yunhe(modes(body))
    assert built.said("zh") == [f"yunhe/periods.yaml:1: {zh}"]
    assert built.said("en") == [f"yunhe/periods.yaml:1: {en}"]
