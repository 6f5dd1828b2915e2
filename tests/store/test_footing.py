"""Modes of operation over cases that are kept: what they bear on, what they leave alone, and the report (T31)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.civic.conftest import DIVISIONS, GRIDS
from tests.store.conftest import at
from tests.support import build_county

from gridroute import County, Issue
from gridroute.casework import Actor, Attempt
from gridroute.civic.proceeding import Outcome
from gridroute.store import Docket, replay
from gridroute.store.footing import Footing, Moved, report
from gridroute.store.recordbook import read_modes

GOV, CENTER, HOUSING, COUNTY = "990101-gov", "990101-slzx", "990101-zjj", "990101"
RULES = """
rules:
- {id: yh-flood, stage: classify, title: 战时上调, source: assumed,
   when: {mode: wartime, category: {under: 城乡建设/道路}}, then: {urgency: utility, tags: [wartime]}}
"""
ROSTERS = """
轮值:
  - {名称: 战时值守, 队伍: [甲, 乙], 起轮日期: 2026-07-01, 每轮: 1 calendar_days, 运行模式: [战时]}
  - {名称: 战时巡堤, 队伍: [丙], 运行模式: [战时]}
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    files = {
        "vocabulary.yaml": "tags:\n  wartime: 战时\n",
        "policy/mode.rules.yaml": RULES,
        "civic/rosters.yaml": ROSTERS,
        "territory/divisions.csv": DIVISIONS,
        "territory/grids.csv": GRIDS,
    }
    built = build_county(tmp_path_factory.mktemp("modes"), files)
    assert built.said() == []
    return built.county


@pytest.fixture
def docket(county: County, tmp_path: Path) -> Iterator[Docket]:
    made = Docket(str(tmp_path / "cases.sqlite"), lambda name: county, "index")
    yield made
    made.close()


def switch(docket: Docket, when: str, by: str = GOV, **more: str) -> Outcome:
    return docket.records.switch("战时", at(when), Actor(body=by), {"reason": "汛情", **more}, COUNTY)


def lift(docket: Docket, when: str) -> Outcome:
    last = docket.records.modes(COUNTY)[-1].id
    return docket.records.attempt(last, Attempt(type="lift", at=at(when), by=Actor(body=GOV)))


def come_in(docket: Docket, number: str, when: str, registered: str = "", **more: object) -> str:
    """The urgency of an issue received at ``when``."""
    given = {"text": "村口路面破损", "category": "城乡建设/道路/路面破损", "address": "石桥镇柳林村"} | more
    issue = Issue.model_validate({"id": number, "received_at": at(when), **given})
    return docket.open(issue, at(registered or when), COUNTY).case.urgency


def played(docket: Docket) -> Footing:
    """A case before, two under the mode (one that it does not bear on), one after; then the report."""
    assert come_in(docket, "before", "2026-07-10T07:00") == "normal"
    assert switch(docket, "2026-07-10T08:00").refusal is None
    assert come_in(docket, "under", "2026-07-10T09:00") == "utility"
    assert come_in(docket, "beside", "2026-07-11T09:00", text="物业费太高", category="物业服务/物业收费") == "normal"
    assert come_in(docket, "late", "2026-07-10T07:30", "2026-07-11T10:00") == "normal"  # it came in before
    assert lift(docket, "2026-07-11T12:00").refusal is None
    assert come_in(docket, "after", "2026-07-11T12:00") == "normal"
    return report(docket, docket.records.modes(COUNTY)[0], at("2026-08-01T00:00"))


def test_only_what_comes_in_under_it_is_read_under_it(docket: Docket) -> None:
    made = played(docket)
    assert made.until == at("2026-07-11T12:00")
    assert [(one.case, bool(one.moved)) for one in made.cases] == [("beside", False), ("under", True)]
    (case,) = (one for one in made.cases if one.moved)
    assert case.moved[:2] == (Moved("urgency", "normal", "utility"), Moved("tags", (), ("wartime",)))
    assert [(what.what, what.under[:1]) for what in case.moved[2:3]] == [
        ("obligations", (("云河县人民政府", "adjudicate", "2026-07-10T11:00+08:00"),))
    ]
    assert (made.different, made.untouched) == (1, 1)


