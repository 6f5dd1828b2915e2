"""One engine for all procedures: steps in order, deliverables, refusals that say what would satisfy, time that fires."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.civic.conftest import BRIDGE, Standing

from gridroute.casework import Actor, Attempt
from gridroute.civic.asking import Asking
from gridroute.civic.desk import RecordDesk
from gridroute.civic.proceeding import Opening, Outcome
from gridroute.civic.record import Record, fold
from gridroute.dispatch.engine import Engine
from gridroute.errors import Bilingual

PROJECT = """
程序:
  - 名称: 领办项目
    种类: 项目
    步骤:
      - {名称: 初步申报, 谁: [第一责任人]}
      - {名称: 深入调研, 须写明: [调研报告], 限期: 3个工作日}
      - {名称: 集体研究}
      - {名称: 公示公开}
      - {名称: 上报确定, 谁: [第一责任人]}
    交付物: [实施方案, 推进制度]
    身份:
      - {名称: 第一责任人}
      - {名称: 职能部门, 角色: 供热主管部门}
      - {名称: 工作专班, 必有: 否}
    出口:
      - {名称: 撤销, 谁: [第一责任人], 须写明: [理由]}
      - {名称: 转办, 在哪些步骤之后: [深入调研]}
    督导阶梯: [问题反馈会, 工作提醒函, 工作通报]
    督导间隔: 2个工作日
  - {名称: 居民说事, 种类: 议事, 步数: 6, 步骤: null}
  - {名称: 问题清单, 种类: 清单, 须有期限: 是, 步骤: [{名称: 办理}], 身份: [{名称: 责任单位}]}
