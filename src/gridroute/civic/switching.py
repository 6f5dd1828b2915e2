"""切换: puts a mode of operation in force in a county and lifts it: a record, so that who did it and when is kept.

A mode is read by ``classify`` alone, of issues that come in under it; an open case and whose it is stay as they are
(BY16, T31). One mode is in force at a time. Pure: it holds no record, reads no clock and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gridroute.casework.event import SYSTEM, Actor, Attempt, Timer
from gridroute.casework.refusal import Refusal
from gridroute.civic.civic import Civic
from gridroute.civic.directory import Directory
from gridroute.civic.parties import filling
from gridroute.civic.proceeding import Outcome
from gridroute.civic.record import DONE, Change, Record, applied, next_event
from gridroute.errors import Bilingual
from gridroute.model import Issue
from gridroute.policy.mode import FIELD, Mode
from gridroute.worktime import ZONE

KIND = "mode"
#: It is lifted by whoever may switch it, or lapses at the moment named when it was put in force.
LIFT, LAPSE = "lift", "lapse"


@dataclass(frozen=True)
class Switch:
    """What somebody wants: a mode in force from ``at`` on, perhaps with an end."""

    id: str
    mode: str
    at: datetime
    by: Actor
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Switching:
    """Switches the modes of one county."""

    civic: Civic

    def open(self, wanted: Switch, last: Record | None = None) -> Outcome:
        """The mode in force, or why not. ``last``: the mode that was put in force before this one, if any."""
        name = Directory(self.civic.county).resolve("mode", wanted.mode)
        if not isinstance(name, str):
            zh, en = (": ".join(part for part in pair if part) for pair in zip(*name, strict=True))
            return Outcome(None, (), Refusal("said", Bilingual(zh, en)))
        mode = self.civic.county.policy.modes[name]
        until = _moment(wanted.said["until"]) if wanted.said.get("until") else None
        role = self._role(mode, wanted.by, wanted.at)
        refusal = self._unfit(mode, wanted, last, until, role)
        if refusal is not None:
            return Outcome(None, (), refusal)
        given: dict[str, Any] = {
            "county": self.civic.county.adcode,
            "kind": KIND,
            "name": name,
            "title": mode.label,
            "said": dict(wanted.said),
            "deadline": until,
        }
        timers = (Timer(fires=LAPSE, at=until),) if until else ()
        assert role is not None
        return self._made(None, wanted.id, "open", wanted.at, wanted.by, role, {}, Change(set=given, timers=timers))

    def attempt(self, record: Record, attempt: Attempt) -> Outcome:
        """What comes of ``attempt``: the mode is lifted, or a refusal. Where it lapsed before, that comes first."""
        before = self.advance(record, attempt.at)
        assert before.record is not None
        return before.then(self._lifted(before.record, attempt))

    def advance(self, record: Record, to: datetime) -> Outcome:
        """The mode lapsed, where its end has come by ``to``."""
        timer = record.next_timer()
        if record.final or timer is None or timer.at > to:
            return Outcome(record)
        return self._made(
            record, record.id, LAPSE, timer.at, Actor(body=SYSTEM), SYSTEM, {}, Change(set={"state": DONE})
        )

    def _lifted(self, record: Record, attempt: Attempt) -> Outcome:
        if record.final:
            when = f"{record.at:%Y-%m-%d %H:%M}"
            words = Bilingual(f"“{record.id}”已于 {when} 解除", f"“{record.id}” was lifted at {when}")
            return Outcome(record, (), Refusal("state", words))
        if attempt.type not in (LIFT, "解除"):
            words = Bilingual("运行模式只有“解除”一步", "a mode of operation has one step: lift")
            return Outcome(record, (), Refusal("state", words))
        mode = self.civic.county.policy.modes.get(record.name)
        role = self._role(mode, attempt.by, attempt.at) if mode else None
        if role is None:
            return Outcome(record, (), _not_theirs(mode))
        return self._made(
            record, record.id, LIFT, attempt.at, attempt.by, role, dict(attempt.said), Change(set={"state": DONE})
        )

    def _unfit(
        self, mode: Mode, wanted: Switch, last: Record | None, until: datetime | None, role: str | None
    ) -> Refusal | None:
        if role is None:
            return _not_theirs(mode)
        if not wanted.said.get("reason"):
            words = Bilingual("切换要写理由: reason=…", "a switch needs a reason: reason=…")
            return Refusal("needs", words)
        if wanted.said.get("until") and (until is None or until <= wanted.at):
            words = Bilingual(
                f"截止“{wanted.said['until']}”看不懂或已过去: 写成 2026-07-20 或 2026-07-20T18:00",
                f"the end “{wanted.said['until']}” cannot be read or is past: write 2026-07-20 or 2026-07-20T18:00",
            )
            return Refusal("said", words)
        ended = end_of(last) if last is not None else None
        if last is not None and (ended is None or ended > wanted.at):
            since = f"{last.opened_at:%Y-%m-%d %H:%M}"
            words = Bilingual(
                f"“{last.title or last.name}”自 {since} 起生效 ({last.id}): 先解除",
                f"“{last.name}” is in force since {since} ({last.id}): lift it first",
            )
            return Refusal("state", words)
        return None

    def _role(self, mode: Mode, by: Actor, at: datetime) -> str | None:
        """The role in which ``by`` may switch ``mode``; none where it may not."""
        bodies = filling(self.civic, mode.switched_by.name, None, at)
        return mode.switched_by.name if by.body in {one.id for one in bodies} else None

    def _made(
        self,
        record: Record | None,
        number: str,
        kind: str,
        at: datetime,
        by: Actor,
        role: str,
        said: dict[str, Any],
        change: Change,
    ) -> Outcome:
        """The event; whoever takes issues in is told of it, for what comes in next is read otherwise."""
        told = tuple(one.id for one in filling(self.civic, "受理中心", None, at))
        event = next_event(record, number, kind, at, by, role, said, change, notify=told)
        return Outcome(applied(record, event), (event,))


def end_of(record: Record) -> datetime | None:
    """The moment from which the mode of ``record`` is no longer in force; none where nobody has said."""
    return record.at if record.final else record.deadline


def mode_at(records: Iterable[Record], moment: datetime) -> str | None:
    """The mode in force at ``moment``: from its beginning on, its end not included; none: as usual."""
    for one in records:
        end = end_of(one)
        if one.kind == KIND and one.opened_at <= moment and (end is None or moment < end):
            return one.name
    return None


def under(issue: Issue, mode: str | None) -> Issue:
    """``issue`` as it comes in under ``mode``; itself where there is none, or where it says of one already."""
    if mode is None or FIELD in issue.county_fields:
        return issue
    return issue.model_copy(update={"county_fields": {**issue.county_fields, FIELD: mode}})


def as_usual(issue: Issue) -> Issue:
    """``issue`` as it would have come in under no mode."""
    fields = {name: value for name, value in issue.county_fields.items() if name != FIELD}
    return issue.model_copy(update={"county_fields": fields})


def _not_theirs(mode: Mode | None) -> Refusal:
    who = mode.switched_by.name if mode else "—"
    label = (mode.label or mode.name) if mode else "—"
    words = Bilingual(f"“{label}”由 {who} 切换和解除", f"“{label}” is switched and lifted by {who}")
    return Refusal("who", words)


def _moment(written: object) -> datetime | None:
    """The moment that ``written`` means; a day is over when the next begins."""
    text = str(written)
    try:
        if len(text) == len("2026-07-20"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), ZONE)
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=ZONE)
