"""Scenarios play as written, a wrong expectation is told, and a file that is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import build_county

from gridroute.assurance import Failed, Passed, play, read_scenarios
from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher
from gridroute.errors import Fault

ONE = """
county: sishui
scenarios:
  - name: 路面
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S1, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 泗河街道仲子社区}
    steps:
      - expect: EXPECT
"""


@pytest.fixture(scope="module")
def desk(sishui: County) -> CaseDesk:
    return CaseDesk(Dispatcher(sishui, "index"))


def played(desk: CaseDesk, tmp_path: Path, text: str) -> Passed | Failed:
    path = tmp_path / "one.scenario.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    (scenario,) = read_scenarios(path, path.name, faults)
    assert faults == []
    return play(scenario, desk)


@pytest.mark.parametrize(
    "expect",
    [
        "{state: dispatched, lead: 泗水县住房和城乡建设局, lead: 370831-zjj}".replace(", lead: 370831-zjj", ""),
        "{lead: 370831-zjj, responsible: 370831-zjj, due.handle: 2026-03-05}",
        "{due.handle@lead: 2026-03-06T00:00+08:00, rule: ss-SS12, absent: [supervise, exit, adjudicator]}",
        "{grid.status: certain, grid.community_code: '370831001003', urgency: normal, supports: []}",
    ],
)
def test_what_is_expected_in_other_words_is_the_same(desk: CaseDesk, tmp_path: Path, expect: str) -> None:
    assert isinstance(played(desk, tmp_path, ONE.replace("EXPECT", expect)), Passed)


CHINESE = (
    ONE.replace("EXPECT", "{state: 已派单, urgency: 一般, confidential: 公开}")
    + "      - {at: 2026-03-02T10:00+08:00, event: {type: 接单, by: 主办单位}, expect: {state: 办理中}}\n"
    + "      - {at: 2026-03-02T10:30+08:00, event: {type: 交社区办, by: 主办单位, to: 所在村社},"
    + " expect: {state: 办理中, absent: [refused]}}\n"
    + "      - {at: 2026-03-02T11:00+08:00, event: {type: 上会, by: 所在村社, trigger: 资金或权限超本级, basis: 请示,"
    + " papers: [事实, 已做措施, 争点, 建议主办, 资金缺口]},"
    + " expect: {state: 待上会, triggers: [资金或权限超本级], level: 村社}}\n"
    + "      - {at: 2026-03-02T12:00+08:00, event: {type: 补充, by: 诉求人, text: 又塌了一块}, expect: {state: 待上会}}\n"
)


def test_states_events_capacities_and_grounds_may_be_written_as_clerks_call_them(
    desk: CaseDesk, tmp_path: Path
) -> None:
    made = played(desk, tmp_path, CHINESE)
    assert isinstance(made, Passed), made.differences


@pytest.mark.parametrize(
    ("old", "new", "name", "said"),
    [
        ("state: 已派单", "state: 办理中", "state", "dispatched"),
        ("type: 接单", "type: 接丹", "event", "没有事件“接丹”: 是不是“接单”?"),
        ("by: 主办单位", "by: 主办", "event", "“主办”在这件事里没有对应的单位: 是不是“主办单位”?"),
        ("category: 城乡建设/道路/路面破损", "category: 路面破损", "category", "是不是“城乡建设/道路/路面破损”?"),
        (
            "type: 接单, by: 主办单位",
            "type: 吹哨, by: 所在村社, whistle_kind: 群众诉求哨",
            "refused",
            "handling_failed (本级处置失败)",
        ),
        ("type: 接单, by: 主办单位", "type: 吹哨, by: 所在村社, whistle_kind: 群众诉求哨", "refused", "reviewed: true"),
        ("type: 接单, by: 主办单位", "type: 反馈, by: 主办单位, evidence: [照片]", "refused", "派单异议、接单、"),
        ("{state: 办理中}", "{sees@没有的局: []}", "sees@没有的局", "台账里没有单位“没有的局”"),
        ("category: 城乡建设/道路/路面破损", "category: 占道经营", "category", "是不是“市容环卫/市容秩序/占道经营”?"),
    ],
)
def test_a_word_that_nothing_is_called_is_told_with_the_nearest(
    desk: CaseDesk, tmp_path: Path, old: str, new: str, name: str, said: str
) -> None:
    assert old in CHINESE
    made = played(desk, tmp_path, CHINESE.replace(old, new))
    assert isinstance(made, Failed)
    assert said in next(one.actual for one in made.differences if one.name == name)


@pytest.mark.parametrize(
    ("expect", "name", "actual"),
    [
        ("{state: closed}", "state", "dispatched"),
        ("{lead: 泗水县水务局}", "lead", "泗水县住房和城乡建设局"),
        ("{due.handle: 2026-03-06}", "due.handle", "2026-03-05 (2026-03-06T00:00+08:00)"),
        ("{absent: [lead]}", "lead", "泗水县住房和城乡建设局"),
        ("{rule: ss-heat}", "rule", "ss-SS12"),
        ("{stat: dispatched}", "stat", "是不是“state”"),
        ("{absent: [leed, exit]}", "leed", "没有这一项: 是不是“lead”?"),
        ("{absent: due.handel}", "due.handel", "没有这一项: 是不是“due.handle”?"),
        ("{absent: [sees@没有这个单位]}", "sees@没有这个单位", "没有这一项"),
        ("{due.handel: 2026-03-05}", "due.handel", "没有这一项"),
        ("{supports: [泗水县水务局]}", "supports", "-"),
        ("{redo_count: 1}", "redo_count", "0"),
    ],
)
def test_a_wrong_expectation_fails_and_shows_both(
    desk: CaseDesk, tmp_path: Path, expect: str, name: str, actual: str
) -> None:
    outcome = played(desk, tmp_path, ONE.replace("EXPECT", expect))
    assert isinstance(outcome, Failed)
    (one,) = outcome.differences
    assert one.name == name
    assert actual in one.actual
    assert one.line == 9


def test_a_refusal_that_nobody_expected_fails(desk: CaseDesk, tmp_path: Path) -> None:
    step = "{state: dispatched}\n      - {at: 2026-03-02T10:00+08:00, event: {type: reply, by: lead}, expect: {state: dispatched}}"
    outcome = played(desk, tmp_path, ONE.replace("EXPECT", step))
    assert isinstance(outcome, Failed)
    assert "不能“反馈”" in outcome.differences[0].actual


@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("城乡建设/道路/路面破埙", "没有类别“城乡建设/道路/路面破埙”: 是不是“城乡建设/道路/路面破损”?"),
        ("XYZ", "没有类别“XYZ”"),
    ],
)
def test_a_category_that_the_county_has_not_fails_the_scenario(
    desk: CaseDesk, tmp_path: Path, category: str, said: str
) -> None:
    text = ONE.replace("城乡建设/道路/路面破损", category)
    outcome = played(desk, tmp_path, text.replace("EXPECT", "{lead: 泗水县住房和城乡建设局}"))
    assert isinstance(outcome, Failed)
    assert [(one.name, one.actual) for one in outcome.differences] == [("category", said)]
    # what is on the warning itself is played
    warned = played(desk, tmp_path, text.replace("EXPECT", "{warnings: []}"))
    assert isinstance(warned, Failed)
    assert warned.differences[0].name == "warnings"


def test_two_of_one_name_are_told_and_the_first_stands(tmp_path: Path) -> None:
    path = tmp_path / "two.scenario.yaml"
    one = ONE.replace("EXPECT", "{state: dispatched}")
    path.write_text(one + one.partition("scenarios:\n")[2], encoding="utf-8")
    faults: list[Fault] = []
    assert [scenario.line for scenario in read_scenarios(path, path.name, faults)] == [4]
    assert [fault.text("zh") for fault in faults] == ["two.scenario.yaml:10: 路面: 第4行已有同名的场景: 换一个名称"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("given:", "givn:", "3: 路面: 这里不认识“givn”"),
        ("2026-03-02T09:00+08:00", "2026-03-02T09:00", "没有时区"),
        ("- expect: EXPECT", "- {advance_to: 2026-03-03T09:00+08:00}", "场景没有写 expect"),
        ("county: sishui\n", "", "没有写 county"),
        ("name: 路面", "name: ''", "场景要有 name"),
        ("{state: dispatched}", "{supports: {contains: []}}", "“supports: contains”是空的,什么也没有检验"),
        ("{state: dispatched}", "{supports: {contains: }}", "“supports: contains”是空的,什么也没有检验"),
        ("{state: dispatched}", "{state: dispatched, absent: []}", "“absent”是空的,什么也没有检验"),
        ("- expect: EXPECT", "- {event: {type: accept}, expect: {state: closed}}", "event 要有 type 和 by"),
        ("scenarios:", "scenarois:", "这里不认识“scenarois”: 是不是“scenarios”?"),
        ("村口路面破损", "路灯坏了,没人管", "英文逗号把“路灯坏了,没人管”分成了几项: 加引号写成"),
    ],
)
def test_a_wrong_file_is_named_and_tests_nothing(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "wrong.scenario.yaml"
    path.write_text(
        ONE.replace("EXPECT", "{state: dispatched}").replace(old.replace("EXPECT", "{state: dispatched}"), new),
        encoding="utf-8",
    )
    faults: list[Fault] = []
    assert read_scenarios(path, path.name, faults) == []
    shown = [fault.text("zh") for fault in faults]
    assert any(said.split(": ", 1)[-1] in one or said in one or "带时区" in one for one in shown), shown
    assert all(one.startswith("wrong.scenario.yaml:") for one in shown)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (ONE.encode() + b"\xff", ["wrong.scenario.yaml: 不是 UTF-8 编码: 另存为 UTF-8 再试"]),
        (b"county: sishui\nscenarios: [\n", ["wrong.scenario.yaml:3: 不是合法的 YAML"]),
        (b"county: sishui\nscenarios: []\n", ["wrong.scenario.yaml:2: scenarios 是空的: 写出场景,或者删去文件"]),
        (b"county: sishui\nscenarios: x\n", ["wrong.scenario.yaml:2: scenarios 应是一列场景"]),
        (b"county: sishui\nscenarois: []\n", ["wrong.scenario.yaml:2: 这里不认识“scenarois”: 是不是“scenarios”?"]),
    ],
)
def test_a_file_with_no_scenario_to_read_is_told_once(tmp_path: Path, raw: bytes, said: list[str]) -> None:
    path = tmp_path / "wrong.scenario.yaml"
    path.write_bytes(raw)
    faults: list[Fault] = []
    assert read_scenarios(path, path.name, faults) == []
    found = [fault.text("zh") for fault in faults]
    assert len(found) == len(said)
    assert [one[: len(want)] for one, want in zip(found, said, strict=True)] == said


POSTS = ONE.replace("      issue:", "      posts: [POST]\n      issue:").replace(
    "address: 泗河街道仲子社区", 'grid: "370831001003001"'
)


def test_posts_that_a_scenario_gives_stand_in_place_of_the_county_s(desk: CaseDesk, tmp_path: Path) -> None:
    post = '{id: p, role: primary, place: "370831001003001", name: 一格网格员}'
    text = POSTS.replace("POST", post).replace("EXPECT", "{officer: 一格网格员}")
    assert isinstance(played(desk, tmp_path, text), Passed)
    assert isinstance(played(desk, tmp_path, ONE.replace("EXPECT", "{absent: [officer]}")), Passed)


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ('{id: p, role: boss, place: "370831001003001", name: 甲}', "没有“boss”"),
        ('{id: p, role: primary, place: "370831001003999", name: 甲}', "没有代码“370831001003999”"),
        ('{id: p, role: primary, place: "370831001003001"}', "岗位没有写 name"),
        ('{id: p, role: primary, place: "370831001003001", name: 甲, sex: male}', "岗位没有“sex”"),
    ],
)
def test_a_wrong_post_fails_the_scenario(desk: CaseDesk, tmp_path: Path, post: str, said: str) -> None:
    outcome = played(desk, tmp_path, POSTS.replace("POST", post).replace("EXPECT", "{state: dispatched}"))
    assert isinstance(outcome, Failed)
    assert said in outcome.differences[0].actual
    assert (outcome.differences[0].name, outcome.differences[0].line) == ("posts", 7)


SERVICE = """
county: sishui
scenarios:
  - name: 代办
    given: {at: 2026-03-02T09:00+08:00, service: 红色代办, person: PERSON}
    expect: EXPECT
