"""限度: what durable-rules would crash, hang or lie on, said to the author of a rule before it is compiled.

Every limit was found by running durable-rules 2.0.28 into it. Most cannot be caught once it happens: it is
a C extension, and a segmentation fault or an endless loop takes the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gridroute.errors import Bilingual
from gridroute.policy.condition import Condition, Op, Test, tests
from gridroute.policy.vocabulary import Field
from gridroute.reasoning.columns import suits
from gridroute.reasoning.encoding import HIGHEST, KIND, Encoding, Literal

#: durable's stack holds 64 tests that wait; ``most_waiting`` counts them all, so little is kept in hand.
AT_ONCE = 60
RULES, CHILDREN, PROPERTIES = 2_000, 400, 200
TEXT_BYTES, NAME_BYTES = 60_000, 200
#: Property names that durable keeps for itself; a name with the hash of one of them is taken for it.
_OPERATORS = "s m i l r forward lt lte gt gte eq neq mt imt iall iany ex nex or and not add sub mul div"
RESERVED = ("id", "sid", KIND, *(f"${name}" for name in _OPERATORS.split()))

_INDEX = Bilingual(
    "改用表格(由索引判定)或拆成几个阶段", "use a table (the index reads it), or split the rules between stages"
)


def problems(conditions: Sequence[Condition], fields: Mapping[str, Field], name: str = "rules") -> list[Bilingual]:
    """Everything for which durable must not be given ``conditions``; empty where they are safe."""
    found = [problem for number, one in enumerate(conditions, start=1) for problem in _of_tests(number, one, fields)]
    asked = {test.field for condition in conditions for test, _ in tests(condition)}
    found += [problem for field in sorted(asked) for problem in _of_name(field)]
    if _bytes(name) is None or not name:
        found.append(
            _say("规则组名称", "the name of the rule set", "不能用作名称", "is not a name", "换一个名称", "rename it")
        )
    return found or _of_rules(Encoding(conditions, fields, name))


def fnv(name: str) -> int:
    """durable's 32-bit hash of a property name. Its C reads bytes as signed, so Chinese differs from FNV-1a."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * 16777619) & 0xFFFFFFFF
    return value


def _say(zh: str, en: str, what_zh: str, what_en: str, do_zh: str, do_en: str) -> Bilingual:
    return Bilingual(f"{zh}: {what_zh}: {do_zh}", f"{en}: {what_en}: {do_en}")


