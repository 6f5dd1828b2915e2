"""角色与成员组: reads and checks the roles that rules name, and the groups of them (§7)."""

from __future__ import annotations

from collections.abc import Iterable

from gridroute.errors import Bilingual
from gridroute.policy.document import Document
from gridroute.policy.reading import Reading
from gridroute.policy.tongue import GROUP_KEYS, ROLE_PLACES, nearest
from gridroute.policy.vocabulary import CASE_KEYS, FORMS, RELATION_KEYS, Role
from gridroute.policy.words import entries_of

_ROLE_KEYS = {
    "place": "level",
    "function": "function",
    "kind": "kind",
    "service": "service",
    "post": "post",
    "case": "is",
    "relation": "is",
}
#: What roles of a form may be: the code answers these and no others.
_CLOSED_KEYS = {
    "place": ("community", "township", "grid", *ROLE_PLACES),
    "case": CASE_KEYS,
    "relation": RELATION_KEYS,
}
_ROLE_MORE = ("form", "en", "many", "at", "level")


def read_roles(document: Document, layer: str, at: Reading) -> None:
    """Adds the roles of one ``roles.yaml``."""
    for name, body in entries_of(document, "roles", at).items():
        path = ("roles", name)
        at.rule = name
        form = body.get("form") if isinstance(body, dict) else None
        if not isinstance(body, dict) or form not in FORMS or form == "group":
            at.fault(
                path, f"没有“{form}”这种角色", f"no form of role “{form}”", nearest(str(form), FORMS), code="GR307"
            )
            continue
        if name in at.vocabulary.roles:
            at.fault(path, f"角色“{name}”已经声明过", f"the role “{name}” is already declared", code="GR308")
            continue
        wanted = _ROLE_KEYS[str(form)]
        for key in body:
            if key not in (wanted, *_ROLE_MORE):
                at.fault(
                    (*path, key),
                    f"角色没有“{key}”这一项",
                    f"a role has no “{key}”",
                    nearest(key, [wanted]),
                    code="GR106",
                )
        if not isinstance(body.get(wanted), str):
            at.fault(path, f"{form} 类角色要写 {wanted}", f"a role of form {form} needs {wanted}", code="GR307")
            continue
        level = str(body.get("at", body.get("level", "")))
        home = (at.document.file, at.document.line(path))
        at.vocabulary.roles[name] = Role(
            name, str(form), str(body[wanted]), level, str(body.get("en", "")), layer=layer, home=home
        )


def read_groups(document: Document, layer: str, at: Reading) -> None:
    """Adds the groups of one ``groups.yaml``: named sets of roles, a role of their own."""
    for name, body in entries_of(document, "groups", at).items():
        at.rule = name
        members = body.get("members") if isinstance(body, dict) else body
        for key in body if isinstance(body, dict) else ():
            if key not in GROUP_KEYS:
                at.fault(
                    ("groups", name, key),
                    f"成员组没有“{key}”这一项",
                    f"a group has no “{key}”",
                    nearest(key, GROUP_KEYS),
                    code="GR106",
                )
        taken = at.vocabulary.roles.get(name)
        if taken is not None and taken.form != "group":
            at.fault(
                ("groups", name),
                f"“{name}”已经是一个角色,不能再作成员组",
                f"“{name}” is a role already, so it cannot be a group",
                Bilingual("换一个名称", "use another name"),
                code="GR308",
            )
            continue
        if taken is not None and taken.layer == layer:
            at.fault(
                ("groups", name), f"成员组“{name}”已经声明过", f"the group “{name}” is already declared", code="GR308"
            )
            continue
        size = body.get("size") if isinstance(body, dict) else None
        size = size if size is not None else (taken.size if taken is not None else 0)
        if isinstance(members, list) and members and size and size != len(members):
            at.fault(
                ("groups", name),
                f"成员组应有 {size} 个成员,写了 {len(members)} 个",
                f"the group should have {size} members, it has {len(members)}",
                code="GR309",
            )
        waits = members is None and isinstance(body, dict) and body.get("required") is True
        if not waits and (not isinstance(members, list) or not members):
            at.fault(
                ("groups", name),
                "成员组还没有填成员",
                "the group has no members",
                Bilingual(
                    "写上 members: [角色, …];要等当地填的,写 required: true",
                    "write members: [role, …], or required: true where others have yet to fill it",
                ),
                code="GR309",
            )
            continue
        english = str(body.get("en", "")) if isinstance(body, dict) else ""
        listed = members if isinstance(members, list) else []
        at.vocabulary.roles[name] = Role(
            name,
            "group",
            name,
            label_en=english,
            members=tuple(str(one) for one in listed),
            layer=layer,
            size=size if isinstance(size, int) else 0,
            home=(at.document.file, at.document.line(("groups", name))),
        )


def check_groups(document: Document, at: Reading) -> None:
    """Reports members that are no roles."""
    for name in entries_of(document, "groups", at):
        role = at.vocabulary.roles.get(name)
        for number, member in enumerate(role.members if role else ()):
            if member not in at.vocabulary.roles:
                at.rule = name
                at.fault(
                    ("groups", name, "members", number),
                    f"没有角色“{member}”",
                    f"no role “{member}”",
                    nearest(member, at.vocabulary.roles),
                    code="GR311",
                )
        if role is not None and name in _inside(name, at):
            at.rule = name
            at.fault(
                ("groups", name),
                f"成员组“{name}”包含了它自己",
                f"the group “{name}” contains itself",
                Bilingual("成员只写角色或别的组", "name roles or other groups only"),
                code="GR310",
            )


def _inside(group: str, at: Reading) -> set[str]:
    """All roles and groups that a group holds, through groups inside it."""
    found: set[str] = set()
    todo = [group]
    while todo:
        role = at.vocabulary.roles.get(todo.pop())
        more = set(role.members if role is not None else ()) - found
        found |= more
        todo.extend(more)
    return found


def check_roles(document: Document, functions: Iterable[str], at: Reading) -> None:
    """Reports roles of functions or kinds that nobody declared."""
    entries = document.value.get("roles", {})
    for name in entries if isinstance(entries, dict) else ():
        role = at.vocabulary.roles.get(name)
        at.rule = name
        if role is None:
            continue
        if role.form == "function" and role.key not in functions:
            at.fault(
                ("roles", name),
                f"没有声明职能“{role.key}”",
                f"undeclared function “{role.key}”",
                nearest(role.key, functions),
                code="GR306",
            )
        if role.form in _CLOSED_KEYS and role.key not in _CLOSED_KEYS[role.form]:
            known = _CLOSED_KEYS[role.form]
            at.fault(
                ("roles", name),
                f"{role.form} 类角色不能是“{role.key}”",
                f"a role of form {role.form} cannot be “{role.key}”",
                nearest(role.key, known),
                code="GR307",
            )
        if role.form == "kind" and role.key not in at.vocabulary.kinds:
            at.fault(
                ("roles", name),
                f"没有单位类型“{role.key}”",
                f"no kind “{role.key}”",
                nearest(role.key, at.vocabulary.kinds),
                code="GR302",
            )
