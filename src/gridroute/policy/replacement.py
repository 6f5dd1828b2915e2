"""取代: which rules may share an identifier, and which one rule may replace or tighten (§5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.policy.binding import together
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
                    )
                )
        first.setdefault(rule.id, []).append(rule)
    return faults


def check_replacements(rules: Sequence[Rule]) -> list[Fault]:
    """Faults of rules that replace or tighten what they may not, or what is not there (§5)."""
    faults: list[Fault] = []
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        if rule.replaces:
            old = by_id.get(rule.replaces)
            if old is None:
                faults.append(
                    _fault(
                        rule,
                        f"要取代的规则“{rule.replaces}”不存在",
                        f"replaces an unknown rule “{rule.replaces}”",
                        nearest(rule.replaces, by_id),
                    )
                )
            elif old.binding != "default":
                faults.append(
                    _fault(
                        rule,
                        f"“{old.id}”({old.home[0]}:{old.home[1]})不是默认规则,不能取代",
                        f"“{old.id}” ({old.home[0]}:{old.home[1]}) is no default rule and cannot be replaced",
                    )
                )
            elif old.effective_to and old.effective_to < (rule.effective_from or date.min):
                faults.append(
                    _fault(
                        rule,
                        f"“{old.id}”({old.home[0]}:{old.home[1]})早已终止,不必取代",
                        f"“{old.id}” ({old.home[0]}:{old.home[1]}) has ended already and cannot be replaced",
                    )
                )
            elif old.depth > rule.depth:
                faults.append(
                    _fault(
                        rule,
                        f"“{old.id}”在更低的层",
                        f"“{old.id}” stands in a lower layer",
                    )
                )
        if rule.tightens and (rule.tightens not in by_id or not by_id[rule.tightens].special_law):
            faults.append(
                _fault(
                    rule,
                    f"要加严的“{rule.tightens}”不是专门法规则",
                    f"tightens “{rule.tightens}”, which is no special-law rule",
                    nearest(rule.tightens, by_id),
                )
            )
    return faults


def _fault(rule: Rule, zh: str, en: str, remedy: Bilingual = NOTHING) -> Fault:
    return Fault(*rule.home, rule.id, Bilingual(zh, en), remedy)
