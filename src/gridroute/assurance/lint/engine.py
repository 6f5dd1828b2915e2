"""推理引擎: rule sets that durable-rules cannot take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.dispatch.engine import CHAINED, TABLES
from gridroute.errors import Bilingual, Fault
from gridroute.policy.path import STAGES
from gridroute.policy.rule import Rule
from gridroute.reasoning.inference import available, compile_in_subprocess
from gridroute.reasoning.limits import problems


def compile_rules(county: County, day: date, timeout: float) -> Iterator[Finding]:
    """Findings of compiling every rule set of ``day`` once, each in a process of its own; none without durable-rules.

    ``timeout`` is in seconds. What durable-rules must not be given is a warning, for the index reads it; what it
    cannot compile though nothing spoke against it is an error.
    """
    if not available():
        return
    edition, fields = county.policy.on(day), county.policy.vocabulary.fields

    def refused(rules: Sequence[Rule]) -> Bilingual | None:
        found = problems([rule.condition for rule in rules], fields)
        return found[0] if found else None

    def failed(rules: Sequence[Rule]) -> Bilingual | None:
        return compile_in_subprocess([rule.condition for rule in rules], fields, timeout)

    for stage in STAGES:
        rules = edition.at(stage.name)
        if stage.name in TABLES or not rules:
            continue
        code, check, words = "GR902", refused, refused(rules)
        if words is None:
            code, check, words = "GR901", failed, failed(rules)
        elif stage.name not in CHAINED:
            continue  # only ``--engine durable`` would ask for it, and is told so then
        if words is not None:
            bad = _first_bad(rules, check)
            told = Bilingual(
                f"阶段“{stage.label}”({len(rules)} 条规则,到这一条为止): {words.zh}",
                f"stage {stage.name} ({len(rules)} rules, up to this one): {words.en}",
            )
            yield Finding(Fault(*bad.home, bad.id, told, code=code))


def _first_bad(rules: Sequence[Rule], check: Callable[[Sequence[Rule]], Bilingual | None]) -> Rule:
    """The rule with which the rule set becomes too much: halves the rules, so few of them are tried."""
    good, bad = 0, len(rules)
    while bad - good > 1:
        middle = (good + bad) // 2
        if check(rules[:middle]) is None:
            good = middle
        else:
            bad = middle
    return rules[bad - 1]
