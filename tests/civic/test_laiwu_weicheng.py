"""The standing registers of 莱芜区 and 潍城区: what they hold, and what their sources leave unset and nobody fills in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from gridroute import Dispatcher, Issue, load_county
from gridroute.casework import Actor
from gridroute.civic import Civic, load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.desk import RecordDesk
from gridroute.civic.fact import Fact
from gridroute.civic.index import Index
from gridroute.civic.inspection import compared, inspect_civic
from gridroute.civic.proceeding import Opening
from gridroute.civic.tree import Tree
from gridroute.dispatch.engine import Engine

pytestmark = pytest.mark.slow
DAY = date(2026, 3, 2)


@pytest.fixture(scope="module", params=["laiwu", "weicheng"])
def civic(request: pytest.FixtureRequest) -> Civic:
    return load_civic(load_county(str(request.param)))


def test_what_is_unset_is_named_and_nothing_is_wrong(civic: Civic) -> None:
    unset = {
        "370116": {"checks.yaml", "evaluations.yaml", "ledgers.yaml", "open_days.yaml"},
        "370702": {"checks.yaml", "evaluations.yaml", "indices.yaml"},
    }
    found = inspect_civic(civic, DAY)
    assert {fault.code for fault in found} == {"GR754", "GR757"}
    assert {fault.file.rpartition("/")[2] for fault in found} == unset[civic.county.adcode]


def test_every_figure_has_its_source_and_agrees_where_it_can_be_counted(civic: Civic) -> None:
    facts = [row.entry for row in civic.rows_of(Fact, DAY)]
    assert facts
    assert [fact.id for fact in facts if not fact.source] == []
    assert [fact.id for fact in facts if compared(civic, fact, DAY).agrees is False] == []


def test_lw01_no_problem_is_entered_without_a_deadline() -> None:
    """「梳理问题清单20条并建立台账,明确完成时限」."""
    civic = load_civic(load_county("laiwu"))
    desk = RecordDesk(Asking(civic, Engine(civic.county.policy, "index")))
    body = civic.county.bodies.named("莱芜区住房和城乡建设局")[0].id
    made = Opening(
        id="LW01-1",
        name="突出问题专项整治清单",
        at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
        place="370116000000",
        parties={"责任单位": [body]},
        by=Actor(body=body),
        said={"问题": "一个社区挂了七块牌子", "责任单位": "莱芜区住房和城乡建设局"},
    )
    without = desk.open(made)
    assert without.refusal is not None
    assert "时限" in without.refusal.words.zh or "期限" in without.refusal.words.zh
    entered = desk.open(replace(made, said={**(made.said or {}), "deadline": "2026-06-30"}))
    assert (entered.refusal, entered.record is not None) == (None, True)


def test_t45_the_safety_index_orders_patrols_and_no_rule_can_read_it() -> None:
    """WC07: seven components, their weights unset; it may be used for the order of patrols alone."""
    civic = load_civic(load_county("weicheng"))
    (row,) = civic.rows_of(Index, DAY)
    assert len(row.entry.components) == 7
    assert set(row.entry.components.values()) == {None}
    assert [str(use) for use in row.entry.uses] == ["patrol_priority"]
    fields = civic.county.policy.vocabulary.fields
    assert [name for name, field in fields.items() if "指数" in field.label or "index" in name] == []


def test_wc02_five_tiers_of_party_organisation() -> None:
    (row,) = load_civic(load_county("weicheng")).rows_of(Tree, DAY)
    assert (row.entry.depth, len(row.entry.tiers)) == (5, 5)


def test_t40_without_officers_the_check_tells_the_community_holds_it_and_issues_are_routed() -> None:
    """WC04: 「每个网格至少配备1名全科网格员」; nobody's name is in the register, so every grid is short."""
    county = load_county("weicheng")
    (told,) = [one for one in inspect_civic(load_civic(county), DAY) if "全科网格员" in one.text("zh")]
    assert "255 处不足" in told.text("zh")
    assert "代管" in told.text("zh")
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="T40", received_at=at, text="路灯不亮", address="城关街道曹家巷社区")
    assert Dispatcher(county, "index").route(issue, at).state == "dispatched"
