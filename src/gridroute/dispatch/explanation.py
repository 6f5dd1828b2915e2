"""说明: a decision in full sentences, in Chinese or in English: what, whose place, who, by when, and why."""

from __future__ import annotations

from datetime import datetime

from gridroute.errors import Bilingual
from gridroute.model import Decision, Duration, Issue, Obligation, TraceEntry
from gridroute.policy.path import BY_NAME
from gridroute.policy.policy import Policy
from gridroute.policy.rule import LEVELS
from gridroute.reasoning.sentence import ASSUMED, layer_said, sentence, source_said
from gridroute.reasoning.words import article
from gridroute.worktime import ZONE

_WEEKDAYS = "一二三四五六日"


def explain(decision: Decision, issue: Issue, policy: Policy, lang: str = "zh") -> str:
    """The whole explanation, one paragraph a question, then every rule that spoke."""
    return "\n".join(_Explanation(decision, issue, policy, lang).lines())


def withheld(level: str) -> Bilingual:
    """What stands for the text of a masked or sealed matter; ``level`` is what its confidentiality is called."""
    return Bilingual(
        f"(保密 {level}: 原文不在这里显示;有权查看的人在来件里按这个编号查看)",
        f"({level}: the text is not shown here; whoever is entitled to it finds it by this id where it came in)",
    )


