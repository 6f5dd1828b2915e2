"""Cases in a database: intake, steps, conflicts, time, listings; the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.store.conftest import Dockets, at, do, issue, played

from gridroute import County
from gridroute.casework import Answer, fold
from gridroute.errors import UnknownCase
from gridroute.store import Docket
from gridroute.store.intake import delivery_of
from gridroute.worktime import CountyCalendar

NINE = at("2026-03-02T09:00")


def test_a_case_is_kept_as_the_fold_of_its_log(docket: Docket, dockets: Dockets) -> None:
    played(docket)
    other = dockets()
    case = other.case("S1")
    assert case == docket.case("S1") == fold(other.events("S1"))
    assert (case.redo_count, case.supervise) == (1, "red")
    assert [one.seq for one in other.events("S1")] == list(range(1, case.seq + 1))


@pytest.mark.parametrize(
    ("again", "outcome"),
    [
        ({"number": "S1", "external_id": "77"}, "known"),
        ({"number": "S2", "external_id": "77"}, "known"),
        ({"number": "S1", "external_id": "77", "similar_issues_24h": 3}, "known"),
        ({"number": "S1", "external_id": "77", "text": "路灯不亮"}, "clash"),
        ({"number": "S2", "external_id": "77", "text": "路灯不亮"}, "clash"),
        ({"number": "S1", "external_id": "78", "text": "路灯不亮"}, "clash"),
        ({"number": "S2", "external_id": "78", "text": "路灯不亮"}, "opened"),
        ({"number": "S2", "external_id": "77", "channel": "window"}, "opened"),
    ],
    ids=["same", "other number here", "other counts", "other words", "both", "number here in use", "new", "channel"],
)
def test_a_delivery_is_one_case(docket: Docket, again: dict[str, Any], outcome: str) -> None:
    first = docket.open(issue(external_id="77"), NINE, "370831")
    assert first.outcome == "opened"
    for _ in range(2):
        receipt = docket.open(issue(**again), NINE, "370831")
        assert receipt.outcome == outcome
        outcome = "known" if outcome == "opened" else outcome
    assert docket.case("S1") == first.case
    kept = [stray.content["text"] for stray in docket.strays()]
    assert kept == (["路灯不亮"] if outcome == "clash" else [])


def test_the_order_of_tags_makes_no_other_content() -> None:
    tags = [f"t{number}" for number in range(9)]
    digests = {delivery_of(issue(tags=order)).digest for order in (tags, tags[::-1])}
    assert len(digests) == 1


def test_a_refusal_changes_nothing_but_the_audit_log(docket: Docket) -> None:
    docket.open(issue(), NINE, "370831")
    before = docket.bodies("S1"), docket.case("S1"), docket.outbox.counts()
    answer = do(docket, "S1", "satisfied", "lead", "2026-03-02T10:00")
    assert answer.refusal is not None
    assert (docket.bodies("S1"), docket.case("S1"), docket.outbox.counts()) == before
    (refused,) = docket.refused("S1")
    assert (refused.attempt.type, refused.refusal, refused.after_seq) == ("satisfied", answer.refusal, 3)


def test_an_attempt_before_the_last_event_is_refused_by_its_time(docket: Docket) -> None:
    docket.open(issue(), NINE, "370831")
    answer = do(docket, "S1", "accept", "lead", "2026-03-02T08:59")
    assert answer.refusal is not None
    assert answer.refusal.kind == "time"
    assert docket.refused("S1")[0].refusal.kind == "time"


def test_an_unknown_case_is_said_to_be_unknown(docket: Docket) -> None:
    for asked in (docket.case, docket.events, lambda name: docket.advance(NINE, name)):
        with pytest.raises(UnknownCase, match="no case “S9”"):
            asked("S9")


def test_of_two_writers_the_second_goes_on_from_what_the_first_left(dockets: Dockets) -> None:
    """Both see the same state; the second one's step is done anew, and it knows of the first."""
    one, other = dockets(), dockets()
    one.open(issue(), NINE, "370831")
    read, made = one.archive.of, list[Answer]()

    def interfered(county: str, policy: int) -> Any:
        if not made:
            made.append(do(other, "S1", "accept", "lead", "2026-03-02T10:00"))
        return read(county, policy)

    one.archive.of = interfered  # type: ignore[method-assign]
    answer = do(one, "S1", "reply", "lead", "2026-03-02T11:00", evidence=["photo"])
    assert made[0].case.state == "in_progress"
    assert (answer.refusal, answer.case.state) == (None, "replied")
    assert [event.seq for event in one.events("S1")] == list(range(1, answer.case.seq + 1))


def test_what_falls_due_happens_once_whoever_looks(dockets: Dockets) -> None:
    one, other = dockets(), dockets()
    for number in range(5):
        one.open(issue(f"S{number}"), NINE, "370831")
    late = at("2026-03-20T09:00")
    first = one.fire_due(late, limit=2)
    second = other.fire_due(late)
    assert (first.cases, second.cases) == (2, 3)
    assert one.fire_due(late).cases == other.fire_due(late).cases == 0
    desk = one.desk(one.case("S0"))
    for number in range(5):
        opened = desk.open(issue(f"S{number}"), NINE)
        expected = [*opened.events, *desk.advance(opened.case, late).events]
        assert one.bodies(f"S{number}") == [event.as_json() for event in expected]


