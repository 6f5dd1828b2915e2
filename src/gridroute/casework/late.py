"""到期: what it means that a duty is nearly due or late (domain.md §3.3-7, t34, C2; B17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gridroute.casework.event import OpenDuty
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts, duty_facts
from gridroute.dispatch.inquiry import Settled, decide
from gridroute.policy.path import BY_NAME


@dataclass(frozen=True)
class Lateness:
    """What the rules say of one duty at one moment: how it is supervised, what it triggers, who is charged."""

    duty: OpenDuty
    supervise: str
    triggers: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def said(self) -> dict[str, Any]:
        """What the event of supervision says."""
        one = self.duty
        said = {"supervise": self.supervise, "act": one.duty.act, "duty": one.number, "rules": list(self.rules)}
        return said | ({"charged": one.charged} if one.charged else {})


def lateness(scene: Scene, one: OpenDuty) -> Lateness:
    """What it means that the timer of ``one`` fired now: a warning while it is not late, supervision when it is."""
    late = scene.now >= one.duty.due_at
    engine, edition = scene.dispatcher.engine, scene.matter.edition
    settled = decide(engine, edition, "duty", duty_facts(scene, one))
    case_wide = decide(engine, edition, "escalation", case_facts(scene))
    words = [word for word in (settled.word("supervise"), case_wide.word("supervise") if late else None) if word]
    level = max(words, key=order().index, default="remind" if late else "yellow")
    triggers = (*settled.texts("escalate"), *(case_wide.texts("escalate") if late else ()))
    rules = (*won(settled.trace), *(won(case_wide.trace) if late else ()))
    seen: dict[str, Any] = {"status": "warned"}
    if late:
        seen = {"status": "overdue", "found_late_at": scene.now, "charged": _charged(scene, one, settled)}
    return Lateness(one.model_copy(update=seen), level, triggers, rules)


def _charged(scene: Scene, one: OpenDuty, settled: Settled) -> str | None:
    """Against whom the lateness counts: a township that only helps is not charged, the lead is (B17, I24)."""
    match settled.word("charge"):
        case "lead":
            return scene.case.lead
        case "command_org":
            body = scene.county.bodies.by_id.get(one.duty.obligor.id)
            return scene.county.bodies.commander(body).id if body is not None else scene.case.lead
        case "none":
            return None
    return None if one.duty.role == "invited" else one.duty.obligor.id


def order() -> tuple[str, ...]:
    """The words of supervision, the mildest first."""
    return next(one.values for one in BY_NAME["duty"].outcomes if one.name == "supervise")


def won(trace: Iterable[Any]) -> list[str]:
    """The rules of a trace that had their way."""
    return [entry.rule for entry in trace if entry.won]
