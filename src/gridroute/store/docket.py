"""案卷: keeps cases in a database: what is asked of one goes to the desk, what comes of it into the log.

All of one step is kept or nothing: its events, the state, the deadline, the messages that leave. It reads no clock:
every moment is passed in.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gridroute.casework import Answer, Attempt, Case, CaseDesk, CaseEvent
from gridroute.civic.record import RecordEvent
from gridroute.civic.switching import mode_at, under
from gridroute.dispatch import County, Hints, load_county
from gridroute.dispatch.hints import NO_HINTS
from gridroute.errors import Bilingual, SpokenError, StoreError, internal, place_of
from gridroute.model import Issue
from gridroute.store import intake, ledger, outbox
from gridroute.store.archive import Archive
from gridroute.store.database import Database, Stale
from gridroute.store.deadline import LEASE, Deadlines, put_off
from gridroute.store.ledger import Entry, Listed, Refused
from gridroute.store.notice import notices
from gridroute.store.outbox import Outbox
from gridroute.store.recordbook import PREFIX, read_modes
from gridroute.store.records import Records
from gridroute.store.step import Step, Steps, entries_of, final, unknown

#: How often a step is tried anew where others write to the same case at the same time.
TRIES = 10
#: How many cases a worker takes at once.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery: a new case, one that was known, or a clash that was kept aside.

    At a clash ``case`` is the one whose number is in use.
    """

    outcome: Literal["opened", "known", "clash"]
    case: Case
    events: tuple[CaseEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Fired:
    """What came due: how many cases were looked at, the events, and where it failed and why (those are tried again).

    ``records`` are the events of civic records, which are counted among the cases.
    """

    cases: int
    events: tuple[CaseEvent, ...] = ()
    failed: tuple[tuple[str, Bilingual], ...] = ()
    records: tuple[RecordEvent, ...] = ()


class Docket:
    """The cases of one database.

    :param url: a file for SQLite, or ``postgresql://…``; tables are made and brought up to date.
    :param load: gives the county of a name or code as it is installed now.
    :param engine: which engine reads the rules.
    :param lease: seconds for which a worker's claim on due cases holds.

    Not for several threads; several processes may work on one database. ``StoreError``: it cannot be used.
    """

    def __init__(
        self,
        url: str | Path,
        load: Callable[[str], County] = load_county,
        engine: str = "auto",
        lease: float = LEASE,
    ) -> None:
        self.database = Database(url)
        self.archive = Archive(self.database, load, engine)
        self.deadlines = Deadlines(self.database, lease)
        self.outbox = Outbox(self.database)
        self.steps = Steps(self.database, self.archive)
        #: The civic records of the same database.
        self.records = Records(self.database, self.archive)
        #: Who this is among the workers of the database.
        self.worker = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()

    # ---- what happens ----------------------------------------------------------------------------------

    def open(self, issue: Issue, at: datetime, county: str | None = None, hints: Hints = NO_HINTS) -> Receipt:
        """A new case of ``issue``, or the one that it already is.

        A delivery is known by channel and external number, without one by the number of the issue. The same content
        again answers the same case; other content under a number in use is kept aside and answered as a clash.
        ``county``: where the issue names none. An issue that came in while a mode of operation was in force says so
        from then on, unless it said already (T31).
        """
        delivery = intake.delivery_of(issue)
        desk, edition = self.archive.current(county or issue.county or "")
        answer: Answer | None = None
        for _ in range(TRIES):
            with self.database.reading() as connection:
                before = intake.known(connection, delivery)
                modes = read_modes(connection, desk.dispatcher.county.adcode) if before is None else []
            if before is not None:
                return self._known(delivery, before, at)
            issue = under(issue, mode_at(modes, issue.received_at))
            answer = answer or desk.open(issue, at, hints)
            try:
                with self.database.writing() as connection:
                    intake.add_delivery(connection, delivery, hints)
                    ledger.add_case(connection, answer.case, final(desk, answer.case), edition)
                    self._record(connection, desk, None, answer.case, entries_of((), answer.events, edition))
            except IntegrityError:
                continue
            return Receipt("opened", answer.case, answer.events)
        raise self._busy(issue.id)

    def attempt(self, case: str, attempt: Attempt) -> Answer:
        """What comes of ``attempt`` on the case of that number, kept; a refusal goes to the audit log.

        What it means for cases merged with it is kept in the same transaction. Where another writer was quicker, it
        is tried anew on the state that it left. ``UnknownCase``: no such case.
        """
        return self._kept(case, lambda: self._asked(case, attempt), attempt)

    def fix_deadlines(self, case: str, at: datetime) -> Answer:
        """Corrects the provisional deadlines of a case, once the calendar is known (T51), by one event."""
        return self._kept(case, lambda: self.steps.corrected(case, at))

    def new_officer(self, case: str, at: datetime) -> Answer:
        """Hands a case over to the officer of the grids that hold by ``at``, by one event; a second time by none (T32).

        For a register that came after the case's last event: its timers cannot know of it. What fell due before
        comes first, and is among the events.
        """
        return self._kept(case, lambda: self.steps.handed_over(case, at))

    def correct(self, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Fired:
        """Corrects the provisional deadlines of all open cases as far as the calendar of today goes (T51).

        For whoever starts with a new calendar. A case at which it fails is named and left as it was.
        """
        with self.database.reading() as connection:
            waiting = ledger.read_provisional(connection)
        made, failed = list[CaseEvent](), list[tuple[str, Bilingual]]()
        for case in waiting:
            if stopping():
                break
            try:
                made.extend(self.fix_deadlines(case, at).events)
            except StoreError:
                raise
            except Exception as error:  # one case that cannot be corrected must not hold up the others
                failed.append((case, error.words if isinstance(error, SpokenError) else internal(place_of(error))))
        return Fired(len({one.case for one in made}), tuple(made), tuple(failed))

    def advance(self, to: datetime, case: str | None = None) -> Fired:
        """All that falls due up to ``to``, of one case or of all; provisional deadlines are corrected first (T51)."""
        if case is not None:
            return Fired(1, self.fix_deadlines(case, to).events)
        fixed = self.correct(to)
        seen, made, failed = fixed.cases, [*fixed.events], [*fixed.failed]
        records: list[RecordEvent] = []
        while (fired := self.fire_due(to)).cases:
            seen += fired.cases
            made.extend(fired.events)
            failed.extend(fired.failed)
            records.extend(fired.records)
        return Fired(seen, tuple(made), tuple(failed), tuple(records))

    def fire_due(self, now: datetime, limit: int = BATCH, stopping: Callable[[], bool] = lambda: False) -> Fired:
        """Fires the timers of up to ``limit`` cases that are due by ``now``, each once, whoever else is at it.

        A case at which it fails is named, left as it was, and taken up again when the claim is over. ``stopping`` is
        asked before each case; the others are given back.
        """
        claimed = self.deadlines.claim(now, limit, self.worker)
        made: list[CaseEvent] = []
        records: list[RecordEvent] = []
        failed: list[tuple[str, Bilingual]] = []
        done = 0
        for position, case in enumerate(claimed):
            if stopping():
                self.deadlines.release(claimed[position:], self.worker)
                break
            try:
                if case.startswith(PREFIX):
                    records.extend(self.records.advance(case.removeprefix(PREFIX), now))
                else:
                    made.extend(self._advance(case, now))
            except StoreError:
                raise
            except Exception as error:  # one case that cannot go on must not hold up the others
                failed.append((case, error.words if isinstance(error, SpokenError) else internal(place_of(error))))
            done += 1
        return Fired(done, tuple(made), tuple(failed), tuple(records))

    # ---- what is kept ----------------------------------------------------------------------------------

    def case(self, case: str) -> Case:
        """The case of that number. ``UnknownCase``: there is none."""
        with self.database.reading() as connection:
            found = ledger.read_case(connection, case)
        if found is None:
            raise unknown(case)
        return found[0]

    def events(self, case: str) -> list[CaseEvent]:
        """The log of a case."""
        return [entry.event for entry in self.log(case)]

    def log(self, case: str) -> list[Entry]:
        """The log of a case, each event with what brought it about and by which policy it was decided."""
        with self.database.reading() as connection:
            found = ledger.read_log(connection, case)
        if not found:
            raise unknown(case)
        return found

    def bodies(self, case: str) -> list[str]:
        """The log of a case as it was written, a line of JSON each."""
        with self.database.reading() as connection:
            return ledger.read_bodies(connection, case)

    def refused(self, case: str) -> list[Refused]:
        """The attempts on a case that were refused."""
        with self.database.reading() as connection:
            return ledger.read_refused(connection, case)

    def listing(
        self,
        county: str | None = None,
        state: str | None = None,
        responsible: str | None = None,
        closed: bool = False,
        due_before: datetime | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Listed]:
        """Cases by their number; without ``closed`` or ``state`` only those still open. ``after``: where to go on."""
        with self.database.reading() as connection:
            return ledger.read_listing(connection, county, state, responsible, closed, due_before, after, limit)

    def strays(self) -> list[intake.Stray]:
        """Deliveries that were kept aside, for their number is in use with other content."""
        with self.database.reading() as connection:
            return intake.read_strays(connection)

    def hints(self, case: str) -> Hints:
        """What plugins knew of the issue of a case when it came in."""
        with self.database.reading() as connection:
            return intake.read_hints(connection, case)

    def desk(self, case: Case) -> CaseDesk:
        """The desk that decides the case of that number: by the rules it came in under and the calendar of today."""
        return self.steps.read(case.id).desk

    # ---- one step --------------------------------------------------------------------------------------

    def _advance(self, case: str, to: datetime) -> tuple[CaseEvent, ...]:
        return self._kept(case, lambda: self.steps.advanced(case, to)).events

    def _asked(self, case: str, attempt: Attempt) -> list[Step]:
        return self.steps.asked(case, attempt)

    def _kept(self, case: str, taken: Callable[[], list[Step]], attempt: Attempt | None = None) -> Answer:
        """What comes of a step, once all of it is kept; ``taken`` is asked anew where somebody was quicker."""
        for _ in range(TRIES):
            steps = taken()
            first = steps[0]
            refusal = first.answer.refusal
            try:
                with self.database.writing() as connection:
                    if not first.entries:  # a refusal of now; or it fired already, or was noted wrongly
                        ledger.hold(connection, case, first.before.seq)
                        note_deadline(connection, first.before)
                    if refusal is not None and attempt is not None:
                        refused = Refused(attempt, refusal, first.before.seq, first.edition)
                        ledger.add_refused(connection, case, refused)
                    for step in sorted(
                        steps, key=lambda one: one.before.id
                    ):  # in one order, so that none waits in a ring
                        if step.entries:
                            self._keep(connection, step)
            except (Stale, IntegrityError):
                continue
            return first.timed.then(first.answer)
        raise self._busy(case)

    def _keep(self, connection: Connection, step: Step) -> None:
        after = step.answer.case
        ledger.change_case(connection, after, final(step.desk, after), step.before.seq)
        self._record(connection, step.desk, step.before, after, step.entries)

    def _record(
        self, connection: Connection, desk: CaseDesk, before: Case | None, after: Case, entries: Sequence[Entry]
    ) -> None:
        ledger.add_events(connection, entries)
        county = desk.dispatcher.county
        outbox.put(connection, notices(before, after, [one.event for one in entries], county))
        note_deadline(connection, after)

    def _known(self, delivery: intake.Delivery, before: tuple[str, bool], at: datetime) -> Receipt:
        case, same = before
        if not same:
            with self.database.writing() as connection:
                intake.add_stray(connection, delivery, case, at)
        return Receipt("known" if same else "clash", self.case(case))

    def _busy(self, case: str) -> StoreError:
        return StoreError(
            Bilingual(
                f"{self.database.shown}: 办件“{case}”一直有别人在写,这一步没有记下: 稍后再做一遍",
                f"{self.database.shown}: others keep writing to case “{case}”; not kept: do it again later",
            )
        )


def note_deadline(connection: Connection, case: Case) -> None:
    """Notes when the next timer of ``case`` fires, in the transaction of ``connection``."""
    timer = case.next_timer()
    put_off(connection, case.id, timer.at if timer else None)
