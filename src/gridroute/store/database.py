"""数据库: opens SQLite or PostgreSQL, brings the tables up to date, and says in a clerk's words what fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float

from gridroute.errors import Bilingual, StoreError

#: The revision of the tables that this version reads and writes.
HEAD = "0003"
#: Milliseconds that SQLite waits for another writer.
PATIENCE = 30_000
#: After so many seconds without a statement a connection is tried before it is used.
_SILENCE = 1.0
#: Under this key one process at a time changes the tables of a PostgreSQL database.
_UPGRADING = 7_214_553

#: What PostgreSQL says where two transactions were in each other's way: deadlock, serialization failure.
_AGAIN = ("40P01", "40001")


class Stale(Exception):
    """Somebody else wrote to the case since it was read: read it again."""


class clock(FunctionElement[float]):  # noqa: N801 (it reads as a function in statements)
    """Seconds since 1970 on the database's own clock: one clock for all workers, however theirs go.

    Only for claims, which are a matter of machines. When something is due is said by whoever calls.
    """

    type = Float()
    inherit_cache = True


@compiles(clock, "sqlite")
def _sqlite_clock(element: object, compiler: object, **options: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(clock, "postgresql")
def _postgresql_clock(element: object, compiler: object, **options: object) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


class Database:
    """One database of cases. Not for several threads: each worker opens its own.

    ``StoreError``: it is none that can be used, or it was written by a later version.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = as_url(url)
        self.engine = open_engine(self.url)
        self._used = 0.0
        self._alone: dict[str, Any] = (
            {"reading": True} if self.engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        )
        try:
            with self.spoken():
                upgrade(self.engine)
        except BaseException:
            self.close()
            raise

    @property
    def shown(self) -> str:
        """The database as messages name it: never with a password."""
        return shown(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which every statement sees what is committed."""
        with self.spoken(), self._awake() as bare:
            yield bare.execution_options(**self._alone)

    def _awake(self) -> Connection:
        """A connection that is alive: after a while of silence the server may have ended it."""
        silent, self._used = time.monotonic() - self._used, time.monotonic()
        connection = self.engine.connect()
        if silent < _SILENCE or self.engine.dialect.name == "sqlite":
            return connection
        try:
            connection.exec_driver_sql("SELECT 1")
            connection.rollback()
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
            return self.engine.connect()
        return connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction: all of it is kept, or nothing. On SQLite it keeps other writers waiting."""
        with self.spoken(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Says in a ``StoreError`` why the database cannot go on; conflicts of rows are let through."""
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) in _AGAIN:
                raise Stale(str(error)) from error
            raise _spoken(self.shown, error) from error

    def close(self) -> None:
        """Lets go of all connections; a second time is harmless."""
        self.engine.dispose()


def as_url(url: str | Path) -> str:
    """A URL as SQLAlchemy takes it: a path is an SQLite file, ``postgresql://`` goes through psycopg."""
    if isinstance(url, Path):
        return f"sqlite:///{url}"
    if "://" not in url:
        return f"sqlite:///{url}"
    for name in ("postgresql://", "postgres://"):
        if url.startswith(name):
            return "postgresql+psycopg://" + url[len(name) :]
    return url


def shown(url: str) -> str:
    """``url`` without its password; the bare path of an SQLite file."""
    try:
        made = make_url(url)
    except ArgumentError:
        return url
    return made.database or "sqlite" if made.get_backend_name() == "sqlite" else made.render_as_string()


def open_engine(url: str) -> Engine:
    """What talks to the database at ``url`` (from ``as_url``). ``StoreError``: it is no database that can be used."""
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise _no_database(url) from error
    if backend not in ("sqlite", "postgresql"):
        raise _no_database(url)
    try:
        engine = create_engine(url)
    except NoSuchModuleError as error:
        raise _no_database(url) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            Bilingual(
                f"{shown(url)}: 没有装 PostgreSQL 的驱动: pip install 'gridroute[postgresql]'",
                f"{shown(url)}: the driver of PostgreSQL is not installed: pip install 'gridroute[postgresql]'",
            )
        ) from error
    if backend == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _no_database(url: str) -> StoreError:
    return StoreError(
        Bilingual(
            f"{shown(url)}: 不是可用的数据库: 写成 cases.sqlite 或 postgresql://用户@主机/库名",
            f"{shown(url)}: no database that can be used: write cases.sqlite or postgresql://user@host/name",
        )
    )


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, so that readers do not wait; FULL, so that what was answered outlives a power cut."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, and at once for writing
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("reading"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Brings the tables to ``revision``; several processes may try at once. Nothing is ever taken back."""
    if _revision(engine) == revision:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING})
        known = _read_revision(connection)
        if known is not None and known > HEAD:
            raise _too_new(str(engine.url.render_as_string()), known)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _read_revision(connection)


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _too_new(url: str, revision: str) -> StoreError:
    return StoreError(
        Bilingual(
            f"{shown(url)}: 库表版本 {revision} 比这个 gridroute 新 ({HEAD}): 升级 gridroute",
            f"{shown(url)}: its tables are of version {revision}, later than this gridroute's {HEAD}: update gridroute",
        )
    )


def _spoken(name: str, error: SQLAlchemyError) -> StoreError:
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    first = said[0]
    if "full" in first or "No space left" in first:
        words = Bilingual(
            f"{name}: 磁盘满了,这一步没有记下: 腾出空间再做一遍 ({first})",
            f"{name}: the disk is full; this step was not kept: make room and do it again ({first})",
        )
    elif "locked" in first:
        words = Bilingual(
            f"{name}: 别的程序占用太久,这一步没有记下: 稍后再做一遍 ({first})",
            f"{name}: another program holds it too long; this step was not kept: do it again later ({first})",
        )
    elif isinstance(error, DBAPIError):
        words = Bilingual(
            f"{name}: 数据库用不了,这一步没有记下: 检查库在不在、能不能写 ({first})",
            f"{name}: the database cannot be used; this step was not kept: is it there and writable? ({first})",
        )
    else:
        words = Bilingual(f"{name}: 数据库出错 ({first})", f"{name}: the database failed ({first})")
    return StoreError(words)
