"""上会材料: which papers the rules ask of a matter that goes to a meeting, and which of them are missing (C5)."""

from __future__ import annotations

from collections.abc import Iterable

from gridroute.casework.scene import Scene
from gridroute.dispatch.inquiry import Settled, decide
from gridroute.policy.condition import FactValue


def asked_of_item(scene: Scene, facts: dict[str, FactValue]) -> Settled:
    """What the rules of the stage ``meeting`` say of the matter as an item of a meeting."""
    engine = scene.dispatcher.engine
    return decide(engine, scene.matter.edition, "meeting", facts | {"state": "awaiting_meeting"})


def needed_papers(scene: Scene, facts: dict[str, FactValue]) -> list[str]:
    """The papers that the matter needs, as the rules name them."""
    return asked_of_item(scene, facts).texts("dossier")


def missing_papers(scene: Scene, facts: dict[str, FactValue], given: Iterable[str] = ()) -> list[str]:
    """The papers still missing; ``given``: those handed in just now."""
    there = {*scene.case.papers, *given}
    return [one for one in needed_papers(scene, facts) if one not in there]
