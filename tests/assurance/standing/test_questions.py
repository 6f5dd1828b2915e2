"""Everything that standing matters answer can be asked in a scenario; a wrong expectation fails under its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assurance.standing.conftest import Played

from gridroute import Dispatcher
from gridroute.assurance import Failed, Passed, play, read_scenarios
from gridroute.assurance.listening import Listener
from gridroute.assurance.standing.interview import _ANSWERS, _COURSES
from gridroute.assurance.standing.kinds import KINDS
from gridroute.casework import CaseDesk

GRID, SECOND, WILLOW = "云桥第一网格", "云桥第二网格", "柳林网格"
VALUES = (
    "index_values: ["
    "{index: 平安指数, grid: 云桥第一网格, month: 2026-03, component: 警情, value: 900},"
    "{index: 平安指数, grid: 云桥第一网格, month: 2026-03, component: 消防, value: 500},"
    "{index: 平安指数, grid: 柳林网格, month: 2026-03, component: 警情, value: 300},"
    "{指数: 平安指数, 网格: 柳林网格, 月份: 2026-03, 构成: 消防, 数值: 400},"
    "{index: 平安指数, grid: 云桥第二网格, month: 2026-03, component: 警情, value: 999}]"
)
HEAT, TOWN, OTHER = "云河县住建局", "云河街道", "石桥镇"
RATINGS = (
    "evaluation: {name: 镇街评部门, ratings: ["
    "{rater: 云河街道, ratee: 云河县住建局, dimension: 满意度, score: 90},"
    "{评价方: 石桥镇, 被评方: 云河县住建局, 方面: 效率, 分数: 50},"
    "{rater: 云河街道, ratee: 石桥镇, dimension: 满意度, score: 95, capacity: lead},"
    "{rater: 云河街道, ratee: 石桥镇, dimension: 效率, score: 95},"
    "{rater: 石桥镇, ratee: 云河街道, dimension: 效率, score: 0, capacity: support}]"
)
MATCH = (
    "needs: [{编号: N1, 社区: 云桥社区, 内容: 助餐, 类别: 民生服务/养老, 数量: 2}],"
    "resources: [{编号: R1, 单位: U1, 类型: 场地, 容量: 3}]"
)


def expect(text: str) -> str:
    return f"    expect: {{{text}}}\n"


#: What is asked, what is expected, the registers that are given, the moment; then a name with a wrong value.
QUESTIONS = [
    ("points: {act: 解决问题, facts: {counted_this_year: 0}}", "points: 5, ledger: [单位积分], item: [解决问题], awards: {单位积分/解决问题: 5}, rule: yh-solve", "", "points: 4"),
    ("points: {act: 解决问题, facts: {counted_this_year: 4}}", "points: 0, awards: {}, absent: [ledger, rules]", "", "points: 5"),
    ("points: {act: 参加活动, facts: {party_member: true}}", "points: 2, rules: [yh-visit]", "", "ledger: [单位积分]"),
    ("staffing: 全科网格员", "fails: 3, places: [云桥第二网格, 河东网格, 柳林网格], warn: 配齐", "", "fails: 2"),
    (f"staffing: {{check: 全科网格员, place: {WILLOW}}}", "fails: 1, count: 0, wanted: 1, holder: 柳林村村民委员会", "", "holder: 云河街道"),
    (f"staffing: {{check: 全科网格员, place: {GRID}}}", "fails: 0, count: 1, absent: [holder, warn, places]", "", "count: 0"),
    ("staffing: 全科网格员", "fails: 2", "staff: [{编号: G2, 类别: 网格员, 所在地: 柳林网格}]", "fails: 3"),
    ("patrol: 平安指数", f"patrol: [{SECOND}, {WILLOW}, {GRID}], uses: [patrol_priority]", VALUES, f"patrol: [{GRID}, {SECOND}, {WILLOW}]"),
    (f"patrol: {{index: 平安指数, month: 2026-03, place: {WILLOW}}}", "order: 2, value: 340, missing: []", VALUES, "order: 1"),
    (f"patrol: {{index: 平安指数, place: {SECOND}}}", "order: 1, missing: [消防], absent: [value]", VALUES, "missing: []"),
    ("patrol: 文明指数", "unset: [构成]", "", "unset: []"),
    (RATINGS + "}", f"ranking: [{OTHER}, {HEAT}], left_out: [{TOWN}], share: 10, floor: 30", "", f"ranking: [{HEAT}, {OTHER}]"),
    (RATINGS + f", ratee: {HEAT}}}", "score: 74, rank: 2, dimensions: {满意度: 90, 效率: 50}, missing: []", "", "score: 70"),
    ("evaluation: {name: 镇街评部门, ratings: [{rater: 云桥社区, ratee: 石桥镇, dimension: 效率, score: 5}]}", "refused: rating, ranking: []", "", "refused: 不能评价自己"),
    ("grids: 划分原则", "sound: false, uncovered: [石桥镇/河东村], drawn: 0, uncounted: 4, unset: [人口上限], absent: [overlaps, crossing, too_few]", "", "sound: true"),
    ("grids: 划分原则", "too_few: [柳林网格], uncounted: 3", "populations: [{地区: 柳林网格, 口径: 网格人口, 人口: 150}]", "too_few: []"),
    ("grids: 划分原则", "too_many: [柳林网格], absent: [unset, too_few]", "griddings: [{名称: 划分原则, 人口口径: 网格人口, 人口下限: 100, 人口上限: 149}], populations: [{地区: 柳林网格, 口径: 网格人口, 人口: 150}]", "too_many: []"),
    ("inspection: 划分原则", "codes: [GR754, GR760], says: {contains: ['没有覆盖 1 处']}", "", "codes: []"),
    ("inspection: 镇街评部门", "codes: [GR758], says: {contains: ['占比 10% 低于“部门评价权重”的 30%']}", "", "codes: []"),
    ("tree: {place: 云桥社区, tier: 楼栋党小组}", "tree: 城市五级, depth: 5, above: 网格党支部, settlement: urban", "", "above: 社区党委"),
    ("tree: {place: 柳林村, tier: 村党组织}", "tree: 农村三级, tiers: [村党组织, 网格党小组, 党员中心户], absent: [above]", "", "tiers: [党员中心户, 网格党小组, 村党组织]"),
    ("tree: {name: 城市五级, place: 柳林村}", "absent: [tree, tiers], settlement: rural", "", "tree: 城市五级"),
    ("tree: {place: 柳林村, kind: 网格, tier: 村}", "tree: 四级网格, kind: grid, depth: 4, above: 社区", "", "tree: 农村三级"),
    ("venues: 云桥社区", "circle: 15 clock_minutes, circle_source: assumed", "", "circle_source: 云河县"),
    ("venues: 云桥社区", "venues: [东驿站, 云桥社区党群服务中心], open: [A, 云桥社区党群服务中心], absent: [within]", "", "venues: [云桥社区党群服务中心, 东驿站]"),
    ("venues: {place: 云桥社区, tier: 镇街}", "nearest: 云河街道服务中心, place: 云河街道, tier: township", "", "nearest: 石桥镇服务中心"),
    ("venues: {near: [117.001, 35.0], crs: WGS-84, tier: station}", "venues: [东驿站, 西驿站], within: [东驿站], metres: 91, minutes: 2", "", "within: [西驿站]"),
    ("chain: 云桥第一网格", "levels: [网格, 村社, 镇街], posts: {网格: [第一网格员], 村社: [包村岗甲, 包村岗乙], 镇街: []}, crowded: [村社], empty: [镇街], one: false", "", "one: true"),
    ("fact: Y1", "value: 2, unit: 个, source: 云河县通报, counted: 2, agrees: true", "", "source: 云河县"),
    ("fact: Y2", "value: 9, counted: 4, agrees: false", "", "agrees: true"),
    ("entry: {register: 服务事项, key: S1}", "事项: 打印证明, provider: 云桥社区, source: 云河县目录, assumed: false", "", "provider: 柳林村"),
    ("entry: {register: venues}", "count: 8, keys: {contains: [A, B]}", "", "count: 9"),
    ("entry: {register: 轮值, key: 代办轮值}", "队数: 3, unset: [起轮日期, every]", "", "队数: 4"),
    ("roster: 代办轮值", "unset: [start, 每轮]", "", "unset: [start]"),
    ("roster: 夜巡", "on_duty: [甲], turn: [甲], empty: []", "", "on_duty: [乙]"),
    ("roster: 汛期值班", "absent: [on_duty, turn]", "", "on_duty: [甲]"),
    ("roster: {name: 汛期值班, mode: 战时}", "on_duty: [甲]", "", "on_duty: []"),
    ("open_days: {name: 接待日, place: 云桥社区}", "held: ['2026-03-05']", "", "held: ['2026-03-06']"),
    ("open_days: 接待日", "venues: [云河街道服务中心, 石桥镇服务中心]", "", "venues: [云河街道服务中心]"),
    ("match: N1", "match: intention, resource: R1, unit: U1, quantity: 2", MATCH, "match: obligation"),
    ("regrid: {on: 2026-07-01, cases: {C1: 990101001001001, C2: 990101001001002, C3: '990101001001999'}}",
     "cases: 3, how: {unchanged: 1, several: 1, unknown: 1}, grids: {C1: 990101001001001, C2: 990101001001002, C3: '990101001001999'},"
     " posts: {C1: O1, C2: S1, C3: null}, before: {C1: O1, C2: S1, C3: null}, nobody: []", "", "nobody: [C2]"),
    ("regrid: {cases: [990101001001002]}", "how: {unchanged: 1}, posts: {1: S1}", "", "posts: {1: O1}"),
]  # fmt: skip


@pytest.mark.parametrize(("civic", "right", "registers", "wrong"), QUESTIONS)
def test_a_question_is_answered(ask: Played, civic: str, right: str, registers: str, wrong: str) -> None:
    outcome = ask(civic, expect(right), registers)
    assert isinstance(outcome, Passed), outcome.differences
    failed = ask(civic, expect(wrong), registers)
    assert isinstance(failed, Failed)
    assert [one.name for one in failed.differences] == [wrong.split(":")[0]]


STEPS = [
    (
        "account: {ledger: 党员积分, subject: M-1}",
        """    steps:
      - expect: {balance: 0, entries: 0, whose: member, floor: 0, unset: [resets]}
      - {at: 2026-03-05T09:00+08:00, event: {type: 参加活动, by: 云桥社区, party_member: true}, expect: {earned: 2, balance: 2, rule: yh-visit, items: [参加活动]}}
      - {at: 2026-03-06T09:00+08:00, event: {type: 参加活动, by: 云桥社区, 党员: 否}, expect: {earned: 0, balance: 2, entries: 1}}
      - {at: 2026-03-07T09:00+08:00, event: {type: reverse, by: 云桥社区, event: 1}, expect: {refused: 冲正要写理由, balance: 2}}
      - {at: 2026-03-08T09:00+08:00, event: {type: 冲正, by: 云桥社区, event: 1, reason: 重复}, expect: {balance: 0, entries: 2, events: [reverse]}}
      - {at: 2026-03-09T09:00+08:00, event: {type: reverse, by: 云桥社区, event: 1, reason: 重复}, expect: {refused: state, balance: 0}}
