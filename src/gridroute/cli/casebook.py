"""``gridroute case show|list|export|verify``: what is kept of cases, and whether it is what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.docket import NOW, as_json, body_named, db_option, docket_at, now, state_named
from gridroute.cli.language import tell
from gridroute.cli.options import (
    at_option,
    county_option,
    engine_option,
    format_option,
    language_option,
    limit_option,
    output_option,
)
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.casework import CaseDesk
    from gridroute.store import Docket


_FOR = Bilingual(
    "只导出这个单位可以看到的办件现状;诉求人写 reporter",
    "instead what this body may see of each case now; reporter for the resident",
)


def show(lang: str) -> click.Command:
    """``case show``: one case as a timeline."""
    words = Bilingual(
        "看一件: 现在的状态、谁要在何时前做什么、从受理起每一步和它的依据。",
        "Show one case: its state, who owes what by when, and every step since it came in, with its rules.",
    )

    @click.command("show", help=words.in_(lang))
    @click.argument("case")
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def show_(case: str, db: str, form: str) -> None:
        docket = docket_at(db)
        if form == "jsonl":
            docket.case(case)
            for line in docket.bodies(case):
                click.echo(line)
            return
        from gridroute.cli.timeline import print_timeline

        found = docket.case(case)
        members = [docket.case(one) for one in found.members]
        tied = docket.records.tied(found)
        print_timeline(
            found, docket.events(case), docket.refused(case), docket.desk(found), lang, members=members, tied=tied
        )

    return show_


def listing(lang: str) -> click.Command:
    """``case list``: many cases, a row each."""
    words = Bilingual(
        "列出办件,按编号;不写 --all 和 --state 只列没有办结的。",
        "List cases by number; without --all or --state only those that are still open.",
    )

    @click.command("list", help=words.in_(lang))
    @click.option(
        "--state", help=Bilingual("只列这个状态 (名称或中文名)", "only of this state, a name or a label").in_(lang)
    )
    @click.option("--responsible", help=Bilingual("只列这个单位负责的", "only those this body answers for").in_(lang))
    @click.option("--all", "closed", is_flag=True, help=Bilingual("连办结的一起列", "closed ones, too").in_(lang))
    @click.option(
        "--late",
        is_flag=True,
        help=Bilingual("只列到 --at 时已逾期的", "only those with a duty late at --at").in_(lang),
    )
    @limit_option(lang, 1000, Bilingual("最多几件", "at most so many"))
    @click.option("--strays", is_flag=True, help=Bilingual("列出存待核的来件", "list deliveries kept aside").in_(lang))
    @county_option(lang)
    @at_option(lang, Bilingual(f"--late 的时刻,{NOW.zh}", f"the moment of --late; {NOW.en}"))
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def list_(
        state: str | None,
        responsible: str | None,
        closed: bool,
        late: bool,
        limit: int,
        strays: bool,
        county: str | None,
        at: datetime | None,
        db: str,
        form: str,
    ) -> None:
        from gridroute.cli.table import print_table
        from gridroute.cli.timeline import CELLS, HEADS, cells, counted

        docket = docket_at(db)
        if strays:
            _print_strays(docket, form, lang)
            return
        desk: CaseDesk | None = None
        adcode = None
        if county is not None:
            desk = docket.archive.current(county)[0]
            adcode = desk.dispatcher.county.adcode
        first = docket.listing(closed=True, limit=1)
        if desk is None and first:
            desk = docket.desk(docket.case(first[0].id))
        if desk is not None:
            state = state_named(state, desk) if state else None
            responsible = body_named(responsible, desk) if responsible else None
        due = (at or now()) if late else None
        found = docket.listing(adcode, state, responsible, closed, due, limit=limit)
        if form == "jsonl":
            for one in found:
                click.echo(as_json(**{name: getattr(one, name) for name in one.__slots__}))
            return
        shown = [docket.case(one.id) for one in found]
        rows = [[one.id, *cells(one, docket.desk(one), lang)] for one in shown]
        print_table([head.in_(lang) for head in (HEADS["case"], *CELLS)], rows)
        if any(one.master for one in shown):
            tell(Bilingual(f"合计 {counted(shown, 'zh')}", f"in all {counted(shown, 'en')}"), lang)
        if len(found) == limit:
            tell(Bilingual(f"只列了 {limit} 件: 用 --limit 多列", f"only {limit} are listed: use --limit"), lang)

    return list_


def export(lang: str) -> click.Command:
    """``case export``: the log as it is kept."""
    words = Bilingual(
        "导出办件的全部事件,一行一个 JSON,与存的一字不差;不写 CASE 就是全部办件。含诉求原文,只供受理机构自用。",
        "Export all events of cases, one JSON object a line, byte for byte as kept; without CASE those of all cases. "
        "They hold the issues as told: for the intake center's own use.",
    )

    @click.command("export", help=words.in_(lang))
    @click.argument("cases", nargs=-1, metavar="[CASE]...")
    @click.option("--for", "viewer", help=_FOR.in_(lang))
    @output_option(lang)
    @db_option(lang)
    @language_option(lang)
    def export_(cases: tuple[str, ...], viewer: str | None, output: Path | None, db: str) -> None:
        from gridroute.adapters.target import written_whole

        docket = docket_at(db)
        if output is None:
            for name in cases or _all(docket):
                for line in _lines(docket, name, viewer):
                    click.echo(line)
            return
        with written_whole(output) as file:
            for name in cases or _all(docket):
                file.writelines(f"{line}\n".encode() for line in _lines(docket, name, viewer))

    return export_


def verify(lang: str) -> click.Command:
    """``case verify``: replays the log."""
    words = Bilingual(
        "复核: 按日志和存档的政策把每件重办一遍,与存的逐字比较;有出入的报出,退出码为 1。",
        "Verify: do each case over from its log and the archived policy and compare byte for byte; exit 1 where "
        "anything differs.",
    )

    @click.command("verify", help=words.in_(lang))
    @click.argument("cases", nargs=-1, metavar="[CASE]...")
    @click.option(
        "--repair",
        "mend",
        is_flag=True,
        help=Bilingual("先按日志重建状态和到期", "first make states and deadlines anew from the log").in_(lang),
    )
    @db_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def verify_(cases: tuple[str, ...], mend: bool, db: str, engine: str) -> None:
        from gridroute.store import repair, replay

        docket = docket_at(db, engine)
        seen = astray = 0
        for name in cases or _all(docket):
            if mend and repair(docket, name):
                tell(Bilingual(f"{name}: 状态已按日志重建", f"{name}: its state was made anew from the log"), lang)
            seen += 1
            found = replay(docket, name)
            if found is None:
                continue
            astray += 1
            told = Bilingual(
                f"{name}: 第 {found.after_seq} 步之后与存的不同:\n  存的: {found.kept}\n  重办: {found.made}",
                f"{name}: differs after event {found.after_seq}:\n  kept: {found.kept}\n  now:  {found.made}",
            )
            tell(told, lang)
        words = Bilingual(f"复核 {seen} 件,{astray} 件有出入", f"{seen} cases verified, {astray} differ")
        click.echo(words.in_(lang))
        raise SystemExit(1 if astray else 0)

    return verify_


def _print_strays(docket: Docket, form: str, lang: str) -> None:
    from gridroute.cli.table import print_table
    from gridroute.cli.timeline import HEADS

    found = docket.strays()
    if form == "jsonl":
        for one in found:
            click.echo(
                as_json(at=one.at, channel=one.channel, external_id=one.external_id, case=one.case, issue=one.content)
            )
        return
    heads = (
        Bilingual("时间", "when"),
        Bilingual("渠道", "channel"),
        Bilingual("外部编号", "external id"),
        HEADS["case"],
    )
    rows = [[f"{one.at:%Y-%m-%d %H:%M}", one.channel or "—", one.external_id, one.case] for one in found]
    print_table([head.in_(lang) for head in heads], rows)


def _all(docket: Docket) -> Iterator[str]:
    """The numbers of all cases, page by page."""
    last: str | None = None
    while page := docket.listing(closed=True, after=last, limit=1000):
        yield from (one.id for one in page)
        last = page[-1].id


def _lines(docket: Docket, name: str, viewer: str | None) -> list[str]:
    """The log of a case; for ``viewer`` what it may see of the case, if anything."""
    found = docket.case(name)
    if viewer is None:
        return docket.bodies(name)
    from gridroute.casework import REPORTER, Actor, view

    desk = docket.desk(found)
    body = viewer if viewer == REPORTER else body_named(viewer, desk)
    seen = view(found, Actor(body=body), desk.dispatcher.county)
    return [] if seen is None else [seen.as_json()]
