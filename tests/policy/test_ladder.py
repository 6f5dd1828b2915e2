"""Ladders of joint meetings: what is read, what a lower layer keeps, and every fault in a clerk's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support import Built

from gridroute.model import Duration, Unit
from gridroute.policy.ladder import Ladder, Rung, Stay, Terminal
from gridroute.policy.rule import Reference

Build = Callable[..., Built]
PROVINCE = 'level: province\nadcode: "990000"\nname: 岚山省\n'
END = "terminal: {body: 本级政府, then: listed, publish: review_date}"
RULE = "rules:\n  - {{id: yh-1, stage: {stage}, title: 试, source: assumed, when: {when}, then: {{{then}}}}}\n"


def ladders(*bodies: str) -> dict[str, str]:
    """One ladder, its parts one a line from line 3 on."""
    return {"ladders.yaml": "ladders:\n  study:\n" + "".join(f"    {body}\n" for body in bodies)}


def test_the_national_ladders(yunhe: Build) -> None:
    policy = yunhe().county.policy
    assert sorted(policy.ladders) == ["default", "party_building", "petition", "property"]
    assert all(
        ladder.terminal == Terminal(Reference("本级政府"), "listed", "review_date")
        for ladder in policy.ladders.values()
    )
    assert [rung.level for rung in policy.ladders["party_building"].rungs] == [
        "community",
        "township",
        "county",
    ]
    property_ = policy.ladders["property"]
    assert property_.rungs[0] == Rung(
        "compound", None, Reference("小区党支部"), form="consultation", before_dispatch=True
    )
    assert property_.rungs[-1].members == (Reference("物业联席会议成员", group=True),)
    assert policy.vocabulary.fields["forum"].values == tuple(sorted(policy.ladders))


def test_a_ladder_in_full(yunhe: Build) -> None:
    built = yunhe(
        ladders(
            "label: 集中研判",
            "source: 某办法3条",
            "rungs:",
            "  - {level: community, body: 村社党组织, cadence: 2 calendar_weeks, carry_over: true}",
            "  - {level: county, convener: 组织部门, members: [公安机关, {group: 物业联席会议成员}], fixed_agenda: true}",
            "stay: {until_next_sitting: true, not_before: {param: 限时解决}}",
            "on_holiday: skip",
            "terminal: {body: 组织部门}",
        )
    )
    assert built.said() == []
    assert built.county.policy.ladders["study"] == Ladder(
        "study",
        (
            Rung("community", Reference("村社党组织"), cadence=Duration(2, Unit.CALENDAR_WEEKS), carry_over=True),
            Rung(
                "county",
                None,
                Reference("组织部门"),
                (Reference("公安机关"), Reference("物业联席会议成员", group=True)),
                fixed_agenda=True,
            ),
        ),
        Terminal(Reference("组织部门")),
        Stay(True, Duration(10, Unit.WORKDAYS)),
        "skip",
        "集中研判",
        "某办法3条",
        "云河县",
    )


def test_a_lower_layer_changes_the_rungs_and_keeps_the_rest(yunhe: Build) -> None:
    two = "ladders:\n  party_building:\n    rungs: [{level: village_community, convener: 社区党委}, {level: township, convener: 镇街党工委}]\n"
    built = yunhe({"lanshan/layer.yaml": PROVINCE, "ladders.yaml": two})
    assert built.said() == []
    made = built.county.policy.ladders["party_building"]
    assert [rung.level for rung in made.rungs] == ["community", "township"]
    assert (made.terminal, made.stay) == (
        Terminal(Reference("本级政府"), "listed", "review_date"),
        Stay(True, Duration(5, Unit.WORKDAYS)),
    )
    assert (made.on_holiday, made.label, made.layer) == ("shift", "基层党建联席会议", "云河县")


def test_a_lower_layer_may_change_one_thing_only(yunhe: Build) -> None:
    built = yunhe({"ladders.yaml": "ladders: {default: {on_holiday: keep}}\n"})
    assert built.said() == []
    made = built.county.policy.ladders["default"]
    assert (made.on_holiday, len(made.rungs)) == ("keep", 3)


def test_a_ladder_changes_the_hash_of_the_policy(yunhe: Build) -> None:
    before = yunhe().county.policy.hash
    assert yunhe({"ladders.yaml": "ladders: {default: {on_holiday: keep}}\n"}).county.policy.hash != before


ONE = "rungs: [{level: county, convener: 组织部门}]"


@pytest.mark.parametrize(
    ("bodies", "line", "zh", "en"),
    [
        pytest.param([ONE], 2, "阶梯没有终点: 写上 terminal: {body, then, publish}", "a ladder without an end: write terminal: {body, then, publish}", id="no end"),
        pytest.param([END], 2, "阶梯没有一级: 写上 rungs", "a ladder without a rung: write rungs: […]", id="no rung"),
        pytest.param([END, "rungs: []"], 4, "rungs 应是一列会议,由低到高", "rungs is a list, the lowest first", id="empty rungs"),
        pytest.param([END, "rung: []"], 4, "阶梯没有“rung”这一项: 是不是“rungs”?", "a ladder has no “rung”: did you mean “rungs”?", id="unknown key"),
        pytest.param([END, "rungs: [county]"], 4, "一级应写成 {level, convener, …}", "a rung is {level, convener, …}", id="rung that is a word"),
        pytest.param([END, "rungs: [{level: county, convenor: 组织部门, body: 组织部门}]"], 4, "阶梯的一级没有“convenor”这一项: 是不是“convener”?", "a rung has no “convenor”: did you mean “convener”?", id="unknown key of a rung"),
        pytest.param([END, "rungs: [{level: conty, convener: 组织部门}]"], 4, "没有层级“conty”: 是不是“county”?", "no level “conty”: did you mean “county”?", id="unknown level"),
        pytest.param([END, "rungs: [{level: county, convener: 组织布门}]"], 4, "没有角色“组织布门”: 是不是“组织部门”?", "no such role “组织布门”: did you mean “组织部门”?", id="unknown role"),
        pytest.param([END, "rungs: [{level: county}]"], 4, "要写由谁开会: body 或 convener,只写一个", "a rung names who meets: either body or convener", id="nobody meets"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, body: 组织部门}]"], 4, "要写由谁开会: body 或 convener,只写一个", "a rung names who meets: either body or convener", id="two meet"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, members: {group: 物业联席会成员}}]"], 4, "没有成员组“物业联席会成员”: 是不是“物业联席会议成员”?", "no such role “物业联席会成员”: did you mean “物业联席会议成员”?", id="unknown group"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, members: []}]"], 4, "一个成员也没有", "no member is named", id="no member"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, cadence: 每月}]", "on_holiday: keep"], 4, "“每月”不是时限: 如 3个工作日、24小时 (或 3 workdays、24 clock_hours)", "“每月” is not a duration: such as 3 workdays, 24 clock_hours", id="cadence in words"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, cadence: 0 workdays}]", "on_holiday: keep"], 4, "时限不能是 0", "a duration is not 0", id="cadence of nothing"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, carry_over: 好}]"], 4, "“carry_over”只能是 true 或 false", "“carry_over” takes true or false", id="no yes or no"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, form: meting}]"], 4, "“form”没有“meting”这个值: 是不是“meeting”?", "“meting” is not a value of “form”: did you mean “meeting”?", id="unknown form"),
        pytest.param([END, "rungs:", "  - {level: township, convener: 所在镇街}", "  - {level: community, convener: 社区党委}"], 6, "“community”不高于前一级“township”: 由低到高写", "“community” is not above the rung before it, “township”: write the lowest first", id="falling"),
        pytest.param([END, "rungs:", "  - {level: county, convener: 所在镇街}", "  - {level: county, convener: 社区党委}"], 6, "“county”不高于前一级“county”: 由低到高写", "“county” is not above the rung before it, “county”: write the lowest first", id="level twice"),
        pytest.param([END, "rungs: [{level: county, convener: 组织部门, cadence: 1 calendar_months}]"], 2, "有会期却没有写逢节假日怎么办: 写 on_holiday: keep、shift 或 skip", "sittings are regular but on_holiday is unset: write on_holiday: keep, shift or skip", id="on_holiday unset"),
        pytest.param([END, ONE, "on_holiday: null"], 5, "“on_holiday”还没有填: 写 keep、shift、skip", "“on_holiday” is unset: write keep or shift or skip", id="on_holiday null"),
        pytest.param([END, ONE, "on_holiday: shft"], 5, "“on_holiday”没有“shft”这个值: 是不是“shift”?", "“shft” is not a value of “on_holiday”: did you mean “shift”?", id="unknown on_holiday"),
        pytest.param([END, ONE, "stay: 5 workdays"], 5, "停留应写成 {until_next_sitting, not_before}", "stay is {until_next_sitting, not_before}", id="stay that is a time"),
        pytest.param([END, ONE, "stay: {not_befor: 5 workdays}"], 5, "停留没有“not_befor”这一项: 是不是“not_before”?", "stay has no “not_befor”: did you mean “not_before”?", id="unknown key of stay"),
        pytest.param([END, ONE, "stay: {until_next_sitting: 5}"], 5, "“until_next_sitting”只能是 true 或 false", "“until_next_sitting” takes true or false", id="stay until five"),
        pytest.param([ONE, "terminal: 本级政府"], 4, "终点应写成 {body, then, publish}", "terminal is {body, then, publish}", id="terminal that is a word"),
        pytest.param([ONE, "terminal: {body: 本级政付}"], 4, "没有角色“本级政付”: 是不是“本级政府”?", "no such role “本级政付”: did you mean “本级政府”?", id="unknown role of the end"),
        pytest.param([ONE, "terminal: {body: 本级政府, then: closed}"], 4, "“then”没有“closed”这个值: 是不是“listed”?", "“closed” is not a value of “then”: did you mean “listed”?", id="closing without a callback"),
        pytest.param([ONE, "terminal: {body: 本级政府, publsh: review_date}"], 4, "终点没有“publsh”这一项: 是不是“publish”?", "terminal has no “publsh”: did you mean “publish”?", id="unknown key of the end"),
    ],
)  # fmt: skip
def test_a_wrong_ladder(yunhe: Build, bodies: list[str], line: int, zh: str, en: str) -> None:
    built = yunhe(ladders(*bodies))
    assert built.said("zh") == [f"yunhe/ladders.yaml:{line}: study: {zh}"]
    assert built.said("en") == [f"yunhe/ladders.yaml:{line}: study: {en}"]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("ladder: {}\n", "1: 这里不认识“ladder”: 是不是“ladders”?", "1: “ladder” does not belong here: did you mean “ladders”?"),
        ("ladders: []\n", "1: ladders 应是“名: {rungs, …}”", "1: ladders is a mapping"),
        ("ladders: {study: 每周}\n", "1: study: 阶梯应写成 {rungs, stay, terminal}", "1: study: a ladder is {rungs, stay, terminal}"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_ladders(yunhe: Build, text: str, zh: str, en: str) -> None:
    built = yunhe({"ladders.yaml": text})
    assert (built.said("zh"), built.said("en")) == ([f"yunhe/ladders.yaml:{zh}"], [f"yunhe/ladders.yaml:{en}"])


def test_a_forum_is_the_name_of_a_ladder(yunhe: Build) -> None:
    rule = RULE.format(stage="whistle", when="{}", then="forum: stdy")
    built = yunhe(ladders(ONE, END) | {"a.rules.yaml": rule})
    assert built.said("zh") == ["yunhe/a.rules.yaml:2: yh-1: “forum”没有“stdy”这个值: 是不是“study”?"]
    assert built.said("en") == ["yunhe/a.rules.yaml:2: yh-1: “stdy” is not a value of “forum”: did you mean “study”?"]


def test_a_forum_may_be_said_by_its_label(yunhe: Build) -> None:
    rule = RULE.format(stage="whistle", when="{}", then="会议: 集中研判")
    built = yunhe(ladders(ONE, END, "label: 集中研判") | {"a.rules.yaml": rule})
    assert built.said() == []
    (made,) = (one for one in built.county.policy.rules if one.id == "yh-1")
    assert made.outcomes == {"whistle": {"forum": "study"}}


def test_a_condition_on_a_forum_names_a_ladder_too(yunhe: Build) -> None:
    rule = RULE.format(stage="reporting", when="{forum: proprty}", then="notify: [所在镇街]")
    built = yunhe({"a.rules.yaml": rule})
    assert built.said("en") == [
        "yunhe/a.rules.yaml:2: yh-1: “proprty” is not a value of “forum”: did you mean “property”?"
    ]


@pytest.mark.parametrize("name", ["registers", "checks", "open_days", "chains", "cycles", "indices"])
def test_registers_of_the_civic_step_are_not_dropped_in_silence(yunhe: Build, name: str) -> None:
    (fault,) = yunhe({f"{name}.yaml": f"{name}: []\n"}).faults
    assert (fault.file, fault.problem.zh) == (f"yunhe/{name}.yaml", "不认识的文件,没有读它")
