"""Mechanisms that the real county does not show, in an invented one: ties, abolished bodies, orders, law, dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from tests.support import Built

from gridroute import Decision, Dispatcher, Issue

Yunhe = Callable[..., Built]
BODIES = """\
organizations:
  - {id: gov, name: 云河县人民政府, kind: government, level: county, functions: [本级政府]}
  - {id: slzx, name: 云河县受理中心, kind: intake_center, level: county, parent: gov, functions: [民意受理]}
  - {id: zjj, name: 云河县住建局, kind: gov_dept, level: county, parent: gov, functions: [供热主管]}
  - {id: jtj, name: 云河县交通局, kind: gov_dept, level: county, parent: gov, functions: [交通主管]}
"""
ROLES = """\
roles:
  甲: {form: function, function: 甲职能, level: county}
  乙: {form: function, function: 乙职能, level: county}
"""
FUNCTIONS = "functions: {甲职能: {en: first}, 乙职能: {en: second}}\n"
NEW_CATEGORY = "类别,关键词,依据\n新类/新项/新事,新鲜事,assumed\n"


def files(**more: str) -> dict[str, str]:
    bodies = BODIES.replace("[供热主管]", "[供热主管, 甲职能]").replace("[交通主管]", "[乙职能]")
    base = {
        "county.yaml": 'level: county\nadcode: "990101"\nname: 云河县\npinyin: yunhe\nparents: []\n',
        "organizations.yaml": bodies,
        "roles.yaml": ROLES,
        "functions.yaml": FUNCTIONS,
        "categories.csv": NEW_CATEGORY,
    }
    return base | {
        name.replace("__", "/").replace("_yaml", ".yaml").replace("_rules", ".rules").replace("_order", ".order"): text
        for name, text in more.items()
    }


def routed(built: Built, at: str = "2026-03-02T09:00:00+08:00", **fields: Any) -> Decision:
    assert built.said() == []
    issue = Issue.model_validate(
        {"id": "T", "received_at": at, "text": "x", "category": "新类/新项/新事", "address": "柳林村", **fields}
    )
    return Dispatcher(built.county).route(issue, datetime.fromisoformat(at))


TIE = """\
stage: catalogue
rules:
  - {id: yh-a, title: 甲, source: assumed, when: {category: {under: 新类}}, then: {lead: [{role: 甲, basis: sector_regulator}]}}
  - {id: yh-b, title: 乙, source: assumed, when: {category: {under: 新类}}, then: {lead: [{role: 乙, basis: sector_regulator}]}}
