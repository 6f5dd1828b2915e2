"""Messages that leave: with the event or not at all, in order, again after a failure, and no more than may be seen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.store.conftest import at, do, issue, played

from gridroute.casework import protected
from gridroute.store import Docket
from gridroute.store.notice import notices
from gridroute.store.outbox import LEASE

NINE = at("2026-03-02T09:00")
LATER = at("2026-04-01T09:00")


def test_a_message_is_given_to_one_and_again_when_nobody_says_that_it_arrived(docket: Docket) -> None:
    docket.open(issue(external_id="77"), NINE, "370831")
    box = docket.outbox
    first = box.claim(2, LATER)
    assert [one.id for one in first] == sorted(one.id for one in first)
    assert not {one.id for one in box.claim(100, LATER)} & {one.id for one in first}
    box.done(first[0].id)
    again = {one.id for one in box.claim(100, LATER + LEASE)}
    assert first[0].id not in again
    assert first[1].id in again


def test_a_message_that_fails_comes_back_after_its_pause_and_is_dead_without_one(docket: Docket) -> None:
    docket.open(issue(), NINE, "370831")
    box, now, pause = docket.outbox, LATER, timedelta(minutes=7)
    (one,) = box.claim(1, now)
    for failures in range(3):
        assert one.attempts == failures
        box.failed(one.id, now, "no route to host", pause)
        assert all(other.id != one.id for other in box.claim(99, now + pause - timedelta(seconds=1)))
        now += pause + LEASE
        one = next(other for other in box.claim(99, now) if other.id == one.id)
    box.failed(one.id, now, "no route to host", None)
    assert [(message.id, message.attempts, reason) for message, reason in box.dead()] == [
        (one.id, 4, "no route to host")
    ]
    assert all(other.id != one.id for other in box.claim(99, now + timedelta(days=99)))
    assert box.revive(one.id, now)
    assert one.id in {other.id for other in box.claim(99, now)}


def test_what_arrived_or_waits_is_not_revived(docket: Docket) -> None:
    docket.open(issue(external_id="77"), NINE, "370831")
    box = docket.outbox
    arrived, waiting = box.claim(2, LATER)
    box.done(arrived.id)
    before = box.counts()
    assert not box.revive(arrived.id, LATER)
    assert not box.revive(waiting.id, LATER)
    assert not box.revive(10**9, LATER)
    assert box.counts() == before
    assert waiting.id not in {one.id for one in box.claim(99, LATER)}


def test_only_the_messages_of_some_are_claimed(docket: Docket) -> None:
    docket.open(issue(external_id="77"), NINE, "370831")
    found = docket.outbox.claim(99, LATER, ["channel:12345"])
    assert found
    assert {one.recipient for one in found} == {"channel:12345"}
    assert {one.payload["external_id"] for one in found} == {"77"}


def test_a_refused_step_sends_nothing_and_a_step_sends_its_own(docket: Docket) -> None:
    played(docket)
    told = docket.outbox.claim(999, LATER)
    events = {one.seq: one for one in docket.events("S1")}
    assert {one.seq for one in told} <= set(events)
    assert all(one.topic == events[one.seq].type == one.payload["type"] for one in told)
    assert all(one.recipient != f"body:{events[one.seq].by.body}" for one in told)
    assert len({(one.seq, one.recipient) for one in told}) == len(told)


SECRET = "我叫张三丰,电话13805371234,举报泗河街道办事处占用村口路面"


@pytest.mark.parametrize("confidential", [None, "masked", "sealed"])
def test_a_message_holds_what_its_recipient_may_see(docket: Docket, confidential: str | None) -> None:
    """Whom the case complains about is told nothing; the others nothing that is protected, and their own duties."""
    fields = {"text": SECRET, "subject_organizations": ["泗河街道办事处"], "confidential": confidential}
    docket.open(issue(external_id="77", **fields), NINE, "370831")
    docket.advance(LATER)
    case, county = docket.case("S1"), docket.desk(docket.case("S1")).dispatcher.county
    told = docket.outbox.claim(999, LATER)
    assert told
    assert case.subjects
    center = county.bodies.with_function("民意受理")[0].id
    for one in told:
        body = one.recipient.removeprefix("body:")
        said = json.dumps(one.payload, ensure_ascii=False)
        assert body not in case.subjects
        own = {"77"} if body == "channel:12345" else set()  # whoever handed it in knows it by that number
        assert body == center or not [word for word in protected(case) - own if word in said]
        for duty in one.payload.get("due", ()):
            assert duty["act"] in {held.duty.act for held in case.duties if held.duty.obligor.id == body}


def test_whom_the_case_complains_about_is_told_nothing_though_an_event_names_it(docket: Docket) -> None:
    fields = {"text": SECRET, "subject_organizations": ["泗河街道办事处"]}
    docket.open(issue(**fields), NINE, "370831")
    case, last = docket.case("S1"), docket.events("S1")[-1]
    county = docket.desk(case).dispatcher.county
    told = [*case.subjects, *county.bodies.by_id.keys() & {case.responsible}]
    naming = last.model_copy(update={"notify": tuple(county.bodies.by_id[one].ref for one in told)})
    recipients = {row["recipient"] for row in notices(case, case, [naming], county)}
    assert f"body:{case.responsible}" in recipients
    assert not recipients & {f"body:{one}" for one in case.subjects}


def test_who_comes_to_a_case_is_shown_it(docket: Docket) -> None:
    docket.open(issue(), NINE, "370831")
    lead = docket.case("S1").lead
    (first,) = [one for one in docket.outbox.claim(99, LATER) if "view" in one.payload and one.topic == "register"]
    assert first.recipient == f"body:{lead}"
    assert first.payload["view"]["text"] == "村口路面破损"
    do(docket, "S1", "broadcast", "first_receiver", "2026-03-02T10:00")
    told = [one for one in docket.outbox.claim(99, LATER) if one.topic == "broadcast"]
    assert told
    assert not [one for one in told if "view" in one.payload]
