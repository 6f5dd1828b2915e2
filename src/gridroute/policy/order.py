"""次序与顺位: which of several is preferred, and who acts when the first is missing (§6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from gridroute.errors import Bilingual
from gridroute.policy.condition import Condition, fields_of
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.parsing import read_condition
from gridroute.policy.reading import Reading
from gridroute.policy.reference import read_reference
from gridroute.policy.rule import Reference
from gridroute.policy.tongue import STEP, nearest
from gridroute.policy.vocabulary import FieldType

StepKind = Literal["prefer", "highest", "lowest", "earliest", "most_specific", "value"]
_KINDS: tuple[StepKind, ...] = ("prefer", "highest", "lowest", "earliest", "most_specific", "value")
#: What the candidates of an order are, as the stage whose fields its steps may read.
ORDER_STAGES = {"grid": "grid", "lead": "party", "exit": "", "whistle_queue": "", "agenda": "meeting"}
#: How far the decision path has gone where a step is read.
_READS = {"party": 8, "meeting": 14}
SUCCESSIONS = ("first_receiver", "adjudicator", "blower", "party_lead", "officer", "successor")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: it narrows what is left and never empties it."""

    id: str
    kind: StepKind
    condition: Condition | None = None
    field: str = ""
    mandate: bool = False
    source: str = "assumed"
    layer: str = ""
    label: str = ""
    en: str = ""


@dataclass(frozen=True)
class Order:
    """次序: steps from the first to the last, and what a tie after the last means."""

    name: str
    steps: tuple[Step, ...]
    tie: str = "contested"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields that the steps read."""
        read = (fields_of(step.condition) if step.condition else {step.field} - {""} for step in self.steps)
        return tuple(sorted(frozenset[str]().union(*read)))


@dataclass(frozen=True, slots=True)
class Succession:
    """顺位: the first of ``roles`` who resolves, is in office and is not struck."""

    name: str
    roles: tuple[Reference, ...]
    holder: Reference | None = None
    warn: str = ""
    home: tuple[str, int] = field(default=("", 0), compare=False, repr=False)


def read_orders(document: Document, layer: str, known: dict[str, Order], at: Reading) -> None:
    """Adds one layer's orders, or inserts its steps into those above."""
    entries = document.value.get("orders", {})
    if not isinstance(entries, dict):
        at.fault(("orders",), "orders 应是“名: {steps}”", "orders is a mapping", code="GR105")
        return
    for name, body in entries.items():
        path = ("orders", name)
        at.rule = name
        if not isinstance(body, dict):
            at.fault(path, "次序应写成 {steps: [...]}", "an order is {steps: […]}", code="GR105")
            continue
        above = known.get(name)
        if name not in ORDER_STAGES:
            at.fault(path, f"没有次序“{name}”", f"no order “{name}”", nearest(name, ORDER_STAGES), code="GR609")
            continue
        if above is None:
            steps = _steps(body.get("steps", []), (*path, "steps"), name, layer, at)
            known[name] = Order(name, tuple(step for step, _ in steps), str(body.get("tie", "contested")))
        elif "insert" in body:
            for key in sorted(set(body) - {"insert"}):
                at.fault(
                    (*path, key), f"插入步骤时不能写“{key}”", f"“{key}” may not stand beside “insert”", code="GR106"
                )
            for step, after in _steps(body["insert"], (*path, "insert"), name, layer, at):
                above = _insert(above, step, after, (*path, "insert"), at)
            known[name] = above
        else:
            at.fault(
                path,
                f"次序“{name}”上层已定",
                f"the order “{name}” is already given above",
                Bilingual("只能用 insert 插入一步", "only insert steps into it"),
                code="GR609",
            )


def _insert(order: Order, step: Step, after: str, path: tuple[str, str, str], at: Reading) -> Order:
    names = [one.id for one in order.steps]
    if after not in names:
        at.fault(path, f"次序里没有“{after}”这一步", f"no step “{after}”", nearest(after, names), code="GR609")
        return order
    position = names.index(after) + 1
    if any(one.mandate for one in order.steps[position:]):
        at.fault(path, "不能插在强制步骤之前", "a step may not stand before a mandated one", code="GR610")
        return order
    if step.id in names:
        _twice(step.id, path, at)
        return order
    return Order(order.name, (*order.steps[:position], step, *order.steps[position:]), order.tie)


