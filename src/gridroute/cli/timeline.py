"""时间线: one case as a person reads it: what it is, who owes what by when, and what has happened."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TextIO

from gridroute.adapters.characters import visible
from gridroute.casework import Case, CaseDesk, CaseEvent
from gridroute.casework.event import OpenDuty
from gridroute.casework.group import tally, unanswered
from gridroute.casework.view import mask_of
from gridroute.civic.record import Record
from gridroute.cli.docket import name_of
from gridroute.dispatch.explanation import withheld
from gridroute.errors import Bilingual
from gridroute.store import Refused

_REGISTER = Bilingual("登记", "register")
_STATUS = {
    "pending": Bilingual("", ""),
    "warned": Bilingual("快到期", "nearly due"),
    "overdue": Bilingual("已逾期", "overdue"),
    "fulfilled": Bilingual("已完成", "done"),
    "waived": Bilingual("不再要求", "waived"),
    "superseded": Bilingual("已被替换", "replaced"),
}
#: Units whose duties end at an instant, not with a day.
_INSTANTS = frozenset({"clock_minutes", "clock_hours", "work_hours"})
_HEADS = (
    Bilingual("时间", "when"),
    Bilingual("事件", "what"),
    Bilingual("谁", "who"),
    Bilingual("状态", "state"),
    Bilingual("谁要在何时前做什么", "owed, by when"),
    Bilingual("依据规则", "rules"),
)


def print_timeline(
    case: Case,
    events: Sequence[CaseEvent],
    refused: Sequence[Refused],
    desk: CaseDesk,
    lang: str,
    file: TextIO | None = None,
    members: Sequence[Case] = (),
    tied: Sequence[Record] | None = None,
) -> None:
    """Prints a case: a head, how far ``members`` merged with it are, what is owed, a row for each event or refusal.

    ``tied``: the records it belongs with, each with its state; null where nobody looked for them.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    looking = (file or sys.stdout).isatty()
    console = Console(file=file, width=None if looking else 200, highlight=False, soft_wrap=False)
    for line in _head(case, events, desk, lang):
        console.print(Text(visible(line)), soft_wrap=True)
    for line in (*_group(case, members, desk, lang), *_tied(case, tied, lang)):
        console.print(Text(visible(line)), soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold" if looking else "")
    for head in _HEADS:
        table.add_column(Text(head.in_(lang)), overflow="fold")
    for row in _rows(events, refused, desk, lang):
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)


def _tied(case: Case, tied: Sequence[Record] | None, lang: str) -> Iterator[str]:
    from gridroute.cli.standing.steps import state_of

    if tied is None:
        return
    if case.state == "listed" and not tied:  # 挂账要有去处 (SS46, t22)
        yield Bilingual(
            f"关联档案: 无,挂账没有关联项目: civic record open 立项时写 --link {case.id}",
            f"Belongs with no record: listed without a project: open one with civic record open --link {case.id}",
        ).in_(lang)
    for one in tied:
        what = f"{one.id} {one.name} {one.title}".rstrip() + f": {state_of(one).in_(lang)}"
        yield Bilingual(f"关联档案: {what}", f"Belongs with the record {what}").in_(lang)


def _head(case: Case, events: Sequence[CaseEvent], desk: CaseDesk, lang: str) -> Iterator[str]:
    states, zh = desk.life.states, lang == "zh"
    text = _short(case.issue.text)
    if case.confidential != "open":
        text = withheld(desk.dispatcher.county.policy.vocabulary.word(case.confidential, lang)).in_(lang)
    yield f"[{'办件' if zh else 'Case'} {case.id}] {text}"
    for at, said in _supplements(case, events):
        yield f"{'补充' if zh else 'Supplement'} {_moment(at)}: {said}"
    state = states[case.state].label.in_(lang)
    responsible = name_of(case.responsible, desk, lang)
    lead = name_of(case.lead, desk, lang)
    supports = ("、" if zh else ", ").join(name_of(one, desk, lang) for one in case.supports) or "—"
    if zh:
        yield f"状态: {state};责任主体: {responsible};主办: {lead};协办: {supports}"
    else:
        yield f"State: {state}; responsible: {responsible}; lead: {lead}; supports: {supports}"
    owed = sorted(case.owed(), key=lambda one: one.duty.due_at)
    if owed:
        yield "待办:" if zh else "Owed:"
        for one in owed:
            yield f"  · {_duty(one, desk, lang)}"
    timer = case.next_timer()
    if timer is not None:
        label = desk.life.events[timer.fires].label.in_(lang)
        yield f"{'到点自动' if zh else 'Next by itself'}: {_moment(timer.at)} {label}"
    yield ""


