"""The index and durable against the reference, on random rule sets, and that the comparison can fail.

Under ``HYPOTHESIS_PROFILE=fuzz`` the first law alone compares 20,000 × ``SETS`` × ``FACTS`` = 800,000 pairs of
a rule set and a fact, in about twelve minutes on one core.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from tests.reasoning.cases import FACTS, SETS, Case, cases, outcome, reference

from gridroute.policy.condition import All, AnyOf, Condition, Fact, FactValue, Not, Op, Test
from gridroute.policy.vocabulary import Field, FieldType
from gridroute.reasoning import columns, encoding, index, inference
from gridroute.reasoning.index import Index
from gridroute.reasoning.inference import Inference, available
from gridroute.reasoning.limits import problems

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

#: About 300 examples in a short run, as many as the profile says in a long one.
SHORT = 300
many = settings(max_examples=max(SHORT, settings().max_examples))
#: Of what the first law covers already, in special cases.
some = settings(max_examples=min(4_000, settings().max_examples))
durable = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported here (Python 3.13 and later)")
pytestmark = pytest.mark.filterwarnings("ignore:.*utcfromtimestamp:DeprecationWarning")


def index_differs(case: Case) -> bool:
    made = Index(case.conditions, case.fields)
    for fact in case.facts:
        held = outcome(lambda fact=fact: reference(case.conditions, fact))
        if outcome(lambda fact=fact: made.all(fact)) != held:
            return True
        if isinstance(held, list):
            first = held[0] if held else None
            record = SimpleNamespace(**{name: fact.get(name) for name in case.fields})
            if made.best(fact) != first or made.best_of(record) != first:
                return True
    return False


def durable_differs(case: Case, direct: bool = True) -> bool:
    with closing(Inference(case.conditions, case.fields, "stage", direct=direct)) as made:
        return any(
            outcome(lambda fact=fact: made.all(fact)) != outcome(lambda fact=fact: reference(case.conditions, fact))
            for fact in case.facts
        )


@many
@given(st.lists(cases(), min_size=SETS, max_size=SETS))
def test_law_all_readings_answer_as_the_reference(drawn: list[Case]) -> None:
    for case in drawn:
        assert len(case.facts) == FACTS
        assert problems(case.conditions, case.fields) == []
        assert not index_differs(case)
        if available():
            assert not durable_differs(case)
            assert not durable_differs(case, direct=False)


@some
@given(cases())
def test_law_what_is_cut_short_is_left_to_the_reference(case: Case) -> None:
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr(columns, "WIDEST", 2)
        cut.setattr(columns, "MOST_GROUPS", 1)
        cut.setattr(encoding, "WIDEST", 2)
        assert not index_differs(case)
        if available():
            assert not durable_differs(case)


@some
@given(cases(wrong=True))
def test_law_values_of_another_type_answer_or_raise_as_the_reference(case: Case) -> None:
    assert not index_differs(case)
    if available():
        assert not durable_differs(case)


@some
@given(cases(), st.data())
def test_property_best_is_the_one_of_lowest_rank(case: Case, data: st.DataObject) -> None:
    ranks = data.draw(st.lists(st.integers(0, 3), min_size=len(case.conditions), max_size=len(case.conditions)))
    made = Index(case.conditions, case.fields, ranks)
    for fact in case.facts:
        held = reference(case.conditions, fact)
        assert made.all(fact) == held
        assert made.best(fact) == min(held, key=lambda number: (ranks[number], number), default=None)


@durable
@some
@given(cases())
def test_property_chains_reach_the_same_end(case: Case) -> None:
    """What holds comes back as tags and a level, as ``infer`` does, until nothing changes."""
    made = Index(case.conditions, case.fields)
    levels = case.fields["level"].values

    def chain(ask: Callable[[Fact], list[int]], fact: Fact) -> list[list[int]]:
        said: list[list[int]] = []
        for _ in range(6):
            held = ask(fact)
            said.append(held)
            tags = fact.get("tags")
            grown = (tags if isinstance(tags, frozenset) else frozenset()) | {("路", "水", "gas")[n % 3] for n in held}
            raised: dict[str, FactValue] = {"level": levels[min(len(held), len(levels)) - 1]} if held else {}
            fact = {**fact, "tags": frozenset(grown), **raised}
        return said

    with closing(Inference(case.conditions, case.fields, "stage")) as live:
        for fact in case.facts:
            expected = chain(lambda known: reference(case.conditions, known), fact)
            assert chain(live.all, fact) == expected
            assert chain(made.all, fact) == expected


# ---- broken on purpose: each must show within a short run -----------------------------------------------


def found(differs: Callable[[Case], bool]) -> bool:
    """Whether the comparison finds a difference within the examples of a short run."""
    once = settings(max_examples=SHORT, phases=[Phase.generate], database=None, derandomize=True, deadline=None)
    try:
        find(cases(many=SETS * FACTS), differs, settings=once)
    except NoSuchExample:
        return False
    return True


def test_the_comparison_finds_nothing_where_nothing_is_broken() -> None:
    assert not found(index_differs)


def absent_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (encoding.Number, encoding.Text):
        values = kind.values

        def said(self: Any, known: FactValue | None, values: Any = values) -> Iterable[tuple[str, int | str]]:
            return values(self, known) if known is not None else ()

        monkeypatch.setattr(kind, "values", said)


def sentinels_on_the_wrong_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LOWEST", 2**53)
    monkeypatch.setattr(encoding, "HIGHEST", -(2**53))
    monkeypatch.setattr(encoding.Number, "code", lambda self, value: wide(self, value))


def wide(self: Any, value: FactValue) -> int | None:
    if isinstance(value, str):
        return self._item.values.index(value) if value in self._item.values else None
    return value.toordinal() if not isinstance(value, int | frozenset) else max(1 - 2**53, min(2**53 - 1, int(value)))


def only_the_first_fires(monkeypatch: pytest.MonkeyPatch) -> None:
    fired = inference.Direct.fired
    monkeypatch.setattr(inference.Direct, "fired", lambda self, fact: fired(self, fact)[:1])


def at_least_means_more_than(monkeypatch: pytest.MonkeyPatch) -> None:
    alternatives = encoding.Number.alternatives

    def off_by_one(self: Any, test: Test, negated: bool) -> Any:
        op = Op.MORE_THAN if test.op is Op.AT_LEAST else test.op
        return alternatives(self, Test(test.field, op, test.value, test.order), negated)

    monkeypatch.setattr(encoding.Number, "alternatives", off_by_one)


def absent_words_are_never_said(monkeypatch: pytest.MonkeyPatch) -> None:
    values = encoding.Words.values

    def said(self: Any, known: FactValue | None) -> Iterator[tuple[str, int | str]]:
        return ((name, value) for name, value in values(self, known) if value)

    monkeypatch.setattr(encoding.Words, "values", said)


def only_the_whole_path_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    values = encoding.Text.values

    def said(self: Any, known: FactValue | None) -> Iterator[tuple[str, int | str]]:
        return (
            (name, value) for name, value in values(self, known) if known is None or "~" not in name or value == known
        )

    monkeypatch.setattr(encoding.Text, "values", said)


def owners_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    init = encoding.Encoding.__init__

    def one_owner(self: Any, *args: Any) -> None:
        init(self, *args)
        self.owners = tuple(owners[:1] for owners in self.owners)

    monkeypatch.setattr(encoding.Encoding, "__init__", one_owner)


@durable
@pytest.mark.parametrize(
    "broken",
    [
        absent_is_left_out,
        sentinels_on_the_wrong_side,
        only_the_first_fires,
        at_least_means_more_than,
        absent_words_are_never_said,
        only_the_whole_path_is_said,
        owners_are_forgotten,
    ],
    ids=lambda broken: broken.__name__,
)
def test_a_broken_encoding_is_found(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    assert found(durable_differs)


def cut_points_are_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "bisect_right", bisect_left)
    monkeypatch.setattr(columns, "bisect_right", bisect_left)


def prefixes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns.Column, "under", lambda self, path: self.rest)


def missing_is_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    holding = columns._holding
    monkeypatch.setattr(columns, "_holding", lambda leaves, fact: holding(leaves, fact) if fact else 0)


def groups_share_one_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    made = columns.set_column

    def one_slot(demands: Any, free: int) -> columns.SetColumn:
        merged = [
            (
                bit,
                columns.Demand(
                    frozenset({frozenset().union(*one.groups)}) if one.groups else frozenset(), one.without, one.exists
                ),
            )
            for bit, one in demands
        ]
        return made(merged, free)

    monkeypatch.setattr(index, "set_column", one_slot)


@pytest.mark.parametrize(
    "broken",
    [cut_points_are_off_by_one, prefixes_are_forgotten, missing_is_as_any_other, groups_share_one_slot],
    ids=lambda broken: broken.__name__,
)
def test_a_broken_index_is_found(broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert found(index_differs)


# ---- what random cases rarely meet ----------------------------------------------------------------------


FLAGS = {f"flag_{n}": Field(f"flag_{n}", FieldType.WORD, "") for n in range(12)}


def wide_condition() -> Condition:
    """Twelve fields, each of them one of two ways or another: 2^12 rows."""
    return All(
        tuple(
            AnyOf((Test(f"flag_{n}", Op.EQUALS, "x"), Test(f"flag_{(n + 1) % 12}", Op.EQUALS, "y"))) for n in range(12)
        )
    )


@pytest.mark.parametrize("condition", [wide_condition(), Not(wide_condition())], ids=["as written", "not"])
@pytest.mark.parametrize("value", ["x", "y", "z"])
def test_what_expands_too_far_is_left_to_the_reference(condition: Condition, value: str) -> None:
    given_ = (condition, Test("flag_0", Op.EQUALS, "x"))
    fact = dict.fromkeys(FLAGS, value)
    expected = reference(given_, fact)
    made = Index(given_, FLAGS)
    assert made.all(fact) == expected
    assert made.best(fact) == made.best_of(SimpleNamespace(**fact)) == next(iter(expected), None)
    if available():
        with closing(Inference(given_, FLAGS, "stage")) as live:
            assert live.all(fact) == expected


@pytest.mark.parametrize(
    "test",
    [
        Test("nowhere", Op.EQUALS, "x"),
        Test("flag_0", Op.AT_LEAST, 3),
        Test("flag_0", Op.EQUALS, 3),
        Test("flag_0", Op.AT_LEAST, "x", ("x", "y")),
    ],
    ids=["unknown field", "number on a word", "another type", "another order"],
)
def test_a_test_that_does_not_fit_its_field_is_left_to_the_reference(test: Test) -> None:
    given_ = (test, Not(test), Test("flag_1", Op.EXISTS, True))
    made = Index(given_, FLAGS)
    for fact in ({}, {"flag_0": "x"}, {"flag_1": "x"}, {"flag_0": "y", "nowhere": "x"}):
        assert outcome(lambda fact=fact: made.all(fact)) == outcome(lambda fact=fact: reference(given_, fact))


def test_no_conditions() -> None:
    assert Index((), {}).all({}) == []
    assert Index((), {}).best({}) is None
    assert Index((All(()),), {}).best({}) == 0


def test_ranks_are_one_for_each_condition() -> None:
    with pytest.raises(ValueError, match="1 ranks for 2 conditions"):
        Index((All(()), All(())), {}, [1])
