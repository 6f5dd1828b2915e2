"""会议文稿: agendas and minutes of joint meetings as papers, in the words of the county.

A paper goes to all members, also to one who only explains: it holds no number of a resident, and whatever was
said or resolved of a confidential matter, or of one aimed at somebody, stays out of it; of a sealed one also its
category and who handles it (I28, I30).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gridroute.adapters.paper import Paper, Section
from gridroute.casework.agenda import Agenda, Item
from gridroute.casework.case import Case
from gridroute.casework.members import Member
from gridroute.casework.minutes import Minute, Minutes
from gridroute.casework.resolution import Resolution
from gridroute.casework.view import mask_of
from gridroute.errors import Bilingual
from gridroute.model import Organization
from gridroute.policy.ladder import Ladder
from gridroute.policy.vocabulary import Vocabulary
from gridroute.worktime import ZONE

_AGENDA = Bilingual("议程", "agenda")
_MINUTES = Bilingual("纪要", "minutes")
_ITEM_HEADS = (
    Bilingual("序", "no"),
    Bilingual("编号", "case"),
    Bilingual("事项", "matter"),
    Bilingual("来由", "why"),
    Bilingual("上会自", "since"),
    Bilingual("本级最迟", "stay ends"),
    Bilingual("主办", "lead"),
    Bilingual("还缺材料", "papers missing"),
)
_MINUTE_HEADS = (
    Bilingual("序", "no"),
    Bilingual("编号", "case"),
    Bilingual("事项", "matter"),
    Bilingual("结果", "outcome"),
    Bilingual("主办", "lead"),
    Bilingual("协办", "supports"),
    Bilingual("时限", "due"),
    Bilingual("节点", "milestones"),
    Bilingual("验收标准", "acceptance"),
    Bilingual("说明", "remark"),
)
_CAPACITY = {
    "convener": Bilingual("召集人", "convener"),
    "member": Bilingual("成员", "member"),
    "lead": Bilingual("主办", "lead"),
    "support": Bilingual("协办", "support"),
    "subject": Bilingual("被反映单位", "body complained about"),
}
_OUTCOME = {
    "resolve_item": Bilingual("已决", "resolved"),
    "raise_level": Bilingual("提请上一级", "raised to the next level"),
    "skip_level": Bilingual("跳级上会", "taken past a level"),
    "send_down": Bilingual("退回下级", "sent down"),
    "list": Bilingual("挂账", "listed"),
    "terminal_list": Bilingual("最高级未决,转挂账", "the last level left it: listed"),
    "level_overdue": Bilingual("本级停留到期,自动上一级", "its time here was up: next level"),
}
_PARTS = {
    "事实": Bilingual("事实", "the facts"),
    "已做措施": Bilingual("已做措施", "what was done"),
    "争点": Bilingual("争点", "the point at issue"),
    "建议主办": Bilingual("建议主办", "the lead proposed"),
    "资金缺口": Bilingual("资金缺口", "the funds lacking"),
    "主办": Bilingual("主办", "lead"),
    "协办": Bilingual("协办", "supports"),
    "时限": Bilingual("时限", "deadline"),
    "节点": Bilingual("节点", "milestones"),
    "验收标准": Bilingual("验收标准", "acceptance"),
}


class Papers:
    """Writes papers in one language."""

    def __init__(self, vocabulary: Vocabulary, lang: str) -> None:
        self.vocabulary, self.lang = vocabulary, lang

    def agenda(self, one: Agenda) -> Paper:
        """The agenda of one meeting."""
        name = self._meeting(one.ladder, one.level)
        title = f"{name}{_AGENDA.zh}" if self.lang == "zh" else f"{name}: {_AGENDA.en}"
        who = one.convener.name if one.convener else "—"
        paper = Paper(title, f"{self._level(one.level)} {who}")
        rows = [
            [
                str(number),
                item.case.id,
                self._matter(item.category, item.case, item.masked),
                self._why(item),
                _day(item.since),
                _moment(item.until),
                item.lead.name if item.lead and not _sealed(item.case) else "—",
                self._list(self._parts(item.missing)),
            ]
            for number, item in enumerate(one.items, 1)
        ]
        paper.sections.append(Section("", self._of_agenda(one, who)))
        paper.sections.append(Section(self._say("议题", "Items"), [], self._heads(_ITEM_HEADS), rows))
        paper.sections += [self._item(number, item) for number, item in enumerate(one.items, 1)]
        return paper

    def minutes(self, one: Minutes) -> Paper:
        """The minutes of one meeting."""
        name = self._meeting(one.ladder, one.level)
        title = f"{name}{_MINUTES.zh}" if self.lang == "zh" else f"{name}: {_MINUTES.en}"
        who = one.convener.name if one.convener else "—"
        facts = [(self._say("召集", "convener"), who), (self._say("日期", "day"), one.day.isoformat())]
        recused = [
            f"{item.before.id}: {self._recused(member)}"
            for item in one.items
            for member in item.members
            if not member.votes
        ]
        if recused:
            facts.append((self._say("列席说明、不表决", "explained without a vote"), self._list(recused)))
        rows = [self._minute(number, item) for number, item in enumerate(one.items, 1)]
        return Paper(
            title,
            f"{self._level(one.level)} {who}",
            [Section("", facts), Section(self._say("议定事项", "Outcomes"), [], self._heads(_MINUTE_HEADS), rows)],
        )

    # ---- agenda ----------------------------------------------------------------------------------------

    def _of_agenda(self, one: Agenda, who: str) -> list[tuple[str, str]]:
        facts = [(self._say("召集", "convener"), who)]
        if one.sitting is None:
            when = self._say("没有写会期,在停留到期以前开", "no regular day is given: before the stay ends")
        else:
            when = one.sitting.day.isoformat()
            if one.sitting.moved:
                when += self._say(
                    f" (原定 {one.sitting.planned},遇假日顺延)", f" (moved from {one.sitting.planned}, a day off)"
                )
            if one.sitting.provisional:
                when += self._say(" (日历未公布,暂定)", " (calendar unpublished: provisional)")
        facts.append((self._say("会期", "sitting"), when))
        if any(item.ad_hoc for item in one.items):
            facts.append(
                (self._say("临时会议", "ad hoc"), self._list(item.case.id for item in one.items if item.ad_hoc))
            )
        if one.rung is not None and one.rung.fixed_agenda:
            facts.append(
                (
                    self._say("固定议题", "standing topic"),
                    self._say("群众诉求未决事项", "unsettled matters of residents"),
                )
            )
        facts.append((self._say("参加", "called"), self._list(body.name for body in one.members)))
        return facts

    def _item(self, number: int, item: Item) -> Section:
        facts = [
            (self._say("来由", "why"), self._why(item)),
            (self._say("所在", "place"), self._place(item)),
            *(() if _sealed(item.case) else self._handlers(item)),
            (self._say("已重办", "redone"), str(item.case.redo_count)),
            (self._say("办理超期工作日", "working days overdue"), str(item.overdue_workdays)),
            (self._say("材料", "papers"), self._papers(item)),
        ]
        if item.carried_over:
            facts.append((self._say("结转", "carried over"), self._say("上次会议未决", "the last sitting left it")))
        recused = [self._recused(one) for one in item.members if not one.votes]
        if recused:
            facts.append((self._say("列席说明、不表决", "explains without a vote"), self._list(recused)))
        facts.append((self._say("决议须写明", "a resolution must say"), self._list(self._parts(item.parts))))
        return Section(f"{number}. {item.case.id}", facts, depth=3)

    def _place(self, item: Item) -> str:
        address = item.case.issue.address
        return "—" if item.masked or not address else mask_of(item.case, "reach").hide(address)

    def _handlers(self, item: Item) -> Iterable[tuple[str, str]]:
        yield self._say("主办", "lead"), item.lead.name if item.lead else self._say("未定", "none yet")
        yield self._say("协办", "supports"), self._names(item.supports)

    def _papers(self, item: Item) -> str:
        there = self._list(self._parts([one for one in item.needed if one not in item.missing]))
        missing = self._list(self._parts(item.missing))
        have = self._say(f"已有 {there}", f"there: {there}")
        miss = self._say(f"还缺 {missing}", f"missing: {missing}")
        return f"{have};{miss}" if self.lang == "zh" else f"{have}; {miss}"

    def _why(self, item: Item) -> str:
        said = [f"{self.vocabulary.word(one, self.lang)} ({one})" for one in item.triggers]
        return self._list(said)

    # ---- minutes ---------------------------------------------------------------------------------------

    def _minute(self, number: int, one: Minute) -> list[str]:
        resolution = one.resolution or Resolution()
        due = [duty for duty in one.duties if duty.duty.act == "handle" and duty.duty.role == "lead"]
        when = due[0].duty.due_on.isoformat() if due else "—"
        if one.after.next_review is not None and one.after.state == "listed":
            when = self._say(f"评审 {_day(one.after.next_review)}", f"review {_day(one.after.next_review)}")
        sealed, kept = _sealed(one.before), self._say("(内容保密)", "(text withheld)")
        said = [self._list(resolution.milestones), resolution.acceptance or "—", one.words or "—"]
        hide, nothing = mask_of(one.before, "reach").hide, ("—", self._list(()))
        return [
            str(number),
            one.before.id,
            self._matter(one.category, one.before, one.masked),
            _OUTCOME[one.outcome].in_(self.lang),
            resolution.lead.name if resolution.lead and not sealed else "—",
            self._names(() if sealed else resolution.supports or ()),
            when,
            *(kept if one.masked and words not in nothing else hide(words) for words in said),
        ]

    # ---- words -----------------------------------------------------------------------------------------

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _heads(self, heads: Iterable[Bilingual]) -> list[str]:
        return [head.in_(self.lang) for head in heads]

    def _meeting(self, ladder: Ladder, level: str) -> str:
        label = self.vocabulary.said("forum", ladder.name, self.lang) or ladder.label or ladder.name
        return f"{label}({self._level(level)})" if self.lang == "zh" else f"{label} ({self._level(level)})"

    def _level(self, level: str) -> str:
        return self.vocabulary.said("level", level, self.lang) or level

    def _matter(self, category: str | None, case: Case, masked: bool) -> str:
        """The category and the text; of a confidential matter the category alone, of a sealed one nothing."""
        kind = "" if _sealed(case) else (category or "").rsplit("/", 1)[-1]
        if masked:
            return f"{kind or '—'} " + self._say("(内容保密)", "(text withheld)")
        text = mask_of(case, "reach").hide(case.issue.text)
        return f"{kind}: {text}" if kind else text

    def _recused(self, member: Member) -> str:
        reasons = self._list((*member.recused, *member.rules))
        role = _CAPACITY[member.capacity].in_(self.lang)
        return f"{member.body.name} ({role}; {reasons})"

    def _parts(self, named: Iterable[str]) -> list[str]:
        """Papers and parts of a resolution; one that only a county has keeps its name."""
        return [_PARTS[one].in_(self.lang) if one in _PARTS else one for one in named]

    def _names(self, bodies: Iterable[Organization]) -> str:
        return self._list(body.name for body in bodies)

    def _list(self, words: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(words) or self._say("无", "none")


def _sealed(case: Case) -> bool:
    return case.confidential == "sealed"


def _day(moment: datetime) -> str:
    return moment.astimezone(ZONE).date().isoformat()


def _moment(moment: datetime) -> str:
    """The last day that counts: a deadline at midnight is the day before."""
    local = moment.astimezone(ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        from datetime import timedelta

        local -= timedelta(days=1)
    return local.date().isoformat()
