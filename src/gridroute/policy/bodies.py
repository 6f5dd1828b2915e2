"""单位台账: which bodies exist, what they do, and who continues them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from gridroute.errors import Bilingual
from gridroute.model import Organization
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.reading import Reading
from gridroute.policy.tongue import nearest

#: The body of a higher level to which a template's ``parent`` may point by word.
_PER = {"per_township": "township", "per_community": "community"}


@dataclass
class Bodies:
    """All bodies of one county, by identifier; built while loading, then only read."""

    by_id: dict[str, Organization] = field(default_factory=dict)
    _names: dict[str, list[str]] | None = None
    _at_place: dict[tuple[str, str], list[str]] | None = None
    _functions: dict[str, list[str]] | None = None
    _services: dict[str, list[str]] | None = None

    def add(self, body: Organization) -> None:
        """Adds a body; what is known by name, kind, function or service is worked out anew."""
        self.by_id[body.id] = body
        self._names = self._at_place = self._functions = self._services = None

    def named(self, name: str) -> list[Organization]:
        """Every body of that identifier, name or alias."""
        if name in self.by_id:
            return [self.by_id[name]]
        if self._names is None:
            self._names = {}
            for body in self.by_id.values():
                for word in dict.fromkeys((body.name, *body.aliases)):
                    self._names.setdefault(word, []).append(body.id)
        return [self.by_id[key] for key in self._names.get(name, [])]

    def beginning(self, text: str) -> list[Organization]:
        """The bodies whose name or alias ``text`` begins with; the longest such name counts."""
        self.named("")
        assert self._names is not None
        for end in range(min(len(text), 30), 2, -1):
            keys = self._names.get(text[:end])
            if keys and len(keys) == 1:
                return [self.by_id[keys[0]]]
        return []

    def of_kind(self, kind: str, place: str) -> list[Organization]:
        """The bodies of ``kind`` that serve ``place``."""
        if self._at_place is None:
            self._at_place = {}
            for body in self.by_id.values():
                self._at_place.setdefault((body.kind, body.place), []).append(body.id)
        return [self.by_id[key] for key in self._at_place.get((kind, place), [])]

    def with_function(self, function: str) -> list[Organization]:
        """The bodies that hold, or held, ``function``."""
        if self._functions is None:
            self._functions = {}
            for body in self.by_id.values():
                for one in body.functions:
                    self._functions.setdefault(one, []).append(body.id)
        return [self.by_id[key] for key in self._functions.get(function, [])]

    def with_service(self, service: str) -> list[Organization]:
        """The bodies that supply, or supplied, ``service``."""
        if self._services is None:
            self._services = {}
            for body in self.by_id.values():
                for one in body.services:
                    self._services.setdefault(one, []).append(body.id)
        return [self.by_id[key] for key in self._services.get(service, [])]

    def in_office(self, body: Organization, day: date) -> list[Organization]:
        """``body`` if it exists on ``day``, else those who continue it (N10); none where nobody does."""
        found: list[Organization] = []
        seen: set[str] = set()
        todo = [body.id]
        while todo:
            key = todo.pop(0)
            if key in seen or key not in self.by_id:
                continue
            seen.add(key)
            one = self.by_id[key]
            if one.in_office(day):
                found.append(one)
            else:
                todo.extend(one.successors)
        return found

    def above(self, body: Organization) -> list[Organization]:
        """The bodies above ``body``, nearest first."""
        chain: list[Organization] = []
        seen = {body.id}
        key = body.parent
        while key is not None and key in self.by_id and key not in seen:
            seen.add(key)
            chain.append(self.by_id[key])
            key = self.by_id[key].parent
        return chain

    def commander(self, body: Organization) -> Organization:
        """Who commands ``body`` day by day: the township it stands in, or under; else itself (SS41)."""
        place = self.by_id.get(body.place or "")
        over = [one for one in (place, *self.above(body)) if one is not None and one.kind == "township"]
        return over[0] if over else body

    def common_superior(self, bodies: Iterable[Organization]) -> Organization | None:
        """The nearest body above all of ``bodies`` (N9)."""
        chains = [[one.id for one in self.above(body)] for body in bodies]
        if not chains:
            return None
        shared = next((key for key in chains[0] if all(key in chain for chain in chains)), None)
        return self.by_id[shared] if shared else None


#: A blank of a template, as ``{township}``, that nothing was put into.
_BLANK = re.compile(r"\{[^{}]*\}")


def read_bodies(
    document: Document,
    prefix: str,
    places: Mapping[str, Iterable[tuple[str, str, str]]],
    bodies: Bodies,
    at: Reading,
) -> None:
    """Adds the bodies of one ``organizations.yaml``.

    Identifiers are prefixed with the county's code. ``places`` gives, for ``per_township`` and
    ``per_community``, the (code, name, short name) of every place that gets the template.
    """
    keys = ("organizations", *_PER)
    for key in document.value:
        if key not in keys:
            at.fault(
                (key,), f"单位台账没有“{key}”", f"no “{key}” in a register of bodies", nearest(key, keys), code="GR106"
            )
    for key in keys:
        if not isinstance(document.value.get(key, []), list):
            at.fault((key,), f"{key} 应是一列单位", f"{key} is a list of bodies", code="GR105")
    listed = document.value.get("organizations", [])
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        _add(entry, ("organizations", number), prefix, {}, bodies, at)
    for key, level in _PER.items():
        templates = document.value.get(key, [])
        for number, entry in enumerate(templates if isinstance(templates, list) else []):
            for code, name, short in places.get(level, ()):
                known = {"code": code, level: name, f"{level}_short": short, "level": level}
                _add(entry, (key, number), prefix, known, bodies, at)


def _add(entry: Value, path: Path_, prefix: str, place: Mapping[str, str], bodies: Bodies, at: Reading) -> None:
    if not isinstance(entry, dict):
        at.fault(path, "单位应写成 {id, name, kind, …}", "a body is {id, name, kind, …}", code="GR105")
        return
    data = {key: value for key, value in entry.items() if value is not None}
    at.rule = str(data.get("name", data.get("id", "")))

    def full(word: str) -> str:
        if word in ("township", "community") and place:
            return place["code"]
        return f"{prefix}-{word}"

    if isinstance(data.get("id"), str):
        own = str(data["id"])
        data["id"] = f"{place['code']}-{own}" if place else full(own)
    if isinstance(data.get("parent"), str):
        data["parent"] = full(str(data["parent"]))
    successors = data.get("successors")
    if isinstance(successors, list):
        data["successors"] = [full(str(one)) for one in successors]
    if place:
        data["place"] = place["code"]
        data.setdefault("level", place["level"])
        if isinstance(data.get("name"), str):
            data["name"] = _fill(str(data["name"]), place)
        aliases = data.get("aliases")
        if isinstance(aliases, list):
            data["aliases"] = [_fill(str(one), place) for one in aliases]
    try:
        body = Organization.model_validate(data)
    except ValidationError as error:
        for one in error.errors():
            where = ".".join(str(part) for part in one["loc"])
            fields = Organization.model_fields
            at.fault(
                (*path, *one["loc"]),
                f"单位的“{where}”不对 ({one['msg']})",
                f"“{where}” of a body is wrong ({one['msg']})",
                nearest(where, fields) if one["type"] == "extra_forbidden" else Bilingual("", ""),
                code="GR301",
            )
        return
    for word in (body.name, *body.aliases):
        for blank in _BLANK.findall(word):
            known = [f"{{{key}}}" for key in place]
            remedy = nearest(blank, known)
            if not remedy.en:
                remedy = Bilingual("可用: " + "、".join(known), "use one of: " + ", ".join(known))
            if not known:
                remedy = Bilingual("直接写名称", "write the name itself")
            at.fault(
                path,
                f"“{word}”里的{blank}没有东西可填",
                f"nothing is filled in for {blank} in “{word}”",
                remedy,
                code="GR301",
            )
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        at.fault(
            path,
            f"撤销日期 {body.valid_to} 早于设立日期 {body.valid_from}",
            f"it ends on {body.valid_to}, before it begins on {body.valid_from}",
            Bilingual("改 valid_from 或 valid_to", "mend valid_from or valid_to"),
            code="GR301",
        )
    if body.kind not in at.vocabulary.kinds:
        at.fault(
            (*path, "kind"),
            f"没有单位类型“{body.kind}”",
            f"no kind “{body.kind}”",
            nearest(body.kind, at.vocabulary.kinds),
            code="GR302",
        )
    if body.level not in at.vocabulary.levels:
        at.fault(
            (*path, "level"),
            f"没有层级“{body.level}”",
            f"no level “{body.level}”",
            nearest(body.level, at.vocabulary.levels),
            code="GR302",
        )
    if body.id in bodies.by_id:
        at.fault(path, f"单位编号“{entry.get('id')}”重复", f"the id “{entry.get('id')}” is taken", code="GR303")
        return
    bodies.add(body)


def end_with_a_government(bodies: Bodies, adcode: str, name: str) -> None:
    """Adds the county's government where no register names it: every succession ends with it (I20)."""
    if not bodies.with_function("本级政府"):
        bodies.add(
            Organization(
                id=f"{adcode}-gov", name=f"{name}人民政府", kind="government", level="county", functions=("本级政府",)
            )
        )


