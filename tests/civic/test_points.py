"""Points only grow by what was done; a year's check-ins are settled; nothing is taken off a member (SS23, §3.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pydantic import ValidationError
from tests.civic.conftest import Standing, said

from gridroute.casework import Actor, Attempt
from gridroute.civic.asking import Asking
from gridroute.civic.attendance import Deed
from gridroute.civic.checkin import Quota
from gridroute.civic.desk import RecordDesk
from gridroute.civic.ledger import Ledger
from gridroute.civic.points import Award
from gridroute.civic.proceeding import Outcome
from gridroute.civic.record import Record, fold

FILES = {
    "units.csv": "编号,名称,共建社区,类型\nU1,税务局党委,云桥社区,党组织\n",
    "ledgers.yaml": (
        "积分台账:\n  - {名称: 单位积分, 记谁: 报到单位, 清零: 每年, 项目: [解决问题]}\n"
        "  - {名称: 党员积分, 记谁: 在职党员, 清零: 不清零}\n"
    ),
    "quotas.yaml": (
        "报到任务:\n  - 名称: 单位报到\n    类型: 单位报到\n    不足: 通报\n    计数: [{行为: 解决问题, 至少: 4}, {行为: 现场办公, 至少: 1, 每: 季}]\n"
        "  - {名称: 党员报到, 类型: 党员报到, 计数: [{行为: 参加活动, 至少: 4}]}\n"
    ),
}
BY = Actor(body="990101001001")
Desk = Callable[..., Asking]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


def deed(
    act: str = "解决问题", quota: str = "单位报到", subject: str = "U1", when: str = "2026-03-02T09:00", **more: Any
) -> Deed:
    return Deed(quota, subject, act, at(when), BY, {"evidence": ["签到表"], **more})


@pytest.fixture
def desk(asking: Desk) -> RecordDesk:
    made = asking(FILES)
    assert made.civic.faults == ()
    return RecordDesk(made)


def counted(desk: RecordDesk, record: Record | None, one: Deed) -> tuple[Record, list[Award], Outcome]:
    outcome, awards = desk.count(record, one)
    assert outcome.record is not None, outcome.refusal
    return outcome.record, awards, outcome


def test_a_deed_counts_and_is_worth_what_the_rules_say(desk: RecordDesk) -> None:
    record, awards, _ = counted(desk, None, deed())
    assert (record.id, record.kind, record.counts) == ("单位报到/U1/2026", "check_in", {"解决问题": 1})
    assert awards == [Award("单位积分", "解决问题", 5, "yh-solve", "U1")]
    account = desk.enter(None, awards[0], deed()).record
    assert account is not None
    assert (account.id, account.balance, account.postings[0].rule) == ("单位积分/U1", 5, "yh-solve")


def test_only_four_a_year_are_worth_points(desk: RecordDesk) -> None:
    record: Record | None = None
    worth = []
    for _ in range(6):
        record, awards, _ = counted(desk, record, deed())
        worth.append(len(awards))
    assert worth == [1, 1, 1, 1, 0, 0]
    assert record is not None
    assert record.counts == {"解决问题": 6}


@pytest.mark.parametrize(
    ("one", "kind", "zh"),
    [
        (deed("送锦旗"), "state", "“单位报到”不计“送锦旗”: 解决问题、现场办公"),
        (deed(quota="部门报到"), "state", "没有报到任务“部门报到”"),
        (deed(subject="U9"), "needs", "units.csv 里没有“U9”"),
        (deed(evidence=[]), "needs", "“解决问题”要有凭证: evidence=[签到表]"),
    ],
)
def test_what_does_not_count_says_why(desk: RecordDesk, one: Deed, kind: str, zh: str) -> None:
    outcome, awards = desk.count(None, one)
    assert awards == []
    assert outcome.refusal is not None
    assert (outcome.record, outcome.refusal.kind, outcome.refusal.words.zh) == (None, kind, zh)


def test_at_the_end_of_the_year_what_a_unit_is_short_of_is_told(desk: RecordDesk) -> None:
    record, _, _ = counted(desk, None, deed())
    assert desk.advance(record, at("2026-12-31T23:59")).events == ()
    settled = desk.advance(record, at("2027-02-01T00:00"))
    assert settled.record is not None
    assert (settled.record.state, settled.record.short) == ("done", {"解决问题": 3, "现场办公": 4})
    assert settled.events[0].notify == ("U1",)
    refused, _ = desk.count(settled.record, deed(when="2027-02-01T09:00"))
    assert refused.refusal is not None


def test_of_a_member_who_is_short_nothing_is_told_and_nothing_taken(desk: RecordDesk) -> None:
    record, awards, _ = counted(desk, None, deed("参加活动", "党员报到", "M-7"))
    assert awards == [Award("党员积分", "参加活动", 2, "yh-visit", "M-7")]
    settled = desk.advance(record, at("2027-01-01T00:00"))
    assert settled.record is not None
    assert (settled.record.short, settled.events[0].notify) == ({}, ())


def test_an_entry_is_reversed_and_both_stay(desk: RecordDesk) -> None:
    _, awards, _ = counted(desk, None, deed())
    first = desk.enter(None, awards[0], deed())
    second = desk.enter(first.record, awards[0], deed(when="2026-04-01T09:00"))
    assert second.record is not None
    wanted = Attempt(type="冲正", at=at("2026-05-01T09:00"), by=BY, said={"event": 1, "reason": "签到有误"})
    third = desk.attempt(second.record, wanted)
    assert third.record is not None
    assert (third.record.balance, len(third.record.postings)) == (5, 3)
    again = desk.attempt(third.record, wanted)
    assert again.refusal is not None
    assert again.refusal.words.zh == "第 1 笔没有可冲正的积分"
    assert fold([*first.events, *second.events, *third.events]) == third.record


def test_a_yearly_account_begins_anew_and_a_late_reversal_stays_in_its_year(desk: RecordDesk) -> None:
    _, awards, _ = counted(desk, None, deed())
    first = desk.enter(None, awards[0], deed())
    second = desk.enter(first.record, awards[0], deed(when="2027-01-05T09:00"))
    assert second.record is not None
    assert second.record.balance == 5
    said = {"event": 1, "reason": "签到有误"}
    third = desk.attempt(second.record, Attempt(type="reverse", at=at("2027-02-01T09:00"), by=BY, said=said))
    assert third.record is not None
    assert third.record.balance == 5


@pytest.mark.parametrize(
    ("said_", "zh"),
    [({"event": 9, "reason": "错"}, "第 9 笔没有可冲正的积分"), ({"event": 1}, "冲正要写理由: reason=…"), ({}, "第 0 笔没有可冲正的积分")],
)  # fmt: skip
def test_a_reversal_names_an_entry_and_a_reason(desk: RecordDesk, said_: dict[str, Any], zh: str) -> None:
    _, awards, _ = counted(desk, None, deed())
    account = desk.enter(None, awards[0], deed()).record
    assert account is not None
    refusal = desk.attempt(account, Attempt(type="reverse", at=at("2026-05-01T09:00"), by=BY, said=said_)).refusal
    assert refusal is not None
    assert refusal.words.zh == zh


@pytest.mark.parametrize(
    ("award", "zh"),
    [
        (Award("荣誉", "解决问题", 1, "r", "U1"), "没有积分台账“荣誉”"),
        (Award("单位积分", "送锦旗", 1, "r", "U1"), "“单位积分”不记“送锦旗”: 解决问题"),
        (Award("单位积分", "解决问题", 1, "r"), "“单位积分”记在谁名下没有写明"),
    ],
)
def test_what_is_not_entered_says_why(desk: RecordDesk, award: Award, zh: str) -> None:
    refusal = desk.enter(None, award, deed()).refusal
    assert refusal is not None
    assert refusal.words.zh == zh


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(some.lists(some.tuples(some.booleans(), some.integers(1, 12)), max_size=12))
def test_law_a_balance_is_never_below_nought(desk: RecordDesk, deeds: list[tuple[bool, int]]) -> None:
    """Whatever is entered and reversed, in whatever order."""
    account: Record | None = None
    award = Award("党员积分", "参加活动", 2, "yh-visit", "M-7")
    for number, (enters, which) in enumerate(deeds):
        when = f"2026-{1 + number:02d}-01T09:00"
        if enters:
            account = desk.enter(account, award, deed("参加活动", "党员报到", "M-7", when)).record
        elif account is not None:
            wanted = Attempt(type="reverse", at=at(when), by=BY, said={"event": which, "reason": "错"})
            account = desk.attempt(account, wanted).record
        assert account is None or account.balance >= 0


@pytest.mark.parametrize(
    ("model", "given", "words"),
    [
        (Ledger, {"name": "党员", "subject": "member", "floor": -5}, "may not go below 0"),
        (Ledger, {"name": "党员", "subject": "member", "floor": None}, "may not go below 0"),
        (
            Quota,
            {"name": "党员", "kind": "member", "counts": [{"act": "活动"}], "on_short": "report"},
            "nothing happens",
        ),
    ],
)
def test_no_register_can_punish_a_member(model: Any, given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        model.model_validate(given)


def test_what_nobody_has_said_of_points_is_a_gap(standing: Standing) -> None:
    civic = standing(
        {
            "ledgers.yaml": "ledgers:\n  - {name: 双积分, subject: unit}\n",
            "quotas.yaml": "quotas:\n  - {name: 报到, kind: unit, counts: [{act: 活动}]}\n",
        }
    )
    assert said(civic) == []
    assert [gap.problem.zh for gap in civic.gaps] == ["没有规定是否每年清零", "“活动”没有规定次数"]


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        ("2026-01-31", [("month", "评分")]),
        ("2026-03-31", [("month", "评分"), ("quarter", "考核")]),
        ("2026-06-30", [("month", "评分"), ("quarter", "考核"), ("half_year", "晾晒")]),
        ("2026-02-27", []),
        ("2028-02-28", []),
        ("2028-02-29", [("month", "评分")]),
    ],
)
def test_month_quarter_and_half_year_close(day: str, closes: list[tuple[str, str]]) -> None:
    """LW10: a score every month, an assessment every quarter, published every half-year."""
    periods = {"month": "评分", "quarter": "考核", "half_year": "晾晒"}
    ledger = Ledger.model_validate({"name": "网格员考核", "subject": "post", "periods": periods})
    assert ledger.closes(datetime.fromisoformat(day).date()) == closes
