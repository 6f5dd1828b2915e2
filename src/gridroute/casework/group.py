"""并单组: what one case means for those merged with it (domain.md §3.4 t5, I5, T26).

Pure, over several cases: whoever keeps them writes all that a function here answers in one transaction. Every
member keeps its own number, its own resident and its own callback; only the handling is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridroute.casework.answer import Answer
from gridroute.casework.case import Case
from gridroute.casework.desk import CaseDesk
from gridroute.casework.event import Actor, Attempt
from gridroute.casework.refusal import Refusal
from gridroute.casework.scene import Scene
from gridroute.errors import Bilingual

#: Where the master has an answer for its members' residents.
_ANSWERED = frozenset({"replied", "callback", "closed", "archived"})


#: The kind of a refusal that hangs on the members of a case.
OF_MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Joint:
    """What came of one step for the master and for the member; where one is refused, neither changes."""

    master: Answer
    member: Answer


@dataclass(frozen=True, slots=True)
class Tally:
    """计件: how many events happened, and how many times people reported them (T26: 1 event, 30 reports)."""

    events: int
    reports: int


def merge(desk: CaseDesk, master: Case, member: Case, at: datetime, by: Actor) -> Joint:
    """``member`` follows ``master`` from ``at`` on, and the master's urgency is worked out anew."""
    wrong = _cannot(desk, master, member)
    if wrong is not None:
        return Joint(Answer(master), Answer(member, (), wrong))
    gone = desk.attempt(member, Attempt(type="merge", at=at, by=by, said={"master": master.id}))
    if gone.refusal is not None:
        return Joint(Answer(master), gone)
    return Joint(desk.bring(master, "join", at, _counted(member)), gone)


def unmerge(desk: CaseDesk, master: Case, member: Case, at: datetime, by: Actor, reason: str) -> Joint:
    """``member`` is handled by itself again, on the way that its own decision gives it."""
    alone = desk.attempt(member, Attempt(type="unmerge", at=at, by=by, said={"reason": reason}))
    if alone.refusal is not None:
        return Joint(Answer(master), alone)
    return Joint(desk.bring(master, "leave", at, _counted(member)), alone)


def members_after(desk: CaseDesk, master: Answer, members: Iterable[Case]) -> list[Answer]:
    """What the events of the master mean for its members: replied to or ended, each of them is called back (I5)."""
    if master.case.state not in _ANSWERED or not master.events:
        return []
    said = {"master": master.case.id, "lead": master.case.original or master.case.lead}
    waiting = (one for one in members if one.state == "merged" and one.master == master.case.id)
    return [desk.bring(one, "master_replied", max(master.case.at, one.at), said) for one in waiting]


def master_after(desk: CaseDesk, member: Answer, master: Case) -> Answer:
    """What the events of a member mean for its master: what its resident adds reaches whoever handles it (I40)."""
    answer = Answer(master)
    if member.case.master != master.id or desk.life.states[master.state].final:
        return answer
    for event in member.events:
        if event.type == "supplement":
            said = event.said | {"member": member.case.id}
            answer = answer.then(desk.bring(answer.case, "supplement", max(event.at, answer.case.at), said))
    return answer


def tally(cases: Iterable[Case]) -> Tally:
    """Events and reports among ``cases``; a merged one is a report of its master's event (I1)."""
    listed = list(cases)
    merged = sum(1 for one in listed if one.master is not None)
    return Tally(len(listed) - merged, len(listed))


def unanswered(desk: CaseDesk, members: Iterable[Case]) -> list[Case]:
    """The members whose resident has neither been called back to the end nor has a lawful way out (I5, I12d)."""
    states = desk.life.states
    return [one for one in members if one.state != "merged" and not states[one.state].final]


def kept_open(desk: CaseDesk, before: Case, answer: Answer, members: Iterable[Case]) -> Refusal | None:
    """Why the master cannot end by its own callback yet; nothing where every member is at its end (T26).

    A member that joined after the reply is called back once the master has ended.
    """
    if before.state != "callback" or not desk.life.states[answer.case.state].final:
        return None
    waiting = [one.id for one in unanswered(desk, members)]
    if not waiting:
        return None
    number = len(waiting)
    zh, en = "、".join(waiting[:3]), ", ".join(waiting[:3])
    if number > 3:
        zh, en = f"{zh}等", f"{en}, …"
    words = Bilingual(
        f"还有 {number} 件并单成员没有回访完 ({zh}): 逐件回访或依法办结后再办结主单",
        f"{number} merged cases are not called back to the end ({en}): end each by its own callback or a lawful way "
        "out, then the master",
    )
    return Refusal(OF_MEMBERS, words)


def _counted(member: Case) -> dict[str, object]:
    issue = member.issue
    return {
        "member": member.id,
        "households": issue.affected_households or 1,
        "people": issue.affected_people or 1,
    }


def _cannot(desk: CaseDesk, master: Case, member: Case) -> Refusal | None:
    if master.id == member.id:
        return _refused("一件不能并入它自己", "a case cannot follow itself")
    if master.master is not None:
        words = (
            f"“{master.id}”已并入“{master.master}”: 并入那一件",
            f"“{master.id}” follows “{master.master}”: use that",
        )
        return _refused(*words)
    if member.members:
        return _refused(f"“{member.id}”自己有成员: 把对方并入它", f"“{member.id}” has members: merge the other into it")
    if desk.life.states[master.state].final:
        return _refused(f"“{master.id}”已办结: 重开后再并", f"“{master.id}” is closed: reopen it first")
    if set(master.subjects) != set(member.subjects) or master.confidential != member.confidential:
        # whoever handles the master reads what its members add: they may be whom a member complains about (I28)
        return _refused(
            f"“{member.id}”与“{master.id}”被反映单位或保密级别不同: 分开办",
            f"“{member.id}” and “{master.id}” differ in whom they complain about or in secrecy: keep them apart",
        )
    scene = Scene(master, desk.dispatcher, max(master.at, member.at))
    first, second = sorted((master.opened_at, member.opened_at))
    if second >= scene.due(first, window := scene.parameter("并单时窗")).due_at:
        return _refused(
            f"“{member.id}”与“{master.id}”登记相隔超过{window.text('zh')} (并单时窗): 分开办",
            f"“{member.id}” and “{master.id}” came more than {window.text('en')} apart (并单时窗): keep them apart",
        )
    if _elsewhere(master.community, member.community) or _elsewhere(_kind(master), _kind(member)):
        return _refused(
            f"“{member.id}”与“{master.id}”不是同地同类 (t5): 分开办",
            f"“{member.id}” and “{master.id}” differ in place or kind (t5): keep them apart",
        )
    return None


def _elsewhere(one: str | None, other: str | None) -> bool:
    """Whether both are known and differ."""
    return one is not None and other is not None and one != other


def _kind(case: Case) -> str | None:
    """The category of a case down to its second level."""
    return "/".join(case.category.split("/")[:2]) if case.category else None


def _refused(zh: str, en: str) -> Refusal:
    return Refusal("unfit", Bilingual(zh, en))
