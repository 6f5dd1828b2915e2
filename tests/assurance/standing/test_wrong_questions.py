"""A question that cannot be asked says so with file and line, in both languages, with the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridroute.assurance import Failed, play, read_scenarios
from gridroute.casework import CaseDesk
from gridroute.errors import Fault

EXPECT = "    expect: {absent: [refused]}\n"
#: What is asked, what is said, and on which line of the file.
UNREADABLE = [
    ("opendays: 民情日", "“opendays”: 是不是“open_days”", "did you mean “open_days”?", 6),
    ("record: {procedure: 点单}", "record 没有写 by: 写成 {procedure, by,", "record without by: write {procedure, by,", 6),
    ("staffing: {check: 甲, plaec: 乙}", "“plaec”: 是不是“place”", "did you mean “place”?", 6),
    ("account: 党员积分", "account 没有写清问什么: 写成 {ledger, subject}", "account does not say what it asks", 6),
    ("{fact: Y1, match: N1}", "civic 写其中一个", "civic is one of", 6),
    ("evaluation:\n          name: 甲\n          rating: []", "“rating”: 是不是“ratings”", "did you mean “ratings”?", 8),
]  # fmt: skip
UNANSWERED = [
    ("staffing: 全科网格", "没有配备检查“全科网格”: 是不是“全科网格员”?", "did you mean “全科网格员”?", 6),
    ("staffing:\n          check: 全科网格员\n          place: 云桥村", "没有地方“云桥村”", "no place “云桥村”", 8),
    ("tree: {place: 云桥社区, tier: 党小组}", "没有“党小组”这一级: 是不是“楼栋党小组”?", "no tier “党小组”: did you mean", 6),
    ("tree: {place: 云桥社区, kind: 党}", "没有类别“党”", "there is no kind “党”", 6),
    ("venues: {place: 云桥社区, tier: 村}", "没有层级“村”: 是不是“村社”", "no tier “村”: did you mean “村社”", 6),
    ("venues: {near: 甲}", "“甲”不是坐标", "“甲” is no position", 6),
    ("fact: Y3", "没有事实“Y3”: 是不是“Y2”?", "no “Y3” in facts.csv: did you mean “Y2”?", 6),
    ("patrol: {index: 平安指数, month: 三月}", "“三月”不是月份", "“三月” is no month", 6),
    ("points: {act: 参加活动, facts: {party_membr: 是}}", "没有“party_membr”这一项: 是不是“party_member”", "did you mean “party_member”", 6),
    ("entry: {register: 服务事项, key: S}", "服务事项里没有“S”: 是不是“S1”", "did you mean “S1”", 6),
    ("whistles: {body: 云河县住建, calls: {甲: {at: 2026-03-04T10:00+08:00, issue: {}}}}", "是不是“云河县住建局”", "did you mean “云河县住建局”", 6),
    ("whistles:\n          body: 云河县住建局\n          calls: {甲: {issue: {}}}", "“甲”写成 {at, issue, by, said}", "“甲” is {at, issue, by, said}", 8),
    ("whistles: {body: 云河县住建局, calls: {甲: {at: 昨天, issue: {text: 暖气不热}}}}", "“甲”的 at 不是时间", "the at of “甲” is no time", 6),
    ("whistles: {body: 云河县住建局, calls: {甲: {at: 2026-03-04T10:00+08:00, by: 石桥镇, issue: {text: 暖气不热, category: 公用事业/供热/供热不足, address: 云桥社区}}}}", "“甲”没有吹成", "“甲” was not blown", 6),
    ("entry: {register: 服务}", "没有台账“服务”: 是不是“服务事项”", "no register “服务”: did you mean", 6),
    ("regrid: {on: 七月, cases: [1]}", "“七月”不是日期", "“七月” is no day", 6),
    ("evaluation:\n          name: 镇街评部门\n          ratings:\n            - {ratee: 石桥镇, scoer: 5}", "评分没有“scoer”这一项: 是不是“score”", "did you mean “score”", 8),
    ("evaluation:\n          name: 镇街评部门\n          ratings:\n            - {ratee: 石桥镇, score: 5}\n            - {ratee: 石桥镇, score: 好}", "分数应是 0 到 100", "score is from 0 to 100", 10),
]  # fmt: skip
GIVEN = [
    ("stff: [{id: G}]", "没有台账“stff”: 是不是“staff”?", "no register “stff”: did you mean “staff”?"),
    ("staff: [{编号: G, 类别: 网格员, 所在地: 云桥村}]", "所在地: 没有地方“云桥村”", "place: there is no place “云桥村”"),
    ("staff: [{编号: G, 类型: 网格员}]", "没有“类型”这一项: 是不是“类别”?", "there is no “类型”"),
    ("needs: 5", "needs 应是一列条目", "needs is a list of entries"),
    ("index_values: [{指数: 平安, 网格: 柳林网格, 月份: 2026-03, 构成: 警情, 数值: 1}]", "indices.yaml 里没有“平安”: 是不是“平安指数”?", "no “平安” in indices.yaml"),
]  # fmt: skip


def file_of(tmp_path: Path, civic: str, registers: str = "") -> Path:
    inner = civic if civic.startswith("{") else f"\n        {civic}"
    more = f"\n      registers: {{{registers}}}" if registers else ""
    text = f"county: yunhe\nscenarios:\n  - name: 试\n    given:\n      at: 2026-03-04T09:00+08:00{more}\n      civic: {inner}\n{EXPECT}"
    path = tmp_path / "x.scenario.yaml"
    path.write_text(text.replace("civic: \n        ", "civic:\n        "), encoding="utf-8")
    return path


@pytest.mark.parametrize(("civic", "zh", "en", "line"), UNREADABLE)
def test_what_cannot_be_read(tmp_path: Path, civic: str, zh: str, en: str, line: int) -> None:
    faults: list[Fault] = []
    assert read_scenarios(file_of(tmp_path, civic), "x.scenario.yaml", faults) == []
    first = next(fault for fault in faults if zh in fault.text("zh"))
    assert en in first.text("en")
    assert first.line == line + (not civic.startswith("{"))


@pytest.mark.parametrize(("civic", "zh", "en", "line"), UNANSWERED)
def test_what_cannot_be_answered(desk: CaseDesk, tmp_path: Path, civic: str, zh: str, en: str, line: int) -> None:
    (scenario,) = read_scenarios(file_of(tmp_path, civic), "x.scenario.yaml", [])
    outcome = play(scenario, desk)
    assert isinstance(outcome, Failed)
    (told,) = outcome.differences
    assert (told.name, told.line) == ("civic", line + 1)
    assert zh in told.actual
    assert en in told.english


@pytest.mark.parametrize(("registers", "zh", "en"), GIVEN)
def test_registers_that_are_given_are_read_as_files_are(
    desk: CaseDesk, tmp_path: Path, registers: str, zh: str, en: str
) -> None:
    (scenario,) = read_scenarios(file_of(tmp_path, "fact: Y1", registers), "x.scenario.yaml", [])
    outcome = play(scenario, desk)
    assert isinstance(outcome, Failed)
    (told,) = outcome.differences
    assert (told.name, told.line) == ("civic", 6)
    assert zh in told.actual
    assert en in told.english


def test_registers_stand_only_with_a_question(tmp_path: Path) -> None:
    path = file_of(tmp_path, "fact: Y1", "staff: []")
    path.write_text(
        path.read_text().replace("civic:\n        fact: Y1", "issue: {id: I, text: 路灯}"), encoding="utf-8"
    )
    faults: list[Fault] = []
    assert read_scenarios(path, "x.scenario.yaml", faults) == []
    assert [fault.text("en") for fault in faults] == ["x.scenario.yaml:6: 试: registers belong with civic"]


@pytest.mark.parametrize(
    ("steps", "zh", "en"),
    [
        ("{at: 2026-03-05T09:00+08:00, event: {type: 甲, by: 云桥社区}, expect: {value: 2}}", "fact 没有事件", "fact has no events"),
        ("{advance_to: 2026-03-01T09:00+08:00, expect: {value: 2}}", "早于上一步", "write steps in the order of time"),
    ],
)  # fmt: skip
def test_what_cannot_happen(desk: CaseDesk, tmp_path: Path, steps: str, zh: str, en: str) -> None:
    path = file_of(tmp_path, "fact: Y1")
    path.write_text(path.read_text().replace(EXPECT, f"    steps:\n      - {steps}\n"), encoding="utf-8")
    (scenario,) = read_scenarios(path, "x.scenario.yaml", [])
    outcome = play(scenario, desk)
    assert isinstance(outcome, Failed)
    assert (outcome.differences[0].line, zh in outcome.differences[0].actual) == (9, True)
    assert en in outcome.differences[0].english
