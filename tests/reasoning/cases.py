"""Random vocabularies, conditions over them and facts that come close to their cut points."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from gridroute.policy.condition import All, AnyOf, Condition, Fact, Not, Op, Test, matches, tests
from gridroute.policy.vocabulary import Field, FieldType

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

FACTS = 20
SETS = 2
DAY = date(2026, 2, 27)
WORDS = ("路", "水", "gas", "热 力", 'quo"te', "back\\slash", "a.b", "$x")
PATHS = ("a", "a/b", "a/b/c", "a/d", "ab", "a/", "", "公用事业/供热", "公用事业")
LINE = (Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN)


@dataclass(frozen=True)
class Case:
    """A vocabulary, conditions over it, and facts."""

    fields: dict[str, Field]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]


@st.composite
def vocabularies(draw: st.DrawFn) -> dict[str, Field]:
    """Two to four fields of drawn types; ``tags`` and ``level`` are always there, for chains."""
    made = {
        "tags": Field("tags", FieldType.WORDS, "标签"),
        "level": Field(
            "level", FieldType.WORD, "级别", draw(st.sampled_from([("低", "中", "高"), ("a", "b")])), ordered=True
        ),
    }
    kinds = draw(st.lists(st.sampled_from(list(FieldType)), min_size=2, max_size=4))
    for number, kind in enumerate(kinds):
        values: tuple[str, ...] = ()
        ordered = False
        if kind is FieldType.WORD:
            values = tuple(draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=4)))
            ordered = bool(values) and draw(st.booleans())
        name = draw(st.sampled_from(["f", "字段"])) + str(number)
        made[name] = Field(name, kind, "", values, ordered)
    return made


def literals(item: Field) -> st.SearchStrategy[Any]:
    """Values that an author may write for a field."""
    match item.type:
        case FieldType.BOOLEAN:
            return st.booleans()
        case FieldType.INTEGER:
            return st.one_of(st.integers(-2, 3), st.integers(-(2**53) + 2, 2**53 - 2), st.integers(-100, 1000))
        case FieldType.DATE:
            return st.one_of(
                st.integers(-1, 3).map(lambda n: DAY + timedelta(days=n)), st.sampled_from([date.min, date.max])
            )
        case FieldType.PATH:
            return st.sampled_from(PATHS)
        case _:
            return st.sampled_from(item.values or WORDS)


def few(values: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, min_size=least, max_size=3).map(tuple)


@st.composite
def single(draw: st.DrawFn, fields: dict[str, Field]) -> Test:
    """One test that loading would let through."""
    item = fields[draw(st.sampled_from(sorted(fields)))]
    values = literals(item)
    if item.type is FieldType.WORDS:
        op = draw(st.sampled_from([Op.EXISTS, Op.CONTAINS_ANY, Op.CONTAINS_ALL]))
        return Test(item.name, op, draw(st.booleans()) if op is Op.EXISTS else draw(few(values, 0)))
    ops = [Op.EXISTS, Op.EQUALS, Op.ONE_OF]
    if item.type is FieldType.PATH:
        ops += [Op.UNDER] * 3
    if item.type in (FieldType.INTEGER, FieldType.DATE) or item.ordered:
        ops += [*LINE, Op.BETWEEN]
    match draw(st.sampled_from(ops)):
        case Op.EXISTS:
            return Test(item.name, Op.EXISTS, draw(st.booleans()))
        case Op.EQUALS:
            return Test(item.name, Op.EQUALS, draw(values))
        case (Op.ONE_OF | Op.UNDER) as op:
            return Test(item.name, op, draw(few(values, 0)))
        case Op.BETWEEN:
            return Test(item.name, Op.BETWEEN, (draw(values), draw(values)), item.values if item.ordered else ())
        case op:
            return Test(item.name, op, draw(values), item.values if item.ordered else ())


def conditions(fields: dict[str, Field]) -> st.SearchStrategy[Condition]:
    """Nested conditions, empty ones too."""
    return st.recursive(
        single(fields),
        lambda inner: st.one_of(
            st.builds(All, st.lists(inner, max_size=4).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=4).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=7,
    )


def near(item: Field, found: Sequence[Test], wrong: bool) -> list[Any]:
    """Values on, beside and away from those that tests name; ``wrong`` adds those of other types."""
    named = [value for test in found for value in (test.value if isinstance(test.value, tuple) else (test.value,))]
    odd: list[Any] = [None, True, 1, 7, "", "中", "路", "nowhere", DAY, frozenset({"路"}), frozenset()] if wrong else []
    match item.type:
        case FieldType.BOOLEAN:
            return [None, False, True, *odd]
        case FieldType.INTEGER:
            numbers = [int(value) for value in named]
            return [None, 0, 2**60, -(2**60), *odd, *(value + step for value in numbers for step in (-1, 0, 1))]
        case FieldType.DATE:
            days = {value.toordinal() + step for value in named if isinstance(value, date) for step in (-1, 0, 1)}
            return [
                None,
                DAY,
                *odd,
                *(date.fromordinal(day) for day in sorted(days) if 1 <= day <= date.max.toordinal()),
            ]
        case FieldType.PATH:
            below = (
                [f"{value}/x" for value in named]
                + [f"{value}/x/y" for value in named]
                + [f"{value}x" for value in named]
            )
            return [None, "elsewhere", "/", "a/b/c/d", *odd, *map(str, named), *below]
        case FieldType.WORDS:
            words = [*map(str, named), "other"]
            sets = [frozenset(words), frozenset(), *(frozenset({one}) for one in words)]
            return [None, *odd, *sets, *(frozenset({one, other}) for one in words for other in words[:4])]
        case _:
            # A word outside a closed list is as wrong a value as a number: an ordered test cannot place it.
            return [None, *odd, *(item.values or ("unheard of", *map(str, named)))]


def facts(fields: dict[str, Field], given: Sequence[Condition], seed: int, wrong: bool, many: int) -> tuple[Fact, ...]:
    """Facts near what ``given`` tests, fields missing now and then."""
    chance = random.Random(seed)
    asked: dict[str, list[Test]] = {name: [] for name in fields}
    for condition in given:
        for test, _ in tests(condition):
            if test.op is not Op.EXISTS:
                asked[test.field].append(test)
    values = {name: near(fields[name], found, wrong) for name, found in asked.items()}
    made = []
    for _ in range(many):
        fact = {name: chance.choice(some) for name, some in values.items() if chance.random() < 0.9}
        # A field that is missing is left out, except that None says the same.
        made.append({name: value for name, value in fact.items() if value is not None or chance.random() < 0.2})
    return tuple(made)


@st.composite
def cases(draw: st.DrawFn, wrong: bool = False, many: int = FACTS) -> Case:
    """A vocabulary with conditions, some of them twice, and facts."""
    fields = draw(vocabularies())
    given = draw(st.lists(conditions(fields), min_size=1, max_size=6))
    if draw(st.booleans()):
        given.append(given[0])
    seed = draw(st.integers(0, 2**20))
    return Case(fields, tuple(given), facts(fields, given, seed, wrong, many))


def outcome(ask: Callable[[], Any]) -> Any:
    """What ``ask`` answers, or the type of what it raises."""
    try:
        return ask()
    except (AssertionError, ValueError, TypeError) as error:
        return type(error)


def reference(given: Sequence[Condition], fact: Fact) -> list[int]:
    """The specification."""
    return [number for number, condition in enumerate(given) if matches(condition, fact)]
