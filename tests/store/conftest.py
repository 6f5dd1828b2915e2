"""Dockets on a new database of each kind, and cases in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.databases import new_url

from gridroute import County, Issue
from gridroute.casework import Actor, Answer, Attempt
from gridroute.store import Docket

ROAD = {"text": "村口路面破损", "category": "城乡建设/道路/路面破损", "address": "泗河街道仲子社区"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


def issue(number: str = "S1", when: str = "2026-03-02T09:00", **fields: Any) -> Issue:
    return Issue.model_validate({"id": number, "received_at": at(when), "channel": "12345", **(ROAD | fields)})


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nothing is in yet, of each kind."""
    return new_url(request.param, request, tmp_path)


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
