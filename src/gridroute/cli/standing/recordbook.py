"""``gridroute civic record show|list|export|verify``: looks at records, and holds them against their logs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.docket import NOW, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, format_option, language_option
from gridroute.cli.standing.output import cell, named, put
from gridroute.cli.standing.steps import STATES, ahead, line, state_of
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.store import Docket

_KINDS = {
    "procedure": Bilingual("程序", "procedure"),
    "account": Bilingual("积分", "account"),
    "check_in": Bilingual("报到", "check-in"),
    "mode": Bilingual("运行模式", "mode"),
}


def show(lang: str) -> click.Command:
    """``civic record show``: one record, step by step."""
    words = Bilingual(
        "看一个档案: 走到哪一步、缺什么、每一步是谁何时做的。",
        "Show one record: how far it is, what is missing, every step.",
    )

    @click.command("show", help=words.in_(lang))
    @click.argument("number", metavar="ID")
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def show_(number: str, db: str, form: str) -> None:
        docket = docket_at(db)
        record = docket.records.record(number)
        if form == "jsonl":
            click.echo(record.model_dump_json())
            return
        civic = docket.records.desk(number).civic
        title = f" {record.title}" if record.title else ""
        click.echo(f"{record.id} [{_KINDS[record.kind].in_(lang)} {record.name}]{title}: {state_of(record).in_(lang)}")
        for part, bodies in record.parties.items():
            click.echo(f"  {part}: {cell([named(one, civic) for one in bodies], lang)}")
        if record.kind == "account":
            click.echo(Bilingual(f"  余额: {record.balance}", f"  balance: {record.balance}").in_(lang))
        for act, count in record.counts.items():
            click.echo(f"  {act}: {count}")
        if record.links:
            click.echo("  " + Bilingual("关联: ", "belongs with: ").in_(lang) + cell(record.links, lang))
        for next_ in ahead(record, civic, lang):
            click.echo(next_)
        for event in docket.records.events(number):
            click.echo(line(event, civic, lang))
        for one in docket.records.refused(number):
            when = one.attempt.at.isoformat(sep=" ", timespec="minutes")[:16]
            click.echo(f"{when}  ✗ {one.attempt.type}: {one.refusal.words.in_(lang)}")

    return show_


def list_records(lang: str) -> click.Command:
    """``civic record list``: records and how far they are."""
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


def export(lang: str) -> click.Command:
    """``civic record export``: the logs as they are kept."""
    words = Bilingual(
        "把档案的事件逐行写出,一行一个 JSON;不写 ID 就是全部。",
        "Write the events of records, one JSON object a line; without ID all.",
    )

    @click.command("export", help=words.in_(lang))
    @click.argument("numbers", metavar="[ID]...", nargs=-1)
    @db_option(lang)
    @language_option(lang)
    def export_(numbers: tuple[str, ...], db: str) -> None:
        docket = docket_at(db)
        for number in numbers or _all(docket):
            docket.records.record(number)
            for kept in docket.records.bodies(number):
                click.echo(kept)

    return export_


def verify(lang: str) -> click.Command:
    """``civic record verify``: does records over from their logs."""
    words = Bilingual(
        "按日志把档案重做一遍,与留存的逐字节比较;不写 ID 就是全部。有不同的退出码为 1。",
        "Do records over from their logs and compare byte for byte; without ID all. Exit 1 where one differs.",
    )

    @click.command("verify", help=words.in_(lang))
    @click.argument("numbers", metavar="[ID]...", nargs=-1)
    @db_option(lang)
    @language_option(lang)
    def verify_(numbers: tuple[str, ...], db: str) -> None:
        docket = docket_at(db)
        seen = bad = 0
        for number in numbers or _all(docket):
            seen += 1
            found = docket.records.astray(number)
            if found is not None:
                bad += 1
                seq, kept, made = found
                tell(Bilingual(f"{number}: 第 {seq} 步之后不同", f"{number}: differs after event {seq}"), lang)
                click.echo(f"- {kept}\n+ {made}")
        tell(Bilingual(f"查了 {seen} 个档案,{bad} 个不同", f"{seen} records, {bad} differ"), lang)
        raise SystemExit(1 if bad else 0)

    return verify_


def _all(docket: Docket) -> Iterator[str]:
    """The numbers of all records, page by page."""
    last: str | None = None
    while page := docket.records.listing(finished=True, after=last, limit=1000):
        yield from (one.id for one in page)
        last = page[-1].id


#: The commands that look.
COMMANDS = (show, list_records, export, verify)