def _fill(template: str, place: Mapping[str, str]) -> str:
    for key, value in place.items():
        template = template.replace("{" + key + "}", value)
    return template


def check_bodies(bodies: Bodies, functions: Iterable[str], document: Document, at: Reading) -> None:
    """Reports parents and successors that do not exist, and functions that nobody declared."""
    known = set(functions)
    short = {key.rsplit("-", 1)[-1] for key in bodies.by_id}
    for body in bodies.by_id.values():
        at.rule = body.name
        where = entry_of(document, body)
        if not where:
            continue
        for key in (*((body.parent,) if body.parent else ()), *body.successors):
            if key not in bodies.by_id:
                own = key.rsplit("-", 1)[-1]
                at.fault(where, f"没有单位“{own}”", f"no body “{own}”", nearest(own, short), code="GR304")
        for chain, zh, en in (
            (_reached(bodies, body, lambda one: (one.parent,) if one.parent else ()), "上级", "parents"),
            (_reached(bodies, body, lambda one: one.successors), "承继单位", "successors"),
        ):
            if body.id in chain:
                at.fault(
                    where,
                    f"“{body.name}”的{zh}绕回了它自己",
                    f"the {en} of “{body.name}” lead back to itself",
                    code="GR305",
                )
        for function in body.functions:
            if function not in known:
                at.fault(
                    where,
                    f"没有声明职能“{function}”",
                    f"undeclared function “{function}”",
                    nearest(function, known),
                    code="GR306",
                )


def _reached(bodies: Bodies, body: Organization, after: Callable[[Organization], Iterable[str]]) -> set[str]:
    """The identifiers of all bodies to which ``after`` leads from ``body``, step by step."""
    found: set[str] = set()
    todo = list(after(body))
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo.extend(after(bodies.by_id[key]) if key in bodies.by_id else ())
    return found


def entry_of(document: Document, body: Organization) -> Path_:
    """Where a register of bodies writes ``body``; empty where it does not."""
    own = body.id.rsplit("-", 1)[-1]
    for key in ("organizations", *_PER):
        listed = document.value.get(key, [])
        for number, entry in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(entry, dict) and entry.get("id") == own:
                return (key, number)
    return ()
