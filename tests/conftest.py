"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.databases import new_url, running
from tests.support import Built, build_county

from gridroute import County, Decision, Dispatcher, Issue
from gridroute.dispatch import Hints

#: Several counties may be installed; where a test names none, it speaks of this one.
os.environ.setdefault("GRIDROUTE_COUNTY", "sishui")
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", deadline=None, max_examples=20_000, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

Route = Callable[..., Decision]


@pytest.fixture(scope="session")
def sishui(gridroute_county: Callable[[str], County]) -> County:
    """The real county, loaded once, for the scenarios too."""
    return gridroute_county("sishui")


@pytest.fixture(scope="session")
def route(sishui: County) -> Route:
    """Routes one issue of the real county, given as keywords."""

    def _route(text: str, at: str = "2026-03-02T09:00:00+08:00", hints: Hints | None = None, **fields: Any) -> Decision:
        issue = Issue.model_validate({"id": "T", "received_at": at, "text": text, "channel": "12345", **fields})
        return Dispatcher(sishui).route(issue, datetime.fromisoformat(at), hints or Hints())

    return _route


@pytest.fixture
def yunhe(tmp_path: Path) -> Callable[..., Built]:
    """Builds the small invented county 云河县 over the national baseline; see ``support.build_county``."""

    def build(files: dict[str, str | bytes] | None = None, overlay: Path | None = None) -> Built:
        return build_county(tmp_path, files, overlay)

    return build


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL that runs."""
    yield from running()


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nothing is in yet: SQLite, or the kind that a test names (``databases.BOTH``)."""
    return new_url(getattr(request, "param", "sqlite"), request, tmp_path)
