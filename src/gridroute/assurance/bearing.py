"""牵连: which rules bear on an expectation: by what they would give, and of what facts they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from gridroute.assurance.play import Juncture, moment
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts, duty_facts, event_facts
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.roles import resolve
from gridroute.model import Duration
from gridroute.policy.condition import Fact
from gridroute.policy.document import Value
from gridroute.policy.path import STAGES
from gridroute.policy.rule import DutyRow, LeadRow, OutcomeValue, Reference, Rule
from gridroute.worktime import deadline

#: Expectations that are called otherwise than the outcomes that decide them.
_CALLED = {
    "responsible": ("lead", "exit"),
    "state": ("exit", "lead"),
    "supports": ("support", "as_support"),
    "lead": ("lead", "exclude"),
    "whistle_kind": ("whistle",),
    "triggers": ("escalate",),
    "refused": ("refuse",),
    "charged": ("charge",),
    "level": ("escalate", "skip"),
    "warnings": ("warn",),
    "late": ("due", "duties"),
}
#: Stages whose facts are those of the issue as it was routed.
DECIDED = ("classify", "admit", "ownership", "lists", "catalogue", "whistle", "reporting")
_EXIT_STATES = {"handed_off": ("emergency_handoff",), "declined": ("decline", "same_matter_closed")}


def outcomes_bearing_on(name: str) -> frozenset[tuple[str, str]]:
    """The outcomes, each with its stage, that decide what is expected under ``name``."""
    called = ("due", "duties") if name.startswith("due.") else _CALLED.get(name, (name,))
    return frozenset(
        (stage.name, one.name)
        for stage in STAGES
        if stage.path != "civic"
        for one in stage.outcomes
        if one.name in called
    )


@dataclass(frozen=True)
class Bearing:
    """What rules had to do with one step of a scenario."""

    at: Juncture

    @cached_property
    def matter(self) -> Matter:
        """The issue as it was routed, with all that was found out on the way."""
        return self.at.desk.dispatcher.study_again(self.at.answer.case.known, self.at.decision.at)[0]

    def facts(self, stage: str) -> list[Fact]:
        """What the rules of ``stage`` were asked of in this step; several where there were several to ask about."""
        scene = self.at.scene
        if stage in DECIDED:
            return [self.matter.facts]
        if stage == "event":
            return self._event_facts()
        if stage == "duty":
            return [duty_facts(scene, one) for one in scene.case.owed()]
        if stage == "escalation":
            return [case_facts(scene)]
        return []

    def _event_facts(self) -> list[Fact]:
        attempt, desk = self.at.attempt, self.at.desk
        if attempt is None or attempt.type not in desk.life.events:
            return []
        case = desk.advance(self.at.before, attempt.at).case
        scene = Scene(case, desk.dispatcher, attempt.at)
        held = scene.roles_of(attempt.by)
        roles = [one for one in desk.life.events[attempt.type].by if one in held]
        return [event_facts(scene, attempt, role) for role in roles[:1]]

    def gives(self, rule: Rule, stage: str, name: str, wanted: Value) -> bool:
        """Whether ``rule``, did it hold and had its way, would give what is wanted under ``name``."""
        said = rule.outcomes.get(stage, {})
        if name == "rule":
            return rule.id == str(wanted)
        if name == "refused" and rule.id == str(wanted):
            return True
        bearing = [said[one] for where, one in outcomes_bearing_on(name) if where == stage and one in said]
        return any(self._given(value, stage, name, one) for value in bearing for one in wants(wanted))

    def _given(self, value: OutcomeValue, stage: str, name: str, wanted: Value) -> bool:
        if isinstance(value, Mapping):
            act = name[4:].partition("@")[0]
            return act in value and self._ends(value[act], stage, wanted)
        if isinstance(value, str | bool):
            return str(value) in _EXIT_STATES.get(str(wanted), (str(wanted),)) or value == wanted
        if isinstance(value, Reference):
            return self._means(value, wanted)
        return any(self._item(one, stage, name, wanted) for one in value)

    def _item(self, item: object, stage: str, name: str, wanted: Value) -> bool:
        match item:
            case LeadRow():
                return name != "state" and self._means(item.role, wanted)
            case Reference():
                return self._means(item, wanted)
            case DutyRow():
                act, _, role = name[4:].partition("@")
                named = not role or item.who.name == role or self._means(item.who, role)
                return item.act == act and named and self._ends(item.length, stage, wanted)
        return item == wanted

    def _means(self, role: Reference, wanted: Value) -> bool:
        return any(str(wanted) in (body.id, body.name, *body.aliases) for body in resolve(role, self.matter))

    def ends(self, length: Duration, stage: str) -> tuple[date, datetime] | None:
        """The last day and the instant at which it is late, counted as the rules of ``stage`` count."""
        attempt = self.at.attempt
        if stage not in DECIDED and attempt is None:
            return None
        start = self.at.decision.at if stage in DECIDED or attempt is None else attempt.at
        county = self.at.desk.dispatcher.county
        due = deadline(start, length, county.calendar, county.hours)
        return due.due_on, due.due_at

    def _ends(self, length: Duration, stage: str, wanted: Value) -> bool:
        ends = self.ends(length, stage)
        if ends is None:
            return False
        return str(ends[0]) == str(wanted) if len(str(wanted)) == 10 else ends[1] == moment(str(wanted))


def wants(wanted: Value) -> Iterator[Value]:
    """Each thing that is wanted, also among others (``contains``)."""
    if isinstance(wanted, dict):
        wanted = wanted.get("contains")
    yield from wanted if isinstance(wanted, list) else [wanted]
