"""现场: a case, its matter and a moment, put together so that rules can be asked and roles resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from gridroute.casework.capacity import capacities
from gridroute.casework.case import Case
from gridroute.casework.event import Actor
from gridroute.dispatch import County, Dispatcher
from gridroute.dispatch.matter import Candidate, Matter
from gridroute.dispatch.responsibility import admissible
from gridroute.dispatch.roles import resolve
from gridroute.model import Decision, Duration, Organization
from gridroute.policy.condition import FactValue
from gridroute.policy.ladder import Ladder
from gridroute.policy.rule import Reference
from gridroute.worktime import Due, deadline


@dataclass(frozen=True)
class Scene:
    """One case at one moment. Everything it says follows from the case, the policy and the moment."""

    case: Case
    dispatcher: Dispatcher
    now: datetime

    @property
    def county(self) -> County:
        """The county of the case."""
        return self.dispatcher.county

    def at(self, case: Case, now: datetime | None = None) -> Scene:
        """The scene of a later state of the case."""
        return replace(self, case=case, now=now or self.now)

    @cached_property
    def studied(self) -> tuple[Matter, Decision]:
        """The matter as it was first routed, with who leads and supports it now."""
        case = self.case
        matter, decision = self.dispatcher.study_again(case.known, case.routed_at)
        matter.at = self.now
        by_id = self.county.bodies.by_id
        lead = by_id.get(case.lead or "")
        if lead is None:
            matter.lead = None
        elif matter.lead is None or matter.lead.body is None or matter.lead.body.id != lead.id:
            rule = matter.lead.rule if matter.lead else next(iter(self.county.policy.rules))
            matter.lead = Candidate(lead, "lead", "named", rule, lead.name)
        matter.supports = self.bodies(case.supports)
        matter.required = self.bodies(case.required)
        for name in ("first_receiver", "holder", "resolver", "blower"):
            setattr(matter, name, by_id.get(getattr(case, name) or ""))
        matter.subjects = tuple(self.bodies(case.subjects))
        matter.contested = case.contested
        facts: dict[str, FactValue] = {"urgency": case.urgency, "contested": case.contested}
        facts["confidential"] = case.confidential
        if lead is not None:
            facts |= {"lead_kind": lead.kind, "lead_level": lead.level}
        matter.know(facts)
        matter.asked.clear()
        return matter, decision

    @property
    def matter(self) -> Matter:
        """The matter, for resolving roles and asking rules."""
        return self.studied[0]

    def bodies(self, ids: Iterable[str]) -> list[Organization]:
        """The bodies of those identifiers that the register knows."""
        by_id = self.county.bodies.by_id
        return [by_id[one] for one in ids if one in by_id]

    def resolved(self, role: str | Reference) -> list[Organization]:
        """The bodies that ``role`` means now and that no rule strikes, the body complained about never (I29)."""
        if isinstance(role, str):
            if role not in self.county.policy.vocabulary.roles:
                return []
            role = Reference(role)
        return admissible(self.matter, resolve(role, self.matter), "attendee")

    def parameter(self, name: str) -> Duration:
        """A duration that the policy gives. ``KeyError``: the nation declares none of that name."""
        value = self.county.policy.parameters[name].value
        assert isinstance(value, Duration)
        return value

    def number(self, name: str) -> int:
        """A number that the policy gives."""
        value = self.county.policy.parameters[name].value
        assert isinstance(value, int)
        return value

    def due(self, start: datetime, length: Duration) -> Due:
        """When ``length`` from ``start`` ends in the county's working time."""
        return deadline(start, length, self.county.calendar, self.county.hours)

    def somebody(self) -> Organization:
        """Who takes what nobody takes: the government, or the first receiver where it is complained about (I2)."""
        government = [one for one in self.county.bodies.with_function("本级政府") if one.id not in self.case.subjects]
        return (government or self.bodies([self.case.first_receiver]))[0]

    @property
    def ladder(self) -> Ladder:
        """The ladder of meetings that the case climbs (C8)."""
        ladders = self.county.policy.ladders
        return ladders.get(self.case.forum) or ladders["default"]

    def roles_of(self, actor: Actor) -> frozenset[str]:
        """In what capacities ``actor`` may act in this case; derived, never claimed."""
        return capacities(self.case, actor, self.county.bodies)
