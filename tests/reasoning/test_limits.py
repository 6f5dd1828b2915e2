"""What durable-rules must never be given, each with the words that an author of rules reads."""

from __future__ import annotations

import random
from contextlib import closing

import pytest

from gridroute.errors import SpokenError
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test
from gridroute.policy.vocabulary import Field, FieldType
from gridroute.reasoning.inference import Inference, available, compile_in_subprocess, compiled
from gridroute.reasoning.limits import fnv, problems

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

durable = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported here (Python 3.13 and later)")
GRADES = ("low", "high")


def of(*items: Field) -> dict[str, Field]:
    return {item.name: item for item in items}


def word(name: str, *values: str, ordered: bool = False) -> Field:
    return Field(name, FieldType.WORD, "", values, ordered)


FIELDS = of(
    word("w"),
    word("v"),
    word("grade", *GRADES, ordered=True),
    Field("n", FieldType.INTEGER, ""),
    Field("tags", FieldType.WORDS, ""),
    Field("path", FieldType.PATH, ""),
    *(Field(f"flag_{n}", FieldType.BOOLEAN, "") for n in range(70)),
)

NAMES = {
    "dollar": ("$name", "字段“$name”: 名称不能为空、以 $ 开头或含有点号: 给字段改名"),
    "dot": ("a.b", "字段“a.b”: 名称不能为空、以 $ 开头或含有点号: 给字段改名"),
    "empty": ("", "字段“”: 名称不能为空、以 $ 开头或含有点号: 给字段改名"),
    "sid": ("sid", "字段“sid”: 这个名称由引擎自用: 给字段改名"),
    "id": ("id", "字段“id”: 这个名称由引擎自用: 给字段改名"),
    "kind": ("kind", "字段“kind”: 这个名称由引擎自用: 给字段改名"),
    "long": ("字" * 67, f"字段“{'字' * 67}”: 名称太长(201 字节,最多 200): 给字段改名"),
    "broken": ("\ud800", "字段“\ud800”: 名称含有无效字符: 给字段改名"),
}


@pytest.mark.parametrize(("name", "words"), NAMES.values(), ids=NAMES)
def test_names(name: str, words: str) -> None:
    assert [problem.zh for problem in problems([Test(name, Op.EXISTS, True)], of(word(name)))] == [words]


VALUES: dict[str, tuple[Condition, str]] = {
    "long text": (
        Test("w", Op.EQUALS, "字" * 20_001),
        "第1条条件,字段“w”: 文字太长(60003 字节,最多 60000): 改用较短的代码或词",
    ),
    "long path": (
        Test("path", Op.UNDER, ("a", "b" * 60_001)),
        "第1条条件,字段“path”: 文字太长(60001 字节,最多 60000): 改用较短的代码或词",
    ),
    "broken text": (Test("w", Op.ONE_OF, ("\ud800",)), "第1条条件,字段“w”: 文字含有无效字符: 重新输入这个值"),
    "big number": (Test("n", Op.AT_LEAST, 2**53), f"第1条条件,字段“n”: 数 {2**53} 超出 ±2^53: 换用更大的单位"),
    "small number": (Test("n", Op.AT_MOST, -(2**60)), f"第1条条件,字段“n”: 数 {-(2**60)} 超出 ±2^53: 换用更大的单位"),
    "the sentinel": (Test("n", Op.EQUALS, -(2**53)), f"第1条条件,字段“n”: 数 {-(2**53)} 超出 ±2^53: 换用更大的单位"),
    "text for a number": (
        Not(Test("n", Op.EQUALS, "5")),
        "第1条条件,字段“n”: 检验 equals 或它的值不合字段类型(integer): 数与文字不能混用,按字段类型改写",
    ),
    "number for text": (
        Test("w", Op.ONE_OF, ("5", 5)),
        "第1条条件,字段“w”: 检验 one_of 或它的值不合字段类型(word): 数与文字不能混用,按字段类型改写",
    ),
    "truth for a number": (
        Test("n", Op.EQUALS, True),
        "第1条条件,字段“n”: 检验 equals 或它的值不合字段类型(integer): 数与文字不能混用,按字段类型改写",
    ),
    "float": (
        Test("n", Op.AT_LEAST, 1.5),  # type: ignore[arg-type]
        "第1条条件,字段“n”: 检验 at_least 或它的值不合字段类型(integer): 数与文字不能混用,按字段类型改写",
    ),
    "nothing": (
        Test("w", Op.EQUALS, None),  # type: ignore[arg-type]
        "第1条条件,字段“w”: 检验 equals 或它的值不合字段类型(word): 数与文字不能混用,按字段类型改写",
    ),
    "order of words without one": (
        Test("w", Op.AT_LEAST, "x"),
        "第1条条件,字段“w”: 检验 at_least 或它的值不合字段类型(word): 数与文字不能混用,按字段类型改写",
    ),
    "another order": (
        Test("grade", Op.AT_LEAST, "low", GRADES[::-1]),
        "第1条条件,字段“grade”: 检验 at_least 或它的值不合字段类型(word): 数与文字不能混用,按字段类型改写",
    ),
    "unknown field": (Test("nowhere", Op.EXISTS, True), "第1条条件,字段“nowhere”: 没有这个字段: 先在词汇里声明"),
}