def counted(cases: Iterable[Case], lang: str) -> str:
    """How many events and how many reports ``cases`` are (T26)."""
    made = tally(cases)
    return Bilingual(
        f"{made.events} 个事件、{made.reports} 人次", f"{made.events} event(s), {made.reports} reports"
    ).in_(lang)


def _group(case: Case, members: Sequence[Case], desk: CaseDesk, lang: str) -> Iterator[str]:
    """What it is merged with, and how far the callbacks of those merged with it are."""
    if case.master is not None:
        yield Bilingual(f"并入: {case.master}", f"Merged with: {case.master}").in_(lang)
    elif members:
        waiting = len(unanswered(desk, members))
        merged = sum(1 for one in members if one.state == "merged")
        done = len(members) - waiting - merged
        whole = (case, *members)
        zh = f"并单: {len(members)} 件成员,共 {counted(whole, 'zh')};成员已回访办结 {done} 件,待回访 {waiting} 件"
        en = f"Merged: {len(members)} members, {counted(whole, 'en')}; called back to the end: {done}, to do: {waiting}"
        yield Bilingual(zh, en).in_(lang)
    else:
        return
    yield ""


def _supplements(case: Case, events: Sequence[CaseEvent]) -> Iterator[tuple[datetime, str]]:
    """What the resident added, and when; of a masked case without what tells who, of a sealed one nothing (I28)."""
    if case.confidential == "sealed":
        return
    hide = mask_of(case, "who").hide if case.confidential == "masked" else str
    for event in events:
        added = event.change.set.get("supplements")
        if added:
            yield event.at, _short(hide(str(added[-1])))


def print_story(events: Sequence[CaseEvent], desk: CaseDesk, lang: str) -> None:
    """Prints a row for each event: when, what, who, and the state that it leads to."""
    from gridroute.cli.table import print_table

    rows = [row[:4] for row in _rows(events, (), desk, lang)]
    print_table([head.in_(lang) for head in _HEADS[:4]], rows)


def _short(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:100] + "…"


def _rows(events: Sequence[CaseEvent], refused: Sequence[Refused], desk: CaseDesk, lang: str) -> Iterator[list[str]]:
    left, state = list(refused), ""
    for event in events:
        while left and left[0].after_seq < event.seq:
            yield _refusal(left.pop(0), desk, lang)
        was, state = state, str(event.change.set.get("state", state))
        label = desk.life.states[state].label.in_(lang)
        due = "\n".join(_duty(one, desk, lang) for one in event.change.duties)
        yield [
            _moment(event.at),
            _what(event, desk, lang),
            name_of(event.by.body, desk, lang),
            label if state != was else "",
            due,
            "\n".join(_rules(event)),
        ]
    for one in left:
        yield _refusal(one, desk, lang)


def _rules(event: CaseEvent) -> Iterable[str]:
    """The rules that had a say in an event, each once: its own, those that time brought, those of its duties."""
    later = (str(one) for one in event.said.get("rules", ()))
    return dict.fromkeys(one for one in (*event.rules, *later, *(d.duty.rule for d in event.change.duties)) if one)


