"""索引: all conditions of a table asked at once. One bitmap of rows per column value, AND, highest bit.

The way from a fact to its row is written out as one Python function when the index is built: a look-up
for a word, a truth value or a small number, a bisection for a wide range, a walk up the prefixes for a
path, an OR over the words of a set. What the columns do not know (a value of another type, an ordered
word outside its order) goes to the reference, which then answers alone, errors included.
"""

from __future__ import annotations

import keyword
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from gridroute.policy.condition import Condition, Fact, fields_of, matches, tests
from gridroute.policy.vocabulary import Field, FieldType
from gridroute.reasoning.columns import Column, Demand, SetColumn, column, rows_of, set_column, suits

#: How the generated code reads a field: of a mapping, of an object's attributes.
_READS = {"fact": "fact.get({name!r})", "record": "fact.{name}"}
#: What a look-up raises on a value that the columns do not know.
_UNKNOWN = "(TypeError, KeyError, AttributeError)"

Answer = TypeVar("Answer")


class Index:
    """Conditions by number. ``ranks`` say which of those that hold is best (lowest; default: the number)."""

    def __init__(
        self, conditions: Sequence[Condition], fields: Mapping[str, Field], ranks: Sequence[int] | None = None
    ) -> None:
        self._conditions = tuple(conditions)
        order = range(len(self._conditions)) if ranks is None else ranks
        if len(order) != len(self._conditions):
            raise ValueError(f"{len(order)} ranks for {len(self._conditions)} conditions")
        self._best_first = sorted(range(len(self._conditions)), key=lambda number: (order[number], number))
        found = [(number, row) for number in reversed(self._best_first) for row in rows_of(conditions[number], fields)]
        #: The condition of the row at each ``bit_length``; nothing at 0.
        self._numbers: list[int | None] = [None, *(number for number, _ in found)]
        self._inexact = sum(1 << bit for bit, (_, row) in enumerate(found) if not row.exact)
        self._in_order = ranks is None
        everything = self._everything = (1 << len(found)) - 1
        # A field has its column even where its tests cancel out: a value that they cannot read must show.
        asked = {test for one in self._conditions for test, _ in tests(one) if suits(test, fields)}
        scalars: dict[str, list[tuple[int, Condition]]] = {}
        demands: dict[str, list[tuple[int, Demand]]] = {}
        for test in asked:
            into: dict[str, Any] = demands if fields[test.field].type is FieldType.WORDS else scalars
            into[test.field] = []
        for bit, (_, row) in enumerate(found):
            for name, leaf in row.leaves.items():
                scalars.setdefault(name, []).append((1 << bit, leaf))
            for name, demand in row.demands.items():
                demands.setdefault(name, []).append((1 << bit, demand))

        def free(some: Sequence[tuple[int, object]]) -> int:
            bits = 0
            for bit, _ in some:
                bits |= bit
            return everything & ~bits

        ranked = {test.field for test in asked if test.order}
        self._columns: dict[str, Column | SetColumn] = {
            name: column(fields[name], leaves, free(leaves), name in ranked) for name, leaves in sorted(scalars.items())
        }
        self._columns |= {name: set_column(some, free(some)) for name, some in sorted(demands.items())}
        self._rows: Callable[[Fact], int | None] = self._generate("fact", "return {left}", _nothing)
        first = "return numbers[({left}).bit_length()]"
        if self._inexact:
            first = "return first({left}, fact)"
        #: The number of the condition that holds of a fact with the lowest rank, if any holds.
        self.best: Callable[[Fact], int | None] = self._generate("fact", first, self._slow_best)
        #: As ``best``, of any object with the fields as attributes (``None``: missing); the fastest way.
        self.best_of: Callable[[object], int | None] = self._slow_best_of
        if not self._inexact and all(map(_readable, self._columns)):
            self.best_of = self._generate("record", first, self._slow_best_of)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that any condition asks about."""
        return tuple(sorted(frozenset[str]().union(*map(fields_of, self._conditions))))

    def all(self, fact: Fact) -> list[int]:
        """The numbers of all conditions that hold of ``fact``, ascending."""
        left = self._rows(fact)
        if left is None:
            return [number for number, condition in enumerate(self._conditions) if matches(condition, fact)]
        found = self._held(left, fact)
        return found if self._in_order else sorted(found)

    def _slow_best(self, fact: Fact) -> int | None:
        return next((number for number in self._best_first if matches(self._conditions[number], fact)), None)

    def _slow_best_of(self, record: object) -> int | None:
        known = {name: getattr(record, name, None) for name in self.fields}
        return self.best({name: value for name, value in known.items() if value is not None})

    def _held(self, left: int, fact: Fact) -> list[int]:
        numbers, inexact = self._numbers, self._inexact
        found: list[int] = []
        refused = last = -1
        while left:
            length = left.bit_length()
            bit = 1 << (length - 1)
            left ^= bit
            number = numbers[length]
            if number is None or number in (last, refused):
                continue
            if inexact & bit and not matches(self._conditions[number], fact):
                refused = number
                continue
            found.append(number)
            last = number
        return found

    def _first(self, left: int, fact: Fact) -> int | None:
        while left:
            length = left.bit_length()
            bit = 1 << (length - 1)
            number = self._numbers[length]
            assert number is not None
            if not self._inexact & bit or matches(self._conditions[number], fact):
                return number
            left ^= bit
        return None

    # ---- the generated function ------------------------------------------------------------------------

    def _generate(self, read: str, end: str, slow: Callable[..., Answer]) -> Callable[..., Answer]:
        """The way from a fact to the rows that are left, or on to an answer, as one function."""
        known: dict[str, object] = {"numbers": self._numbers, "bisect": bisect_right, "date": date}
        known |= {"everything": self._everything, "first": self._first, "slow": slow}
        lines: list[str] = []
        terms: list[str] = []
        for n, (name, one) in enumerate(self._columns.items()):
            lines.append(f"v{n} = " + _READS[read].format(name=name))
            if isinstance(one, SetColumn):
                made, term = _set_lines(n, one, known)
            else:
                made, term = _scalar_lines(n, one, known)
            lines += made
            terms.append(term)
        lines.append(end.format(left=" & ".join(terms) or "everything"))
        lines = ["try:", *(f"    {line}" for line in lines), f"except {_UNKNOWN}:", "    pass", "return slow(fact)"]
        body = "\n".join(f"        {line}" for line in lines)
        source = f"def make({', '.join(known)}):\n    def ask(fact):\n{body}\n    return ask\n"
        space: dict[str, Callable[..., Callable[..., Answer]]] = {}
        exec(compile(source, f"<index of {len(self._conditions)} conditions>", "exec"), space)
        return space["make"](**known)


def _readable(name: str) -> bool:
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _nothing(fact: Fact) -> None:
    """Says that the columns do not know a value."""


def _scalar_lines(n: int, one: Column, known: dict[str, object]) -> tuple[list[str], str]:
    """The statements before, and the term of the conjunction, that look up one scalar column."""
    if one.points is not None:
        return _line_lines(n, one, known)
    if one.strict:
        known[f"d{n}"] = one.exact
        return [], f"d{n}[v{n}]"
    known[f"d{n}"] = one.exact.get
    if one.below is None:
        known[f"r{n}"] = one.rest
        return [], f"d{n}(v{n}, r{n})"
    known[f"w{n}"] = one.under
    return [f"m{n} = d{n}(v{n})", f"if m{n} is None: m{n} = w{n}(v{n})"], f"m{n}"


def _line_lines(n: int, one: Column, known: dict[str, object]) -> tuple[list[str], str]:
    known[f"d{n}"], known[f"p{n}"], known[f"b{n}"] = one.exact.get, one.points, one.between
    if one.days:
        # A datetime is a date to bisect and another value to ``equals``: only plain days are looked up.
        known[f"o{n}"], known[f"z{n}"] = date.toordinal, one.exact
        ask = f"m{n} = b{n}[bisect(p{n}, o{n}(v{n}))] if v{n}.__class__ is date else z{n}[v{n}]"
        return [ask], f"m{n}"
    if len(one.exact) > 2:
        known[f"w{n}"] = one.number
        return [f"m{n} = d{n}(v{n})", f"if m{n} is None: m{n} = w{n}(v{n})"], f"m{n}"
    known[f"z{n}"] = one.exact
    return [f"m{n} = b{n}[bisect(p{n}, v{n})] if v{n}.__class__ is int else z{n}[v{n}]"], f"m{n}"


def _set_lines(n: int, one: SetColumn, known: dict[str, object]) -> tuple[list[str], str]:
    """The statements that OR the words of a set; ``m`` is what they leave."""
    slots = len(one.open)
    known[f"a{n}"], known[f"z{n}"] = one.present, one.missing
    lines = [f"if v{n} is None: m{n} = z{n}", f"elif v{n}.__class__ is not frozenset: raise TypeError(v{n})"]
    lines += [f"elif not v{n}: m{n} = z{n}", "else:"]
    parts = [f"g{n}_{slot}" for slot in range(slots)] + [f"x{n}"] * one.ruled_out
    if not parts:
        return [*lines, f"    m{n} = a{n}"], f"m{n}"
    for slot, still in enumerate(one.open):
        known[f"o{n}_{slot}"] = still
        lines.append(f"    g{n}_{slot} = o{n}_{slot}")
    if one.ruled_out:
        lines.append(f"    x{n} = 0")
    if len(parts) == 1:
        known[f"w{n}"] = {word: bits[0] for word, bits in one.words.items()}.get
        lines += [f"    for word in v{n}:", f"        {parts[0]} |= w{n}(word, 0)"]
    else:
        known[f"w{n}"] = one.words.get
        lines += [f"    for word in v{n}:", f"        bits = w{n}(word)", "        if bits is not None:"]
        lines += [f"            {part} |= bits[{slot}]" for slot, part in enumerate(parts)]
    lines.append(f"    m{n} = " + (" & ".join(parts[:slots]) or f"a{n}"))
    if one.ruled_out:
        lines.append(f"    if x{n}: m{n} ^= m{n} & x{n}")
    return lines, f"m{n}"
