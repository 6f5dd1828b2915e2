"""Each check of the kit fails an adapter that is broken in just that way, and lets a sound one pass."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gridroute.conformance import (
    INTAKE_CHECKS,
    OUTLET_CHECKS,
    Answer,
    NotPlayed,
    Received,
    Sample,
    Spoiled,
    failures,
    pull,
)
from gridroute.conformance.check import Check
from gridroute.errors import Bilingual, NotNow
from gridroute.exchange import (
    Admit,
    Delivered,
    Delivery,
    Envelope,
    Message,
    Receipt,
    Refused,
    TryAgain,
    Unreadable,
)

SECRET = "planted-secret-planted-secret"
LOGGER = logging.getLogger("planted")
WORDS = Bilingual("坏行", "a bad line")


class ListIntake:
    """Hands over what stands in a list; ``fault`` says in which way it is broken."""

    def __init__(self, rig: ListRig) -> None:
        self.rig, self.fault = rig, rig.fault

    def receive(self) -> Iterator[Envelope | Unreadable]:
        for place, item in list(self.rig.pending.items()):
            if self.fault == "loses the first" and place == 0:
                continue
            if self.fault == "takes it off the list at once":
                del self.rig.pending[place]
            if isinstance(item, Spoiled):
                if self.fault == f"stops at {item.kind}":
                    return
                if self.fault == f"passes over {item.kind}":
                    del self.rig.pending[place]
                    continue
                yield Unreadable(str(place), "list", WORDS)
                continue
            one = self._envelope(place, item)
            if self.fault == "logs what it gets" and isinstance(one, Envelope):
                LOGGER.debug("got %s", one.record)
            if self.fault == "logs its secret":
                LOGGER.info("with %s", SECRET)
            if self.fault == "acknowledges first":
                self.acknowledge(one, Receipt("accepted", f"case-{item.external_id}"))
            yield one

    def _envelope(self, place: int, item: Sample) -> Envelope | Unreadable:
        number = item.external_id
        if self.fault == "numbers by place" or (number is None and self.fault == "numbers what has no number"):
            number = f"N-{place}"
        if number is None:
            return Unreadable(str(place), "list", Bilingual("没有编号", "no number"))
        at = item.received_at
        if self.fault == "puts the time of arrival":
            at += timedelta(hours=place)
        record: dict[str, object] = {"text": item.text, "external_id": number}
        warnings: tuple[Bilingual, ...] = ()
        if item.category == "C1":
            record["category"] = "ours"
        elif item.category is not None:
            if self.fault == "takes the nearest code":
                record["category"] = "ours"
            if self.fault != "says nothing of codes":
                warnings = (Bilingual(f"不认识 {item.category}", f"unknown {item.category}"),)
        if self.fault == "reads every field":
            record["telephone"] = item.telephone
        if self.fault == "cuts off":
            record["text"] = item.text[:1000]
        return Envelope(str(place), "list", "test", number, at, record, warnings=warnings)

    def acknowledge(self, one: Envelope | Unreadable, receipt: Receipt) -> None:
        if self.fault == "never acknowledges":
            return
        text = "" if self.fault == "keeps the reason to itself" else f"{receipt.reason}"
        status = "accepted" if self.fault == "calls all accepted" else receipt.status
        self.rig.told.append(Answer(one.external_id, status, receipt.case, text))
        if self.fault != "hands over again" and not (self.fault == "retries rejected" and status == "rejected"):
            self.rig.pending.pop(int(one.token), None)


class ListRig:
    channel, category, secrets = "test", ("C1", "ours"), (SECRET,)

    def __init__(self, fault: str = "") -> None:
        self.fault, self.count = fault, 0
        self.pending: dict[int, Sample | Spoiled] = {}
        self.told: list[Answer] = []

    def send(self, *items: Sample | Spoiled) -> None:
        for item in items:
            self.pending[self.count] = item
            self.count += 1

    def run(self, admit: Admit) -> None:
        if self.fault != "answers when closed":
            pull(ListIntake(self), admit)
            return
        intake = ListIntake(self)
        for one in intake.receive():
            try:
                receipt = admit(one)
            except NotNow:
                receipt = Receipt("rejected", reason=WORDS)
            intake.acknowledge(one, receipt)

    def answers(self) -> list[Answer]:
        return self.told


INTAKE_FAULTS = [
    ("loses the first", "every_issue_once"),
    ("never acknowledges", "every_issue_once"),
    ("puts the time of arrival", "every_issue_once"),
    ("puts the time of arrival", "out_of_order"),
    ("hands over again", "nothing_twice"),
    ("numbers by place", "duplicates"),
    ("acknowledges first", "crash_before_it_is_kept"),
    ("takes it off the list at once", "crash_before_it_is_kept"),
    ("acknowledges first", "lost_acknowledgement"),
    ("takes it off the list at once", "lost_acknowledgement"),
    ("answers when closed", "desk_is_closed"),
    ("keeps the reason to itself", "rejected_with_its_reason"),
    ("calls all accepted", "rejected_with_its_reason"),
    ("retries rejected", "rejected_with_its_reason"),
    ("stops at garbage", "garbage"),
    ("passes over garbage", "garbage"),
    ("stops at bad_encoding", "bad_encoding"),
    ("passes over bad_encoding", "bad_encoding"),
    ("cuts off", "huge_field"),
    ("numbers what has no number", "no_number"),
    ("takes the nearest code", "unknown_code"),
    ("says nothing of codes", "unknown_code"),
    ("reads every field", "only_what_is_asked_for"),
    ("logs what it gets", "nothing_secret_is_logged"),
    ("logs its secret", "nothing_secret_is_logged"),
]


class ListOutlet:
    def __init__(self, rig: ListOutletRig) -> None:
        self.rig, self.fault = rig, rig.fault

    def __repr__(self) -> str:
        return f"ListOutlet({SECRET})" if self.fault == "shows its secret" else "ListOutlet"

    def deliver(self, message: Message) -> Delivery:
        how, fault = self.rig.how, self.fault
        if how in ("failing", "slow") and fault != f"calls {how} delivered":
            if fault == f"gives up when {how}":
                return Refused(WORDS)
            return TryAgain(Bilingual(SECRET, SECRET) if fault == "quotes its secret" else WORDS)
        if how == "refusing":
            return TryAgain(WORDS) if fault == "never believes" else Refused(WORDS)
        payload: dict[str, Any] = dict(message.payload)
        if fault == "adds the words":
            payload["text"] = "…"
        if fault == "leaves out":
            del payload["due"]
        if "state" in payload and fault == "raises at odd ones":
            str(payload["state"]).encode()
        self.rig.count += 1
        identifier = f"{message.id}-{self.rig.count}" if fault == "a new number each time" else message.id
        at = message.occurred_at if fault != "puts the time of sending" else message.occurred_at.replace(hour=23)
        if how not in ("failing", "slow"):
            self.rig.taken.append(Received(identifier, payload, at))
        if how == "loses_answers" and fault != "takes silence for delivered":
            return TryAgain(WORDS)
        return Delivered()


class ListOutletRig:
    secrets, plays = (SECRET,), ("failing", "refusing", "slow", "loses_answers")

    def __init__(self, fault: str = "") -> None:
        self.fault, self.how, self.count = fault, "well", 0
        self.taken: list[Received] = []

    def outlet(self) -> ListOutlet:
        return ListOutlet(self)

    def behave(self, how: str) -> None:
        self.how = how

    def received(self) -> list[Received]:
        return self.taken


OUTLET_FAULTS = [
    ("leaves out", "delivered_whole"),
    ("puts the time of sending", "delivered_whole"),
    ("puts the time of sending", "out_of_order"),
    ("adds the words", "nothing_is_added"),
    ("a new number each time", "known_when_it_comes_again"),
    ("takes silence for delivered", "lost_answer"),
    ("calls failing delivered", "failing_receiver"),
    ("gives up when failing", "failing_receiver"),
    ("calls slow delivered", "slow_receiver"),
    ("gives up when slow", "slow_receiver"),
    ("never believes", "refusing_receiver"),
    ("raises at odd ones", "odd_payloads"),
    ("shows its secret", "nothing_secret_is_logged"),
    ("quotes its secret", "nothing_secret_is_logged"),
]


def test_sound_adapters_pass() -> None:
    assert failures(INTAKE_CHECKS, ListRig) == {}
    assert failures(OUTLET_CHECKS, ListOutletRig) == {}


@pytest.mark.parametrize(("fault", "check"), INTAKE_FAULTS)
def test_a_broken_intake_fails(fault: str, check: str) -> None:
    (one,) = [each for each in INTAKE_CHECKS if each.name == check]
    assert set(failures([one], lambda: ListRig(fault))) == {check}


@pytest.mark.parametrize(("fault", "check"), OUTLET_FAULTS)
def test_a_broken_outlet_fails(fault: str, check: str) -> None:
    (one,) = [each for each in OUTLET_CHECKS if each.name == check]
    assert set(failures([one], lambda: ListOutletRig(fault))) == {check}


@pytest.mark.parametrize(
    ("checks", "faults"), [(INTAKE_CHECKS, INTAKE_FAULTS), (OUTLET_CHECKS, OUTLET_FAULTS)], ids=["intake", "outlet"]
)
def test_every_check_is_seen_to_fail(checks: tuple[Check[Any], ...], faults: list[tuple[str, str]]) -> None:
    assert {check.name for check in checks} == {name for _, name in faults}


def test_what_a_rig_does_not_play_is_passed_over() -> None:
    class Deaf(ListOutletRig):
        plays = ()

        def behave(self, how: str) -> None:
            if how != "well":
                raise NotPlayed(how)

    assert failures(OUTLET_CHECKS, Deaf) == {}
