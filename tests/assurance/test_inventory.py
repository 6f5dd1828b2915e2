"""What is counted of a county's policy, layer by layer, and what of it no document stands behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support import Built

from gridroute import County
from gridroute.assurance.inventory import KINDS, Tally, documents, inventory, summed
from gridroute.civic import load_civic

TABLE = (
    "编号,标题,依据,category,→sunk\n"
    "yh-1,甲,assumed,under 公用事业/供热,true\n"
    "yh-2,乙,某县《某办法》3条,under 公用事业/供水,true\n"
)
RULES = """\
stage: reporting
rules:
  - {id: yh-3, title: 甲, source: assumed, when: {}, then: {required: [供热主管部门]}}
  - {id: yh-4, title: 乙, source: 某县《某办法》4条, when: {}, then: {required: [供热主管部门]}}
  - {id: yh-5, title: 丙, source: 某县「某话」;由谁为建议默认, when: {}, then: {required: [供热主管部门]}}
"""
GRIDS = "code,kind,name,assumed\n990101001001001,general,一,true\n990101001001002,general,二,false\n"


def test_each_layer_counts_its_own(yunhe: Callable[..., Built]) -> None:
    files = {"policy/lists.own.table.csv": TABLE, "policy/own.rules.yaml": RULES, "territory/grids.csv": GRIDS}
    files["civic/venues.csv"] = "编号,名称,层级,所在地,依据\nYH-1,某站,村社,云桥社区,\n"
    built = yunhe({**files})
    civic = load_civic(built.county)
    assert not civic.faults
    (own,) = [one for one in inventory(built.county, civic) if one.layer.level == "county"]
    assert own.tallies == {
        "rules": Tally(3, 1, 1),
        "rows": Tally(2, 1),
        "parameters": Tally(),
        "registers": Tally(1, 1),
        "grids": Tally(2, 1),
    }
    assert own.own
    assert own.policy == Tally(6, 3, 1)
    assert dict(own.documents) == {"某县《某办法》": 2, "某县": 1}


def test_nothing_is_lost_or_counted_twice(sishui: County) -> None:
    holdings = inventory(sishui, load_civic(sishui))
    assert [one.layer.name for one in holdings] == ["国家", "山东省", "济宁市", "泗水县"]
    assert summed(holdings, ["rules", "rows"]).total == len(sishui.policy.rules)
    assert summed(holdings, ["parameters"]).total == len(sishui.policy.parameters)
    assert summed(holdings, ["grids"]).total == len(sishui.territory.grids)
    assert summed(holdings).total == sum(one.tallies[kind].total for one in holdings for kind in KINDS)


@pytest.mark.parametrize(
    ("tally", "share"),
    [(Tally(), None), (Tally(3, 0), 0), (Tally(3, 3), 100), (Tally(1000, 1), 1), (Tally(1000, 999), 99)],
)
def test_all_and_none_are_not_rounded_to(tally: Tally, share: int | None) -> None:
    assert tally.share == share


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("assumed", []),
        ("推定", []),
        ("《信访工作条例》22条、34条", ["信访工作条例"]),
        ("消防法、特种设备安全法", ["消防法", "特种设备安全法"]),
        ("金川「复杂问题集中研判处理好」;小区道路算复杂问题为建议默认", ["金川"]),
        ("《北京市接诉即办工作条例》17条同构", ["北京市接诉即办工作条例"]),
    ],
)
def test_documents_without_clause_and_quotation(source: str, names: list[str]) -> None:
    assert documents(source) == names
