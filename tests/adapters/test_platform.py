"""Against a platform that loses, doubles, delays and reorders: each issue one case, each message at least once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.adapters.platform import Platform
from tests.adapters.rigs import HEADS, NOW, SECRET, WEBHOOK, connected
from tests.databases import BOTH

from gridroute import County
from gridroute.adapters.mailroom import Tally, send_out
from gridroute.adapters.reception import Reception
from gridroute.adapters.webhook import Receiver
from gridroute.adapters.webhook.mount import Mount, serve
from gridroute.adapters.webhook.sender import WebhookOutlet
from gridroute.exchange import Connection, Envelope, Receipt, Unreadable
from gridroute.plugins import build_manager
from gridroute.store import Docket

COUNT = 20


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


class Died(Exception):
    """Our process ends when the case is kept and nobody has been told."""


@contextmanager
def listening(application: Mount) -> Iterator[int]:
    server = serve(application, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def issues() -> dict[str, dict[str, str]]:
    texts = ("路灯一个多月不亮了", "垃圾好几天没人清运", "家里暖气三天没热乎气了", "下水道堵了往外冒脏水")
    found: dict[str, dict[str, str]] = {}
    for number in range(COUNT):
        at = (NOW - timedelta(minutes=number)).strftime("%Y-%m-%d %H:%M")
        row = (f"P-{number}", at, texts[number % len(texts)], ("0301", "", "9999")[number % 3], "13800001234")
        found[row[0]] = dict(zip(HEADS, row, strict=True))
    return found


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
@pytest.mark.parametrize("url", BOTH, indirect=True)
def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path, sishui: County, url: str, seed: int) -> None:
    clock, chance = Clock(), random.Random(seed)
    platform = Platform(SECRET.encode(), clock, seed, trouble=0.3)
    platform.open = issues()
    with platform.serving() as hears:
        connection = connected(
            tmp_path, WEBHOOK.replace("127.0.0.1:9/hook", f"127.0.0.1:{hears}/hook") + "messages: {}\n"
        )
        ours, theirs = (Docket(url, lambda _: sishui) for _ in range(2))
        outlet = WebhookOutlet(connection, clock)
        try:
            _rounds(platform, connection, theirs, ours, outlet, sishui, clock, chance)
            _all_is_well(platform, ours, clock)
        finally:
            outlet.close()
            ours.close()
            theirs.close()


def _rounds(
    platform: Platform,
    connection: Connection,
    theirs: Docket,
    ours: Docket,
    outlet: WebhookOutlet,
    county: County,
    clock: Clock,
    chance: random.Random,
) -> None:
    reception = Reception(theirs, lambda _: county, build_manager(installed=False), clock)

    def admit(one: Envelope | Unreadable) -> Receipt:
        receipt = reception.admit(one)
        if chance.random() < 0.2:
            raise Died
        return receipt

    with listening(Mount({"yunhe": Receiver(connection, admit, clock)})) as port:
        for _ in range(200):
            platform.post_all(port, "/yunhe")
            tally = Tally()
            send_out(ours.outbox, [(connection, outlet)], clock, chance.random, tally)
            if not platform.open and tally == Tally():
                return  # all is known, and for seven hours nothing was due
            clock.at += timedelta(hours=7) if not platform.open else timedelta(minutes=17)
    raise AssertionError("after 200 rounds it is not over")


def _all_is_well(platform: Platform, docket: Docket, clock: Clock) -> None:
    cases = docket.listing(closed=True, limit=1000)
    assert len(cases) == COUNT
    assert set(platform.told) == set(issues())
    for number, told in platform.told.items():
        assert {case for _, case in told} == {f"云河12345:{number}"}
        assert {status for status, _ in told} <= {"accepted", "duplicate"}
        assert docket.case(f"云河12345:{number}").issue.external_id == number
    assert docket.outbox.counts()["dead"] == 0
    assert platform.unproven == 0
    first: dict[str, object] = {}
    for identifier, event in platform.heard:
        assert first.setdefault(identifier, event) == event
    # every change of state of every issue that the platform handed over, and nothing for anybody else
    sent = {(event["data"]["case"], event["data"]["seq"]) for _, event in platform.heard}
    assert len(sent) == len(first)
    assert {event["recipient"] for _, event in platform.heard} == {"channel:12345"}
    due = set()
    for one in cases:
        state = None
        for event in docket.events(one.id):
            if event.change.set.get("state", state) != state:
                state = event.change.set["state"]
                due.add((one.id, event.seq))
    assert due <= sent
    # what went wrong did go wrong
    assert len(platform.heard) > len(first)
    assert platform.posts > COUNT
