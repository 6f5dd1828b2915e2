"""空转: rules whose condition no fact satisfies. They harm nothing and do nothing, so whoever wrote one is told."""

from __future__ import annotations

from collections.abc import Sequence

from gridroute.errors import Bilingual, Fault
from gridroute.policy.boxes import Fields, satisfiable
from gridroute.policy.condition import All, Condition, Op, Test
from gridroute.policy.rule import Rule

#: Tests that some value of their field satisfies, whatever the field.
_OPEN = (Op.EQUALS, Op.ONE_OF, Op.UNDER, Op.BETWEEN, Op.CONTAINS_ANY, Op.CONTAINS_ALL, Op.EXISTS)
NEVER = Bilingual("条件自相矛盾,这条规则从不成立", "the condition contradicts itself, so the rule never holds")
LOOK = Bilingual("检查对同一字段的几项检验", "look at the tests of one field")


def check_vacancies(rules: Sequence[Rule], fields: Fields) -> list[Fault]:
    """A warning for every rule that can never hold; one that waits for the county to fill something in is none."""
    return [
        Fault(*rule.home, rule.id, NEVER, LOOK, code="GR234")
        for rule in rules
        if not rule.unset.zh
        and not rule.street
        and not _plain(rule.condition)
        and not satisfiable(rule.condition, fields)
    ]


def _plain(condition: Condition) -> bool:
    """Whether it is a conjunction of simple tests of different fields, as most rows of tables are."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    tests = [part for part in parts if isinstance(part, Test) and (part.op in _OPEN or not part.order)]
    return len(tests) == len(parts) and len({test.field for test in tests}) == len(tests)
