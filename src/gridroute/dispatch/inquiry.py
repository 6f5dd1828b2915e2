"""问一个阶段: which rules hold of a fact, and what their outcomes come to together.

Three small patterns serve all stages: *infer* to a fixpoint, *decide* in one pass, *choose* among
candidates by striking and ordering. How outcomes merge is the stage table's; no order of rules shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gridroute.dispatch.engine import Engine, Reading
from gridroute.model import Duration, TraceEntry
from gridroute.model.remark import Remark, remark
from gridroute.policy.condition import Condition, Fact, FactValue, matches
from gridroute.policy.order import Order, Step
from gridroute.policy.path import BY_NAME, READ_BACK, STAGES
from gridroute.policy.policy import Edition, Policy
from gridroute.policy.rule import AwardRow, DutyRow, LeadRow, OutcomeValue, Reference, Rule
from gridroute.policy.stage import WHISTLES, Merge, Outcome, Shape, Stage
from gridroute.reasoning.words import say

#: One thing that a rule adds to a set.
Item = LeadRow | DutyRow | AwardRow | Reference | str | bool | Mapping[str, Duration]


@dataclass
class Settled:
    """What the rules of one stage come to. Everything said keeps the rule that said it.

    Made once for a set of rules and shared from then on: nobody changes it.
    """

    stage: Stage
    #: The numbers of the rules in their reading: what this is known by.
    numbers: tuple[int, ...] = ()
    values: dict[str, OutcomeValue] = field(default_factory=dict)
    by: dict[str, Rule] = field(default_factory=dict)
    added: dict[str, list[tuple[Item, Rule]]] = field(default_factory=dict)
    dues: list[tuple[str, Duration, Rule]] = field(default_factory=list)
    duties: list[tuple[DutyRow, Rule]] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    unset: list[Remark] = field(default_factory=list)
    trace: list[TraceEntry] = field(default_factory=list)

    @cached_property
    def facts(self) -> dict[str, FactValue]:
        """The fields that later stages read because this one concluded them."""
        made: dict[str, FactValue] = {}
        for outcome in self.stage.outcomes:
            if outcome.shape is Shape.TAGS:
                tags = frozenset(self.texts(outcome.name))
                if tags:
                    made[outcome.name] = tags
            elif outcome.shape in (Shape.WORD, Shape.BOOLEAN):
                value = self.values.get(outcome.name)
                if isinstance(value, str | bool):
                    made[outcome.name] = value
        return made

    @cached_property
    def only_times(self) -> dict[str, bool]:
        """The rules that said nothing but times; true for those that named whose duty it is."""
        timed = (*(one for _, _, one in self.dues), *(one for _, one in self.duties))
        return {
            rule.id: "duties" in outcomes
            for rule in timed
            for outcomes in rule.outcomes.values()
            if len(rule.outcomes) == 1 and set(outcomes) <= {"due", "duties"}
        }

    def word(self, name: str) -> str | None:
        """A decided or raised word."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def references(self, name: str) -> list[tuple[Reference, Rule]]:
        """The roles that rules added under ``name``."""
        return [(item, rule) for item, rule in self.added.get(name, []) if isinstance(item, Reference)]

    def leads(self) -> list[tuple[LeadRow, Rule]]:
        """The candidates for lead that rules added."""
        return [(item, rule) for item, rule in self.added.get("lead", []) if isinstance(item, LeadRow)]

    def texts(self, name: str) -> list[str]:
        """The words that rules added under ``name``, each once."""
        return list(dict.fromkeys(item for item, _ in self.added.get(name, []) if isinstance(item, str)))

    def reference(self, name: str) -> Reference | None:
        """The one role decided under ``name``."""
        value = self.values.get(name)
        return value if isinstance(value, Reference) else None


def entry(
    policy: Policy, stage: str, rule: Rule, won: bool, why: Remark | None = None, candidate: str | None = None
) -> TraceEntry:
    """The trace of one rule; the common case, that it won by its condition, is made once a rule."""
    key = (stage, rule)
    if won and why is None:
        known = policy.said.get(key)
        if known is None:
            known = policy.said[key] = _entry(policy, stage, rule, won, why, candidate)
        assert isinstance(known, TraceEntry)
        return known
    return _entry(policy, stage, rule, won, why, candidate)


