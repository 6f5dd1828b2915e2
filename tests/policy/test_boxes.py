"""``implies``, ``overlap`` and ``satisfiable`` against brute force over every fact of a small world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridroute.policy.boxes import implies, overlap, satisfiable
from gridroute.policy.condition import ALWAYS, All, AnyOf, Condition, Fact, Not, Op, Test, fields_of, matches
from gridroute.policy.vocabulary import Field, FieldType

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

GRADES = ("low", "middle", "high")
DAY = date(2026, 2, 28)
FIELDS = {
    "boolean": Field("boolean", FieldType.BOOLEAN, "是非"),
    "integer": Field("integer", FieldType.INTEGER, "数"),
    "day": Field("day", FieldType.DATE, "日"),
    "grade": Field("grade", FieldType.WORD, "级", GRADES, ordered=True),
    "closed": Field("closed", FieldType.WORD, "闭", ("x", "y", "z")),
    "open": Field("open", FieldType.WORD, "开"),
    "path": Field("path", FieldType.PATH, "路径"),
    "words": Field("words", FieldType.WORDS, "词"),
}


def subsets(elements: str) -> list[frozenset[str]]:
    return [frozenset(s) for s in chain.from_iterable(combinations(elements, n) for n in range(len(elements) + 1))]


#: Every value that tests over the literals below can tell apart, and the neighbours of each.
WORLD: dict[str, list[Any]] = {
    "boolean": [False, True],
    "integer": list(range(-2, 6)),
    "day": [DAY + timedelta(days=n) for n in range(-2, 5)],
    "grade": list(GRADES),
    "closed": ["x", "y", "z"],
    "open": ["a", "b", "c", "none of these"],
    "path": ["a", "a/b", "a/b/c", "a/b/c/n", "a/b/n", "a/n", "a/d", "a/d/n", "ab", "ab/n", "n"],
    "words": [one for one in subsets("pqrn") if one],
}
PATHS = st.sampled_from(["a", "a/b", "a/b/c", "a/d", "ab"])
NUMBERS = st.integers(-1, 4)
DAYS = st.integers(-1, 3).map(lambda n: DAY + timedelta(days=n))
LINE = [Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN]


def few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, min_size=1, max_size=3).map(tuple)


@cache
def on(name: str) -> st.SearchStrategy[Test]:
    """Every test that fits the type of the field ``name``."""
    field = FIELDS[name]
    exists = st.builds(Test, st.just(name), st.just(Op.EXISTS), st.booleans())
    if name == "words":
        elements = few(st.sampled_from("pqr"))
        contains = st.sampled_from([Op.CONTAINS_ANY, Op.CONTAINS_ALL])
        return st.one_of(exists, st.builds(Test, st.just(name), contains, elements))
    values: st.SearchStrategy[Any] = {
        "boolean": st.booleans(),
        "integer": NUMBERS,
        "day": DAYS,
        "grade": st.sampled_from(GRADES),
        "closed": st.sampled_from("xyz"),
        "open": st.sampled_from("abc"),
        "path": PATHS,
    }[name]
    made = [
        exists,
        st.builds(Test, st.just(name), st.just(Op.EQUALS), values),
        st.builds(Test, st.just(name), st.just(Op.ONE_OF), few(values)),
    ]
    if name == "path":
        made.append(st.builds(Test, st.just(name), st.just(Op.UNDER), few(values)))
    if name in ("integer", "day", "grade"):
        order = st.just(field.values)
        made.append(st.builds(Test, st.just(name), st.sampled_from(LINE), values, order))
        made.append(st.builds(Test, st.just(name), st.just(Op.BETWEEN), st.tuples(values, values), order))
    return st.one_of(made)


@cache
def conditions(names: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Conditions over ``names``, nested."""
    return st.recursive(
        st.one_of([on(name) for name in names]),
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=7,
    )


#: Up to three fields at a time keep the world small enough to be walked through whole.
TOGETHER = [
    *((name,) for name in sorted(FIELDS)),
    ("boolean", "integer"),
    ("path", "words"),
    ("open", "words"),
    ("boolean", "grade", "words"),
    ("boolean", "closed", "open"),
    ("boolean", "grade", "path"),
    ("day", "integer"),
]
#: Cheap to run and the one guard of every proof: more examples than elsewhere.
MANY = settings(max_examples=max(400, settings.default.max_examples))
PAIRS = st.one_of([st.tuples(one, one) for one in map(conditions, TOGETHER)])