"""
GOV, HEAT = "990101-gov", "990101-zjj"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


@pytest.fixture
def desk(standing: Standing) -> RecordDesk:
    civic = standing({"procedures.yaml": PROJECT})
    assert civic.faults == ()
    return RecordDesk(Asking(civic, Engine(civic.county.policy, "index")))


def opened(desk: RecordDesk, name: str = "领办项目", when: str = "03-02T09:00", **given: Any) -> Outcome:
    base: dict[str, Any] = {"place": BRIDGE, "parties": {"第一责任人": [GOV]}, "by": Actor(body=GOV)}
    return desk.open(Opening(id="P1", name=name, at=at(when), **(base | given)))


def begun(desk: RecordDesk) -> Record:
    record = opened(desk).record
    assert record is not None
    return record


def do(desk: RecordDesk, record: Record, kind: str, when: str, by: str = GOV, **said: Any) -> Outcome:
    return desk.attempt(record, Attempt(type=kind, at=at(when), by=Actor(body=by), said=said))


def words(outcome: Outcome) -> Bilingual:
    assert outcome.refusal is not None
    return outcome.refusal.words


def test_a_project_goes_through_its_five_steps(desk: RecordDesk) -> None:
    """SS44 to SS46: five steps in order, every deliverable before the end."""
    made = opened(desk)
    assert made.record is not None
    assert made.record.parties == {"第一责任人": (GOV,), "职能部门": (HEAT,)}  # SS45: the role is filled by itself
    log, record = [*made.events], made.record
    for kind, when, said in (
        ("初步申报", "03-02T10:00", {}),
        ("深入调研", "03-04T10:00", {"调研报告": "报告.pdf"}),
        ("deliver", "03-05T10:00", {"deliverable": "实施方案", "evidence": ["方案.pdf"]}),
        ("集体研究", "03-06T10:00", {}),
        ("交付", "03-06T11:00", {"deliverable": "推进制度", "evidence": ["制度.pdf"]}),
        ("公示公开", "03-09T10:00", {}),
        ("上报确定", "03-10T10:00", {}),
    ):
        outcome = do(desk, record, kind, when, **said)
        assert outcome.refusal is None, words(outcome)
        assert outcome.record is not None
        log, record = [*log, *outcome.events], outcome.record
    assert (record.state, record.final, [one.step for one in record.taken][-1]) == ("done", True, "上报确定")
    assert [one.late for one in record.taken] == [False] * 5
    assert record.timers == ()
    assert fold(log) == record
    assert "已经结束" in words(do(desk, record, "note", "03-11T09:00", text="晚了")).zh


@pytest.mark.parametrize(
    ("kind", "by", "said", "refused", "zh"),
    [
        ("深入调研", GOV, {"调研报告": "有"}, "state", "下一步是“初步申报”,不是“深入调研”"),
        ("初步申报", HEAT, {}, "who", "“初步申报”由 第一责任人 来办"),
        ("初步申报", "990101-slzx", {}, "who", "“初步申报”由 第一责任人 来办"),
        ("撤销", GOV, {}, "needs", "“撤销”要写明: 理由"),
        ("转办", HEAT, {}, "state", "“转办”要在 深入调研 之后"),
        ("交付", HEAT, {"deliverable": "锦旗"}, "needs", "写明交付物 deliverable=…: 实施方案、推进制度"),
        ("交付", HEAT, {"deliverable": "实施方案"}, "needs", "“实施方案”要有凭证: evidence=…"),
        ("验收", GOV, {}, "state", "程序“领办项目”没有“验收”: 可用 初步申报、"),
        ("记事", GOV, {}, "needs", "记事要写内容: text=…"),
        ("overdue", GOV, {}, "state", "没有“overdue”"),
        ("初步申报", "system", {}, "who", "“系统”不是办事的人: 写经办单位"),
    ],
)
def test_a_refusal_says_what_would_satisfy(
    desk: RecordDesk, kind: str, by: str, said: dict[str, Any], refused: str, zh: str
) -> None:
    record = begun(desk)
    outcome = do(desk, record, kind, "03-02T10:00", by, **said)
    assert outcome.refusal is not None
    assert (outcome.refusal.kind, outcome.events, outcome.record) == (refused, (), record)
    assert zh in outcome.refusal.words.zh
    assert outcome.refusal.words.en


def test_the_last_step_waits_for_every_deliverable(desk: RecordDesk) -> None:
    record = begun(desk)
    for kind, said in (("初步申报", {}), ("深入调研", {"调研报告": "有"}), ("集体研究", {}), ("公示公开", {})):
        record = do(desk, record, kind, "03-03T10:00", **said).record or record
    assert words(do(desk, record, "上报确定", "03-03T11:00")).zh == "还缺交付物: 实施方案、推进制度"


def test_a_way_out_ends_it(desk: RecordDesk) -> None:
    made = do(desk, begun(desk), "撤销", "03-03T10:00", 理由="并入其他项目").record
    assert made is not None
    assert (made.state, made.way_out, made.final) == ("left", "撤销", True)


@pytest.mark.parametrize(
    ("given", "kind", "zh"),
    [
        ({"name": "居民说事", "parties": {}}, "incomplete", "程序“居民说事”不能开始: 6 步没有名称,由本地填写"),
        ({"parties": {}}, "needs", "程序“领办项目”要先写明: 第一责任人"),
        ({"parties": {"第一责任人": [GOV], "专家": [GOV]}}, "said", "程序“领办项目”没有身份“专家”"),
        ({"name": "不存在"}, "state", "没有程序“不存在”"),
        ({"name": "问题清单", "parties": {"责任单位": [HEAT]}}, "needs", "程序“问题清单”: 没有完成时限不得入账"),
        ({"name": "问题清单", "parties": {"责任单位": [HEAT]}, "said": {"deadline": "2026-03-01"}}, "said", "看不懂或已过去"),
        ({"name": "问题清单", "parties": {"责任单位": [HEAT]}, "said": {"deadline": "下个月"}}, "said", "看不懂或已过去"),
        ({"by": Actor(body="system")}, "who", "“系统”不是办事的人"),
    ],
)  # fmt: skip
def test_what_does_not_begin_says_why(desk: RecordDesk, given: dict[str, Any], kind: str, zh: str) -> None:
    outcome = opened(desk, **given)
    assert outcome.record is None
    assert outcome.refusal is not None
    assert outcome.refusal.kind == kind
    assert zh in outcome.refusal.words.zh


def test_reminders_climb_while_a_step_is_late(desk: RecordDesk) -> None:
    """SS49: 反馈会, 提醒函, 通报, one after the other; the step is taken late and says so."""
    record = do(desk, begun(desk), "初步申报", "03-02T10:00").record
    assert record is not None
    assert record.due_at == at("03-06T00:00")  # three working days from Monday end with Thursday
    late = desk.advance(record, at("03-20T09:00"))
    assert [(one.type, one.said["reminder"], f"{one.at:%m-%d}") for one in late.events] == [
        ("overdue", "问题反馈会", "03-06"),
        ("remind", "工作提醒函", "03-11"),
        ("remind", "工作通报", "03-14"),
    ]
    assert late.events[0].notify == (GOV, HEAT)
    assert late.record is not None
    assert desk.advance(late.record, at("05-20T09:00")).events == ()
    taken = do(desk, late.record, "深入调研", "03-20T10:00", 调研报告="有").record
    assert taken is not None
    assert [one.late for one in taken.taken] == [False, True]
    assert (taken.overdue, taken.reminded) == (False, 0)


def test_what_falls_due_before_an_attempt_comes_first(desk: RecordDesk) -> None:
    record = do(desk, begun(desk), "初步申报", "03-02T10:00").record
    assert record is not None
    assert [one.type for one in do(desk, record, "深入调研", "03-07T10:00", 调研报告="有").events] == [
        "overdue",
        "深入调研",
    ]


def test_a_deadline_that_was_promised_is_kept(desk: RecordDesk) -> None:
    """LW01: nothing is entered without a deadline; the day counts in full."""
    record = opened(desk, "问题清单", parties={"责任单位": [HEAT]}, said={"deadline": "2026-03-05"}).record
    assert record is not None
    assert record.deadline == record.due_at == at("03-06T00:00")
    assert [one.type for one in desk.advance(record, at("03-06T00:00")).events] == ["overdue"]


def test_records_and_cases_are_linked_by_number(desk: RecordDesk) -> None:
    made = do(desk, begun(desk), "关联", "03-02T10:00", link="SS-0001").record
    assert made is not None
    assert made.links == ("SS-0001",)


def test_time_does_not_go_back(desk: RecordDesk) -> None:
    with pytest.raises(ValueError, match="before"):
        do(desk, begun(desk), "note", "03-01T09:00", text="早了")


#: A procedure whose steps nobody may take.
NOBODY = "程序:\n  - {名称: 无人程序, 步骤: [{名称: 办理}]}\n"
SOMEBODY = "程序:\n  - {名称: 无人程序, 步骤: [{名称: 办理}], 身份: [{名称: 责任单位}]}\n"


def test_a_procedure_without_any_capacity_is_a_gap_and_no_record_of_it_begins(standing: Standing) -> None:
    civic = standing({"procedures.yaml": NOBODY})
    assert [(gap.code, "谁也不能办" in gap.text("zh")) for gap in civic.gaps] == [("GR761", True)]
    made = opened(RecordDesk(Asking(civic, Engine(civic.county.policy, "index"))), "无人程序", parties={})
    assert made.refusal is not None
    assert made.refusal.kind == "incomplete"
    assert "一个身份也没有写" in made.refusal.words.zh


def test_a_step_that_nobody_may_take_any_more_says_what_to_mend(standing: Standing) -> None:
    before, after = (standing({"procedures.yaml": text}) for text in (SOMEBODY, NOBODY))
    desks = [RecordDesk(Asking(one, Engine(one.county.policy, "index"))) for one in (before, after)]
    record = opened(desks[0], "无人程序", parties={"责任单位": [HEAT]}).record
    assert record is not None
    lost = record.model_copy(update={"parties": {}})
    refusal = do(desks[1], lost, "办理", "03-02T10:00", HEAT).refusal
    assert refusal is not None
    assert refusal.words.zh == "“办理”谁也不能办: 先在程序“无人程序”的身份里写明由谁来办"
    assert "由  来办" not in refusal.words.zh
    assert refusal.words.en.startswith("nobody may take “办理”")
