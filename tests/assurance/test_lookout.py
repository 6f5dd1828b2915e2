"""What a changed file affects: a scenario file itself, a policy file the scenarios of its county, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support import COUNTY_FILES, write_files

from gridroute.assurance.desks import Desks
from gridroute.assurance.lookout import Lookout
from gridroute.errors import PolicyError
from gridroute.plugins import build_manager

RULE = "stage: whistle\nrules: [{id: yh-1, title: 一, source: assumed, when: {urgency: utility}, then: {whistle: appeal}}]\n"
SCENARIO = """
county: {county}
scenarios:
  - name: 一件
    given: {{at: 2026-03-02T09:00+08:00, issue: {{id: A, text: 路灯不亮}}}}
    expect: {{urgency: normal}}
"""


def written(path: Path, text: str) -> Path:
    """Writes ``text`` as somebody does who comes later: also a fast file system shows another time."""
    before = path.stat().st_mtime_ns if path.is_file() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9) if before else None)
    return path


def test_what_a_change_affects(tmp_path: Path) -> None:
    yunhe = write_files(
        tmp_path / "yunhe",
        {key: value.replace('parents: ["990000"]\n', "") for key, value in COUNTY_FILES.items()}
        | {"policy/one.rules.yaml": RULE, "policy/ours.scenario.yaml": SCENARIO.format(county="云河县")},
    )
    ours, rules = yunhe / "policy/ours.scenario.yaml", yunhe / "policy/one.rules.yaml"
    other = write_files(tmp_path / "other", {"other.scenario.yaml": SCENARIO.format(county="nowhere")})
    theirs = other / "other.scenario.yaml"
    desks = Desks(manager=build_manager(installed=False))
    lookout = Lookout([tmp_path], desks)
    assert lookout.changed() is None
    first = desks.of("云河县", ours)
    assert lookout.files() == [theirs, ours]
    assert lookout.changed() is None, "to load a county changes nothing"

    written(ours, SCENARIO.format(county="云河县").replace("一件", "另一件"))
    change = lookout.changed()
    assert change is not None
    assert (change.files, change.affected) == ((ours,), (ours,))
    assert desks.of("云河县", ours) is first

    written(rules, RULE.replace("urgency: utility", "urgency: utilit"))
    change = lookout.changed()
    assert change is not None
    assert (change.files, change.affected) == ((rules,), (ours,))
    with pytest.raises(PolicyError, match=r"one\.rules\.yaml:2"):
        desks.of("云河县", ours)
    assert lookout.changed() is None

    written(rules, RULE)
    change = lookout.changed()
    assert change is not None
    assert change.affected == (ours,)
    assert desks.of("云河县", ours) is not first

    (rules.parent / "~$one.table.xlsx").write_text("what a spreadsheet program leaves beside an open file")
    assert lookout.changed() is None
    theirs.unlink()
    change = lookout.changed()
    assert change is not None
    assert change.affected == ()
