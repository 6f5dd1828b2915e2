"""相遇: which of many rules may hold together, told cheaply, so that only those few are compared exactly.

A county's table of thousands of rows has millions of pairs, and nearly all of them name different categories,
townships or numbers. What each rule demands of a field is kept as bits, one bit a rule; the pairs left over are
a superset of those that overlap (:mod:`gridroute.policy.boxes` then decides).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gridroute.policy.condition import All, AnyOf, Condition, Op, Test, is_under

#: Bounds of a number or day that nothing bounds.
_LEAST, _MOST = -(10**30), 10**30
#: How many places on a line of numbers are kept: more tell rows apart better, and take more memory.
_PLACES = 256


@dataclass(frozen=True, slots=True)
class Demand:
    """What a conjunction demands: of a field one of these words or paths, or a number between two."""

    words: Mapping[str, frozenset[str]]
    spans: Mapping[str, tuple[int, int]]

    def apart(self, other: Demand) -> bool:
        """Whether no fact satisfies both; never said of two that overlap."""
        theirs = other.words
        return any(name in theirs and not _meet(tops, theirs[name]) for name, tops in self.words.items()) or any(
            name in other.spans and (high < other.spans[name][0] or other.spans[name][1] < low)
            for name, (low, high) in self.spans.items()
        )


def demand(condition: Condition) -> Demand:
    """What ``condition`` demands; what stands under ``not``, or in a choice of several fields, is not seen."""
    words: dict[str, frozenset[str]] = {}
    spans: dict[str, tuple[int, int]] = {}
    for test in _conjuncts(condition):
        if isinstance(test, AnyOf):
            found = _choice(test)
            if found is not None:
                words.setdefault(*found)
        elif test.op in (Op.EQUALS, Op.ONE_OF, Op.UNDER):
            words.setdefault(test.field, frozenset(map(str, _values(test))))
            numbers = [number for value in _values(test) if (number := _number(value)) is not None]
            if numbers and test.op is not Op.UNDER:
                _narrow(spans, test.field, min(numbers), max(numbers))
        elif not test.order and (span := _span(test)) is not None:
            _narrow(spans, test.field, *span)
    return Demand(words, spans)


def _narrow(spans: dict[str, tuple[int, int]], name: str, low: int, high: int) -> None:
    known = spans.get(name, (_LEAST, _MOST))
    spans[name] = (max(known[0], low), min(known[1], high))


def _conjuncts(condition: Condition) -> Iterator[Test | AnyOf]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    elif isinstance(condition, Test | AnyOf):
        yield condition


def _choice(condition: AnyOf) -> tuple[str, frozenset[str]] | None:
    """The one field that all parts of a choice ask, and what they ask of it."""
    tests = [part for part in condition.parts if isinstance(part, Test)]
    names = {test.field for test in tests}
    plain = all(test.op in (Op.EQUALS, Op.ONE_OF, Op.UNDER) for test in tests)
    if len(tests) < len(condition.parts) or len(names) != 1 or not plain:
        return None
    return names.pop(), frozenset(str(value) for test in tests for value in _values(test))


def _values(test: Test) -> tuple[bool | int | str | date, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)


def _number(value: object) -> int | None:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _span(test: Test) -> tuple[int, int] | None:
    numbers = [_number(value) for value in _values(test)]
    match test.op, numbers:
        case Op.BETWEEN, [int(low), int(high)]:
            return low, high
        case ((Op.AT_LEAST | Op.MORE_THAN), [int(low)]):
            return low + (test.op is Op.MORE_THAN), _MOST
        case ((Op.AT_MOST | Op.LESS_THAN), [int(high)]):
            return _LEAST, high - (test.op is Op.LESS_THAN)
    return None


def _meet(ones: Iterable[str], others: Iterable[str]) -> bool:
    return any(is_under(a, b) or is_under(b, a) for a in ones for b in others)


@dataclass(slots=True)
class _Words:
    """Of one field, as bits: the rules that ask it at all, ask just this value, ask this one or one below it."""

    asked: int = 0
    exact: dict[str, int] = field(default_factory=dict)
    below: dict[str, int] = field(default_factory=dict)

    def add(self, bit: int, values: Iterable[str]) -> None:
        self.asked |= bit
        for value in values:
            self.exact[value] = self.exact.get(value, 0) | bit
            for top in _tops(value):
                self.below[top] = self.below.get(top, 0) | bit

    def meeting(self, values: Iterable[str], everyone: int) -> int:
        found = everyone & ~self.asked
        for value in values:
            found |= self.below.get(value, 0)
            for top in _tops(value):
                found |= self.exact.get(top, 0)
        return found


def _tops(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts) + 1))


class _Spans:
    """Of one field, as bits: the rules that lie wholly above, or wholly below, some places on its line."""

    def __init__(self, spans: Mapping[int, tuple[int, int]]) -> None:
        ends = sorted({end for span in spans.values() for end in span})
        self.places = ends[:: len(ends) // _PLACES + 1]
        self.above = _running(self.places, ((low, 1 << n) for n, (low, _) in spans.items()), up=False)
        self.below = _running(self.places, ((high, 1 << n) for n, (_, high) in spans.items()), up=True)

    def apart(self, low: int, high: int) -> int:
        """Rules certainly above ``high`` or below ``low``; some more may be."""
        found = 0
        over = bisect_left(self.places, high)
        if over < len(self.places):
            found |= self.above[over]
        under = bisect_right(self.places, low) - 1
        if under >= 0:
            found |= self.below[under]
        return found


def _running(places: Sequence[int], marks: Iterable[tuple[int, int]], *, up: bool) -> list[int]:
    """At every place, the bits of all marks below it (``up``), or of all above it."""
    bits = [0] * len(places)
    for where, bit in marks:
        slot = bisect_right(places, where) if up else bisect_left(places, where) - 1
        if 0 <= slot < len(places):
            bits[slot] |= bit
    order = range(1, len(places)) if up else range(len(places) - 2, -1, -1)
    for n in order:
        bits[n] |= bits[n - 1 if up else n + 1]
    return bits


def encounters(conditions: Sequence[Condition], values: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The pairs (places in ``conditions``, the first before the second) of different values that may overlap."""
    demands = [demand(condition) for condition in conditions]
    words: dict[str, _Words] = {}
    spans: dict[str, dict[int, tuple[int, int]]] = {}
    same: dict[Hashable, int] = {}
    for number, made in enumerate(demands):
        for name, tops in made.words.items():
            words.setdefault(name, _Words()).add(1 << number, tops)
        for name, span in made.spans.items():
            spans.setdefault(name, {})[number] = span
        same[values[number]] = same.get(values[number], 0) | 1 << number
    lines = {name: _Spans(found) for name, found in spans.items()}
    everyone = (1 << len(demands)) - 1
    for number, made in enumerate(demands):
        left = everyone & ~same[values[number]]
        for name, tops in made.words.items():
            left &= words[name].meeting(tops, everyone)
        for name, span in made.spans.items():
            left &= ~lines[name].apart(*span)
        left >>= number + 1
        while left:
            lowest = left & -left
            other = number + lowest.bit_length()
            left ^= lowest
            if not made.apart(demands[other]):
                yield number, other