def _entry(policy: Policy, stage: str, rule: Rule, won: bool, why: Remark | None, candidate: str | None) -> TraceEntry:
    said = why.said() if why is not None else say(rule.condition, policy.vocabulary)
    return TraceEntry(
        stage=stage,
        rule=rule.id,
        title=rule.title,
        layer=rule.level,
        layer_name=rule.layer,
        source=rule.source,
        won=won,
        why=f"{candidate}: {said}" if candidate else said,
        candidate=candidate,
        reason=why,
    )


def decide(engine: Engine, edition: Edition, stage_name: str, fact: Fact) -> Settled:
    """One pass of a stage over one flat fact."""
    reading = engine.reading(edition, stage_name)
    question = tuple(map(fact.get, reading.names))
    return reading.questions.once(question, Settled, lambda: conclude(engine.policy, stage_name, reading, fact))


def conclude(policy: Policy, stage: str, reading: Reading, fact: Fact) -> Settled:
    """What the rules of a stage that hold of ``fact`` come to."""
    numbers = tuple(reading.ask(fact))
    rules = reading.rules
    return reading.answers.once(
        numbers, Settled, lambda: settle(policy, BY_NAME[stage], [rules[number] for number in numbers], numbers)
    )


def infer(engine: Engine, edition: Edition, stage_name: str, fact: Fact) -> Settled:
    """A stage inferred to its fixpoint: what it concludes of the read-back fields it may read again."""
    reading = engine.reading(edition, stage_name)
    question = tuple(map(fact.get, (*reading.names, *READ_BACK)))
    return reading.questions.once(question, Settled, lambda: _fixpoint(engine.policy, stage_name, reading, fact))


def _fixpoint(policy: Policy, stage: str, reading: Reading, fact: Fact) -> Settled:
    """Conclusions only grow and are read only positively, so the fixpoint is unique."""
    known = dict(fact)
    while True:
        settled = conclude(policy, stage, reading, known)
        grown = dict(known)
        for name in READ_BACK & settled.facts.keys():
            value, given = settled.facts[name], fact.get(name)
            if isinstance(value, frozenset) and isinstance(given, frozenset):
                value = value | given
            grown[name] = value
        if grown == known:
            return settled
        known = grown


#: What stands where no rule speaks, by stage.
_DEFAULTS: dict[str, dict[str, OutcomeValue]] = {
    stage.name: {item.name: item.default for item in stage.outcomes if item.default is not None} for stage in STAGES
}


def settle(policy: Policy, stage: Stage, rules: Sequence[Rule], numbers: tuple[int, ...] = ()) -> Settled:
    """What ``rules``, all of them holding, come to under the stage's merges. ``numbers`` are theirs."""
    made = Settled(stage, numbers, dict(_DEFAULTS[stage.name]))
    if not rules:
        return made
    lost: dict[str, Remark] = {}
    won: set[str] = set()
    said: dict[str, list[tuple[Rule, OutcomeValue]]] = {}
    for rule in rules:
        if rule.unset.zh:
            lost[rule.id] = remark("unset", *rule.unset)
            made.unset.append(remark("not_used", *rule.unset, rule.id))
            continue
        for name, value in rule.outcomes[stage.name].items():
            said.setdefault(name, []).append((rule, value))
    for outcome in stage.outcomes:
        found = said.get(outcome.name)
        if not found:
            continue
        match outcome.merge:
            case Merge.DECIDE:
                _decide(policy, outcome, found, made, won, lost)
            case Merge.RAISE:
                _raise(outcome, found, made, won, lost)
            case Merge.DUE:
                for rule, value in found:
                    assert isinstance(value, Mapping)
                    made.dues.extend((act, length, rule) for act, length in value.items())
                    won.add(rule.id)
            case Merge.DUTIES:
                for rule, value in found:
                    assert isinstance(value, tuple)
                    made.duties.extend((row, rule) for row in value if isinstance(row, DutyRow))
                    won.add(rule.id)
            case _:
                for rule, value in found:
                    items: tuple[Item, ...] = value if isinstance(value, tuple) else (value,)
                    made.added.setdefault(outcome.name, []).extend((item, rule) for item in items)
                    won.add(rule.id)
    for rule in rules:
        kept = rule.id in won
        made.trace.append(entry(policy, stage.name, rule, kept, None if kept else lost.get(rule.id)))
    return made


def _raise(
    outcome: Outcome,
    found: Sequence[tuple[Rule, OutcomeValue]],
    made: Settled,
    won: set[str],
    lost: dict[str, Remark],
) -> None:
    if not found:
        return
    highest = max(outcome.values.index(str(value)) for _, value in found)
    made.values[outcome.name] = outcome.values[highest]
    for rule, value in found:
        if value == outcome.values[highest]:
            made.by.setdefault(outcome.name, rule)
            won.add(rule.id)
        else:
            lost[rule.id] = remark("raised_higher", outcome.label, outcome.en)


