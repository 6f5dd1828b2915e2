"""归并: a count over history, or "these are one" (§9). Its form is fixed; nothing else counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from gridroute.errors import Bilingual
from gridroute.model import Duration
from gridroute.model.source import as_source
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.reading import Reading
from gridroute.policy.reference import read_duration
from gridroute.policy.tongue import nearest
from gridroute.policy.vocabulary import Field, FieldType

Of = Literal["issues", "whistles", "events"]
Effect = Literal["one_visit", "propose_merge"]
_KEYS = ("of", "same", "within", "yields", "effect", "for", "source", "label")
#: What can be grouped, and what it has besides the fields that rules read: who, and where exactly.
_OWN: Mapping[str, tuple[str, ...]] = {
    "issues": ("compound",),
    "whistles": ("obligor", "zone", "compound"),
    "events": ("actor", "compound"),
}
#: Which things an effect makes one.
_EFFECTS: Mapping[str, str] = {"one_visit": "whistles", "propose_merge": "issues"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """归并: the things ``of`` that agree in ``same`` and lie ``within`` one length of time, this one included.

    They give a count, which is an integer field of the grouping's name, or they have an ``effect``.
    """

    name: str
    of: Of
    same: tuple[str, ...]
    within: Duration
    effect: Effect | None = None
    label: str = ""
    source: str = "assumed"
    layer: str = ""

    @property
    def counts(self) -> bool:
        """Whether the grouping yields a count."""
        return self.effect is None


def read_groupings(document: Document, layer: str, known: dict[str, Grouping], at: Reading) -> None:
    """Adds one layer's groupings and the fields of their counts; a lower layer's takes the place of the one above."""
    for key in document.value:
        if key != "groupings":
            at.rule = ""
            at.fault(
                (key,), f"这里不认识“{key}”", f"“{key}” does not belong here", nearest(key, ["groupings"]), code="GR106"
            )
    entries = document.value.get("groupings", {})
    if not isinstance(entries, dict):
        at.rule = ""
        at.fault(("groupings",), "groupings 应是“名: {of, same, within}”", "groupings is a mapping", code="GR105")
        return
    for name, body in entries.items():
        at.rule = name
        path = ("groupings", name)
        if not isinstance(body, dict):
            words = "{of, same, within, yields | effect}"
            at.fault(path, f"归并应写成 {words}", f"a grouping is {words}", code="GR105")
            continue
        made = _grouping(name, body, layer, path, at)
        if made is None:
            continue
        known[name] = made
        if made.counts:
            _declare(made, path, at)


def _grouping(name: str, body: Mapping[str, Value], layer: str, path: Path_, at: Reading) -> Grouping | None:
    before = len(at.faults)
    for key in body:
        if key not in _KEYS:
            at.fault(
                (*path, key), f"归并没有“{key}”这一项", f"a grouping has no “{key}”", nearest(key, _KEYS), code="GR106"
            )
    of = str(body.get("of"))
    if of not in _OWN:
        at.fault((*path, "of"), f"不能归并“{of}”", f"“{of}” cannot be grouped", _one_of(of, _OWN), code="GR608")
        return None
    same = _same(body.get("same"), of, (*path, "same"), at)
    if "within" not in body:
        remedy = Bilingual("写上 within", "write within")
        at.fault(path, "归并没有时间范围", "a grouping without a length of time", remedy, code="GR608")
    within = read_duration(body["within"], (*path, "within"), at) if "within" in body else None
    effect = _result(body, of, path, at)
    if len(at.faults) > before or within is None:
        return None
    label, source = str(body.get("label", name)), as_source(body.get("source"))
    return Grouping(name, cast(Of, of), same, within, effect, label, source, layer)


def _same(value: Value, of: str, path: Path_, at: Reading) -> tuple[str, ...]:
    """The fields in which the things must agree: those that rules read of them, and a few of their own."""
    if not isinstance(value, list) or not value:
        at.fault(path, "same 应是一列字段", "same is a list of fields", code="GR105")
        return ()
    stage = ("reporting", 10, "decision") if of == "issues" else ("event", 11, "case")
    known = {*at.vocabulary.readable_at(*stage), *_OWN[of]}
    made: list[str] = []
    for number, item in enumerate(value):
        name = item if item in _OWN[of] else at.vocabulary.by_label(str(item))
        if not isinstance(name, str) or name not in known:
            at.fault(
                (*path, number),
                f"“{of}”没有“{item}”这个字段",
                f"{of} have no field “{item}”",
                nearest(str(item), known),
                code="GR205",
            )
        elif name in made:
            at.fault((*path, number), f"“{item}”写了两遍", f"“{item}” is given twice", code="GR103")
        else:
            made.append(name)
    return tuple(made)


def _result(body: Mapping[str, Value], of: str, path: Path_, at: Reading) -> Effect | None:
    """What the grouping comes to: a count (``None``) or an effect."""
    if ("yields" in body) == ("effect" in body):
        at.fault(
            path,
            "归并要么得出计数,要么有效果: 写 yields 或 effect",
            "a grouping has either yields or effect",
            code="GR608",
        )
        return None
    if "yields" in body:
        if body["yields"] != "count":
            said = body["yields"]
            words = Bilingual("只能写 yields: count", "write yields: count")
            at.fault(
                (*path, "yields"), f"归并不能得出“{said}”", f"a grouping does not yield “{said}”", words, code="GR608"
            )
        return None
    effect = str(body["effect"])
    here = (*path, "effect")
    if effect not in _EFFECTS:
        at.fault(here, f"没有“{effect}”这种效果", f"no effect “{effect}”", _one_of(effect, _EFFECTS), code="GR608")
        return None
    if _EFFECTS[effect] != of:
        fits = _EFFECTS[effect]
        at.fault(here, f"“{effect}”只用于 {fits}", f"“{effect}” is for {fits} only", code="GR608")
    return cast(Effect, effect)


def _one_of(word: str, known: Mapping[str, object]) -> Bilingual:
    near = nearest(word, known)
    return near if near.en else Bilingual("可用: " + "、".join(known), "use one of: " + ", ".join(known))


def _declare(grouping: Grouping, path: Path_, at: Reading) -> None:
    declared = at.vocabulary.fields.get(grouping.name)
    if declared is None:
        at.vocabulary.fields[grouping.name] = Field(grouping.name, FieldType.INTEGER, grouping.label, given=True)
    elif declared.type is not FieldType.INTEGER:
        at.fault(
            path,
            f"字段“{grouping.name}”已声明为 {declared.type},不能是计数",
            f"the field “{grouping.name}” is declared as {declared.type}, so it cannot be a count",
            code="GR608",
        )
