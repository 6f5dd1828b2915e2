"""How what happened to a record is printed: a line an event, and what comes next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.docket import as_json
from gridroute.cli.language import tell
from gridroute.cli.standing.output import cell, named
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.civic import Civic
    from gridroute.civic.proceeding import Outcome
    from gridroute.civic.record import Record

STATES = {
    "open": Bilingual("在办", "open"),
    "done": Bilingual("办结", "done"),
    "left": Bilingual("已走出口", "left"),
}
_SYSTEM = Bilingual("系统", "system")
_MORE = {
    "award": Bilingual("记分", "points"),
    "reverse": Bilingual("冲正", "reversed"),
    "count": Bilingual("报到", "check-in"),
    "settle": Bilingual("年终结算", "settled"),
    "lift": Bilingual("解除", "lifted"),
    "lapse": Bilingual("到期解除", "lapsed"),
}


_MODES = {"open": Bilingual("在生效", "in force"), "done": Bilingual("已解除", "lifted")}


def state_of(record: Record) -> Bilingual:
    """How far a record is."""
    return (_MODES if record.kind == "mode" else STATES)[record.state]


def answer(outcome: Outcome, civic: Civic, form: str, lang: str) -> None:
    """Prints what came of it and leaves with 1 where it was refused."""
    refusal = outcome.refusal
    if form == "jsonl":
        told = None if refusal is None else {"kind": refusal.kind, "words": refusal.words.in_(lang)}
        events = [json.loads(one.as_json()) for one in outcome.events]
        state = outcome.record.state if outcome.record else None
        click.echo(as_json(refusal=told, events=events, state=state))
    else:
        for one in outcome.events:
            click.echo(line(one, civic, lang))
        if outcome.record is not None and refusal is None:
            for next_ in ahead(outcome.record, civic, lang):
                click.echo(next_)
    if refusal is not None:
        tell(Bilingual(f"没有办成: {refusal.words.zh}", f"refused: {refusal.words.en}"), lang)
    raise SystemExit(0 if refusal is None else 1)


def line(event: Any, civic: Civic, lang: str) -> str:
    """One event: when, what, who, and what was said."""
    from gridroute.casework import SYSTEM
    from gridroute.civic.proceeding import LABELS

    label = LABELS[event.type].in_(lang) if event.type in LABELS else _MORE.get(event.type, Bilingual("", "")).in_(lang)
    who = _SYSTEM.in_(lang) if event.by.body == SYSTEM else named(event.by.body, civic)
    more = "  ".join(f"{key}={cell(value, lang)}" for key, value in event.said.items())
    return f"{event.at.isoformat(sep=' ', timespec='minutes')[:16]}  {label or event.type}  {who}  {more}".rstrip()


def ahead(record: Record, civic: Civic, lang: str) -> list[str]:
    """The next step with who and by when, or how the record ended."""
    from gridroute.civic.proceeding import Proceedings

    if record.kind != "procedure" or record.final:
        return [f"{record.id}: {state_of(record).in_(lang)}"]
    step = Proceedings(civic).next_step(record)
    assert step is not None
    due = f"{record.due_at:%Y-%m-%d %H:%M}" if record.due_at else "—"
    who = ("、" if lang == "zh" else ", ").join(step.who)
    zh = f"下一步: {step.name}" + (f" ({who})" if who else "") + f",最迟 {due}"
    en = f"next: {step.name}" + (f" ({who})" if who else "") + f", until {due}"
    return [Bilingual(zh, en).in_(lang)]
