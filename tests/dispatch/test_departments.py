"""Departments of 泗水县: exits and who receives them, emergencies, sunk enforcement, joint meetings, bounds from above."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from gridroute import County, Decision
from gridroute.dispatch.county import assemble
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.inquiry import decide
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.condition import FactValue
from gridroute.policy.layer import Layer, read_layer

ROOT = Path(__file__).parents[2]
SHANDONG = ROOT / "plugins/gridroute-shandong/gridroute_shandong"
SISHUI = ROOT / "plugins/gridroute-sishui/gridroute_sishui"
VILLAGE, URBAN = "泉林镇卞桥一村", "泗河街道仲子社区"


def duty(made: Decision, act: str) -> Any:
    (found,) = [one for one in made.obligations if one.act == act]
    return found


# ---- exits (N4) ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "exit_", "state", "act"),
    [
        ("不服镇里处罚,已经申请行政复议了,啥时候出结果", "statutory_channel", "referred", "return_notice"),
        ("劳动争议已申请仲裁,想再催催", "statutory_channel", "referred", "return_notice"),
        ("法院判了不执行", "statutory_channel", "referred", "return_notice"),
        ("想申请信息公开看征地批文", "statutory_channel", "referred", "return_notice"),
        ("给查一下俺对象的开房记录", "decline", "declined", "written_explanation"),
        ("想办个假证找谁", "decline", "declined", "written_explanation"),
        ("信访局已受理,还没答复", "already_in_petition", "referred", "return_notice"),
    ],
)
def test_each_exit_tells_the_resident_and_sends_nobody(route: Any, text: str, exit_: str, state: str, act: str) -> None:
    made = route(text, address=URBAN)
    assert (made.exit, made.state, made.lead, made.whistle) == (exit_, state, None, None)
    assert made.explain
    assert {one.act for one in made.obligations} == {act}
    assert duty(made, act).due_on == date(2026, 3, 3)


def test_what_is_declined_as_a_request_is_heard_as_a_report(route: Any) -> None:
    assert route("举报有人给我办假证,还问我想办个假证不", address=URBAN, nature="report").exit is None


def test_an_emergency_is_never_declined(route: Any) -> None:
    assert route("想办个假证,家里着火了", address=URBAN).exit == "emergency_handoff"


def test_the_petition_office_is_told_of_what_it_already_has(route: Any) -> None:
    made = route("信访局已受理,还没答复", address=URBAN)
    assert "泗水县信访局" in {one.name for one in made.notify}


@pytest.mark.parametrize("text", ["举报星村镇挪用扶贫款盖楼", "举报泗张镇便民服务中心的人吃拿卡要"])
def test_a_report_of_misconduct_by_a_public_body_goes_to_discipline(route: Any, text: str) -> None:
    made = route(text, address="泗张镇方家庄", nature="report")
    assert (made.exit, made.confidential, made.lead) == ("discipline", "sealed", None)
    assert made.supports == ()
    names = {one.obligor.name for one in made.obligations} | {one.name for one in made.notify}
    assert not names & {"星村镇", "泗张镇", "泗张镇便民服务中心"}


# ---- emergencies ---------------------------------------------------------------------------------------


def test_who_saves_lives_needs_no_power_to_punish(route: Any) -> None:
    """An emergency in a field of enforcement is led by the emergency body, not by whoever may fine."""
    made = route("饭店吃完饭吐白沫了", address=VILLAGE, category="市场监管/食品/食品安全")
    assert (made.urgency, made.lead.name) == ("emergency", "泗水县120急救调度")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("老人一头栽地上喊不应了", "泗水县120急救调度"),
        ("两个人叫水围在河当中石头上", "泗水县消防救援大队"),
        ("屋顶砸穿了人还在里头", "泗水县消防救援大队"),
        ("有人举着菜刀在街上追人", "泗水县公安局"),
        ("有人拿刀砍人,一个昏迷了", "泗水县公安局"),
    ],
)
def test_each_danger_has_its_body(route: Any, text: str, lead: str) -> None:
    made = route(text, address=VILLAGE)
    assert (made.urgency, made.lead.name) == ("emergency", lead)
    assert "泉林镇" in {one.name for one in made.supports}


def test_t53_what_the_resident_adds_raises_and_routes_anew(route: Any) -> None:
    before = route("家里停水了", address=URBAN, category="公用事业/供水/停水")
    after = route("家里停水了。补充: 还闻到煤气味", address=URBAN, category="公用事业/供水/停水")
    assert (before.urgency, before.lead.name) == ("utility", "泗水县供水企业")
    assert (after.urgency, after.lead.name) == ("emergency", "泗水县消防救援大队")
    assert duty(after, "arrive").due_at == datetime.fromisoformat("2026-03-02T09:30:00+08:00")


# ---- clocks (§3.9) -------------------------------------------------------------------------------------


def test_a_heating_leak_is_reached_within_the_hour(route: Any) -> None:
    made = route("暖气漏水", address=URBAN, category="公用事业/供热/漏水")
    assert duty(made, "arrive").due_at == datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    assert duty(made, "arrive").rule == "core-D-leak"


@pytest.mark.parametrize(("households", "told"), [(30, True), (29, False)])
def test_many_without_supply_are_told_how_it_goes(route: Any, households: int, told: bool) -> None:
    made = route("停水", address=URBAN, category="公用事业/供水/停水", affected_households=households)
    assert any(one.act == "progress" and one.every for one in made.obligations) is told


def test_a_petition_has_its_own_clock(route: Any) -> None:
    made = route("信访事项一直没个说法", address=URBAN, category="政务服务/信访/信访事项", nature="complaint")
    assert (made.track, duty(made, "handle").due_on) == ("petition", date(2026, 5, 6))
    assert duty(made, "handle").due_on.toordinal() - date(2026, 3, 2).toordinal() >= 60


def test_t20_a_bank_matter_is_a_service_that_is_tracked(route: Any) -> None:
    made = route("银行不给续贷", address=URBAN, category="经济金融/金融服务/银行贷款", nature="complaint")
    assert made.track == "service"
    assert duty(made, "track").obligor.name == "泗水县民意受理中心"


# ---- 泗水's own ---------------------------------------------------------------------------------------


def test_ss39_a_family_dispute_brings_women_grid_and_mediators(route: Any) -> None:
    made = route("婆媳吵架", address=VILLAGE, category="婚姻家庭/家庭/家庭纠纷")
    names = {one.name for one in made.supports}
    assert {"泗水县妇女联合会", "泉林镇网格妇联", "泉林镇司法所"} <= names


def test_ss22_ss19_a_community_whistle_in_property_matters(sishui: County) -> None:
    """Who must come and who is invited when the community blows in a matter of a compound."""
    made = asked(sishui, "reporting", tags=frozenset({"property", "compound_governance"}), whistle="appeal")
    assert "社区哨默认响应方" in {ref.name for ref, _ in made.references("required")}
    assert "物业联席会议成员" in {ref.name for ref, _ in made.references("invited")}


def asked(county: County, stage: str, **fact: FactValue) -> Any:
    return decide(Engine(county.policy, "reference"), county.policy.on(date(2026, 3, 2)), stage, fact)


@pytest.mark.parametrize(
    ("fact", "refused"),
    [
        ({"event": "enforce", "actor_has_power": True, "qualified_officers": 1}, ["core-E2", "ss-SS42"]),
        ({"event": "enforce", "actor_has_power": True, "qualified_officers": 2}, []),
        ({"event": "satisfied", "resolved": True}, ["core-t26", "ss-SS14a"]),
        ({"event": "satisfied", "reached": True, "resolved": True, "satisfied": True}, []),
        ({"event": "extend", "extension_total_workdays": 11}, ["core-I11b", "core-I11c", "sd-P4-extend"]),
    ],
)
def test_t07_guards_of_the_case(sishui: County, fact: dict[str, FactValue], refused: list[str]) -> None:
    made = asked(sishui, "event", **fact)
    assert sorted(rule.id for _, rule in made.added.get("refuse", [])) == refused


@pytest.mark.parametrize(
    ("fact", "supervise", "charge"),
    [
        ({"act": "handle", "remaining_workdays": 1}, "yellow", "obligor"),
        ({"act": "handle", "remaining_workdays": 0, "overdue_workdays": 1}, "red", "obligor"),
        ({"obligor_kind": "township", "obligor_role": "support"}, None, "lead"),
        ({"obligor_kind": "township_enforcement_office", "obligor_role": "lead"}, None, "command_org"),
    ],
)
def test_who_is_supervised_and_charged(
    sishui: County, fact: dict[str, FactValue], supervise: str | None, charge: str
) -> None:
    made = asked(sishui, "duty", **fact)
    assert (made.word("supervise"), made.word("charge")) == (supervise, charge)


def test_t10_the_property_meeting_begins_in_the_compound(sishui: County) -> None:
    ladder = sishui.policy.ladders["property"]
    assert [rung.level for rung in ladder.rungs] == ["compound", "community", "township"]
    assert ladder.rungs[0].before_dispatch
    members = sishui.policy.vocabulary.roles["物业联席会议成员"].members
    assert {"社区党委", "物业主管部门", "公安机关", "民政部门", "城市管理执法部门", "供热企业"} <= set(members)


# ---- bodies --------------------------------------------------------------------------------------------


def test_every_abolished_body_has_someone_who_goes_on(sishui: County) -> None:
    gone = [body for body in sishui.bodies.by_id.values() if body.valid_to is not None]
    assert len(gone) >= 20
    day = date(2026, 3, 2)
    assert [body.name for body in gone if not sishui.bodies.in_office(body, day)] == []


def test_an_office_abolished_twice_is_followed_to_the_end(sishui: County) -> None:
    (office,) = sishui.bodies.named("扶贫办")
    (now,) = sishui.bodies.in_office(office, date(2026, 3, 2))
    assert now.name == "泗水县农业农村局"


def test_each_function_of_the_register_is_held_by_one_body(sishui: County) -> None:
    """Two holders of one function would be a dispute at every issue."""
    day = date(2026, 3, 2)
    held: dict[str, list[str]] = {}
    for body in sishui.bodies.by_id.values():
        for function in body.functions if body.level == "county" and body.in_office(day) else ():
            held.setdefault(function, []).append(body.name)
    assert {name: bodies for name, bodies in held.items() if len(bodies) > 1} == {}


def test_every_function_that_a_role_names_is_held(sishui: County) -> None:
    roles = sishui.policy.vocabulary.roles.values()
    wanted = {role.key for role in roles if role.form == "function" and role.level == "county"}
    held = {function for body in sishui.bodies.by_id.values() for function in body.functions}
    assert wanted - held == set()


# ---- the catalogue -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("address", [URBAN, VILLAGE])
def test_every_category_has_one_lead_or_an_exit(sishui: County, route: Any, address: str) -> None:
    """No leaf is ownerless, none is in dispute, in town or in a village (N2, I3)."""
    open_: list[str] = []
    for category in sishui.policy.categories.nodes:
        made: Decision = route("诉求如类别所示", address=address, category=category, nature="help")
        if made.exit in (None, "emergency_handoff") and made.lead is None:
            open_.append(category)
    assert open_ == []


@pytest.mark.parametrize(
    ("category", "town", "village"),
    [
        ("城乡建设/违法建设/私搭乱建", "泗水县综合行政执法局", "泉林镇综合执法办公室"),
        ("城乡建设/道路/路面破损", "泗水县住房和城乡建设局", "泗水县交通运输局"),
        ("城乡建设/园林绿化/飞絮病虫", "泗水县综合行政执法局", "泗水县自然资源和规划局"),
        ("市容环卫/环境卫生/扫雪除冰", "泗水县综合行政执法局", "泗水县交通运输局"),
        ("生态环境/噪声/社会生活噪声", "泗水县公安局", "泗水县公安局"),
        ("生态环境/噪声/施工噪声", "泗水县综合行政执法局", "泗水县综合行政执法局"),
        ("生态环境/噪声/工业噪声", "济宁市生态环境局泗水县分局", "济宁市生态环境局泗水县分局"),
        ("生态环境/噪声/交通噪声", "泗水县公安局交通警察大队", "泗水县公安局交通警察大队"),
        ("民政救助/社会事务/社区建设", "中共泗水县委社会工作部", "中共泗水县委社会工作部"),
        ("市场监管/商贸流通/烟草专卖", "泗水县烟草专卖局", "泗水县烟草专卖局"),
    ],
)
def test_who_leads_in_town_and_in_a_village(route: Any, category: str, town: str, village: str) -> None:
    leads = [route("诉求", address=address, category=category).lead.name for address in (URBAN, VILLAGE)]
    assert leads == [town, village]


# ---- bounds from above ---------------------------------------------------------------------------------


def faults_with(tmp_path: Path, files: dict[str, str]) -> list[str]:
    """What is wrong with the real county once ``files`` are added to it."""
    county = tmp_path / "gridroute_sishui"
    shutil.copytree(SISHUI, county, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        (county / name).write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    roots = (baseline(), SHANDONG / "province", SHANDONG / "jining", county)
    layers = [layer for root in roots if isinstance(layer := read_layer(root, faults), Layer)]
    assemble(layers, faults)
    return [fault.text("zh") for fault in faults]


def rule(identifier: str, stage: str, rest: str) -> dict[str, str]:
    head = f"{{id: {identifier}, stage: {stage}, title: 试, source: assumed, "
    return {"policy/own.rules.yaml": f"rules:\n  - {head}{rest}}}\n"}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            rule("ss-seven", "reporting", "when: {track: ordinary}, then: {due: {handle: 7 workdays}}"),
            "handle: 7个工作日 比 5个工作日 更宽",
        ),
        (
            rule("ss-charge", "duty", "when: {obligor_kind: township}, then: {charge: obligor}"),
            "与山东省的强制规则“sd-P3”",
        ),
        (
            rule("ss-sixty", "reporting", "when: {track: petition}, then: {due: {handle: 90 calendar_days}}"),
            "handle: 90个自然日 比 60个自然日 更宽",
        ),
    ],
    ids=["T56 seven days", "a supporting township charged", "petitions in ninety days"],
)
def test_t56_the_county_may_only_be_tighter(tmp_path: Path, files: dict[str, str], words: str) -> None:
    said = faults_with(tmp_path, files)
    assert any(words in one for one in said), said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("部门评价权重", "20", "比山东省规定的 30 更宽"), ("异议窗口", "3 workdays", "比山东省规定的 2个工作日 更宽")],
)
def test_p3_p4_parameters_bound_by_the_province(tmp_path: Path, name: str, value: str, words: str) -> None:
    text = (SISHUI / "county.yaml").read_text(encoding="utf-8") + f"  {name}: {value}\n"
    said = faults_with(tmp_path, {"county.yaml": text})
    assert any(words in one for one in said), said


def test_the_county_itself_has_no_fault(tmp_path: Path) -> None:
    assert faults_with(tmp_path, {}) == []
