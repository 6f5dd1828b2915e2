"""档案台: takes what somebody wants of a record and answers with events, or with a refusal. It keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gridroute.casework.event import SYSTEM, Attempt
from gridroute.casework.refusal import Refusal
from gridroute.civic.asking import Asking
from gridroute.civic.attendance import Attendance, Deed
from gridroute.civic.civic import Civic
from gridroute.civic.points import REVERSE, Accounts, Award
from gridroute.civic.proceeding import Opening, Outcome, Proceedings
from gridroute.civic.record import Record
from gridroute.civic.switching import Switch, Switching
from gridroute.errors import Bilingual


@dataclass(frozen=True)
class RecordDesk:
    """Handles the records of one county: of its procedures, its ledgers, its check-ins and its modes of operation."""

    asking: Asking

    @property
    def civic(self) -> Civic:
        """The registers it decides by."""
        return self.asking.civic

    def open(self, wanted: Opening) -> Outcome:
        """A new record of a procedure, or why it does not begin."""
        return Proceedings(self.civic).open(wanted)

    def switch(self, wanted: Switch, last: Record | None = None) -> Outcome:
        """A mode of operation in force, or why not; ``last``: the one before it."""
        return Switching(self.civic).open(wanted, last)

    def count(self, record: Record | None, deed: Deed) -> tuple[Outcome, list[Award]]:
        """The record of a subject's year after ``deed``, and the points that it is worth."""
        return Attendance(self.asking).count(record, deed)

    def enter(self, record: Record | None, award: Award, deed: Deed) -> Outcome:
        """The account after the points of ``deed``."""
        said = {"act": deed.act, "of": Attendance.number(deed.quota, deed.subject, deed.at.year)}
        return Accounts(self.civic).enter(record, award, deed.at, deed.by, said)

    def attempt(self, record: Record, attempt: Attempt) -> Outcome:
        """What comes of ``attempt``. ``ValueError``: it lies before the last event; time does not go back."""
        if attempt.at < record.at:
            raise ValueError(f"{attempt.at} is before {record.at}")
        match record.kind:
            case "procedure":
                return Proceedings(self.civic).attempt(record, attempt)
            case "mode":
                return Switching(self.civic).attempt(record, attempt)
            case "account" if attempt.type in (REVERSE, "冲正") and attempt.by.body != SYSTEM:
                seq, reason = attempt.said.get("event"), str(attempt.said.get("reason", ""))
                number = seq if isinstance(seq, int) else 0
                return Accounts(self.civic).reverse(record, number, attempt.at, attempt.by, reason)
        words = Bilingual(
            "积分账户只能冲正,报到由 civic count 记",
            "an account is only reversed; check-ins are counted by civic count",
        )
        return Outcome(record, (), Refusal("state", words))

    def advance(self, record: Record, to: datetime) -> Outcome:
        """All that falls due up to ``to``."""
        if record.kind == "procedure":
            return Proceedings(self.civic).advance(record, to)
        if record.kind == "mode":
            return Switching(self.civic).advance(record, to)
        timer = record.next_timer()
        if timer is None or timer.at > to:
            return Outcome(record)
        return Attendance(self.asking).settle(record, max(timer.at, record.at))