"""


def service(person: str, expect: str) -> str:
    return SERVICE.replace("PERSON", person).replace("EXPECT", expect)


@pytest.mark.parametrize(
    ("person", "expect"),
    [
        ("{born: 1950-01-01}", "{eligible: 'yes', age: 76, rule: ss-SS30}"),
        ("{born: 1990-01-01}", "{eligible: 'no', review: [特殊情况审批], absent: [roster]}"),
        ("{}", "{absent: [eligible, age]}"),
    ],
)
def test_a_scenario_may_ask_for_a_service(desk: CaseDesk, tmp_path: Path, person: str, expect: str) -> None:
    assert isinstance(played(desk, tmp_path, service(person, expect)), Passed)


@pytest.mark.parametrize(
    ("person", "expect", "name", "said"),
    [
        ("{born: 1950-01-01}", "{eligible: 'no'}", "eligible", "yes"),
        ("{born: 1950-01-01}", "{eligibel: 'no'}", "eligibel", "是不是“eligible”"),
        ("{born: 1950-01-01}", "{absent: [roter]}", "roter", "是不是“roster”"),
        ("{age: 80}", "{eligible: 'yes'}", "service", "写出生日期"),
        ("{born: 八十岁}", "{eligible: 'yes'}", "service", "“八十岁”不是日期"),
        ("{colour: red}", "{eligible: 'yes'}", "service", "没有“colour”这一项"),
    ],
)
def test_a_wrong_answer_or_question_fails_it(
    desk: CaseDesk, tmp_path: Path, person: str, expect: str, name: str, said: str
) -> None:
    outcome = played(desk, tmp_path, service(person, expect))
    assert isinstance(outcome, Failed)
    (one,) = outcome.differences
    assert (one.name, said in one.actual) == (name, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{at: 2026-03-02T09:00+08:00, service: 红色代办, issue: {text: 路坏了}}", "只写 service、person 和 expect"),
        ("{at: 2026-03-02T09:00+08:00, service: 红色代办, person: [1]}", "person 应写成“键: 值”"),
        ("{at: 2026-03-02T09:00+08:00, person: {}}", "given 应写成 {at, issue}"),
        ("{at: 2026-03-02T09:00+08:00, issue: 路坏了}", "issue 应写成“键: 值”"),
    ],
)
def test_a_question_is_an_issue_or_a_service(tmp_path: Path, given: str, said: str) -> None:
    path = tmp_path / "wrong.scenario.yaml"
    text = f"county: sishui\nscenarios:\n  - name: 甲\n    given: {given}\n    expect: {{eligible: 'yes'}}\n"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    assert read_scenarios(path, path.name, faults) == []
    assert said in faults[0].text("zh")


MODES = """
county: yunhe
scenarios:
  - name: 战时
    given:
      at: 2026-07-10T09:00+08:00
      modes: MODES
      issue: {id: S1, text: 村口路面破损, category: 城乡建设/道路/路面破损, address: 石桥镇柳林村}
    expect: {urgency: URGENCY}
