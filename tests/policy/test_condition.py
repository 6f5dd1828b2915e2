"""The reference reading of conditions, and which test may be written on which type."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute.errors import Fault
from gridroute.policy.condition import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    Fact,
    Not,
    Op,
    Test,
    fields_of,
    is_under,
    matches,
)
from gridroute.policy.condition import tests as condition_tests
from gridroute.policy.document import Document
from gridroute.policy.parsing import read_condition
from gridroute.policy.reading import Reading
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

GRADES = ("normal", "utility", "emergency")
DAY = date(2026, 3, 2)
HEAT = "公用事业/供热"


@pytest.mark.parametrize(
    ("op", "value", "holds", "fails"),
    [
        pytest.param(Op.EQUALS, True, [True], [False], id="equals-true"),
        pytest.param(Op.EQUALS, False, [False], [True], id="equals-false"),
        pytest.param(Op.ONE_OF, (True,), [True], [False], id="one_of"),
    ],
)
def test_boolean(op: Op, value: Any, holds: list[bool], fails: list[bool]) -> None:
    check(Test("f", op, value), holds, fails)


@pytest.mark.parametrize(
    ("op", "value", "holds", "fails"),
    [
        pytest.param(Op.EQUALS, 10, [10], [9, 11, -10], id="equals"),
        pytest.param(Op.ONE_OF, (3, 5), [3, 5], [2, 4, 6], id="one_of"),
        pytest.param(Op.AT_LEAST, 10, [10, 11], [9, 0, -10], id="at_least"),
        pytest.param(Op.MORE_THAN, 10, [11], [9, 10], id="more_than"),
        pytest.param(Op.AT_MOST, 10, [10, 9, -1], [11], id="at_most"),
        pytest.param(Op.LESS_THAN, 10, [9, -1], [10, 11], id="less_than"),
        pytest.param(Op.BETWEEN, (1, 10), [1, 5, 10], [0, 11], id="between-inclusive"),
        pytest.param(Op.BETWEEN, (4, 4), [4], [3, 5], id="between-one"),
        pytest.param(Op.BETWEEN, (10, 1), [], [1, 5, 10], id="between-backwards-never"),
        pytest.param(Op.AT_LEAST, 0, [0, 1], [-1], id="zero-is-a-value"),
    ],
)
def test_integer(op: Op, value: Any, holds: list[int], fails: list[int]) -> None:
    check(Test("f", op, value), holds, fails)


@pytest.mark.parametrize(
    ("op", "value", "holds", "fails"),
    [
        pytest.param(Op.EQUALS, DAY, [DAY], [date(2026, 3, 1), date(2025, 3, 2)], id="equals"),
        pytest.param(Op.ONE_OF, (DAY, date(2026, 1, 1)), [DAY, date(2026, 1, 1)], [date(2026, 2, 1)], id="one_of"),
        pytest.param(Op.AT_LEAST, DAY, [DAY, date(2026, 3, 3)], [date(2026, 3, 1)], id="at_least"),
        pytest.param(Op.MORE_THAN, DAY, [date(2026, 3, 3)], [DAY, date(2026, 3, 1)], id="more_than"),
        pytest.param(Op.AT_MOST, DAY, [DAY, date(2026, 3, 1)], [date(2026, 3, 3)], id="at_most"),
        pytest.param(Op.LESS_THAN, DAY, [date(2026, 3, 1)], [DAY, date(2026, 3, 3)], id="less_than"),
        pytest.param(
            Op.BETWEEN,
            (date(2026, 2, 28), DAY),
            [date(2026, 2, 28), date(2026, 3, 1), DAY],
            [date(2026, 2, 27), date(2026, 3, 3)],
            id="between-over-the-month",
        ),
    ],
)
def test_date(op: Op, value: Any, holds: list[date], fails: list[date]) -> None:
    check(Test("f", op, value), holds, fails)


@pytest.mark.parametrize(
    ("op", "value", "order", "holds", "fails"),
    [
        pytest.param(Op.EQUALS, "窗口", (), ["窗口"], ["走访", ""], id="equals"),
        pytest.param(Op.ONE_OF, ("窗口", "走访"), (), ["窗口", "走访"], ["信件"], id="one_of"),
        pytest.param(Op.AT_LEAST, "utility", GRADES, ["utility", "emergency"], ["normal"], id="at_least-by-order"),
        pytest.param(Op.MORE_THAN, "utility", GRADES, ["emergency"], ["normal", "utility"], id="more_than"),
        pytest.param(Op.AT_MOST, "utility", GRADES, ["normal", "utility"], ["emergency"], id="at_most"),
        pytest.param(Op.LESS_THAN, "utility", GRADES, ["normal"], ["utility", "emergency"], id="less_than"),
        pytest.param(Op.BETWEEN, ("normal", "utility"), GRADES, ["normal", "utility"], ["emergency"], id="between"),
        pytest.param(Op.BETWEEN, ("emergency", "normal"), GRADES, [], list(GRADES), id="between-backwards"),
    ],
)
def test_word(op: Op, value: Any, order: tuple[str, ...], holds: list[str], fails: list[str]) -> None:
    check(Test("f", op, value, order), holds, fails)


@pytest.mark.parametrize(
    ("op", "value", "holds", "fails"),
    [
        pytest.param(Op.EQUALS, HEAT, [HEAT], ["公用事业", f"{HEAT}/温度"], id="equals-not-below"),
        pytest.param(Op.ONE_OF, (HEAT, "物业"), [HEAT, "物业"], [f"{HEAT}/温度"], id="one_of"),
        pytest.param(Op.UNDER, (HEAT,), [HEAT, f"{HEAT}/温度"], ["公用事业", f"{HEAT}企业", "物业"], id="under"),
        pytest.param(Op.UNDER, (HEAT, "物业"), ["物业/收费", f"{HEAT}/温度"], ["公用事业/供水"], id="under-any-of"),
    ],
)
def test_path(op: Op, value: Any, holds: list[str], fails: list[str]) -> None:
    check(Test("f", op, value), holds, fails)


@pytest.mark.parametrize(
    ("op", "value", "holds", "fails"),
    [
        pytest.param(Op.CONTAINS_ANY, ("gas", "fire"), [{"gas"}, {"fire", "x"}, {"gas", "fire"}], [{"x"}], id="any"),
        pytest.param(Op.CONTAINS_ALL, ("gas", "fire"), [{"gas", "fire"}, {"gas", "fire", "x"}], [{"gas"}], id="all"),
        pytest.param(Op.CONTAINS_ANY, ("gas",), [{"gas"}], [{"fire"}], id="any-of-one"),
    ],
)
def test_set_of_words(op: Op, value: Any, holds: list[set[str]], fails: list[set[str]]) -> None:
    check(Test("f", op, value), [frozenset(one) for one in holds], [frozenset(one) for one in fails])


@pytest.mark.parametrize(
    "known",
    [True, False, 0, -1, DAY, "", "x", "a/b", frozenset({"gas"})],
    ids=["true", "false", "zero", "negative", "date", "empty text", "word", "path", "set"],
)
def test_exists_asks_only_whether_it_is_known(known: Any) -> None:
    check(Test("f", Op.EXISTS, True), [known], [])
    check(Test("f", Op.EXISTS, False), [], [known])


def check(test: Test, holds: list[Any], fails: list[Any]) -> None:
    """``not`` is held to be the complement on every value, so each row is read twice."""
    for known in holds:
        assert matches(test, {"f": known}), known
        assert not matches(Not(test), {"f": known}), known
    for known in fails:
        assert not matches(test, {"f": known}), known
        assert matches(Not(test), {"f": known}), known


ONE_OF_EACH = [
    Test("f", Op.EQUALS, True),
    Test("f", Op.EQUALS, False),
    Test("f", Op.ONE_OF, ("a", "b")),
    Test("f", Op.AT_LEAST, 0),
    Test("f", Op.MORE_THAN, -1),
    Test("f", Op.AT_MOST, 0),
    Test("f", Op.LESS_THAN, 1),
    Test("f", Op.BETWEEN, (-5, 5)),
    Test("f", Op.AT_MOST, "emergency", GRADES),
    Test("f", Op.LESS_THAN, "emergency", GRADES),
    Test("f", Op.AT_LEAST, DAY),
    Test("f", Op.UNDER, (HEAT,)),
    Test("f", Op.CONTAINS_ANY, ("gas",)),
    Test("f", Op.CONTAINS_ALL, ("gas",)),
    Test("f", Op.EXISTS, True),
]


@pytest.mark.parametrize("test", ONE_OF_EACH, ids=lambda test: f"{test.op}-{test.value}")
@pytest.mark.parametrize("fact", [{}, {"f": frozenset()}, {"g": True}], ids=["nothing", "empty set", "another field"])
def test_missing_is_false_and_not_of_it_is_true(test: Test, fact: Fact) -> None:
    assert not matches(test, fact)
    assert matches(Not(test), fact)


@pytest.mark.parametrize("fact", [{}, {"f": frozenset()}], ids=["nothing", "empty set"])
def test_only_exists_false_holds_of_a_missing_field(fact: Fact) -> None:
    assert matches(Test("f", Op.EXISTS, False), fact)
    assert not matches(Not(Test("f", Op.EXISTS, False)), fact)


def test_known_and_below_differs_from_not_at_least() -> None:
    below, not_at_least = Test("n", Op.LESS_THAN, 10), Not(Test("n", Op.AT_LEAST, 10))
    assert [matches(below, fact) for fact in ({}, {"n": 9}, {"n": 10})] == [False, True, False]
    assert [matches(not_at_least, fact) for fact in ({}, {"n": 9}, {"n": 10})] == [True, True, False]


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        pytest.param(ALWAYS, True, id="nothing asked"),
        pytest.param(All(()), True, id="all of none"),
        pytest.param(AnyOf(()), False, id="any of none"),
        pytest.param(Not(AnyOf(())), True, id="not any of none"),
        pytest.param(Not(Not(ALWAYS)), True, id="twice not"),
    ],
)
def test_empty_parts(condition: Condition, held: bool) -> None:
    assert matches(condition, {}) is held


@pytest.mark.parametrize(
    ("path", "top", "below"),
    [
        ("a", "a", True),
        ("a/b", "a", True),
        ("ab", "a", False),
        ("a", "a/b", False),
        ("", "", True),
        ("b/a", "a", False),
    ],
)
def test_is_under(path: str, top: str, below: bool) -> None:
    assert is_under(path, top) is below


def test_tests_tell_the_odd_nots() -> None:
    one, two, three = (Test(name, Op.EQUALS, True) for name in "abc")
    condition = All((one, Not(AnyOf((two, Not(three))))))
    assert list(condition_tests(condition)) == [(one, False), (two, True), (three, False)]
    assert fields_of(condition) == {"a", "b", "c"}


def test_a_word_outside_the_order_is_below_and_above_nothing() -> None:
    assert not matches(Test("f", Op.AT_LEAST, "normal", GRADES), {"f": "very urgent"})


# ---- laws -----------------------------------------------------------------------------------------

ANY_TEST = st.one_of(
    st.builds(Test, st.just("boolean"), st.just(Op.EQUALS), st.booleans()),
    st.builds(
        Test,
        st.just("integer"),
        st.sampled_from([Op.EQUALS, Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN]),
        st.integers(-2, 2),
    ),
    st.builds(Test, st.just("integer"), st.just(Op.BETWEEN), st.tuples(st.integers(-2, 2), st.integers(-2, 2))),
    st.builds(Test, st.just("word"), st.just(Op.ONE_OF), st.sampled_from([("a",), ("a", "b"), ("c",)])),
    st.builds(
        Test,
        st.just("grade"),
        st.sampled_from([Op.AT_LEAST, Op.LESS_THAN]),
        st.sampled_from(GRADES),
        st.just(GRADES),
    ),
    st.builds(Test, st.just("path"), st.just(Op.UNDER), st.sampled_from([("a",), ("a/b",), ("a/b", "c")])),
    st.builds(
        Test,
        st.just("words"),
        st.sampled_from([Op.CONTAINS_ANY, Op.CONTAINS_ALL]),
        st.sampled_from([("p",), ("p", "q")]),
    ),
    st.builds(
        Test,
        st.sampled_from(["boolean", "integer", "word", "grade", "path", "words"]),
        st.just(Op.EXISTS),
        st.booleans(),
    ),
)
CONDITIONS = st.recursive(
    ANY_TEST,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "boolean": st.booleans(),
        "integer": st.integers(-3, 3),
        "word": st.sampled_from(["a", "b", "c", "d"]),
        "grade": st.sampled_from(GRADES),
        "path": st.sampled_from(["a", "a/b", "a/b/c", "ab", "c"]),
        "words": st.frozensets(st.sampled_from(["p", "q", "r"])),
    },
)


@given(CONDITIONS, FACTS)
def test_law_excluded_middle(condition: Condition, fact: Fact) -> None:
    assert matches(AnyOf((condition, Not(condition))), fact)
    assert not matches(All((condition, Not(condition))), fact)
    assert matches(Not(Not(condition)), fact) is matches(condition, fact)


@given(st.lists(CONDITIONS, max_size=3).map(tuple), FACTS)
def test_law_de_morgan(parts: tuple[Condition, ...], fact: Fact) -> None:
    negated = tuple(Not(part) for part in parts)
    assert matches(Not(All(parts)), fact) is matches(AnyOf(negated), fact)
    assert matches(Not(AnyOf(parts)), fact) is matches(All(negated), fact)


@given(CONDITIONS, FACTS)
def test_law_only_the_named_fields_matter(condition: Condition, fact: Fact) -> None:
    named = fields_of(condition)
    assert matches(condition, fact) is matches(condition, {k: v for k, v in fact.items() if k in named})


# ---- which test fits which type ---------------------------------------------------------------------

VOCABULARY = Vocabulary(
    fields={
        "vulnerable": Field("vulnerable", FieldType.BOOLEAN, "困难群众"),
        "households": Field("households", FieldType.INTEGER, "影响户数"),
        "since": Field("since", FieldType.DATE, "自何日"),
        "channel": Field("channel", FieldType.WORD, "渠道", ("window", "visit")),
        "urgency": Field("urgency", FieldType.WORD, "紧急程度", GRADES, ordered=True),
        "category": Field("category", FieldType.PATH, "类别"),
        "tags": Field("tags", FieldType.WORDS, "标签", ("gas", "fire")),
    }
)
OPERANDS: dict[str, Any] = {
    "vulnerable": True,
    "households": 10,
    "since": DAY,
    "channel": "window",
    "urgency": "utility",
    "category": HEAT,
    "tags": "gas",
}
PLAIN = {"equals", "one_of", "exists"}
LINE = {"at_least", "more_than", "at_most", "less_than", "between"}
FITS = {
    "vulnerable": PLAIN,
    "households": PLAIN | LINE,
    "since": PLAIN | LINE,
    "channel": PLAIN,
    "urgency": PLAIN | LINE,
    "category": PLAIN | {"under"},
    "tags": {"contains_any", "contains_all", "exists"},
}


def read(written: Any) -> tuple[Condition, list[Fault]]:
    faults: list[Fault] = []
    at = Reading(
        VOCABULARY,
        {},
        {"category": (HEAT, "公用事业")},
        Document("a.rules.yaml"),
        faults,
        "r1",
        frozenset(FITS),
        "admit",
    )
    return read_condition(written, (), at), faults


@pytest.mark.parametrize("name", FITS)
@pytest.mark.parametrize("op", list(Op), ids=str)
def test_every_test_on_every_type(name: str, op: Op) -> None:
    operand = OPERANDS[name]
    written = {
        Op.EQUALS: operand,
        Op.ONE_OF: [operand, operand],
        Op.BETWEEN: {"between": [operand, operand]},
        Op.EXISTS: {"exists": True},
    }.get(op, {op.value: operand})
    condition, faults = read({name: written})
    if op.value in FITS[name]:
        assert faults == []
        assert isinstance(condition, Test)
        assert condition.op is op
        known = frozenset({operand}) if name == "tags" else operand
        assert matches(condition, {name: known}) is (op not in (Op.MORE_THAN, Op.LESS_THAN))
        return
    kind = VOCABULARY.fields[name].type
    allowed = "、".join(one.value for one in Op if one.value in FITS[name])
    assert [fault.text("zh") for fault in faults] == [
        f"a.rules.yaml:1: r1: 字段“{name}”({kind})不能用 {op}: 可用: {allowed}"
    ]


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        (
            {"households": "十"},
            "“十”不是字段“households”的类型 (integer)",
            "“十” is not of the type of “households” (integer)",
        ),
        (
            {"households": True},
            "“True”不是字段“households”的类型 (integer)",
            "“True” is not of the type of “households” (integer)",
        ),
        (
            {"vulnerable": 1},
            "“1”不是字段“vulnerable”的类型 (boolean)",
            "“1” is not of the type of “vulnerable” (boolean)",
        ),
        (
            {"vulnerable": "yes"},
            "“yes”不是字段“vulnerable”的类型 (boolean)",
            "“yes” is not of the type of “vulnerable” (boolean)",
        ),
        ({"since": "三月"}, "“三月”不是字段“since”的类型 (date)", "“三月” is not of the type of “since” (date)"),
        ({"channel": 110}, "“110”不是字段“channel”的类型 (word)", "“110” is not of the type of “channel” (word)"),
        (
            {"channel": "windw"},
            "字段“channel”没有“windw”这个值: 是不是“window”?",
            "“windw” is not a value of “channel”: did you mean “window”?",
        ),
        (
            {"category": "公用事业/供热力"},
            "没有“公用事业/供热力”这一项: 是不是“公用事业/供热”?",
            "no such path “公用事业/供热力”: did you mean “公用事业/供热”?",
        ),
        (
            {"tags": {"contains_any": ["gaz"]}},
            "字段“tags”没有“gaz”这个值: 是不是“gas”?",
            "“gaz” is not a value of “tags”: did you mean “gas”?",
        ),
        ({"channel": None}, "值是空的: 检查是否误用了英文逗号", "the value is empty: look for a stray comma"),
        ({"channel": []}, "值的个数不对", "the wrong number of values"),
        ({"households": {"between": [1]}}, "值的个数不对", "the wrong number of values"),
        ({"households": {"between": [1, 2, 3]}}, "值的个数不对", "the wrong number of values"),
        ({"households": {"at_least": [1, 2]}}, "at_least 只能跟一个值", "at_least takes one value"),
        (
            {"households": {"at_lest": 1}},
            "没有“at_lest”这种检验: 是不是“at_least”?",
            "no test “at_lest”: did you mean “at_least”?",
        ),
        ({"households": {}}, "条件是空的", "the test is empty"),
        ({"households": {"exists": "yes"}}, "exists 只能是 true 或 false", "“exists” takes true or false"),
        ({"any": []}, "any 后面应是列表", "“any” takes a list"),
        ({"all": {"channel": "window"}}, "all 后面应是列表", "“all” takes a list"),
        ({"not": ["window"]}, "条件应写成“字段: 值”", "a condition is a mapping of field to value"),
        ({"chanel": "window"}, "没有“chanel”这个字段: 是不是“channel”?", "no field “chanel”: did you mean “channel”?"),
    ],
)
def test_what_cannot_be_read(written: Any, zh: str, en: str) -> None:
    _, faults = read(written)
    assert [fault.text("zh") for fault in faults] == [f"a.rules.yaml:1: r1: {zh}"]
    assert [fault.text("en") for fault in faults] == [f"a.rules.yaml:1: r1: {en}"]


def test_a_chinese_label_names_the_field() -> None:
    assert read({"影响户数": {"at_least": 10}}) == (Test("households", Op.AT_LEAST, 10), [])


def test_mapping_is_all_beside_any_and_not() -> None:
    written = {
        "vulnerable": True,
        "any": [{"channel": "visit"}, {"urgency": {"at_least": "utility"}}],
        "not": {"tags": {"contains_any": ["fire"]}},
    }
    condition, faults = read(written)
    assert faults == []
    assert condition == All(
        (
            Test("vulnerable", Op.EQUALS, True),
            AnyOf((Test("channel", Op.EQUALS, "visit"), Test("urgency", Op.AT_LEAST, "utility", GRADES))),
            Not(Test("tags", Op.CONTAINS_ANY, ("fire",))),
        )
    )
