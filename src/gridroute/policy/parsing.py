"""Reads conditions as they are written, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gridroute.errors import Bilingual
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test, place
from gridroute.policy.document import Path_, Value
from gridroute.policy.reading import Reading, substituted
from gridroute.policy.tongue import OTHER_NAMES, nearest
from gridroute.policy.vocabulary import Field, FieldType

Literal_ = bool | int | str | date
_ORDERED_OPS = (Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN, Op.BETWEEN)
#: What may say which issues are one, and never how one is handled (I31, §13).
_ONLY_GROUPED = ("hoax_calls_month",)
_WRITTEN_OPS = [op.value for op in Op if op not in (Op.EQUALS, Op.ONE_OF)]


def read_condition(value: Value, path: Path_, at: Reading) -> Condition:
    """The condition written as ``value``; a part that is wrong is left out and reported."""
    if not isinstance(value, dict):
        at.fault(path, "条件应写成“字段: 值”", "a condition is a mapping of field to value", code="GR105")
        return All(())
    parts: list[Condition] = []
    for key, inner in value.items():
        here = (*path, key)
        if key in ("all", "any"):
            if not isinstance(inner, list) or not inner:
                at.fault(here, f"{key} 后面应是列表", f"“{key}” takes a list", code="GR105")
                continue
            made = tuple(read_condition(item, (*here, n), at) for n, item in enumerate(inner))
            parts.append(All(made) if key == "all" else AnyOf(made))
        elif key == "not":
            parts.append(Not(read_condition(inner, here, at)))
        else:
            parts.extend(_field_tests(key, inner, here, at))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _field_tests(key: str, inner: Value, path: Path_, at: Reading) -> Iterable[Condition]:
    name = at.vocabulary.by_label(key)
    if name is None or name not in at.vocabulary.fields:
        at.fault(path, f"没有“{key}”这个字段", f"no field “{key}”", nearest(key, at.vocabulary.heads()), code="GR205")
        return
    item = at.vocabulary.fields[name]
    if name not in at.readable:
        at.fault(
            path,
            f"阶段 {at.stage} 读不到字段“{key}”",
            f"stage {at.stage} cannot read the field “{key}”",
            Bilingual("换成该阶段以前已定的字段,或把规则移到后面的阶段", "move the rule to a later stage"),
            code="GR206",
        )
        return
    if name in _ONLY_GROUPED:
        at.fault(
            path,
            f"“{key}”只用于归并,不得作规则的条件",
            f"“{key}” is for grouping only and may be no condition",
            Bilingual("删去这个条件", "remove this test"),
            code="GR207",
        )
        return
    if isinstance(inner, dict) and "param" not in inner:
        if not inner:
            at.fault(path, "条件是空的", "the test is empty", code="GR208")
        for word, operand in inner.items():
            if word not in _WRITTEN_OPS:
                at.fault(
                    (*path, word),
                    f"没有“{word}”这种检验",
                    f"no test “{word}”",
                    nearest(word, _WRITTEN_OPS),
                    code="GR208",
                )
                continue
            test = _test(item, Op(word), operand, (*path, word), at)
            if test is not None:
                yield test
        return
    written = substituted(inner, path, at)
    if written is None and inner is not None:
        return
    op = Op.ONE_OF if isinstance(written, list | tuple) else Op.EQUALS
    test = _test(item, op, written, path, at)
    if test is not None:
        yield test


def _test(item: Field, op: Op, written: object, path: Path_, at: Reading) -> Test | None:
    if op is Op.EXISTS:
        if not isinstance(written, bool):
            at.fault(path, "exists 只能是 true 或 false", "“exists” takes true or false", code="GR116")
            return None
        return Test(item.name, op, written)
    if not _suits(item, op):
        allowed = "、".join(o.value for o in Op if _suits(item, o))
        at.fault(
            path,
            f"字段“{item.name}”({item.type})不能用 {op}",
            f"{op} does not fit the field “{item.name}” ({item.type})",
            Bilingual(f"可用: {allowed}", f"use one of: {allowed}"),
            code="GR208",
        )
        return None
    operand = substituted(written, path, at)
    if operand is None and written is not None:
        return None
    many = op in (Op.ONE_OF, Op.BETWEEN, Op.UNDER, Op.CONTAINS_ANY, Op.CONTAINS_ALL)
    raw = list(operand) if isinstance(operand, list | tuple) else [operand]
    if not many and len(raw) != 1:
        at.fault(path, f"{op} 只能跟一个值", f"{op} takes one value", code="GR208")
        return None
    values = [literal for one in raw if (literal := _literal(item, op, one, path, at)) is not None]
    if len(values) != len(raw):
        return None
    if not values or (op is Op.BETWEEN and len(values) != 2):
        at.fault(path, "值的个数不对", "the wrong number of values", code="GR208")
        return None
    order = item.values if item.ordered and op in _ORDERED_OPS else ()
    made = Test(item.name, op, tuple(values) if many else values[0], order)
    if op is Op.BETWEEN and place(made, values[0]) > place(made, values[1]):
        low, high = values
        remedy = Bilingual(f"写成 {high} 至 {low}", f"write {high} to {low}")
        at.fault(
            path, f"范围“{low} 至 {high}”前大后小", f"the range “{low} to {high}” runs backwards", remedy, code="GR210"
        )
        return None
    return made


def _suits(item: Field, op: Op) -> bool:
    if op is Op.EXISTS:
        return True
    if op in (Op.CONTAINS_ANY, Op.CONTAINS_ALL):
        return item.type is FieldType.WORDS
    if item.type is FieldType.WORDS:
        return False
    if op is Op.UNDER:
        return item.type is FieldType.PATH
    if op in _ORDERED_OPS:
        return item.type in (FieldType.INTEGER, FieldType.DATE) or item.ordered
    return True


def _literal(item: Field, op: Op, written: object, path: Path_, at: Reading) -> Literal_ | None:
    if written is None:
        at.fault(
            path,
            "值是空的",
            "the value is empty",
            Bilingual("检查是否误用了英文逗号", "look for a stray comma"),
            code="GR111",
        )
        return None
    match item.type:
        case FieldType.BOOLEAN if isinstance(written, bool):
            return written
        case FieldType.INTEGER if isinstance(written, int) and not isinstance(written, bool):
            return written
        case FieldType.DATE if isinstance(written, date):
            return written
        case FieldType.WORD | FieldType.WORDS if isinstance(written, str):
            return _word(item, written, path, at)
        case FieldType.PATH if isinstance(written, str):
            known = at.paths.get(item.name)
            if known is not None and written not in known:
                at.fault(
                    path, f"没有“{written}”这一项", f"no such path “{written}”", nearest(written, known), code="GR209"
                )
                return None
            return written
    at.fault(
        path,
        f"“{written}”不是字段“{item.name}”的类型 ({item.type})",
        f"“{written}” is not of the type of “{item.name}” ({item.type})",
        code="GR209",
    )
    return None


def _word(item: Field, written: str, path: Path_, at: Reading) -> str | None:
    written = OTHER_NAMES.get(written, written)
    if item.name == "act" and at.stage == "duty" and written not in at.vocabulary.acts:  # civic acts are open
        at.fault(
            path, f"没有行为“{written}”", f"no act “{written}”", nearest(written, at.vocabulary.acts), code="GR213"
        )
        return None
    if not item.closed or written in item.values:
        return written
    said = {at.vocabulary.word(value, "zh"): value for value in item.values}
    if written in said:
        return said[written]
    remedy = nearest(written, [*item.values, *said])
    if item.grows and not remedy.en:
        remedy = Bilingual(
            f"本地确有的,在 vocabulary.yaml 写 fields: {{{item.name}: {{add: [{written}]}}}}",
            f"if it exists here, write fields: {{{item.name}: {{add: [{written}]}}}} in vocabulary.yaml",
        )
    at.fault(
        path,
        f"字段“{item.name}”没有“{written}”这个值",
        f"“{written}” is not a value of “{item.name}”",
        remedy,
        code="GR209",
    )
    return None
