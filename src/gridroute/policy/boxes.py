"""Implication and overlap of conditions, exactly, by boxes over fields.

Every field is cut into the few regions that the conditions at hand can tell apart (the values and cut
points they name, one region for the rest, one for missing). A region is one bit. A condition in
negation normal form then becomes a search for a box, one non-empty set of regions a field, in which it
holds. Sets of words split into one two-valued field an element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

from gridroute.policy.condition import All, AnyOf, Condition, FactValue, Not, Op, Test, tests, value_holds
from gridroute.policy.vocabulary import Field, FieldType

Fields = Mapping[str, Field]
_ELEMENT = "\0"
_OTHER = "\0other"


def implies(narrow: Condition, wide: Condition, fields: Fields) -> bool:
    """Whether every fact that satisfies ``narrow`` satisfies ``wide``."""
    return not satisfiable(All((narrow, Not(wide))), fields)


def overlap(one: Condition, other: Condition, fields: Fields) -> bool:
    """Whether some fact satisfies both."""
    return satisfiable(All((one, other)), fields)


def satisfiable(condition: Condition, fields: Fields, tries: int = 0) -> bool:
    """Whether some fact satisfies ``condition``. ``tries`` bounds the search, 0 not at all.

    Where it ends before the answer is known, the condition passes for satisfiable.
    """
    regions = _Regions(condition, fields)
    try:
        return _search([_normal(condition, False)], {}, regions, count(1), tries)
    except _EnoughError:
        return True


class _EnoughError(Exception):
    """The search has taken as many tries as it was given."""


@dataclass(frozen=True, slots=True)
class _Literal:
    test: Test
    negated: bool


@dataclass(frozen=True, slots=True)
class _Cut:
    """Regions that are still allowed, field by field, as bits."""

    allowed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Both:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Either:
    parts: tuple[_Node, ...]


_Node = _Literal | _Cut | _Both | _Either


def _normal(condition: Condition, negated: bool) -> _Node:
    match condition:
        case Test():
            return _Literal(condition, negated)
        case Not(part):
            return _normal(part, not negated)
        case All(parts):
            made = tuple(_normal(part, negated) for part in parts)
            return _Either(made) if negated else _Both(made)
        case AnyOf(parts):
            made = tuple(_normal(part, negated) for part in parts)
            return _Both(made) if negated else _Either(made)


def _search(todo: list[_Node], box: dict[str, int], regions: _Regions, tried: Iterator[int], tries: int) -> bool:
    """Depth first: cuts narrow the box, then the smallest choice is tried branch by branch."""
    if next(tried) > tries > 0:
        raise _EnoughError
    todo, box = list(todo), dict(box)
    choices: list[_Either] = []
    while todo:
        node = todo.pop()
        match node:
            case _Literal():
                todo.append(regions.cut(node))
            case _Cut(allowed):
                for name, bits in allowed:
                    box[name] = box.get(name, -1) & bits
                    if box[name] == 0:
                        return False
            case _Both(parts):
                todo.extend(parts)
            case _Either(parts):
                if len(parts) == 1:
                    todo.append(parts[0])
                else:
                    choices.append(node)
    if not choices:
        return True
    choices.sort(key=lambda choice: len(choice.parts))
    return any(_search([part, *choices[1:]], box, regions, tried, tries) for part in choices[0].parts)


class _Regions:
    """The regions of every field that a condition tests, as sample values; bit 0 is missing."""

    def __init__(self, condition: Condition, fields: Fields) -> None:
        by_field: dict[str, list[Test]] = {}
        for test, _ in tests(condition):
            by_field.setdefault(test.field, []).append(test)
        self.samples: dict[str, tuple[FactValue, ...]] = {}
        self.sets: dict[str, tuple[str, ...]] = {}
        for name, found in by_field.items():
            if fields[name].type is FieldType.WORDS:
                self.sets[name] = tuple(sorted({str(v) for test in found for v in _values(test)}))
            else:
                self.samples[name] = _samples(fields[name], tuple(found))

    def cut(self, literal: _Literal) -> _Node:
        """What a literal leaves of its field; for a set, a choice where one element is enough."""
        test = literal.test
        if test.field in self.sets:
            return self._cut_set(test, literal.negated)
        missing_holds = test.op is Op.EXISTS and test.value is False
        bits = int(missing_holds != literal.negated)
        for number, sample in enumerate(self.samples[test.field], start=1):
            if value_holds(test, sample) != literal.negated:
                bits |= 1 << number
        return _Cut(((test.field, bits),))

    def _cut_set(self, test: Test, negated: bool) -> _Node:
        if test.op is Op.EXISTS:
            elements: tuple[str, ...] = (*self.sets[test.field], _OTHER)
            one_is_enough = present = (test.value is True) != negated
        else:
            elements = tuple(str(value) for value in _values(test))
            one_is_enough = (test.op is Op.CONTAINS_ANY) != negated
            present = not negated
        bit = 2 if present else 1
        cuts = tuple(_Cut(((test.field + _ELEMENT + element, bit),)) for element in elements)
        return _Either(cuts) if one_is_enough else _Both(cuts)


def _values(test: Test) -> tuple[bool | int | str | date, ...]:
    if test.op is Op.EXISTS:
        return ()
    return test.value if isinstance(test.value, tuple) else (test.value,)


@lru_cache(maxsize=20_000)
def _samples(field: Field, found: tuple[Test, ...]) -> tuple[FactValue, ...]:
    """One value out of every region that ``found`` can tell apart."""
    named = {value for test in found for value in _values(test)}
    match field.type:
        case FieldType.BOOLEAN:
            return (False, True)
        case FieldType.INTEGER:
            cuts = {int(value) for value in named if isinstance(value, int)} or {0}
            return tuple(sorted({cut + step for cut in cuts for step in (-1, 0, 1)}))
        case FieldType.DATE:
            days = {value.toordinal() for value in named if isinstance(value, date)} or {1}
            near = {day + step for day in days for step in (-1, 0, 1)}
            return tuple(date.fromordinal(day) for day in sorted(near) if 0 < day <= date.max.toordinal())
        case FieldType.PATH:
            paths = {str(value) for value in named}
            parts = {"/".join(path.split("/")[:n]) for path in paths for n in range(1, path.count("/") + 2)}
            return tuple(sorted(parts | {part + "/" + _OTHER for part in parts} | {_OTHER}))
        case _ if field.values:
            return field.values
        case _:
            return (*sorted(str(value) for value in named), _OTHER)
