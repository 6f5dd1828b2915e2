"""列: conditions as rows of a table, and one column of it as bitmaps of rows.

A row (行) is one alternative of a condition: at most one leaf for each scalar field and one demand on each
set. A leaf keeps its own ``not`` and ``any``; ``matches`` itself tabulates it, so nothing about
single tests is said twice. Only what ties several fields together is expanded, and above ``WIDEST``
alternatives a row keeps less than its condition asks and is marked as not exact: the reference decides.

Bitmaps are Python integers, and a row's *highest* bit is the best: ``bit_length`` finds it without
building another integer, where the lowest bit needs ``x & -x``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from gridroute.policy.condition import All, AnyOf, Condition, Fact, FactValue, Not, Op, Test, fields_of, matches, tests
from gridroute.policy.vocabulary import Field, FieldType

WIDEST = 64
MOST_GROUPS = 8
#: Integers between the cut points of a column are tabulated one by one up to this many.
DENSE = 64

_LINE = (Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN, Op.BETWEEN)
_CONTAINS = (Op.CONTAINS_ANY, Op.CONTAINS_ALL)
_SCALARS = {
    FieldType.BOOLEAN: bool,
    FieldType.INTEGER: int,
    FieldType.DATE: date,
    FieldType.WORD: str,
    FieldType.PATH: str,
    FieldType.WORDS: str,
}
_MISSING: tuple[None, frozenset[str]] = (None, frozenset())


@dataclass(frozen=True, slots=True)
class Demand:
    """要求: what a row asks of a set: one word of every group, none of ``without``, or nothing known at all."""

    groups: frozenset[frozenset[str]] = frozenset()
    without: frozenset[str] = frozenset()
    exists: bool | None = None

    def both(self, other: Demand) -> Demand | None:
        """Both demands at once; ``None`` where no set can meet them."""
        if self.exists is not None and other.exists is not None and self.exists is not other.exists:
            return None
        exists = self.exists if self.exists is not None else other.exists
        without = self.without | other.without
        groups = frozenset(group - without for group in self.groups | other.groups)
        if frozenset() in groups or (groups and exists is False):
            return None
        return Demand(groups, without, exists)


@dataclass(frozen=True, slots=True)
class Row:
    """行: one alternative of a condition; where not ``exact``, it may hold where the condition does not."""

    leaves: Mapping[str, Condition] = field(default_factory=dict)
    demands: Mapping[str, Demand] = field(default_factory=dict)
    exact: bool = True

    def both(self, other: Row) -> Row | None:
        """Both rows at once; ``None`` where nothing can meet them."""
        leaves = dict(self.leaves)
        for name, leaf in other.leaves.items():
            leaves[name] = All((leaves[name], leaf)) if name in leaves else leaf
        demands = dict(self.demands)
        for name, demand in other.demands.items():
            merged = demands[name].both(demand) if name in demands else demand
            if merged is None:
                return None
            demands[name] = merged
        return Row(leaves, demands, self.exact and other.exact)


def suits(test: Test, fields: Mapping[str, Field]) -> bool:
    """Whether ``test`` is one that loading lets through for its field; others are left to the reference."""
    item = fields.get(test.field)
    if item is None:
        return False
    if test.op is Op.EXISTS:
        return isinstance(test.value, bool)
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    if any(type(value) is not _SCALARS[item.type] for value in values):
        return False
    if test.op in _LINE:
        if test.op is Op.BETWEEN and len(values) != 2:
            return False
        if item.type is FieldType.WORD:
            return test.order == item.values and all(value in item.values for value in values)
        return item.type in (FieldType.INTEGER, FieldType.DATE) and not test.order
    if test.op in _CONTAINS:
        return item.type is FieldType.WORDS and isinstance(test.value, tuple)
    if item.type is FieldType.WORDS:
        return False
    if test.op is Op.UNDER:
        return item.type is FieldType.PATH and isinstance(test.value, tuple)
    return isinstance(test.value, tuple) is (test.op is Op.ONE_OF)


def rows_of(condition: Condition, fields: Mapping[str, Field]) -> list[Row]:
    """The rows of ``condition``: it holds of a fact exactly where one of them does, if all are exact."""
    return [_within(row) for row in _expand(condition, False, fields)]


def _within(row: Row) -> Row:
    for name, demand in row.demands.items():
        if len(demand.groups) > MOST_GROUPS:
            fewer = replace(demand, groups=frozenset(sorted(demand.groups, key=sorted)[:MOST_GROUPS]))
            row = Row(row.leaves, {**row.demands, name: fewer}, False)
    return row


def _scalar(condition: Condition, fields: Mapping[str, Field]) -> str | None:
    """The one scalar field that ``condition`` is about, if there is one."""
    names = fields_of(condition)
    if len(names) != 1:
        return None
    (name,) = names
    if name not in fields or fields[name].type is FieldType.WORDS:
        return None
    return name if all(suits(test, fields) for test, _ in tests(condition)) else None


def _expand(condition: Condition, negated: bool, fields: Mapping[str, Field]) -> list[Row]:
    name = _scalar(condition, fields)
    if name is not None:
        return [Row({name: Not(condition) if negated else condition})]
    match condition:
        case Test():
            if not suits(condition, fields):
                return [Row(exact=False)]
            return [Row({}, {condition.field: demand}) for demand in _demands(condition, negated)]
        case Not(part):
            return _expand(part, not negated, fields)
        case All(parts) if not negated:
            return _every(parts, negated, fields)
        case AnyOf(parts) if negated:
            return _every(parts, negated, fields)
        case All(parts) | AnyOf(parts):
            return _either(parts, negated, fields)


def _every(parts: Iterable[Condition], negated: bool, fields: Mapping[str, Field]) -> list[Row]:
    rows = [Row()]
    for found in sorted((_expand(part, negated, fields) for part in parts), key=len):
        if len(rows) * len(found) > WIDEST:
            rows = [replace(row, exact=False) for row in rows]
        else:
            rows = [row for one, other in product(rows, found) if (row := one.both(other)) is not None]
    return rows


def _either(parts: Iterable[Condition], negated: bool, fields: Mapping[str, Field]) -> list[Row]:
    rows: list[Row] = []
    by_field: dict[str, list[Condition]] = {}
    for part in parts:
        name = _scalar(part, fields)
        if name is None:
            rows.extend(_expand(part, negated, fields))
        else:
            by_field.setdefault(name, []).append(Not(part) if negated else part)
    rows.extend(Row({name: AnyOf(tuple(found))}) for name, found in by_field.items())
    return rows if len(rows) <= WIDEST else [Row(exact=False)]


def _demands(test: Test, negated: bool) -> list[Demand]:
    """The demands on a set of which ``test``, or its ``not``, needs one."""
    if test.op is Op.EXISTS:
        return [Demand(exists=(test.value is True) != negated)]
    assert isinstance(test.value, tuple)
    words = [str(value) for value in test.value]
    if test.op is Op.CONTAINS_ANY:
        if negated:
            return [Demand(without=frozenset(words))]
        return [Demand(frozenset({frozenset(words)}))] if words else []
    if negated:
        return [Demand(without=frozenset({word})) for word in words] or [Demand(exists=False)]
    return [Demand(frozenset(frozenset({word}) for word in words))] if words else [Demand(exists=True)]


# ---- one column --------------------------------------------------------------------------------------

#: The rows that say something about a field, each as its bit.
Leaves = Sequence[tuple[int, Condition]]


@dataclass(frozen=True, slots=True)
class Column:
    """列: the rows that are left for each value of one scalar field; ``rest`` for a value no rule names.

    One of: ``exact`` alone (words, truth values; with ``strict``, other values are not to be looked up);
    ``exact`` and ``below`` (paths); ``exact`` and ``points`` with ``between`` (numbers and days).
    """

    exact: Mapping[FactValue | None, int]
    rest: int = 0
    strict: bool = False
    below: Mapping[str, int] | None = None
    points: Sequence[int] | None = None
    between: Sequence[int] = ()
    days: bool = False

    @property
    def missing(self) -> int:
        """The rows left where the field is missing."""
        return self.exact[None]

    def under(self, path: str) -> int:
        """The rows left for a path that no rule names: what the nearest named one above it leaves."""
        assert self.below is not None
        known = self.below
        while True:
            path, slash, _ = path.rpartition("/")
            if not slash:
                return self.rest
            if path in known:
                return known[path]

    def number(self, value: object) -> int:
        """The rows left for an integer beyond those tabulated; ``TypeError`` for anything else."""
        if type(value) is not int or self.points is None:
            raise TypeError(value)
        return self.between[bisect_right(self.points, value)]


def column(item: Field, leaves: Leaves, free: int, ranked: bool) -> Column:
    """The column of the scalar field ``item``; ``free`` are the rows that do not ask about it.

    ``ranked`` says that some test asks for the order of its words.
    """
    missing = free | _holding(leaves, {})
    if item.type in (FieldType.INTEGER, FieldType.DATE):
        return _line(item, leaves, free, missing)
    if ranked:
        exact: dict[FactValue | None, int] = dict.fromkeys(_MISSING, missing)
        exact |= {word: free | _holding(leaves, {item.name: word}) for word in item.values}
        return Column(exact, strict=True)
    return _tree(item, leaves, free, missing)


def _holding(leaves: Leaves, fact: Fact) -> int:
    held = 0
    for bit, leaf in leaves:
        if matches(leaf, fact):
            held |= bit
    return held


def _named(leaf: Condition) -> set[FactValue]:
    found: set[FactValue] = set()
    for test, _ in tests(leaf):
        if test.op is not Op.EXISTS:
            found.update(test.value if isinstance(test.value, tuple) else (test.value,))
    return found


def _tree(item: Field, leaves: Leaves, free: int, missing: int) -> Column:
    """Words as a tree of one level, paths as one of several; a leaf is asked only where it names a value."""
    naming: dict[FactValue, list[tuple[int, Condition]]] = {}
    for bit, leaf in leaves:
        for value in _named(leaf):
            naming.setdefault(value, []).append((bit, leaf))
    unknown = "\0"
    while any(unknown in value for value in naming if isinstance(value, str)):
        unknown += "\0"
    name, paths = item.name, item.type is FieldType.PATH
    rest = free | _holding(leaves, {name: unknown})
    made = Column({}, rest, below={})
    exact: dict[FactValue | None, int] = dict.fromkeys(_MISSING, missing)
    below: dict[str, int] = {}
    for value in sorted(naming, key=lambda value: str(value).count("/")):
        above = replace(made, below=below).under(str(value)) if paths else rest
        named = 0
        for bit, _ in naming[value]:
            named |= bit
        exact[value] = (above & ~named) | _holding(naming[value], {name: value})
        if paths:
            below[str(value)] = (above & ~named) | _holding(naming[value], {name: f"{value}/{unknown}"})
    return Column(exact, rest, below=below if paths else None)


def _line(item: Field, leaves: Leaves, free: int, missing: int) -> Column:
    """Numbers and days: rows come and go at cut points; a leaf is asked only beside its own."""
    days = item.type is FieldType.DATE
    toggles: dict[int, int] = {}
    lowest = free
    for bit, leaf in leaves:
        cuts = {_number(value) for value in _named(leaf)}
        points = sorted(cuts | {cut + 1 for cut in cuts})
        holds = _held_at(item, leaf, points[0] - 1 if points else 1, False)
        if holds:
            lowest |= bit
        for point in points:
            before, holds = holds, _held_at(item, leaf, point, holds)
            if holds is not before:
                toggles[point] = toggles.get(point, 0) ^ bit
    points = sorted(point for point, bits in toggles.items() if bits)
    between = [lowest]
    for point in points:
        between.append(between[-1] ^ toggles[point])
    exact: dict[FactValue | None, int] = dict.fromkeys(_MISSING, missing)
    if points and not days and points[-1] - points[0] <= DENSE:
        exact |= {n: between[bisect_right(points, n)] for n in range(points[0] - 1, points[-1] + 1)}
    return Column(exact, points=points, between=between, days=days)


def _number(value: FactValue) -> int:
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, int)
    return value


def _held_at(item: Field, leaf: Condition, number: int, before: bool) -> bool:
    """Whether ``leaf`` holds at a number; a day outside the calendar is as the one before it."""
    if item.type is FieldType.INTEGER:
        return matches(leaf, {item.name: number})
    if not 1 <= number <= date.max.toordinal():
        return before
    return matches(leaf, {item.name: date.fromordinal(number)})


# ---- one column of sets ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetColumn:
    """集列: the rows left for a set of words.

    ``words`` gives for each word the rows whose first, second, … group it meets, then the rows it rules
    out. ``open`` are the rows that a set may meet and that need no first, second, … group.
    """

    words: Mapping[str, tuple[int, ...]]
    open: tuple[int, ...]
    present: int
    missing: int
    ruled_out: bool


def set_column(demands: Sequence[tuple[int, Demand]], free: int) -> SetColumn:
    """The column of a set of words; ``free`` are the rows that do not ask about it."""
    present = missing = free
    slots = max((len(demand.groups) for _, demand in demands), default=0)
    words: dict[str, list[int]] = {}
    needing = [0] * slots
    out = 0
    for bit, demand in demands:
        if demand.exists is not False:
            present |= bit
        if demand.exists is not True and not demand.groups:
            missing |= bit
        for slot, group in enumerate(sorted(demand.groups, key=sorted)):
            needing[slot] |= bit
            for word in group:
                words.setdefault(word, [0] * (slots + 1))[slot] |= bit
        for word in demand.without:
            out |= bit
            words.setdefault(word, [0] * (slots + 1))[slots] |= bit
    return SetColumn(
        {word: tuple(bits) for word, bits in words.items()},
        tuple(present & ~needed for needed in needing),
        present,
        missing,
        bool(out),
    )
