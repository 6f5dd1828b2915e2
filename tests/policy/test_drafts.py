"""The 148 paper rules in final form: every layer loads over the real baseline, and the hard mechanisms answer.

The layers stand in ``tests/data/drafts``, with a page on what was mended. ``rules.csv`` lists every rule of
the drafts by layer, identifier and stage; ``folded`` says where a core rule went that the baseline does not have.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.support import DATA, Built, write_files

from gridroute import County, Decision, Dispatcher, Issue
from gridroute.dispatch.county import assemble
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.inquiry import Settled, choose, decide, infer
from gridroute.errors import Fault
from gridroute.model import Unit
from gridroute.plugins import baseline
from gridroute.policy.condition import FactValue
from gridroute.policy.layer import Layer, read_layer
from gridroute.policy.rule import AwardRow, Reference

DRAFTS = DATA / "drafts"
#: Each draft layer with the folders that are loaded for it, the highest first.
CHAINS = {
    "sd": ("sd", "wf", "wc"),
    "jn": ("sd", "jn", "lw"),
    "wf": ("sd", "wf", "wc"),
    "ss": ("sd", "ss"),
    "lw": ("sd", "jn", "lw"),
    "zh": ("zh",),
    "yy": ("yy",),
    "by": ("by", "by_town"),
    "jc": ("lh", "jc"),
    "hf": ("lh", "hf"),
    "wc": ("sd", "wf", "wc"),
}
STAGES = {
    "classify": 5,
    "admit": 15,
    "grid": 2,
    "ownership": 10,
    "officer": 4,
    "party": 7,
    "catalogue": 5,
    "whistle": 4,
    "reporting": 31,
    "event": 24,
    "duty": 6,
    "escalation": 18,
    "meeting": 6,
    "member": 1,
    "eligibility": 4,
    "matching": 5,
    "points": 1,
}  # fmt: skip
AT = "2026-03-02T09:00:00+08:00"


def load(*roots: Path) -> Built:
    faults: list[Fault] = []
    layers = [layer for one in (baseline(), *roots) if isinstance(layer := read_layer(one, faults), Layer)]
    return Built(assemble(layers, faults), tuple(sorted(faults)))


@cache
def county(draft: str) -> County:
    built = load(*(DRAFTS / name for name in CHAINS[draft]))
    assert [fault.text("zh") for fault in built.faults] == []
    return built.county


def rows() -> list[dict[str, str]]:
    with (DRAFTS / "rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_files(tmp_path: Path, files: Mapping[str, str | bytes], *above: str) -> Built:
    """潍城区 below the layers ``above``, with more files laid over it."""
    shutil.copytree(DRAFTS / "wc", tmp_path / "wc")
    write_files(tmp_path / "wc", files)
    return load(*(DRAFTS / name for name in above), tmp_path / "wc")


# ---- all rules are there -----------------------------------------------------------------------------


@pytest.mark.parametrize("draft", CHAINS)
def test_a_layer_loads_over_the_baseline_without_a_fault(draft: str) -> None:
    names = {layer.root.name for layer in county(draft).policy.layers}
    assert set(CHAINS[draft]) < names


def test_all_148_rules_are_counted() -> None:
    assert Counter(row["stage"] for row in rows()) == STAGES
    assert (len(rows()), len({row["id"] for row in rows()})) == (148, 148)


@pytest.mark.parametrize("draft", CHAINS)
def test_a_layer_has_the_rules_of_its_draft_and_no_other(draft: str) -> None:
    folders = [draft, "by_town"] if draft == "by" else [draft]
    found = {
        rule.id: rule.stage
        for rule in county(draft).policy.rules
        if rule.home[0].split("/")[0] in folders and rule.home[0].endswith(".rules.yaml")
    }
    assert found == {row["id"]: row["stage"] for row in rows() if row["layer"] == draft}


def test_the_core_rules_stand_in_the_baseline_or_are_folded() -> None:
    national = {rule.id: rule.stage for rule in county("zh").policy.rules if rule.depth == 0}
    core = [row for row in rows() if row["layer"] == "core"]
    assert {row["id"] for row in core if row["folded"]} == {
        "core-A4b",
        "core-A5",
    }
    assert {row["id"]: national.get(row["id"]) for row in core if not row["folded"]} == {
        row["id"]: row["stage"] for row in core if not row["folded"]
    }


# ---- ladders and groups of the layers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "name", "levels", "end"),
    [
        ("ss", "party_building", ["community", "township", "county"], "本级政府"),
        ("ss", "property", ["compound", "community", "township"], "本级政府"),
        ("lw", "party_building", ["community", "township", "county"], "本级政府"),
        ("wc", "party_building", ["township", "county"], "本级政府"),
        ("yy", "party_building", ["community", "township"], "区级四级联动平台"),
        ("by", "self_governance", ["community", "township"], "本级政府"),
        ("jc", "study", ["township"], "本级政府"),
        ("hf", "red_council", ["community", "township"], "本级政府"),
    ],
)
def test_every_ladder_has_an_end(draft: str, name: str, levels: list[str], end: str) -> None:
    ladder = county(draft).policy.ladders[name]
    assert [rung.level for rung in ladder.rungs] == levels
    assert ladder.terminal is not None
    assert (ladder.terminal.body.name, ladder.terminal.publish) == (end, "review_date")


def test_laiwu_meets_weekly_and_monthly_and_carries_over() -> None:
    """LW12, LW13, C9; what becomes of a holiday and of the stay is kept from above."""
    ladder = county("lw").policy.ladders["party_building"]
    weekly, monthly, _ = ladder.rungs
    assert (str(weekly.cadence), str(monthly.cadence)) == ("1 calendar_weeks", "1 calendar_months")
    assert (weekly.carry_over, monthly.carry_over, monthly.fixed_agenda) == (True, True, True)
    assert (ladder.on_holiday, str(ladder.stay.not_before)) == ("shift", "5 workdays")


def test_the_property_members_of_sishui_take_the_place_of_the_national_ones() -> None:
    members = county("ss").policy.vocabulary.roles["物业联席会议成员"].members
    assert "民政部门" in members
    assert "供水企业" not in members


# ---- asking one stage --------------------------------------------------------------------------------


@cache
def engines(draft: str) -> tuple[Engine, ...]:
    return tuple(Engine(county(draft).policy, name) for name in ("reference", "auto"))


def asked(draft: str, stage: str, **fact: FactValue) -> Settled:
    """What ``stage`` comes to for one fact, in the draft's own street if it has one, the same in every engine."""
    scope = county(draft).policy.layers[-1].scope
    fact = {"scope": scope, **fact} if scope else fact
    edition = county(draft).policy.on(date(2026, 3, 2))
    first, *others = (decide(engine, edition, stage, fact) for engine in engines(draft))
    assert all(other == first for other in others)
    return first


