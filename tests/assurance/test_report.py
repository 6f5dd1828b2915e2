"""A failed scenario says what was expected, what came of it, by which rules, and which rules stand nearest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.support import Built

from gridroute.assurance import Failed, play, read_scenarios
from gridroute.assurance.bearing import Bearing
from gridroute.assurance.nearest import nearest
from gridroute.assurance.play import Difference
from gridroute.assurance.record import as_json, junit
from gridroute.assurance.rehearsal import Turn, Unplayed
from gridroute.assurance.report import lines
from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher
from gridroute.errors import Bilingual, Fault
from gridroute.policy.condition import matches
from gridroute.policy.document import Value

GIVEN = """
county: sishui
scenarios:
  - name: 路面
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S1, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 泗河街道仲子社区}
    steps:
"""
ROAD = "rules/catalogue.default.table.csv"
OURS = "gridroute_sishui/policy/reporting.rules.yaml"


@pytest.fixture(scope="module")
def desk(sishui: County) -> CaseDesk:
    return CaseDesk(Dispatcher(sishui, "index"))


def failed(desk: CaseDesk, folder: Path, *steps: str) -> Failed:
    path = folder / "one.scenario.yaml"
    path.write_text(GIVEN + "".join(f"      - {step}\n" for step in steps), encoding="utf-8")
    faults: list[Fault] = []
    (scenario,) = read_scenarios(path, path.name, faults)
    assert faults == []
    result = play(scenario, desk)
    assert isinstance(result, Failed)
    return result


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param(
            "expect: {due.handle: 2026-03-09}",
            [
                "第9行 due.handle (办理的期限)",
                "预期: 2026-03-09",
                "实际: 2026-03-05 (2026-03-06T00:00+08:00)",
                f"✓ ss-SS12 三个工作日办理完毕 (泗水县;泗水民意快车) {OURS}:3",
                "当办理通道为一般件时:3个工作日内办理 → 2026-03-05",
                "当办理通道为一般件时:5个工作日内办理 → 2026-03-09",
                "· sd-P4 五个工作日办结 (山东省;山东省政务服务热线管理办法) province/province.rules.yaml:",
                "成立,但: 另有更短的时限",
            ],
            id="a deadline that another rule would give, were it the shortest",
        ),
        pytest.param(
            "{advance_to: 2026-03-04T15:00+08:00, expect: {due.handle: 2026-03-09}}",
            ["3个工作日内办理 → 2026-03-05", "· sd-P4 五个工作日办结", "成立,但: 另有更短的时限"],
            id="a deadline counted from the decision, two days later",
        ),
        pytest.param(
            "expect: {rule: ss-SS122}",
            ["没有规则“ss-SS122”: 是不是“ss-SS22”?"],
            id="a rule that is none",
        ),
        pytest.param(
            "expect: {lead: 泗水县住房和城乡建设呀局}",
            ["没有单位“泗水县住房和城乡建设呀局”: 是不是“泗水县住房和城乡建设局”?"],
            id="a body that is none",
        ),
        pytest.param(
            "{at: 2026-03-02T10:00+08:00, event: {type: reply, by: lead}, expect: {refused: core-NOPE}}",
            ["没有规则“core-NOPE”"],
            id="a refusal by a rule that is none",
        ),
        pytest.param(
            "expect: {state: dispatch}",
            ["预期: dispatch", "没有这个词“dispatch”: 是不是“dispatched”?"],
            id="a state that is an event",
        ),
        pytest.param(
            "expect: {urgency: nomal}",
            ["没有这个词“nomal”: 是不是“normal”?"],
            id="a word that the field has not",
        ),
        pytest.param(
            "expect: {absent: [state]}",
            ["第9行 state (状态)", "预期: 没有", "实际: dispatched (已派单)"],
            id="something where nothing was to be",
        ),
        pytest.param(
            "expect: {due.handle: 2026-03-06}",
            ["没有一条规则会给出 2026-03-06"],
            id="a deadline that no rule gives",
        ),
        pytest.param(
            "expect: {due.handle: 2026-03-03T09:00+08:00}",
            ["· core-D-utility 民生急需两小时到场、一日内恢复或告知", "不成立 (实际: 一般)"],
            id="an instant that a rule would give of another urgency",
        ),
        pytest.param(
            "expect: {lead: 泗水县水务局}",
            [
                "实际: 泗水县住房和城乡建设局",
                f"✓ core-cat-015 城乡建设/道路/* (国家;城市道路管理条例) {ROAD}:",
                "泗水县住房和城乡建设局: 主办",
                "泗水县住房和城乡建设局: 按次序让先: 更具体的目录行优先",
                "· core-cat-003 公用事业/供水/*",
                "不成立 (实际: “城乡建设/道路/路面破损”)",
            ],
            id="another body",
        ),
        pytest.param(
            "expect: {whistle: appeal}",
            [
                "预期: appeal (群众诉求哨)",
                f"· ss-heat 供热中断社区吹哨 (泗水县;建议默认,未经当地确认) {OURS}:5",
                "不成立: 类别属于“公用事业/供热” (实际: “城乡建设/道路/路面破损”)",
                "不成立: 影响户数至少10 (实际: 没有)",
            ],
            id="a rule that lacks two parts",
        ),
        pytest.param(
            "expect: {urgency: emergency}",
            ["实际: normal (一般)", "· core-U-fire 火情即特急", "(实际: 类别 “城乡建设/道路/路面破损”,文中信号 没有)"],
            id="a word",
        ),
        pytest.param("expect: {absent: [lead]}", ["实际: 泗水县住房和城乡建设局", "✓ core-cat-015"], id="absent"),
        pytest.param("expect: {due.handel: 2026-03-05}", ["没有这一项: 是不是“due.handle”?"], id="a slip of the pen"),
        pytest.param(
            "{at: 2026-03-02T15:00+08:00, event: {type: reply, by: lead}, expect: {state: replied}}",
            [
                "预期: replied (已反馈)",
                "从“已派单”没有一步就到“已反馈”的事件",
                "“已派单”的件不能“反馈”: 可以",
                "2026-03-02 09:00  dispatch (派单)  系统",
            ],
            id="an event that is not possible yet",
        ),
        pytest.param(
            "{advance_to: 2026-03-07T15:00+08:00, expect: {state: closed, supervise: letter}}",
            [
                "从“待上会”到“办结”的事件:",
                "· withdraw (撤回): 由诉求人",
                "✓ sd-P5-red 超期第一个工作日红牌",
                "没有一条规则会给出 letter",
                "overdue (超期自动上会)  系统",
            ],
            id="what time brought",
        ),
        pytest.param(
            "{at: 2026-03-02T15:00+08:00, event: {type: object, by: lead, reason: 不归我, basis: 三定规定, "
            "destination: 泗水县交通运输局}, expect: {refused: core-T42}}",
            ["· core-T42 被指定的单位不得再退", "不成立: 经指定 (实际: 否)"],
            id="a guard that did not refuse",
        ),
        pytest.param(
            "{at: 2026-03-01T15:00+08:00, event: {type: accept, by: lead}, expect: {state: in_progress}}",
            ["2026-03-01T15:00+08:00 早于上一件事 2026-03-02T09:00+08:00: 步骤按时间先后写"],
            id="back in time",
        ),
        pytest.param(
            "{at: 2026-03-02T15:00+08:00, event: {type: accept, by: 某某局}, expect: {state: in_progress}}",
            ["实际: “某某局”在这件事里没有对应的单位"],
            id="nobody",
        ),
    ],
)
def test_a_failure_says_all_that_mends_it(desk: CaseDesk, tmp_path: Path, step: str, said: list[str]) -> None:
    result = failed(desk, tmp_path, step)
    text = "\n".join(line for _, line in lines(result, "zh"))
    missing = [one for one in said if one not in text]
    assert not missing, text
    english = "\n".join(line for _, line in lines(result, "en"))
    assert not any(word in english for word in ("预期", "实际", "依据", "不成立", "没有"))


RULES = """
stage: whistle
rules:
  - {id: yh-later, title: 以后, source: assumed, effective_from: 2027-01-01, when: {urgency: normal}, then: {whistle: appeal}}
  - {id: yh-past, title: 从前, source: assumed, effective_to: 2025-12-31, when: {urgency: normal}, then: {whistle: appeal}}
  - {id: yh-old, title: 原来, source: assumed, when: {urgency: normal}, then: {whistle: appeal}}
  - {id: yh-new, title: 后来, source: assumed, replaces: yh-old, when: {urgency: utility}, then: {whistle: appeal}}
