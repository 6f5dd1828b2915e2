"""Break a behaviour on purpose, and the scenario that shows it turns red."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gridroute.assurance import Failed, Passed, Scenario, play, read_scenarios
from gridroute.assurance.scenario import files_below
from gridroute.casework import CaseDesk, overlay, record
from gridroute.casework.draft import Draft
from gridroute.dispatch import County, Dispatcher
from gridroute.errors import Fault
from gridroute.model import Duration, Organization
from gridroute.policy.rule import Rule

ROOT = Path(__file__).parents[2]
#: By the beginning of a scenario's name: the rules without which it must fail.
WITHOUT = [
    ("T16", ("core-N-report-masked",)),
    ("T42", ("core-T42",)),
    ("T46", ("core-I12c",)),
    ("T48", ("core-I12b",)),
    ("T49", ("core-A2",)),
    ("T50 镇街", ("core-I14",)),
    ("T54", ("core-N-asked-masked",)),
    ("T58", ("core-B17", "sd-P3")),
    ("T59", ("core-X-petition",)),
    ("延期", ("core-I11a",)),
    ("停表", ("core-pause",)),
    ("B6", ("core-B6c",)),
    ("I17", ("core-I17",)),
    ("C3 跳级", ("core-C3c",)),
    ("B6", ("core-B6c",)),
    ("I17", ("core-I17",)),
    ("C3 跳级", ("core-C3c",)),
    ("t17", ("core-C2-4",)),
    ("t10", ("core-t10",)),
    ("t11 改派只给", ("core-t11",)),
    ("t11 改派满两次", ("core-I21",)),
    ("t13", ("core-I21",)),
    ("t14", ("core-t14",)),
    ("t28", ("core-t28",)),
    ("t24", ("core-I26",)),
    ("t27", ("core-t27b",)),
    ("匿名件", ("core-T46",)),
    ("I21 没有撤销", ("core-B14a", "core-B14b")),
    ("执法不写", ("core-E2",)),
    ("未解决", ("core-t26", "ss-SS14a")),
]


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    faults: list[Fault] = []
    files = files_below([ROOT / "examples", ROOT / "plugins"])
    return {
        one.name: one for path in files for one in read_scenarios(path, path.name, faults) if one.county == "sishui"
    }


def named(scenarios: dict[str, Scenario], beginning: str) -> Scenario:
    return next(one for name, one in scenarios.items() if name.startswith(beginning))


def without(county: County, rules: tuple[str, ...]) -> CaseDesk:
    policy = county.policy
    assert set(rules) <= {rule.id for rule in policy.rules}
    kept = tuple(rule for rule in policy.rules if rule.id not in rules)
    fresh = {"_editions": {}, "_days": {}, "said": {}, "_seasons": {}, "_powers": {}, "_implied": {}}
    return CaseDesk(Dispatcher(replace(county, policy=replace(policy, rules=kept, **fresh)), "index"))


@pytest.mark.parametrize(("beginning", "rules"), WITHOUT, ids=[one[0] for one in WITHOUT])
def test_without_its_rule_the_scenario_fails(
    sishui: County, scenarios: dict[str, Scenario], beginning: str, rules: tuple[str, ...]
) -> None:
    scenario = named(scenarios, beginning)
    assert isinstance(play(scenario, CaseDesk(Dispatcher(sishui, "index"))), Passed)
    assert isinstance(play(scenario, without(sishui, rules)), Failed)


def test_t53_fails_where_a_supplement_is_only_filed(
    sishui: County, scenarios: dict[str, Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_filed(draft: Draft) -> None:
        pass

    monkeypatch.setattr(overlay, "reroute", only_filed)
    assert isinstance(play(named(scenarios, "T53"), CaseDesk(Dispatcher(sishui, "index"))), Failed)


def test_t30_fails_where_nobody_urges_the_other_side(
    sishui: County, scenarios: dict[str, Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = record.timers
    monkeypatch.setattr(record, "timers", lambda scene: tuple(one for one in whole(scene) if one.fires != "urge"))
    assert isinstance(play(named(scenarios, "T30"), CaseDesk(Dispatcher(sishui, "index"))), Failed)


def test_t57_fails_where_signing_in_is_taken_for_doing(
    sishui: County, scenarios: dict[str, Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    """I26: whoever signed in is asked for nothing more."""
    opened = Draft.open

    def asks_no_opinion(
        self: Draft, act: str, body: Organization, length: Duration, role: str, rule: Rule | None = None
    ) -> None:
        if act != "opinion":
            opened(self, act, body, length, role, rule)

    monkeypatch.setattr(Draft, "open", asks_no_opinion)
    assert isinstance(play(named(scenarios, "T57"), CaseDesk(Dispatcher(sishui, "index"))), Failed)
