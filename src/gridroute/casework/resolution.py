"""会议决议: lead, supports, deadline, milestones and acceptance; without one of them nothing is resolved (C6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gridroute.casework.dossier import asked_of_item
from gridroute.casework.fit import has_no_office
from gridroute.casework.scene import Scene
from gridroute.model import Duration, Organization
from gridroute.model.duration import LONGEST
from gridroute.policy.condition import FactValue

#: The parts of a resolution as rules name them, and under which names somebody may say them.
PARTS: Mapping[str, tuple[str, ...]] = {
    "主办": ("lead", "主办"),
    "协办": ("supports", "协办"),
    "时限": ("within", "时限"),
    "节点": ("milestones", "节点"),
    "验收标准": ("acceptance", "验收标准"),
}


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


def _bodies(scene: Scene, named: Any, capacity: str) -> list[Organization]:
    from gridroute.dispatch.responsibility import admissible

    register = scene.county.bodies
    found: list[Organization] = []
    for one in _listed(named):
        by_id = register.by_id.get(str(one))
        found += [by_id] if by_id is not None else register.named(str(one))[:1]
    return admissible(scene.matter, found, capacity)


def _length(written: object) -> Duration | None:
    try:
        made = Duration.parse(str(written))
    except ValueError:
        return None
    return made if 0 < made.amount <= LONGEST[made.unit] else None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value in (None, "") else [value]
