"""谁要来、何时: whistle, check-ins, and every duty with its deadline (stages 9 and 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridroute.dispatch.inquiry import decide
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.responsibility import admissible, first_admissible
from gridroute.dispatch.roles import resolve
from gridroute.model import Duration, Obligation, Organization
from gridroute.model.remark import remark
from gridroute.policy.rule import DutyRow, Reference, Rule
from gridroute.worktime import Due, deadline

#: Capacities whose clocks start at dispatch: nothing is owed in them while nobody is dispatched.
_DISPATCHED = ("lead", "support", "required", "invited")


def call_in(matter: Matter) -> None:
    """Asks ``whistle`` and ``reporting`` and resolves who supports, must come and blows."""
    matter.take("whistle", decide(matter.engine, matter.edition, "whistle", matter.facts))
    matter.supports = _supports(matter)
    matter.take("reporting", decide(matter.engine, matter.edition, "reporting", matter.facts))
    matter.supports = _supports(matter)
    if matter.word("whistle"):
        matter.blower = _blower(matter)
        matter.required = _listed(matter, "reporting", "required", "attendee", warn=True)
        matter.supports = [body for body in matter.supports if body not in matter.required] + [
            body for body in matter.supports if body in matter.required
        ]


def _blower(matter: Matter) -> Organization | None:
    """Who blows: the matter's own village if the county lets villages blow, else its township (B7)."""
    kinds = matter.county.policy.parameter("吹哨主体", matter.facts.get("scope"))
    order = matter.county.policy.successions["blower"].roles
    bodies = [body for role in order for body in resolve(role, matter)]
    allowed = [body for body in bodies if isinstance(kinds, tuple) and body.kind in kinds]
    kept = admissible(matter, [*allowed, *bodies], "attendee")
    return kept[0] if kept else matter.first_receiver


def _supports(matter: Matter) -> list[Organization]:
    """Everyone named as support in any way, the lead not among them."""
    named = [one.body for one in matter.candidates if one.as_support is not None and one.body is not None]
    for stage in ("catalogue", "reporting"):
        if stage in matter.stages:
            named.extend(body for ref, _ in matter.stages[stage].references("support") for body in resolve(ref, matter))
    lead = matter.lead.body.id if matter.lead and matter.lead.body else None
    unique = {body.id: body for body in named if body.id != lead}
    return admissible(matter, unique.values(), "support")


def _listed(matter: Matter, stage: str, name: str, capacity: str, warn: bool = False) -> list[Organization]:
    found: dict[str, Organization] = {}
    for reference, rule in matter.stages[stage].references(name):
        bodies = resolve(reference, matter)
        if not bodies and warn and reference.name not in ("主办单位", "协办单位"):
            matter.warnings.append(remark("unregistered_role", reference.name, rule.id))
            matter.coordinations.append((_coordinate(matter), rule))
        found |= {body.id: body for body in bodies}
    return admissible(matter, found.values(), capacity)


def _coordinate(matter: Matter) -> DutyRow:
    """Who is missing is brought in by the first receiver; by the clock where the matter cannot wait (I10)."""
    name = "协调时限" if matter.word("urgency") in ("", "normal") else "紧急协调时限"
    length = matter.county.policy.parameter(name, matter.facts.get("scope"))
    assert isinstance(length, Duration)
    return DutyRow(Reference("first_receiver"), "coordinate", length)


def invited(matter: Matter) -> list[Organization]:
    """Who may come: nobody who must, nor the lead (B8)."""
    if not matter.word("whistle"):
        return []
    taken = {body.id for body in matter.required} | (
        {matter.lead.body.id} if matter.lead and matter.lead.body else set()
    )
    return [body for body in _listed(matter, "reporting", "invited", "attendee") if body.id not in taken]


def notified(matter: Matter) -> list[Organization]:
    """Everyone that some rule tells, none of them the body complained about."""
    found: dict[str, Organization] = {}
    for stage in ("admit", "ownership", "reporting"):
        if stage in matter.stages:
            for reference, _ in matter.stages[stage].references("notify"):
                found |= {body.id: body for body in resolve(reference, matter)}
    return admissible(matter, found.values(), "attendee")


