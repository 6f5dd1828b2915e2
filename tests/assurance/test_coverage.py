"""Coverage says what scenarios have shown of rules, rows and parts of conditions, the same under any engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support import build_county

from gridroute.assurance import Passed, play, read_scenarios
from gridroute.assurance.coverage import Coverage, RuleSeen, summed
from gridroute.assurance.measuring import Recorder
from gridroute.casework import CaseDesk
from gridroute.cli.coverage import Wanted, _too_low
from gridroute.cli.main import build
from gridroute.dispatch import County, Dispatcher
from gridroute.errors import Fault

ROOT = Path(__file__).parents[2]
RULES = """
stage: reporting
rules:
  - {id: yh-3, title: 三天, source: assumed, when: {track: ordinary}, then: {due: {handle: 3 workdays}}}
  - {id: yh-9, title: 九天, source: assumed, when: {track: ordinary}, then: {due: {handle: 9 workdays}}}
  - {id: yh-3b, title: 也是三天, source: assumed, when: {category: {under: 城乡建设/道路}}, then: {due: {handle: 3 workdays}}}
  - {id: yh-heat, title: 供热, source: assumed, when: {category: {under: 公用事业/供热}, affected_households: {at_least: 10}}, then: {required: [主办单位], whistle: appeal}}
  - {id: yh-not, title: 非急件, source: assumed, when: {not: {any: [{urgency: emergency}, {affected_households: {at_least: 5}}]}}, then: {support: [供热主管部门]}}
  - {id: yh-none, title: 告诉没有登记的, source: assumed, when: {track: ordinary}, then: {notify: [公安机关]}}
  - {id: yh-gone, title: 早已终止, source: assumed, effective_to: 2020-01-01, when: {track: ordinary}, then: {support: [公安机关]}}
  - {id: yh-unset, title: 还没有填, source: assumed, when: {track: ordinary}, then: {support: [{group: 调解力量}]}}
  - {id: yh-mixed, title: 自相矛盾, source: assumed, when: {all: [{track: ordinary}, {track: petition}]}, then: {support: [公安机关]}}
  - {id: yh-two, title: 供热另一种哨, source: assumed, when: {category: {under: 公用事业/供热}}, then: {whistle: priority_work, support: [供热主管部门]}}
  - {id: yh-twice, title: 取代供热, source: assumed, replaces: core-D-utility, when: {urgency: utility}, then: {due: {handle: 20 clock_hours}}}
"""
GUARDS = """
stage: event
rules:
  - {id: yh-photo, title: 要有照片, source: assumed, when: {event: reply, not: {evidence: {contains_any: [photo]}}}, then: {refuse: 没有照片}}
  - {id: yh-acc2, title: 接单后两天, source: assumed, when: {event: accept}, then: {due: {handle: 2 workdays}}}
  - {id: yh-acc9, title: 接单后九天, source: assumed, when: {event: accept}, then: {due: {handle: 9 workdays}}}
