"""约束: a lower layer may add beside a mandate and be tighter than a bound, never the other way (§5).

Which rules meet is decided by implication and overlap of their conditions, never by their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from gridroute.errors import Bilingual, Fault
from gridroute.model import Duration
from gridroute.policy.boxes import Fields, implies, overlap
from gridroute.policy.order import Order
from gridroute.policy.path import BY_NAME
from gridroute.policy.rule import DutyRow, OutcomeValue, Rule
from gridroute.policy.stage import Merge
from gridroute.policy.vocabulary import Vocabulary


def check_bindings(
    rules: Sequence[Rule], words: Vocabulary, day_ends: int = 24, orders: Mapping[str, Order] | None = None
) -> tuple[list[Fault], list[Fault]]:
    """The faults (a mandate touched, a bound loosened) and the warnings (a looser rule that only overlaps).

    Where an outcome has an order of its own (``exit``), two values that may meet are no contradiction: the
    order says which one goes first. A mandate is then touched only by what would take its place.
    """
    faults: list[Fault] = []
    warnings: list[Fault] = []
    fields = words.fields
    upper = [rule for rule in rules if rule.binding in ("mandate", "bound")]
    for above, below in product(upper, rules):
        if below.depth <= above.depth or not together(above, below):
            continue
        if above.binding == "bound":
            for what in _said_otherwise(above, below, words, day_ends):
                _add(above, below, what, fields, faults, warnings)
        for stage, name in _shared(above, below):
            mine, theirs = above.outcomes[stage][name], below.outcomes[stage][name]
            merge = _merge(stage, name)
            if above.binding == "mandate":
                if merge is Merge.DECIDE and mine != theirs and overlap(above.condition, below.condition, fields):
                    order = (orders or {}).get(name)
                    if order is None or _prevails(below, above, order, name):
                        faults.append(_touched(above, below, name))
                    else:
                        warnings.append(_behind(above, below, name))
                continue
            for what in _looser(merge, mine, theirs, below, stage, name, day_ends):
                _add(above, below, what, fields, faults, warnings)
    return faults, warnings


def _add(above: Rule, below: Rule, what: Bilingual, fields: Fields, faults: list[Fault], warnings: list[Fault]) -> None:
    """What is looser is a fault where the bound always holds too, a warning where it may (§5)."""
    if implies(below.condition, above.condition, fields):
        faults.append(_loosened(above, below, what))
    elif overlap(above.condition, below.condition, fields):
        warnings.append(_overlapping(above, below, what))


def together(one: Rule, other: Rule) -> bool:
    """Whether both rules are in force on some day."""
    return not (
        (one.effective_to and other.effective_from and one.effective_to < other.effective_from)
        or (other.effective_to and one.effective_from and other.effective_to < one.effective_from)
    )


def _prevails(below: Rule, above: Rule, order: Order, name: str) -> bool:
    """Whether the lower rule's value would win over the mandate above it: by law, or by the outcome's own order."""
    if below.special_law != above.special_law:
        return below.special_law
    if below.binding != "mandate":
        return False
    ranks = [step.field for step in order.steps if step.kind == "value"]
    one, other = (
        ranks.index(value)
        if (value := str(next(o[name] for o in rule.outcomes.values() if name in o))) in ranks
        else 99
        for rule in (below, above)
    )
    return one < other


def _shared(one: Rule, other: Rule) -> Iterator[tuple[str, str]]:
    for stage, outcomes in one.outcomes.items():
        for name in outcomes:
            if name in other.outcomes.get(stage, {}):
                yield stage, name


def _merge(stage: str, name: str) -> Merge:
    outcome = BY_NAME[stage].outcome(name)
    assert outcome is not None
    return outcome.merge


def _looser(
    merge: Merge, mine: OutcomeValue, theirs: OutcomeValue, below: Rule, stage: str, name: str, day_ends: int
) -> Iterator[Bilingual]:
    """What of the lower rule's value is looser than the bound, or cannot be compared with it."""
    if merge is Merge.DUE and isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        if below.special_law:  # 法定更长的从其规定: the law speaks for itself
            return
        for act in mine.keys() & theirs.keys():
            yield from _longer(act, mine[act], theirs[act], day_ends)
    elif merge is Merge.DUTIES:
        for old, new in product(_rows(mine), _rows(theirs)):
            if (old.who, old.act, old.every) == (new.who, new.act, new.every):
                yield from _longer(old.act, old.length, new.length, day_ends)
    elif merge is Merge.RAISE:
        outcome = BY_NAME[stage].outcome(name)
        assert outcome is not None
        if outcome.values.index(str(theirs)) < outcome.values.index(str(mine)):
            yield Bilingual(f"{name}: {theirs} 低于 {mine}", f"{name}: {theirs} is below {mine}")
    elif merge is Merge.DECIDE and mine != theirs:
        yield Bilingual(f"{name}: {theirs} 不是 {mine}", f"{name}: {theirs} is not {mine}")


def _said_otherwise(above: Rule, below: Rule, words: Vocabulary, day_ends: int) -> Iterator[Bilingual]:
    """What is looser where one rule says it as ``due`` and the other as ``duties``, or each in a stage of its own.

    A time given for an act alone is owed by the act's own obligor, so both speak of one duty.
    """
    mine = list(_times(above, words))
    if not mine:
        return
    for new, old in product(_times(below, words), mine):
        told_already = (new.stage, new.name) == (old.stage, old.name)
        if told_already or (new.path, new.who, new.act) != (old.path, old.who, old.act):
            continue
        if not (new.name == "due" and below.special_law):
            yield from _longer(old.act, old.length, new.length, day_ends)


class _Time(NamedTuple):
    """One time that a rule gives, and who owes it; ``path`` is what it is merged within."""

    path: str
    stage: str
    name: str
    who: str
    act: str
    length: Duration


def _times(rule: Rule, words: Vocabulary) -> Iterator[_Time]:
    def role(name: str) -> str:
        known = words.roles.get(name)
        return known.key if known is not None and known.form == "case" else name

    for stage, outcomes in rule.outcomes.items():
        path = "decision" if BY_NAME[stage].path == "decision" else stage
        due = outcomes.get("due")
        for act, length in due.items() if isinstance(due, Mapping) else ():
            yield _Time(path, stage, "due", role(words.acts[act].by), act, length)
        for row in _rows(outcomes.get("duties", ())):
            if not row.every:
                yield _Time(path, stage, "duties", role(row.who.name), row.act, row.length)


def _rows(value: OutcomeValue) -> tuple[DutyRow, ...]:
    return tuple(row for row in value if isinstance(row, DutyRow)) if isinstance(value, tuple) else ()


def _longer(act: str, bound: Duration, written: Duration, day_ends: int) -> Iterator[Bilingual]:
    if written.not_later_than(bound, day_ends=day_ends) is True:
        return
    if bound.not_later_than(written, day_ends=day_ends) is True:
        yield Bilingual(
            f"{act}: {written.text('zh')} 比 {bound.text('zh')} 更宽", f"{act}: {written} is looser than {bound}"
        )
    else:
        yield Bilingual(
            f"{act}: {written.text('zh')} 与 {bound.text('zh')} 无法比较,须以同一单位书写",
            f"{act}: {written} cannot be compared with {bound}: write both in one unit",
        )


def _where(rule: Rule) -> str:
    return f"{rule.home[0]}:{rule.home[1]}"


def _touched(above: Rule, below: Rule, name: str) -> Fault:
    return Fault(
        *below.home,
        below.id,
        Bilingual(
            f"与{above.layer}的强制规则“{above.id}”({_where(above)})对“{name}”说法不同",
            f"says something else of “{name}” than the mandate “{above.id}” of {above.layer} ({_where(above)})",
        ),
        Bilingual("强制规则只能并行增加,不能改", "a mandate may only be added to"),
        code="GR230",
    )


def _behind(above: Rule, below: Rule, name: str) -> Fault:
    return Fault(
        *below.home,
        below.id,
        Bilingual(
            f"有时与{above.layer}的强制规则“{above.id}”({_where(above)})同时成立,届时“{name}”以强制规则为准",
            f"may meet the mandate “{above.id}” of {above.layer} ({_where(above)}), whose “{name}” then counts",
        ),
        code="GR232",
    )


def _loosened(above: Rule, below: Rule, what: Bilingual) -> Fault:
    return Fault(
        *below.home,
        below.id,
        Bilingual(
            f"比{above.layer}的上下限规则“{above.id}”({_where(above)})更宽: {what.zh}",
            f"looser than the bound “{above.id}” of {above.layer} ({_where(above)}): {what.en}",
        ),
        Bilingual("只能更严", "it may only be tighter"),
        code="GR231",
    )


def _overlapping(above: Rule, below: Rule, what: Bilingual) -> Fault:
    return Fault(
        *below.home,
        below.id,
        Bilingual(
            f"有时与上下限规则“{above.id}”({_where(above)})同时成立,届时从严: {what.zh}",
            f"may hold together with the bound “{above.id}” ({_where(above)}); the stricter then counts: {what.en}",
        ),
        code="GR233",
    )
