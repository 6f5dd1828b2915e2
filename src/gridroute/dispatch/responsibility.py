"""谁主办: produce candidates from lists and catalogue, strike, order; one lead, a tie or none (stages 6 to 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridroute.dispatch.inquiry import Choice, Settled, choose, conclude, decide, entry
from gridroute.dispatch.matter import Candidate, Matter
from gridroute.dispatch.roles import resolve
from gridroute.model import Organization, TraceEntry
from gridroute.model.remark import Remark, remark
from gridroute.policy.condition import FactValue
from gridroute.policy.rule import Reference

_STAYS = ("building", "grid")


def find_lead(matter: Matter) -> None:
    """Finds lead and supports; ``contested`` or ``ownerless`` where there is no one lead."""
    matter.take("lists", decide(matter.engine, matter.edition, "lists", matter.facts))
    matter.take("catalogue", decide(matter.engine, matter.edition, "catalogue", matter.facts))
    matter.stays = _stays(matter)
    matter.candidates = _produce(matter)
    _strike_all(matter)
    if matter.stays:
        return
    left = [one for one in matter.candidates if one.struck is None and one.as_support is None]
    choice = _order(matter, left)
    bodies = {body.id: left[n] for n in choice.left if (body := left[n].body) is not None}
    if matter.unknown_subject and bodies:
        matter.warnings.append(remark("subject_may_lead"))
        bodies = {}
    matter.ownerless = not bodies
    matter.contested = len(bodies) > 1
    if len(bodies) == 1:
        (matter.lead,) = bodies.values()
    _trace(matter, left, choice)
    matter.home = _home(matter, left, choice)
    made: dict[str, FactValue] = {"contested": matter.contested, "ownerless": matter.ownerless}
    if matter.lead is not None and matter.lead.body is not None:
        made |= {"lead_kind": matter.lead.body.kind, "lead_level": matter.lead.body.level}
    matter.know(made)


def _stays(matter: Matter) -> bool:
    """Whether the matter stays with the grid: on its list, or contained there, and nobody must punish."""
    listed = matter.word("grid_matter") == "may_resolve" or matter.word("contain") in _STAYS
    urgent = matter.word("urgency") not in ("", "normal")
    return listed and not urgent and not matter.yes("enforcement_required") and matter.community is not None


def _produce(matter: Matter) -> list[Candidate]:
    settled = matter.stages["catalogue"]
    made: list[Candidate] = []
    for row, rule in settled.leads():
        bodies: list[Organization | None] = [*resolve(row.role, matter)]
        made.extend(Candidate(body, "lead", row.basis, rule, row.role.name) for body in bodies or [None])
    excluded = {body.id: rule for ref, rule in settled.references("exclude") for body in resolve(ref, matter)}
    for one in made:
        if one.body is not None and one.body.id in excluded:
            one.struck = remark("excluded", excluded[one.body.id].title)
    return made


#: What a body is in one matter and one capacity, in this order (§3.4).
_STANDING = (
    "candidate_for",
    "candidate_basis",
    "candidate_registered",
    "candidate_kind",
    "candidate_level",
    "candidate_has_power",
    "candidate_is_subject",
    "candidate_under_subject",
    "candidate_abolished",
    "candidate_is_first_receiver",
)


def _standing(matter: Matter, body: Organization | None, capacity: str, basis: str) -> tuple[str | bool | None, ...]:
    """The values of ``_STANDING`` of one body; null where there is none."""
    if body is None:
        return (capacity, basis, False, None, None, None, None, None, None, None)
    subjects = {one.id for one in matter.subjects}
    first = matter.first_receiver
    return (
        capacity,
        basis,
        True,
        body.kind,
        body.level,
        basis == "sunk" or (matter.category is not None and matter.county.policy.may_punish(body, matter.category)),
        body.id in subjects,
        bool(subjects) and any(above.id in subjects for above in matter.county.bodies.above(body)),
        not body.in_office(matter.at.date()),
        first is not None and body.id == first.id,
    )


def _with_standing(matter: Matter, standing: tuple[str | bool | None, ...]) -> dict[str, FactValue]:
    """The facts for stage ``party`` and for the order of leads."""
    known = zip(_STANDING, standing, strict=True)
    return matter.facts | {name: value for name, value in known if value is not None}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a body is struck in a capacity, or made a support, and the trace of it."""

    struck: Remark | None = None
    as_support: Remark | None = None
    trace: tuple[TraceEntry, ...] = ()


_NOTHING_SAID = Verdict()