"""
TABLE = """\
编号,category,→lead,→lead_basis,依据
yh-t1,公用事业/供热/*,供热主管部门,sector_regulator,assumed
yh-t2,教育文体/*,教育主管部门,sector_regulator,assumed
yh-t3,城乡建设/*,供热主管部门,sector_regulator,assumed
"""
SCENARIOS = """
county: yunhe
scenarios:
  - name: 路面
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: A, text: 路面破损, category: 城乡建设/道路/路面破损, address: 云桥社区}
    expect: {grid.township: 云河街道}
  - name: 路面又来一件
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: A2, text: 路面破损, category: 城乡建设/道路/路面破损, address: 云桥社区}
    expect: {grid.township: 云河街道}
  - name: 停暖
    given:
      at: 2026-01-05T09:00+08:00
      issue: {id: B, text: 停暖, category: 公用事业/供热/供热中断, address: 云桥社区, affected_households: HOUSEHOLDS}
    steps:
      - expect: {lead: 云河县住建局, due.handle: 2026-01-06}
      - {at: 2026-01-05T10:00+08:00, event: {type: accept, by: lead}}
      - {at: 2026-01-05T10:30+08:00, event: {type: reply, by: lead, evidence: [note]}, expect: {refused: yh-photo}}
"""


ASTRAY = """
county: sishui
scenarios:
  - name: 路面三个工作日
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S1, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 泗河街道仲子社区}
    expect: {due.handle: DAY}
"""


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Coverage]:
    folder = tmp_path_factory.mktemp("cover")
    files = {
        "policy/own.rules.yaml": RULES,
        "policy/guards.rules.yaml": GUARDS,
        "policy/catalogue.own.table.csv": TABLE,
    }
    built = build_county(folder, files)
    assert built.said() == []

    def cover(engine: str = "index", households: str = "36") -> Coverage:
        return played(built.county, engine, folder, SCENARIOS.replace("HOUSEHOLDS", households))

    return cover


def played(county: County, engine: str, folder: Path, text: str) -> Coverage:
    path = folder / "cover.scenario.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    recorder = Recorder()
    desk = CaseDesk(Dispatcher(county, engine, recorder.listener(county)))
    for scenario in read_scenarios(path, path.name, faults):
        recorder.begins(scenario.name)
        outcome = play(scenario, desk)
        recorder.ends(outcome.events)
        assert isinstance(outcome, Passed), getattr(outcome, "differences", ())
    assert faults == []
    return recorder.coverage()


def by_id(found: Coverage) -> dict[str, RuleSeen]:
    return {one.id: one for one in found.of(("county",))}


def test_used_held_and_never_are_told_apart_with_the_reason(covered: Callable[..., Coverage]) -> None:
    seen = by_id(covered())
    assert {one.id: (one.status, one.why.zh) for one in seen.values()} == {
        "yh-3": ("won", ""),
        "yh-3b": ("held", "另有规则给出同样的时限"),
        "yh-9": ("held", "另有更短的时限"),
        "yh-heat": ("won", ""),
        "yh-not": ("won", ""),
        "yh-none": ("held", "落空: 它所说的单位都没有登记"),
        "yh-gone": ("never", "演练的日子里不施行"),
        "yh-unset": ("unset", "成员组“调解力量”还没有填"),
        "yh-mixed": ("never", "条件自相矛盾,不可能成立"),
        "yh-twice": ("won", ""),
        "yh-two": ("held", "另有更具体的规则"),
        "yh-photo": ("won", ""),
        "yh-acc2": ("won", ""),
        "yh-acc9": ("held", "另有更短的时限"),
        "yh-t1": ("won", ""),
        "yh-t3": ("won", ""),
        "yh-t2": ("never", "最接近的一次还差: 类别属于“教育文体”"),
    }
    assert seen["yh-heat"].scenarios == ("停暖",)
    assert seen["yh-3"].scenarios == ("路面", "路面又来一件", "停暖")
    assert seen["yh-heat"].won == {"whistle", "reporting"}
    assert seen["yh-two"].won == {"reporting"}, "used in one of its two stages only"
    assert (seen["yh-t1"].row, seen["yh-3"].row) == (True, False)
    assert (seen["yh-t1"].file, seen["yh-t1"].line) == ("yunhe/policy/catalogue.own.table.csv", 2)
    assert seen["yh-t1"].path.is_file()


def test_a_rule_that_another_replaces_is_named(covered: Callable[..., Coverage]) -> None:
    (one,) = (one for one in covered().rules if one.id == "core-D-utility")
    assert (one.status, one.why.zh) == ("never", "被 yh-twice 取代")


def test_a_part_counts_when_it_was_seen_true_and_false(covered: Callable[..., Coverage]) -> None:
    seen = by_id(covered())
    parts = {(one.id, part.words.zh): (part.true, part.false) for one in seen.values() for part in one.parts}
    assert parts["yh-heat", "类别属于“公用事业/供热”"] == (True, True)
    # absent on the road is false; under ``not`` it is the other way round
    assert parts["yh-heat", "影响户数至少10"] == (True, True)
    assert parts["yh-not", "未确认影响户数至少5"] == (True, True)
    assert parts["yh-not", "紧急程度不为特急"] == (True, False)
    assert parts["yh-t2", "类别属于“教育文体”"] == (False, True)
    assert parts["yh-gone", "办理通道为一般件"] == (False, False)
    assert parts["yh-photo", "事件为“回复”"] == (True, True)
    # nobody ever showed a photo: the guard was never seen to let a reply through
    assert parts["yh-photo", "证据不含“photo”"] == (True, False)


def test_a_field_that_nobody_gave_is_named(covered: Callable[..., Coverage]) -> None:
    found = covered(households="9")
    seen = by_id(found)
    assert {one.words.zh: one.why.zh for one in seen["yh-heat"].parts if not one.covered} == {"影响户数至少10": ""}
    hotline = next(one for one in found.rules if one.id == "core-R-hotline")
    assert [part.why.zh for part in hotline.parts] == ["从来没有给出“渠道”"]
    assert seen["yh-heat"].why.zh == "最接近的一次还差: 影响户数至少10"


def test_sums_count_rules_rows_and_parts(covered: Callable[..., Coverage]) -> None:
    found = covered()
    one = summed(found.of(("county",)))
    assert (one.rules, one.rules_won, one.rules_held, one.rows, one.rows_won, one.rows_held) == (13, 6, 5, 3, 2, 0)
    assert one.of_rules == pytest.approx(100 * 8 / 16)
    assert one.parts == sum(len(rule.parts) for rule in found.of(("county",)) if rule.id != "yh-unset")
    assert one.unset == 1
    assert {level for level, _ in found.layers()} == {"national", "county"}


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_every_engine_covers_the_same(covered: Callable[..., Coverage], engine: str) -> None:
    assert covered(engine) == covered("index")


def test_without_a_listener_nothing_changes(sishui: County, tmp_path: Path) -> None:
    path = ROOT / "plugins/gridroute-sishui/gridroute_sishui/policy/whistle.scenario.yaml"
    scenario = read_scenarios(path, path.name, [])[0]
    recorder = Recorder()
    alone = play(scenario, CaseDesk(Dispatcher(sishui, "index")))
    heard = play(scenario, CaseDesk(Dispatcher(sishui, "index", recorder.listener(sishui))))
    assert alone == heard


@pytest.mark.parametrize(
    ("least", "low"), [(0, False), (49.9, False), (100 * 8 / 16, False), (50.1, True), (100, True)]
)
def test_a_share_below_the_least_is_too_low(covered: Callable[..., Coverage], least: float, low: bool) -> None:
    found = _too_low(covered(), Wanted(least=(("rules", least),)))
    assert [one.en.split(":")[0] for one in found] == ["coverage too low"] * low


def run(*words: str) -> Result:
    return CliRunner().invoke(build("zh"), ["test", *words])


SOME = str(ROOT / "plugins/gridroute-sishui/gridroute_sishui/policy/enforcement.scenario.yaml")


def test_the_command_says_what_is_missing_and_fails_where_it_is_too_little(tmp_path: Path) -> None:
    data = tmp_path / "coverage.json"
    good = run(SOME, "--coverage", "--coverage-json", str(data), "--fail-under", "rules=1")
    assert good.exit_code == 0
    assert "gridroute_sishui/policy/case.rules.yaml:4 ss-SS14b 重办回原责任单位 — 没有成立过" in good.output
    assert "泗水县 (县)" in good.output
    rows = json.loads(data.read_text(encoding="utf-8"))
    assert {row["layer"] for row in rows["layers"]} == {"国家", "山东省", "济宁市", "泗水县"}
    assert next(row for row in rows["rules"] if row["id"] == "ss-SS42")["status"] == "won"
    bad = run(SOME, "--fail-under", "99.5", "--coverage-layer", "city")
    assert bad.exit_code == 1
    assert "覆盖不足: 济宁市的规则和表行只覆盖 0%,要 99.5%" in bad.output
    assert "jni-P15-same" in bad.output
    assert "ss-SS14b" not in bad.output


@pytest.mark.parametrize("written", ["x", "101", "-1", "rows=5", "rules=", "parts=x"])
def test_a_percentage_that_is_none_is_refused(written: str) -> None:
    done = run(SOME, f"--fail-under={written}")
    assert done.exit_code != 0
    assert "rules=100" in str(done.exception)


@pytest.mark.parametrize(("day", "astray"), [("2026-03-05", False), ("2026-03-09", True)])
def test_what_went_astray_is_told_beside_the_coverage(tmp_path: Path, day: str, astray: bool) -> None:
    path = tmp_path / "a.scenario.yaml"
    path.write_text(ASTRAY.replace("DAY", day), encoding="utf-8")
    done = run(str(path), "--fail-under", "0")
    assert done.exit_code == int(astray)
    assert ("覆盖里算进了 1 个不如预期的场景走到的规则" in done.stderr) is astray


def test_coverage_is_told_in_lines_of_json_too() -> None:
    lines = [json.loads(line) for line in run(SOME, "--format", "jsonl", "--coverage").stdout.splitlines()]
    layers = [row["coverage"] for row in lines if "coverage" in row]
    assert [row["level"] for row in layers] == ["national", "province", "city", "county"]
    assert layers[-1]["rows"] == 7
