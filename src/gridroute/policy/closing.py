"""守门: whether the refusals of all layers together leave every case a way to its end (§3.2, §14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from gridroute.errors import Bilingual, Fault
from gridroute.policy.boxes import satisfiable
from gridroute.policy.condition import All, Condition, Not, Op, Test, tests
from gridroute.policy.lifecycle import Lifecycle
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Field

#: The rules that always refuse an event in a state.
Refusals = Mapping[tuple[str, str], tuple[Rule, ...]]
#: How long to look for a case that several refusals together let through, before one is taken to exist.
_TRIES = 2_000


def check_closing(rules: Sequence[Rule], life: Lifecycle, fields: Mapping[str, Field]) -> list[Fault]:
    """A fault for each rule that refuses what nothing may refuse, or by which no case in a state reaches an end.

    A rule closes a state alone, or together with others that refuse whenever it does not. A guard that refuses
    only under conditions closes nothing: its reason says what would satisfy it.
    """
    if not life.states:
        return []
    guards = guards_of(rules)
    days = {date.min} | {rule.effective_from for rule in guards if rule.effective_from}
    together = {tuple(rule for rule in guards if rule.in_force(day)) for day in sorted(days)}
    blamed: dict[str, tuple[Rule, list[str], set[str]]] = {}
    for live in sorted(together, key=len):
        for scope in sorted({rule.scope for rule in live}):
            _close(live, scope, life, fields, blamed)
    return [*_of_the_unrefusable(guards, life), *(_fault(*one, life) for one in blamed.values())]


def _close(
    live: Sequence[Rule],
    scope: str,
    life: Lifecycle,
    fields: Mapping[str, Field],
    blamed: dict[str, tuple[Rule, list[str], set[str]]],
) -> None:
    """Adds the rules that close states for the cases of ``scope``: whom, together with whom, and which states."""
    about = [(rule, _events(rule.condition)) for rule in live]
    speaking = {
        name: [rule for rule, events in about if events is None or name in events]
        for name, event in life.events.items()
        if not event.unrefusable
    }
    refused = {
        (state, event.name): found
        for state in life.states
        for event in life.possible(state)
        if not event.unrefusable
        and (found := always_refused(speaking[event.name], _here(state, event.name, scope), fields))
    }
    ends = reaching_an_end(life, refused)
    for (state, _), rules in refused.items():
        if state in ends:
            continue
        for rule in rules:
            _, beside, states = blamed.setdefault(rule.id, (rule, [], set()))
            beside.extend(one.id for one in rules if one.id != rule.id and one.id not in beside)
            states.update(name for name in life.states if name not in ends)


def _fault(rule: Rule, beside: Sequence[str], states: Collection[str], life: Lifecycle) -> Fault:
    stuck = [state.label for name, state in life.states.items() if name in states]
    zh, en = "、".join(label.zh for label in stuck), ", ".join(label.en for label in stuck)
    others = "、".join(f"“{one}”" for one in beside), ", ".join(f"“{one}”" for one in beside)
    with_ = (f"与{others[0]}合起来,", f"together with {others[1]} ") if beside else ("", "")
    return Fault(
        *rule.home,
        rule.id,
        Bilingual(
            f"{with_[0]}总是拒绝,使这些状态的件再也不能办结: {zh}",
            f"{with_[1]}always refuses, so no case can be closed that is: {en}",
        ),
        Bilingual("写明在什么条件下才拒绝", "say under which condition it refuses"),
        code="GR708",
    )


def _of_the_unrefusable(guards: Iterable[Rule], life: Lifecycle) -> Iterator[Fault]:
    """A fault for each guard that names an event which ignores guards (§13)."""
    for rule in guards:
        named: dict[str, None] = {}
        for test, negated in tests(rule.condition):
            if test.field == "event" and not negated and test.op in (Op.EQUALS, Op.ONE_OF):
                named.update(dict.fromkeys(_words(test)))
        for name in named:
            event = life.events.get(name)
            if event is not None and event.unrefusable:
                yield Fault(
                    *rule.home,
                    rule.id,
                    Bilingual(
                        f"事件“{event.label.zh}”谁也不能拒绝", f"nothing may refuse the event “{event.label.en}”"
                    ),
                    Bilingual("删去这个事件", "leave that event out"),
                    code="GR709",
                )


def _events(condition: Condition) -> frozenset[str] | None:
    """The events that a guard names outright; null where it may speak of any."""
    for part in condition.parts if isinstance(condition, All) else (condition,):
        if isinstance(part, Test) and part.field == "event" and part.op in (Op.EQUALS, Op.ONE_OF):
            return frozenset(_words(part))
    return None


def _words(test: Test) -> list[str]:
    return [str(value) for value in (test.value if isinstance(test.value, tuple) else (test.value,))]


def guards_of(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that refuse an event, without those that another one replaces."""
    replaced = {rule.replaces for rule in rules}
    return [
        rule
        for rule in rules
        if rule.id not in replaced and "event" in rule.outcomes and "refuse" in rule.outcomes["event"]
    ]


def always_refused(live: Sequence[Rule], here: Condition, fields: Mapping[str, Field]) -> tuple[Rule, ...]:
    """The guards that refuse whenever ``here`` holds, whatever else does: one, or as few as it takes together."""

    def refuse(guards: Sequence[Rule]) -> bool:
        through = (Not(rule.condition) for rule in guards)
        return not satisfiable(All((here, *through)), fields, _TRIES)

    near = [rule for rule in live if satisfiable(All((here, rule.condition)), fields, _TRIES)]
    alone = next((rule for rule in near if refuse([rule])), None)
    if alone is not None:
        return (alone,)
    if len(near) < 2 or not refuse(near):
        return ()
    for rule in list(near):
        fewer = [one for one in near if one is not rule]
        if refuse(fewer):
            near = fewer
    return tuple(near)


def _here(state: str, event: str, scope: str) -> Condition:
    here = (Test("event", Op.EQUALS, event), Test("state", Op.EQUALS, state))
    return All((*here, Test("scope", Op.UNDER, (scope,))) if scope else here)


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
