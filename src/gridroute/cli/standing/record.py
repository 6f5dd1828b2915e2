"""``gridroute civic record``: projects, orders and other procedures step by step, in the database of cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gridroute.cli.docket import NOW, as_json, db_option, docket_at, now, value_said
from gridroute.cli.language import tell
from gridroute.cli.options import Moment, at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import cell, named, place_named, put
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.civic import Civic
    from gridroute.civic.proceeding import Outcome
    from gridroute.civic.record import Record
    from gridroute.store import Docket

HELP = Bilingual(
    "办事档案: 按程序一步一步办,记在办件库里。", "Records: procedures step by step, kept in the database of cases."
)
STATES = {
    "open": Bilingual("在办", "open"),
    "done": Bilingual("办结", "done"),
    "left": Bilingual("已走出口", "left"),
}
_KINDS = {
    "procedure": Bilingual("程序", "procedure"),
    "account": Bilingual("积分", "account"),
    "check_in": Bilingual("报到", "check-in"),
}
F = TypeVar("F", bound=Callable[..., Any])


def command(lang: str) -> click.Command:
    """The group of commands in one language."""
    group = click.Group("record", help=HELP.in_(lang))
    for made in (_open, _event, _advance, _show, _list, _export, _verify):
        group.add_command(made(lang))
    return group


def said_option(lang: str) -> Callable[[F], F]:
    """``--said``: what is said with it."""
    return click.option(
        "--said",
        multiple=True,
        metavar="名称=值" if lang == "zh" else "NAME=VALUE",
        help=Bilingual("写明的内容,可写多次", "what is said with it; may be repeated").in_(lang),
    )


def by_option(lang: str) -> Callable[[F], F]:
    """``--by``: who does it."""
    words = Bilingual("谁做的: 单位的名称、简称或编号", "who does it: a body by name, alias or identifier")
    return click.option("--by", required=True, help=words.in_(lang))


def said(written: tuple[str, ...]) -> dict[str, Any]:
    """What is said: ``name=value``, values as in YAML."""
    made: dict[str, Any] = {}
    for one in written:
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise InputError(Bilingual(f"--said {one}: 写成 名称=值", f"--said {one}: write NAME=VALUE"))
        made[name.strip()] = value_said(one, text.strip())
    return made


def body(name: str, civic: Civic) -> str:
    """The identifier of a body. ``InputError``: none, or several."""
    from gridroute.civic.directory import Directory

    found = Directory(civic.county).resolve("body", name)
    if isinstance(found, str):
        return found
    zh, en = (": ".join(part for part in pair if part) for pair in zip(*found, strict=True))
    raise InputError(Bilingual(zh, en))


def county_in(county: str | None, docket: Docket) -> str:
    """The county named, or the only one installed."""
    from gridroute.cli.only import county_or_only

    return county if county else county_or_only(None).adcode


def _open(lang: str) -> click.Command:
    words = Bilingual(
        "按程序 PROCEDURE 立一个档案 ID。缺什么、没有期限、步骤没有名称的,说明原因,退出码为 1。",
        "Begin the record ID of PROCEDURE. What is missing, a deadline or names of steps, is told; exit 1.",
    )

    @click.command("open", help=words.in_(lang))
    @click.argument("procedure")
    @click.argument("number", metavar="ID")
    @by_option(lang)
    @click.option("--title", default="", help=Bilingual("标题", "title").in_(lang))
    @click.option("--place", help=Bilingual("地方", "place").in_(lang))
    @click.option(
        "--party",
        "parties",
        multiple=True,
        metavar="身份=单位" if lang == "zh" else "PART=BODY",
        help=Bilingual("谁担任什么身份,可写多次;不在单位台账的照写岗位", "who has which part; may be repeated").in_(
            lang
        ),
    )
    @click.option(
        "--link",
        "links",
        multiple=True,
        help=Bilingual("关联的办件或档案", "a case or record it belongs with").in_(lang),
    )
    @said_option(lang)
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def open_(
        procedure: str,
        number: str,
        by: str,
        title: str,
        place: str | None,
        parties: tuple[str, ...],
        links: tuple[str, ...],
        county: str | None,
        db: str,
        at: datetime | None,
        form: str,
        **given: Any,
    ) -> None:
        from gridroute.casework import Actor
        from gridroute.civic.directory import Directory
        from gridroute.civic.proceeding import Opening

        docket = docket_at(db, new=True)
        where = county_in(county, docket)
        civic = docket.records.current(where)[0].civic
        code = place_named(place, Directory(civic.county)) if place else None
        wanted = Opening(
            number,
            procedure,
            at or now(),
            Actor(body=body(by, civic)),
            title,
            code,
            _parties(parties, civic),
            said(given["said"]),
            links,
        )
        _answer(docket.records.open(wanted, where), civic, form, lang)

    return open_


def _parties(written: tuple[str, ...], civic: Civic) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for one in written:
        part, sign, name = (each.strip() for each in one.partition("="))
        if not sign or not part or not name:
            raise InputError(Bilingual(f"--party {one}: 写成 身份=单位", f"--party {one}: write PART=BODY"))
        found = civic.county.bodies.named(name)
        made.setdefault(part, []).append(found[0].id if len(found) == 1 else name)
    return made


def _event(lang: str) -> click.Command:
    words = Bilingual(
        "在档案 ID 上走一步 EVENT: 步骤或出口的名称,或 交付、记事、关联、冲正。不许的说明原因,退出码为 1。",
        "Do EVENT on the record ID: a step or way out by name, or deliver, note, link, reverse. What is not allowed is "
        "refused with what would satisfy; exit 1.",
    )

    @click.command("event", help=words.in_(lang))
    @click.argument("number", metavar="ID")
    @click.argument("event")
    @by_option(lang)
    @click.option("--post", help=Bilingual("经办岗位或人", "the post or person who acts").in_(lang))
    @said_option(lang)
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def event_(
        number: str, event: str, by: str, post: str | None, db: str, at: datetime | None, form: str, **given: Any
    ) -> None:
        from gridroute.casework import Actor, Attempt

        docket = docket_at(db)
        civic = docket.records.desk(number).civic
        actor = Actor(body=body(by, civic), post=post)
        attempt = Attempt(type=event, at=at or now(), by=actor, said=said(given["said"]))
        _answer(docket.records.attempt(number, attempt), civic, form, lang)

    return event_


def _answer(outcome: Outcome, civic: Civic, form: str, lang: str) -> None:
    """Prints what came of it and leaves with 1 where it was refused."""
    refusal = outcome.refusal
    if form == "jsonl":
        told = None if refusal is None else {"kind": refusal.kind, "words": refusal.words.in_(lang)}
        events = [json.loads(one.as_json()) for one in outcome.events]
        state = outcome.record.state if outcome.record else None
        click.echo(as_json(refusal=told, events=events, state=state))
    else:
        for one in outcome.events:
            click.echo(_line(one, civic, lang))
        if outcome.record is not None and refusal is None:
            for line in _ahead(outcome.record, civic, lang):
                click.echo(line)
    if refusal is not None:
        tell(Bilingual(f"没有办成: {refusal.words.zh}", f"refused: {refusal.words.en}"), lang)
    raise SystemExit(0 if refusal is None else 1)


def _line(event: Any, civic: Civic, lang: str) -> str:
    from gridroute.casework import SYSTEM
    from gridroute.civic.proceeding import LABELS

    label = LABELS[event.type].in_(lang) if event.type in LABELS else _MORE.get(event.type, Bilingual("", "")).in_(lang)
    who = _SYSTEM.in_(lang) if event.by.body == SYSTEM else named(event.by.body, civic)
    more = "  ".join(f"{key}={cell(value, lang)}" for key, value in event.said.items())
    return f"{event.at.isoformat(sep=' ', timespec='minutes')[:16]}  {label or event.type}  {who}  {more}".rstrip()


_SYSTEM = Bilingual("系统", "system")
_MORE = {
    "award": Bilingual("记分", "points"),
    "reverse": Bilingual("冲正", "reversed"),
    "count": Bilingual("报到", "check-in"),
    "settle": Bilingual("年终结算", "settled"),
}


def _ahead(record: Record, civic: Civic, lang: str) -> list[str]:
    from gridroute.civic.asking import Asking
    from gridroute.civic.desk import RecordDesk
    from gridroute.civic.proceeding import Proceedings
    from gridroute.dispatch.engine import Engine

    if record.kind != "procedure" or record.final:
        return [f"{record.id}: {STATES[record.state].in_(lang)}"]
    desk = RecordDesk(Asking(civic, Engine(civic.county.policy, "index")))
    step = Proceedings(desk.civic).next_step(record)
    assert step is not None
    due = f"{record.due_at:%Y-%m-%d %H:%M}" if record.due_at else "—"
    who = ("、" if lang == "zh" else ", ").join(step.who)
    zh = f"下一步: {step.name}" + (f" ({who})" if who else "") + f",最迟 {due}"
    en = f"next: {step.name}" + (f" ({who})" if who else "") + f", until {due}"
    return [Bilingual(zh, en).in_(lang)]


def _advance(lang: str) -> click.Command:
    words = Bilingual(
        "让时间走到 --to: 档案 ID 到期的督导、结算依次发生。", "Let time pass until --to on the record ID."
    )

    @click.command("advance", help=words.in_(lang))
    @click.argument("number", metavar="ID")
    @click.option("--to", type=Moment(lang), help=Bilingual(f"到什么时刻,{NOW.zh}", f"until when; {NOW.en}").in_(lang))
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def advance(number: str, to: datetime | None, db: str, form: str) -> None:
        docket = docket_at(db)
        civic = docket.records.desk(number).civic
        for one in docket.records.advance(number, to or now()):
            click.echo(one.as_json() if form == "jsonl" else _line(one, civic, lang))

    return advance


def _show(lang: str) -> click.Command:
    words = Bilingual(
        "看一个档案: 走到哪一步、缺什么、每一步是谁何时做的。",
        "Show one record: how far it is, what is missing, every step.",
    )

    @click.command("show", help=words.in_(lang))
    @click.argument("number", metavar="ID")
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def show(number: str, db: str, form: str) -> None:
        docket = docket_at(db)
        record = docket.records.record(number)
        if form == "jsonl":
            click.echo(record.model_dump_json())
            return
        civic = docket.records.desk(number).civic
        title = f" {record.title}" if record.title else ""
        click.echo(
            f"{record.id} [{_KINDS[record.kind].in_(lang)} {record.name}]{title}: {STATES[record.state].in_(lang)}"
        )
        for part, bodies in record.parties.items():
            click.echo(f"  {part}: {cell([named(one, civic) for one in bodies], lang)}")
        if record.kind == "account":
            click.echo(Bilingual(f"  余额: {record.balance}", f"  balance: {record.balance}").in_(lang))
        for act, count in record.counts.items():
            click.echo(f"  {act}: {count}")
        if record.links:
            click.echo("  " + Bilingual("关联: ", "belongs with: ").in_(lang) + cell(record.links, lang))
        for line in _ahead(record, civic, lang):
            click.echo(line)
        for event in docket.records.events(number):
            click.echo(_line(event, civic, lang))
        for one in docket.records.refused(number):
            when = one.attempt.at.isoformat(sep=" ", timespec="minutes")[:16]
            click.echo(f"{when}  ✗ {one.attempt.type}: {one.refusal.words.in_(lang)}")

    return show


def _list(lang: str) -> click.Command:
    heads = {
        "id": Bilingual("编号", "record"),
        "kind": Bilingual("种类", "kind"),
        "name": Bilingual("程序或台账", "procedure or ledger"),
        "state": Bilingual("状态", "state"),
        "subject": Bilingual("谁的", "whose"),
        "due_at": Bilingual("最迟", "until"),
        "at": Bilingual("最近一步", "last step"),
    }
    words = Bilingual("列出档案;不写 --all 只列没有结束的。", "List records; without --all only those still open.")

    @click.command("list", help=words.in_(lang))
    @click.option(
        "--kind", type=click.Choice(tuple(_KINDS)), help=Bilingual("只列这一种", "only of this kind").in_(lang)
    )
    @click.option("--name", help=Bilingual("只列这个程序或台账的", "only of this procedure or ledger").in_(lang))
    @click.option("--all", "finished", is_flag=True, help=Bilingual("连结束的一起列", "ended ones, too").in_(lang))
    @click.option("--late", is_flag=True, help=Bilingual("只列到 --at 时已逾期的", "only those late at --at").in_(lang))
    @at_option(lang, Bilingual(f"--late 的时刻,{NOW.zh}", f"the moment of --late; {NOW.en}"))
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def list_(
        kind: str | None, name: str | None, finished: bool, late: bool, at: datetime | None, db: str, form: str
    ) -> None:
        docket = docket_at(db)
        due = (at or now()) if late else None
        rows: list[dict[str, Any]] = []
        for one in docket.records.listing(kind=kind, name=name, finished=finished, due_before=due):
            row = {key: getattr(one, key) for key in one.__slots__}
            if form == "table":
                row |= {"kind": _KINDS[one.kind], "state": STATES[one.state]}
            rows.append(row)
        put(rows, heads, form, lang)

    return list_


def _export(lang: str) -> click.Command:
    words = Bilingual(
        "把档案的事件逐行写出,一行一个 JSON;不写 ID 就是全部。",
        "Write the events of records, one JSON object a line; without ID all.",
    )

    @click.command("export", help=words.in_(lang))
    @click.argument("numbers", metavar="[ID]...", nargs=-1)
    @db_option(lang)
    @language_option(lang)
    def export(numbers: tuple[str, ...], db: str) -> None:
        docket = docket_at(db)
        for number in numbers or [one.id for one in docket.records.listing(finished=True, limit=1_000_000)]:
            docket.records.record(number)
            for line in docket.records.bodies(number):
                click.echo(line)

    return export


def _verify(lang: str) -> click.Command:
    words = Bilingual(
        "按日志把档案重做一遍,与留存的逐字节比较;不写 ID 就是全部。有不同的退出码为 1。",
        "Do records over from their logs and compare byte for byte; without ID all. Exit 1 where one differs.",
    )

    @click.command("verify", help=words.in_(lang))
    @click.argument("numbers", metavar="[ID]...", nargs=-1)
    @db_option(lang)
    @language_option(lang)
    def verify(numbers: tuple[str, ...], db: str) -> None:
        docket = docket_at(db)
        listed = list(numbers) or [one.id for one in docket.records.listing(finished=True, limit=1_000_000)]
        bad = 0
        for number in listed:
            found = docket.records.astray(number)
            if found is not None:
                bad += 1
                seq, kept, made = found
                tell(Bilingual(f"{number}: 第 {seq} 步之后不同", f"{number}: differs after event {seq}"), lang)
                click.echo(f"- {kept}\n+ {made}")
        tell(Bilingual(f"查了 {len(listed)} 个档案,{bad} 个不同", f"{len(listed)} records, {bad} differ"), lang)
        raise SystemExit(1 if bad else 0)

    return verify
