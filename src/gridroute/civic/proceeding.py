"""办理: takes a record of a procedure from step to step, or says why not and what would satisfy (SS44-SS49, LW01).

Pure: it holds no record, reads no clock and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridroute.casework.event import SYSTEM, Actor, Attempt, Timer
from gridroute.casework.refusal import Refusal
from gridroute.civic.civic import Civic
from gridroute.civic.parties import filling
from gridroute.civic.procedure import Procedure, ProcedureStep, WayOut
from gridroute.civic.record import DONE, LEFT, OPEN, Change, Record, RecordEvent, Taken, applied, next_event
from gridroute.errors import Bilingual, nearest
from gridroute.model import Duration
from gridroute.worktime import Due, deadline

#: Events of every procedure besides its steps and ways out.
DELIVER, NOTE, LINK, OVERDUE, REMIND = "deliver", "note", "link", "overdue", "remind"
LABELS = {
    "open": Bilingual("立档", "open"),
    DELIVER: Bilingual("交付", "deliver"),
    NOTE: Bilingual("记事", "note"),
    LINK: Bilingual("关联", "link"),
    OVERDUE: Bilingual("逾期", "overdue"),
    REMIND: Bilingual("督导", "remind"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The record afterwards, the events that brought it there, and why nothing happened where nothing did.

    ``record`` is null where none was begun.
    """

    record: Record | None
    events: tuple[RecordEvent, ...] = ()
    refusal: Refusal | None = None

    def then(self, later: Outcome) -> Outcome:
        """What came of this and of what followed on it."""
        return Outcome(later.record, (*self.events, *later.events), later.refusal or self.refusal)