"""


def test_a_tie_is_contested_and_the_first_receiver_acts(yunhe: Yunhe) -> None:
    made = routed(yunhe(files(policy__tie_rules_yaml=TIE)))
    assert (made.state, made.contested, made.lead) == ("adjudicating", True, None)
    assert {one.name for one in made.lead_candidates} == {"云河县住建局", "云河县交通局"}
    assert made.responsible.name == "云河县受理中心"
    duties = {(one.act, one.obligor.name) for one in made.obligations}
    assert ("adjudicate", "云河县人民政府") in duties, "the common superior of the two (N9)"
    assert ("interim", "石桥镇") in duties, "on the spot, where the one township is known"
    assert not any(one.role in ("lead", "support") for one in made.obligations), "nobody is dispatched yet"


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        ("{category: {under: 新类}}", "{category: 新类/新项/新事}", "云河县交通局"),
        ("{category: {under: 新类/新项}}", "{category: {under: 新类}}", "云河县住建局"),
        ("{category: {under: 新类}, affected_households: {at_least: 5}}", "{category: {under: 新类}}", "云河县住建局"),
    ],
)
def test_the_more_specific_row_leads(yunhe: Yunhe, first: str, second: str, winner: str) -> None:
    text = TIE.replace("{category: {under: 新类}}", first, 1)
    head, _, tail = text.partition("yh-b")
    text = head + "yh-b" + tail.replace("{category: {under: 新类}}", second, 1)
    made = routed(yunhe(files(policy__tie_rules_yaml=text)), affected_households=9)
    assert made.lead is not None
    assert made.lead.name == winner


def test_an_enforcing_body_comes_before_a_regulator(yunhe: Yunhe) -> None:
    text = TIE.replace("{role: 乙, basis: sector_regulator}", "{role: 乙, basis: enforcing_body}")
    made = routed(yunhe(files(policy__tie_rules_yaml=text)))
    assert made.lead is not None
    assert made.lead.name == "云河县交通局"
    assert any(not one.won and "法定执法主体优先" in one.why for one in made.trace)


def test_a_county_inserts_a_step_into_the_order_of_leads(yunhe: Yunhe) -> None:
    step = "orders: {lead: {insert: [{id: mine, after: special_law, prefer: {candidate_kind: gov_dept, lead_first: true}}]}}\n"
    built = yunhe(files(policy__tie_rules_yaml=TIE, policy__mine_order_yaml=step))
    assert len(built.said()) == 1
    assert "lead_first" in built.said()[0]
    fields = "fields: {lead_first: {type: boolean, label: 交通先}}\n"
    step = step.replace("lead_first: true", "not: {lead_first: true}")
    built = yunhe(files(policy__tie_rules_yaml=TIE, policy__mine_order_yaml=step, vocabulary_yaml=fields))
    assert built.said() == []


def test_who_continues_an_abolished_body_leads(yunhe: Yunhe) -> None:
    bodies = files()["organizations.yaml"].replace(
        "functions: [乙职能]}", "functions: [乙职能], valid_to: 2026-02-28, successors: [zjj]}"
    )
    rule = TIE.split("  - {id: yh-a")[0] + "  - {id: yh-b" + TIE.split("  - {id: yh-b")[1]
    built = yunhe(files(policy__one_rules_yaml=rule) | {"organizations.yaml": bodies})
    before = routed(built, at="2026-02-28T09:00:00+08:00")
    after = routed(built, at="2026-03-01T09:00:00+08:00")
    assert before.lead is not None
    assert after.lead is not None
    assert (before.lead.name, after.lead.name) == ("云河县交通局", "云河县住建局")


def test_an_abolished_body_without_successor_leaves_the_matter_ownerless(yunhe: Yunhe) -> None:
    bodies = files()["organizations.yaml"].replace("functions: [乙职能]}", "functions: [乙职能], valid_to: 2026-02-28}")
    rule = TIE.split("  - {id: yh-a")[0] + "  - {id: yh-b" + TIE.split("  - {id: yh-b")[1]
    made = routed(yunhe(files(policy__one_rules_yaml=rule) | {"organizations.yaml": bodies}))
    assert (made.ownerless, made.state, made.lead) == (True, "adjudicating", None)
    (ruling,) = [one for one in made.obligations if one.act == "adjudicate"]
    assert ruling.obligor.name == "云河县人民政府"


LAW = """\
stage: reporting
rules:
  - {id: yh-d, title: 两日, source: assumed, when: {category: {under: 新类}}, then: {due: {handle: 2 workdays}}}
  - {id: yh-l, title: 法定十日, source: 某法3条, rank: special_law, when: {category: {under: 新类}}, then: {due: {handle: 10 workdays}}}
"""


def test_a_longer_statutory_time_is_followed(yunhe: Yunhe) -> None:
    rule = TIE.split("  - {id: yh-b")[0]
    made = routed(yunhe(files(policy__one_rules_yaml=rule, policy__law_rules_yaml=LAW)))
    (handle,) = [one for one in made.obligations if one.act == "handle"]
    assert (handle.rule, handle.amount) == ("yh-l", 10)


def test_a_rule_that_tightens_the_law_counts_beside_it(yunhe: Yunhe) -> None:
    tight = LAW.replace("{id: yh-d,", "{id: yh-d, tightens: yh-l,")
    rule = TIE.split("  - {id: yh-b")[0]
    made = routed(yunhe(files(policy__one_rules_yaml=rule, policy__law_rules_yaml=tight)))
    (handle,) = [one for one in made.obligations if one.act == "handle"]
    assert (handle.rule, handle.amount) == ("yh-d", 2)


def test_rules_are_those_of_the_day_of_reception(yunhe: Yunhe) -> None:
    dated = """\
