"""档案库: keeps civic records in the database of cases: each step is kept whole, or nothing of it.

A record goes on by the registers it began under, with the working days and the bodies of today (I9, I35).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from gridroute.casework import Actor, Attempt, Case, Refusal
from gridroute.civic.attendance import Attendance, Deed
from gridroute.civic.desk import RecordDesk
from gridroute.civic.points import Accounts
from gridroute.civic.proceeding import Opening, Outcome
from gridroute.civic.record import Record, RecordEvent, applied
from gridroute.civic.switching import Switch
from gridroute.errors import Bilingual, StoreError, UnknownCase
from gridroute.store import ledger
from gridroute.store.archive import Archive, Edition
from gridroute.store.database import Database, Stale
from gridroute.store.deadline import put_off
from gridroute.store.ledger import Origin, Refused
from gridroute.store.recheck import astray
from gridroute.store.recordbook import (
    PREFIX,
    ListedRecord,
    RecordEntry,
    add_record_events,
    hold_record,
    put_record,
    read_modes,
    read_record,
    read_record_bodies,
    read_record_log,
    read_records,
    read_tied,
)
from gridroute.store.recorddesks import RecordDesks

#: How often a step is tried anew where others write to the same record at the same time.
TRIES = 10


@dataclass(frozen=True, slots=True)
class _Step:
    """What one step makes of one record: as it was, the events and their origins, by which edition, what was wanted."""

    before: Record | None
    outcome: Outcome
    origins: tuple[Origin, ...]
    edition: Edition
    attempt: Attempt | None = None


def _all(origin: Origin, outcome: Outcome) -> tuple[Origin, ...]:
    return (origin,) * len(outcome.events)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a check-in: the year's record, the accounts it entered points in, and why some were not entered."""

    outcome: Outcome
    accounts: tuple[Record, ...] = ()
    left_out: tuple[Bilingual, ...] = ()