"""


def test_what_kept_a_rule_out_is_said(tmp_path: Path, yunhe: Callable[..., Built]) -> None:
    built = yunhe({"policy/first.rules.yaml": RULES})
    assert built.faults == ()
    desk = CaseDesk(Dispatcher(built.county, "reference"))
    said: dict[str, list[str]] = {}
    for rule in ("yh-later", "yh-past", "yh-old", "yh-new"):
        result = failed(desk, tmp_path, f"expect: {{rule: {rule}}}")
        assert result.at is not None
        (near,) = nearest(result.differences[0], Bearing(result.at))
        said[rule] = [f"{part.said.zh} ({part.actual.zh})" for part in near.missing]
    assert said == {
        "yh-later": ["2027-01-01 起才施行 (2026-03-02 受理)"],
        "yh-past": ["2025-12-31 已终止 (2026-03-02 受理)"],
        "yh-old": ["被 yh-new 取代 ()"],
        "yh-new": ["紧急程度为民生急需 (一般)"],
    }


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("lead", "泗水县公安局"), ("due.handle", "2026-03-03"), ("supports", ["泗水县公安局"]), ("urgency", "utility")],
)
def test_what_is_said_not_to_hold_does_not(desk: CaseDesk, tmp_path: Path, name: str, wanted: Value) -> None:
    result = failed(desk, tmp_path, "expect: {state: closed}")
    assert result.at is not None
    bearing = Bearing(result.at)
    found = nearest(Difference(1, name, "", "", wanted), bearing)
    assert found
    for near in found:
        holds = matches(near.rule.condition, bearing.facts(near.stage)[0])
        assert holds is (not near.missing)
        assert len(near.missing) <= 2
    lacking = [len(near.missing) for near in found]
    assert lacking == sorted(lacking)


def test_a_machine_reads_the_same(desk: CaseDesk, tmp_path: Path) -> None:
    result = failed(desk, tmp_path, "expect: {due.handle: 2026-03-09, whistle: appeal}")
    row = json.loads(as_json(Turn(result, 0.25), "en"))
    assert {key: row[key] for key in ("file", "line", "name", "outcome", "seconds")} == {
        "file": "one.scenario.yaml",
        "line": 4,
        "name": "路面",
        "outcome": "failed",
        "seconds": 0.25,
    }
    handle, whistle = row["failures"]
    assert (handle["path"], handle["expected"], handle["actual"][:10]) == ("due.handle", "2026-03-09", "2026-03-05")
    won = [one for one in handle["trace"] if one["won"]]
    assert [(one["rule"], one["layer"], one["file"], one["line"]) for one in won] == [("ss-SS12", "county", OURS, 3)]
    assert {one["rule"] for one in handle["nearest"]} >= {"sd-P4"}
    assert [part["actual"] for part in whistle["nearest"][0]["missing"]] == ["城乡建设/道路/路面破损", "nothing"]


def test_junit_counts_and_names_as_pytest_does(desk: CaseDesk, tmp_path: Path) -> None:
    bad = failed(desk, tmp_path, "expect: {state: closed}")
    fault = Fault("a/b.scenario.yaml", 3, "路灯\x1b", Bilingual("看不懂", "unreadable"))
    turns = [Turn(bad, 0.5), Turn(Unplayed(fault.file, 3, fault.rule, (fault,)))]
    suite = ET.fromstring(junit(turns, datetime.fromisoformat("2026-03-02T09:00:00+08:00"), "zh"))[0]
    counted = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped", "time")}
    assert counted == {"tests": "2", "failures": "1", "errors": "1", "skipped": "0", "time": "0.500"}
    one, two = suite
    assert (one.get("classname"), one.get("name"), one.get("line")) == ("one.scenario.yaml", "路面", "4")
    assert (two.get("classname"), two.get("name")) == ("a.b.scenario.yaml", "路灯\\x1b")
    failure, error = one.find("failure"), two.find("error")
    assert failure is not None
    assert failure.get("message") == "不如预期: state"
    assert "实际: dispatched (已派单)" in (failure.text or "")
    assert error is not None
    assert error.get("message") == "a/b.scenario.yaml:3: 路灯\\x1b: 看不懂"