stage: reporting
rules:
  - {id: yh-x, title: 旧, source: assumed, effective_to: 2026-03-01, when: {}, then: {due: {inspect: 1 workdays}}}
  - {id: yh-y, title: 新, source: assumed, effective_from: 2026-03-02, when: {}, then: {due: {inspect: 2 workdays}}}
"""
    rule = TIE.split("  - {id: yh-b")[0]
    built = yunhe(files(policy__one_rules_yaml=rule, policy__dated_rules_yaml=dated))
    for at, expected in (("2026-03-01T23:59:00+08:00", "yh-x"), ("2026-03-02T00:00:00+08:00", "yh-y")):
        made = routed(built, at=at)
        assert [one.rule for one in made.obligations if one.act == "inspect"] == [expected]
    issue = Issue.model_validate(
        {
            "id": "T",
            "received_at": "2026-03-01T10:00:00+08:00",
            "text": "x",
            "category": "新类/新项/新事",
            "address": "柳林村",
        }
    )
    later = Dispatcher(built.county).route(issue, datetime.fromisoformat("2026-03-09T10:00:00+08:00"))
    assert [one.rule for one in later.obligations if one.act == "inspect"] == ["yh-x"], "a case keeps its rules (I35)"
    assert next(one.due_on for one in later.obligations if one.act == "inspect") == date(2026, 3, 10)


def test_a_replaced_rule_is_silent_while_its_successor_is_in_force(yunhe: Yunhe) -> None:
    mine = """\
stage: reporting
rules:
  - {id: yh-contact, title: 两日内联系, source: assumed, replaces: core-D-contact, effective_from: 2026-03-02, when: {}, then: {due: {contact: 2 workdays}}}
"""
    rule = TIE.split("  - {id: yh-b")[0]
    built = yunhe(files(policy__one_rules_yaml=rule, policy__mine_rules_yaml=mine))
    for at, expected in (("2026-03-01T10:00:00+08:00", "core-D-contact"), ("2026-03-02T10:00:00+08:00", "yh-contact")):
        assert [one.rule for one in routed(built, at=at).obligations if one.act == "contact"] == [expected]


def test_a_matter_on_the_grid_list_stays_with_the_village(yunhe: Yunhe) -> None:
    listed = """\
rules:
  - {id: yh-g, stage: lists, title: 网格可办, source: assumed, when: {category: {under: 新类}}, then: {grid_matter: may_resolve}}
"""
    made = routed(yunhe(files(policy__tie_rules_yaml=TIE, policy__grid_rules_yaml=listed)))
    assert (made.state, made.lead) == ("grid_assigned", None)
    assert (made.responsible.name, made.responsible.as_) == ("柳林村村民委员会", "holder")
    assert {one.obligor.name for one in made.obligations} == {"柳林村村民委员会"}
    urgent = routed(yunhe(files(policy__tie_rules_yaml=TIE, policy__grid_rules_yaml=listed)), urgency="utility")
    assert urgent.state == "adjudicating", "an urgent matter never stays"


def test_a_county_without_any_register_still_answers(yunhe: Yunhe) -> None:
    made = routed(yunhe(files() | {"organizations.yaml": "organizations: []\n"}))
    assert made.responsible.name == "云河县人民政府"
    assert made.obligations


def test_a_weak_guess_never_sends_anybody_to_discipline(route: Any) -> None:
    weak = route("部门不作为,路灯一直不亮", address="泗河街道仲子社区")
    given = route("干部不作为", address="泗河街道仲子社区", category="作风违纪/干部作风/态度推诿")
    assert weak.exit is None
    assert (given.exit, given.confidential, given.lead) == ("discipline", "sealed", None)


BOTH_TIMES = """\
stage: reporting
rules:
  - {id: yh-a, title: 甲, source: assumed, when: {}, then: {duties: [{who: first_receiver, act: progress, every: 1 workdays, evidence: [照片]}]}}
  - {id: yh-b, title: 乙, source: assumed, when: {}, then: {duties: [{who: first_receiver, act: progress, within: 2 clock_hours}]}}
  - {id: yh-c, title: 丙, source: assumed, when: {}, then: {duties: [{who: first_receiver, act: progress, every: 5 workdays, evidence: [记录]}]}}
  - {id: yh-d, title: 丁, source: assumed, when: {}, then: {duties: [{who: first_receiver, act: progress, within: 9 clock_hours}]}}
