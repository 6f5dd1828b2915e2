"""Reads conditions, roles and lengths of time as they are written, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.model import Duration, Organization
from gridroute.model.duration import LONGEST
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test, place
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.parameter import Parameter, StreetValues
from gridroute.policy.rule import Reference
from gridroute.policy.tongue import OTHER_NAMES, nearest
from gridroute.policy.vocabulary import Field, FieldType, Role, Vocabulary

Literal_ = bool | int | str | date
_ORDERED_OPS = (Op.AT_LEAST, Op.MORE_THAN, Op.AT_MOST, Op.LESS_THAN, Op.BETWEEN)
#: What may say which issues are one, and never how one is handled (I31, §13).
_ONLY_GROUPED = ("hoax_calls_month",)
_WRITTEN_OPS = [op.value for op in Op if op not in (Op.EQUALS, Op.ONE_OF)]


class Register(Protocol):
    """The register of bodies, as far as a reader of names asks it."""

    by_id: dict[str, Organization]

    def named(self, name: str) -> list[Organization]:
        """Every body of that identifier, name or alias."""


@dataclass
class Reading:
    """What a reader of one rule needs: the words, the parameters, where it stands, and where faults go."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    paths: Mapping[str, Iterable[str]]
    document: Document
    faults: list[Fault]
    rule: str = ""
    readable: frozenset[str] = field(default_factory=frozenset)
    stage: str = ""
    used: set[str] = field(default_factory=set)
    depth: int = 0
    #: What the rule being read names and nobody has filled in yet, and the parameters it names.
    unset: list[Bilingual] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    #: The streets and pilots below that give parameters values of their own.
    streets: Sequence[StreetValues] = ()
    #: The bodies that a name may mean, and whether one may stand here: in tables of a county or below (§7).
    bodies: Register | None = None
    names: bool = False

    def fault(self, path: Path_, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        """Notes a fault of this rule; ``code`` is its kind in ``policy/faults.csv``."""
        self.faults.append(self.document.fault(path, Bilingual(zh, en), remedy, self.rule, code))


# ---- conditions -----------------------------------------------------------------------------------


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


def substituted(written: object, path: Path_, at: Reading) -> object:
    """``written``, or the value of the parameter that it names; ``None`` where there is none, which is reported."""
    if not isinstance(written, dict):
        return written
    name = written.get("param")
    if set(written) != {"param"} or not isinstance(name, str):
        at.fault(path, "这里应是一个值,或 {param: 参数名}", "expected a value or {param: name}", code="GR208")
        return None
    at.used.add(name)
    at.named.add(name)
    parameter = at.parameters.get(name)
    if parameter is None:
        at.fault(path, f"没有参数“{name}”", f"no parameter “{name}”", nearest(name, at.parameters), code="GR236")
        return None
    if parameter.value is None and parameter.required:
        at.unset.append(Bilingual(f"参数“{name}”还没有填", f"the parameter “{name}” is unset"))
        return None
    if parameter.value is None:
        at.fault(
            path,
            f"参数“{name}”还没有填",
            f"the parameter “{name}” is unset",
            Bilingual("在 county.yaml 的 parameters 里填写", "set it under parameters in county.yaml"),
            code="GR237",
        )
        return None
    return parameter.value


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


# ---- what conditions, outcomes, orders and ladders all name ---------------------------------------------------


def read_reference(value: Value, path: Path_, at: Reading) -> Reference | None:
    """The role or group that ``value`` names."""
    if isinstance(value, dict) and set(value) == {"group"} and isinstance(value["group"], str):
        name, group = value["group"], True
    elif isinstance(value, str):
        name, group = value, False
    else:
        at.fault(
            path, "应是一个角色", "expected a role", Bilingual("规则里只写角色", "rules name roles only"), code="GR215"
        )
        return None
    role = at.vocabulary.roles.get(name)
    if not group and (role is None or role.form == "body"):
        named = at.bodies.named(name) if at.bodies else []
        if named:
            return _body(name, named, path, at)
        role = None
    if role is None or (group and role.form != "group"):
        what = "成员组" if group else "角色"
        known = [name for name, one in at.vocabulary.roles.items() if one.form != "body"]
        bodies = at.bodies.by_id.values() if at.bodies and at.names else ()
        remedy = nearest(name, [*known, *(body.name for body in bodies)])
        at.fault(path, f"没有{what}“{name}”", f"no such role “{name}”", remedy, code="GR215")
        return None
    unset = at.vocabulary.unset_group(name)
    if unset is not None:
        at.unset.append(Bilingual(f"成员组“{unset}”还没有填", f"the group “{unset}” is unset"))
    return Reference(name, role.form == "group")


def _body(name: str, named: Sequence[Organization], path: Path_, at: Reading) -> Reference | None:
    """The body that a table of the county names: a role that this one body has, by its identifier."""
    body = named[0]
    if not at.names:
        roles = [role.name for role in at.vocabulary.roles.values() if _held(role, body)]
        zh, en = "或".join(f"“{role}”" for role in roles), " or ".join(f"“{role}”" for role in roles)
        remedy = Bilingual(f"是不是{zh}?", f"did you mean {en}?") if roles else Bilingual("改写角色", "name its role")
        problem = f"“{name}”是单位名称,规则里只写角色", f"“{name}” is the name of a body; rules name roles only"
        at.fault(path, *problem, remedy, code="GR216")
        return None
    if len(named) > 1:
        ids = ", ".join(one.id for one in named)
        remedy = Bilingual(f"写编号: {ids}", f"write its id: {ids}")
        at.fault(path, f"叫“{name}”的单位不止一个", f"several bodies are called “{name}”", remedy, code="GR216")
        return None
    role = at.vocabulary.roles.get(body.name)
    said = body.name if role is None or (role.form, role.key) == ("body", body.id) else body.id
    at.vocabulary.roles[said] = Role(said, "body", body.id)
    return Reference(said)


def _held(role: Role, body: Organization) -> bool:
    """Whether ``body`` has the role by what it does or supplies."""
    does = {"function": body.functions, "service": body.services}.get(role.form, ())
    return role.key in does and role.level in ("", body.level)


def read_duration(value: Value, path: Path_, at: Reading) -> Duration | None:
    """The length of a deadline, written out or as a parameter."""
    if value is None:
        at.fault(
            path,
            "时限是空的",
            "the duration is empty",
            Bilingual("检查是否误用了英文逗号", "look for a stray comma"),
            code="GR111",
        )
        return None
    written = substituted(value, path, at)
    if written is None:
        return None
    try:
        length = written if isinstance(written, Duration) else Duration.parse(str(written))
    except ValueError:
        at.fault(
            path,
            f"“{written}”不是时限",
            f"“{written}” is not a duration",
            Bilingual("如 3个工作日、24小时 (或 3 workdays、24 clock_hours)", "such as 3 workdays, 24 clock_hours"),
            code="GR218",
        )
        return None
    if length.amount == 0:
        at.fault(path, "时限不能是 0", "a duration is not 0", code="GR218")
        return None
    if length.amount > LONGEST[length.unit]:
        at.fault(path, f"时限 {length.text('zh')} 太长", f"the duration {length} is too long", code="GR218")
        return None
    return length