@dataclass(frozen=True)
class Opening:
    """What somebody wants to begin: a record of which procedure, where, with whom, and what is said."""

    id: str
    name: str
    at: datetime
    by: Actor
    title: str = ""
    place: str | None = None
    parties: Mapping[str, Sequence[str]] | None = None
    said: Mapping[str, Any] | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proceedings:
    """Handles the records of the procedures of one county."""

    civic: Civic

    def open(self, wanted: Opening) -> Outcome:
        """A new record; or why it does not begin, and what is missing."""
        procedure = self.civic.named(Procedure, wanted.name, wanted.at.date(), wanted.place)
        if wanted.by.body == SYSTEM:
            words = Bilingual("“系统”不是办事的人: 写经办单位", "nobody acts as the system: say which body acts")
            return Outcome(None, (), Refusal("who", words))
        if procedure is None:
            known = [one.name for one in self.civic.of(Procedure, wanted.at.date(), wanted.place)]
            near = nearest(wanted.name, known)
            remedy = (
                near
                if near.en
                else Bilingual("可用 " + ("、".join(known) or "无"), "use " + (", ".join(known) or "none"))
            )
            words = Bilingual(
                f"没有程序“{wanted.name}”: {remedy.zh}", f"there is no procedure “{wanted.name}”: {remedy.en}"
            )
            return Outcome(None, (), Refusal("state", words))
        parties = self._parties(procedure, wanted)
        said = dict(wanted.said or {})
        ends = _moment(said["deadline"], wanted.at) if "deadline" in said else None
        refusal = self._unready(procedure, wanted, parties, said, ends)
        if refusal is not None:
            return Outcome(None, (), refusal)
        end = self._end(said["deadline"], ends) if ends is not None else None
        given: dict[str, Any] = {
            "county": self.civic.county.adcode,
            "kind": "procedure",
            "name": procedure.name,
            "title": wanted.title,
            "place": wanted.place,
            "parties": parties,
            "links": wanted.links,
            "said": said,
            "deadline": end,
        }
        role = self._role(wanted.by, parties) or "opener"
        return Outcome(None).then(self._made(procedure, None, wanted.id, "open", wanted.at, wanted.by, role, {}, given))

    def attempt(self, record: Record, attempt: Attempt) -> Outcome:
        """What comes of ``attempt``: its event, or a refusal. What fell due before it comes first."""
        before = self.advance(record, attempt.at)
        assert before.record is not None
        if attempt.by.body == SYSTEM:
            words = Bilingual("“系统”不是办事的人: 写经办单位", "nobody acts as the system: say which body acts")
            return Outcome(before.record, before.events, Refusal("who", words))
        return before.then(self._attempted(before.record, attempt))

    def advance(self, record: Record, to: datetime) -> Outcome:
        """All that falls due up to ``to``, in order and each once."""
        outcome = Outcome(record)
        while True:
            assert outcome.record is not None
            timer = outcome.record.next_timer()
            if timer is None or timer.at > to:
                return outcome
            outcome = outcome.then(self._fired(outcome.record, timer, max(timer.at, outcome.record.at)))

    def next_step(self, record: Record) -> ProcedureStep | None:
        """The step that comes next; none at the end."""
        steps = self._procedure(record).steps or ()
        return steps[len(record.taken)] if not record.final and len(record.taken) < len(steps) else None

    # ---- beginning -------------------------------------------------------------------------------------

    def _parties(self, procedure: Procedure, wanted: Opening) -> dict[str, tuple[str, ...]]:
        """Who has what part: as named, else whoever fills the role of the capacity at the place."""
        given = {name: tuple(bodies) for name, bodies in (wanted.parties or {}).items() if bodies}
        for one in procedure.capacities:
            if one.name not in given and one.role:
                found = filling(self.civic, one.role, wanted.place, wanted.at)
                if found:
                    given[one.name] = tuple(body.id for body in found)
        return given

    def _unready(
        self,
        procedure: Procedure,
        wanted: Opening,
        parties: Mapping[str, tuple[str, ...]],
        said: Mapping[str, Any],
        ends: datetime | None,
    ) -> Refusal | None:
        name = procedure.name
        gaps = procedure.gaps()
        if gaps:
            zh, en = gaps[0].words
            return Refusal("incomplete", Bilingual(f"程序“{name}”不能开始: {zh}", f"“{name}” cannot begin: {en}"))
        known = {one.name for one in procedure.capacities}
        for part in parties:
            if part not in known:
                listed = "、".join(known)
                words = Bilingual(f"程序“{name}”没有身份“{part}”: {listed}", f"“{name}” has no part “{part}”: {listed}")
                return Refusal("said", words)
        lacking = [one.name for one in procedure.capacities if one.required and not parties.get(one.name)]
        if lacking:
            zh, en = "、".join(lacking), ", ".join(lacking)
            return Refusal("needs", Bilingual(f"程序“{name}”要先写明: {zh}", f"“{name}” first needs: {en}"))
        missing = [need for need in procedure.needs if said.get(need) in (None, "", [], ())]
        if missing:
            zh, en = "、".join(missing), ", ".join(missing)
            return Refusal("needs", Bilingual(f"程序“{name}”要写明: {zh}", f"“{name}” needs to be told: {en}"))
        if procedure.deadline and "deadline" not in said:
            words = Bilingual(
                f"程序“{name}”: 没有完成时限不得入账: 写 deadline=2026-06-30",
                f"“{name}”: nothing is entered without a deadline: say deadline=2026-06-30",
            )
            return Refusal("needs", words)
        if "deadline" in said and (ends is None or self._end(said["deadline"], ends) <= wanted.at):
            words = Bilingual(
                f"完成时限“{said['deadline']}”看不懂或已过去: 写成 2026-06-30",
                f"the deadline “{said['deadline']}” cannot be read or is past: write it as 2026-06-30",
            )
            return Refusal("said", words)
        return None

    @staticmethod
    def _end(written: object, ends: datetime) -> datetime:
        """A day ends when the next begins."""
        whole = isinstance(written, date) and not isinstance(written, datetime)
        if whole or len(str(written)) == 10:
            return datetime.fromordinal(ends.date().toordinal() + 1).replace(tzinfo=ends.tzinfo)
        return ends

    # ---- going on --------------------------------------------------------------------------------------

    def _attempted(self, record: Record, attempt: Attempt) -> Outcome:
        procedure = self._procedure(record)
        if record.final:
            words = Bilingual(f"“{record.id}”已经结束", f"“{record.id}” is at its end")
            return Outcome(record, (), Refusal("state", words))
        kind = {one.zh: name for name, one in LABELS.items()}.get(attempt.type, attempt.type)
        step = next((one for one in procedure.steps or () if one.name == kind), None)
        way = next((one for one in procedure.ways_out if one.name == kind), None)
        if step is None and way is None and kind not in (DELIVER, NOTE, LINK):
            return Outcome(record, (), Refusal("state", self._unknown(procedure, attempt.type)))
        who = step.who if step else way.who if way else ()
        role = self._role(attempt.by, record.parties, who)
        if role is None:
            named = "、".join(who) or "、".join(one.name for one in procedure.capacities)
            words = Bilingual(f"“{kind}”由 {named} 来办", f"“{kind}” is for {named}")
            if not named:  # a record of a procedure that since lost all capacities
                words = Bilingual(
                    f"“{kind}”谁也不能办: 先在程序“{procedure.name}”的身份里写明由谁来办",
                    f"nobody may take “{kind}”: name who takes part under the capacities of “{procedure.name}” first",
                )
            return Outcome(record, (), Refusal("who", words))
        refusal, given = self._effect(procedure, record, attempt, kind, step or way)
        if refusal is not None:
            return Outcome(record, (), refusal)
        said = dict(attempt.said)
        return self._made(procedure, record, record.id, kind, attempt.at, attempt.by, role, said, given)

    def _effect(
        self, procedure: Procedure, record: Record, attempt: Attempt, kind: str, taken: ProcedureStep | WayOut | None
    ) -> tuple[Refusal | None, dict[str, Any]]:
        said = attempt.said
        if taken is not None:
            missing = [need for need in taken.needs if said.get(need) in (None, "", [], ())]
            if missing:
                zh, en = "、".join(missing), ", ".join(missing)
                return Refusal("needs", Bilingual(f"“{kind}”要写明: {zh}", f"“{kind}” needs: {en}")), {}
        if isinstance(taken, ProcedureStep):
            return self._step(procedure, record, attempt, taken)
        if isinstance(taken, WayOut):
            gone = {one.step for one in record.taken}
            if taken.after and not gone & set(taken.after):
                zh, en = "、".join(taken.after), ", ".join(taken.after)
                return Refusal("state", Bilingual(f"“{kind}”要在 {zh} 之后", f"“{kind}” comes after {en}")), {}
            return None, {"state": LEFT, "way_out": kind}
        if kind == DELIVER:
            return self._delivered(procedure, record, said)
        if kind == LINK:
            links = said.get("links") or said.get("link")
            if not links:
                return Refusal("needs", Bilingual("写明关联的办件或档案: link=…", "say what to link: link=…")), {}
            more = tuple(map(str, links)) if isinstance(links, list | tuple) else (str(links),)
            return None, {"links": tuple(dict.fromkeys((*record.links, *more)))}
        if not said:
            return Refusal("needs", Bilingual("记事要写内容: text=…", "a note says something: text=…")), {}
        return None, {}

    def _step(
        self, procedure: Procedure, record: Record, attempt: Attempt, step: ProcedureStep
    ) -> tuple[Refusal | None, dict[str, Any]]:
        steps = procedure.steps or ()
        following = steps[len(record.taken)]
        if step != following:
            words = Bilingual(f"下一步是“{following.name}”,不是“{step.name}”", f"the next step is “{following.name}”")
            return Refusal("state", words), {}
        last = len(record.taken) + 1 == len(steps)
        missing = [one for one in procedure.deliverables if one not in record.delivered]
        if last and missing:
            zh, en = "、".join(missing), ", ".join(missing)
            return Refusal("needs", Bilingual(f"还缺交付物: {zh}", f"deliverables are missing: {en}")), {}
        late = record.due_at is not None and attempt.at > record.due_at
        made = Taken(step=step.name, at=attempt.at, by=attempt.by.body, late=late)
        given: dict[str, Any] = {"taken": (*record.taken, made)}
        if last:
            given |= {"state": DONE}
        return None, given

    def _delivered(
        self, procedure: Procedure, record: Record, said: Mapping[str, Any]
    ) -> tuple[Refusal | None, dict[str, Any]]:
        name = str(said.get("deliverable", ""))
        if name not in procedure.deliverables:
            zh, en = "、".join(procedure.deliverables) or "无", ", ".join(procedure.deliverables) or "none"
            words = Bilingual(f"写明交付物 deliverable=…: {zh}", f"say which deliverable: {en}")
            return Refusal("needs", words), {}
        if not said.get("evidence"):
            words = Bilingual(f"“{name}”要有凭证: evidence=…", f"“{name}” needs evidence: evidence=…")
            return Refusal("needs", words), {}
        return None, {"delivered": tuple(dict.fromkeys((*record.delivered, name)))}

    def _unknown(self, procedure: Procedure, kind: str) -> Bilingual:
        names = [one.name for one in procedure.steps or ()] + [one.name for one in procedure.ways_out]
        more = [LABELS[one] for one in (DELIVER, NOTE, LINK)]
        zh = "、".join([*names, *(one.zh for one in more)])
        en = ", ".join([*names, *(one.en for one in more)])
        return Bilingual(
            f"程序“{procedure.name}”没有“{kind}”: 可用 {zh}", f"“{procedure.name}” has no “{kind}”: use {en}"
        )

    # ---- time ------------------------------------------------------------------------------------------

    def _fired(self, record: Record, timer: Timer, at: datetime) -> Outcome:
        procedure = self._procedure(record)
        given: dict[str, Any] = {"overdue": True}
        said: dict[str, Any] = {}
        if procedure.reminders and record.reminded < len(procedure.reminders):
            said = {"reminder": procedure.reminders[record.reminded]}
            given |= {"reminded": record.reminded + 1, "reminded_at": at}
        actor = Actor(body=SYSTEM)
        return self._made(procedure, record, record.id, timer.fires, at, actor, SYSTEM, said, given, told=True)

    def _made(
        self,
        procedure: Procedure,
        record: Record | None,
        name: str,
        kind: str,
        at: datetime,
        by: Actor,
        role: str,
        said: dict[str, Any],
        given: dict[str, Any],
        told: bool = False,
    ) -> Outcome:
        """The event with all it changes; deadlines and timers are worked out anew after a step."""
        steps = procedure.steps or ()
        taken = given.get("taken", record.taken if record else ())
        if record is None or "taken" in given:
            step = steps[len(taken)] if len(taken) < len(steps) and given.get("state", OPEN) == OPEN else None
            due = self._due(at, step.within) if step is not None and step.within is not None else None
            end = given.get("deadline") if record is None else record.deadline
            ends = [one for one in (due.due_at if due else None, end) if one is not None]
            given |= {
                "due_at": min(ends, default=None) if step is not None else None,
                "provisional": bool(due and due.provisional),
                "overdue": False,
                "reminded": 0,
                "reminded_at": None,
            }
        parties = given.get("parties", record.parties if record else {})
        listening = dict.fromkeys(body for bodies in parties.values() for body in bodies) if told or not record else ()
        notify = tuple(one for one in listening if one != by.body and one in self.civic.county.bodies.by_id)
        rules = (f"程序“{procedure.name}”",)
        event = next_event(record, name, kind, at, by, role, said, Change(set=given), rules, notify)
        after = applied(record, event)
        event = event.model_copy(update={"change": Change(set=given, timers=self._timers(procedure, after))})
        return Outcome(applied(record, event), (event,))

    def _timers(self, procedure: Procedure, record: Record) -> tuple[Timer, ...]:
        if record.final or record.due_at is None:
            return ()
        if not record.overdue:
            return (Timer(fires=OVERDUE, at=record.due_at),)
        more = record.reminded < len(procedure.reminders)
        if more and procedure.remind_every is not None and record.reminded_at is not None:
            return (Timer(fires=REMIND, at=self._due(record.reminded_at, procedure.remind_every).due_at),)
        return ()

    def _due(self, start: datetime, length: Duration) -> Due:
        county = self.civic.county
        return deadline(start, length, county.calendar, county.hours)

    def _procedure(self, record: Record) -> Procedure:
        found = self.civic.named(Procedure, record.name, record.opened_at.date(), record.place)
        if found is None:
            raise LookupError(f"no procedure {record.name}")
        return found

    @staticmethod
    def _role(by: Actor, parties: Mapping[str, tuple[str, ...]], who: Sequence[str] = ()) -> str | None:
        """The part in which somebody acts: one of ``who``, or any that they have; none where they have none."""
        own = [name for name, bodies in parties.items() if by.body in bodies or (by.post and by.post in bodies)]
        return next((name for name in own if not who or name in who), None)


def _moment(value: object, like: datetime) -> datetime | None:
    """A day or a moment as somebody wrote it, in the zone of ``like``; nothing where it cannot be read."""
    try:
        made = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=like.tzinfo)
