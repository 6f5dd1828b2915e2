"""到期簿: which cases have a timer to fire and when, and which worker is at it.

One row a case, with its earliest timer. A worker claims some that are due; until the claim is over no other worker
takes them. A worker that dies holds nobody up for longer than ``LEASE``, and fires nothing twice: what it had
already written stands in the case's log, what it had not is due still.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gridroute.store.database import Database, clock
from gridroute.store.schema import deadlines

#: Seconds after which a claim is over.
LEASE = 60.0

_FREE = or_(deadlines.c.claimed_until.is_(None), deadlines.c.claimed_until <= clock())
_DUE = (
    select(deadlines.c.case_id)
    .where(deadlines.c.due_at <= bindparam("now"), _FREE)
    .order_by(deadlines.c.due_at, deadlines.c.case_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(deadlines)
    .where(deadlines.c.case_id.in_(select(_DUE.c.case_id)))
    .values(claimed_by=bindparam("worker"), claimed_until=clock() + bindparam("lease"))
    .returning(deadlines.c.case_id, deadlines.c.due_at)
)
_NOTHING = delete(deadlines).where(deadlines.c.case_id == bindparam("of_case"))
_UPSERTS = {}
for _name, _made in (("postgresql", postgresql.insert(deadlines)), ("sqlite", sqlite.insert(deadlines))):
    _UPSERTS[_name] = _made.on_conflict_do_update(
        index_elements=["case_id"],
        set_={"due_at": _made.excluded.due_at, "claimed_by": None, "claimed_until": None},
    )
del _name, _made


class Deadlines:
    """The timers of one database."""

    def __init__(self, database: Database, lease: float = LEASE) -> None:
        self.database, self.lease = database, lease

    def claim(self, now: datetime, limit: int, worker: str) -> list[str]:
        """Up to ``limit`` cases with a timer due by ``now``, those due first first, for ``worker`` alone."""
        given = {"now": now, "most": limit, "worker": worker, "lease": self.lease}
        with self.database.writing() as connection:
            rows = connection.execute(_CLAIM, given).all()
        return [row[0] for row in sorted(rows, key=lambda row: (row[1], row[0]))]

    def release(self, cases: Sequence[str], worker: str) -> None:
        """Gives back what ``worker`` claimed and did not get to."""
        if not cases:
            return
        free = (
            update(deadlines)
            .where(deadlines.c.case_id.in_(cases), deadlines.c.claimed_by == worker)
            .values(claimed_by=None, claimed_until=None)
        )
        with self.database.writing() as connection:
            connection.execute(free)

    def next_due(self) -> datetime | None:
        """When the next timer of all fires."""
        with self.database.reading() as connection:
            found = connection.execute(select(deadlines.c.due_at).order_by(deadlines.c.due_at).limit(1)).scalar()
        assert found is None or isinstance(found, datetime)
        return found

    def waiting(self, now: datetime) -> int:
        """How many cases have a timer that is due."""
        with self.database.reading() as connection:
            counted = select(func.count()).select_from(deadlines).where(deadlines.c.due_at <= now)
            return int(connection.execute(counted).scalar_one())


def put_off(connection: Connection, case: str, until: datetime | None) -> None:
    """Sets when the next timer of ``case`` fires, in the transaction of ``connection``; a claim on it is over."""
    if until is None:
        connection.execute(_NOTHING, {"of_case": case})
    else:
        connection.execute(_UPSERTS[connection.dialect.name], {"case_id": case, "due_at": until})
