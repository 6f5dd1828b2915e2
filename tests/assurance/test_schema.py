"""The schema of scenarios takes every scenario of this project and refuses what reading refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from gridroute.assurance.schema import scenario_schema

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted(ROOT.glob("plugins/*/*/policy/civic*.scenario.yaml")),
    ROOT / "plugins/gridroute-sishui/gridroute_sishui/policy/minyikuaiche.scenario.yaml",
]


def wrong(value: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(scenario_schema())
    return [error.message for error in checker.iter_errors(value)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_scenarios_of_the_counties_fit(path: Path) -> None:
    text = YAML(typ="base").load(path)
    assert wrong(text) == []


def asked(civic: object, expect: object, **given: object) -> dict[str, Any]:
    given = {"at": "2026-03-02T09:00+08:00", "civic": civic, **given}
    return {"county": "x", "scenarios": [{"name": "a", "given": given, "expect": expect}]}


@pytest.mark.parametrize(
    ("made", "fits"),
    [
        (asked({"fact": "SS04"}, {"value": 758}), True),
        (asked({"fact": "SS04"}, {"valeu": 758}), False),
        (asked({"fakt": "SS04"}, {"value": 758}), False),
        (asked({"account": "党员积分"}, {"balance": 1}), False),
        (asked({"account": {"ledger": "党员积分"}}, {"balance": 1}), False),
        (asked({"staffing": {"check": "a", "plaec": "b"}}, {"fails": 1}), False),
        (asked({"entry": {"register": "阵地", "key": "A"}}, {"地址": "路口"}), True),
        (asked({"fact": "A"}, {"value": 1}, registers={"事实": [{"编号": "A", "value": 1}]}), True),
        (asked({"fact": "A"}, {"value": 1}, registers={"facts": [{"编码": "A"}]}), False),
        (asked({"fact": "A"}, {"value": 1}, register={}), False),
    ],
)
def test_misspelt_words_do_not_fit(made: dict[str, Any], fits: bool) -> None:
    assert (wrong(made) == []) is fits
