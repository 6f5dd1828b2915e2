"""守门: what the rules of stage ``event`` say of an attempted event: refusals first, then times and duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gridroute.casework.draft import Draft
from gridroute.casework.event import Attempt
from gridroute.casework.refusal import Refusal
from gridroute.casework.remedy import remedies
from gridroute.casework.resolution import PARTS, misread_parts
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import event_facts
from gridroute.dispatch.inquiry import Settled, decide
from gridroute.errors import Bilingual
from gridroute.model import Duration
from gridroute.policy.condition import FactValue, fields_of
from gridroute.policy.rule import Rule

#: Fields that say what is not there yet.
_MISSING = frozenset({"dossier_missing", "resolution_missing"})


def refusal_of(scene: Scene, attempt: Attempt, role: str) -> Refusal | None:
    """Why the rules refuse ``attempt``, each by name; nothing where none does."""
    settled = _asked(scene, attempt, role)
    reasons = settled.texts("refuse")
    if not reasons:
        return None
    rules = [rule for _, rule in settled.added["refuse"]]
    reference = settled.reference("return_to")
    bodies = scene.resolved(reference) if reference is not None else []
    named = ", ".join(dict.fromkeys(rule.id for rule in rules))
    zh, en = f"{'、'.join(reasons)} ({named})", f"“{', '.join(reasons)}” ({named})"
    missing = _missing(rules, event_facts(scene, attempt, role))
    if missing:
        misread = misread_parts(scene, attempt.said.get("resolution"))
        wanting = [one for one in missing if one not in misread]
        found = [misread[one] for one in missing if one in misread]
        if wanting:
            keys = [PARTS[one][0] if one in PARTS else one for one in wanting]
            found.insert(0, Bilingual(f"还缺 {'、'.join(wanting)}", f"missing {', '.join(keys)}"))
        zh, en = (f"{words}: {'; '.join(one.in_(lang) for one in found)}" for words, lang in ((zh, "zh"), (en, "en")))
    would = remedies(rules, scene, attempt)
    if would:
        zh, en = (f"{words}: {'; '.join(one.in_(lang) for one in would)}" for words, lang in ((zh, "zh"), (en, "en")))
    return Refusal(
        "guard",
        Bilingual(zh, en),
        tuple(dict.fromkeys(rule.id for rule in rules)),
        bodies[0].id if bodies else (reference.name if reference else None),
    )


def _missing(rules: Sequence[Rule], facts: Mapping[str, FactValue]) -> list[str]:
    """What would satisfy ``rules`` that ask for papers or for parts of a resolution (C5, C6)."""
    asked = frozenset[str]().union(*(fields_of(rule.condition) for rule in rules)) & _MISSING
    found = (facts.get(name) for name in sorted(asked))
    return sorted({one for value in found if isinstance(value, frozenset) for one in value})


def rules_beside(draft: Draft, scene: Scene, attempt: Attempt, role: str) -> None:
    """Adds the times, duties and notices that rules give to an event that goes through."""
    settled = _asked(scene, attempt, role)
    acts = scene.county.policy.vocabulary.acts
    shortest: dict[str, tuple[datetime, str, Duration, Rule]] = {}
    for act, length, rule in settled.dues:
        at = scene.due(attempt.at, length).due_at
        if act not in shortest or (at, rule.id) < shortest[act][:2]:
            shortest[act] = (at, rule.id, length, rule)
    for act, (_, _, length, rule) in shortest.items():
        lead = draft.get("original") if attempt.type in ("unsatisfied", "review_due") else draft.get("lead")
        bodies = scene.bodies([lead or ""]) if acts[act].by == "主办单位" else scene.resolved(acts[act].by)
        for body in bodies:
            draft.open(act, body, length, "lead" if body.id == lead else "required", rule)
    draft.take(settled.duties)
    for reference, rule in settled.references("notify"):
        draft.tell(scene.resolved(reference))
        draft.rules.append(rule.id)
    guards = {rule.id for _, rule in settled.added.get("refuse", [])}  # what the system brings is not refused
    draft.rules += [entry.rule for entry in settled.trace if entry.won and entry.rule not in guards]


def _asked(scene: Scene, attempt: Attempt, role: str) -> Settled:
    return decide(scene.dispatcher.engine, scene.matter.edition, "event", event_facts(scene, attempt, role))
