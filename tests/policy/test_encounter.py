"""Pairs that are passed over as certainly apart never overlap, whatever the conditions say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.test_boxes import DAY, FIELDS, conditions

from gridroute.policy.boxes import overlap
from gridroute.policy.condition import All, AnyOf, Condition, Op, Test
from gridroute.policy.encounter import encounters

NAMES = ("integer", "day", "grade", "closed", "path")


@settings(max_examples=150, deadline=None)
@given(st.lists(conditions(NAMES), min_size=2, max_size=6))
def test_no_pair_that_overlaps_is_passed_over(made: list[Condition]) -> None:
    found = set(encounters(made, range(len(made))))
    pairs = {(n, m) for n in range(len(made)) for m in range(n + 1, len(made))}
    assert found <= pairs
    assert not [(made[n], made[m]) for n, m in pairs - found if overlap(made[n], made[m], FIELDS)]


def span(low: int, high: int) -> Test:
    return Test("integer", Op.BETWEEN, (low, high))


def test_only_rows_that_may_meet_are_compared() -> None:
    rows = [All((Test("path", Op.UNDER, (top,)), span(n, n + 1))) for top in ("a", "b") for n in range(0, 2000, 2)]
    rows.append(All((Test("path", Op.EQUALS, "a/b"), span(9, 10))))
    assert list(encounters(rows, range(len(rows)))) == [(4, 2000), (5, 2000)]


def test_rows_of_one_value_are_not_compared() -> None:
    rows = [span(0, 9)] * 3
    assert list(encounters(rows, [True, True, False])) == [(0, 2), (1, 2)]


def test_bounds_of_one_side_and_days_are_told_apart() -> None:
    rows: list[Condition] = [
        Test("integer", Op.MORE_THAN, 5),
        Test("integer", Op.AT_MOST, 5),
        Test("integer", Op.LESS_THAN, 5),
        Test("integer", Op.AT_LEAST, 5),
    ]
    assert list(encounters(rows, range(4))) == [(0, 3), (1, 2), (1, 3)]
    assert list(encounters([Test("day", Op.EQUALS, DAY), Test("day", Op.MORE_THAN, DAY)], range(2))) == []


def test_a_choice_of_one_field_is_seen() -> None:
    either = AnyOf((Test("path", Op.UNDER, ("a",)), Test("path", Op.EQUALS, "b")))
    assert list(encounters([either, Test("path", Op.EQUALS, "c")], range(2))) == []
    assert list(encounters([either, Test("path", Op.EQUALS, "a/d")], range(2))) == [(0, 1)]
