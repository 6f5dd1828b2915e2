"""What happens when the database fails: nothing is lost, nothing is kept by half, and it goes on afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.databases import new_database
from tests.store.conftest import at, do, issue

from gridroute import County
from gridroute.errors import StoreError
from gridroute.store import Docket, replay

NINE = at("2026-03-02T09:00")


def opened(url: str, county: County) -> Docket:
    docket = Docket(url, lambda name: county, "index")
    docket.open(issue(), NINE, "370831")
    return docket


def test_a_full_disk_keeps_nothing_by_half(tmp_path: Path, sishui: County) -> None:
    docket = opened(str(tmp_path / "cases.sqlite"), sishui)
    limit = {"pages": 1_000_000}

    @event.listens_for(docket.database.engine, "begin")
    def limited(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit['pages']}")

    limit["pages"] = 1
    kept = 0

    def fill() -> None:
        nonlocal kept
        while kept < 200:
            answer = do(docket, "S1", "broadcast", "first_receiver", "2026-03-02T10:00", words="x" * 2_000)
            assert answer.refusal is None
            kept += 1

    with pytest.raises(StoreError, match="disk is full"):
        fill()
    assert len(docket.bodies("S1")) == docket.case("S1").seq == 3 + kept
    limit["pages"] = 1_000_000
    assert do(docket, "S1", "accept", "lead", "2026-03-02T11:00").case.seq == 4 + kept
    assert replay(docket, "S1") is None
    docket.close()


def test_a_database_that_is_gone_and_comes_back(postgresql: Any, sishui: County) -> None:
    docket = opened(new_database(postgresql), sishui)
    postgresql.stop()
    try:
        for _ in range(2):
            with pytest.raises(StoreError, match="the database cannot be used"):
                do(docket, "S1", "accept", "lead", "2026-03-02T10:00")
            with pytest.raises(StoreError, match="the database cannot be used"):
                docket.fire_due(at("2026-03-20T09:00"))
    finally:
        postgresql.ensure_postgres_running()
    assert do(docket, "S1", "accept", "lead", "2026-03-02T10:00").case.state == "in_progress"
    assert docket.fire_due(at("2026-03-20T09:00")).cases == 1
    assert replay(docket, "S1") is None
    docket.close()


def test_a_database_that_goes_in_the_middle_of_a_step(postgresql: Any, sishui: County) -> None:
    """The server ends the session after the first statement of the transaction: all of the step is gone."""
    docket = opened(new_database(postgresql), sishui)
    engine = docket.database.engine

    def ended(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith("INSERT INTO events"):
            event.remove(engine, "before_cursor_execute", ended)
            other = Docket(docket.database.url, lambda name: sishui)
            with other.database.reading() as admin:
                admin.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            other.close()

    event.listen(engine, "before_cursor_execute", ended)
    with pytest.raises(StoreError):
        do(docket, "S1", "accept", "lead", "2026-03-02T10:00")
    assert docket.case("S1").seq == len(docket.bodies("S1")) == 3
    assert do(docket, "S1", "accept", "lead", "2026-03-02T10:00").case.seq == 4
    docket.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x/y", "no database that can be used"),
        ("postgresql://u:secret@localhost:1/none", "the database cannot be used"),
        ("/nowhere/at/all/cases.sqlite", "the database cannot be used"),
    ],
)
def test_what_is_no_database_is_said_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        Docket(url)
    assert "secret" not in caught.value.text("zh") + caught.value.text("en")


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "cases.sqlite"
    path.write_text("编号,内容\n" * 200, encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be used"):
        Docket(path)
    assert path.read_text(encoding="utf-8").startswith("编号")


def test_tables_of_a_later_version_are_left_alone(tmp_path: Path, sishui: County) -> None:
    docket = opened(str(tmp_path / "cases.sqlite"), sishui)
    with docket.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    docket.close()
    with pytest.raises(StoreError, match=r"version 9999, later .* update gridroute"):
        Docket(tmp_path / "cases.sqlite")
