"""模式: a county's way of running, such as wartime (战时); switched by an event, read in ``classify`` only (§8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridroute.errors import Bilingual
from gridroute.model.source import as_source
from gridroute.policy.document import Document
from gridroute.policy.reading import Reading
from gridroute.policy.reference import read_reference
from gridroute.policy.rule import Reference
from gridroute.policy.tongue import nearest
from gridroute.policy.vocabulary import Vocabulary

#: The field of an issue that says under which mode it came in.
FIELD = "mode"
_KEYS = ("switched_by", "label", "source")


@dataclass(frozen=True, slots=True)
class Mode:
    """模式: its name, and the role whose event switches it on and off."""

    name: str
    switched_by: Reference
    label: str = ""
    source: str = "assumed"
    layer: str = ""


def read_modes(document: Document, layer: str, known: dict[str, Mode], at: Reading) -> None:
    """Adds the modes of one ``periods.yaml``; a lower layer's takes the place of the one above."""
    entries = document.value.get("modes", {})
    if not isinstance(entries, dict):
        at.rule = ""
        at.fault(("modes",), "modes 应是“名: {switched_by}”", "modes is a mapping", code="GR105")
        return
    for name, body in entries.items():
        path = ("modes", name)
        at.rule = name
        if not isinstance(body, dict) or "switched_by" not in body:
            remedy = Bilingual("写上由谁切换", "say who switches it")
            at.fault(path, "模式应写成 {switched_by: 角色}", "a mode is {switched_by: role}", remedy, code="GR105")
            continue
        for key in body:
            if key not in _KEYS:
                at.fault(
                    (*path, key), f"模式没有“{key}”这一项", f"a mode has no “{key}”", nearest(key, _KEYS), code="GR106"
                )
        by = read_reference(body["switched_by"], (*path, "switched_by"), at)
        if by is None:
            continue
        label = str(body.get("label", known[name].label if name in known else ""))
        known[name] = Mode(name, by, label, as_source(body.get("source")), layer)
        if label:
            at.vocabulary.labels.setdefault(name, Bilingual(label, name.replace("_", " ")))


def close_mode(vocabulary: Vocabulary, modes: dict[str, Mode]) -> None:
    """Makes the names of ``modes`` the only values of the field ``mode``, which then arrives with the issue."""
    known = vocabulary.fields.get(FIELD)
    if known is not None:
        vocabulary.fields[FIELD] = replace(known, values=tuple(sorted(modes)), given=True)
