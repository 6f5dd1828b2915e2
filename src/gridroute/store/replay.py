"""复核: does a case over again from its log and says where anything comes out otherwise (I36, T55)."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.casework import SYSTEM, Answer, Attempt, Case, CaseDesk, CaseEvent, fold
from gridroute.casework.group import OF_MEMBERS
from gridroute.model import Issue
from gridroute.store import ledger
from gridroute.store.docket import Docket, note_deadline
from gridroute.store.ledger import Entry, Refused

#: Events that two cases take part in; why one was refused may lie with the other.
_OF_TWO = frozenset({"merge", "unmerge"})


@dataclass(frozen=True, slots=True)
class Astray:
    """Where a replay leaves the log: after which event, what the log says, what comes out now."""

    case: str
    after_seq: int
    kept: str
    made: str


def replay(docket: Docket, case: str) -> Astray | None:
    """Where a case does not come out as it is kept; nothing where all of it does, byte for byte.

    Every step is asked anew of the policy that decided it, from the archive: the opening, what fell due, what
    somebody wanted, and what was refused. The state is folded from the log and compared with the one that is kept.
    """
    log, refused = docket.log(case), docket.refused(case)
    lines = docket.bodies(case)
    run = _Run(docket, case, log, lines, refused)
    return run.astray() or _state_astray(docket, case, log, run.case)


def repair(docket: Docket, case: str) -> bool:
    """Makes the kept state, listing and deadline of a case anew from its log; whether anything had been different.

    ``UnknownCase``: there is no log of that number.
    """
    log = docket.log(case)
    life = docket.archive.at(log[0].edition).life
    with docket.database.writing() as connection:
        kept = ledger.remove_case(connection, case)  # from here on whoever writes to the case waits
        log = ledger.read_log(connection, case)
        folded = fold(entry.event for entry in log)
        ledger.add_case(connection, folded, life.states[folded.state].final, log[0].edition)
        note_deadline(connection, folded)
    return kept != ledger.snapshot_of(folded)


class _Run:
    """One replay: how far it is, and the case as it has come out so far."""

    def __init__(self, docket: Docket, name: str, log: list[Entry], lines: list[str], refused: list[Refused]) -> None:
        self.docket, self.name, self.log, self.lines, self.refused = docket, name, log, lines, refused
        self.done = 0
        self.case: Case | None = None

    def astray(self) -> Astray | None:
        found = self._opened()
        while found is None and (self.refused or self.done < len(self.log)):
            assert self.case is not None
            if self.refused and self.refused[0].after_seq <= self.case.seq:
                found = self._refused(self.refused.pop(0))
            elif self.done < len(self.log):
                found = self._next(self.log[self.done])
            else:
                return Astray(self.name, self.case.seq, f"refused after {self.refused[0].after_seq}", "-")
        return found

    def _opened(self) -> Astray | None:
        first = self.log[0]
        desk = self.docket.archive.at(first.edition)
        issue = Issue.model_validate(first.event.change.set["issue"])
        return self._compared(desk.open(issue, first.event.at, self.docket.hints(self.name)))

    def _refused(self, one: Refused) -> Astray | None:
        assert self.case is not None
        if one.refusal.kind in ("time", OF_MEMBERS) or one.attempt.type in _OF_TWO:
            return None  # it hangs on another case, or on when it came in: nothing that this log tells
        answer = self.docket.archive.at(one.edition).attempt(self.case, one.attempt)
        if answer.refusal != one.refusal:
            said = answer.refusal.words.en if answer.refusal else "not refused"
            return Astray(self.name, self.case.seq, one.refusal.words.en, said)
        return self._compared(answer)

    def _next(self, entry: Entry) -> Astray | None:
        assert self.case is not None
        event, desk = entry.event, self.docket.archive.at(entry.edition)
        match entry.origin:
            case "time":
                answer = desk.advance(self.case, event.at)
            case "asked":
                answer = self._asked(desk, event)
            case _:
                return Astray(self.name, self.case.seq, self.lines[self.done], "-")
        if answer.refusal is not None or not answer.events:
            said = answer.refusal.words.en if answer.refusal else "-"
            return Astray(self.name, self.case.seq, self.lines[self.done], said)
        return self._compared(answer)

    def _asked(self, desk: CaseDesk, event: CaseEvent) -> Answer:
        assert self.case is not None
        if event.type == "fix_deadlines":
            return desk.fix_deadlines(self.case, event.at)
        if event.type == "new_officer":
            return desk.new_officer(self.case, event.at)
        if event.by.body == SYSTEM:
            return desk.bring(self.case, event.type, event.at, event.said)
        return desk.attempt(self.case, Attempt(type=event.type, at=event.at, by=event.by, said=event.said))

    def _compared(self, answer: Answer) -> Astray | None:
        for event in answer.events:
            made = event.as_json()
            kept = self.lines[self.done] if self.done < len(self.lines) else "-"
            if made != kept:
                return Astray(self.name, event.seq - 1, kept, made)
            self.done += 1
        self.case = answer.case
        return None


def _state_astray(docket: Docket, case: str, log: list[Entry], replayed: Case | None) -> Astray | None:
    """Whether the kept state is the fold of the log, and the one that the replay came to."""
    kept = ledger.snapshot_of(docket.case(case))
    for made in (fold(entry.event for entry in log), replayed):
        text = ledger.snapshot_of(made) if made is not None else "-"
        if text != kept:
            return Astray(case, log[-1].event.seq, kept, text)
    return None