"""


def test_the_shortest_deadline_and_the_shortest_interval_both_stand(yunhe: Yunhe) -> None:
    made = routed(yunhe(files(policy__a_rules_yaml=BOTH_TIMES)))
    owed = [(one.rule, one.every, set(one.evidence)) for one in made.obligations if one.act == "progress"]
    assert owed == [("yh-b", False, {"照片", "记录"}), ("yh-a", True, {"照片", "记录"})]


TIE_FREE = """\
  - {id: yh-b, stage: catalogue, title: 乙, source: assumed, when: {category: {under: 新类}}, then: {lead: [{role: 甲, basis: sector_regulator}]}}
  - {id: yh-c, stage: whistle, title: 丙, source: assumed, when: {category: {under: 新类}}, then: {whistle: appeal}}
"""
NOBODY = """\
stage: reporting
rules:
  - {id: yh-a, title: 甲, source: assumed, when: {category: {under: 新类}, whistle: [appeal, priority_work, enforcement, emergency]}, then: {required: [无此单位]}}
"""


@pytest.mark.parametrize(
    ("urgency", "unit"), [("normal", "workdays"), ("utility", "clock_hours"), ("emergency", "clock_hours")]
)
def test_who_is_not_registered_is_brought_in_by_the_first_receiver(yunhe: Yunhe, urgency: str, unit: str) -> None:
    roles = ROLES + "  无此单位: {form: function, function: 丙职能, level: county}\n"
    functions = "functions: {甲职能: {en: first}, 乙职能: {en: second}, 丙职能: {en: third}}\n"
    more = {"policy/a.rules.yaml": NOBODY + TIE_FREE, "roles.yaml": roles, "functions.yaml": functions}
    made = routed(yunhe(files() | more), urgency=urgency)
    assert {(one.obligor.name, one.unit) for one in made.obligations if one.act == "coordinate"} == {
        ("云河县受理中心", unit)
    }


@pytest.mark.parametrize("named", ["云河县交通局", "990101-jtj"])
def test_a_table_of_the_county_may_name_a_body(yunhe: Yunhe, named: str) -> None:
    table = f"编号,依据,类别,→主办\nyh-a,assumed,新类/*,{named}\n"
    made = routed(yunhe(files() | {"policy/catalogue.a.table.csv": table}))
    assert made.lead is not None
    assert made.lead.name == "云河县交通局"


def test_a_body_that_a_table_names_gives_way_to_its_successor(yunhe: Yunhe) -> None:
    table = "编号,依据,类别,→主办\nyh-a,assumed,新类/*,云河县交通局\n"
    bodies = files()["organizations.yaml"].replace("[乙职能]}", "[乙职能], valid_to: 2026-01-01, successors: [zjj]}")
    made = routed(yunhe(files() | {"policy/catalogue.a.table.csv": table, "organizations.yaml": bodies}))
    assert made.lead is not None
    assert made.lead.name == "云河县住建局"