def test_whose_an_open_case_is_does_not_change(docket: Docket) -> None:
    """T31: nor how urgent it is, whatever is told of it while the mode is in force; and one from under it stays so."""
    come_in(docket, "before", "2026-07-10T07:00")
    was = docket.case("before")
    switch(docket, "2026-07-10T08:00")
    come_in(docket, "under", "2026-07-10T09:00")
    said = {"text": "坑越来越大了"}
    for case, when in (("before", "2026-07-10T10:00"), ("under", "2026-07-12T10:00")):
        if case == "under":
            lift(docket, "2026-07-11T12:00")
        told = Attempt(type="supplement", at=at(when), by=Actor(body="reporter"), said=said)
        assert docket.attempt(case, told).refusal is None
    now = docket.case("before")
    names = ("urgency", "responsible", "lead", "supports", "holder", "officer", "community", "forum")
    assert {name: getattr(now, name) for name in names} == {name: getattr(was, name) for name in names}
    assert docket.case("under").urgency == "utility"


def test_the_logs_come_out_again(docket: Docket) -> None:
    """T55: with the mode lifted long ago."""
    played(docket)
    assert [replay(docket, case) for case in ("before", "under", "beside", "late", "after")] == [None] * 5
    assert docket.records.astray(docket.records.modes(COUNTY)[0].id) is None


def test_a_delivery_again_is_the_same_case(docket: Docket) -> None:
    """I39: whatever mode is in force by then."""
    come_in(docket, "1", "2026-07-10T09:00")
    switch(docket, "2026-07-10T08:00")
    come_in(docket, "1", "2026-07-10T09:00")
    assert docket.strays() == []


def test_who_was_on_duty_and_what_is_not_said(docket: Docket) -> None:
    made = played(docket)
    assert [(str(turn.day), turn.team) for turn in made.duty] == [("2026-07-10", "乙"), ("2026-07-11", "甲")]
    assert made.unset == ("战时巡堤",)


def test_it_lapses_by_itself_and_the_intake_center_is_told(docket: Docket) -> None:
    switch(docket, "2026-07-10T08:00", until="2026-07-10T20:00")
    assert come_in(docket, "1", "2026-07-10T20:00") == "normal"  # though nobody has fired it yet
    fired = docket.fire_due(at("2026-07-10T21:00"))
    assert [(one.type, one.at) for one in fired.records] == [("lapse", at("2026-07-10T20:00"))]
    told = [(one.recipient, one.topic) for one in docket.outbox.claim(100, at("2026-07-11T00:00"))]
    assert [one for one in told if "record" in one[1]] == [
        (f"body:{CENTER}", "record.open"),
        (f"body:{CENTER}", "record.lapse"),
    ]


def test_what_is_refused_is_kept(docket: Docket) -> None:
    assert switch(docket, "2026-07-10T08:00", HOUSING).refusal is not None
    switch(docket, "2026-07-10T08:00")
    assert switch(docket, "2026-07-10T09:00").refusal is not None
    assert len(docket.records.modes(COUNTY)) == 1
    assert [one.attempt.by.body for one in docket.records.refused("mode-990101-1")] == [HOUSING]
    assert [one.refusal.kind for one in docket.records.refused("mode-990101-2")] == ["state"]


def test_of_two_who_switch_at_once_one_is_refused(docket: Docket, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reads the register before the first has written."""
    quicker = [True]

    def slow(connection: object, county: str) -> object:
        found = read_modes(connection, county)  # type: ignore[arg-type]
        if quicker.pop() if quicker else False:
            switch(docket, "2026-07-10T08:00")
        return found

    monkeypatch.setattr("gridroute.store.records.read_modes", slow)
    refused = switch(docket, "2026-07-10T08:00").refusal
    assert refused is not None
    assert refused.kind == "state"
    assert len(docket.records.modes(COUNTY)) == 1