@pytest.mark.parametrize(("condition", "words"), VALUES.values(), ids=VALUES)
def test_values(condition: Condition, words: str) -> None:
    assert [problem.zh for problem in problems([condition], FIELDS)] == [words]


def test_every_condition_is_named() -> None:
    found = problems(
        [Test("w", Op.EXISTS, True), All((Test("n", Op.EQUALS, 2**53),)), Test("gone", Op.EXISTS, True)], FIELDS
    )
    assert [problem.en for problem in found] == [
        f"condition 2, field “n”: the number {2**53} is beyond ±2^53: use a larger unit",
        "condition 3, field “gone”: no such field: declare it in the vocabulary",
    ]


MANY: dict[str, tuple[list[Condition], str]] = {
    "rules": (
        [All((Test("w", Op.EQUALS, f"w{n}"), Test("v", Op.EQUALS, f"v{m}"))) for n in range(46) for m in range(46)],
        "整组规则: 展开后有 2116 条(最多 2000): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "children": (
        [Test("w", Op.EQUALS, f"w{n}") for n in range(401)],
        "整组规则: 同一处有 401 种检验并列(最多 400): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "children further down": (
        [All((Test("n", Op.EQUALS, 1), Test("w", Op.EQUALS, f"w{n}"))) for n in range(401)],
        "整组规则: 同一处有 401 种检验并列(最多 400): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "true at once": (
        [Test(f"flag_{n}", Op.EQUALS, True) for n in range(61)],
        "整组规则: 可能有 61 项检验同时成立(最多 60): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "true at once, one number": (
        [Test("n", Op.AT_LEAST, n) for n in range(61)],
        "整组规则: 可能有 61 项检验同时成立(最多 60): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "true at once, all but one": (
        [Not(Test("w", Op.EQUALS, f"w{n}")) for n in range(61)],
        "整组规则: 可能有 61 项检验同时成立(最多 60): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "true at once, on two levels": (
        [Test(f"flag_{n}", Op.EQUALS, True) for n in range(10, 45)]
        + [All((Test("flag_10", Op.EQUALS, True), Test(f"flag_{n}", Op.EQUALS, True))) for n in range(20, 55)],
        "整组规则: 可能有 69 项检验同时成立(最多 60): 改用表格(由索引判定)或拆成几个阶段",
    ),
    "properties": (
        [
            AnyOf(tuple(Test("tags", Op.CONTAINS_ANY, (f"t{n}",)) for n in range(part, part + 50)))
            for part in range(0, 200, 50)
        ],
        "整组规则: 要判定 200 个属性(最多 198): 改用表格(由索引判定)或拆成几个阶段",
    ),
}


@pytest.mark.parametrize(("conditions", "words"), MANY.values(), ids=MANY)
def test_too_many(conditions: list[Condition], words: str) -> None:
    assert [problem.zh for problem in problems(conditions, FIELDS)] == [words]


@durable
@pytest.mark.parametrize(
    ("conditions", "fact"),
    [
        ([Test("w", Op.EQUALS, f"w{n}") for n in range(400)], {"w": "w399"}),
        ([Test(f"flag_{n}", Op.EQUALS, True) for n in range(60)], {f"flag_{n}": True for n in range(60)}),
        ([Test("n", Op.AT_LEAST, n) for n in range(60)], {"n": 100}),
        ([Test("w", Op.EQUALS, "w")] * 300, {"w": "w"}),
        ([Test("w", Op.EQUALS, "字" * 20_000)], {"w": "字" * 20_000}),
        ([Test("n", Op.EQUALS, 2**53 - 2), Test("n", Op.MORE_THAN, 2**53 - 2)], {"n": 2**70}),
        ([Test("tags", Op.CONTAINS_ANY, ("字" * 30_000, "a.b"))], {"tags": frozenset({"a.b"})}),
        ([Test("w", Op.ONE_OF, ("(missing)", "(other)"))], {}),
        ([Test("w", Op.ONE_OF, ("(missing)", "(other)"))], {"w": "(other)"}),
    ],
    ids=[
        "400 children",
        "60 at once",
        "60 of one number",
        "300 identical",
        "long text",
        "beyond every number",
        "long elements",
        "missing by name",
        "other by name",
    ],
)
def test_what_is_just_allowed_works(conditions: list[Condition], fact: dict[str, object]) -> None:
    from gridroute.policy.condition import matches

    assert problems(conditions, FIELDS) == []
    with closing(Inference(conditions, FIELDS, "stage")) as made:
        for known in (fact, {}):
            assert made.all(known) == [n for n, one in enumerate(conditions) if matches(one, known)]  # type: ignore[arg-type]


