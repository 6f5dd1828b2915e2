"""Workers killed at random moments: no event is lost or doubled, every deadline fires once, no message is missing."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.databases import new_url
from tests.store.conftest import issue
from tests.store.worker import DAYS, LEASE, START, start

from gridroute import County
from gridroute.casework import fold
from gridroute.store import Docket, replay
from gridroute.store.notice import notices
from gridroute.store.schema import outbox


def killed(url: str, county: County, folder: Path, kills: int, workers: int, longest: float) -> Path:
    """Runs ``workers`` at a time and kills one after the other, each time after at most ``longest`` seconds."""
    chance, told = random.Random(kills), folder / "told.txt"
    docket = Docket(url, lambda name: county, "index")
    for number in range(3):
        docket.open(issue(f"B{number}"), START, "370831")
    docket.close()
    running = [start(url, county, number, told) for number in range(workers)]
    for number in range(workers, workers + kills):
        time.sleep(chance.uniform(0.02, longest))
        process = running.pop(chance.randrange(len(running)))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if number < kills:
            running.append(start(url, county, number, told))
    assert not running
    return told


def check(url: str, county: County, told: Path) -> int:
    """Finishes what is left, and compares every case with what it must be; the number of events."""
    docket = Docket(url, lambda name: county, "index", LEASE)
    lines = told.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith("failed")]
    end = START + timedelta(days=DAYS)
    time.sleep(LEASE * 1.5)
    docket.advance(end)
    assert docket.deadlines.waiting(end) == 0
    names = [one.id for one in docket.listing(closed=True, limit=100_000)]
    opened = {line.split()[1] for line in lines if line.startswith("opened")}
    assert opened <= set(names)
    with docket.database.reading() as connection:
        rows = connection.execute(select(outbox.c.case_id, outbox.c.seq, outbox.c.recipient)).all()
    sent: dict[str, list[tuple[int, str]]] = {}
    for case, seq, recipient in rows:
        sent.setdefault(case, []).append((seq, recipient))
    seen = 0
    for name in names:
        log = docket.events(name)
        case = docket.case(name)
        seen += len(log)
        assert case == fold(log)
        expected = [(row["seq"], row["recipient"]) for row in notices(None, case, log, county)]
        assert sorted(sent[name]) == sorted(expected)
        if name.startswith("C"):
            desk = docket.desk(case)
            first = desk.open(issue(name, external_id=name), START)
            wanted = [*first.events, *desk.advance(first.case, end).events]
            assert docket.bodies(name) == [event.as_json() for event in wanted]
    kept = [
        event.said["words"] for number in range(3) for event in docket.events(f"B{number}") if event.type == "broadcast"
    ]
    acknowledged = {line.split()[1] for line in lines if line.startswith("told")}
    assert len(kept) == len(set(kept))
    assert acknowledged <= set(kept)
    assert replay(docket, "B0") is None
    docket.close()
    return seen


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_url(request.param, request, tmp_path)


@pytest.mark.parametrize(("database", "workers"), [("sqlite", 1), ("postgresql", 2)], indirect=["database"])
def test_killed_a_few_times(database: str, workers: int, sishui: County, tmp_path: Path) -> None:
    told = killed(database, sishui, tmp_path, kills=8, workers=workers, longest=0.4)
    assert check(database, sishui, told) > 20


@pytest.mark.slow
@pytest.mark.parametrize(("database", "workers"), [("sqlite", 1), ("postgresql", 4)], indirect=["database"])
def test_killed_two_hundred_times(database: str, workers: int, sishui: County, tmp_path: Path) -> None:
    told = killed(database, sishui, tmp_path, kills=200, workers=workers, longest=0.7)
    seen = check(database, sishui, told)
    print(json.dumps({"database": database.partition(":")[0][:10], "kills": 200, "events": seen}))
    assert seen > 300