""",
    ),
    (
        "account: {ledger: 单位积分, subject: U1}",
        """    steps:
      - {at: 2026-03-05T09:00+08:00, event: {type: 解决问题, by: 云桥社区}, expect: {balance: 5, closes: {}}}
      - {advance_to: 2026-03-31T09:00+08:00, expect: {closes: {month: 评分, quarter: 考核}}}
      - {advance_to: 2026-06-30T09:00+08:00, expect: {closes: {month: 评分, quarter: 考核, half_year: 晾晒}, balance: 5}}
      - {advance_to: 2027-01-01T09:00+08:00, expect: {balance: 0, entries: 1}}
""",
    ),
    (
        "check_in: {quota: 单位报到, subject: U1}",
        """    steps:
      - {at: 2026-03-05T09:00+08:00, event: {type: 解决问题, by: 云桥社区}, expect: {refused: needs, absent: [counts]}}
      - {at: 2026-03-05T10:00+08:00, event: {type: 解决问题, by: 云桥社区, evidence: [签到表]}, expect: {counts: {解决问题: 1}, owed: {解决问题: 2}, earned: 5, balances: {单位积分/U1: 5}}}
      - {advance_to: 2027-01-01T00:00+08:00, expect: {state: done, short: {解决问题: 1}, notify: [U1]}}