def refused(draft: str, **fact: FactValue) -> list[str]:
    """The rules that refuse an event."""
    made = asked(draft, "event", **fact)
    return sorted(rule.id for _, rule in made.added.get("refuse", []))


OBJECTION: dict[str, FactValue] = {
    "event": "object",
    "objection_has_basis": True,
    "objection_has_destination": True,
    "urgency": "normal",
    "objections_total": 0,
}


def test_a_first_objection_with_basis_and_destination_is_heard() -> None:
    assert refused("wf", **OBJECTION) == []


def test_t41_the_second_objection_goes_to_the_adjudicator() -> None:
    made = asked("wf", "event", **(OBJECTION | {"objections_total": 1}))
    assert made.texts("refuse") == ["不再改派、转裁定"]
    assert made.reference("return_to") == Reference("裁定人")


def test_t42_a_designated_body_cannot_object_again() -> None:
    """The city's mandate stands beside the nation's rule; each refusal names its own."""
    assert refused("wf", **(OBJECTION | {"designated": True})) == ["core-T42", "wf-P6-designated"]


def test_t13_a_matter_off_the_list_is_only_reported_by_the_grid_officer() -> None:
    fact: dict[str, FactValue] = {"event": "take", "actor_kind": "grid_officer"}
    made = asked("lw", "event", **fact)
    assert made.texts("refuse") == ["不在网格事项清单、只能发现—上报"]
    assert made.reference("return_to") == Reference("所在镇街")
    assert refused("lw", **(fact | {"grid_matter": "report_only"})) == ["lw-LW03"]
    assert refused("lw", **(fact | {"grid_matter": "may_resolve"})) == []


