"""Scenarios turn red when what they show is broken on purpose, and no others do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gridroute import County, Dispatcher, load_county
from gridroute.assurance import Passed, play, read_scenarios
from gridroute.assurance.scenario import Scenario, files_below
from gridroute.casework import CaseDesk
from gridroute.errors import Fault
from gridroute.policy.rule import Rule

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    faults: list[Fault] = []
    made = [
        one
        for path in files_below([ROOT / "plugins" / "gridroute-sishui", ROOT / "examples" / "stories"])
        for one in read_scenarios(path, path.name, faults)
        if one.county == "sishui"
    ]
    assert faults == []
    return made


def red(scenarios: list[Scenario], county: County) -> set[str]:
    """The first words of the scenarios that go astray."""
    desk = CaseDesk(Dispatcher(county, "index"))
    return {one.name for one in scenarios if not isinstance(play(one, desk), Passed)}


def changed(county: County, change: Callable[[Rule], Rule | None]) -> County:
    """The county with rules changed or dropped; what was concluded from the old ones is forgotten."""
    rules = tuple(kept for rule in county.policy.rules if (kept := change(rule)) is not None)
    fresh = {
        name: type(value)()
        for name, value in vars(county.policy).items()
        if name in county.policy.__dataclass_fields__ and (name == "said" or name.startswith("_"))
    }
    assert rules != county.policy.rules
    return replace(county, policy=replace(county.policy, rules=rules, **fresh))


#: Rules that are dropped, and the scenarios that turn red: all of them, by how they begin.
DROPPED: list[tuple[set[str], set[str]]] = [
    ({"core-T42"}, {"T42 经指定"}),
    ({"core-B6b"}, {"T02 没有审核"}),
    ({"core-B7n"}, {"T02 村(社)吹", "SS22 不是小区里的事"}),
    ({"ss-SS42"}, {"T07 违法经营", "故事 G"}),
    ({"core-A7x"}, {"T06 其他"}),
    ({"jni-P15-cross"}, {"T06 交界"}),
    ({"core-A2"}, {"T49 邻县"}),
    ({"core-C8a"}, {"T10 物业", "SS17 镇街", "SS21 物业", "故事 F"}),
    ({"core-W-utility"}, {"T61 春节停暖"}),
    ({"core-C6b"}, {"故事 D"}),
    ({"core-C2-4"}, {"t18 到场", "故事 F"}),
]


#: Those that are broken in every run of the tests; the others in the long one.
QUICK = {"core-T42", "ss-SS42", "core-C6b"}


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        pytest.param(rules, wanted, id=min(rules), marks=[] if rules <= QUICK else [pytest.mark.slow])
        for rules, wanted in DROPPED
    ],
)
def test_without_a_rule_exactly_its_scenarios_turn_red(
    sishui: County, scenarios: list[Scenario], rules: set[str], wanted: set[str]
) -> None:
    found = red(scenarios, changed(sishui, lambda rule: None if rule.id in rules else rule))
    assert {name for name in found if not any(name.startswith(one) for one in wanted)} == set()
    assert {one for one in wanted if not any(name.startswith(one) for name in found)} == set()


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [({"重办上限": "99"}, {"T04 第三次", "故事 D"})],
)
def test_with_another_parameter_exactly_its_scenarios_turn_red(
    scenarios: list[Scenario], setting: dict[str, str], wanted: set[str]
) -> None:
    found = red(scenarios, load_county("sishui", trying=setting))
    assert {name for name in found if not any(name.startswith(one) for one in wanted)} == set()
    assert {one for one in wanted if not any(name.startswith(one) for name in found)} == set()


def test_unbroken_none_is_red(sishui: County, scenarios: list[Scenario]) -> None:
    assert red(scenarios, sishui) == set()
