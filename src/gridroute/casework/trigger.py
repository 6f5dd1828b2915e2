"""触发: on what grounds a matter is taken to a meeting, each by its number, and whether they hold (C2, I17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridroute.casework.scene import Scene
from gridroute.dispatch.inquiry import decide
from gridroute.policy.condition import FactValue, fields_of

#: C2① is C2.1, as people write it.
_CIRCLED = {ord(sign): f".{number}" for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)}


def triggers_said(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers that an event names, under ``triggers`` or ``trigger``, each once."""
    listed = said.get("triggers") or ()
    listed = listed if isinstance(listed, list | tuple) else (listed,)
    found = (str(one).strip().translate(_CIRCLED) for one in (*listed, said.get("trigger")) if one)
    return tuple(dict.fromkeys(one for one in found if one))


def triggers_held(scene: Scene, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Those that the rules of escalation, and of the duties that are late, find in ``facts``."""
    engine, edition, case = scene.dispatcher.engine, scene.matter.edition, scene.case
    found = decide(engine, edition, "escalation", dict(facts)).texts("escalate")
    for one in case.owed():
        if one.duty.due_at <= scene.now:
            late: dict[str, FactValue] = {
                "act": one.duty.act,
                "overdue_hours": 1,
                "checked_in": one.duty.obligor.id in case.checked_in,
            }
            found += decide(engine, edition, "duty", dict(facts) | late).texts("escalate")
    return tuple(dict.fromkeys(found))


def triggers_claimed(scene: Scene, claims: frozenset[str]) -> tuple[str, ...]:
    """Those that hang on nothing but what people state (``claims``): they need a written basis."""
    rules = scene.matter.edition.at("escalation")
    stated = (rule for rule in rules if fields_of(rule.condition) <= claims)
    listed = (rule.outcomes["escalation"].get("escalate") for rule in stated)
    made = (one for value in listed for one in (value if isinstance(value, tuple) else (value,)))
    return tuple(dict.fromkeys(one for one in made if isinstance(one, str)))