#: Outcomes that come to nothing, and leave no duty, where they name nobody.
_MAY_BE_EMPTY = frozenset({"notify", "support", "invited"})


def idle(matter: Matter) -> set[str]:
    """The rules that came to nothing: they only call bodies in or tell them, and nobody is what they name."""
    made: set[str] = set()
    for name, settled in matter.stages.items():
        named = [pair for outcome in _MAY_BE_EMPTY for pair in settled.references(outcome)]
        met = {rule.id for reference, rule in named if resolve(reference, matter)}
        made |= {rule.id for _, rule in named if set(rule.outcomes[name]) <= _MAY_BE_EMPTY} - met
    return made


# ---- duties ---------------------------------------------------------------------------------------


#: The earliest instant first; of equal ones the lower layer's, the sourced one, then by identifier.
Rank = tuple[datetime, int, bool, str]


@dataclass(slots=True)
class _Owed:
    """One duty as long as a shorter one may take its place."""

    rank: Rank
    act: str
    body: Organization
    role: str
    due: Due
    length: Duration
    rule: Rule
    every: bool
    evidence: tuple[str, ...]

    def said(self) -> Obligation:
        return Obligation(
            act=self.act,
            obligor=self.body.ref,
            role=self.role,
            due_on=self.due.due_on,
            due_at=self.due.due_at,
            unit=self.length.unit,
            amount=self.length.amount,
            every=self.every,
            provisional=self.due.provisional,
            assumed=self.rule.assumed,
            source=self.rule.source,
            rule=self.rule.id,
            evidence=self.evidence,
        )


