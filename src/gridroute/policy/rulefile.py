"""Reads rules: entries of ``*.rules.yaml`` and, through the same door, rows of decision tables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from gridroute.errors import NOTHING, Bilingual
from gridroute.model.source import as_source, is_assumed
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test, fields_of, is_under, tests
from gridroute.policy.document import Path_, Value
from gridroute.policy.outcomes import read_outcome
from gridroute.policy.parsing import read_condition
from gridroute.policy.path import BY_NAME, READ_BACK, STAGES
from gridroute.policy.reading import Reading
from gridroute.policy.rule import Binding, OutcomeValue, Rule
from gridroute.policy.stage import Outcome, Stage
from gridroute.policy.tongue import BINDINGS, RANKS, RULE_KEYS, nearest

Filed = dict[str, dict[str, OutcomeValue]]
_POSITIVE = {Op.CONTAINS_ANY, Op.CONTAINS_ALL, Op.AT_LEAST, Op.MORE_THAN, Op.EXISTS}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a rule is written: its layer and the layer's depth from the nation (0) down."""

    layer: str
    depth: int


def read_rules(entry: Value, path: Path_, head_stage: str | None, home: Home, at: Reading) -> list[Rule]:
    """The rule written as ``entry``, and one more for each street that gives a parameter it names another value.

    Inside the street its own value holds, outside it the upper layer's (§5). Empty where too much is wrong,
    which is reported.
    """
    rule = read_rule(entry, path, head_stage, home, at)
    if rule is None:
        return []
    named = frozenset(at.named)
    streets = [one for one in at.streets if not named.isdisjoint(one.homes)]
    if not streets:
        return [rule]
    scopes = tuple(sorted(street.scope for street in streets))
    made = [_only_where(rule, rule.condition, (), scopes)]
    for street in streets:
        there = replace(at, parameters=street.values, faults=[], streets=())
        own = read_rule(entry, path, head_stage, home, there)
        inside = tuple(one for one in scopes if one != street.scope and is_under(one, street.scope))
        where = next(street.homes[name] for name in sorted(named & street.homes.keys()))
        known = {(fault.problem, fault.remedy) for fault in at.faults}
        at.faults.extend(
            replace(fault, file=where[0], line=where[1])
            for fault in there.faults
            if (fault.problem, fault.remedy) not in known
        )
        if own is not None:
            own = replace(own, home=where, street=street.scope)
            made.append(_only_where(own, own.condition, (street.scope,), inside))
    return made


def _only_where(rule: Rule, condition: Condition, inside: tuple[str, ...], outside: tuple[str, ...]) -> Rule:
    """The rule for matters inside ``inside`` and outside ``outside``, where these are given."""
    parts: list[Condition] = [Test("scope", Op.UNDER, inside)] if inside else []
    parts += [Not(Test("scope", Op.UNDER, outside))] if outside else []
    return replace(rule, condition=All((*parts, condition)))


