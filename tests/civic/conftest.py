"""A small invented county whose registers each test writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support import build_county, write_files

from gridroute import County
from gridroute.civic import Civic, load_civic
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
        files: Mapping[str, str] | None = None,
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
