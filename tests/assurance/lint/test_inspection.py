"""What a check of a county finds once its policy loads: roles, unset things, calendars, rule sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.support import COUNTY_FILES, Built

from gridroute.assurance.lint import Finding, compile_rules, inspect
from gridroute.assurance.lint.roles import unfilled
from gridroute.reasoning.inference import available

Yunhe = Callable[..., Built]
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
RULE = (
    "rules:\n  - {{id: yh-1, stage: reporting, title: 试, source: assumed, when: {{}}, then: {{notify: [{role}]}}}}\n"
)
PER_TOWN = 'per_township:\n  - {id: sfs, name: "{township}司法所", kind: judicial_office, parent: gov}\n'
ONE_TOWN = '  - {id: pcs, name: 石桥镇派出所, kind: police_station, level: township, place: "990101101000"}\n'
ONE_VILLAGE = (
    '  - {id: wy, name: 甲物业, kind: property_firm, level: community, place: "990101001001", services: [物业服务]}\n'
)


PROVINCE = 'level: province\nadcode: "990000"\nname: 岚山省\n'


@pytest.fixture
def yunhe(yunhe: Yunhe) -> Yunhe:
    """The small county with the province that its manifest names."""

    def build(files: dict[str, str | bytes] | None = None) -> Built:
        return yunhe({"lanshan/layer.yaml": PROVINCE, **(files or {})})

    return build


def found(built: Built, *kinds: str) -> list[Finding]:
    policy = built.county.policy
    made, county = inspect(policy.county, policy.layers, AT)
    assert county is not None
    return [one for one in made if one.kind in kinds]


def said(built: Built, role: str, lang: str = "zh") -> list[str]:
    name = f"角色“{role}”" if lang == "zh" else f"role “{role}”"
    return [text for one in found(built, "role") if name in (text := one.fault.text(lang))]


BODIES = COUNTY_FILES["organizations.yaml"]
NOWHERE = "4 个地方中有 4 个没有单位承担,如云河街道: 在 organizations.yaml 补上"


@pytest.mark.parametrize(
    ("role", "bodies", "words"),
    [
        ("所在镇街", BODIES, None),
        ("所在社区", BODIES, None),
        ("沿线网格", BODIES, "2 个地方中有 2 个没有单位承担,如云桥社区: 在 organizations.yaml 补上"),
        ("最小可定区域全部网格员", BODIES, None),
        ("公安机关", BODIES + "  - {id: ga, name: 公安局, kind: gov_dept, level: county, functions: [公安]}\n", None),
        ("上级受理机构", BODIES, NOWHERE),
        ("派出所", BODIES, NOWHERE),
        ("派出所", BODIES + ONE_TOWN, "4 个地方中有 2 个没有单位承担,如云河街道: 在 organizations.yaml 补上"),
        ("司法所", BODIES + PER_TOWN, None),
        ("物业服务企业", BODIES + ONE_VILLAGE, "4 个地方中有 3 个没有单位承担,如云河街道: 在 organizations.yaml 补上"),
        ("首接单位", BODIES, None),
        ("共同上一级", BODIES, None),
        ("{group: 物业联席会议成员}", BODIES, None),
        ("包村干部", BODIES, "岗位还没有台账,角色落空"),
    ],
)
def test_a_role_in_each_form(yunhe: Yunhe, role: str, bodies: str, words: str | None) -> None:
    """One finding a role, with how many places and one of them (§7)."""
    post = {"roles.yaml": "roles:\n  包村干部: {form: post, post: 包村干部}\n"}
    built = yunhe({"organizations.yaml": bodies, "a.rules.yaml": RULE.format(role=role), **post})
    assert built.said() == []
    if words is None:
        assert said(built, role) == []
    else:
        (text,) = said(built, role)
        assert text.endswith(f"角色“{role}”: {words}")


def test_the_member_of_a_group_is_told_where_the_group_is_named(yunhe: Yunhe) -> None:
    built = yunhe({"a.rules.yaml": RULE.format(role="{group: 物业联席会议成员}")})
    (text,) = said(built, "业主委员会")
    assert text.startswith(("yunhe/a.rules.yaml:2: yh-1: ", "rules/"))


def test_townships_under_different_bodies_have_no_common_superior(yunhe: Yunhe) -> None:
    """At a border of two townships nobody could settle the place (A7)."""
    built = yunhe({"a.rules.yaml": RULE.format(role="共同上一级")})
    bodies = built.county.bodies
    town = bodies.by_id["990101101000"]
    bodies.by_id[town.id] = town.model_copy(update={"parent": None})
    texts = [one.fault.text("en") for one in unfilled(built.county, AT)]
    assert any("role “共同上一级”: nobody fills it in 4 of 4 places" in text for text in texts)


def test_what_nobody_holds_is_told_once(yunhe: Yunhe) -> None:
    built = yunhe({"a.rules.yaml": RULE.format(role="公安机关")})
    told = [one for one in found(built, "role") if "公安机关" in one.fault.text()]
    assert [one.code.name for one in told] == ["GR321"]


def test_a_looser_rule_that_only_overlaps_is_told(yunhe: Yunhe) -> None:
    above = "rules:\n  - {id: ls-1, stage: reporting, title: 试, source: 某办法, binding: bound, when: {track: ordinary}, then: {due: {handle: 3 workdays}}}\n"
    below = "rules:\n  - {id: yh-1, stage: reporting, title: 试, source: assumed, when: {urgency: normal}, then: {due: {handle: 4 workdays}}}\n"
    built = yunhe({"lanshan/p.rules.yaml": above, "a.rules.yaml": below})
    ours = [one for one in found(built, "rule") if one.fault.rule == "yh-1"]
    assert {one.severity for one in ours} == {"warning"}
    assert any("“ls-1” (lanshan/p.rules.yaml:2)" in one.fault.text("en") for one in ours)


def test_faults_come_alone_and_are_errors(yunhe: Yunhe) -> None:
    built = yunhe({"a.rules.yaml": RULE.format(role="没有的角色")})
    policy = built.county.policy
    made, county = inspect(policy.county, policy.layers, AT)
    assert county is None
    assert [(one.severity, one.kind) for one in made] == [("error", "rule")]
    assert [one.fault for one in made] == list(built.faults)


@pytest.mark.parametrize(
    ("year", "findings"),
    [
        (2025, []),
        (
            2090,
            [("error", "没有2090年的放假调休安排,时限只能暂定"), ("warning", "没有2091年的放假调休安排,时限只能暂定")],
        ),
    ],
)
def test_years_without_a_calendar(yunhe: Yunhe, year: int, findings: list[tuple[str, str]]) -> None:
    policy = yunhe().county.policy
    made, _ = inspect(policy.county, policy.layers, AT.replace(year=year))
    calendar = [(one.severity, one.fault.problem.zh) for one in made if one.kind == "calendar"]
    assert calendar == findings


needs_durable = pytest.mark.skipif(
    not available(), reason="durable-rules cannot be imported here (Python 3.13 and later)"
)


@needs_durable
def test_the_national_rules_compile(yunhe: Yunhe) -> None:
    assert list(compile_rules(yunhe().county, date(2026, 3, 2), 60)) == []


def wide(number: int) -> str:
    """Rules of which too many tests may be true at once for durable-rules."""
    entry = "  - {{id: yh-{n}, stage: reporting, title: 试, source: assumed, when: {{affected_households: {{at_least: {n}}}}}, then: {{notify: [所在镇街]}}}}\n"
    return "rules:\n" + "".join(entry.format(n=n) for n in range(1, number))


@needs_durable
def test_a_rule_set_that_durable_must_not_be_given_names_the_stage_and_the_rule(yunhe: Yunhe) -> None:
    """A warning: the index reads such a rule set."""
    built = yunhe({"a.rules.yaml": wide(80)})
    assert built.said() == []
    (one,) = compile_rules(built.county, date(2026, 3, 2), 60)
    assert (one.code.name, one.severity) == ("GR902", "warning")
    assert one.fault.rule.startswith("yh-")
    assert "stage reporting" in one.fault.text("en")
    assert "阶段“报到”" in one.fault.text("zh")


@needs_durable
def test_a_rule_set_that_takes_too_long_is_an_error(yunhe: Yunhe) -> None:
    made = list(compile_rules(yunhe().county, date(2026, 3, 2), 0.001))
    assert {(one.code.name, one.severity) for one in made} == {("GR901", "error")}
    assert all("0.001" in one.fault.text() for one in made)


def test_without_durable_nothing_is_compiled(yunhe: Yunhe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridroute.assurance.lint.engine.available", lambda: False)
    assert list(compile_rules(yunhe({"a.rules.yaml": wide(80)}).county, date(2026, 3, 2), 60)) == []


# ---- functions ------------------------------------------------------------------------------------------------


OLD = "  - {{id: old, name: 云河县城管局, kind: gov_dept, level: county, valid_to: 2020-01-01, successors: [{to}], functions: [城市管理执法]}}\n"
NEW = "  - {id: zf, name: 云河县执法局, kind: gov_dept, level: county, parent: gov%s}\n"


@pytest.mark.parametrize(
    ("bodies", "told"),
    [
        (OLD.format(to="zf") + NEW % "", ["已撤销,职能“城市管理执法”没有写到承继单位 云河县执法局"]),
        (OLD.format(to="zf") + NEW % ", functions: [城市管理执法]", []),
        (NEW % ", functions: [供热主管]", ["2 个单位同时承担,每件都会打平: 云河县住建局、云河县执法局"]),
        (NEW % ", functions: [供热主管], valid_to: 2020-01-01", []),
    ],
)
def test_functions_that_got_lost_or_are_held_twice(yunhe: Yunhe, bodies: str, told: list[str]) -> None:
    made = found(yunhe({"organizations.yaml": BODIES + bodies}), "function")
    assert [one.fault.problem.zh for one in made] == told
    assert all(one.fault.text("en") and one.fault.line for one in made)


def test_who_names_a_role_is_told_with_its_line(yunhe: Yunhe) -> None:
    told = [one.fault for one in found(yunhe(), "role") if "网格首责人" in one.fault.problem.zh]
    assert [(one.file.rpartition("/")[2], one.line > 0) for one in told] == [("choosing.order.yaml", True)]
