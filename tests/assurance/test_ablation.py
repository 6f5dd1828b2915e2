"""Whatever file or rule is taken from a county, one of its scenarios misses it; and the rules are covered by them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.support import SISHUI

from gridroute.assurance import Failed, Scenario, play, read_scenarios
from gridroute.assurance.ablation import instead, without
from gridroute.assurance.coverage import OWN, Coverage, RuleSeen, summed
from gridroute.assurance.measuring import Recorder
from gridroute.assurance.scenario import files_below
from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher, load_county
from gridroute.errors import Fault, PolicyError
from gridroute.plugins import build_manager
from gridroute.policy.condition import All, AnyOf, Condition, Not
from gridroute.policy.rule import Rule

PLUGINS = Path(__file__).parents[2] / "plugins"
#: The counties of whose scenarios everything is asked, and all that there are.
ROOTS = [SISHUI]
ALL = sorted(path.parent for path in PLUGINS.glob("gridroute-*/gridroute_*/county.yaml"))
#: The counties of which every file is taken away, one by one.
FILED = [root for root in ALL if root == SISHUI or root.name.endswith(("laiwu", "weicheng", "yuyang", "zhenghe"))]
#: Layers that counties share: what one county's scenarios leave open, another's may show.
SHARED = ("province", "city")
_RULES = (".rules.yaml", ".table.csv", ".table.xlsx")
_MANIFESTS = ("county.yaml", "layer.yaml")
#: What a county is made of beside its policy, or without which it is no county.
_NOT_POLICY = (".scenario.yaml", ".py", ".pyc", ".md", "county.yaml")
#: Standing registers beside the cases: nothing is decided by them. Local days of the calendar are tested with it.
_BESIDE = ("civic", "calendar", "__pycache__")


@dataclass(frozen=True)
class Shown:
    """A county with the scenarios that are shipped with it, all of which pass, and what these cover."""

    county: County
    scenarios: tuple[Scenario, ...]
    coverage: Coverage

    def missed_by(self, county: County, likely: Sequence[str] = ()) -> str | None:
        """The first scenario that does not pass in ``county``; the ``likely`` ones are tried first."""
        desk = CaseDesk(Dispatcher(county, "index"))
        for scenario in sorted(self.scenarios, key=lambda one: one.name not in likely):
            if isinstance(play(scenario, desk), Failed):
                return scenario.name
        return None

    def without(self, dropped: Callable[[Rule], bool], file: str) -> str | None:
        held = {name for one in self.coverage.rules if one.file == file for name in one.scenarios}
        return self.missed_by(without(self.county, dropped), sorted(held))


def standing_at(seen: RuleSeen) -> Callable[[Rule], bool]:
    """Whether a rule is the one that was seen."""
    return lambda rule: (*rule.home, rule.id) == (seen.file, seen.line, seen.id)


@cache
def shown(root: Path) -> Shown:
    county = load_county(_code(root))
    recorder = Recorder()
    desk = CaseDesk(Dispatcher(county, "index", recorder.listener(county)))
    made: list[Scenario] = []
    faults: list[Fault] = []
    for path in files_below([root]):
        made += read_scenarios(path, path.name, faults)
    assert faults == []
    for scenario in made:
        recorder.begins(scenario.name)
        outcome = play(scenario, desk)
        assert not isinstance(outcome, Failed), outcome
        recorder.ends(outcome.events)
    return Shown(county, tuple(made), recorder.coverage())


def _code(root: Path) -> str:
    line = next(line for line in (root / "county.yaml").read_text(encoding="utf-8").splitlines() if "adcode" in line)
    return line.partition(":")[2].strip().strip('"')


def files() -> Iterator[tuple[Path, Path]]:
    """Every file of every county that says something of how it decides."""
    for root in FILED:
        for path in sorted(root.rglob("*.*")):
            if (
                path.is_file()
                and not path.name.endswith(_NOT_POLICY)
                and not set(_BESIDE).intersection(path.relative_to(root).parts)
            ):
                yield root, path


FILES = list(files())


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.name)
def test_the_scenarios_of_a_county_show_all_its_rules_and_rows(root: Path) -> None:
    found = shown(root).coverage
    own = summed(found.of(OWN))
    assert _open(found.of(OWN)) == []
    assert own.of_parts >= 95


@pytest.mark.slow
def test_all_counties_show_their_own_rules_and_together_those_above_them() -> None:
    """Rules and rows 100 %, parts at least 95 %: of each county's own layers, and of the provinces and cities above."""
    found = {root.name: shown(root).coverage for root in ALL}
    assert [one for coverage in found.values() for one in _open(coverage.of(OWN))] == []
    parts = {name: summed(coverage.of(OWN)).of_parts for name, coverage in found.items()}
    assert {name: share for name, share in parts.items() if share < 95} == {}
    above: dict[tuple[str, int, str], list[RuleSeen]] = {}
    for coverage in found.values():
        for one in coverage.of(SHARED):
            above.setdefault((one.file, one.line, one.id), []).append(one)
    assert [key for key, seen in above.items() if len(_open(seen)) == len(seen)] == []
    seen_parts = [part for seen in above.values() for part in zip(*(one.parts for one in seen), strict=True)]
    both = [any(one.true for one in part) and any(one.false for one in part) for part in seen_parts]
    assert sum(both) >= 0.95 * len(both)


