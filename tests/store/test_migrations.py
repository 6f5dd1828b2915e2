"""The revisions make the tables that the code declares, on both databases, and lose nothing on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from tests.store.conftest import Dockets, at, do, played

from gridroute import County
from gridroute.store import Database, Docket, replay
from gridroute.store.database import HEAD, as_url, open_engine, upgrade
from gridroute.store.schema import metadata


def test_the_revisions_make_what_the_schema_declares(url: str) -> None:
    database = Database(url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []
    again = Database(url)
    again.close()
    database.close()


@pytest.fixture
def older(url: str, tmp_path: Path, sishui: County) -> Iterator[str]:
    """A database as the first revision left it, with a case in it."""
    source = Docket(tmp_path / "source.sqlite", lambda name: sishui, "index")
    played(source)
    engine = open_engine(as_url(url))
    upgrade(engine, "0001")
    with source.database.reading() as reading, engine.begin() as writing:
        for table in metadata.sorted_tables:
            kept = [one for one in table.c if one.name != "recorded" and (one.name != "id" or table.name in _NAMED)]
            rows = [dict(row) for row in reading.execute(select(*kept)).mappings()]
            if rows:
                writing.execute(insert(table), rows)
        if engine.dialect.name == "postgresql":
            writing.execute(text("SELECT setval(pg_get_serial_sequence('policies', 'id'), 1)"))
    engine.dispose()
    yield url
    source.close()


#: Tables whose rows others name by their number.
_NAMED = ("policies", "cases")


def test_a_log_of_the_first_revision_replays(older: str, dockets: Dockets) -> None:
    """T55: state and decisions come out byte for byte after the schema was upgraded."""
    docket = dockets()
    bodies = docket.bodies("S1")
    assert len(bodies) > 8
    assert replay(docket, "S1") is None
    assert do(docket, "S1", "broadcast", "first_receiver", "2026-03-12T09:00").refusal is None
    docket.advance(at("2026-04-12T09:00"))
    assert docket.bodies("S1")[: len(bodies)] == bodies
    assert replay(docket, "S1") is None
    with docket.database.reading() as connection:
        written = connection.execute(text("SELECT recorded FROM events ORDER BY seq")).scalars().all()
    assert written[: len(bodies)] == [None] * len(bodies)
    assert all(written[len(bodies) :])
