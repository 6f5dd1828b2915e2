"""列: a decision as one flat row, for spreadsheets; the text of the issue and its reporter are not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gridroute.errors import Bilingual
from gridroute.model import BodyRef, Decision, Obligation
from gridroute.policy.vocabulary import Vocabulary

Cell = str | bool | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """How a row speaks: its language and the words of its county."""

    words: Vocabulary
    lang: str

    def word(self, value: str | None) -> str | None:
        """A word of the vocabulary by its label."""
        return None if value is None else self.words.word(value, self.lang)

    def act(self, name: str) -> str:
        """An act by its label."""
        return self.words.acts[name].label if self.lang == "zh" else name.replace("_", " ")

    def list(self, items: Iterable[str]) -> str | None:
        """Several words in one cell."""
        return ("、" if self.lang == "zh" else "; ").join(items) or None

    def bodies(self, bodies: Iterable[BodyRef]) -> str | None:
        """Several bodies in one cell."""
        return self.list(body.name for body in bodies)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the kind of its cells (for files with types), its width in characters, and its cells."""

    head: Bilingual
    kind: type
    width: int
    cell: Callable[[Decision, Said], Cell]


def next_duty(one: Decision) -> Obligation | None:
    """The duty that falls due first; a recurring one only where there is no other."""
    if not one.obligations:
        return None
    return next((duty for duty in one.obligations if not duty.every), one.obligations[0])


def handling(one: Decision) -> Obligation | None:
    """The duty to handle the matter."""
    return next((duty for duty in one.obligations if duty.act == "handle"), None)


def state_of(one: Decision) -> str:
    """The state, or the exit where the matter leaves."""
    return one.exit if one.exit and one.exit != "emergency_handoff" else one.state


def _due(find: Callable[[Decision], Obligation | None], what: str) -> Callable[[Decision, Said], Cell]:
    def cell(one: Decision, say: Said) -> Cell:
        duty = find(one)
        found: Cell = getattr(duty, what) if duty else None
        return found

    return cell


def _next_act(one: Decision, say: Said) -> Cell:
    duty = next_duty(one)
    return say.act(duty.act) if duty else None


def _name(what: str) -> Callable[[Decision, Said], Cell]:
    def cell(one: Decision, say: Said) -> Cell:
        body: BodyRef | None = getattr(one, what)
        return body.name if body else None

    return cell


def _plain(what: str) -> Callable[[Decision, Said], Cell]:
    def cell(one: Decision, say: Said) -> Cell:
        found: Cell = getattr(one, what)
        return found

    return cell


def _word(what: str) -> Callable[[Decision, Said], Cell]:
    return lambda one, say: say.word(getattr(one, what))


def _place(what: str) -> Callable[[Decision, Said], Cell]:
    def cell(one: Decision, say: Said) -> Cell:
        found: Cell = getattr(one.grid, what)
        return found

    return cell


COLUMNS = (
    Column(Bilingual("编号", "id"), str, 16, _plain("issue")),
    Column(Bilingual("县代码", "county"), str, 9, _plain("county")),
    Column(Bilingual("研判时刻", "at"), datetime, 18, _plain("at")),
    Column(Bilingual("状态", "state"), str, 12, lambda one, say: say.word(state_of(one))),
    Column(Bilingual("类别", "category"), str, 30, _plain("category")),
    Column(Bilingual("类别把握", "category_confidence"), float, 9, _plain("category_confidence")),
    Column(Bilingual("性质", "nature"), str, 9, _word("nature")),
    Column(Bilingual("办理通道", "track"), str, 10, _word("track")),
    Column(Bilingual("紧急程度", "urgency"), str, 10, _word("urgency")),
    Column(Bilingual("保密", "confidential"), str, 8, _word("confidential")),
    Column(Bilingual("归属状态", "place_status"), str, 10, lambda one, say: say.word(one.grid.status)),
    Column(Bilingual("镇街", "township"), str, 14, _place("township")),
    Column(Bilingual("镇街代码", "township_code"), str, 14, _place("township_code")),
    Column(Bilingual("村社区", "community"), str, 22, _place("community")),
    Column(Bilingual("村社区代码", "community_code"), str, 14, _place("community_code")),
    Column(Bilingual("网格代码", "grid_code"), str, 17, _place("code")),
    Column(Bilingual("主办", "lead"), str, 26, _name("lead")),
    Column(Bilingual("协办", "supports"), str, 26, lambda one, say: say.bodies(one.supports)),
    Column(Bilingual("责任主体", "responsible"), str, 26, _name("responsible")),
    Column(Bilingual("责任身份", "responsible_as"), str, 10, lambda one, say: say.word(one.responsible.as_)),
    Column(Bilingual("首接单位", "first_receiver"), str, 22, _name("first_receiver")),
    Column(Bilingual("吹哨", "whistle"), str, 10, lambda one, say: say.word(one.whistle.kind) if one.whistle else None),
    Column(Bilingual("吹哨主体", "blower"), str, 22, lambda one, say: one.whistle.blower.name if one.whistle else None),
    Column(
        Bilingual("必到", "required"),
        str,
        26,
        lambda one, say: say.bodies(one.whistle.required) if one.whistle else None,
    ),
    Column(
        Bilingual("可到", "invited"), str, 26, lambda one, say: say.bodies(one.whistle.invited) if one.whistle else None
    ),
    Column(Bilingual("最近事项", "next_act"), str, 10, _next_act),
    Column(Bilingual("最近事项最后一日", "next_due_on"), date, 12, _due(next_duty, "due_on")),
    Column(Bilingual("最近事项逾期时刻", "next_due_at"), datetime, 18, _due(next_duty, "due_at")),
    Column(Bilingual("办理最后一日", "handled_by_on"), date, 12, _due(handling, "due_on")),
    Column(Bilingual("办理逾期时刻", "handled_by_at"), datetime, 18, _due(handling, "due_at")),
    Column(Bilingual("办理期限暂定", "handled_by_provisional"), bool, 9, _due(handling, "provisional")),
    Column(Bilingual("通知", "notify"), str, 26, lambda one, say: say.bodies(one.notify)),
    Column(Bilingual("有争议", "contested"), bool, 8, _plain("contested")),
    Column(Bilingual("无主", "ownerless"), bool, 8, _plain("ownerless")),
    Column(Bilingual("提示", "warnings"), str, 40, lambda one, say: say.list(it.said(say.lang) for it in one.remarks)),
    Column(
        Bilingual("插件失败", "degraded"),
        str,
        20,
        lambda one, say: say.list(f"{f.plugin}: {f.error}" for f in one.degraded),
    ),
    Column(
        Bilingual("依据规则", "rules"),
        str,
        40,
        lambda one, say: say.list(dict.fromkeys(entry.rule for entry in one.trace if entry.won)),
    ),
    Column(Bilingual("政策版本", "policy"), str, 20, _plain("policy")),
)
