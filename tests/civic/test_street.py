"""What a street has said of standing matters holds in the street, and nowhere else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.civic.conftest import BRIDGE, DIVISIONS, EAST, GRIDS, WILLOW
from tests.support import build_county, write_files

from gridroute.casework import Actor
from gridroute.civic import load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.attendance import Attendance, Deed
from gridroute.civic.eligibility import eligibility
from gridroute.civic.matching import matching
from gridroute.civic.points import awards
from gridroute.dispatch.county import assemble
from gridroute.dispatch.engine import Engine
from gridroute.errors import Fault, InputError
from gridroute.plugins import layers_of
from gridroute.policy.layer import Layer, read_layer

STREET = "990101001"
RULES = """rules:
  - {id: br-deal, stage: matching, title: 没有协议不匹配, source: 云河街道办法1条, when: {agreement_status: none}, then: {strike: 没有协议}}
  - {id: br-visit, stage: points, title: 进社区, source: 云河街道办法2条, when: {act: 进社区}, then: {award: [{ledger: 单位积分, item: 进社区, points: {param: 进社区分}}]}}
  - {id: br-meal, stage: eligibility, title: 助餐, source: 云河街道办法3条, when: {service: 助餐}, then: {eligible: 'yes'}}
"""
LAYER = (
    f'level: street\nadcode: "{STREET}"\nname: 云河街道\nparents: ["990101"]\n'
    "parameters:\n  进社区分: {value: 3, unit: 分, tighter: none, source: assumed}\n"
)
REGISTERS = {
    "units.csv": "编号,名称,共建社区\nU1,税务局党委,云桥社区|柳林村\nU2,银行党委,云桥社区\nU3,学校党委,柳林村\n",
    "needs.csv": f"编号,社区,类别\nN1,{BRIDGE},养老/助餐\nN2,{WILLOW},养老/助餐\n",
    "resources.csv": "编号,单位,类型,容量\nR1,U1,志愿服务,5\n",
    "ledgers.yaml": "积分台账:\n  - {名称: 单位积分, 记谁: 报到单位, 清零: 每年}\n",
    "quotas.yaml": "报到任务:\n  - {名称: 单位报到, 类型: 单位报到, 计数: [{行为: 进社区, 至少: 1}]}\n",
}
DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    root = tmp_path_factory.mktemp("street")
    files = {
        "territory/divisions.csv": DIVISIONS,
        "territory/grids.csv": GRIDS,
        "vocabulary.yaml": "fields:\n  service: {add: [助餐]}\n",
        **{f"civic/{name}": text for name, text in REGISTERS.items()},
    }
    above = build_county(root, files).county.policy
    write_files(root / "bridge", {"layer.yaml": LAYER, "street.rules.yaml": RULES})
    faults: list[Fault] = []
    street = read_layer(root / "bridge", faults)
    assert isinstance(street, Layer)
    county = assemble(layers_of(above.county, [*above.layers, street], []), faults)
    civic = load_civic(county)
    assert (faults, civic.faults) == ([], ()), [one.text() for one in (*faults, *civic.faults)]
    return Asking(civic, Engine(county.policy))


def test_a_need_in_the_street_is_matched_by_its_rules_and_one_elsewhere_is_not(asking: Asking) -> None:
    made = matching(asking, DAY)
    assert [(one.need.id, one.why, one.reasons) for one in made.unmet] == [("N1", "struck", ("没有协议",))]
    assert [(one.pair.need.id, one.pair.match) for one in made.matches] == [("N2", "intention")]


@pytest.mark.parametrize(
    ("where", "points"),
    [({"place": "云桥社区"}, [3]), ({"place": EAST}, [3]), ({"所在地": "云河街道"}, [3]), ({"place": "柳林村"}, []), ({}, []), ({"place": "云河县"}, [])],
)  # fmt: skip
def test_an_act_is_worth_what_the_street_says_only_there(
    asking: Asking, where: dict[str, str], points: list[int]
) -> None:
    assert [one.points for one in awards(asking, {"act": "进社区", **where}, DAY)] == points


@pytest.mark.parametrize(
    ("unit", "said", "rules"),
    [
        ("U2", {}, ("br-visit",)),  # paired with one community: there
        ("U3", {}, ()),
        ("U1", {}, ()),  # paired with several: nobody has said where
        ("U1", {"place": "云桥社区"}, ("br-visit",)),
        ("U2", {"place": "柳林村"}, ()),
    ],
)
def test_a_check_in_is_worth_what_holds_where_it_was(
    asking: Asking, unit: str, said: dict[str, str], rules: tuple[str, ...]
) -> None:
    at = datetime.fromisoformat("2026-03-02T09:00+08:00")
    deed = Deed("单位报到", unit, "进社区", at, Actor(body=BRIDGE), {"evidence": ["签到表"], **said})
    outcome, _ = Attendance(asking).count(None, deed)
    assert outcome.events[0].rules == rules


def test_a_service_of_the_street_is_for_its_own(asking: Asking) -> None:
    at = datetime.fromisoformat("2026-03-02T09:00+08:00")
    assert eligibility(asking, "助餐", {"place": "云桥社区"}, at).eligible == "yes"
    assert eligibility(asking, "助餐", {"place": "柳林村"}, at).eligible is None
    unsaid = eligibility(asking, "助餐", {}, at)
    assert (unsaid.eligible, unsaid.missing) == (None, ("scope",))


def test_a_place_that_is_none_is_refused_with_the_nearest(asking: Asking) -> None:
    with pytest.raises(InputError) as caught:
        awards(asking, {"act": "进社区", "place": "云桥社"}, DAY)
    assert "云桥社区" in caught.value.words.zh