def strikes(matter: Matter, body: Organization | None, capacity: str, basis: str) -> Verdict:
    """Why ``body`` is struck, or made a support, in ``capacity``; and the trace of it."""
    key = (body.id if body else None, capacity, basis)
    reading = matter.engine.reading(matter.edition, "party")
    settled = matter.asked.get(key)
    if settled is None:
        standing = _standing(matter, body, capacity, basis)
        settled = matter.asked[key] = reading.questions.once(
            (standing, matter.known_to(reading)),
            Settled,
            lambda: conclude(matter.county.policy, "party", reading, _with_standing(matter, standing)),
        )
    if not settled.trace:
        return _NOTHING_SAID
    name = body.name if body else ""
    return reading.answers.once((settled.numbers, name), Verdict, lambda: _verdict(settled, name))


def _verdict(settled: Settled, name: str) -> Verdict:
    reasons, support = settled.texts("strike"), settled.texts("as_support")
    shown = name or "未登记单位"
    about = [{"why": f"{shown}: {one.why}", "candidate": name or None} for one in settled.trace]
    trace = tuple(one.model_copy(update=more) for one, more in zip(settled.trace, about, strict=True))
    return Verdict(
        remark("struck", "、".join(reasons)) if reasons else None,
        remark("support_only", "、".join(support)) if support else None,
        trace,
    )


def _strike_all(matter: Matter) -> None:
    for one in matter.candidates:
        verdict = strikes(matter, one.body, "lead", one.basis)
        one.struck = one.struck or verdict.struck
        one.as_support = verdict.as_support
        matter.trace.extend(verdict.trace)


def admissible(matter: Matter, bodies: Iterable[Organization], capacity: str) -> list[Organization]:
    """Those of ``bodies`` that no rule strikes in ``capacity`` (strikes reach every capacity, §6).

    The body that takes a matter because everyone else must stand aside is kept: somebody must (I2).
    """
    kept: list[Organization] = []
    for body in bodies:
        if matter.last_resort is not None and body.id == matter.last_resort.id:
            kept.append(body)
            continue
        verdict = strikes(matter, body, capacity, "named")
        if verdict.struck is None:
            kept.append(body)
        else:
            matter.trace.extend(verdict.trace)
    return kept


def first_admissible(matter: Matter, roles: Iterable[Reference], capacity: str) -> Organization | None:
    """The first of ``roles`` who resolves, is in office and is not struck."""
    for role in roles:
        kept = admissible(matter, resolve(role, matter), capacity)
        if kept:
            return kept[0]
    return None


def _order(matter: Matter, left: list[Candidate]) -> Choice:
    if len(left) < 2:
        return Choice(tuple(range(len(left))), {})
    policy = matter.county.policy
    order = policy.orders.get("lead")
    standings = [_standing(matter, one.body, "lead", one.basis) for one in left]
    overlaps = tuple(any(_overlaps(one, other) for other in left) for one in left)
    subjects = {body.id for body in matter.subjects}
    would = any(one.body is not None and one.body.id in subjects for one in matter.candidates)

    def chosen() -> Choice:
        facts = [
            _with_standing(matter, one) | {"overlap": two, "subject_would_lead": would}
            for one, two in zip(standings, overlaps, strict=True)
        ]
        return choose(policy, order, facts, [one.rule.condition for one in left])

    known = tuple(map(matter.facts.get, order.names)) if order else ()
    rows = tuple(id(one.rule) for one in left)  # rules live as long as their edition, and so does the memory
    memory = matter.engine.reading(matter.edition, "party").questions
    return memory.once(("order", tuple(standings), overlaps, would, rows, known), Choice, chosen)


def _overlaps(one: Candidate, other: Candidate) -> bool:
    if one.body is None or other.body is None or one.body.level == other.body.level:
        return False
    return bool(set(one.body.functions) & set(other.body.functions))


def _home(matter: Matter, ordered: list[Candidate], choice: Choice) -> Organization | None:
    """The department that would lead were the matter not sunk to the township: whoever signs (SS41)."""
    others = [one for one in matter.candidates if one.basis != "sunk" and one.body is not None and one.struck is None]
    if others != ordered:
        choice = _order(matter, others)
    bodies = {body.id: body for n in choice.left if (body := others[n].body) is not None}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _trace(matter: Matter, left: list[Candidate], choice: Choice) -> None:
    """What became of every candidate, in the trace of the rule that produced it."""
    for one in matter.candidates:
        if one in left:
            number = left.index(one)
            if number in choice.left:
                won = matter.lead is not None
                why = remark("leads" if won else "tied")
            else:
                step, won = choice.fell[number], False
                why = remark("gives_way", step.label, step.en or step.label)
        else:
            why, won = one.struck or one.as_support or remark("struck", ""), False
        matter.trace.append(entry(matter.county.policy, "party", one.rule, won, why, one.name))