def read_rule(entry: Value, path: Path_, head_stage: str | None, home: Home, at: Reading) -> Rule | None:
    """The rule written as ``entry``; ``None`` where too much is wrong, which is reported."""
    at.unset.clear()
    at.named.clear()
    if not isinstance(entry, dict):
        at.fault(path, "规则应写成“键: 值”", "a rule is a mapping", code="GR105")
        return None
    body: dict[str, Value] = {}
    at.rule = str(entry.get("id", ""))
    for key, value in entry.items():
        if key in RULE_KEYS:
            body[key] = value
        else:
            at.fault(
                (*path, key), f"规则没有“{key}”这一项", f"a rule has no “{key}”", nearest(key, RULE_KEYS), code="GR106"
            )
    rule_id = body.get("id")
    if rule_id is not None and not isinstance(rule_id, str):
        remedy = Bilingual(f'加引号写成 id: "{rule_id}"', f'put it in quotes: id: "{rule_id}"')
        at.fault((*path, "id"), f"编号“{rule_id}”不是文字", f"the id “{rule_id}” is no text", remedy, code="GR201")
        return None
    if not rule_id:
        at.fault(path, "规则没有编号", "a rule without an id", Bilingual("写上 id", "give it an id"), code="GR201")
        return None
    at.rule = rule_id
    for key in ("title", "source"):
        if not isinstance(body.get(key), str):
            at.fault(
                path,
                f"规则没有{RULE_KEYS[key]}",
                f"a rule without {key}",
                Bilingual("没有出处的写 source: assumed", "write source: assumed where there is none")
                if key == "source"
                else Bilingual("", ""),
                code="GR202",
            )
    stage = BY_NAME.get(str(body.get("stage", head_stage)))
    if stage is None:
        named = body.get("stage", head_stage)
        at.fault(
            (*path, "stage"),
            f"没有“{named}”这个阶段" if named else "规则没有写阶段",
            f"no stage “{named}”" if named else "a rule without a stage",
            nearest(str(named), BY_NAME),
            code="GR203",
        )
        return None
    at.stage, at.readable = stage.name, frozenset(at.vocabulary.readable_at(stage.name, stage.number, stage.path))
    if "when" not in body:
        at.fault(
            path,
            "规则没有“当”",
            "a rule without “when”",
            Bilingual("总是成立的写 when: {}", "write when: {}"),
            code="GR204",
        )
    before = len(at.faults)
    condition = read_condition(body.get("when", {}), (*path, "when"), at)
    condition_read = len(at.faults) == before
    if at.unset:  # a condition with a value that nobody gave never holds
        condition = AnyOf(())
    rule = Rule(
        rule_id,
        str(body.get("title", "")),
        as_source(body.get("source")),
        stage.name,
        condition,
        {},
        home.layer,
        home.depth,
        (at.document.file, at.document.line(path)),
        _binding(body, path, at),
        _special_law(body, path, at),
        _name(body, "replaces"),
        _name(body, "tightens"),
        _day(body, "effective_from", path, at),
        _day(body, "effective_to", path, at),
    )
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        at.fault((*path, "effective_to"), "终止早于施行", "it ends before it begins", code="GR222")
    if stage.name == "classify" and condition_read:
        _check_read_back(rule, path, at)
    outcomes = _outcomes(body.get("then"), rule, stage, path, at)
    unset = at.unset[0] if at.unset else NOTHING
    return replace(
        rule, outcomes=outcomes, unset=unset, canonical=_canonical(body | {"stage": stage.name}, condition, outcomes)
    )


def _canonical(body: Mapping[str, Value], condition: Condition, outcomes: Filed) -> str:
    """What the rule says, in one form whatever words say it."""
    then = {
        stage: {name: repr(sorted(one.items()) if isinstance(one, Mapping) else one) for name, one in made.items()}
        for stage, made in outcomes.items()
    }
    return json.dumps({**body, "when": repr(condition), "then": then}, ensure_ascii=False, sort_keys=True, default=str)


def _outcomes(then: Value, rule: Rule, stage: Stage, path: Path_, at: Reading) -> Filed:
    filed: Filed = {}
    if not isinstance(then, dict) or not then:
        at.fault(
            (*path, "then"),
            "规则没有结果",
            "a rule without outcomes",
            Bilingual("写上“则” (then);表里填一个带 → 的列", "write then: {…}; in a table fill a column with →"),
            code="GR204",
        )
        return filed
    labels = {item.label: item.name for one in STAGES for item in one.outcomes}
    for key, value in then.items():
        here = (*path, "then", key)
        found = _file_under(labels.get(key, key), rule, stage, at)
        if found is None:
            same = [one for one in STAGES if one.path == stage.path]
            names = [item.name for one in same if one.number <= stage.number for item in one.outcomes]
            known_later = any(one.outcome(key) for one in same if one.number > stage.number)
            at.fault(
                here,
                f"阶段 {stage.name} 不能得出“{key}”",
                f"stage {stage.name} has no outcome “{key}”",
                Bilingual("这是后面阶段的结果", "it belongs to a later stage")
                if known_later
                else _decided_before(labels.get(key, key), rule, stage, at) or nearest(key, names),
                code="GR211",
            )
            continue
        where, outcome = found
        if outcome.name in filed.get(where.name, {}):
            at.fault(here, f"结果“{key}”写了两遍", f"the outcome “{key}” is given twice", code="GR103")
            continue
        read = read_outcome(outcome, value, here, at)
        if read is not None:
            filed.setdefault(where.name, {})[outcome.name] = read
    return filed


