"""What several test modules need: a small invented county over the real national baseline."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.layer import Layer, read_layer

DATA = Path(__file__).resolve().parent / "data"
#: 泗水县's own folder, read as files: the tests need no installed plugin.
SISHUI = DATA.parents[1] / "plugins" / "gridroute-sishui" / "gridroute_sishui"

COUNTY_FILES = {
    "county.yaml": (
        'level: county\nadcode: "990101"\nname: 云河县\npinyin: yunhe\naliases: [云河]\n'
        'parents: ["990000"]\nneighbours: [青山市]\n'
    ),
    "territory/divisions.csv": (
        "code,name,level,parent\n"
        "99,岚山省,province,\n"
        "990101,云河县,county,99\n"
        "990101001,云河街道,town,990101\n"
        "990101101,石桥镇,town,990101\n"
        "990101001001,云桥社区居民委员会,village,990101001\n"
        "990101101201,柳林村村民委员会,village,990101101\n"
    ),
    "organizations.yaml": (
        "organizations:\n"
        "  - {id: gov, name: 云河县人民政府, kind: government, level: county, functions: [本级政府]}\n"
        "  - {id: slzx, name: 云河县受理中心, kind: intake_center, level: county, parent: gov, functions: [民意受理]}\n"
        "  - {id: zjj, name: 云河县住建局, kind: gov_dept, level: county, parent: gov, functions: [供热主管]}\n"
    ),
}


@dataclass(frozen=True)
class Built:
    """A county as loaded, with all that is wrong with it, in the order of files and lines."""

    county: County
    faults: tuple[Fault, ...] = field(default=())

    def said(self, lang: str = "zh") -> list[str]:
        """The messages of the faults in the county's and the province's own files."""
        above = f"{baseline().name}/"
        return [fault.text(lang) for fault in self.faults if not fault.file.startswith(above)]


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes ``files`` (path inside ``root`` to content) and returns ``root``."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def build_county(root: Path, files: Mapping[str, str | bytes] | None = None, overlay: Path | None = None) -> Built:
    """云河县 below the national baseline, with ``files`` and the files of ``overlay`` laid over its own.

    What lies in a folder ``lanshan`` becomes a province layer above the county.
    """
    county, province = root / "yunhe", root / "lanshan"
    write_files(county, COUNTY_FILES)
    if overlay is not None:
        shutil.copytree(overlay, county, dirs_exist_ok=True)
    write_files(county, files or {})
    if (county / "lanshan").is_dir():
        (county / "lanshan").rename(province)
    faults: list[Fault] = []
    roots = [baseline(), *([province] if province.is_dir() else []), county]
    layers = [layer for one in roots if isinstance(layer := read_layer(one, faults), Layer)]
    return Built(assemble(layers, faults), tuple(sorted(faults)))


#: A file of scenarios: one that goes as expected, one that cannot be read, one that does not go as expected.
SCENARIOS = """
county: sishui
scenarios:
  - name: 路面三个工作日
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S1, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 泗河街道仲子社区}
    expect: {due.handle: 2026-03-05}
  - name: 路面有错
    given:
      at: 2026-03-02T09:00
      issue: {id: S2, text: 村口路面破损}
    expect: {state: dispatched}
  - name: 路面不如预期
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S3, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 泗河街道仲子社区}
    expect: {due.handle: 2026-03-09}
"""