def test_t23_the_community_refuses_what_comes_without_power_and_money() -> None:
    fact: dict[str, FactValue] = {"event": "assign_to_community", "admission": "unlisted", "authority_granted": True}
    made = asked("yy", "event", **fact)
    assert set(made.texts("refuse")) == {"准入目录外且无授权经费", "权随责走费随事转"}
    assert made.reference("return_to") == Reference("指导部门")
    assert refused("yy", **fact) == ["yy-YY17", "yy-YY19"], "core-B15 is replaced"
    assert refused("yy", **(fact | {"admission": "listed"})) == ["yy-YY19"]
    assert refused("yy", **(fact | {"funding_attached": True})) == []


@pytest.mark.parametrize(
    ("category", "admission", "guide"),
    [("劳动社保/就业/就业失业", "listed", Reference("人力资源社会保障部门")), ("市容环卫/环境卫生/垃圾清运", "unlisted", None)],
)  # fmt: skip
def test_the_admission_list_names_the_guiding_department(
    category: str, admission: str, guide: Reference | None
) -> None:
    made = asked("yy", "lists", category=category)
    assert (made.word("admission"), made.reference("guide")) == (admission, guide)


@pytest.mark.parametrize(
    ("draft", "fact", "rules"),
    [
        ("jn", {"event": "unsatisfied", "redo_count": 1}, ["jn-P11"]),
        ("jn", {"event": "unsatisfied", "redo_count": 1, "reviewed": True}, []),
        (
            "sd",
            {"event": "extend", "extension_total_workdays": 11, "reporter_told": True},
            ["core-I11b", "sd-P4-complex"],
        ),
        ("sd", {"event": "extend", "extension_total_workdays": 10, "reporter_told": True}, []),
        ("wf", {"event": "decline", "actor_role": "承办单位"}, ["wf-P8"]),
        ("wf", {"event": "decline", "actor_role": "intake_center"}, []),
        ("ss", {"event": "satisfied", "reached": True, "resolved": True}, ["core-t26", "ss-SS14a"]),
        ("ss", {"event": "satisfied", "reached": True, "resolved": True, "satisfied": True}, []),
        ("ss", {"event": "enforce", "actor_has_power": True, "qualified_officers": 1}, ["core-E2", "ss-SS42"]),
        ("ss", {"event": "enforce", "actor_has_power": True, "qualified_officers": 2}, []),
        (
            "ss",
            {"event": "blow", "reviewed": True, "beyond_own_power": True, "actor_kind": "township"},
            ["core-B7"],
        ),
        ("ss", {"event": "blow", "reviewed": True, "beyond_own_power": True, "actor_kind": "village_committee"}, []),
        ("lw", {"event": "list", "reporter_told": True, "resolution_missing": frozenset({"时限"})}, ["lw-LW01"]),
        (
            "lw",
            {"event": "resolve_item", "resolution_missing": frozenset({"措施"})},
            ["core-C6b", "lw-LW12"],
        ),
        ("by", {"event": "start_callback", "actor_is_handler": True}, ["by-BY10", "core-I15"]),
    ],
)
def test_guards_are_refusals(draft: str, fact: dict[str, FactValue], rules: list[str]) -> None:
    assert refused(draft, **fact) == rules


def test_a_redo_goes_back_to_whoever_handled_it() -> None:
    made = asked("ss", "event", event="unsatisfied", redo_count=2)
    assert made.reference("return_to") == Reference("原责任单位")
    assert [(act, str(length)) for act, length, _ in made.dues] == [("handle", "3 workdays")]
    assert asked("ss", "event", event="unsatisfied", redo_count=3).reference("return_to") is None


@pytest.mark.parametrize(
    ("draft", "fact", "expected"),
    [
        ("sd", {"act": "handle", "remaining_workdays": 1}, ("yellow", "obligor")),
        ("sd", {"act": "handle", "remaining_workdays": 0, "overdue_workdays": 1}, ("red", "obligor")),
        ("sd", {"obligor_kind": "township", "obligor_role": "support"}, (None, "lead")),
        ("ss", {"obligor_kind": "sunk_force"}, (None, "command_org")),
    ],
)
def test_duties_are_charged_and_supervised(
    draft: str, fact: dict[str, FactValue], expected: tuple[str | None, str]
) -> None:
    made = asked(draft, "duty", **fact)
    assert (made.word("supervise"), made.word("charge")) == expected


