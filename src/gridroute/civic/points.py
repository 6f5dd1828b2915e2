"""记分: what an act is worth by the rules of stage ``points``, and the accounts in which it is entered (SS23, §3.5).

Entries are only ever added. What was entered wrongly is reversed by another entry; nothing is taken off for an absence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridroute.casework.event import Actor
from gridroute.casework.refusal import Refusal
from gridroute.civic.asking import Asking
from gridroute.civic.civic import Civic
from gridroute.civic.ledger import Ledger
from gridroute.civic.proceeding import Outcome
from gridroute.civic.record import Change, Posting, Record, applied, next_event
from gridroute.errors import Bilingual
from gridroute.policy.rule import AwardRow

AWARD, REVERSE = "award", "reverse"


@dataclass(frozen=True, slots=True)
class Award:
    """Points that a rule gives: in which ledger, for what, and whose account (null: nobody has said whose)."""

    ledger: str
    item: str
    points: int
    rule: str
    subject: str | None = None


def awards(asking: Asking, facts: Mapping[str, object], day: date) -> list[Award]:
    """What the rules in force on ``day`` give for an act, each rule's once. ``InputError``: ``facts`` do not fit."""
    settled = asking.ask("points", asking.read("points", facts), day)
    return [
        Award(row.ledger, row.item, row.points, rule.id)
        for row, rule in settled.added.get("award", [])
        if isinstance(row, AwardRow)
    ]


@dataclass(frozen=True)
class Accounts:
    """Keeps the accounts of the ledgers of one county."""

    civic: Civic

    @staticmethod
    def number(ledger: str, subject: str) -> str:
        """The number of the account of ``subject``."""
        return f"{ledger}/{subject}"

    def enter(self, record: Record | None, award: Award, at: datetime, by: Actor, said: Mapping[str, Any]) -> Outcome:
        """The account after ``award``, begun where there was none; or why it is not entered."""
        ledger = self.civic.named(Ledger, award.ledger, at.date())
        if ledger is None:
            words = Bilingual(f"没有积分台账“{award.ledger}”", f"there is no ledger “{award.ledger}”")
            return Outcome(record, (), Refusal("state", words))
        if ledger.items and award.item not in ledger.items:
            zh, en = "、".join(ledger.items), ", ".join(ledger.items)
            words = Bilingual(
                f"“{ledger.name}”不记“{award.item}”: {zh}", f"“{ledger.name}” has no “{award.item}”: {en}"
            )
            return Outcome(record, (), Refusal("state", words))
        if award.subject is None:
            words = Bilingual(
                f"“{ledger.name}”记在谁名下没有写明", f"nobody has said whose account in “{ledger.name}” it is"
            )
            return Outcome(record, (), Refusal("needs", words))
        posting = Posting(
            seq=record.seq + 1 if record else 1, at=at, item=award.item, points=award.points, rule=award.rule
        )
        given: dict[str, Any] = {"postings": (*(record.postings if record else ()), posting)}
        if record is None:
            given |= {
                "county": self.civic.county.adcode,
                "kind": "account",
                "name": ledger.name,
                "subject": award.subject,
            }
        given["year"] = at.year if ledger.resets == "yearly" else None
        number = self.number(ledger.name, award.subject)
        return _made(record, number, AWARD, at, by, ledger.subject, dict(said), given, (award.rule,))

    def reverse(self, record: Record, seq: int, at: datetime, by: Actor, reason: str) -> Outcome:
        """The account with the entry of event ``seq`` taken back, in the year in which it was made; both are kept."""
        wrong = next((one for one in record.postings if one.seq == seq and one.reverses is None), None)
        if wrong is None or any(one.reverses == seq for one in record.postings):
            words = Bilingual(f"第 {seq} 笔没有可冲正的积分", f"event {seq} has no points to take back")
            return Outcome(record, (), Refusal("state", words))
        if not reason:
            words = Bilingual("冲正要写理由: reason=…", "a reversal needs a reason: reason=…")
            return Outcome(record, (), Refusal("needs", words))
        posting = Posting(seq=record.seq + 1, at=wrong.at, item=wrong.item, points=-wrong.points, reverses=seq)
        given = {"postings": (*record.postings, posting)}
        said = {"event": seq, "reason": reason}
        return _made(record, record.id, REVERSE, at, by, "keeper", said, given, ())


def _made(
    record: Record | None,
    number: str,
    kind: str,
    at: datetime,
    by: Actor,
    role: str,
    said: dict[str, Any],
    given: dict[str, Any],
    rules: tuple[str, ...],
) -> Outcome:
    event = next_event(record, number, kind, at, by, role, said, Change(set=given), rules)
    return Outcome(applied(record, event), (event,))
