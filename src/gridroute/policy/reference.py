"""角色与时长: reads what conditions, outcomes, orders and ladders all name: roles, and lengths of time."""

from __future__ import annotations

from collections.abc import Sequence

from gridroute.errors import Bilingual
from gridroute.model import Duration, Organization
from gridroute.model.duration import LONGEST
from gridroute.policy.document import Path_, Value
from gridroute.policy.reading import Reading, substituted
from gridroute.policy.rule import Reference
from gridroute.policy.tongue import nearest
from gridroute.policy.vocabulary import Role


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