def _open(rules: Sequence[RuleSeen]) -> list[str]:
    """Where the rules and rows stand that nothing has shown at work."""
    return [f"{one.file}:{one.line} {one.id}" for one in rules if one.status not in ("won", "unset")]


@pytest.mark.slow
@pytest.mark.parametrize(("root", "path"), FILES, ids=[path.relative_to(PLUGINS).as_posix() for _, path in FILES])
def test_a_file_that_is_taken_away_is_missed_by_a_scenario(root: Path, path: Path, tmp_path: Path) -> None:
    known = shown(root)
    if path.name.endswith(_RULES):
        homes = {one.file for one in known.coverage.rules if path.as_posix().endswith(f"/{one.file}")}
        assert homes
        assert all(known.without(lambda rule, home=home: rule.home[0] == home, home) is not None for home in homes)
        return
    layer = next(folder for folder in path.parents if any((folder / one).is_file() for one in _MANIFESTS))
    copy = tmp_path / layer.name
    shutil.copytree(layer, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / path.relative_to(layer)).unlink()
    try:
        county = load_county(_code(root), build_manager(), None, [copy])
    except PolicyError:
        return  # a county that does not load is missed at once
    assert known.missed_by(county) is not None


@pytest.mark.slow
@pytest.mark.parametrize("root", ALL, ids=lambda root: root.name)
def test_a_rule_or_row_that_is_taken_away_is_missed_by_a_scenario(root: Path) -> None:
    known = shown(root)
    unmissed = [
        f"{one.file}:{one.line} {one.id}"
        for one in known.coverage.of(OWN)
        if one.status != "unset" and known.without(standing_at(one), one.file) is None
    ]
    assert unmissed == []


#: Parts that nothing can miss, and why.
_SAME = {
    ("ss-SS10", "channel"): "every other channel has a row of the nation that is more specific",
    ("ss-SS14b", "redo_count"): "redoing beyond the cap is owed within the usual time, which is the same",
    ("ss-SS19", "whistle"): "nobody is invited where no whistle is blown",
    ("ss-SS20-lead", "tags"): "the category of the rule brings the tags",
    ("ss-SS22", "whistle"): "nobody is required where no whistle is blown",
    ("ss-SS42", "event"): "only whoever enforces says how many officers there are",
}


def leaves(condition: Condition, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
    """Every test with the way to it and its field."""
    match condition:
        case All(parts) | AnyOf(parts):
            for number, part in enumerate(parts):
                yield from leaves(part, (*path, number))
        case Not(part):
            yield from leaves(part, (*path, 0))
        case _:
            yield path, condition.field


def put(condition: Condition, path: tuple[int, ...], new: Condition) -> Condition:
    """``condition`` with ``new`` at the end of ``path``."""
    if not path:
        return new
    if isinstance(condition, Not):
        return Not(put(condition.part, path[1:], new))
    assert isinstance(condition, All | AnyOf)
    parts = list(condition.parts)
    parts[path[0]] = put(parts[path[0]], path[1:], new)
    return type(condition)(tuple(parts))


@pytest.mark.slow
@pytest.mark.parametrize("fixed", [All(()), AnyOf(())], ids=["always", "never"])
def test_a_part_of_a_condition_that_no_longer_asks_is_missed_by_a_scenario(fixed: Condition) -> None:
    known = shown(SISHUI)
    likely = {one.id: one.scenarios for one in known.coverage.of(OWN)}
    unmissed = set()
    for rule in known.county.policy.rules:
        if rule.level not in OWN or rule.unset.zh:
            continue
        for path, field in leaves(rule.condition):
            changed = instead(known.county, rule, replace(rule, condition=put(rule.condition, path, fixed)))
            if known.missed_by(changed, likely[rule.id]) is None:
                unmissed.add((rule.id, field))
    assert unmissed == (set(_SAME) if fixed == All(()) else set())


@pytest.mark.slow
@pytest.mark.parametrize("root", ALL, ids=lambda root: root.name)
def test_a_parameter_that_is_taken_away_is_missed_by_a_scenario(root: Path, tmp_path: Path) -> None:
    known, yaml = shown(root), YAML(typ="safe", pure=True)
    unmissed = []
    for name in yaml.load((root / "county.yaml").read_text(encoding="utf-8")).get("parameters", {}):
        copy = tmp_path / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        manifest = yaml.load((root / "county.yaml").read_text(encoding="utf-8"))
        del manifest["parameters"][name]
        with (copy / "county.yaml").open("w", encoding="utf-8") as out:
            yaml.dump(manifest, out)
        try:
            missed = known.missed_by(load_county(_code(root), build_manager(), None, [copy]))
        except PolicyError as error:
            missed = error.text("zh")
        unmissed += [] if missed else [name]
    assert unmissed == []


def test_what_a_dropped_rule_replaced_stands_again(sishui: County) -> None:
    county = without(sishui, lambda rule: rule.id == "ss-SS12")
    assert {rule.id for rule in sishui.policy.rules} - {rule.id for rule in county.policy.rules} == {"ss-SS12"}
    assert county.policy.hash != sishui.policy.hash
    day = shown(ROOTS[0]).scenarios[0].at.date()
    assert all(rule.id != "ss-SS12" for rule in county.policy.on(day).at("reporting"))
    assert any(rule.id == "ss-SS12" for rule in sishui.policy.on(day).at("reporting"))