class Records:
    """The civic records of one database. Not for several threads."""

    def __init__(self, database: Database, archive: Archive) -> None:
        self.database, self.archive = database, archive
        #: By which registers: those of today, and those a record began under.
        self.desks = RecordDesks(archive)

    # ---- what happens ----------------------------------------------------------------------------------

    def open(self, wanted: Opening, county: str) -> Outcome:
        """A new record of a procedure, kept; or why it does not begin. A number that is in use is a refusal.

        So is a link to what is neither a case nor a record of this database.
        """
        desk, edition = self.desks.current(county)
        outcome = desk.open(wanted)
        unknown = self._unknown(wanted.links) if outcome.record is not None else None
        if unknown is not None:
            outcome = Outcome(None, (), unknown)
        if outcome.record is not None:
            try:
                self._keep([_Step(None, outcome, ("asked",), edition)])
            except IntegrityError:
                words = Bilingual(f"档案“{wanted.id}”已有: 换个编号", f"there is a record “{wanted.id}” already")
                outcome = Outcome(None, (), Refusal("state", words))
        if outcome.refusal is not None:
            attempt = Attempt(type="open", at=wanted.at, by=wanted.by, said=dict(wanted.said or {}))
            self._note_refused(wanted.id, attempt, outcome.refusal, 0, edition)
        return outcome

    def switch(self, mode: str, at: datetime, by: Actor, said: Mapping[str, Any], county: str) -> Outcome:
        """``mode`` put in force in a county from ``at`` on, kept; or why not, which goes to the audit log (T31).

        Of two who switch at once one is refused.
        """
        desk, edition = self.desks.current(county)
        adcode = desk.civic.county.adcode
        for _ in range(TRIES):
            with self.database.reading() as connection:
                before = read_modes(connection, adcode)
            wanted = Switch(f"mode-{adcode}-{len(before) + 1}", mode, at, by, said)
            outcome = desk.switch(wanted, before[-1] if before else None)
            if outcome.record is None:
                assert outcome.refusal is not None
                attempt = Attempt(type="open", at=at, by=by, said={**said, "mode": mode})
                self._note_refused(wanted.id, attempt, outcome.refusal, 0, edition)
                return outcome
            try:
                self._keep([_Step(None, outcome, ("asked",), edition)])
            except IntegrityError:
                continue
            return outcome
        raise self._busy(f"mode-{adcode}")

    def modes(self, county: str) -> list[Record]:
        """The modes that were put in force in a county (by its code), the first first."""
        with self.database.reading() as connection:
            return read_modes(connection, county)

    def attempt(self, record: str, attempt: Attempt) -> Outcome:
        """What comes of ``attempt``, kept; a refusal goes to the audit log. ``UnknownCase``: no such record."""

        def taken() -> tuple[list[_Step], Outcome]:
            before, desk, edition = self._read(record)
            if attempt.at < before.at:
                at, last = attempt.at.isoformat(timespec="minutes"), before.at.isoformat(timespec="minutes")
                words = Bilingual(
                    f"{at} 早于上一步的 {last}: 按现在的时间再做", f"{at} is before the last event at {last}"
                )
                outcome = Outcome(before, (), Refusal("time", words))
                return [_Step(before, outcome, (), edition, attempt)], outcome
            timed = desk.advance(before, attempt.at)
            assert timed.record is not None
            asked = desk.attempt(timed.record, attempt)
            tied = asked.record.links if asked.record is not None else ()
            unknown = self._unknown([one for one in tied if one not in before.links])
            if unknown is not None:
                asked = Outcome(timed.record, (), unknown)
            outcome = timed.then(asked)
            origins = (*_all("time", timed), *_all("asked", asked))
            return [_Step(before, outcome, origins, edition, attempt)], outcome

        return self._tried(record, taken)

    def count(self, deed: Deed, county: str) -> Counted:
        """A check-in, counted in the record of its year, with its points entered in the same transaction."""
        left: list[Bilingual] = []
        accounts: list[Record] = []

        def taken() -> tuple[list[_Step], Outcome]:
            left.clear()
            accounts.clear()
            desk, edition = self.desks.current(county)
            number = Attendance.number(deed.quota, deed.subject, deed.at.year)
            before = self._kept(number)
            outcome, awards = desk.count(before, deed)
            steps = [_Step(before, outcome, ("asked",), edition)] if outcome.events else []
            known: dict[str, Record | None] = {}
            for award in awards:
                own = Accounts.number(award.ledger, award.subject or "")
                account = known[own] if own in known else self._kept(own)
                entered = desk.enter(account, award, deed)
                if entered.refusal is not None:
                    left.append(entered.refusal.words)
                elif entered.record is not None:
                    known[own] = entered.record
                    steps.append(_Step(account, entered, ("follow",), edition))
            accounts.extend(one for one in known.values() if one is not None)
            return steps, outcome

        outcome = self._tried(Attendance.number(deed.quota, deed.subject, deed.at.year), taken)
        return Counted(outcome, tuple(accounts), tuple(left))

    def advance(self, record: str, to: datetime) -> tuple[RecordEvent, ...]:
        """All that falls due of one record up to ``to``, kept."""

        def taken() -> tuple[list[_Step], Outcome]:
            before, desk, edition = self._read(record)
            outcome = desk.advance(before, to)
            return [_Step(before, outcome, _all("time", outcome), edition)], outcome

        return self._tried(record, taken).events

    # ---- what is kept ----------------------------------------------------------------------------------

    def record(self, record: str) -> Record:
        """The record of that number. ``UnknownCase``: there is none."""
        return self._read(record)[0]

    def events(self, record: str) -> list[RecordEvent]:
        """The log of a record."""
        with self.database.reading() as connection:
            return [one.event for one in read_record_log(connection, record)]

    def bodies(self, record: str) -> list[str]:
        """The log of a record as it was written, a line of JSON each."""
        with self.database.reading() as connection:
            return read_record_bodies(connection, record)

    def refused(self, record: str) -> list[Refused]:
        """The attempts on a record that were refused."""
        with self.database.reading() as connection:
            return ledger.read_refused(connection, PREFIX + record)

    def listing(self, **asked: Any) -> list[ListedRecord]:
        """Records by their number; see ``read_records``."""
        with self.database.reading() as connection:
            return read_records(connection, **asked)

    def tied(self, case: Case) -> list[Record]:
        """The records to which ``case`` is tied: a project for what is listed (挂账), an order it came from."""
        with self.database.reading() as connection:
            return read_tied(connection, case.county, case.id)

    def desk(self, record: str) -> RecordDesk:
        """The desk that handles the record of that number."""
        return self._read(record)[1]

    def astray(self, record: str) -> tuple[int, str, str] | None:
        """Where a record does not come out of its log as it is kept: see ``astray``."""
        with self.database.reading() as connection:
            log = read_record_log(connection, record)
            lines = read_record_bodies(connection, record)
        return astray(self.desks, self.record(record), log, lines)

    # ---- one step --------------------------------------------------------------------------------------

    def _read(self, record: str) -> tuple[Record, RecordDesk, Edition]:
        with self.database.reading() as connection:
            found = read_record(connection, record)
        if found is None:
            raise UnknownCase(
                Bilingual(f"没有档案“{record}”: 核对编号", f"there is no record “{record}”: check its number")
            )
        desk, edition = self.desks.of(found[0].county, found[1])
        return found[0], desk, edition

    def _kept(self, record: str) -> Record | None:
        with self.database.reading() as connection:
            found = read_record(connection, record)
        return found[0] if found else None

    def _unknown(self, links: Sequence[str]) -> Refusal | None:
        """Why nothing can be tied to ``links``: the first that is neither a case nor a record; none where all are."""
        with self.database.reading() as connection:
            for one in links:
                if ledger.read_case(connection, one) is None and read_record(connection, one) is None:
                    words = Bilingual(
                        f"库里没有办件或档案“{one}”,关联不上: 核对编号",
                        f"there is no case or record “{one}” to link to in this database: check its number",
                    )
                    return Refusal("said", words)
        return None

    def _tried(self, record: str, taken: Callable[[], tuple[list[_Step], Outcome]]) -> Outcome:
        """What comes of a step, once all of it is kept; ``taken`` is asked anew where somebody was quicker."""
        for _ in range(TRIES):
            steps, outcome = taken()
            try:
                self._keep(steps)
            except (Stale, IntegrityError):
                continue
            return outcome
        raise self._busy(record)

    def _busy(self, record: str) -> StoreError:
        return StoreError(
            Bilingual(
                f"{self.database.shown}: 档案“{record}”一直有别人在写,这一步没有记下: 稍后再做一遍",
                f"{self.database.shown}: others keep writing to record “{record}”; not kept: do it again later",
            )
        )

    def _keep(self, steps: Sequence[_Step]) -> None:
        if not steps:
            return
        with self.database.writing() as connection:
            for step in sorted(steps, key=lambda one: one.outcome.record.id if one.outcome.record else ""):
                after = step.outcome.record
                assert after is not None
                if step.before is not None and not step.outcome.events:
                    hold_record(connection, step.before)  # a refusal of now, not of what was
                if step.outcome.refusal is not None and step.attempt is not None:
                    refused = Refused(step.attempt, step.outcome.refusal, after.seq, step.edition)
                    ledger.add_refused(connection, PREFIX + after.id, refused)
                if step.outcome.events:
                    states: list[Record] = []
                    for event in step.outcome.events:
                        states.append(applied(states[-1] if states else step.before, event))
                    put_record(connection, step.before, after, step.edition)
                    entries = [
                        RecordEntry(event, origin, step.edition)
                        for event, origin in zip(step.outcome.events, step.origins, strict=True)
                    ]
                    add_record_events(connection, entries, states)
                timer = after.next_timer()
                put_off(connection, PREFIX + after.id, timer.at if timer else None)

    def _note_refused(self, record: str, attempt: Attempt, refusal: Refusal, after: int, edition: Edition) -> None:
        with self.database.writing() as connection:
            ledger.add_refused(connection, PREFIX + record, Refused(attempt, refusal, after, edition))
