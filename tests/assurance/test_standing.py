"""Scenarios about standing matters: what may be asked, what is seen, and that a wrong expectation fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridroute import County, Dispatcher
from gridroute.assurance import Failed, Passed, play, read_scenarios
from gridroute.casework import CaseDesk
from gridroute.errors import Fault

RECORD = "record: {procedure: 点单服务, by: 泗河街道, parties: {组织: 泗河街道}, said: {点单内容: 代买药品}, place: 仲子社区, links: [SS-1]}"


def played(sishui: County, tmp_path: Path, civic: str, body: str, at: str = "2026-02-01") -> Passed | Failed:
    file = tmp_path / "x.scenario.yaml"
    text = f"county: sishui\nscenarios:\n  - name: 试\n    given: {{at: {at}T09:00+08:00, civic: {{{civic}}}}}\n{body}"
    file.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    (scenario,) = read_scenarios(file, "x.scenario.yaml", faults)
    assert faults == []
    return play(scenario, CaseDesk(Dispatcher(sishui, "index")))


ORDER = """    steps:
      - expect: {state: open, step: 组织下单, links: [SS-1]}
      - {at: 2026-02-02T09:00+08:00, event: {type: 党员接单, by: 泗河街道, 接单人: M-1}, expect: {refused: "下一步是“组织下单”,不是“党员接单”"}}
      - {at: 2026-02-02T10:00+08:00, event: {type: 组织下单, by: 泗河街道}, expect: {step: 党员接单, rule: 程序“点单服务”}}
      - {at: 2026-02-02T11:00+08:00, event: {type: 撤单, by: 泗河街道, 理由: 已自行解决}, expect: {state: left, way_out: 撤单}}
"""


@pytest.mark.parametrize(
    ("civic", "body"),
    [
        ("open_days: 群众接待日", "    expect: {unset: ['2026-02-15'], held: []}\n"),
        (
            "open_days: 民情日",
            "    expect: {held: ['2026-02-05', '2026-02-25'], absent: [moved, cancelled, provisional]}\n",
        ),
        (RECORD, ORDER),
    ],
)
def test_what_comes_as_expected_passes(sishui: County, tmp_path: Path, civic: str, body: str) -> None:
    outcome = played(sishui, tmp_path, civic, body)
    assert isinstance(outcome, Passed), outcome


@pytest.mark.parametrize(
    ("civic", "body", "name", "actual"),
    [
        ("open_days: 群众接待日", "    expect: {held: ['2026-02-15']}\n", "held", "-"),
        ("open_days: 接待日", "    expect: {held: []}\n", "civic", "没有开放日“接待日”"),
        ("open_days: 民情日", "    expect: {state: open}\n", "state", "没有这一项"),
        ("roster: 红色代办轮值", "    expect: {on_duty: []}\n", "civic", "没有起轮日期"),
        ("match: N1", "    expect: {match: none}\n", "civic", "没有需求“N1”"),
        (RECORD, ORDER.replace("way_out: 撤单", "way_out: 完成"), "way_out", "撤单"),
        (RECORD.replace("点单内容", "内容"), "    expect: {events: []}\n", "refused", "要写明: 点单内容"),
    ],
)
def test_what_goes_astray_is_told(
    sishui: County, tmp_path: Path, civic: str, body: str, name: str, actual: str
) -> None:
    outcome = played(sishui, tmp_path, civic, body)
    assert isinstance(outcome, Failed)
    assert [one.name for one in outcome.differences] == [name]
    assert actual in outcome.differences[0].actual
