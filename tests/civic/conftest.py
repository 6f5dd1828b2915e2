"""A small invented county whose registers each test writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support import COUNTY_FILES, build_county, write_files

from gridroute import County
from gridroute.civic import Civic, load_civic
from gridroute.civic.asking import Asking
from gridroute.dispatch.engine import Engine
from gridroute.policy.layer import Layer

GRIDS = (
    "code,kind,name,assumed,owner,agreed,parent,valid_from,valid_to,successors\n"
    "990101001001001,general,云桥第一网格,false,,,,,,\n"
    "990101001001002,general,云桥第二网格,false,,,,,,\n"
    "990101101201001,general,柳林网格,false,,,,,,\n"
)
DIVISIONS = (
    "code,name,level,parent\n"
    "99,岚山省,province,\n"
    "990101,云河县,county,99\n"
    "990101001,云河街道,town,990101\n"
    "990101101,石桥镇,town,990101\n"
    "990101001001,云桥社区居民委员会,village,990101001\n"
    "990101001002,河东社区居民委员会,village,990101001\n"
    "990101101201,柳林村村民委员会,village,990101101\n"
    "990101101202,河东村村民委员会,village,990101101\n"
)
#: 云桥社区, 河东社区, 柳林村.
BRIDGE, EAST, WILLOW = "990101001001", "990101001002", "990101101201"
Standing = Callable[..., Civic]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> County:
    """The county, without registers."""
    root = tmp_path_factory.mktemp("place")
    built = build_county(root, {"territory/divisions.csv": DIVISIONS, "territory/grids.csv": GRIDS})
    assert built.said() == []
    return built.county


def with_root(county: County, root: Path, below: tuple[Layer, ...] = ()) -> County:
    """``county`` whose own layer lies in ``root``, with the layers ``below`` it."""
    layers = tuple(replace(one, root=root) if one.level == "county" else one for one in county.policy.layers)
    return replace(county, policy=replace(county.policy, layers=(*layers, *below)))


@pytest.fixture
def standing(place: County, tmp_path: Path) -> Standing:
    """The registers that ``files`` (name to content) make in the county; ``above`` and ``street`` in other layers."""

    def load(
        files: Mapping[str, str | bytes] | None = None,
        above: Mapping[str, str] | None = None,
        street: Mapping[str, str] | None = None,
    ) -> Civic:
        root = write_files(tmp_path / "yunhe", {f"civic/{name}": text for name, text in (files or {}).items()})
        write_files(tmp_path / "city", {f"civic/{name}": text for name, text in (above or {}).items()})
        write_files(tmp_path / "bridge", {f"civic/{name}": text for name, text in (street or {}).items()})
        city = Layer(tmp_path / "city", "city", "990100", "岚山市")
        town = Layer(tmp_path / "bridge", "street", "990101001", "云河街道")
        county = with_root(place, root, (town,))
        layers = county.policy.layers
        layers = (layers[0], city, *layers[1:])
        return load_civic(replace(county, policy=replace(county.policy, layers=layers)))

    return load


def said(civic: Civic, lang: str = "zh") -> list[str]:
    """The messages of the faults."""
    return [fault.text(lang) for fault in civic.faults]


#: Rules of standing matters that the invented county has.
RULES = """
rules:
- {id: yh-help, stage: eligibility, title: 代办, source: 云河县代办办法3条,
   when: {service: 代办, any: [{age: {at_least: 70}}, {left_behind_child: true}, {special_need_approved: true}]},
   then: {eligible: 'yes', roster: 代办轮值}}
- {id: yh-help-no, stage: eligibility, title: 不符合可申请, source: 云河县代办办法4条,
   when: {service: 代办, age: {less_than: 70}, not: {any: [{left_behind_child: true}, {special_need_approved: true}]}},
   then: {eligible: 'no', review: [特殊情况审批]}}
- {id: yh-alone, stage: eligibility, title: 一对一, source: assumed,
   when: {service: 一对一, age: {at_least: {param: 一对一年龄}}}, then: {eligible: 'yes'}}
- {id: yh-solve, stage: points, title: 单位解决问题, source: 云河县积分办法2条,
   when: {act: 解决问题, counted_this_year: {less_than: 4}},
   then: {award: [{ledger: 单位积分, item: 解决问题, points: 5}]}}
- {id: yh-visit, stage: points, title: 党员参加活动, source: assumed, when: {act: 参加活动, party_member: true},
   then: {award: [{ledger: 党员积分, item: 参加活动, points: 2}]}}
"""


def ruled_files() -> dict[str, str | bytes]:
    """The files of the county with rules of its own for standing matters, without what it says of itself."""
    manifest = (
        COUNTY_FILES["county.yaml"] + "parameters:\n  一对一年龄: {value: null, required: true, source: assumed}\n"
    )
    return {
        "county.yaml": manifest,
        "vocabulary.yaml": "fields:\n  service: {add: [代办, 一对一]}\n",
        "policy/civic.rules.yaml": RULES,
        "territory/divisions.csv": DIVISIONS,
        "territory/grids.csv": GRIDS,
    }


@pytest.fixture(scope="session")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> County:
    """The county with rules of its own for standing matters."""
    built = build_county(tmp_path_factory.mktemp("ruled"), ruled_files())
    assert built.said() == []
    return built.county


@pytest.fixture
def asking(ruled: County, tmp_path: Path) -> Callable[..., Asking]:
    """Asks the rules of the county, with the registers of ``files`` and other values of parameters."""

    def make(files: Mapping[str, str] | None = None, engine: str = "index", **parameters: str) -> Asking:
        shutil.rmtree(tmp_path / "ruled", ignore_errors=True)
        root = write_files(tmp_path / "ruled", {f"civic/{name}": text for name, text in (files or {}).items()})
        county = with_root(ruled, root)
        known = {**county.policy.parameters}
        for name, value in parameters.items():
            known[name] = replace(known[name], value=value)
        county = replace(county, policy=replace(county.policy, parameters=known))
        return Asking(load_civic(county), Engine(county.policy, engine))

    return make