def _file_under(name: str, rule: Rule, stage: Stage, at: Reading) -> tuple[Stage, Outcome] | None:
    """The stage an outcome is filed under: the rule's own, or an earlier one that can read its condition."""
    own = stage.outcome(name)
    if own is not None:
        return stage, own
    used = fields_of(rule.condition)
    if stage.path != "decision":
        return None
    for earlier in reversed(STAGES[: stage.number - 1]):
        outcome = earlier.outcome(name)
        if outcome is None or earlier.per not in ("issue",):
            continue
        if used <= frozenset(at.vocabulary.readable_at(earlier.name, earlier.number)):
            return earlier, outcome
    return None


def _decided_before(name: str, rule: Rule, stage: Stage, at: Reading) -> Bilingual | None:
    """Which earlier stage decides the outcome, and what of the condition cannot be read there."""
    for earlier in reversed(STAGES[: stage.number - 1]):
        if earlier.path == stage.path and earlier.outcome(name) is not None:
            late = sorted(fields_of(rule.condition) - set(at.vocabulary.readable_at(earlier.name, earlier.number)))
            unread = "、".join(f"“{field}”" for field in late), ", ".join(f"“{field}”" for field in late)
            return Bilingual(
                f"这是阶段 {earlier.name} 的结果" + (f",那时还读不到{unread[0]}" if late else ""),
                f"the stage {earlier.name} decides it" + (f", where {unread[1]} cannot be read yet" if late else ""),
            )
    return None


def _check_read_back(rule: Rule, path: Path_, at: Reading) -> None:
    for test, negated in tests(rule.condition):
        positive = test.op in _POSITIVE and not (test.op is Op.EXISTS and test.value is False)
        if test.field in READ_BACK and (negated or not positive):
            at.fault(
                (*path, "when"),
                f"研判阶段只能正面读回“{test.field}”",
                f"classify may read “{test.field}” back only positively",
                Bilingual(
                    "改用 contains_any、at_least,或移到受理阶段",
                    "use contains_any or at_least, or move it to admit",
                ),
                code="GR225",
            )


def _binding(body: dict[str, Value], path: Path_, at: Reading) -> Binding:
    written = str(body.get("binding", "default"))
    if written in BINDINGS:
        return cast(Binding, written)
    at.fault(
        (*path, "binding"),
        f"没有“{written}”这种约束",
        f"no binding “{written}”",
        nearest(written, BINDINGS),
        code="GR223",
    )
    return "default"


#: How what is made by a legislature or a government names itself; minutes, notices and plans are none of it.
_LAW = re.compile(
    r"法|条例|规定|规章|规则|细则|规程|标准|决定|\b(?:law|act|code|ordinance|regulation|statute)s?\b", re.I
)


def _special_law(body: dict[str, Value], path: Path_, at: Reading) -> bool:
    rank = body.get("rank")
    if rank is None:
        return False
    if rank not in RANKS:
        at.fault((*path, "rank"), f"没有“{rank}”这种位阶", f"no rank “{rank}”", nearest(str(rank), RANKS), code="GR223")
        return False
    source = body.get("source")
    if isinstance(source, str) and is_assumed(source):  # none at all is told of as such
        at.fault(
            (*path, "rank"),
            "专门法须写明法律依据",
            "special_law needs a legal source",
            Bilingual("source 不能是 assumed", "source must not be assumed"),
            code="GR224",
        )
    elif isinstance(source, str) and not _LAW.search(source):
        at.fault(
            (*path, "rank"),
            f"“{source}”不是法律法规,不能作专门法的依据",
            f"“{source}” names no law, so it makes no special_law",
            Bilingual("写明法律和条款,如《某条例》34条;或去掉 rank", "name law and clause, or drop rank"),
            code="GR224",
        )
    return True


def _name(body: dict[str, Value], key: str) -> str | None:
    value = body.get(key)
    return str(value) if value else None


def _day(body: dict[str, Value], key: str, path: Path_, at: Reading) -> date | None:
    value = body.get(key)
    if value is None or isinstance(value, date):
        return value
    at.fault(
        (*path, key),
        f"“{value}”不是日期",
        f"“{value}” is not a date",
        Bilingual("写成 2026-01-31", "write it as 2026-01-31"),
        code="GR221",
    )
    return None
