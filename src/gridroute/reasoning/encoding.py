"""编码: conditions as durable rules and a fact as one flat durable message.

durable's ``$neq`` does not match an absent key, so what is missing is said outright wherever some test is
true of it. A number has two properties, of which missing is below and above everything; each test asks the
side on which missing is false, and its ``not`` the same side. A word has a property with a word of its own
for missing and one for every value that no rule names. A set has one property of 0 or 1 for each tested
word, a path one for each tested depth.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from gridroute.policy.condition import All, AnyOf, Condition, Fact, FactValue, Not, Op, Test, tests
from gridroute.policy.vocabulary import Field, FieldType
from gridroute.reasoning.columns import suits

#: Below and above every number that a fact may hold; beyond ±2^53 durable loses precision.
LOWEST, HIGHEST = -(2**53), 2**53
#: A condition that needs more conjunctions than this is fired always and decided by the reference.
WIDEST = 256
#: How many values of one field keep their JSON.
REMEMBERED = 4_096
KIND, ID = "kind", "1"
HIGH = "~high"


class Literal(NamedTuple):
    """One durable test: ``op`` is empty for equality."""

    property: str
    op: str
    value: int | str

    def written(self) -> dict[str, object]:
        """As durable reads it."""
        said: dict[str, object] = {self.property: self.value}
        return {self.op: said} if self.op else said

    def holds(self, value: int | str) -> bool:
        """Whether the test is true of ``value``."""
        return bool(_OPS[self.op](value, self.value))


_OPS: dict[str, Callable[[int | str, int | str], bool]] = {
    "": operator.eq,
    "$neq": operator.ne,
    "$lt": operator.lt,
    "$lte": operator.le,
    "$gt": operator.gt,
    "$gte": operator.ge,
}
Conjunction = frozenset[Literal]
NEVER: tuple[Conjunction, ...] = ()
ALWAYS: tuple[Conjunction, ...] = (frozenset(),)


class Unsuited(Exception):
    """A value in a fact is not of its field's type; the reference answers."""


class Coder(Protocol):
    """How the tests and the values of one field are said to durable."""

    def alternatives(self, test: Test, negated: bool) -> Sequence[Conjunction]:
        """The conjunctions of which ``test``, or its ``not``, needs one."""

    def values(self, known: FactValue | None) -> Iterable[tuple[str, int | str]]:
        """The properties of a fact whose field is ``known`` (``None``: missing)."""


def _one(name: str, op: str, value: int | str) -> Conjunction:
    return frozenset({Literal(name, op, value)})


def _each(literals: Iterable[Literal], every: bool) -> Sequence[Conjunction]:
    """One conjunction of all of them, or one alternative for each."""
    return (frozenset(literals),) if every else tuple(frozenset({literal}) for literal in literals)


def _many(test: Test) -> tuple[FactValue, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)


class Number:
    """数: truth values, integers, days and ordered words, as two numbers."""

    def __init__(self, item: Field, found: Sequence[Test]) -> None:
        self._item = item
        self._low, self._high = item.name, item.name + HIGH
        self._type = {FieldType.BOOLEAN: bool, FieldType.INTEGER: int, FieldType.DATE: date}.get(item.type, str)

    def code(self, value: FactValue) -> int | None:
        """The number of a value; ``None`` for a word outside the order."""
        if isinstance(value, str):
            return self._item.values.index(value) if value in self._item.values else None
        if isinstance(value, date):
            return value.toordinal()
        assert isinstance(value, int)
        return max(LOWEST + 1, min(HIGHEST - 1, int(value)))

    def alternatives(self, test: Test, negated: bool) -> Sequence[Conjunction]:
        """See ``Coder``."""
        low, high = self._low, self._high
        if test.op is Op.EXISTS:
            return (_one(low, "$neq" if (test.value is True) != negated else "", LOWEST),)
        codes = [code for value in _many(test) if (code := self.code(value)) is not None]
        match test.op:
            case Op.EQUALS | Op.ONE_OF:
                return _each((Literal(low, "$neq" if negated else "", code) for code in codes), negated)
            case Op.AT_LEAST:
                return (_one(low, "$lt" if negated else "$gte", codes[0]),)
            case Op.MORE_THAN:
                return (_one(low, "$lte" if negated else "$gt", codes[0]),)
            case Op.AT_MOST:
                return (_one(high, "$gt" if negated else "$lte", codes[0]),)
            case Op.LESS_THAN:
                return (_one(high, "$gte" if negated else "$lt", codes[0]),)
            case _:
                if negated:
                    return (_one(low, "$lt", codes[0]), _one(high, "$gt", codes[1]))
                return (frozenset({Literal(low, "$gte", codes[0]), Literal(high, "$lte", codes[1])}),)

    def values(self, known: FactValue | None) -> Iterable[tuple[str, int | str]]:
        """See ``Coder``."""
        if known is None:
            return ((self._low, LOWEST), (self._high, HIGHEST))
        if type(known) is not self._type:
            raise Unsuited
        code = self.code(known)
        if code is None:
            raise Unsuited
        return ((self._low, code), (self._high, code))


