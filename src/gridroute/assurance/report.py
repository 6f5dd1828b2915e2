"""报告: why a scenario failed, for a person to read: expected against actual, the rules behind it, those nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gridroute.assurance.bearing import Bearing, outcomes_bearing_on
from gridroute.assurance.grounds import Ground, grounds
from gridroute.assurance.nearest import Near, nearest
from gridroute.assurance.parlance import value_called
from gridroute.assurance.play import Difference, Failed
from gridroute.assurance.rehearsal import Unplayed
from gridroute.casework import REPORTER, SYSTEM, CaseEvent
from gridroute.errors import Bilingual
from gridroute.policy.path import BY_NAME
from gridroute.policy.policy import Policy
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Vocabulary
from gridroute.reasoning.sentence import layer_said, sentence, source_said
from gridroute.worktime import ZONE

#: A line and how far it is set in.
Line = tuple[int, str]
#: Expectations that neither the vocabulary nor a stage calls anything.
_NAMES = {
    "state": Bilingual("状态", "state"),
    "lead": Bilingual("主办", "lead"),
    "responsible": Bilingual("责任主体", "responsible"),
    "supports": Bilingual("协办", "supports"),
    "required": Bilingual("必到", "must check in"),
    "refused": Bilingual("被拒绝", "refused"),
    "rule": Bilingual("规则", "rule"),
    "event": Bilingual("事件", "event"),
    "issue": Bilingual("诉求", "issue"),
    "level": Bilingual("会议层级", "level of the meeting"),
    "triggers": Bilingual("升级触发", "triggers"),
    "category": Bilingual("类别", "category"),
    "redo_count": Bilingual("重办次数", "number of redos"),
    "grid.status": Bilingual("地点", "place"),
    "grid.community": Bilingual("村社", "village"),
    "grid.township": Bilingual("镇街", "township"),
}
#: What events bring about more often than rules.
_BY_EVENTS = ("state", "level", "responsible")
_REGISTER = Bilingual("登记", "register")
#: Rules behind one expectation that are shown; a machine gets all of them.
_SHOWN = 6


@dataclass(frozen=True)
class Account:
    """One expectation that failed, with the rules behind what was found and those nearest to what was wanted."""

    difference: Difference
    grounds: tuple[Ground, ...] = ()
    nearest: tuple[Near, ...] = ()


def accounts(failed: Failed) -> list[Account]:
    """An account of each expectation of the step that went astray."""
    if failed.at is None:
        return [Account(one) for one in failed.differences]
    bearing = Bearing(failed.at)
    return [Account(one, tuple(grounds(one, bearing)), tuple(nearest(one, bearing))) for one in failed.differences]


def lines(result: Failed | Unplayed, lang: str) -> list[Line]:
    """All that there is to say of one scenario that failed, or that could not be played."""
    if isinstance(result, Unplayed):
        return [(0, fault.text(lang)) for fault in result.faults]
    report = _Report(result, lang)
    return [line for one in accounts(result) for line in report.of(one)] + list(report.course())


def in_short(result: Failed | Unplayed, lang: str) -> str:
    """One line: each expectation with what came of it."""
    if isinstance(result, Unplayed):
        return "; ".join(fault.text(lang) for fault in result.faults[:1])
    made = []
    for one in result.differences:
        found, wished = one.found(lang), one.wished(lang)
        if not wished:
            made.append(f"{one.name}: {found}")
        else:
            made.append(
                f"{one.name}: " + (f"预期 {wished},实际 {found}" if lang == "zh" else f"expected {wished}, got {found}")
            )
    return (";" if lang == "zh" else "; ").join(made)


class _Report:
    def __init__(self, failed: Failed, lang: str) -> None:
        self.failed, self.lang = failed, lang
        self.shown: tuple[Ground, ...] = ()
        self.policy: Policy | None = None if failed.at is None else failed.at.desk.dispatcher.county.policy

    def t(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def of(self, account: Account) -> Iterator[Line]:
        one = account.difference
        called = name_said(one.name, self.policy, self.lang)
        shown = one.name if called == one.name else f"{one.name} ({called})"
        yield 1, self.t(f"第{one.line}行 {shown}", f"line {one.line}, {shown}")
        if one.told:
            yield 2, self.t(f"实际: {one.found('zh')}", f"got:      {one.found('en')}")
        else:
            expected, actual = (self._value(one.name, text) for text in (one.wished(self.lang), one.found(self.lang)))
            yield 2, self.t(f"预期: {expected}", f"expected: {expected}")
            yield 2, self.t(f"实际: {actual}", f"got:      {actual}")
        if one.misnamed.zh:
            yield 2, one.misnamed.in_(self.lang)
        yield from self._place(one.name)
        if account.grounds and account.grounds == self.shown:
            yield 2, self.t("依据: 同上", "because of: the same")
        elif account.grounds:
            self.shown = account.grounds
            yield 2, self.t("依据:", "because of:")
            for ground in account.grounds[:_SHOWN]:
                yield from self._ground(ground)
            if len(account.grounds) > _SHOWN:
                more = len(account.grounds) - _SHOWN
                yield 3, self.t(f"另有 {more} 条 (--format jsonl 全列出)", f"{more} more (all with --format jsonl)")
        yield from self._ways(one)
        yield from self._nearest(account)

    def _value(self, name: str, text: str) -> str:
        if self.policy is None:
            return text
        said = "、".join(value_called(name, part, self.policy, self.lang) for part in text.split("、"))
        return text if said == text else f"{text} ({said})"

    def _place(self, name: str) -> Iterator[Line]:
        """Of a place, what was found out about it."""
        if not name.startswith("grid.") or self.failed.at is None:
            return
        decision = self.failed.at.decision
        for remark in decision.remarks:
            if remark.code.startswith("place_"):
                yield 2, remark.said(self.lang)
        open_ = decision.grid.status != "certain" or name == "grid.code"
        for one in decision.grid.candidates if open_ else ():
            yield 3, self.t(f"可能: {one.name} {one.code}", f"perhaps: {one.name} {one.code}")

    def _ground(self, ground: Ground) -> Iterator[Line]:
        yield 3, f"{'✓' if ground.won else '×'} {self._head(ground.rule)}"
        became = ground.became.in_(self.lang)
        if became:
            yield 5, became
        ends = f" → {ground.ends}" if ground.ends else ""
        yield 5, f"{self._says(ground.rule, ground.stage)}{ends}"

    def _head(self, rule: Rule) -> str:
        layer, source = layer_said(rule.layer, rule.depth, self.lang), source_said(rule.source, self.lang)
        where = f"{rule.home[0]}:{rule.home[1]}"
        return self.t(
            f"{rule.id} {rule.title} ({layer};{source}) {where}",
            f"{rule.id} “{rule.title}” ({layer}; {source}) {where}",
        )

    def _says(self, rule: Rule, stage: str) -> str:
        assert self.policy is not None
        return sentence(rule, self.policy.vocabulary, self.lang, stage if stage in rule.outcomes else "")

    def _nearest(self, account: Account) -> Iterator[Line]:
        wanted = account.difference
        if wanted.wanted is None or wanted.misnamed.zh or self.policy is None:
            return
        if not account.nearest:
            if wanted.name not in _BY_EVENTS and outcomes_bearing_on(wanted.name):
                yield 2, self.t(f"没有一条规则会给出 {wanted.expected}", f"no rule would give {wanted.expected}")
            return
        yield 2, self.t("离预期最近的规则:", "rules nearest to what was expected:")
        for near in account.nearest:
            yield 3, f"· {self._head(near.rule)}"
            yield 5, self._says(near.rule, near.stage)
            for part in near.missing:
                actual = part.actual.in_(self.lang)
                got = self.t(f" (实际: {actual})", f" (got: {actual})") if actual else ""
                what = "" if near.whole and actual else f": {part.said.in_(self.lang)}"
                yield 5, self.t(f"不成立{what}{got}", f"did not hold{what}{got}")
            if near.more:
                yield 5, self.t(f"还有 {near.more} 个条件不成立", f"{near.more} more parts did not hold")
            if near.lost.zh:
                yield 5, self.t(f"成立,但: {near.lost.zh}", f"held, but: {near.lost.en}")

    def _ways(self, difference: Difference) -> Iterator[Line]:
        """Of a state, the events that lead there from where the case is, and who may bring them."""
        if difference.name != "state" or self.policy is None or self.failed.at is None or self.failed.at.opening:
            return
        life, wanted = self.policy.lifecycle, str(difference.wanted)
        here = self.failed.at.answer.case.state
        if wanted not in life.states:
            return
        said = [life.states[one].label.in_(self.lang) for one in (here, wanted)]
        ways = [one for one in life.possible(here) if one.leads_to(here) == wanted]
        if not ways:
            zh, en = (
                f"从“{said[0]}”没有一步就到“{said[1]}”的事件",
                f"no one event leads from “{said[0]}” to “{said[1]}”",
            )
            yield 2, self.t(zh, en)
            return
        yield 2, self.t(f"从“{said[0]}”到“{said[1]}”的事件:", f"events that lead from “{said[0]}” to “{said[1]}”:")
        for one in ways:
            by = self.t("、", ", ").join(life.roles[role].in_(self.lang) for role in one.by)
            yield 3, self.t(f"· {one.name} ({one.label.zh}): 由{by}", f"· {one.name} ({one.label.en}): by {by}")

    # ---- what happened --------------------------------------------------------------------------------

    def course(self) -> Iterator[Line]:
        """What had happened, where more had than the first decision."""
        at = self.failed.at
        if at is None or at.opening:
            return
        yield 1, self.t("经过:", "what had happened:")
        for event in self.failed.events:
            yield 2, self._event(event)

    def _event(self, event: CaseEvent) -> str:
        assert self.failed.at is not None
        life = self.failed.at.desk.life
        known = life.events.get(event.type)
        label = (known.label if known else _REGISTER).in_(self.lang)
        rules = f"  [{', '.join(event.rules)}]" if event.rules else ""
        return f"{_moment(event.at)}  {event.type} ({label})  {self._who(event)}{rules}"

    def _who(self, event: CaseEvent) -> str:
        at = self.failed.at
        assert at is not None
        if event.by.body in (SYSTEM, REPORTER):
            roles = at.desk.life.roles.get(event.by.body)
            return roles.in_(self.lang) if roles else event.by.body
        body = at.desk.dispatcher.county.bodies.by_id.get(event.by.body)
        return body.name if body else event.by.body


def name_said(name: str, policy: Policy | None, lang: str) -> str:
    """What an expectation is called, such as ``due.handle``: 办理时限, time to handle."""
    base, _, role = name.partition("@")
    words = policy.vocabulary if policy else Vocabulary()
    if base.startswith("due.") and base[4:] in words.acts:
        said = words.acts[base[4:]].said(lang)
        made = f"{said}的期限" if lang == "zh" else f"deadline to {said}"
        return f"{made},{role}" if role and lang == "zh" else f"{made}, {role}" if role else made
    if name in _NAMES:
        return _NAMES[name].in_(lang)
    field = words.fields.get(name)
    if field is not None and field.label:
        return field.label if lang == "zh" else field.en or name
    outcomes = [one for stage in BY_NAME.values() for one in stage.outcomes if one.name == name]
    return (outcomes[0].label if lang == "zh" else outcomes[0].en) if outcomes else name


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
