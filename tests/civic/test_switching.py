"""Modes of operation: who may switch and lift, one at a time, and what is in force when (BY16, T31)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.civic.conftest import Standing, said

from gridroute import County, Dispatcher, Issue
from gridroute.casework import Actor, Attempt
from gridroute.civic import load_civic
from gridroute.civic.record import Record, RecordEvent, fold
from gridroute.civic.roster import Roster
from gridroute.civic.switching import Switch, Switching, as_usual, end_of, mode_at, under
from gridroute.errors import Bilingual

GOV, CENTER, HOUSING = "990101-gov", "990101-slzx", "990101-zjj"
BEGIN = "2026-07-10T08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


@pytest.fixture(scope="module")
def switching(place: County) -> Switching:
    return Switching(load_civic(place))


def wanted(mode: str = "wartime", when: str = BEGIN, by: str = GOV, **more: Any) -> Switch:
    return Switch("mode-1", mode, at(when), Actor(body=by), {"reason": "汛情", **more})


def in_force(switching: Switching, **more: Any) -> Record:
    record = switching.open(wanted(**more)).record
    assert record is not None
    return record


def lift(when: str, by: str = GOV, kind: str = "lift") -> Attempt:
    return Attempt(type=kind, at=at(when), by=Actor(body=by), said={})


@pytest.mark.parametrize("mode", ["wartime", "战时"])
def test_whoever_may_switch_puts_it_in_force(switching: Switching, mode: str) -> None:
    outcome = switching.open(wanted(mode))
    assert outcome.record is not None
    assert (outcome.record.name, outcome.record.title, outcome.record.final) == ("wartime", "战时", False)
    (event,) = outcome.events
    assert (event.role, event.notify) == ("本级政府", (CENTER,))  # whoever takes issues in is told


@pytest.mark.parametrize(
    ("switch", "kind", "zh", "en"),
    [
        (wanted(by=HOUSING), "who", "“战时”由 本级政府 切换和解除", "“战时” is switched and lifted by 本级政府"),
        (wanted("wartme"), "said", "没有运行模式“wartme”: 是不是“wartime”?", "there is no mode of operation “wartme”: did you mean “wartime”?"),
        (wanted(reason=""), "needs", "切换要写理由: reason=…", "a switch needs a reason: reason=…"),
        (wanted(until="哪天"), "said", "截止“哪天”看不懂或已过去: 写成 2026-07-20 或 2026-07-20T18:00", "the end “哪天” cannot be read or is past: write 2026-07-20 or 2026-07-20T18:00"),
        (wanted(until="2026-07-09"), "said", "截止“2026-07-09”看不懂或已过去: 写成 2026-07-20 或 2026-07-20T18:00", "the end “2026-07-09” cannot be read or is past: write 2026-07-20 or 2026-07-20T18:00"),
    ],
)  # fmt: skip
def test_what_is_refused(switching: Switching, switch: Switch, kind: str, zh: str, en: str) -> None:
    outcome = switching.open(switch)
    assert (outcome.record, outcome.events) == (None, ())
    assert outcome.refusal is not None
    assert (outcome.refusal.kind, outcome.refusal.words) == (kind, Bilingual(zh, en))


def test_one_at_a_time(switching: Switching) -> None:
    first = in_force(switching)
    refused = switching.open(wanted(when="2026-07-11T08:00"), first)
    assert refused.refusal is not None
    assert refused.refusal.words.zh == "“战时”自 2026-07-10 08:00 起生效 (mode-1): 先解除"
    lifted = switching.attempt(first, lift("2026-07-12T00:00")).record
    assert switching.open(wanted(when="2026-07-11T08:00"), lifted).refusal is not None  # it was in force then
    assert switching.open(wanted(when="2026-07-12T00:00"), lifted).record is not None


@pytest.mark.parametrize(
    ("moment", "mode"),
    [
        ("2026-07-10T07:59", None),
        ("2026-07-10T08:00", "wartime"),
        ("2026-07-20T23:59", "wartime"),
        ("2026-07-21T00:00", None),
    ],
)
def test_in_force_from_its_beginning_to_its_end(switching: Switching, moment: str, mode: str | None) -> None:
    """Whether or not anybody was there to see it lapse."""
    record = in_force(switching, until="2026-07-20")
    lapsed = switching.advance(record, at("2026-08-01T00:00"))
    assert [one.type for one in lapsed.events] == ["lapse"]
    assert lapsed.record is not None
    assert end_of(record) == end_of(lapsed.record) == at("2026-07-21T00:00")
    assert mode_at([record], at(moment)) == mode_at([lapsed.record], at(moment)) == mode


def test_lifted_only_by_whoever_may_and_once(switching: Switching) -> None:
    record = in_force(switching)
    others = switching.attempt(record, lift("2026-07-11T08:00", HOUSING))
    assert others.refusal is not None
    assert others.refusal.kind == "who"
    assert switching.attempt(record, lift("2026-07-11T08:00", kind="延长")).refusal is not None
    lifted = switching.attempt(record, lift("2026-07-11T08:00"))
    assert lifted.record is not None
    assert mode_at([lifted.record], at("2026-07-11T08:00")) is None
    again = switching.attempt(lifted.record, lift("2026-07-11T09:00"))
    assert again.refusal is not None
    assert again.refusal.words.zh == "“mode-1”已于 2026-07-11 08:00 解除"


def test_the_log_makes_the_record(switching: Switching) -> None:
    """I36."""
    opened = switching.open(wanted(until="2026-07-20"))
    assert opened.record is not None
    lifted = switching.attempt(opened.record, lift("2026-07-11T08:00"))
    log = [RecordEvent.model_validate_json(one.as_json()) for one in (*opened.events, *lifted.events)]
    assert fold(log) == lifted.record


def test_an_issue_says_under_which_mode_it_came_in(place: County) -> None:
    issue = Issue(id="1", received_at=at(BEGIN), text="路灯不亮")
    stamped = under(issue, "wartime")
    assert stamped.county_fields == {"mode": "wartime"}
    assert under(issue, None) is issue
    assert under(stamped, "flood_control") is stamped  # what it says already stays
    assert as_usual(stamped) == issue
    made = [Dispatcher(place, "reference").route(one, at(BEGIN)).warnings for one in (stamped, issue)]
    assert made[0] == made[1]  # it is a field that the county knows


def test_a_roster_of_a_mode(standing: Standing) -> None:
    text = "轮值:\n  - {名称: 战时值守, 队伍: [甲, 乙], 运行模式: [战时]}\n  - {名称: 值班, 队伍: [甲]}\n"
    civic = standing({"rosters.yaml": text})
    assert said(civic) == []
    always, wartime = sorted(civic.of(Roster), key=lambda one: len(one.modes))
    assert [(one.serves(None), one.serves("wartime")) for one in (always, wartime)] == [(True, True), (False, True)]
    wrong = standing({"rosters.yaml": "轮值:\n  - {名称: 战时值守, 队伍: [甲], 运行模式: [站时]}\n"})
    assert said(wrong) == ["yunhe/civic/rosters.yaml:2: 战时值守: 运行模式: 没有运行模式“站时”: 是不是“战时”?"]