@pytest.mark.parametrize(
    ("draft", "fact", "triggers"),
    [
        ("yy", {"contain": "grid", "contain_overdue": True}, ["容纳层级超期"]),
        ("yy", {"contain": "township", "contain_overdue": True}, []),
        ("yy", {"unresolved_at_level": "township"}, ["两级未决"]),
        ("by", {"category": "公用事业/供水/停水", "supply_restored": False, "hours_open": 24}, ["停水24小时"]),
        ("jc", {"category": "城乡建设/道路/小区道路", "funding_gap": True}, ["C2.5"]),
    ],
)
def test_what_goes_up_and_what_stays(draft: str, fact: dict[str, FactValue], triggers: list[str]) -> None:
    assert asked(draft, "escalation", **fact).texts("escalate") == triggers


def test_a_street_that_leaves_it_open_gives_the_department_a_time() -> None:
    """LW14: the time is a parameter."""
    ((duty, rule),) = asked("lw", "escalation", unresolved_at_level="township").duties
    assert (duty.who, duty.act, str(duty.length), rule.id) == (
        Reference("主办单位"),
        "handle",
        "10 workdays",
        "lw-LW14",
    )


def test_meetings_ask_for_money_and_measures() -> None:
    assert asked("by", "meeting", funding_gap=True).texts("dossier") == ["资金缺口", "funding_plan"]
    assert asked("lw", "meeting", level="community").texts("resolution") == ["措施", "完成期限"]


@pytest.mark.parametrize(
    ("fact", "eligible", "review"),
    [
        ({"service": "代办", "age": 70}, "yes", []),
        ({"service": "代办", "age": 69}, "no", ["特殊情况审批"]),
        ({"service": "代办", "age": 69, "special_need_approved": True}, "yes", []),
        ({"service": "代办", "left_behind_child": True}, "yes", []),
        ({"service": "代办"}, None, []),
        ({"service": "一对一", "age": 60, "lives_alone": True, "limited_self_care": True}, "yes", []),
        ({"service": "一对一", "age": 59, "lives_alone": True, "limited_self_care": True}, None, []),
    ],
)
def test_ss30_who_is_eligible(fact: dict[str, FactValue], eligible: str | None, review: list[str]) -> None:
    """T09, SS30, SS31: 以上 includes the number; an unknown age decides nothing."""
    made = asked("ss", "eligibility", **fact)
    assert (made.word("eligible"), made.texts("review")) == (eligible, review)
    assert made.word("roster") == ("红色代办轮值" if fact["service"] == "代办" and eligible == "yes" else None)


@pytest.mark.parametrize(
    ("fact", "match", "struck"),
    [
        ({"same_community": True, "agreement_status": "none"}, "intention", False),
        ({"same_community": True, "agreement_status": "in_force"}, "obligation", False),
        ({"same_community": True, "agreement_status": "expired"}, "intention", True),
        ({"same_community": True, "agreement_status": "expired", "project_status": "running"}, "intention", False),
        ({"same_community": True, "agreement_status": "in_force", "resource_valid": False}, "obligation", True),
    ],
)
def test_t37_t38_needs_and_resources(fact: dict[str, FactValue], match: str, struck: bool) -> None:
    """Without an agreement there is an intention and no obligation; what has expired is not matched."""
    made = asked("hf", "matching", **fact)
    assert (made.word("match"), bool(made.texts("strike"))) == (match, struck)


def test_an_activity_is_recorded_with_the_points_of_the_parameter() -> None:
    made = asked("hf", "points", act="community_activity", actor_kind="volunteer")
    assert [item for item, _ in made.added["award"]] == [AwardRow("member", "community_activity", 2)]


@pytest.mark.parametrize(
    ("draft", "fact", "reasons"),
    [
        ("lw", {"officer_seconded": True}, {"不在岗", "被借调"}),
        ("ss", {"tags": frozenset({"sensitive_female"}), "officer_gender": "male"}, {"敏感案件由女网格员经办"}),
        ("ss", {"tags": frozenset({"sensitive_female"}), "officer_gender": "female"}, set()),
    ],
)
def test_officers_who_stand_aside(draft: str, fact: dict[str, FactValue], reasons: set[str]) -> None:
    assert set(asked(draft, "officer", **fact).texts("strike")) == reasons