class Text:
    """文: words without order, and paths."""

    def __init__(self, item: Field, found: Sequence[Test]) -> None:
        self._name = item.name
        self._named = {str(value) for test in found if test.op in (Op.EQUALS, Op.ONE_OF) for value in _many(test)}
        self._tops: dict[int, set[str]] = {}
        for test in found:
            if test.op is Op.UNDER:
                for value in _many(test):
                    self._tops.setdefault(str(value).count("/") + 1, set()).add(str(value))
        taken = self._named.union(*self._tops.values())
        self._missing, self._other = "(missing)", "(other)"
        while self._missing in taken or self._other in taken:
            self._missing, self._other = self._missing + "'", self._other + "'"

    def alternatives(self, test: Test, negated: bool) -> Sequence[Conjunction]:
        """See ``Coder``."""
        if test.op is Op.EXISTS:
            return (_one(self._name, "$neq" if (test.value is True) != negated else "", self._missing),)
        op = "$neq" if negated else ""
        if test.op is Op.UNDER:
            tops = [str(value) for value in _many(test)]
            return _each((Literal(self._at(top.count("/") + 1), op, top) for top in tops), negated)
        return _each((Literal(self._name, op, str(value)) for value in _many(test)), negated)

    def _at(self, depth: int) -> str:
        return f"{self._name}~{depth}"

    def values(self, known: FactValue | None) -> Iterable[tuple[str, int | str]]:
        """See ``Coder``."""
        if known is None:
            yield self._name, self._missing
            yield from ((self._at(depth), self._missing) for depth in self._tops)
            return
        if type(known) is not str:
            raise Unsuited
        yield self._name, known if known in self._named else self._other
        parts = known.split("/") if self._tops else ()
        for depth, tops in self._tops.items():
            top = "/".join(parts[:depth]) if len(parts) >= depth else self._missing
            yield self._at(depth), top if top in tops else self._other


class Words:
    """集: sets of words."""

    def __init__(self, item: Field, found: Sequence[Test]) -> None:
        self._name = item.name
        words = {str(value) for test in found if test.op is not Op.EXISTS for value in _many(test)}
        self._at = {word: f"{item.name}~{number}" for number, word in enumerate(sorted(words), start=1)}

    def alternatives(self, test: Test, negated: bool) -> Sequence[Conjunction]:
        """See ``Coder``."""
        if test.op is Op.EXISTS:
            return (_one(self._name, "", int((test.value is True) != negated)),)
        words = _many(test)
        every = test.op is Op.CONTAINS_ALL
        if not words and every:
            return (_one(self._name, "", int(not negated)),)
        return _each((Literal(self._at[str(word)], "", int(not negated)) for word in words), every != negated)

    def values(self, known: FactValue | None) -> Iterable[tuple[str, int | str]]:
        """See ``Coder``."""
        if known is not None and type(known) is not frozenset:
            raise Unsuited
        known = known or frozenset()
        yield self._name, int(bool(known))
        for word, name in self._at.items():
            yield name, int(word in known)


@dataclass(frozen=True, slots=True)
class Owner:
    """A condition that a durable rule speaks for; where not ``exact``, the reference has the last word."""

    number: int
    exact: bool


