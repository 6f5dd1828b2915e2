"""Messages that leave: with the event or not at all, in order, again after a failure, and no more than may be seen."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise

from tests.store.conftest import at, issue, played

from gridroute.store import Docket
from gridroute.store.outbox import LEASE, LONGEST, MOST_TRIES, wait

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


def test_a_message_that_fails_comes_back_ever_later_and_is_dead_at_last(docket: Docket) -> None:
    docket.open(issue(), NINE, "370831")
    box, now = docket.outbox, LATER
    (one,) = box.claim(1, now)
    for failures in range(MOST_TRIES):
        assert one.attempts == failures
        box.failed(one.id, now, "no route to host")
        if failures + 1 == MOST_TRIES:
            break
        assert all(other.id != one.id for other in box.claim(99, now + wait(failures) - timedelta(seconds=1)))
        now += wait(failures) + LEASE
        one = next(other for other in box.claim(99, now) if other.id == one.id)
    assert [(message.id, reason) for message, reason in box.dead()] == [(one.id, "no route to host")]
    assert all(other.id != one.id for other in box.claim(99, now + LONGEST * 10))
    box.revive(one.id, now)
    assert one.id in {other.id for other in box.claim(99, now + LONGEST * 10)}


def test_waits_double_up_to_the_longest() -> None:
    waits = [wait(failures) for failures in range(MOST_TRIES)]
    assert all(later in (earlier * 2, LONGEST) for earlier, later in pairwise(waits))


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


def test_a_body_learns_its_own_duties_and_no_word_of_the_resident(docket: Docket) -> None:
    secret = "张三丰举报其邻居家的路面"
    docket.open(issue(text=secret, address="泗河街道仲子社区7号楼"), NINE, "370831")
    docket.advance(LATER)
    told = docket.outbox.claim(999, LATER)
    assert told
    for one in told:
        said = json.dumps(one.payload, ensure_ascii=False)
        assert "张三丰" not in said
        assert "7号楼" not in said
    owed = {duty.duty.obligor.id for event in docket.events("S1") for duty in event.change.duties}
    for one in told:
        if one.payload.get("due"):
            assert one.recipient.removeprefix("body:") in owed