@pytest.mark.parametrize(("mode", "urgency"), [("wartime", "utility"), (None, "normal")])
def test_by16_wartime_moves_the_level_of_a_new_issue(mode: str | None, urgency: str) -> None:
    fact: dict[str, FactValue] = {"category": "卫生健康/公共卫生/疫病防控"} | ({"mode": mode} if mode else {})
    edition = county("by").policy.on(date(2026, 7, 1))
    for engine in engines("by"):
        made = infer(engine, edition, "classify", fact)
        assert (made.word("urgency"), "wartime" in made.texts("tags")) == (urgency, mode is not None)


def test_t33_a_dedicated_grid_inside_a_general_one() -> None:
    """JC01: whatever contains another candidate is struck; of what is left the dedicated grid comes first."""
    around: dict[str, FactValue] = {"grid_kind": "general", "grid_contains_candidate": True, "candidate_count": 2}
    hospital: dict[str, FactValue] = {"grid_kind": "dedicated", "grid_is_point": True, "candidate_count": 2}
    assert asked("jc", "grid", **around).texts("strike") == ["内有更小的格"]
    assert asked("jc", "grid", **hospital).texts("strike") == []
    policy = county("jc").policy
    choice = choose(policy, policy.orders["grid"], [around | {"grid_contains_candidate": False}, hospital], [None] * 2)
    assert choice.left == (1,)
    assert choice.fell[0].id == "dedicated"


# ---- whole decisions ---------------------------------------------------------------------------------


def routed(where: County, at: str = AT, **fields: Any) -> Decision:
    issue = Issue.model_validate({"id": "T", "received_at": at, "text": "x", **fields})
    return Dispatcher(where).route(issue, datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("at", "category", "hours", "rule"),
    [
        ("2025-11-17T10:00:00+08:00", "公用事业/供热/温度", 5, "wf-P19-early"),
        ("2025-11-24T10:00:00+08:00", "公用事业/供热/温度", 5, "wf-P19-early"),
        ("2025-11-25T10:00:00+08:00", "公用事业/供热/温度", 2, "wf-P19-rest"),
        ("2025-12-04T10:00:00+08:00", "公用事业/供热/温度", 2, "wf-P19-rest"),
        ("2025-12-06T23:00:00+08:00", "公用事业/供热/漏水", 1, "wf-P19-leak"),
    ],
    ids=["day 3", "day 10", "day 11", "day 20", "a leak on a Saturday night"],
)
def test_t44_heating_by_the_clock(at: str, category: str, hours: int, rule: str) -> None:
    """The law's five hours stand beside the nation's two for a leak and are not outvoted by them."""
    made = routed(county("wc"), at, category=category, address="甲关社区")
    (arrive,) = [one for one in made.obligations if one.act == "arrive"]
    assert (arrive.amount, arrive.unit, arrive.rule) == (hours, Unit.CLOCK_HOURS, rule)
    assert arrive.due_at is not None
    assert (arrive.due_at - datetime.fromisoformat(at)).total_seconds() == hours * 3600
    assert made.lead is not None
    assert made.lead.name == "潍城区住建局"


CITY_TOO = {
    "roles.yaml": (DRAFTS / "wc" / "roles.yaml").read_bytes()
    + "  市级供热主管部门: {form: function, function: 供热主管, level: city}\n".encode(),
    "city.rules.yaml": (
        "rules:\n  - {id: wc-city, stage: catalogue, title: 市区交叉, source: assumed, "
        "when: {category: {under: 公用事业/供热}}, then: {lead: [{role: 市级供热主管部门, basis: sector_regulator}]}}\n"
    ),
}


def test_b4_the_city_leads_where_its_work_and_the_districts_overlap(tmp_path: Path) -> None:
    built = with_files(tmp_path, CITY_TOO, "sd", "wf")
    assert built.faults == ()
    made = routed(built.county, category="公用事业/供热/温度", address="甲关社区")
    assert made.lead is not None
    assert (made.lead.name, made.contested) == ("潍坊市住建局", False)
    assert any("市级部门优先" in one.why for one in made.trace)
    steps = [step.id for step in built.county.policy.orders["lead"].steps]
    assert steps[: steps.index("upper") + 1] == ["emergency", "special_law", "upper"]


def test_without_the_citys_step_the_overlap_is_contested(tmp_path: Path) -> None:
    built = with_files(tmp_path, CITY_TOO, "sd")
    made = routed(built.county, category="公用事业/供热/温度", address="甲关社区")
    assert (made.contested, made.lead) == (True, None)


