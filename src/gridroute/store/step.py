"""一步: what one step means for the case it is about and for those merged with it; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gridroute.casework import Answer, Attempt, Case, CaseDesk, CaseEvent, Refusal
from gridroute.casework.group import Joint, kept_open, master_after, members_after, merge, unmerge
from gridroute.errors import Bilingual, UnknownCase
from gridroute.store import ledger
from gridroute.store.archive import Archive, Edition
from gridroute.store.database import Database
from gridroute.store.ledger import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """One case in one step: as it was, the desk that decides it, what fell due first, and what came of the step."""

    before: Case
    desk: CaseDesk
    edition: Edition
    timed: Answer
    answer: Answer

    def came(self, timed: Answer, answer: Answer) -> Step:
        """The same with what came of it."""
        return replace(self, timed=timed, answer=answer)

    @property
    def entries(self) -> list[Entry]:
        """The events, as they are kept."""
        return entries_of(self.timed.events, self.answer.events, self.edition, self.answer.refusal is not None)

    @property
    def moved(self) -> bool:
        """Whether the case is in another state afterwards."""
        return self.before.state != self.answer.case.state


class Steps:
    """Works out steps on the cases of one database."""

    def __init__(self, database: Database, archive: Archive) -> None:
        self.database, self.archive = database, archive

    def read(self, case: str) -> Step:
        """The case of that number, before anything happens. ``UnknownCase``: there is none."""
        with self.database.reading() as connection:
            found = ledger.read_case(connection, case)
        if found is None:
            raise unknown(case)
        desk, edition = self.archive.of(found[0].county, found[1])
        return Step(found[0], desk, edition, Answer(found[0]), Answer(found[0]))

    def advanced(self, case: str, to: datetime) -> list[Step]:
        """What falls due up to ``to``."""
        step = self.read(case)
        timed = step.desk.advance(step.before, to)
        return self._with_others(step.came(timed, Answer(timed.case)))

    def corrected(self, case: str, at: datetime) -> list[Step]:
        """What falls due up to ``at``, and the provisional deadlines put right as far as the calendar goes (T51)."""
        step = self.read(case)
        last = max(at, step.before.at)
        timed = step.desk.advance(step.before, last)
        return self._with_others(step.came(timed, step.desk.fix_deadlines(timed.case, last)))

    def handed_over(self, case: str, at: datetime) -> list[Step]:
        """What falls due up to ``at``, and the handover of the grid's officer where one is due by the registers."""
        step = self.read(case)
        last = max(at, step.before.at)
        timed = step.desk.advance(step.before, last)
        return self._with_others(step.came(timed, step.desk.new_officer(timed.case, last)))

    def asked(self, case: str, attempt: Attempt) -> list[Step]:
        """What comes of an attempt. That of the case itself stands first."""
        step = self.read(case)
        if attempt.at < step.before.at:
            return [step.came(Answer(step.before), Answer(step.before, (), _too_early(step.before, attempt)))]
        timed = step.desk.advance(step.before, attempt.at)
        step = step.came(timed, Answer(timed.case))
        master = attempt.said.get("master") if attempt.type == "merge" else timed.case.master
        if attempt.type in ("merge", "unmerge") and isinstance(master, str):
            return self._joint(step, master, attempt)
        answer = step.desk.attempt(timed.case, attempt)
        if timed.case.members and answer.refusal is None:
            members = [self.read(one).before for one in timed.case.members]
            refusal = kept_open(step.desk, timed.case, answer, members)
            answer = answer if refusal is None else Answer(timed.case, (), refusal)
        return self._with_others(step.came(timed, answer))

    def _joint(self, step: Step, master: str, attempt: Attempt) -> list[Step]:
        """A case begins or ceases to follow another: both change, or neither."""
        try:
            other = self.read(master)
        except UnknownCase as error:
            return [step.came(step.timed, Answer(step.timed.case, (), Refusal("unfit", error.words)))]
        if attempt.at < other.before.at:
            refusal = _too_early(other.before, attempt)
            return [step.came(step.timed, Answer(step.timed.case, (), refusal))]
        timed = other.desk.advance(other.before, attempt.at)
        desk, member = step.desk, step.timed.case
        made: Joint
        if attempt.type == "merge":
            made = merge(desk, timed.case, member, attempt.at, attempt.by)
        else:
            made = unmerge(desk, timed.case, member, attempt.at, attempt.by, str(attempt.said.get("reason", "")))
        refusal_ = made.member.refusal or made.master.refusal
        if refusal_ is not None:
            return [step.came(step.timed, Answer(member, (), refusal_))]
        joined = replace(other, edition=step.edition).came(timed, made.master)
        return [step.came(step.timed, made.member), joined]

    def _with_others(self, step: Step) -> list[Step]:
        """``step``, and what it means for the members of the case or for its master."""
        steps, answer = [step], step.timed.then(step.answer)
        case = answer.case
        for name in case.members if step.moved else ():
            other = self.read(name)
            if other.before.state == "merged":
                timed = other.desk.advance(other.before, max(case.at, other.before.at))
                steps += [other.came(timed, one) for one in members_after(other.desk, answer, [timed.case])]
        if case.master is not None and any(one.type == "supplement" for one in answer.events):
            other = self.read(case.master)
            timed = other.desk.advance(other.before, max(case.at, other.before.at))
            steps.append(other.came(timed, master_after(other.desk, answer, timed.case)))
        return steps


def final(desk: CaseDesk, case: Case) -> bool:
    """Whether the case has come to its end."""
    return desk.life.states[case.state].final


def entries_of(
    timed: Sequence[CaseEvent], asked: Sequence[CaseEvent], edition: Edition, refused: bool = False
) -> list[Entry]:
    """Events with what brought each about: time, somebody who asked, or the event before it."""
    made = [Entry(one, "time", edition) for one in timed]
    for position, one in enumerate(asked):
        made.append(Entry(one, "follow" if position or refused else "asked", edition))
    return made


def _too_early(case: Case, attempt: Attempt) -> Refusal:
    at, last = attempt.at.isoformat(timespec="seconds"), case.at.isoformat(timespec="seconds")
    return Refusal(
        "time",
        Bilingual(
            f"{at} 早于“{case.id}”上一步的 {last}: 时间不能倒回,按现在的时间再做",
            f"{at} is before the last event of “{case.id}” at {last}: time does not go back; do it as of now",
        ),
    )


def unknown(case: str) -> UnknownCase:
    """What to say where no case of that number is kept."""
    return UnknownCase(Bilingual(f"没有办件“{case}”: 核对编号", f"there is no case “{case}”: check its number"))