def _bytes(text: str) -> int | None:
    """How long ``text`` is in UTF-8; ``None`` where it has no such form."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        return None


def _of_tests(number: int, condition: Condition, fields: Mapping[str, Field]) -> Iterator[Bilingual]:
    for test, _ in tests(condition):
        at = (f"第{number}条条件,字段“{test.field}”", f"condition {number}, field “{test.field}”")
        if test.field not in fields:
            yield _say(*at, "没有这个字段", "no such field", "先在词汇里声明", "declare it in the vocabulary")
        elif not suits(test, fields):
            kind = fields[test.field].type
            yield _say(
                *at,
                f"检验 {test.op} 或它的值不合字段类型({kind})",
                f"{test.op} or its value does not fit the type ({kind})",
                "数与文字不能混用,按字段类型改写",
                "do not mix numbers and text; write it as the type of the field asks",
            )
        else:
            yield from _of_values(at, test)


def _of_values(at: tuple[str, str], test: Test) -> Iterator[Bilingual]:
    for value in test.value if isinstance(test.value, tuple) else (test.value,):
        if isinstance(value, str):
            if test.op in (Op.CONTAINS_ANY, Op.CONTAINS_ALL):
                continue
            size = _bytes(value)
            if size is None:
                yield _say(
                    *at, "文字含有无效字符", "the text has invalid characters", "重新输入这个值", "type it again"
                )
            elif size > TEXT_BYTES:
                yield _say(
                    *at,
                    f"文字太长({size} 字节,最多 {TEXT_BYTES})",
                    f"the text is too long ({size} bytes, at most {TEXT_BYTES})",
                    "改用较短的代码或词",
                    "use a shorter code or word",
                )
        elif isinstance(value, int) and not -HIGHEST + 1 < value < HIGHEST - 1:
            yield _say(
                *at,
                f"数 {value} 超出 ±2^53",
                f"the number {value} is beyond ±2^53",
                "换用更大的单位",
                "use a larger unit",
            )


def _of_name(field: str) -> Iterator[Bilingual]:
    at = (f"字段“{field}”", f"field “{field}”")
    rename = ("给字段改名", "rename the field")
    size = _bytes(field)
    if size is None:
        yield _say(*at, "名称含有无效字符", "the name has invalid characters", *rename)
    elif size > NAME_BYTES:
        long = (
            f"名称太长({size} 字节,最多 {NAME_BYTES})",
            f"the name is too long ({size} bytes, at most {NAME_BYTES})",
        )
        yield _say(*at, *long, *rename)
    if field.startswith("$") or "." in field or not field:
        yield _say(*at, "名称不能为空、以 $ 开头或含有点号", "the name is empty, starts with $ or has a dot", *rename)
    if field in ("id", "sid", KIND):
        yield _say(*at, "这个名称由引擎自用", "the engine uses this name itself", *rename)


def _of_rules(encoding: Encoding) -> list[Bilingual]:
    found: list[Bilingual] = []
    whole = ("整组规则", "the rule set")
    rules, properties = len(encoding.rules), encoding.properties
    if rules > RULES:
        many = (f"展开后有 {rules} 条(最多 {RULES})", f"{rules} rules once expanded (at most {RULES})")
        found.append(_say(*whole, *many, *_INDEX))
    if len(properties) + 2 > PROPERTIES:
        most = PROPERTIES - 2
        many = (f"要判定 {len(properties)} 个属性(最多 {most})", f"{len(properties)} properties (at most {most})")
        found.append(_say(*whole, *many, *_INDEX))
    found += _of_hashes(properties)
    if not found:
        found += _of_tree(_tree(encoding), whole)
    return found


def _of_hashes(properties: Sequence[str]) -> Iterator[Bilingual]:
    known = {fnv(name): name for name in RESERVED}
    for name in properties:
        other = known.setdefault(fnv(name), name)
        if other != name:
            same = (f"与“{other}”的散列值相同,引擎分不清", f"has the same hash as “{other}”; the engine mixes them up")
            yield _say(f"属性“{name}”", f"property “{name}”", *same, "给其中一个字段改名", "rename one of the fields")


# ---- the tree of tests that durable builds ------------------------------------------------------------------

Tree = dict[Literal, "Tree"]


def _tree(encoding: Encoding) -> Tree:
    """The tests of all rules; rules that begin alike share their first nodes, as in durable itself."""
    top: Tree = {}
    for rule in encoding.rules:
        node = top
        for literal in sorted(rule):
            node = node.setdefault(literal, {})
    return top


def _of_tree(tree: Tree, at: tuple[str, str]) -> Iterator[Bilingual]:
    children = _most_children(tree)
    if children > CHILDREN:
        wide = (
            f"同一处有 {children} 种检验并列(最多 {CHILDREN})",
            f"{children} tests stand side by side (at most {CHILDREN})",
        )
        yield _say(*at, *wide, *_INDEX)
        return
    waiting = most_waiting(tree)
    if waiting > AT_ONCE:
        wide = (
            f"可能有 {waiting} 项检验同时成立(最多 {AT_ONCE})",
            f"{waiting} tests may be true at once (at most {AT_ONCE})",
        )
        yield _say(*at, *wide, *_INDEX)


def _most_children(tree: Tree) -> int:
    return max([len(tree), *map(_most_children, tree.values())])


def most_waiting(tree: Tree) -> int:
    """How many nodes can wait at most on durable's stack of 64: all true siblings, then those further down.

    Tests of different properties are taken to be true together; of one property, as many as one value meets.
    """
    if not tree:
        return 0
    by_property: dict[str, list[Literal]] = {}
    for literal in tree:
        by_property.setdefault(literal.property, []).append(literal)
    true = sum(_together(literals) for literals in by_property.values())
    return max(true, *(true - 1 + most_waiting(below) for below in tree.values()))


def _together(literals: Sequence[Literal]) -> int:
    if len(literals) == 1:
        return 1
    values: set[int | str] = set()
    for literal in literals:
        if isinstance(literal.value, int):
            values |= {literal.value - 1, literal.value, literal.value + 1}
        else:
            values |= {literal.value, ""}
    return max(sum(literal.holds(value) for literal in literals) for value in values)