"""
FLOOD = "rules:\n- {id: yh-flood, stage: classify, title: 上调, source: assumed, when: {mode: wartime}, then: {urgency: utility}}\n"


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> CaseDesk:
    built = build_county(tmp_path_factory.mktemp("flooded"), {"policy/flood.rules.yaml": FLOOD})
    return CaseDesk(Dispatcher(built.county, "index"))


@pytest.mark.parametrize(
    ("modes", "urgency"),
    [
        ("{mode: 战时, from: 2026-07-10T08:00+08:00}", "utility"),
        ("[{mode: wartime, from: 2026-07-10T09:00+08:00, until: 2026-07-11T00:00+08:00}]", "utility"),
        ("[{mode: wartime, from: 2026-07-10T08:00+08:00, until: 2026-07-10T09:00+08:00}]", "normal"),
        ("[{mode: wartime, from: 2026-07-10T09:01+08:00}]", "normal"),
        ("[]", "normal"),
    ],
)
def test_a_scenario_may_say_which_mode_is_in_force(flooded: CaseDesk, tmp_path: Path, modes: str, urgency: str) -> None:
    """T31: of the moment at which the issue came in."""
    made = played(flooded, tmp_path, MODES.replace("MODES", modes).replace("URGENCY", urgency))
    assert isinstance(made, Passed), made


def test_a_mode_that_the_county_has_not_fails_the_scenario(flooded: CaseDesk, tmp_path: Path) -> None:
    text = MODES.replace("MODES", "{mode: 站时, from: 2026-07-10T08:00+08:00}").replace("URGENCY", "normal")
    made = played(flooded, tmp_path, text)
    assert isinstance(made, Failed)
    assert [(one.line, one.actual) for one in made.differences] == [(7, "没有运行模式“站时”: 是不是“战时”?")]


@pytest.mark.parametrize(
    ("modes", "said"),
    [
        ("战时", "运行模式要写 mode 和 from: 写成 {mode, from, until}"),
        ("{mode: 战时, from: 昨天}", "“昨天”不是带时区的时间: 写成 2026-03-02T09:10+08:00"),
        ("{mode: 战时, from: 2026-07-10T08:00+08:00, to: 2026-07-10T08:00+08:00}", "这里不认识“to”"),
    ],
)
def test_a_mode_that_cannot_be_read_is_told(tmp_path: Path, modes: str, said: str) -> None:
    path = tmp_path / "one.scenario.yaml"
    path.write_text(MODES.replace("MODES", modes).replace("URGENCY", "normal"), encoding="utf-8")
    faults: list[Fault] = []
    assert read_scenarios(path, path.name, faults) == []
    assert said in faults[0].text("zh")