class Duties:
    """The duties of one matter: of each act and obligor the shortest deadline, and the shortest interval (§4)."""

    def __init__(self, matter: Matter, dispatched: bool) -> None:
        self.matter, self.dispatched = matter, dispatched
        #: By body, act, and whether it recurs: a first report within two hours leaves the daily one standing.
        self.found: dict[tuple[str, str, bool], _Owed] = {}
        self.ends: dict[Duration, Due] = {}
        self.passed_on: list[Organization] = []

    def of_stages(self, stages: Iterable[str]) -> tuple[Obligation, ...]:
        """All duties that ``stages`` come to, earliest first."""
        dues: list[tuple[str, Duration, Rule]] = []
        for stage in stages:
            if stage not in self.matter.stages:
                continue
            settled = self.matter.stages[stage]
            dues.extend(settled.dues)
            exit_ = settled.word("exit") if stage == "admit" else None
            coordinations = self.matter.coordinations if stage == "reporting" else ()
            for row, rule in (*settled.duties, *coordinations):
                if stage == "admit" and rule.outcomes["admit"].get("exit", exit_) != exit_:
                    continue  # a rule whose exit lost owes nothing
                for body in self._obligors(row.who):
                    self._add(row.act, body, self._capacity(row.who.name, body), row.length, rule, row)
        for act in dict.fromkeys(act for act, _, _ in dues):
            self._due(act, [(length, rule) for one, length, rule in dues if one == act])
        kept = sorted(self.found.values(), key=lambda one: (one.due.due_at, one.act, one.body.id))
        return tuple(one.said() for one in kept)

    def _obligors(self, who: Reference) -> list[Organization]:
        """The bodies that owe a duty; where all of them must stand aside, the first receiver owes it."""
        named = resolve(who, self.matter)
        kept = admissible(self.matter, named, "attendee")
        first = self.matter.first_receiver
        return [first] if named and not kept and first is not None else kept

    def _due(self, act: str, said: list[tuple[Duration, Rule]]) -> None:
        declared = self.matter.county.policy.vocabulary.acts[act]
        if declared.later:
            return
        kept = applying(said)
        for body in self._obligors(Reference(declared.by)):
            role = self._capacity(declared.by, body)
            for length, rule in kept:
                self._add(act, body, role, length, rule)

    def _capacity(self, role: str, body: Organization) -> str:
        roles = self.matter.county.policy.vocabulary.roles
        matter = self.matter
        key = roles[role].key if role in roles and roles[role].form == "case" else ""
        if key in ("holder", "resolver", "first_receiver"):
            return key
        if matter.lead and matter.lead.body and body.id == matter.lead.body.id:
            return "lead"
        if key == "required":
            return key
        if any(body.id == one.id for one in matter.supports):
            return "support"
        if any(body.id == one.id for one in matter.required):
            return "required"
        if matter.first_receiver and body.id == matter.first_receiver.id:
            return "first_receiver"
        return "lead" if key == "lead" else role

    def _add(
        self,
        act: str,
        body: Organization,
        role: str,
        length: Duration,
        rule: Rule,
        row: DutyRow | None = None,
    ) -> None:
        if role in _DISPATCHED and not self.dispatched:
            return
        body, role = self._on_site(act, body, role)
        due = self.ends.get(length)
        if due is None:
            county = self.matter.county
            due = self.ends[length] = deadline(self.matter.at, length, county.calendar, county.hours)
        rank = (due.due_at, -rule.depth, rule.assumed, rule.id)
        every = row.every if row else False
        made = _Owed(rank, act, body, role, due, length, rule, every, row.evidence if row else ())
        alike = [one for key in (every, not every) if (one := self.found.get((body.id, act, key))) is not None]
        evidence = tuple(dict.fromkeys(item for one in (made, *alike) for item in one.evidence))
        known = self.found.get((body.id, act, every))
        kept = self.found[(body.id, act, every)] = made if known is None or rank < known.rank else known
        for one in (kept, *alike):
            one.evidence = evidence

    def _on_site(self, act: str, body: Organization, role: str) -> tuple[Organization, str]:
        """An on-site duty of an intake center passes to the township, where exactly one is known."""
        matter = self.matter
        sealed = matter.word("confidential") == "sealed"  # who is complained about may sit in the township
        if sealed or body.kind != "intake_center" or not matter.county.policy.vocabulary.acts[act].on_site:
            return body, role
        towns = {town.code: town for place in matter.area if (town := matter.county.territory.township_of(place.code))}
        bodies = [matter.county.bodies.by_id[code] for code in towns if code in matter.county.bodies.by_id]
        kept = admissible(matter, bodies, "attendee")
        if len(bodies) == 1 and kept:
            return kept[0], "township"
        self.passed_on.extend(kept)
        return body, role


def applying(said: list[tuple[Duration, Rule]]) -> list[tuple[Duration, Rule]]:
    """Where a special law speaks of the act: it, what tightens it, and mandates; else all (§4, 从其规定)."""
    laws = {rule.id for _, rule in said if rule.special_law}
    if not laws:
        return said
    return [
        (length, rule) for length, rule in said if rule.id in laws or rule.tightens in laws or rule.binding == "mandate"
    ]


def receiver(matter: Matter) -> Organization:
    """首接单位: as the issue names it, else by the policy's table of channels, else the succession.

    Where everyone must stand aside, the government takes it and reports upwards: nothing is lost (I2).
    """
    roles: list[Reference] = []
    if matter.issue.first_receiver:
        named = matter.county.bodies.named(matter.issue.first_receiver)
        kept = admissible(matter, [one for one in named if one.in_office(matter.at.date())], "attendee")
        if kept:
            return kept[0]
        matter.warnings.append(remark("other_first_receiver", matter.issue.first_receiver))
    decided = matter.stages["admit"].reference("first_receiver")
    if decided is not None:
        roles.append(decided)
    roles.extend(matter.county.policy.successions["first_receiver"].roles)
    found = first_admissible(matter, roles, "attendee")
    if found is None:
        (found,) = matter.county.bodies.with_function("本级政府")[:1]
        matter.last_resort = found
        matter.warnings.append(remark("last_resort", found.name))
    return found
