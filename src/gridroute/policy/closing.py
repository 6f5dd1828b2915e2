"""守门: whether the refusals of all layers together leave every case a way to its end (§3.2, §14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gridroute.errors import Bilingual, Fault
from gridroute.policy.boxes import implies
from gridroute.policy.condition import All, Op, Test
from gridroute.policy.lifecycle import Lifecycle, Transition
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Field

#: What a transition of a state is always refused by.
Refusals = Mapping[tuple[str, str], Rule]


def check_closing(rules: Sequence[Rule], life: Lifecycle, fields: Mapping[str, Field]) -> list[Fault]:
    """A fault for each rule that always refuses, where no case in that state can reach an end any more.

    A guard that refuses only under conditions closes nothing: its reason says what would satisfy it.
    """
    if not life.states:
        return []
    replaced = {rule.replaces for rule in rules}
    guards = [
        rule
        for rule in rules
        if rule.id not in replaced and "event" in rule.outcomes and "refuse" in rule.outcomes["event"]
    ]
    refused = {
        (state, event.name): rule
        for state in life.states
        for event in life.possible(state)
        if not event.unrefusable and (rule := _always(guards, state, event, fields)) is not None
    }
    ends = reaching_an_end(life, refused)
    stuck = [state.label for name, state in life.states.items() if name not in ends]
    blamed = {rule.id: rule for (state, _), rule in refused.items() if state not in ends}
    zh, en = "、".join(label.zh for label in stuck), ", ".join(label.en for label in stuck)
    return [
        Fault(
            *rule.home,
            rule.id,
            Bilingual(
                f"总是拒绝,使这些状态的件再也不能办结: {zh}", f"always refuses, so no case can be closed that is: {en}"
            ),
            Bilingual("写明在什么条件下才拒绝", "say under which condition it refuses"),
        )
        for rule in blamed.values()
    ]


def _always(guards: Iterable[Rule], state: str, event: Transition, fields: Mapping[str, Field]) -> Rule | None:
    """A guard that refuses ``event`` in ``state`` whatever else holds."""
    here = All((Test("event", Op.EQUALS, event.name), Test("state", Op.EQUALS, state)))
    return next((rule for rule in guards if not rule.scope and implies(here, rule.condition, fields)), None)


def reaching_an_end(life: Lifecycle, refused: Refusals) -> frozenset[str]:
    """The states from which a final one can be reached by ordinary events that are not always refused."""
    ends = {name for name, state in life.states.items() if state.final}
    while True:
        more = {
            state
            for state in life.states
            if state not in ends
            and any(
                event.leads_to(state) in ends and not event.aside and (state, event.name) not in refused
                for event in life.possible(state)
            )
        }
        if not more:
            return frozenset(ends)
        ends |= more
