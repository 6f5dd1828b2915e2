"""依据: which rules brought about what was found in place of what was expected, each with its layer, file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

from gridroute.assurance.bearing import Bearing, outcomes_bearing_on
from gridroute.assurance.play import Difference
from gridroute.casework import CaseEvent
from gridroute.errors import NOTHING, Bilingual
from gridroute.model import TraceEntry
from gridroute.policy.policy import Policy
from gridroute.policy.rule import DutyRow, Rule
from gridroute.worktime import ZONE


@dataclass(frozen=True)
class Ground:
    """A rule that had a say, in one stage (empty: in an event of the case), and what became of it.

    ``ends`` is the last day, or the instant, to which a deadline of it would run.
    """

    rule: Rule
    stage: str = ""
    won: bool = True
    became: Bilingual = NOTHING
    ends: str = ""


def grounds(difference: Difference, bearing: Bearing) -> list[Ground]:
    """The rules behind what ``difference`` found, in the order they spoke."""
    found = [
        *_of_duty(difference, bearing),
        *_of_decision(difference, bearing),
        *_of_events(difference, bearing),
    ]
    # what became of a candidate says more than that its row of the catalogue held
    judged = {one.rule.id for one in found if one.stage == "party"}
    kept: dict[tuple[str, Bilingual], Ground] = {}
    for one in found:
        if one.stage != "catalogue" or one.rule.id not in judged:
            kept.setdefault((one.rule.id, one.became), one)
    if difference.name.startswith("due."):
        act = difference.name[4:].partition("@")[0]
        timed = [replace(one, ends=_end(one, act, bearing)) for one in kept.values()]
        return sorted(timed, key=lambda one: (not one.won, one.ends))  # the shortest decides: it stands first
    return list(kept.values())


def _end(ground: Ground, act: str, bearing: Bearing) -> str:
    """To when the rule's own deadline for ``act`` runs."""
    said = ground.rule.outcomes.get(ground.stage, {})
    due, duties = said.get("due"), said.get("duties")
    lengths = [due[act]] if isinstance(due, Mapping) and act in due else []
    rows = duties if isinstance(duties, tuple) else ()
    lengths += [row.length for row in rows if isinstance(row, DutyRow) and row.act == act and not row.every]
    ends = [made for length in lengths if (made := bearing.ends(length, ground.stage)) is not None]
    if not ends:
        return ""
    day, instant = min(ends, key=lambda one: one[1])
    return str(day) if instant.time() == time() else instant.isoformat(timespec="minutes")


def _of_duty(difference: Difference, bearing: Bearing) -> Iterator[Ground]:
    """Of a deadline, the rule that the duty names."""
    if not difference.name.startswith("due."):
        return
    act = difference.name[4:].partition("@")[0]
    rules = _by_id(bearing)
    for one in bearing.at.answer.case.duties:
        if one.duty.act == act and one.owed and one.duty.rule in rules:
            rule = rules[one.duty.rule]
            stages = [name for name in rule.outcomes if {"due", "duties"} & rule.outcomes[name].keys()]
            yield Ground(rule, stages[0] if stages else "")


def _of_decision(difference: Difference, bearing: Bearing) -> Iterator[Ground]:
    """Of the first decision, what the trace has of the outcomes that bear on it."""
    if not bearing.at.opening:
        return
    policy = bearing.at.desk.dispatcher.county.policy
    wanted = outcomes_bearing_on(difference.name)
    act = difference.name[4:].partition("@")[0] if difference.name.startswith("due.") else ""
    bodies = difference.name in ("lead", "responsible")
    for entry in bearing.at.decision.trace:
        rule = _rule(entry, policy)
        if rule is None or (act and not _speaks_of(rule, act)):
            continue
        said = {(entry.stage, name) for name in rule.outcomes.get(entry.stage, ())}
        # of a candidate it is told what became of it, and which rule struck it
        if said & wanted or (bodies and entry.candidate):
            yield Ground(rule, entry.stage, entry.won, _became(entry))


def _became(entry: TraceEntry) -> Bilingual:
    zh, en = (
        ": ".join(part for part in (entry.candidate or "", entry.reason.said(lang) if entry.reason else "") if part)
        for lang in ("zh", "en")
    )
    return Bilingual(zh, en)


def _bears(rule: Rule, name: str) -> bool:
    if name.startswith("due."):
        return _speaks_of(rule, name[4:].partition("@")[0])
    wanted = outcomes_bearing_on(name)
    return any((stage, one) in wanted for stage, said in rule.outcomes.items() for one in said)


def _speaks_of(rule: Rule, act: str) -> bool:
    for outcomes in rule.outcomes.values():
        due, duties = outcomes.get("due", {}), outcomes.get("duties", ())
        if isinstance(due, Mapping) and act in due:
            return True
        if isinstance(duties, tuple) and any(getattr(row, "act", "") == act for row in duties):
            return True
    return False


def _of_events(difference: Difference, bearing: Bearing) -> Iterator[Ground]:
    """Of what happened in this step, the rules that the events name, and those that refused.

    Where some of them speak of what was expected, those alone.
    """
    rules = _by_id(bearing)
    refusal = bearing.at.answer.refusal
    named = [*(refusal.rules if refusal else ())]
    if not bearing.at.opening:
        named += rules_of(bearing.at.answer.events)
    spoke = [rules[name] for name in dict.fromkeys(named) if name in rules]
    near = [rule for rule in spoke if _bears(rule, difference.name)]
    yield from (Ground(rule) for rule in near or ([] if difference.name.startswith("due.") else spoke))


def rules_of(events: Iterable[CaseEvent]) -> list[str]:
    """The rules that had a say in ``events``, each once."""
    return list(dict.fromkeys(str(name) for event in events for name in (*event.rules, *event.said.get("rules", ()))))


def _by_id(bearing: Bearing) -> dict[str, Rule]:
    policy = bearing.at.desk.dispatcher.county.policy
    day = bearing.at.answer.case.issue.received_at.astimezone(ZONE).date()
    return {rule.id: rule for rule in (*policy.rules, *(one for one in policy.rules if one.in_force(day)))}


def _rule(entry: TraceEntry, policy: Policy) -> Rule | None:
    key = (entry.rule, entry.title, entry.source)
    return next((rule for rule in policy.rules if (rule.id, rule.title, rule.source) == key), None)