BOTH_HOMES = {"origin_township": "乙山乡", "residence_community": "甲溪社区"}


def test_t17_land_at_the_old_home_goes_to_the_township_of_origin() -> None:
    """ZH01, ZH06: the home that took it keeps track until the answer."""
    made = routed(
        county("zh"),
        text="咨询老家承包地怎么延包",
        category="农业农村/土地承包/承包咨询",
        channel="party_mass_home",
        first_receiver="党群连心家园",
        reporter=BOTH_HOMES,
    )
    assert (made.anchor, made.grid.township, made.tags) == ("origin", "乙山乡", ("dual_affiliation",))
    assert ("track", "党群连心家园", "zh-ZH06") in {(one.act, one.obligor.name, one.rule) for one in made.obligations}


def test_t18_the_lift_of_the_present_home_stays_with_its_community() -> None:
    made = routed(
        county("zh"),
        text="小区电梯老是坏",
        category="物业/设施/电梯故障",
        channel="party_mass_home",
        reporter=BOTH_HOMES,
    )
    assert (made.anchor, made.grid.community) == ("residence", "甲溪社区居民委员会")
    assert "甲物业公司" in {one.name for one in made.supports}
    assert not any(one.rule == "zh-ZH06" for one in made.obligations)


def test_t20_a_bank_leads_a_service_and_owes_nothing_as_an_authority() -> None:
    made = routed(county("zh"), category="经济金融/金融服务/银行贷款", address="甲溪社区")
    assert (made.track, made.administrative) == ("service", False)
    assert made.lead is not None
    assert made.lead.name == "甲银行政和支行"


@pytest.mark.parametrize(
    ("tag", "contain", "state"),
    [
        ("small_problem", "building", "grid_assigned"),
        ("small_dispute", "grid", "grid_assigned"),
        ("large_matter", "community", "dispatched"),
    ],
)
def test_yy03_what_does_not_leave_the_grid(tag: str, contain: str, state: str) -> None:
    """T21: a small dispute stays, and only what is overdue goes up."""
    made = routed(county("yy"), category="矛盾纠纷/邻里/邻里纠纷", tags=[tag], address="甲塔社区")
    assert (made.contain, made.state) == (contain, state)


def test_t30_a_smell_of_gas_is_handed_over_at_once() -> None:
    """by-gas: the county's mandates stand beside the nation's; no upstream word lowers it."""
    made = routed(county("by"), text="楼道里有煤气味,来电称非警务", channel="110", urgency="normal", address="甲街社区")
    assert (made.urgency, made.exit, made.state) == ("emergency", "emergency_handoff", "handed_off")
    assert {"甲燃气公司", "磴口县消防大队", "巴彦高勒镇"} <= {one.name for one in made.notify}
    assert {"by-gas", "by-gas-x"} <= {one.rule for one in made.trace if one.won}


@pytest.mark.parametrize(
    ("draft", "fields", "forum"),
    [
        ("by", {"tags": ["civil_dispute"], "address": "甲街社区"}, "self_governance"),
        ("by", {"tags": ["civil_dispute"], "urgency": "utility", "address": "甲街社区"}, "party_building"),
        ("jc", {"tags": ["complex"], "address": "甲苑社区"}, "study"),
        ("hf", {"tags": ["petition_backlog"], "address": "乙园社区"}, "red_council"),
        ("ss", {"category": "物业/物业服务/物业纠纷", "address": "甲河社区"}, "property"),
        ("wc", {"address": "甲关社区"}, "party_building"),
    ],
)
def test_the_forum_is_a_ladder_of_the_county(draft: str, fields: dict[str, Any], forum: str) -> None:
    made = routed(county(draft), **fields)
    assert made.forum == forum
    assert forum in county(draft).policy.ladders


def test_heating_off_in_many_homes_blows_the_whistle() -> None:
    made = routed(
        county("ss"),
        "2025-12-04T10:00:00+08:00",
        category="公用事业/供热/供热中断",
        affected_households=10,
        address="甲河社区",
    )
    assert made.whistle is not None
    assert made.whistle.blower.name == "甲河社区居民委员会", "in this county villages blow (SS15)"
    assert {one.name for one in made.whistle.required} == {"泗水县住建局", "泗水热力公司"}
    assert {str(one.amount) + one.unit for one in made.obligations if one.act == "check_in"} == {"1clock_hours"}