class _Explanation:
    def __init__(self, decision: Decision, issue: Issue, policy: Policy, lang: str) -> None:
        self.decision, self.issue, self.policy, self.lang = decision, issue, policy, lang

    def t(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def word(self, word: str | None) -> str:
        return self.policy.vocabulary.word(word, self.lang) if word else self.t("无", "none")

    def role(self, role: str) -> str:
        declared = self.policy.vocabulary.roles.get(role)
        if declared is not None and self.lang == "en" and declared.label_en:
            return declared.label_en
        return self.word(role)

    def lines(self) -> list[str]:
        d = self.decision
        return [
            self.t(f"【诉求 {d.issue}】{self._said()}", f"[Issue {d.issue}] {self._said()}"),
            self.t(
                f"受理于 {self._moment(self.issue.received_at)},研判于 {self._moment(d.at)},用受理当日施行的规则。",
                f"Received {self._moment(self.issue.received_at)}, decided {self._moment(d.at)} "
                "by the rules in force on the day of reception.",
            ),
            "",
            self._what(),
            self._where(),
            self._who(),
            *self._when(),
            *self._open(),
            "",
            self.t("依据 (每条规则、它的层级和出处):", "Why (each rule, its layer and source):"),
            *(f"  {line}" for line in self._why()),
        ]

    def _said(self) -> str:
        """What the resident said; of a masked or sealed matter nothing: screens and logs keep no secret (I28)."""
        if self.decision.confidential == "open":
            return self.issue.text
        return withheld(self.word(self.decision.confidential)).in_(self.lang)

    def _what(self) -> str:
        d = self.decision
        category = d.category or self.t("未能确定", "not certain")
        sure = f" ({d.category_confidence:.0%})" if d.category and d.category_confidence < 1 else ""
        text = self.t(
            f"一、是什么事: {self.word(d.nature)},类别 {category}{sure},紧急程度 {self.word(d.urgency)},"
            f"{self.word(d.track)},保密 {self.word(d.confidential)}。",
            f"1. What: {self.word(d.nature)}, category {category}{sure}, urgency {self.word(d.urgency)}, "
            f"track {self.word(d.track)}, confidentiality {self.word(d.confidential)}.",
        )
        if d.exit:
            text += self.t(f"出口: {self.word(d.exit)}。", f" Exit: {self.word(d.exit)}.")
        return text + "".join(self.t(f"告知: {one}。", f" To tell: {one}.") for one in d.explain)

    def _where(self) -> str:
        g = self.decision.grid
        place = " ".join(name for name in (g.township, g.community) if name) or self.t("未定", "not settled")
        text = self.t(f"二、归谁的地: {place}({self.word(g.status)})", f"2. Where: {place} ({self.word(g.status)})")
        if g.code:
            note = self.t(",网格划分为推定", ", an assumed grid") if g.assumed else ""
            text += self.t(f",网格 {g.code}{note}", f", grid {g.code}{note}")
        if g.candidates and g.status in ("certain", "gap"):
            text += self.t(
                f",村内 {len(g.candidates)} 个网格尚未分清,由村社负责",
                f", which of its {len(g.candidates)} grids is open, so the village answers",
            )
        elif g.candidates:
            listed = self.t("、", ", ").join(candidate.name for candidate in g.candidates[:6])
            more = self.t("等", ", …") if len(g.candidates) > 6 else ""
            text += self.t(f";可能是 {listed}{more}", f"; it may be {listed}{more}")
        if self.decision.resolver:
            name = self.decision.resolver.name
            text += self.t(f";由{name}指定", f"; {name} designates it")
        return text + self.t("。", ".")

    def _who(self) -> str:
        d = self.decision
        lead = d.lead.name if d.lead else self.t("未定", "none yet")
        note = f"({ASSUMED.in_(self.lang)})" if d.lead and d.lead.assumed else ""
        role = self.word(d.responsible.as_)
        text = self.t(
            f"三、谁负责: 主办 {lead}{note};此刻的责任主体 {d.responsible.name}({role});首接 {d.first_receiver.name}。",
            f"3. Who: lead {lead}{note and chr(32) + note}; responsible now: {d.responsible.name} ({role}); "
            f"first receiver: {d.first_receiver.name}.",
        )
        if d.signatory:
            text += self.t(f"文书以{d.signatory.name}名义。", f" {d.signatory.name} signs.")
        if d.supports:
            names = self.t("、", ", ").join(one.name for one in d.supports)
            text += self.t(f"协办: {names}。", f" Supports: {names}.")
        if d.lead_candidates:
            names = self.t("、", ", ").join(one.name for one in d.lead_candidates)
            text += self.t(f"并列候选: {names}。", f" Tied candidates: {names}.")
        if d.whistle:
            kind = self.policy.vocabulary.said("whistle", d.whistle.kind, self.lang) or d.whistle.kind
            names = self.t("、", ", ").join(one.name for one in d.whistle.required) or self.t("无", "nobody")
            text += self.t(
                f"{kind}由{d.whistle.blower.name}吹,必到: {names}。",
                f" {article(kind).capitalize()} {kind} is blown by {d.whistle.blower.name}; must come: {names}.",
            )
        return text

    def _when(self) -> list[str]:
        made = [self.t("四、何时办完:", "4. By when:")]
        for one in self.decision.obligations:
            made.append(f"  · {self._duty(one)}")
        if len(made) == 1:
            made.append(self.t("  · 没有时限", "  · no deadline"))
        return made

    def _duty(self, one: Obligation) -> str:
        act = self.policy.vocabulary.acts[one.act]
        last = self._last(one)
        length = Duration(one.amount, one.unit).text(self.lang)
        flags = [ASSUMED.in_(self.lang)] if one.assumed else [one.source]
        if one.provisional:
            flags.append(self.t("暂定", "provisional"))
        every = self.t("每", "every ") if one.every else ""
        name = act.said(self.lang)
        return self.t(
            f"{one.obligor.name}({self.role(one.role)}) {name}: {every}{length},至 {last} [{';'.join(flags)}]",
            f"{one.obligor.name} ({self.role(one.role)}) {name}: {every}{length}, until {last} [{'; '.join(flags)}]",
        )

    def _last(self, one: Obligation) -> str:
        if one.unit in ("workdays", "calendar_days"):
            return f"{one.due_on} {self._weekday(one.due_on.weekday())}"
        return self._moment(one.due_at)

    def _weekday(self, number: int) -> str:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        return self.t(f"周{_WEEKDAYS[number]}", names[number])

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(ZONE)
        return f"{local:%Y-%m-%d} {self._weekday(local.weekday())} {local:%H:%M}"

    def _open(self) -> list[str]:
        notes = [one.said(self.lang) for one in self.decision.remarks]
        return [self.t("五、要留意:", "5. Mind:"), *(f"  · {note}" for note in notes)] if notes else []

    def _why(self) -> list[str]:
        rules = {(rule.id, rule.title, rule.source): rule for rule in self.policy.rules}
        words = self.policy.vocabulary
        made = []
        for one in self.decision.trace:
            rule = rules.get((one.rule, one.title, one.source))
            parts = [one.candidate or "", one.reason.said(self.lang) if one.reason else ""]
            became = self.t(":", ": ").join(part for part in parts if part)
            # a row of the catalogue has said what it says where it was found; here it is about its candidate
            says = sentence(rule, words, self.lang, one.stage) if rule and one.stage in rule.outcomes else ""
            said = self.t("。", ". ").join(part for part in (became, says) if part) or one.why
            made.append(f"{self._head(one)}: {said}")
        return made

    def _head(self, one: TraceEntry) -> str:
        """Whether a rule stood, its stage, its name, and where it comes from."""
        stage = BY_NAME[one.stage].label if self.lang == "zh" else one.stage
        layer = layer_said(one.layer_name, LEVELS.index(one.layer), self.lang)
        title = f"“{one.title}”" if self.lang == "en" else one.title
        source = source_said(one.source, self.lang)
        mark = "✓" if one.won else "×"
        return self.t(
            f"{mark} [{stage}] {one.rule} {title}({layer};{source})",
            f"{mark} [{stage}] {one.rule} {title} ({layer}; {source})",
        )
