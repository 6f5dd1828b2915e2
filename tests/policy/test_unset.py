"""What only the county can give and has not given yet: the rule waits, and what it replaces stands (§7, §10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.support import COUNTY_FILES, Built

from gridroute import Dispatcher, Issue

Yunhe = Callable[..., Built]
DAY = date(2026, 3, 2)
PROVINCE = 'level: province\nadcode: "990000"\nname: 岚山省\n'
ABOVE = (
    "stage: reporting\nrules:\n"
    "  - {id: ls-1, title: 公安同到, source: 某办法1条, when: {}, then: {required: [公安机关]}}\n"
)
GROUP = "groups: {三所一庭: {size: 2, members: , required: true}}\n"
OURS = (
    "stage: reporting\nrules:\n"
    "  - {id: yh-1, title: 三所一庭同到, source: 某办法2条, replaces: ls-1, when: {}, then: {required: [{group: 三所一庭}]}}\n"
)


def built(yunhe: Yunhe, **files: str) -> Built:
    plain = {"lanshan/layer.yaml": PROVINCE, "lanshan/p.rules.yaml": ABOVE, "groups.yaml": GROUP, "a.rules.yaml": OURS}
    return yunhe(plain | {name.replace("__", "/").replace("_yaml", ".yaml"): text for name, text in files.items()})


def used(made: Built) -> set[str]:
    """The rules of ours and of the province that count on the day."""
    return {rule.id for rule in made.county.policy.on(DAY).at("reporting") if rule.id in ("ls-1", "yh-1")}


def test_the_replaced_rule_stands_while_the_group_is_unset(yunhe: Yunhe) -> None:
    made = built(yunhe)
    assert made.said() == []
    assert used(made) == {"ls-1", "yh-1"}
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="U", received_at=at, text="暖气不热", address="云桥社区", category="公用事业/供热/供热中断")
    decision = Dispatcher(made.county).route(issue, at)
    trace = {entry.rule: entry for entry in decision.trace}
    assert trace["ls-1"].won
    assert (trace["yh-1"].won, trace["yh-1"].why) == (False, "成员组“三所一庭”还没有填")
    assert "成员组“三所一庭”还没有填,规则 yh-1 没有用" in decision.warnings


def test_it_is_told_where_and_what_stands(yunhe: Yunhe) -> None:
    (gap,) = (one for one in built(yunhe).county.policy.gaps if one.rule == "yh-1")
    assert gap.text("zh") == "yunhe/a.rules.yaml:3: yh-1: 成员组“三所一庭”还没有填,规则不用,“ls-1”照旧: 请当地填写"
    assert gap.text("en") == (
        "yunhe/a.rules.yaml:3: yh-1: the group “三所一庭” is unset, so the rule is set aside; “ls-1” stands: "
        "the county has to fill it in"
    )


def test_a_group_that_no_rule_names_is_told_too(yunhe: Yunhe) -> None:
    made = yunhe({"groups.yaml": GROUP})
    assert made.said() == []
    (gap,) = (one for one in made.county.policy.gaps if one.rule == "三所一庭")
    assert gap.text("zh") == "yunhe/groups.yaml:1: 三所一庭: 成员组还没有填: 请当地填写"


def test_a_group_inside_a_group_makes_it_wait_as_well(yunhe: Yunhe) -> None:
    text = GROUP.replace("}\n", "}, 两组: {members: [派出所, 三所一庭]}}\n", 1).replace("}}, 两组", "}, 两组")
    made = built(yunhe, groups_yaml=text, a__rules_yaml=OURS.replace("group: 三所一庭", "group: 两组"))
    assert "成员组“三所一庭”还没有填" in {rule.unset.zh for rule in made.county.policy.rules}


def test_filled_it_replaces(yunhe: Yunhe) -> None:
    made = built(yunhe, groups_yaml="groups: {三所一庭: {members: [派出所, 司法所]}}\n")
    assert made.said() == []
    assert used(made) == {"yh-1"}
    assert not any(one.rule == "yh-1" for one in made.county.policy.gaps)


def test_a_county_fills_the_group_of_the_province(yunhe: Yunhe) -> None:
    filled = "groups: {三所一庭: {members: [派出所, 司法所]}}\n"
    assert used(built(yunhe, lanshan__groups_yaml=GROUP, groups_yaml=filled)) == {"yh-1"}


def test_the_province_says_how_many_and_the_county_gives_another_number(yunhe: Yunhe) -> None:
    made = built(yunhe, lanshan__groups_yaml=GROUP, groups_yaml="groups: {三所一庭: {members: [派出所]}}\n")
    assert made.said() == ["yunhe/groups.yaml:1: 三所一庭: 成员组应有 2 个成员,写了 1 个"]


PARAMETER = COUNTY_FILES["county.yaml"] + "parameters: {大户数: {value: , required: true, source: assumed}}\n"


@pytest.mark.parametrize(
    "rule",
    [
        "when: {affected_households: {at_least: {param: 大户数}}}, then: {required: [派出所]}",
        "when: {not: {affected_households: {at_least: {param: 大户数}}}}, then: {required: [派出所]}",
        "when: {affected_households: {param: 大户数}}, then: {required: [派出所]}",
    ],
)
def test_a_parameter_that_only_the_county_can_give(yunhe: Yunhe, rule: str) -> None:
    text = f"stage: reporting\nrules:\n  - {{id: yh-1, title: 试, source: assumed, replaces: ls-1, {rule}}}\n"
    made = yunhe(
        {"lanshan/layer.yaml": PROVINCE, "lanshan/p.rules.yaml": ABOVE, "county.yaml": PARAMETER, "a.rules.yaml": text}
    )
    assert made.said() == []
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="U", received_at=at, text="暖气不热", address="云桥社区", affected_households=3)
    trace = Dispatcher(made.county).route(issue, at).trace
    assert {entry.rule for entry in trace if entry.rule in ("ls-1", "yh-1")} == {"ls-1"}
    (gap,) = (one for one in made.county.policy.gaps if one.rule == "yh-1")
    assert gap.text("zh") == "yunhe/a.rules.yaml:3: yh-1: 参数“大户数”还没有填,规则不用,“ls-1”照旧: 请当地填写"


def test_a_time_that_only_the_county_can_give(yunhe: Yunhe) -> None:
    text = "rules:\n  - {id: yh-1, stage: reporting, title: 试, source: assumed, when: {}, then: {due: {handle: {param: 大户数}}}}\n"
    made = yunhe({"county.yaml": PARAMETER, "a.rules.yaml": text})
    assert made.said() == []
    assert [one.rule for one in made.county.policy.gaps if "大户数" in one.text()] == ["yh-1"]