def _refusal(one: Refused, desk: CaseDesk, lang: str) -> list[str]:
    word = Bilingual("没有办成", "refused").in_(lang)
    return [
        _moment(one.attempt.at),
        f"✗ {_event(one.attempt.type, desk, lang)}",
        name_of(one.attempt.by.body, desk, lang),
        word,
        one.refusal.words.in_(lang),
        "\n".join(one.refusal.rules),
    ]


def _what(event: CaseEvent, desk: CaseDesk, lang: str) -> str:
    """What happened; of supervision also how much."""
    level = event.said.get("supervise")
    words = desk.dispatcher.county.policy.vocabulary
    return _event(event.type, desk, lang) + (f" ({words.word(str(level), lang)})" if level else "")


def _event(kind: str, desk: CaseDesk, lang: str) -> str:
    event = desk.life.events.get(kind)
    return event.label.in_(lang) if event else _REGISTER.in_(lang) if kind == "register" else kind


def _duty(one: OpenDuty, desk: CaseDesk, lang: str) -> str:
    """``who act by when (status)``."""
    status = _STATUS[one.status].in_(lang)
    who, act, by = one.duty.obligor.name, _act(one, desk, lang), _by(one, lang)
    return f"{who} {act} {by}" + (f" ({status})" if status else "")


def _act(one: OpenDuty, desk: CaseDesk, lang: str) -> str:
    acts, act = desk.dispatcher.county.policy.vocabulary.acts, one.duty.act
    return acts[act].label if lang == "zh" and act in acts else act.replace("_", " ")


def _by(one: OpenDuty, lang: str) -> str:
    """The last day, or the instant; with a question mark while it is provisional."""
    duty = one.duty
    when = f"{duty.due_at:%m-%d %H:%M}" if duty.unit.value in _INSTANTS else f"{duty.due_on:%m-%d}"
    mark = "?" if duty.provisional else ""
    return f"{when}{mark} 前" if lang == "zh" and duty.unit.value in _INSTANTS else f"{when}{mark}"


def _moment(at: datetime) -> str:
    from gridroute.worktime import ZONE

    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


# ---- one case a line -----------------------------------------------------------------------------------

HEADS = {
    "issue": Bilingual("编号", "issue"),
    "outcome": Bilingual("受理", "outcome"),
    "case": Bilingual("办件", "case"),
}
#: The heads of ``cells``.
CELLS = (
    Bilingual("状态", "state"),
    Bilingual("责任主体", "responsible"),
    Bilingual("主办", "lead"),
    Bilingual("督办", "supervision"),
    Bilingual("最近时限", "next due"),
)


def cells(case: Case, desk: CaseDesk, lang: str) -> list[str]:
    """A case as one row of a table."""
    words = desk.dispatcher.county.policy.vocabulary
    owed = min(case.owed(), key=lambda one: one.duty.due_at, default=None)
    return [
        desk.life.states[case.state].label.in_(lang),
        name_of(case.responsible, desk, lang),
        name_of(case.lead, desk, lang),
        words.word(case.supervise, lang) if case.supervise else "—",
        "—" if owed is None else f"{_act(owed, desk, lang)} {_by(owed, lang)}",
    ]


def brief(case: Case) -> dict[str, Any]:
    """A case as one line of JSON."""
    owed = min((one.duty.due_at for one in case.owed()), default=None)
    return {
        "case": case.id,
        "seq": case.seq,
        "state": case.state,
        "responsible": case.responsible,
        "lead": case.lead,
        "due_at": owed.isoformat() if owed else None,
    }


def print_events(events: Iterable[CaseEvent], state: str, desk: CaseDesk, lang: str) -> None:
    """Prints events, a line each; ``state``: that of the case where an event does not say it."""
    for one in events:
        now = desk.life.states[str(one.change.set.get("state", state))].label.in_(lang)
        who = name_of(one.by.body, desk, lang)
        print(visible(f"{_moment(one.at)}  {one.case}  {_what(one, desk, lang)}, {who} → {now}"))
