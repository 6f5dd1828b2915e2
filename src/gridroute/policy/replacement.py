"""取代: which rules may share an identifier, and which one rule may replace or tighten (§5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.policy.binding import together
from gridroute.policy.condition import All, Condition, Not, Op, Test, is_under
from gridroute.policy.rule import Rule
from gridroute.policy.tongue import nearest


def check_identifiers(rules: Sequence[Rule]) -> list[Fault]:
    """Faults of identifiers given twice: one may stand several times only where the effective days do not overlap."""
    faults: list[Fault] = []
    first: dict[str, list[Rule]] = {}
    for rule in rules:
        for other in first.get(rule.id, ()):
            if together(rule, other):
                faults.append(
                    _fault(
                        rule,
                        f"编号与 {other.home[0]}:{other.home[1]} 重复,且施行日期重叠",
                        f"the id is also at {other.home[0]}:{other.home[1]} and their effective days overlap",
                        Bilingual("换一个编号,或先终止旧的", "use another id, or end the older one first"),
                        code="GR226",
                    )
                )
        first.setdefault(rule.id, []).append(rule)
    return faults


#: Of each replaced identifier, who takes its place, and where: a place's path, empty for everywhere.
Takers = Mapping[str, Sequence[tuple[str, Rule]]]


def takers(rules: Sequence[Rule]) -> Takers:
    """Who replaces what, and where. A rule that waits for what the county has to fill in replaces nothing.

    Where only a street has filled it in, the rule replaces in that street alone.
    """
    filled = {_written(rule) for rule in rules if rule.replaces and not rule.street and not rule.unset.zh}
    made: dict[str, list[tuple[str, Rule]]] = {}
    for rule in rules:
        if not rule.replaces or rule.unset.zh:
            continue
        place = rule.scope
        if rule.street and _written(rule) not in filled:
            if place and not is_under(rule.street, place) and not is_under(place, rule.street):
                continue
            place = max(place, rule.street, key=len)
        made.setdefault(rule.replaces, []).append((place, rule))
    return made


def places_taken(rule: Rule, known: Takers, day: date) -> frozenset[str]:
    """The places in which another rule stands for ``rule`` on ``day``; an empty path is everywhere."""
    return frozenset(place for place, one in known.get(rule.id, ()) if one.in_force(day) and _may_replace(one, rule))


def elsewhere(condition: Condition, places: Collection[str]) -> Condition:
    """``condition`` for the matters outside ``places``."""
    if not places:
        return condition
    return All((Not(Test("scope", Op.UNDER, tuple(sorted(places)))), condition))


def _may_replace(rule: Rule, old: Rule) -> bool:
    return rule.id != old.id and old.binding == "default" and old.depth <= rule.depth


def _written(rule: Rule) -> tuple[str, date | None]:
    """What the forms of one rule for several streets have in common."""
    return rule.id, rule.effective_from


def check_replacements(rules: Sequence[Rule]) -> list[Fault]:
    """Faults of rules that replace or tighten what they may not, or what is not there (§5).

    A rule that has several editions is judged by each whose days meet those of the rule that replaces it.
    """
    faults: list[Fault] = []
    editions: dict[str, list[Rule]] = {}
    for rule in rules:
        editions.setdefault(rule.id, []).append(rule)
    for rule in rules:
        if rule.replaces:
            faults.extend(_replacing(rule, rule.replaces, editions))
        if rule.tightens and not any(old.special_law for old in editions.get(rule.tightens, ())):
            faults.append(
                _fault(
                    rule,
                    f"要加严的“{rule.tightens}”不是专门法规则",
                    f"tightens “{rule.tightens}”, which is no special-law rule",
                    nearest(rule.tightens, editions),
                    code="GR224",
                )
            )
    return faults


def _replacing(rule: Rule, name: str, editions: Mapping[str, Sequence[Rule]]) -> Iterator[Fault]:
    if name not in editions:
        yield _fault(
            rule,
            f"要取代的规则“{name}”不存在",
            f"replaces an unknown rule “{name}”",
            nearest(name, editions),
            code="GR227",
        )
        return
    if name == rule.id:
        yield _fault(
            rule,
            "规则不能取代自己",
            "a rule cannot replace itself",
            Bilingual("删去 replaces; 换新的,先终止旧的", "remove replaces; to renew a rule, end the older one first"),
            code="GR228",
        )
        return
    if _leads_back(rule, editions):
        yield _fault(
            rule,
            f"取代“{name}”绕回自己,结果哪条都不施行",
            f"replacing “{name}” leads back to itself, so that none of them holds",
            Bilingual("只留一条 replaces", "keep one replaces only"),
            code="GR228",
        )
        return
    met = [old for old in editions[name] if together(rule, old)]
    if not met:
        old = editions[name][-1]
        where = f"{old.home[0]}:{old.home[1]}"
        if old.effective_to and old.effective_to < (rule.effective_from or date.min):
            yield _fault(
                rule,
                f"“{name}”({where})早已终止,不必取代",
                f"“{name}” ({where}) has ended already and cannot be replaced",
                code="GR227",
            )
        else:
            yield _fault(
                rule,
                f"“{name}”({where})与它没有同时施行的日子,取代不了",
                f"“{name}” ({where}) is in force on none of its days and cannot be replaced",
                code="GR227",
            )
    for old in met:
        where = f"{old.home[0]}:{old.home[1]}"
        if old.binding != "default":
            yield _fault(
                rule,
                f"“{name}”({where})不是默认规则,不能取代",
                f"“{name}” ({where}) is no default rule and cannot be replaced",
                code="GR227",
            )
        elif old.depth > rule.depth:
            yield _fault(rule, f"“{name}”在更低的层", f"“{name}” stands in a lower layer", code="GR227")


def _leads_back(rule: Rule, editions: Mapping[str, Sequence[Rule]]) -> bool:
    """Whether what ``rule`` replaces replaces it in turn, over however many rules."""
    seen: set[str] = set()
    ahead = [rule.replaces]
    while ahead:
        name = ahead.pop()
        if name == rule.id:
            return True
        if name is not None and name not in seen:
            seen.add(name)
            ahead.extend(old.replaces for old in editions.get(name, ()))
    return False


def _fault(rule: Rule, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> Fault:
    return Fault(*rule.home, rule.id, Bilingual(zh, en), remedy, code)