""",
    ),
    (
        "check_in: {quota: 党员报到, subject: M-1}",
        """    steps:
      - {at: 2026-03-05T10:00+08:00, event: {type: 参加活动, by: 云桥社区, evidence: [签到表]}, expect: {earned: 2, balances: {党员积分/M-1: 2}}}
      - {advance_to: 2027-01-01T00:00+08:00, expect: {state: done, absent: [short, notify], balances: {党员积分/M-1: 2}}}
""",
    ),
    (
        "whistles: {body: 云河县住建局, calls: {"
        "甲: {at: 2026-03-04T10:00+08:00, issue: {text: 暖气不热, category: 公用事业/供热/供热不足, address: 云桥社区, urgency: normal}},"
        "乙: {at: 2026-03-04T10:30+08:00, issue: {text: 暖气不热, category: 公用事业/供热/供热不足, address: 河东社区, urgency: normal, affected_people: 9}},"
        "丙: {at: 2026-03-04T11:00+08:00, by: 柳林村, issue: {text: 暖气不热, category: 公用事业/供热/供热不足, address: 柳林村, urgency: normal}}}}",
        """    steps:
      - expect: {visits: [[乙, 甲], [丙]], order: [乙, 甲, 丙], zones: [云河街道, 石桥镇], missed: [], absent: [opinions]}
      - {at: 2026-03-04T15:00+08:00, event: {type: check_in, by: 云河县住建局}, expect: {visits: [[丙]], opinions: [甲, 乙]}}
      - {at: 2026-03-04T16:00+08:00, event: {type: check_in, by: 云河县住建局}, expect: {visits: [], opinions: [甲, 乙, 丙]}}