@durable
@pytest.mark.parametrize(("many", "error"), [(64, None), (65, "303")])
def test_the_stack_of_durable_is_as_deep_as_is_said(many: int, error: str | None) -> None:
    rules = {f"r{n}": {"all": [{"m": {"$and": [{"kind": "x"}, {"$gte": {"n": n}}]}}]} for n in range(many)}
    found = compiled("x", rules, ['{"id":"1","kind":"x","n":100}'], 60)
    assert (found is None) is (error is None)
    assert found is None or "303" in found.zh


def test_identical_conditions_become_one_rule() -> None:
    assert problems([Test("w", Op.EQUALS, "w")] * 5_000, FIELDS) == []


@pytest.mark.parametrize(("one", "other"), [("hknvuqp", "fpyepeh"), ("ceovtdn", "tdhjlta")])
def test_names_with_one_hash(one: str, other: str) -> None:
    assert fnv(one) == fnv(other)
    conditions = [Test(one, Op.EQUALS, "x"), Test(other, Op.EQUALS, "x")]
    (found,) = problems(conditions, of(word(one), word(other)))
    assert "散列值相同" in found.zh
    assert one in found.zh
    assert other in found.zh
    assert problems(conditions[:1], of(word(one), word(other))) == []


@durable
def test_durable_does_mix_up_names_with_one_hash() -> None:
    """The reason for the check, shown: a rule on one field fires on the other."""
    import durable_rules_engine as engine

    handle = engine.create_ruleset("x", '{"r":{"all":[{"m":{"$and":[{"kind":"x"},{"hknvuqp":"x"}]}}]}}')
    told, _ = engine.assert_fact(handle, '{"id":"1","kind":"x","fpyepeh":"x"}')
    assert told == 0


def test_the_hash_is_durables() -> None:
    """The three numbers stand in its C source."""
    assert [fnv(name) for name in ("id", "sid", "$and")] == [926444256, 3593476751, 3746487396]


@durable
def test_the_hash_of_chinese_is_durables() -> None:
    """A name found to collide under the signed hash does collide in the engine."""
    import durable_rules_engine as engine

    one, other = _chinese_pair()
    handle = engine.create_ruleset("x", f'{{"r":{{"all":[{{"m":{{"$and":[{{"kind":"x"}},{{"{one}":"x"}}]}}}}]}}}}')
    told, _ = engine.assert_fact(handle, f'{{"id":"1","kind":"x","{other}":"x"}}')
    assert told == 0


def _chinese_pair() -> tuple[str, str]:
    chance = random.Random(5)
    seen: dict[int, str] = {}
    while True:
        name = "".join(chance.choice("路水电气热桥树声烟尘校医梯墙顶管沟栏灯房") for _ in range(7))
        other = seen.setdefault(fnv(name), name)
        if other != name:
            return other, name


@durable
def test_refused_conditions_are_never_compiled() -> None:
    with pytest.raises(SpokenError, match="beyond"):
        Inference([Test("n", Op.EQUALS, 2**60)], FIELDS, "stage")
    found = compile_in_subprocess([Test("n", Op.EQUALS, 2**60)], FIELDS, 30)
    assert found is not None
    assert "±2^53" in found.zh


@durable
def test_compiling_in_another_process() -> None:
    conditions = [Test("w", Op.EQUALS, "路"), Not(Test("n", Op.AT_LEAST, 5)), All(())]
    assert compile_in_subprocess(conditions, FIELDS, 60) is None
    assert compile_in_subprocess([], FIELDS, 60) is None


@durable
@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"r0": {"all": [{"m": {"$mt": {"w": "[一-龥]"}}}]}}, "signal 11"),
        ({f"r{n}": {"all": [{"m": {"$and": [{"kind": "x"}]}}]} for n in range(300)}, "error code: 108"),
    ],
    ids=["segfault", "error"],
)
def test_a_crash_in_another_process_is_said(rules: dict[str, object], words: str) -> None:
    found = compiled("stage", rules, ['{"id":"1","w":"x"}'], 60)
    assert found is not None
    assert words in found.zh
    assert "stage" in found.zh


@durable
def test_a_hang_in_another_process_is_said() -> None:
    rules = {f"r{n}": {"all": [{"m": {"$and": [{"kind": "x"}, {"n": n}]}}]} for n in range(600)}
    found = compiled("stage", rules, [], 1.5)
    assert found is not None
    assert "超过 1.5 秒" in found.zh
