"""Refusals that leave a case no way to its end, alone or together; the life cycle here has one way out of each state."""

from __future__ import annotations

from datetime import date

import pytest

from gridroute.errors import Bilingual
from gridroute.policy.closing import check_closing
from gridroute.policy.condition import All, Condition, Not, Op, Test
from gridroute.policy.lifecycle import Lifecycle, State, Transition
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Field, FieldType

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests


def label(word: str) -> Bilingual:
    return Bilingual(word, word)


def event(name: str, source: str, target: str, unrefusable: bool = False) -> Transition:
    return Transition(name, label(name), frozenset({source}), target, ("desk",), unrefusable=unrefusable)


LIFE = Lifecycle(
    {"a": State("a", label("甲")), "b": State("b", label("乙")), "end": State("end", label("完"), final=True)},
    {},
    {
        "go": event("go", "a", "b"),
        "done": event("done", "b", "end"),
        "fires": event("fires", "b", "a", unrefusable=True),
    },
)
FIELDS = {
    "event": Field("event", FieldType.WORD, "事件", ("go", "done", "fires")),
    "state": Field("state", FieldType.WORD, "状态", ("a", "b", "end")),
    "n": Field("n", FieldType.INTEGER, "次数"),
    "known": Field("known", FieldType.BOOLEAN, "已知"),
    "scope": Field("scope", FieldType.PATH, "辖区"),
}
DONE = Test("event", Op.EQUALS, "done")
MANY = Test("n", Op.AT_LEAST, 1)
FEW = Test("n", Op.AT_MOST, 0)


def guards(
    *conditions: Condition, scope: str = "", days: tuple[tuple[date | None, date | None], ...] = ()
) -> list[Rule]:
    return [
        Rule(
            f"r{number}",
            "试",
            "assumed",
            "event",
            All((Test("scope", Op.UNDER, (scope,)), condition)) if scope else condition,
            {"event": {"refuse": "不"}},
            "县",
            3,
            ("县", 1),
            effective_from=days[number][0] if days else None,
            effective_to=days[number][1] if days else None,
            scope=scope,
        )
        for number, condition in enumerate(conditions)
    ]


#: The conditions of refusals, and the rules that are reported.
CASES = {
    "alone": ((DONE,), ["r0"]),
    "a pair without a gap": ((MANY, Not(MANY)), ["r0", "r1"]),
    "a pair that leaves out what is missing": ((MANY, FEW), []),
    "three without a gap": ((MANY, FEW, Test("n", Op.EXISTS, False)), ["r0", "r1", "r2"]),
    "a pair and one that adds nothing": ((MANY, Not(MANY), All((DONE, Test("n", Op.AT_LEAST, 9)))), ["r0", "r1"]),
    "a pair with a gap": ((MANY, All((Not(MANY), Test("known", Op.EQUALS, True)))), []),
    "a pair of other events": ((All((DONE, MANY)), All((Test("event", Op.EQUALS, "go"), Not(MANY)))), []),
}


@pytest.mark.parametrize("case", CASES)
def test_refusals_are_judged_together(case: str) -> None:
    conditions, blamed = CASES[case]
    assert [fault.rule for fault in check_closing(guards(*conditions), LIFE, FIELDS)] == blamed


def test_each_of_a_pair_names_the_other() -> None:
    one, other = check_closing(guards(MANY, Not(MANY)), LIFE, FIELDS)
    assert one.problem == (
        "与“r1”合起来,总是拒绝,使这些状态的件再也不能办结: 甲、乙",
        "together with “r1” always refuses, so no case can be closed that is: 甲, 乙",
    )
    assert "“r0”" in other.problem.zh


def test_a_street_may_not_close_its_own_cases() -> None:
    assert [fault.rule for fault in check_closing(guards(MANY, Not(MANY), scope="990101001000"), LIFE, FIELDS)] == [
        "r0",
        "r1",
    ]


@pytest.mark.parametrize(("first", "blamed"), [(date(2026, 6, 30), []), (date(2026, 7, 1), ["r0", "r1"])])
def test_a_pair_that_is_never_in_force_on_one_day_closes_nothing(first: date, blamed: list[str]) -> None:
    pair = guards(MANY, Not(MANY), days=((None, first), (date(2026, 7, 1), None)))
    assert [fault.rule for fault in check_closing(pair, LIFE, FIELDS)] == blamed


def test_many_wide_guards_do_not_hold_up_the_loading() -> None:
    """What is not known in the tries given counts as no trap; the many fields here have no gap to be found soon."""
    fields = {**FIELDS, **{f"f{n}": Field(f"f{n}", FieldType.BOOLEAN, f"F{n}") for n in range(40)}}
    wide = [All(tuple(Test(f"f{n + k}", Op.EQUALS, k % 2 == 0) for k in range(8))) for n in range(32)]
    assert check_closing(guards(*wide), LIFE, fields) == []


@pytest.mark.parametrize(
    ("condition", "faults"),
    [
        (Test("event", Op.EQUALS, "fires"), 1),
        (Test("event", Op.ONE_OF, ("go", "fires")), 1),
        (Not(Test("event", Op.EQUALS, "fires")), 0),
        (All((Test("state", Op.EQUALS, "b"), MANY)), 0),
    ],
)
def test_an_event_that_nothing_refuses_may_not_be_named(condition: Condition, faults: int) -> None:
    found = check_closing(guards(All((condition, MANY))), LIFE, FIELDS)
    assert [fault.problem.zh for fault in found] == ["事件“fires”谁也不能拒绝"] * faults