""",
    ),
    (
        "staffing: 全科网格员",
        "    steps:\n      - {expect: {fails: 3}}\n      - {advance_to: 2026-07-01T09:00+08:00, expect: {fails: 4}}\n",
    ),
    (
        'mode: {mode: 战时, by: 云河县人民政府, said: {reason: 汛情, until: "2026-03-10"}}',
        """    steps:
      - expect: {state: open, in_force: wartime, until: 2026-03-11T00:00:00+08:00, notify: [云河县受理中心], events: [open]}
      - {at: 2026-03-05T09:00+08:00, event: {type: lift, by: 云河县住建局}, expect: {refused: who, in_force: wartime}}
      - {advance_to: 2026-03-11T00:00+08:00, expect: {state: done, events: [lapse], absent: [in_force]}}
      - {at: 2026-03-12T09:00+08:00, event: {type: lift, by: 云河县人民政府}, expect: {refused: state}}
""",
    ),
    (
        "mode: {mode: 战时, by: 云河县住建局, said: {reason: 汛情}}",
        "    steps:\n      - {expect: {refused: who, absent: [in_force, notify]}}\n",
    ),
]


@pytest.mark.parametrize(("civic", "steps"), STEPS)
def test_what_happens_step_by_step_is_seen(ask: Played, civic: str, steps: str) -> None:
    outcome = ask(civic, steps)
    assert isinstance(outcome, Passed), outcome.differences


@pytest.mark.parametrize(
    ("number", "old", "new", "name"),
    [
        (0, "earned: 2", "earned: 3", "earned"),
        (0, "entries: 2", "entries: 1", "entries"),
        (1, "{balance: 0, entries: 1}", "{balance: 5}", "balance"),
        (2, "notify: [U1]", "notify: []", "notify"),
        (3, "absent: [short, notify]", "short: {参加活动: 3}", "short"),
        (4, "visits: [[乙, 甲], [丙]]", "visits: [[甲, 乙], [丙]]", "visits"),
        (4, "order: [乙, 甲, 丙]", "order: [甲, 乙, 丙]", "order"),
        (4, "opinions: [甲, 乙]", "opinions: [甲]", "opinions"),
        (5, "fails: 4", "fails: 3", "fails"),
        (6, "events: [lapse]", "events: []", "events"),
        (6, "notify: [云河县受理中心]", "notify: []", "notify"),
        (7, "refused: who", "refused: state", "refused"),
    ],
)
def test_a_wrong_step_fails(ask: Played, number: int, old: str, new: str, name: str) -> None:
    civic, steps = STEPS[number]
    assert old in steps
    failed = ask(civic, steps.replace(old, new))
    assert isinstance(failed, Failed)
    assert [one.name for one in failed.differences] == [name]


def test_every_kind_has_one_who_answers() -> None:
    assert {*_ANSWERS, *_COURSES} == set(KINDS)
    assert {name for name, kind in KINDS.items() if kind.events} == set(_COURSES)


def test_coverage_sees_the_rules_that_are_asked(desk: CaseDesk, tmp_path: Path) -> None:
    """Points, matching and eligibility: what a question asks of the rules is heard like any other."""
    heard = Listener()
    county = desk.dispatcher.county
    listening = CaseDesk(Dispatcher(county, "index", heard))
    file = tmp_path / "x.scenario.yaml"
    file.write_text(
        "county: yunhe\nscenarios:\n"
        "  - {name: 分, given: {at: 2026-03-04T09:00+08:00, civic: {points: 参加活动}}, expect: {points: 0}}\n"
        "  - {name: 户, given: {at: 2026-03-04T09:00+08:00, civic: {account: {ledger: 党员积分, subject: M}}},\n"
        "     steps: [{at: 2026-03-05T09:00+08:00, event: {type: 参加活动, by: 云桥社区, 党员: 是}, expect: {balance: 2}}]}\n"
        f"  - {{name: 配, given: {{at: 2026-03-04T09:00+08:00, civic: {{match: N1}}, registers: {{{MATCH}}}}}, expect: {{match: intention}}}}\n",
        encoding="utf-8",
    )
    for scenario in read_scenarios(file, "x", []):
        assert isinstance(play(scenario, listening), Passed)
    asked = {stage: list(one.facts()) for (_, stage), one in heard.asked_of.items()}
    assert set(asked) == {"points", "matching"}
    assert [fact.get("party_member") for fact, _ in asked["points"]] == [None, True]