def facts(*of: Condition) -> Iterator[Fact]:
    """Every fact over the fields that the conditions test, missing values included."""
    names = sorted(frozenset().union(*map(fields_of, of)))
    for values in product(*([None, *WORLD[name]] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


@MANY
@given(PAIRS)
def test_property_implies_is_what_every_fact_says(pair: tuple[Condition, Condition]) -> None:
    narrow, wide = pair
    expected = all(matches(wide, fact) for fact in facts(narrow, wide) if matches(narrow, fact))
    assert implies(narrow, wide, FIELDS) is expected


@MANY
@given(PAIRS)
def test_property_overlap_is_that_some_fact_satisfies_both(pair: tuple[Condition, Condition]) -> None:
    one, other = pair
    expected = any(matches(one, fact) and matches(other, fact) for fact in facts(one, other))
    assert overlap(one, other, FIELDS) is expected
    assert overlap(other, one, FIELDS) is expected


@MANY
@given(PAIRS.map(lambda pair: pair[0]))
def test_property_satisfiable_is_that_some_fact_satisfies_it(condition: Condition) -> None:
    assert satisfiable(condition, FIELDS) is any(matches(condition, fact) for fact in facts(condition))


A, NOT_A = Test("boolean", Op.EQUALS, True), Not(Test("boolean", Op.EQUALS, True))


@pytest.mark.parametrize(
    ("narrow", "wide", "held"),
    [
        pytest.param(A, ALWAYS, True, id="anything implies always"),
        pytest.param(ALWAYS, A, False, id="always implies no test"),
        pytest.param(ALWAYS, AnyOf((A, NOT_A)), True, id="excluded middle"),
        pytest.param(AnyOf(()), A, True, id="what never holds implies all"),
        pytest.param(Test("boolean", Op.EQUALS, False), NOT_A, True, id="false implies not true"),
        pytest.param(NOT_A, Test("boolean", Op.EQUALS, False), False, id="not true may be missing"),
        pytest.param(
            All((NOT_A, Test("boolean", Op.EXISTS, True))),
            Test("boolean", Op.EQUALS, False),
            True,
            id="known and not true is false",
        ),
        pytest.param(
            Test("integer", Op.MORE_THAN, 3), Test("integer", Op.AT_LEAST, 4), True, id="whole numbers have no gap"
        ),
        pytest.param(
            Test("integer", Op.BETWEEN, (1, 3)),
            Test("integer", Op.ONE_OF, (1, 2, 3)),
            True,
            id="a range is its numbers",
        ),
        pytest.param(
            Test("integer", Op.BETWEEN, (1, 4)),
            Test("integer", Op.ONE_OF, (1, 2, 3)),
            False,
            id="one number left over",
        ),
        pytest.param(
            Test("integer", Op.AT_LEAST, 10**12), Test("integer", Op.MORE_THAN, 10), True, id="far apart cut points"
        ),
        pytest.param(
            Test("grade", Op.MORE_THAN, "low", GRADES),
            Test("grade", Op.ONE_OF, ("middle", "high")),
            True,
            id="order is closed",
        ),
        pytest.param(
            Test("closed", Op.EXISTS, True), Test("closed", Op.ONE_OF, ("x", "y", "z")), True, id="closed word"
        ),
        pytest.param(Test("open", Op.EXISTS, True), Test("open", Op.ONE_OF, ("a", "b")), False, id="open word"),
        pytest.param(Test("path", Op.UNDER, ("a/b",)), Test("path", Op.UNDER, ("a",)), True, id="deeper implies upper"),
        pytest.param(Test("path", Op.UNDER, ("ab",)), Test("path", Op.UNDER, ("a",)), False, id="ab is not under a"),
        pytest.param(
            Test("path", Op.UNDER, ("a",)),
            AnyOf((Test("path", Op.EQUALS, "a"), Test("path", Op.UNDER, ("a/b", "a/d")))),
            False,
            id="a tree has room below",
        ),
        pytest.param(
            Test("words", Op.CONTAINS_ALL, ("p", "q")),
            Test("words", Op.CONTAINS_ANY, ("q", "r")),
            True,
            id="all implies any of one of them",
        ),
        pytest.param(
            Test("words", Op.CONTAINS_ANY, ("p", "q")),
            Test("words", Op.CONTAINS_ALL, ("p", "q")),
            False,
            id="any does not imply all",
        ),
        pytest.param(
            Test("words", Op.CONTAINS_ANY, ("p",)), Test("words", Op.EXISTS, True), True, id="an element exists"
        ),
        pytest.param(
            Test("words", Op.EXISTS, True),
            Test("words", Op.CONTAINS_ANY, ("p", "q", "r")),
            False,
            id="a set may hold others",
        ),
        pytest.param(
            Test("day", Op.MORE_THAN, DAY),
            Test("day", Op.AT_LEAST, date(2026, 3, 1)),
            True,
            id="the day after the last of February",
        ),
        pytest.param(
            Test("day", Op.AT_LEAST, date.max), Test("day", Op.EQUALS, date.max), True, id="no day after the last"
        ),
    ],
)
def test_implies(narrow: Condition, wide: Condition, held: bool) -> None:
    assert implies(narrow, wide, FIELDS) is held


def test_wide_choices_stay_quick() -> None:
    """Twenty choices of three make 3.5 billion branches if none is cut off early."""
    rows = tuple(
        AnyOf(tuple(All((Test("integer", Op.EQUALS, n), Test("open", Op.EQUALS, f"w{m}"))) for m in range(3)))
        for n in range(20)
    )
    assert not satisfiable(All(rows), FIELDS)
    assert satisfiable(AnyOf(rows), FIELDS)
