"""条件: a closed algebra over typed fields. ``matches`` is its reference reading.

A test on a missing field is false and ``not`` is the plain complement, so excluded middle and De Morgan
hold and every other reading can be compared with this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FactValue = bool | int | str | date | frozenset[str]
Fact = Mapping[str, FactValue]


class Op(StrEnum):
    """检验. What a test asks of one field."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    UNDER = "under"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one field.

    ``value`` is a scalar for comparisons, a tuple for ``one_of``, ``between``, ``under`` and
    ``contains_*``, a boolean for ``exists``. ``order`` lists an ordered word's values, lowest first.
    """

    field: str
    op: Op
    value: bool | int | str | date | tuple[bool | int | str | date, ...]
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds; with no parts, always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds; with no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds exactly when its part does not, also where nothing is known."""

    part: Condition


Condition = Test | All | AnyOf | Not
ALWAYS = All(())


def matches(condition: Condition, fact: Fact) -> bool:
    """Whether ``condition`` holds of ``fact``."""
    match condition:
        case Test():
            return _holds(condition, fact)
        case All(parts):
            return all(matches(part, fact) for part in parts)
        case AnyOf(parts):
            return any(matches(part, fact) for part in parts)
        case Not(part):
            return not matches(part, fact)


def _holds(test: Test, fact: Fact) -> bool:
    known = fact.get(test.field)
    if known is None or known == frozenset():
        return test.op is Op.EXISTS and test.value is False
    return value_holds(test, known)


def value_holds(test: Test, known: FactValue) -> bool:
    """Whether ``test`` holds of a field whose value is ``known``."""
    value = test.value
    if test.order and known not in test.order:
        return test.op is Op.EXISTS and value is True
    match test.op:
        case Op.EXISTS:
            return value is True
        case Op.EQUALS:
            return known == value
        case Op.ONE_OF:
            return known in _many(value)
        case Op.UNDER:
            return any(is_under(str(known), str(top)) for top in _many(value))
        case Op.CONTAINS_ANY:
            return isinstance(known, frozenset) and any(item in known for item in _many(value))
        case Op.CONTAINS_ALL:
            return isinstance(known, frozenset) and all(item in known for item in _many(value))
        case Op.BETWEEN:
            low, high = (place(test, item) for item in _many(value))
            return low <= place(test, known) <= high
        case Op.AT_LEAST:
            return place(test, known) >= place(test, value)
        case Op.MORE_THAN:
            return place(test, known) > place(test, value)
        case Op.AT_MOST:
            return place(test, known) <= place(test, value)
        case Op.LESS_THAN:
            return place(test, known) < place(test, value)


def place(test: Test, value: object) -> int:
    """Where ``value`` stands on the line of its type: a number, a day, or a rank among words."""
    if test.order:
        return test.order.index(str(value))
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, int)
    return value


def is_under(path: str, top: str) -> bool:
    """Whether ``path`` is ``top`` or lies below it."""
    return path == top or path.startswith(top + "/")


def _many(value: object) -> tuple[bool | int | str | date, ...]:
    assert isinstance(value, tuple)
    return value


def tests(condition: Condition, negated: bool = False) -> Iterator[tuple[Test, bool]]:
    """Every test of ``condition``, each with whether it stands under an odd number of ``not``."""
    match condition:
        case Test():
            yield condition, negated
        case Not(part):
            yield from tests(part, not negated)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests(part, negated)


def fields_of(condition: Condition) -> frozenset[str]:
    """The names of the fields that ``condition`` tests."""
    return frozenset(test.field for test, _ in tests(condition))