class Encoding:
    """编码: the durable rules of ``conditions``, which conditions each speaks for, and how a fact is said."""

    def __init__(self, conditions: Sequence[Condition], fields: Mapping[str, Field], name: str) -> None:
        self._fields, self._name = fields, name
        found: dict[str, list[Test]] = {}
        for condition in conditions:
            for test, _ in tests(condition):
                if suits(test, fields):
                    found.setdefault(test.field, []).append(test)
        self._coders = {field: coder(fields[field], asked) for field, asked in found.items()}
        owners: dict[Conjunction, list[Owner]] = {}
        for number, condition in enumerate(conditions):
            conjunctions, exact = self._normal(condition, False)
            for conjunction in conjunctions:
                owners.setdefault(conjunction, []).append(Owner(number, exact))
        self.rules: tuple[Conjunction, ...] = tuple(owners)
        self.owners: tuple[tuple[Owner, ...], ...] = tuple(tuple(found) for found in owners.values())
        self._asked: dict[str, list[Literal]] = {}
        for literal in sorted({literal for rule in self.rules for literal in rule}):
            self._asked.setdefault(literal.property, []).append(literal)
        self._parts: dict[str, dict[FactValue | None, str]] = {
            field: dict.fromkeys((None, frozenset()), self._part(coder.values(None)))
            for field, coder in self._coders.items()
        }
        self._head = f'{{"id":"{ID}","{KIND}":{json.dumps(name, ensure_ascii=False)}'

    @property
    def properties(self) -> tuple[str, ...]:
        """The names of all properties that a fact may have beside its kind and its identifier."""
        return tuple(self._asked)

    def definition(self) -> dict[str, dict[str, object]]:
        """The rule set as durable reads it, without what to run. Rule ``n`` is called ``r<n>``."""
        kind = {KIND: self._name}
        return {
            f"r{number}": {"all": [{"m": {"$and": [kind, *(literal.written() for literal in sorted(rule))]}}]}
            for number, rule in enumerate(self.rules)
        }

    def fact(self, fact: Fact) -> str:
        """``fact`` as durable reads it; raises ``Unsuited``."""
        said = self._head
        for field, known_parts in self._parts.items():
            value = fact.get(field)
            try:
                said += known_parts[value]
            except KeyError:
                said += self._new_part(field, value)
            except TypeError:
                raise Unsuited from None
        return said + "}"

    def _new_part(self, field: str, value: FactValue | None) -> str:
        part = self._part(self._coders[field].values(value))
        if len(self._parts[field]) < REMEMBERED:
            self._parts[field][value] = part
        return part

    def _part(self, values: Iterable[tuple[str, int | str]]) -> str:
        """Properties, without those of whose value every test is false, as it is of an absent one."""
        return "".join(
            f",{json.dumps(name, ensure_ascii=False)}:{json.dumps(value, ensure_ascii=False)}"
            for name, value in values
            if any(literal.holds(value) for literal in self._asked.get(name, ()))
        )

    # ---- normal form -----------------------------------------------------------------------------------

    def _normal(self, condition: Condition, negated: bool) -> tuple[Sequence[Conjunction], bool]:
        match condition:
            case Test():
                if not suits(condition, self._fields):
                    return ALWAYS, False
                return self._coders[condition.field].alternatives(condition, negated), True
            case Not(part):
                return self._normal(part, not negated)
            case All(parts) | AnyOf(parts):
                made = [self._normal(part, negated) for part in parts]
                return _every(made) if isinstance(condition, All) != negated else _either(made)


def coder(item: Field, asked: Sequence[Test]) -> Coder:
    """The coder of a field of which ``asked`` are the tests."""
    if item.type is FieldType.WORDS:
        return Words(item, asked)
    if item.type is FieldType.PATH or (item.type is FieldType.WORD and not any(test.order for test in asked)):
        return Text(item, asked)
    return Number(item, asked)


def _every(parts: Sequence[tuple[Sequence[Conjunction], bool]]) -> tuple[Sequence[Conjunction], bool]:
    made: Sequence[Conjunction] = ALWAYS
    all_exact = True
    for found, exact in sorted(parts, key=lambda part: len(part[0])):
        all_exact &= exact
        if len(made) * len(found) > 4 * WIDEST:
            all_exact = False
            continue
        wider = absorbed(one | other for one in made for other in found if possible(one | other))
        if len(wider) > WIDEST:
            all_exact = False
        else:
            made = wider
    return made, all_exact


def _either(parts: Sequence[tuple[Sequence[Conjunction], bool]]) -> tuple[Sequence[Conjunction], bool]:
    made = absorbed(conjunction for found, _ in parts for conjunction in found)
    if len(made) > WIDEST:
        return ALWAYS, False
    return made, all(exact for _, exact in parts)


def possible(conjunction: Conjunction) -> bool:
    """Whether some values meet every literal; no two equalities of one property, none against its ``$neq``."""
    equal: dict[str, int | str] = {}
    for literal in conjunction:
        if not literal.op and equal.setdefault(literal.property, literal.value) != literal.value:
            return False
    return all(
        literal.op == "" or literal.property not in equal or literal.holds(equal[literal.property])
        for literal in conjunction
    )


def absorbed(conjunctions: Iterable[Conjunction]) -> Sequence[Conjunction]:
    """Those that no weaker one among them makes superfluous, in a fixed order."""
    kept: list[Conjunction] = []
    for one in sorted(set(conjunctions), key=lambda conjunction: (len(conjunction), sorted(conjunction))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept
