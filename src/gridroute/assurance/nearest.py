"""最近: the rules that would have given what was expected, and what they lacked.

A rule is the nearer, the fewer parts of its condition did not hold; of two as near, the one whose category, place or
other path has more in common with the case. The reference reading says of each part whether it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gridroute.assurance.bearing import Bearing
from gridroute.assurance.play import Difference
from gridroute.errors import NOTHING, Bilingual
from gridroute.policy.condition import All, Condition, Fact, Op, fields_of, matches, tests
from gridroute.policy.policy import Policy
from gridroute.policy.replacement import places_taken, takers
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Vocabulary
from gridroute.reasoning.words import normal, say, value_said
from gridroute.worktime import ZONE

#: So many rules are shown, and so many parts may a rule lack; of a lone one beyond, so many are told.
SHOWN, LACKING = 3, 2
_ABSENT = Bilingual("没有", "nothing")
#: So many values of one field are told.
_VALUES = 4


@dataclass(frozen=True)
class Part:
    """What a rule lacked: a part of its condition, or whatever kept it from being asked; and what was there instead."""

    said: Bilingual
    actual: Bilingual = NOTHING


@dataclass(frozen=True)
class Near:
    """A rule that would have given what was expected, with the parts that did not hold.

    Where it lacks nothing, it held, and something else decided: ``lost`` says what. ``more`` counts the parts that
    are not told.
    """

    rule: Rule
    stage: str
    missing: tuple[Part, ...] = ()
    lost: Bilingual = NOTHING
    more: int = 0

    @property
    def whole(self) -> bool:
        """Whether the one part that did not hold is the whole condition of the rule."""
        return len(self.missing) == 1 and not self.more and len(_parts(self.rule.condition)) == 1


def nearest(difference: Difference, bearing: Bearing) -> list[Near]:
    """The rules nearest to giving what ``difference`` wanted; none where no rule would give it."""
    if difference.wanted is None:
        return []
    found = sorted(
        _standing(difference, bearing), key=lambda one: (len(one[1]), -one[2], -one[0].rule.depth, one[0].rule.id)
    )
    made: dict[str, Near] = {}
    for near, failing, _ in found:
        if len(failing) <= LACKING and near.rule.id not in made and len(made) < SHOWN:
            made[near.rule.id] = _told(near, failing, bearing)
    if not made and found:
        near, failing, _ = found[0]
        made[near.rule.id] = _told(near, failing, bearing)
    return list(made.values())


#: A rule, what it lacks, and how much of its paths the case shares.
_Standing = tuple[Near, list["_Lack"], int]


@dataclass(frozen=True)
class _Lack:
    """What a rule lacks: a part of its condition, with the facts; or words alone."""

    part: Condition | None
    fact: Fact
    words: Part | None = None


def _standing(difference: Difference, bearing: Bearing) -> Iterator[_Standing]:
    policy = bearing.at.desk.dispatcher.county.policy
    day = bearing.at.scene.case.issue.received_at.astimezone(ZONE).date()
    edition = policy.on(day)
    asked = {(rule.id, rule.home) for rules in edition.rules.values() for rule in rules}
    for stage, rules in _filed(policy.rules).items():
        facts: list[Fact] | None = None
        for rule in (*edition.at(stage), *(one for one in rules if (one.id, one.home) not in asked)):
            if not bearing.gives(rule, stage, difference.name, difference.wanted):
                continue
            if facts is None:
                facts = bearing.facts(stage)
            outside = [] if (rule.id, rule.home) in asked else [_Lack(None, {}, _kept_out(rule, policy, bearing))]
            if rule.unset.zh:
                outside.append(_Lack(None, {}, Part(rule.unset)))
            if not facts:
                never = Part(Bilingual("这一步没有问到它", "it was not asked in this step"))
                yield Near(rule, stage), [*outside, _Lack(None, {}, never)], 0
            for fact in facts:
                failing = [part for part in _parts(rule.condition) if not matches(part, fact)]
                lacks = [*(_Lack(part, fact) for part in failing), *outside]
                yield Near(rule, stage), lacks, sum(_shared(part, fact) for part in failing)


def _filed(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    made: dict[str, list[Rule]] = {}
    for rule in rules:
        for stage in rule.outcomes:
            made.setdefault(stage, []).append(rule)
    return made


def _kept_out(rule: Rule, policy: Policy, bearing: Bearing) -> Part:
    """Why a rule is not among those of the day: not in force, or another stands for it."""
    day = bearing.at.scene.case.issue.received_at.astimezone(ZONE).date()
    received = Bilingual(f"{day} 受理", f"received {day}")
    if rule.effective_from is not None and day < rule.effective_from:
        return Part(Bilingual(f"{rule.effective_from} 起才施行", f"in force only from {rule.effective_from}"), received)
    if rule.effective_to is not None and day > rule.effective_to:
        return Part(Bilingual(f"{rule.effective_to} 已终止", f"in force only until {rule.effective_to}"), received)
    known = takers(policy.rules)
    places = places_taken(rule, known, day)
    by = "、".join(one.id for place, one in known.get(rule.id, ()) if place in places and one.in_force(day))
    return Part(Bilingual(f"被 {by} 取代", f"replaced by {by}"))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    made = normal(condition)
    return made.parts if isinstance(made, All) else (made,)


def _shared(part: Condition, fact: Fact) -> int:
    """How many first steps the paths that ``part`` asks for share with those of the case."""
    best = 0
    for test, negated in tests(part):
        known = fact.get(test.field)
        if negated or test.op not in (Op.UNDER, Op.EQUALS, Op.ONE_OF) or not isinstance(known, str):
            continue
        for value in test.value if isinstance(test.value, tuple) else (test.value,):
            best = max(best, _common(known, str(value)))
    return best


def _common(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count


# ---- in words -----------------------------------------------------------------------------------------------------


def _told(near: Near, lacks: list[_Lack], bearing: Bearing) -> Near:
    words = bearing.at.desk.dispatcher.county.policy.vocabulary
    missing = tuple(_said(one, words) for one in lacks[:LACKING])
    lost = NOTHING if lacks else _lost(near, bearing)
    return Near(near.rule, near.stage, missing, lost, max(0, len(lacks) - LACKING))


def _said(lack: _Lack, words: Vocabulary) -> Part:
    if lack.words is not None or lack.part is None:
        return lack.words or Part(NOTHING)
    part = lack.part
    actual = [
        Bilingual(*(_value(name, lack.fact, words, which, len(fields_of(part)) > 1) for which in (0, 1)))
        for name in sorted(fields_of(part))
    ]
    return Part(
        Bilingual(say(part, words, "zh"), say(part, words, "en")),
        Bilingual(",".join(one.zh for one in actual), ", ".join(one.en for one in actual)),
    )


def _value(name: str, fact: Fact, words: Vocabulary, which: int, named: bool) -> str:
    known = fact.get(name)
    if known is None or known == frozenset():
        said = _ABSENT[which]
    else:
        values = sorted(known) if isinstance(known, frozenset) else [known]
        listed = [value_said(name, value, words, which) for value in values[:_VALUES]]
        said = ("、", ", ")[which].join(listed) + ("…" if len(values) > _VALUES else "")
    if not named:
        return said
    item = words.fields.get(name)
    called = (item.label, item.en)[which] if item is not None else name
    return f"{called or name} {said}"


def _lost(near: Near, bearing: Bearing) -> Bilingual:
    """Why a rule that held did not decide, as the trace of the decision has it."""
    made = [
        Bilingual(
            *(
                f"{one.candidate}: {one.reason.said(lang)}" if one.candidate else one.reason.said(lang)
                for lang in ("zh", "en")
            )
        )
        for one in bearing.at.decision.trace
        if one.rule == near.rule.id and not one.won and one.reason is not None
    ]
    if made:
        unique = list(dict.fromkeys(made))
        return Bilingual("、".join(one.zh for one in unique), ", ".join(one.en for one in unique))
    return Bilingual("它成立,但另有规则说了算", "it held, but another rule decides")
