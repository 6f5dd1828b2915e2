"""Merged cases: one step changes all that it concerns, or none; each member's log replays by itself (T26, I5, I40)."""

from __future__ import annotations

import pytest
from tests.store.conftest import at, do, issue

from gridroute.casework import Refusal
from gridroute.store import Docket, replay

NINE = at("2026-03-02T09:00")


@pytest.fixture
def group(docket: Docket) -> Docket:
    """S2 and S3 follow S1."""
    for number in (1, 2, 3):
        docket.open(issue(f"S{number}"), NINE, "370831")
    for number in (2, 3):
        answer = do(docket, f"S{number}", "merge", "intake_center", f"2026-03-02T1{number}:00", master="S1")
        assert answer.refusal is None, answer.refusal
    return docket


def test_a_merger_is_kept_on_both_sides(group: Docket) -> None:
    assert [group.case(name).state for name in ("S1", "S2", "S3")] == ["dispatched", "merged", "merged"]
    assert group.case("S1").members == ("S2", "S3")
    assert [replay(group, name) for name in ("S1", "S2", "S3")] == [None] * 3


def test_a_reply_to_the_master_reaches_every_member(group: Docket) -> None:
    do(group, "S1", "accept", "lead", "2026-03-02T15:00")
    assert do(group, "S1", "reply", "lead", "2026-03-03T10:00", evidence=["photo"]).case.state == "replied"
    assert [group.case(name).state for name in ("S2", "S3")] == ["callback", "callback"]
    assert [replay(group, name) for name in ("S1", "S2", "S3")] == [None] * 3


def test_what_a_member_adds_reaches_the_master(group: Docket) -> None:
    do(group, "S2", "supplement", "reporter", "2026-03-02T15:00", text="又塌了一块,有人摔伤了")
    assert "supplement" in [event.type for event in group.events("S1")]
    assert [replay(group, name) for name in ("S1", "S2")] == [None] * 2


def test_a_member_goes_its_own_way_again(group: Docket) -> None:
    answer = do(group, "S2", "unmerge", "intake_center", "2026-03-02T15:00", reason="不是一处")
    assert answer.refusal is None
    assert group.case("S1").members == ("S3",)
    assert [replay(group, name) for name in ("S1", "S2")] == [None] * 2


@pytest.mark.parametrize("master", ["S1", "S9"], ids=["itself", "unknown"])
def test_a_merger_that_cannot_be_changes_neither(docket: Docket, master: str) -> None:
    docket.open(issue(), NINE, "370831")
    answer = do(docket, "S1", "merge", "intake_center", "2026-03-02T10:00", master=master)
    assert answer.refusal is not None
    assert docket.case("S1").state == "dispatched"
    assert len(docket.refused("S1")) == 1
    assert replay(docket, "S1") is None


def called(docket: Docket, case: str, kind: str, when: str, **said: object) -> Refusal | None:
    """What refuses a callback to whoever reported ``case``; nothing where it is made."""
    start = do(docket, case, "start_callback", "intake_center", when)
    if start.refusal is not None and docket.case(case).state != "callback":
        return start.refusal
    answer = {"reached": True, "resolved": True, "satisfied": True} | said
    return do(docket, case, kind, "intake_center", when, **answer).refusal


def test_the_master_ends_when_every_member_has(group: Docket) -> None:
    """I5: a member that is called back again, or redone, keeps it open; each has its own way to the end."""
    do(group, "S1", "accept", "lead", "2026-03-02T15:00")
    do(group, "S1", "reply", "lead", "2026-03-03T10:00", evidence=["photo"])
    assert called(group, "S2", "satisfied", "2026-03-03T11:00") is None
    dissatisfied = {"resolved": False, "satisfied": False, "reasonable": True}
    assert called(group, "S3", "unsatisfied", "2026-03-03T12:00", **dissatisfied) is None
    refused = called(group, "S1", "satisfied", "2026-03-03T13:00")
    assert refused is not None
    assert (refused.kind, "1 件并单成员没有回访完 (S3)" in refused.words.zh) == ("members", True)
    do(group, "S3", "restart", "original", "2026-03-04T09:00")
    do(group, "S3", "reply", "lead", "2026-03-04T10:00", evidence=["photo"])
    assert called(group, "S3", "satisfied", "2026-03-04T11:00") is None
    assert called(group, "S1", "satisfied", "2026-03-04T12:00") is None
    assert [group.case(name).state for name in ("S1", "S2", "S3")] == ["closed"] * 3
    assert [replay(group, name) for name in ("S1", "S2", "S3")] == [None] * 3