def test_t33_an_issue_from_inside_the_hospital() -> None:
    made = routed(county("jc"), grid="150802901001002")
    assert (made.grid.code, made.grid.kind, made.grid.community) == (
        "150802901001002",
        "dedicated",
        "甲苑社区居民委员会",
    )


def test_an_issue_elsewhere_in_the_village_does_not_go_to_the_hospital() -> None:
    assert routed(county("jc"), address="甲苑社区").grid.kind != "dedicated"


# ---- what must be refused ----------------------------------------------------------------------------

SEVEN = """\
rules:
  - {id: wc-seven, stage: reporting, title: 七个工作日, source: assumed, when: {track: ordinary}, then: {due: {handle: 7 workdays}}}
"""


def test_t56_seven_days_where_the_province_binds_five(tmp_path: Path) -> None:
    (fault,) = with_files(tmp_path, {"seven.rules.yaml": SEVEN}, "sd", "wf").faults
    assert fault.text("zh") == (
        "wc/seven.rules.yaml:2: wc-seven: 比山东省的上下限规则“sd-P4-handle”(sd/sd.rules.yaml:3)更宽: "
        "handle: 7个工作日 比 5个工作日 更宽: 只能更严"
    )
    assert fault.text("en") == (
        "wc/seven.rules.yaml:2: wc-seven: looser than the bound “sd-P4-handle” of 山东省 (sd/sd.rules.yaml:3): "
        "handle: 7 workdays is looser than 5 workdays: it may only be tighter"
    )


def test_t56_the_same_seven_days_load_where_nothing_binds(tmp_path: Path) -> None:
    assert with_files(tmp_path, {"seven.rules.yaml": SEVEN}).faults == ()


def test_both_counterexamples_are_refused(tmp_path: Path) -> None:
    text = (DRAFTS / "counterexamples" / "counterexamples.rules.yaml").read_text(encoding="utf-8")
    built = with_files(tmp_path, {"counterexamples.rules.yaml": text}, "sd", "wf")
    undeclared, loosened = built.faults
    assert undeclared.text("zh").startswith("wc/counterexamples.rules.yaml:3: wc-WC07: 没有“safety_index”这个字段")
    assert loosened.text("zh") == (
        "wc/counterexamples.rules.yaml:4: wc-bad7: 比山东省的上下限规则“sd-P4-handle”(sd/sd.rules.yaml:3)更宽: "
        "handle: 7个工作日 比 5个工作日 更宽: 只能更严"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "{id: wc-own, stage: event, title: 试, source: assumed, replaces: wf-P6-designated, "
            "when: {event: object}, then: {refuse: 试}}",
            "“wf-P6-designated”(wf/wf.rules.yaml:6)不是默认规则,不能取代",
        ),
        (
            "{id: wc-own, stage: duty, title: 试, source: assumed, "
            "when: {obligor_kind: township}, then: {charge: obligor}}",
            "与山东省的强制规则“sd-P3”(sd/sd.rules.yaml:7)对“charge”说法不同: 强制规则只能并行增加,不能改",
        ),
        (
            "{id: wc-own, stage: admit, title: 试, source: 某条例3条, rank: special_law, "
            "when: {tags: {contains_any: [gas]}}, then: {exit: outside_county}}",
            "与国家的强制规则“core-X-emergency”(rules/stages/admit.rules.yaml:",
        ),
        (
            "{id: wc-own, stage: reporting, title: 试, source: 某办法1条, binding: bound, "
            "when: {category: 公用事业/供热/漏水}, then: {due: {arrive: 90 clock_minutes}}}",
            "比潍坊市的上下限规则“wf-P19-leak”(wf/wf.rules.yaml:3)更宽: arrive: 90分钟 比 1小时 更宽: 只能更严",
        ),
    ],
    ids=["replaces a mandate", "charges a supporting township", "a law of its own for another exit than the nation's", "ninety minutes"],
)  # fmt: skip
def test_what_a_lower_layer_may_not_do(tmp_path: Path, text: str, words: str) -> None:
    built = with_files(tmp_path, {"own.rules.yaml": f"rules:\n  - {text}\n"}, "sd", "wf")
    assert any(words in said for said in built.said("zh")), built.said("zh")