def test_a_claim_is_over_after_a_while(dockets: Dockets) -> None:
    """A worker that died holds nobody up for good; one that lives is left alone."""
    dead, heir, short = dockets(), dockets(), dockets(lease=0.0)
    dead.open(issue(), NINE, "370831")
    late = at("2026-03-20T09:00")
    assert dead.deadlines.claim(late, 9, "dead") == ["S1"]
    assert heir.fire_due(late).cases == 0
    dead.deadlines.release(["S1"], "somebody else")
    assert heir.fire_due(late).cases == 0
    dead.deadlines.release(["S1"], "dead")
    assert short.deadlines.claim(late, 9, "dies at once") == ["S1"]
    assert heir.fire_due(late).cases == 1


def test_a_case_that_fails_holds_up_no_other(dockets: Dockets) -> None:
    docket = dockets()
    for name in ("S1", "S2"):
        docket.open(issue(name), NINE, "370831")
    desk = docket.desk(docket.case("S1"))
    advance = desk.advance

    def failing(case: Any, to: Any) -> Answer:
        if case.id == "S1":
            raise KeyError("secret")
        return advance(case, to)

    desk.advance = failing  # type: ignore[method-assign]
    fired = docket.advance(at("2026-03-20T09:00"))
    ((name, reason),) = fired.failed
    assert name == "S1"
    assert reason.en.startswith("internal error (KeyError, test_docket.py:")
    assert "secret" not in "".join(reason)
    assert (docket.case("S1").seq, docket.case("S2").supervise) == (3, "red")


def test_a_worker_that_is_told_to_stop_gives_back_the_rest(docket: Docket) -> None:
    for number in range(4):
        docket.open(issue(f"S{number}"), NINE, "370831")
    asked = iter([False, True])
    late = at("2026-03-20T09:00")
    assert docket.fire_due(late, stopping=lambda: next(asked)).cases == 1
    assert docket.fire_due(late).cases == 3


def test_a_listing_shows_what_is_asked_for(docket: Docket) -> None:
    for number in range(3):
        docket.open(issue(f"S{number}"), NINE, "370831")
    played(docket, "S9")
    lead = docket.case("S0").lead
    answer = do(docket, "S2", "accept", "lead", "2026-03-11T09:00")
    assert answer.refusal is not None
    do(docket, "S1", "withdraw", "reporter", "2026-03-11T09:00")
    assert [one.id for one in docket.listing()] == ["S0", "S2", "S9"]
    assert [one.id for one in docket.listing(closed=True)] == ["S0", "S1", "S2", "S9"]
    assert [one.id for one in docket.listing(state="closed")] == ["S1"]
    assert [one.id for one in docket.listing(closed=True, after="S1", limit=1)] == ["S2"]
    assert docket.listing(county="110101") == []
    assert [one.id for one in docket.listing(responsible=lead, due_before=at("2026-03-06T00:00"))] == ["S0", "S2"]
    first = docket.listing()[0]
    case = docket.case("S0")
    assert (first.state, first.responsible, first.lead, first.at) == (case.state, case.responsible, case.lead, case.at)
    assert first.due_at == min(one.duty.due_at for one in case.owed())


def test_the_log_cannot_be_changed(docket: Docket) -> None:
    played(docket)
    docket.open(issue(text="其他"), NINE, "370831")
    for table in ("events", "attempts", "policies", "strays"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 100"):
            with pytest.raises(DBAPIError, match="append-only"), docket.database.engine.begin() as connection:
                connection.execute(text(statement))
    assert len(docket.bodies("S1")) == docket.case("S1").seq


def test_t51_deadlines_are_corrected_when_the_calendar_has_come(dockets: Dockets, sishui: County) -> None:
    """By whoever starts with the new calendar, and for all cases; before that, nothing moves and nothing is written."""
    before = dockets()
    for number, when in (("S1", "2026-12-31T09:00"), ("S2", "2026-12-31T10:00"), ("S3", "2026-12-31T09:30")):
        before.open(issue(number, when), at(when), "370831")
    before.open(issue("K", "2026-03-02T09:00"), NINE, "370831")
    (handle,) = before.case("S1").owed("handle")
    assert handle.duty.provisional
    morning = at("2026-12-31T11:00")
    assert before.correct(morning).events == ()
    known = sishui.calendar
    days = {**known.days, handle.duty.due_on: "holiday"}
    calendar = CountyCalendar(days, frozenset({*known.years, 2027}))
    after = dockets(lambda name: replace(sishui, calendar=calendar))
    fixed = after.correct(morning)
    assert sorted((one.case, one.type) for one in fixed.events) == [
        (name, "fix_deadlines") for name in ("S1", "S2", "S3")
    ]
    for name in ("S1", "S2", "S3"):
        assert not any(one.duty.provisional for one in after.case(name).owed())
    assert after.case("S1").owed("handle")[0].duty.due_on > handle.duty.due_on
    assert after.correct(morning).events == ()


def test_t51_a_deadline_that_the_calendar_moved_does_not_fire(dockets: Dockets, sishui: County) -> None:
    """Also where nobody asked for the correction: what would fire is corrected in its place."""
    docket = dockets()
    docket.open(issue("S1", "2026-12-31T09:00"), at("2026-12-31T09:00"), "370831")
    (handle,) = docket.case("S1").owed("handle")
    known = sishui.calendar
    days = {**known.days, handle.duty.due_on: "holiday"}
    calendar = CountyCalendar(days, frozenset({*known.years, 2027}))
    after = dockets(lambda name: replace(sishui, calendar=calendar))
    late = handle.duty.due_at + timedelta(hours=1)
    while (fired := after.fire_due(late)).cases:
        assert not [one for one in fired.events if one.said.get("act") == "handle" and one.said["supervise"] == "red"]
    assert "fix_deadlines" in [one.type for one in after.events("S1")]
    assert after.case("S1").owed("handle")[0].status == "warned"
