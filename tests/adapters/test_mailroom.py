"""One round: what is taken in, what is sent, and what each failure leaves for the next round."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.adapters.rigs import FOLDER, MESSAGES, NOW, connected
from tests.databases import BOTH, new_url

from gridroute import County
from gridroute.adapters.backoff import Backoff
from gridroute.adapters.folder import FolderOutlet
from gridroute.adapters.mailroom import Tally, overlapping, send_out, take_in
from gridroute.adapters.reception import Reception
from gridroute.conformance import Desk
from gridroute.errors import Bilingual, NotNow, StoreError, UnknownCounty
from gridroute.exchange import (
    Connection,
    Delivered,
    Delivery,
    Envelope,
    Message,
    Receipt,
    Refused,
    TryAgain,
    Unreadable,
)
from gridroute.plugins import build_manager
from gridroute.store import Docket

WHY = Bilingual("原因", "a reason")


def envelope(number: str = "G-1", **more: object) -> Envelope:
    record = {
        "id": f"云河:{number}",
        "received_at": "2026-03-02T09:10:00+08:00",
        "text": "路灯一个多月不亮了",
        "channel": "12345",
        "external_id": number,
        "address": "泗河街道仲子社区",
    } | more
    at = datetime.fromisoformat(str(record["received_at"]))
    return Envelope(number, f"f:{number}", "12345", number, at, record)


class Listed:
    """An intake that hands over a list and remembers what was acknowledged."""

    def __init__(self, *ones: Envelope | Unreadable) -> None:
        self.ones, self.told, self.closed = ones, list[tuple[str, str]](), False

    def receive(self) -> Iterator[Envelope | Unreadable]:
        self.running = self._run()  # kept, so that only a caller that closes it ends it
        return self.running

    def _run(self) -> Iterator[Envelope | Unreadable]:
        try:
            yield from self.ones
        finally:
            self.closed = True

    def acknowledge(self, one: Envelope | Unreadable, receipt: Receipt) -> None:
        self.told.append((one.token, receipt.status))


class Scripted:
    """An outlet that answers as it was told to."""

    def __init__(self, *answers: Delivery | Exception) -> None:
        self.answers, self.sent = list(answers), list[Message]()

    def deliver(self, message: Message) -> Delivery:
        self.sent.append(message)
        answer = self.answers.pop(0) if self.answers else Delivered()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(params=BOTH)
def docket(request: pytest.FixtureRequest, tmp_path: Path, sishui: County) -> Iterator[Docket]:
    made = Docket(new_url(request.param, request, tmp_path), lambda _: sishui)
    yield made
    made.close()


@pytest.fixture
def reception(docket: Docket, sishui: County) -> Reception:
    return Reception(docket, lambda _: sishui, build_manager(installed=False), lambda: NOW)


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    return connected(tmp_path, FOLDER + "messages: {}\n")


def test_an_issue_is_opened_once(reception: Reception, docket: Docket) -> None:
    assert reception.admit(envelope()) == Receipt("accepted", "云河:G-1")
    assert reception.admit(envelope()) == Receipt("duplicate", "云河:G-1")
    again = reception.admit(envelope(text="别的事"))
    assert (again.status, again.case) == ("duplicate", "云河:G-1")
    assert "kept aside" in again.warnings[0].en
    assert docket.case("云河:G-1").issue.text == "路灯一个多月不亮了"
    assert docket.case("云河:G-1").opened_at == NOW


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"received_at": "2026-03-02T14:00:00+08:00"}, "which is to come"),
        ({"text": " "}, "text is blank"),
        ({"urgency": "9"}, "“9” is not a value of urgency"),
        ({"colour": "red"}, "unknown field “colour”"),
    ],
)
def test_what_is_no_issue_is_rejected(reception: Reception, more: dict[str, object], words: str) -> None:
    receipt = reception.admit(envelope(**more))
    assert receipt.status == "rejected"
    assert receipt.reason
    assert words in receipt.reason.en


def test_a_clock_that_runs_ahead_a_little(reception: Reception, docket: Docket) -> None:
    receipt = reception.admit(envelope(received_at="2026-03-02T12:30:00+08:00"))
    assert receipt.status == "accepted"


def test_what_cannot_be_taken_in_now(docket: Docket, sishui: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such(name: str) -> County:
        raise UnknownCounty(WHY)

    desk = Reception(docket, no_such, build_manager(installed=False), lambda: NOW)
    with pytest.raises(NotNow):
        desk.admit(envelope())
    assert desk.admit(envelope(county="没有县")).status == "rejected"

    def away_now(*given: object) -> None:
        raise StoreError(WHY)

    monkeypatch.setattr(docket, "open", away_now)
    away = Reception(docket, lambda _: sishui, build_manager(installed=False), lambda: NOW)
    with pytest.raises(NotNow):
        away.admit(envelope())


def test_take_in() -> None:
    intake, tally, said = Listed(envelope("1"), Unreadable("2", "f:2", WHY), envelope("1")), Tally(), list[Bilingual]()
    take_in("云河", intake, Desk().admit, tally, said.append)
    assert intake.told == [("1", "accepted"), ("2", "rejected"), ("1", "duplicate")]
    assert tally == Tally(accepted=1, duplicate=1, rejected=1)
    assert said == [Bilingual("f:2: 原因", "f:2: a reason")]
    assert intake.closed


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("没有“9”这个值", "没有“9”这个值"),
        ("没有“张某 13800001234”这个值", "没有“…”这个值"),
        ("时间“370831199001011234”看不懂", "时间“…”看不懂"),
        (f"没有“{'长' * 25}”这个值", "没有“…”这个值"),
        ("“一”和“二”", "“一”和“二”"),
    ],
)
def test_a_log_quotes_no_telephone_number(reason: str, told: str) -> None:
    said: list[Bilingual] = []
    take_in("y", Listed(Unreadable("1", "f:1", Bilingual(reason, reason))), Desk().admit, Tally(), said.append)
    assert said == [Bilingual(f"f:1: {told}", f"f:1: {told}")]


def test_one_issue_that_fails_holds_up_no_other() -> None:
    desk, intake, tally = Desk(), Listed(envelope("1"), envelope("2")), Tally()

    def admit(one: Envelope | Unreadable) -> Receipt:
        if one.external_id == "1":
            raise KeyError("秘密")
        return desk.admit(one)

    take_in("云河", intake, admit, tally)
    assert intake.told == [("2", "accepted")]
    ((zh, en),) = tally.failed
    assert en.startswith("f:1: internal error (KeyError, test_mailroom.py:")
    assert "秘密" not in zh + en


def test_a_closed_desk_ends_the_round() -> None:
    desk, intake, tally = Desk(), Listed(envelope("1"), envelope("2")), Tally()
    desk.open = False
    take_in("云河", intake, desk.admit, tally)
    assert (intake.told, intake.closed, len(tally.failed)) == ([], True, 1)


def test_a_round_is_bounded_and_can_be_stopped() -> None:
    ones = [envelope(str(number)) for number in range(5)]
    for limit, stopping, taken in ((2, False, 2), (None, True, 1), (None, False, 5)):
        tally = Tally()
        take_in("云河", Listed(*ones), Desk().admit, tally, stopping=lambda stop=stopping: stop, limit=limit)
        assert tally.accepted == taken


def test_send_out(reception: Reception, docket: Docket, connection: Connection) -> None:
    reception.admit(envelope())
    waiting = docket.outbox.counts()["waiting"]
    outlet, tally = Scripted(), Tally()
    send_out(docket.outbox, [(connection, outlet)], lambda: NOW, lambda: 0.5, tally)
    assert tally.delivered == len(outlet.sent) > 0
    assert {one.recipient for one in outlet.sent} == {"channel:12345"}
    assert len({one.id for one in outlet.sent}) == len(outlet.sent)
    assert all(one.payload["external_id"] == "G-1" for one in outlet.sent)
    # what is for bodies waits for a connection of their own
    assert docket.outbox.counts()["waiting"] == waiting - tally.delivered > 0


def test_a_word_without_a_code_is_told_once(reception: Reception, docket: Docket, tmp_path: Path) -> None:
    for number in range(3):
        reception.admit(envelope(f"G-{number}"))
    text = FOLDER.replace("codes:\n", "codes:\n  state: {'10': registered}\n").replace("'", '"') + "messages: {}\n"
    one = connected(tmp_path / "y", text)
    said: list[Bilingual] = []
    send_out(docket.outbox, [(one, FolderOutlet(one))], lambda: NOW, lambda: 0.5, Tally(), said.append)
    assert said
    assert len(said) == len(set(said))
    assert all(words.en.startswith("云河12345: “") and "has no code of theirs" in words.en for words in said)
    states = {json.loads(path.read_bytes())["data"]["state"] for path in (tmp_path / "y/box/out").iterdir()}
    assert "10" in states
    assert "registered" not in states


def test_a_message_is_what_the_store_made_it_and_no_more(reception: Reception, docket: Docket, tmp_path: Path) -> None:
    reception.admit(envelope(anonymous=True))
    kept = docket.outbox.claim(100, NOW)
    everybody = {one.recipient for one in kept}
    assert any(one.startswith("body:") for one in everybody)
    outlet = Scripted()
    text = FOLDER + f"messages: {{recipients: {sorted(everybody)}}}\n".replace("'", '"')
    later = NOW + timedelta(hours=1)
    send_out(docket.outbox, [(connected(tmp_path, text), outlet)], lambda: later, lambda: 0.5, Tally())
    assert [(one.recipient, one.payload) for one in outlet.sent] == [(one.recipient, one.payload) for one in kept]
    back = repr([dict(one.payload) for one in outlet.sent if one.recipient == "channel:12345"])
    for word in ("路灯", "仲子社区", "reporter", "anonymous"):
        assert word not in back


@pytest.mark.parametrize(
    ("answer", "waits", "state"),
    [
        (TryAgain(WHY), timedelta(seconds=45), "waiting"),
        (TryAgain(WHY, timedelta(hours=2)), timedelta(hours=2), "waiting"),
        (KeyError("x"), timedelta(seconds=45), "waiting"),
        (Refused(WHY), None, "dead"),
    ],
    ids=["again", "asked to wait", "an adapter that raises", "refused"],
)
def test_a_message_that_is_not_delivered(
    reception: Reception,
    docket: Docket,
    connection: Connection,
    answer: Delivery | Exception,
    waits: timedelta | None,
    state: str,
) -> None:
    reception.admit(envelope())
    outlet, tally = Scripted(answer), Tally()
    backoff = Backoff(timedelta(seconds=60))
    send_out(docket.outbox, [(connection, outlet)], lambda: NOW, lambda: 0.5, tally, limit=1, backoff=backoff)
    assert docket.outbox.counts()[state] >= 1
    assert tally == Tally(waiting=int(state == "waiting"), buried=int(state == "dead"))
    first = outlet.sent[0].id

    def again(at: datetime) -> list[str]:
        once = Scripted()
        send_out(docket.outbox, [(connection, once)], lambda: at, lambda: 0.5, Tally(), backoff=backoff)
        return [one.id for one in once.sent]

    if waits is None:
        assert first not in again(NOW + timedelta(days=30))
    else:
        assert first not in again(NOW + waits - timedelta(seconds=1))
        assert first in again(NOW + waits)


def test_a_message_that_never_arrives_is_a_dead_letter(
    reception: Reception, docket: Docket, connection: Connection
) -> None:
    reception.admit(envelope())
    at, tally = NOW, Tally()
    for _ in range(60):
        outlet = Scripted(*[TryAgain(WHY)] * 100)
        send_out(docket.outbox, [(connection, outlet)], lambda: at, lambda: 0.5, tally)  # noqa: B023
        at += timedelta(hours=7)
    assert tally.buried == docket.outbox.counts()["dead"] > 0
    assert {reason for _, reason in docket.outbox.dead()} == {"原因\na reason"}


def test_a_system_that_fails_on_end_holds_up_no_other(reception: Reception, docket: Docket, tmp_path: Path) -> None:
    for number in range(6):
        reception.admit(envelope(f"G-{number}"))
    bodies = sorted({one.recipient for one in docket.outbox.claim(1000, NOW) if one.recipient.startswith("body:")})
    later = NOW + timedelta(hours=1)
    well = connected(tmp_path / "well", FOLDER + f"messages: {{recipients: {bodies}}}\n".replace("'", '"'))
    down = connected(tmp_path / "down", FOLDER.replace("云河12345", "坏了") + "messages: {}\n")
    silent, listening, tally = Scripted(*[TryAgain(WHY)] * 100), Scripted(), Tally()
    send_out(docket.outbox, [(down, silent), (well, listening)], lambda: later, lambda: 0.5, tally)
    assert len(silent.sent) == tally.waiting == 3
    assert len(listening.sent) == tally.delivered > 10


def test_recipients_that_two_connections_claim(tmp_path: Path) -> None:
    one = connected(tmp_path / "a", FOLDER + MESSAGES)
    other = connected(tmp_path / "b", FOLDER.replace("云河12345", "另一个") + MESSAGES)
    assert overlapping([one, other]) == [("body:zjj", "云河12345", "另一个")]
    assert overlapping([one]) == []
