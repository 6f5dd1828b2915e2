"""平局: two rules of one layer that decide the same thing differently for the same fact do not load (§4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from gridroute.errors import Bilingual, Fault
from gridroute.policy.binding import together
from gridroute.policy.boxes import Fields, implies, overlap
from gridroute.policy.encounter import encounters
from gridroute.policy.order import Order
from gridroute.policy.path import BY_NAME
from gridroute.policy.replacement import Takers, elsewhere, places_taken, takers
from gridroute.policy.rule import Rule
from gridroute.policy.stage import Merge


def check_ties(rules: Sequence[Rule], orders: Mapping[str, Order], fields: Fields) -> list[Fault]:
    """A fault for every pair that nothing settles: no law, mandate, own order, specificity or layer.

    A rule that another replaces ties with nothing where and while the other stands for it.
    """
    known = takers(rules)
    groups: dict[tuple[str, str, int, bool, bool], list[Rule]] = {}
    for rule in rules:
        for stage, outcomes in rule.outcomes.items():
            for name in outcomes:
                outcome = BY_NAME[stage].outcome(name)
                assert outcome is not None
                if outcome.merge is Merge.DECIDE and name not in orders:
                    key = (stage, name, rule.depth, rule.special_law, rule.binding == "mandate")
                    groups.setdefault(key, []).append(rule)
    faults: list[Fault] = []
    for (stage, name, *_), group in groups.items():
        conditions = [rule.condition for rule in group]
        for n, m in encounters(conditions, [rule.outcomes[stage][name] for rule in group]):
            one, other = group[n], group[m]
            if not together(one, other) or not _meet_somewhere(one, other, known, fields):
                continue
            first, second = one.condition, other.condition
            if implies(first, second, fields) != implies(second, first, fields):
                continue
            faults.append(_tied(one, other, name))
    return faults


def _meet_somewhere(one: Rule, other: Rule, known: Takers, fields: Fields) -> bool:
    """Whether both may hold in some place on some day on which no other rule stands for either."""
    first = max(one.effective_from or date.min, other.effective_from or date.min)
    last = min(one.effective_to or date.max, other.effective_to or date.max)
    days = {first}
    for _, taker in (*known.get(one.id, ()), *known.get(other.id, ())):
        days.add(taker.effective_from or first)
        if taker.effective_to is not None and taker.effective_to < last:
            days.add(taker.effective_to + timedelta(days=1))
    taken = {places_taken(one, known, day) | places_taken(other, known, day) for day in days if first <= day <= last}
    return any(
        "" not in places and overlap(elsewhere(one.condition, places), other.condition, fields) for places in taken
    )


def _tied(one: Rule, other: Rule, name: str) -> Fault:
    where = f"{other.home[0]}:{other.home[1]}"
    return Fault(
        *one.home,
        one.id,
        Bilingual(
            f"与“{other.id}”({where})打平: 条件可同时成立,对“{name}”说法不同",
            f"ties with “{other.id}” ({where}): both may hold, and they differ on “{name}”",
        ),
        Bilingual("让一条更具体,或用 replaces 取代", "make one more specific, or let it replace the other"),
        code="GR229",
    )
