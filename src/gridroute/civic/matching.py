"""匹配: which need gets which resource (三张清单, B16, T37, T38).

Code pairs needs and resources by community and category; the rules of stage ``matching`` say of each pair whether it
is an obligation, an intention or nothing; then capacity is shared out so that as much as can be is met by obligation,
then as much as can be at all, then what was raised first. Needs are met in parts where one resource is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gridroute.civic.agreement import Agreement, Status
from gridroute.civic.asking import Asking
from gridroute.civic.need import Need
from gridroute.civic.project import Project
from gridroute.civic.resource import Resource
from gridroute.civic.unit import Unit
from gridroute.policy.condition import FactValue, is_under

#: How good the agreements between a unit and a community are, best first.
_STATUSES: tuple[Status, ...] = ("in_force", "draft", "expired", "none")


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and a resource that could serve it, with what the rules say; ``struck``: why it may not."""

    need: Need
    resource: Resource
    match: Literal["none", "intention", "obligation"]
    agreement: str | None
    struck: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A need that gets so much of a resource. Only an ``obligation`` is owed; an ``intention`` waits to be signed."""

    pair: Pair
    quantity: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """What is left of a need, and why: nobody has it, it may not be given, or it is used up."""

    need: Need
    quantity: int
    why: Literal["no_resource", "struck", "used_up"]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """What comes of the three lists on one day. ``running`` are projects that go on, whatever became of agreements."""

    day: date
    matches: tuple[Match, ...]
    unmet: tuple[Unmet, ...]
    running: tuple[Project, ...]


def matching(asking: Asking, day: date) -> Matching:
    """The needs of the county on ``day`` with the resources that serve them; the same for the same registers."""
    civic = asking.civic
    projects = civic.of(Project)
    running = tuple(one for one in projects if one.status == "running")
    busy = {one.need for one in projects if one.need and one.status in ("running", "done")}
    needs = [one for one in civic.of(Need, day) if one.id not in busy]
    needs.sort(key=lambda one: (one.raised_on or date.max, one.id))
    resources = sorted(civic.of(Resource), key=lambda one: one.id)
    left = {one.id: one.capacity for one in resources}
    for project in running:
        if project.resource in left:
            left[project.resource] = max(0, left[project.resource] - project.quantity)
    pairs = list(_pairs(asking, needs, resources, left, day))
    matches = _shared([one for one in pairs if not one.struck and one.match != "none"], left)
    return Matching(day, matches, tuple(_unmet(needs, pairs, matches)), running)


def _pairs(
    asking: Asking, needs: Sequence[Need], resources: Sequence[Resource], left: dict[str, int], day: date
) -> Iterable[Pair]:
    civic = asking.civic
    units = {one.id: one for one in civic.of(Unit, day)}
    agreements = civic.of(Agreement)
    projects = {(one.need, one.resource): one for one in civic.of(Project)}
    for need in needs:
        community, scope = need.community[:12], asking.at(need.community)
        for resource in resources:
            unit = units.get(resource.unit)
            where = resource.communities or (unit.communities if unit else ())
            there = community in {one[:12] for one in where}
            if not there or not _serves(resource, need):
                continue
            status, agreement = _agreed(agreements, resource, community, day)
            project = projects.get((need.id, resource.id))
            facts: dict[str, FactValue] = {
                "need_category": need.category,
                "resource_kind": resource.kind,
                "same_community": there,
                "resource_valid": resource.in_force(day) and unit is not None,
                "agreement_status": status,
                "capacity_left": left[resource.id],
            }
            facts |= scope
            if project is not None:
                facts["project_status"] = project.status
            settled = asking.ask("matching", facts, day)
            match = settled.word("match")
            yield Pair(
                need,
                resource,
                "obligation" if match == "obligation" else "intention" if match == "intention" else "none",
                agreement,
                tuple(settled.texts("strike")),
                tuple(one.rule for one in settled.trace if one.won),
            )


def _serves(resource: Resource, need: Need) -> bool:
    return not resource.categories or any(is_under(need.category, one) for one in resource.categories)


def _agreed(
    agreements: Sequence[Agreement], resource: Resource, community: str, day: date
) -> tuple[Status, str | None]:
    """How it stands between the unit and the community about the resource: the best of their agreements."""
    found = [
        (one.status(day), one.id)
        for one in agreements
        if one.unit == resource.unit and one.community[:12] == community and one.covers(resource.id)
    ]
    best = min(found, key=lambda one: (_STATUSES.index(one[0]), one[1]), default=None)
    return ("none", None) if best is None else best


def _shared(pairs: Sequence[Pair], left: dict[str, int]) -> tuple[Match, ...]:
    """Capacity shared out among ``pairs``: a transport problem in whole numbers, solved twice.

    First how much can be met, obligations before all else; then, meeting as much, what was raised first comes first.
    """
    if not pairs:
        return ()
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    needs = list(dict.fromkeys(one.need.id for one in pairs))
    gives = list(dict.fromkeys(one.resource.id for one in pairs))
    wanted = {one.need.id: one.need.quantity for one in pairs}
    columns = np.arange(len(pairs))
    ones = np.ones(len(pairs))
    of_need = csr_array((ones, ([needs.index(one.need.id) for one in pairs], columns)), shape=(len(needs), len(pairs)))
    of_give = csr_array(
        (ones, ([gives.index(one.resource.id) for one in pairs], columns)), shape=(len(gives), len(pairs))
    )
    limits = np.array([*(wanted[one] for one in needs), *(left[one] for one in gives)], dtype=float)
    most = np.array([min(one.need.quantity, left[one.resource.id]) for one in pairs], dtype=float)
    total = float(sum(wanted.values()) + 1)
    worth = np.array([total if one.match == "obligation" else 1.0 for one in pairs])
    room = LinearConstraint(vstack([of_need, of_give]), -np.inf, limits)
    integral = np.ones(len(pairs))
    first = milp(-worth, constraints=room, bounds=Bounds(0, most), integrality=integral)
    best = round(float(worth @ first.x))
    rank = np.array([needs.index(one.need.id) * len(gives) + gives.index(one.resource.id) + 1 for one in pairs], float)
    as_good = LinearConstraint(csr_array(worth.reshape(1, -1)), best, best)
    second = milp(rank, constraints=[room, as_good], bounds=Bounds(0, most), integrality=integral)
    given = second.x if second.x is not None else first.x
    return tuple(Match(pair, round(float(number))) for pair, number in zip(pairs, given, strict=True) if number > 0.5)


def _unmet(needs: Sequence[Need], pairs: Sequence[Pair], matches: Sequence[Match]) -> Iterable[Unmet]:
    met: dict[str, int] = {}
    for one in matches:
        met[one.pair.need.id] = met.get(one.pair.need.id, 0) + one.quantity
    for need in needs:
        missing = need.quantity - met.get(need.id, 0)
        if missing <= 0:
            continue
        own = [one for one in pairs if one.need.id == need.id]
        struck = tuple(dict.fromkeys(reason for one in own for reason in one.struck))
        if not own:
            yield Unmet(need, missing, "no_resource")
        elif all(one.struck or one.match == "none" for one in own):
            yield Unmet(need, missing, "struck", struck)
        else:
            yield Unmet(need, missing, "used_up", struck)