def _decide(
    policy: Policy,
    outcome: Outcome,
    found: Sequence[tuple[Rule, OutcomeValue]],
    made: Settled,
    won: set[str],
    lost: dict[str, Remark],
) -> None:
    """One value by the fixed ranking of §4: law, mandate, own order, specificity, layer; else a tie."""
    left = list(found)
    if not left:
        return

    def narrow(keep: Callable[[Rule, OutcomeValue], bool], why: str) -> None:
        nonlocal left
        if len({str(value) for _, value in left}) < 2:
            return
        kept = [(rule, value) for rule, value in left if keep(rule, value)]
        if kept and len(kept) < len(left):
            for rule, value in left:
                if not keep(rule, value):
                    lost[rule.id] = remark(why)
            left = kept

    narrow(lambda rule, _: rule.special_law, "special_law_first")
    narrow(lambda rule, _: rule.binding == "mandate", "mandate_first")
    order = policy.orders.get(outcome.name)
    if order is not None:
        ranks = {step.field: n for n, step in enumerate(order.steps) if step.kind == "value"}
        best = min(ranks.get(str(value), len(ranks)) for _, value in left)
        narrow(lambda _, value: ranks.get(str(value), len(ranks)) == best, "later_in_order")
    general = [
        rule.id
        for rule, value in left
        if any(value != v and policy.more_specific(other.condition, rule.condition) for other, v in left)
    ]
    narrow(lambda rule, _: rule.id not in general, "more_specific")
    lowest = max(rule.depth for rule, _ in left)
    narrow(lambda rule, _: rule.depth == lowest, "lower_layer")
    values = {str(value): value for _, value in left}
    if len(values) > 1:
        made.unsettled.append(outcome.label)
        fallback = next((word for word in WHISTLES if word in values), None) if outcome.name == "whistle" else None
        chosen = fallback or (outcome.on_tie if outcome.on_tie is not None else outcome.default)
        for rule, value in left:
            if value == chosen:
                won.add(rule.id)
            else:
                lost[rule.id] = remark("differ", outcome.label, outcome.en)
        if chosen is not None:
            made.values[outcome.name] = chosen
        return
    for rule, value in left:
        made.values[outcome.name] = value
        made.by.setdefault(outcome.name, rule)
        won.add(rule.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an ordering left: one, several (a tie) or none; and at which step each other one fell."""

    left: tuple[int, ...]
    fell: Mapping[int, Step]


def choose(
    policy: Policy,
    order: Order | None,
    facts: Sequence[Fact],
    conditions: Sequence[Condition | None],
) -> Choice:
    """Which candidates are left after the steps of ``order``. A step narrows and never empties.

    ``facts`` are the candidates' facts; ``conditions`` the conditions of the rows that produced them,
    for ``most_specific``.
    """
    left = list(range(len(facts)))
    fell: dict[int, Step] = {}
    for step in order.steps if order else ():
        if len(left) < 2:
            break
        kept = _step(policy, step, left, facts, conditions)
        if kept:
            fell |= {number: step for number in left if number not in kept}
            left = kept
    return Choice(tuple(left), fell)


def _step(
    policy: Policy,
    step: Step,
    left: Sequence[int],
    facts: Sequence[Fact],
    conditions: Sequence[Condition | None],
) -> list[int]:
    if step.kind == "prefer":
        assert step.condition is not None
        return [n for n in left if matches(step.condition, facts[n])]
    if step.kind == "most_specific":
        return [n for n in left if not any(_beats(policy, conditions[other], conditions[n]) for other in left)]
    item = policy.vocabulary.fields[step.field]
    ranks: dict[int, int] = {}
    for n in left:
        value = facts[n].get(step.field)
        if isinstance(value, str):
            ranks[n] = item.rank(value)
        elif isinstance(value, int):
            ranks[n] = value
        elif value is not None and not isinstance(value, frozenset):
            ranks[n] = value.toordinal()
    if not ranks:
        return []
    best = max(ranks.values()) if step.kind == "highest" else min(ranks.values())
    return [n for n, rank in ranks.items() if rank == best]


def _beats(policy: Policy, one: Condition | None, other: Condition | None) -> bool:
    return one is not None and other is not None and policy.more_specific(one, other)
