"""会议决议: lead, supports, deadline, milestones and acceptance; without one of them nothing is resolved (C6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gridroute.casework.dossier import asked_of_item
from gridroute.casework.fit import has_no_office, unknown_body
from gridroute.casework.scene import Scene
from gridroute.errors import Bilingual
from gridroute.model import Duration, Organization
from gridroute.model.duration import LONGEST
from gridroute.model.numeral import NUMERAL, whole
from gridroute.policy.condition import FactValue

#: The parts of a resolution as rules name them, and under which names somebody may say them.
PARTS: Mapping[str, tuple[str, ...]] = {
    "主办": ("lead", "主办"),
    "协办": ("supports", "协办"),
    "时限": ("within", "时限"),
    "节点": ("milestones", "节点"),
    "验收标准": ("acceptance", "验收标准"),
}

_AMOUNT = re.compile(rf"^(?:{NUMERAL})")
#: How much of what was said a message quotes.
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a meeting resolved, as far as it was said. ``supports`` is ``None`` where nothing was said of them."""

    lead: Organization | None = None
    supports: tuple[Organization, ...] | None = None
    within: Duration | None = None
    milestones: tuple[str, ...] = ()
    acceptance: str = ""
    #: Whatever further parts a county's rules ask for.
    more: Mapping[str, str] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Whether the part that rules call ``part`` was said."""
        match part:
            case "主办":
                return self.lead is not None
            case "协办":
                return self.supports is not None
            case "时限":
                return self.within is not None
            case "节点":
                return bool(self.milestones)
            case "验收标准":
                return bool(self.acceptance.strip())
        return part in self.more


def read_resolution(scene: Scene, said: object) -> Resolution:
    """The resolution that somebody said; what cannot be understood counts as not said.

    A lead or a support is a body of the register that no rule strikes, never the one complained about (I29). "No
    supports" is said with an empty list.
    """
    if not isinstance(said, Mapping):
        return Resolution()
    known = {name for names in PARTS.values() for name in names}
    found: dict[str, Any] = {
        part: next((said[name] for name in names if name in said), None) for part, names in PARTS.items()
    }
    lead = _bodies(scene, [found["主办"]], "lead") if found["主办"] else []
    lead = [one for one in lead if not has_no_office(scene, one)]
    listed = found["协办"]
    supports = _bodies(scene, listed, "support") if isinstance(listed, list | tuple) else None
    if supports is not None and len(supports) != len(listed):
        supports = None
    return Resolution(
        lead[0] if lead else None,
        None if supports is None else tuple(one for one in supports if not lead or one.id != lead[0].id),
        _length(found["时限"]),
        tuple(str(one) for one in _listed(found["节点"]) if str(one).strip()),
        str(found["验收标准"] or ""),
        {str(name): str(value) for name, value in said.items() if name not in known and value not in (None, "", [])},
    )


def needed_parts(scene: Scene, facts: dict[str, FactValue]) -> list[str]:
    """The parts that the rules ask of a resolution of this matter."""
    return asked_of_item(scene, facts).texts("resolution")


def missing_parts(scene: Scene, facts: dict[str, FactValue], said: object) -> list[str]:
    """The parts still missing from what was said."""
    resolution = read_resolution(scene, said)
    return [part for part in needed_parts(scene, facts) if not resolution.has(part)]


def misread_parts(scene: Scene, said: object) -> dict[str, Bilingual]:
    """The parts that somebody said and that could not be understood, each with what was read and what is wanted."""
    if not isinstance(said, Mapping):
        return {}
    read, found = read_resolution(scene, said), dict[str, Bilingual]()
    for part, names in PARTS.items():
        name = next((name for name in names if said.get(name) not in (None, "", [])), None)
        if name is None or read.has(part):
            continue
        remedy = _remedy(scene, part, said[name])
        quoted = str(said[name])[:_QUOTED]
        found[part] = Bilingual(f"{part}“{quoted}”不行: {remedy.zh}", f"{names[0]} “{quoted}” will not do: {remedy.en}")
    return found


def _remedy(scene: Scene, part: str, written: object) -> Bilingual:
    if part == "时限":
        length = _read_length(written)
        if length is None:
            return Bilingual(
                "写成 10个工作日、10个自然日 或 48小时", "write 10 workdays, 10 calendar_days or 48 clock_hours"
            )
        longest = Duration(LONGEST[length.unit], length.unit)
        return Bilingual(f"至少 1,至多 {longest.text('zh')}", f"at least 1, at most {longest.text('en')}")
    if part in ("主办", "协办"):
        if part == "协办" and not isinstance(written, list | tuple):
            return Bilingual("写成一列 [甲, 乙],没有写 []", "write a list [a, b], or [] for none")
        for one in _listed(written):
            if not _named(scene, one):
                return unknown_body(scene, str(one))
        return Bilingual("依规则不能承担,另写一个单位", "the rules bar it: name another body")
    return Bilingual("写明内容", "say what it is")


def _bodies(scene: Scene, named: Any, capacity: str) -> list[Organization]:
    from gridroute.dispatch.responsibility import admissible

    found = [body for one in _listed(named) for body in _named(scene, one)]
    return admissible(scene.matter, found, capacity)


def _named(scene: Scene, one: object) -> list[Organization]:
    by_id = scene.county.bodies.by_id.get(str(one))
    return [by_id] if by_id is not None else scene.county.bodies.named(str(one))[:1]


def _length(written: object) -> Duration | None:
    made = _read_length(written)
    return made if made is not None and 0 < made.amount <= LONGEST[made.unit] else None


def _read_length(written: object) -> Duration | None:
    """A length of time as a meeting writes it: 10个工作日, 十个工作日, 10 workdays."""
    text = _AMOUNT.sub(lambda amount: str(whole(amount[0])), str(written).strip(), count=1)
    try:
        return Duration.parse(text)
    except ValueError:
        return None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value in (None, "") else [value]