def _twice(step: str, path: Path_, at: Reading) -> None:
    remedy = Bilingual("换一个编号", "use another id")
    at.fault(path, f"次序里已有“{step}”这一步", f"there is a step “{step}” already", remedy, code="GR609")


def _steps(value: Value, path: Path_, order: str, layer: str, at: Reading) -> list[tuple[Step, str]]:
    made: list[tuple[Step, str]] = []
    for number, entry in enumerate(value if isinstance(value, list) else [value]):
        here: Path_ = (*path, number)
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            at.fault(here, "次序的一步应有 id", "a step needs an id", code="GR609")
            continue
        for key in entry:
            if key not in STEP:
                at.fault(
                    (*here, key), f"次序的一步没有“{key}”", f"a step has no “{key}”", nearest(key, STEP), code="GR106"
                )
        if any(step.id == entry["id"] for step, _ in made):
            _twice(str(entry["id"]), here, at)
            continue
        kinds = [kind for kind in _KINDS if kind in entry]
        if len(kinds) != 1:
            at.fault(here, "一步只能有一种取舍", "a step has exactly one of " + ", ".join(_KINDS), code="GR609")
            continue
        kind = kinds[0]
        stage = ORDER_STAGES.get(order, "")
        at.stage = stage
        at.readable = frozenset(at.vocabulary.readable_at(stage, _READS.get(stage, 3)))
        condition = read_condition(entry["prefer"], (*here, "prefer"), at) if kind == "prefer" else None
        what = str(entry[kind]) if kind in ("highest", "lowest", "earliest", "value") else ""
        if kind in ("highest", "lowest", "earliest"):
            known = at.vocabulary.fields.get(what)
            if known is None or not (known.ordered or known.type in (FieldType.INTEGER, FieldType.DATE)):
                at.fault(
                    here,
                    f"“{what}”不能比大小",
                    f"“{what}” cannot be compared",
                    nearest(what, at.readable),
                    code="GR609",
                )
                continue
        mandate = entry.get("binding") == "mandate"
        source = str(entry.get("source", "assumed"))
        label = str(entry.get("label", entry["id"]))
        made.append(
            (
                Step(str(entry["id"]), kind, condition, what, mandate, source, layer, label, str(entry.get("en", ""))),
                str(entry.get("after", "")),
            )
        )
    return made


def read_successions(document: Document, known: dict[str, Succession], at: Reading) -> None:
    """Adds one layer's successions; a lower layer's takes the place of the one above."""
    entries = document.value.get("successions", {})
    if not isinstance(entries, dict):
        at.fault(("successions",), "successions 应是“名: {roles}”", "successions is a mapping", code="GR105")
        return
    for name, body in entries.items():
        path = ("successions", name)
        at.rule = name
        if name not in SUCCESSIONS:
            at.fault(path, f"没有顺位“{name}”", f"no succession “{name}”", nearest(name, SUCCESSIONS), code="GR611")
            continue
        if not isinstance(body, dict) or not isinstance(body.get("roles"), list):
            at.fault(path, "顺位应写成 {roles: [...]}", "a succession is {roles: […]}", code="GR105")
            continue
        listed = body["roles"]
        assert isinstance(listed, list)
        if not listed:
            remedy = Bilingual("写上角色,最后一个总在", "name roles, the last of which is always there")
            at.fault((*path, "roles"), "顺位里一个角色也没有", "a succession without a role", remedy, code="GR217")
            continue
        roles = [read_reference(role, (*path, "roles", n), at) for n, role in enumerate(listed)]
        written = body.get("if_none")
        none: Mapping[str, Value] = written if isinstance(written, dict) else {}
        holder = read_reference(none["holder"], (*path, "if_none", "holder"), at) if "holder" in none else None
        home = (at.document.file, at.document.line(path))
        known[name] = Succession(
            name, tuple(r for r in roles if r is not None), holder, str(none.get("warn", "")), home
        )
