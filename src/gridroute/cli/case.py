"""``gridroute case``: keeps cases in a database: opens them, takes events, lets time pass, shows and exports them."""

from __future__ import annotations

import json
import sys
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli import casebook
from gridroute.cli.docket import NOW, as_json, body_named, db_option, docket_at, event_named, now, said_with
from gridroute.cli.language import tell
from gridroute.cli.options import (
    Moment,
    at_option,
    county_option,
    engine_option,
    files_argument,
    format_option,
    language_option,
    zone_option,
)
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.casework import CaseDesk
    from gridroute.dispatch import County, Hints
    from gridroute.model import Issue
    from gridroute.store import Receipt

HELP = Bilingual(
    "办件: 把派出去的件记在库里,一步一步办到结案。",
    "Cases: keep in a database what was dispatched, and take it step by step to its end.",
)


def command(lang: str) -> click.Command:
    """The group of commands in one language."""

    @click.group("case", help=HELP.in_(lang))
    @language_option(lang)
    def case() -> None:
        """Nothing of its own."""

    for made in (_open, _event, _advance, casebook.show, casebook.listing, casebook.export, casebook.verify):
        case.add_command(made(lang))
    return case


def _open(lang: str) -> click.Command:
    words = Bilingual(
        "受理 FILE 里的诉求,每件立一个办件。同一渠道同一外部编号再来: 内容相同,还是那一件;内容不同,存起来并报出。",
        "Open a case for every issue of FILE. The same number of the same channel again: with the same content it is "
        "the same case, with other content it is kept aside and reported.",
    )

    @click.command("open", help=words.in_(lang))
    @files_argument()
    @db_option(lang)
    @county_option(lang)
    @at_option(lang, Bilingual("受理时刻,默认取每行的受理时间", "moment of opening; default: each row's received_at"))
    @zone_option(lang)
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def open_(
        files: tuple[Path, ...],
        db: str,
        county: str | None,
        at: datetime | None,
        zone: tzinfo | None,
        form: str,
        engine: str,
    ) -> None:
        from gridroute.cli.desk import Desk
        from gridroute.cli.progress import Progress
        from gridroute.cli.table import print_table
        from gridroute.cli.timeline import CELLS, HEADS, brief, cells

        desk = Desk(lang, county, at, engine=engine, zone=zone)
        desk.warn_of_plugins()
        docket = docket_at(db, engine, desk.county, new=True)
        rows: list[list[str]] = []
        clashes = 0

        def handle(issue: Issue, where: County, hints: Hints) -> tuple[Issue, Receipt]:
            return issue, docket.open(issue, desk.at or issue.received_at, where.adcode, hints)

        with Progress(lang, not sys.stdout.isatty()) as bar:
            desk.heard = bar.hear
            for issue, receipt in desk.each(handle, *files):
                clashes += receipt.outcome == "clash"
                if receipt.outcome == "clash":
                    tell(_clash(issue, receipt), lang)
                if form == "jsonl":
                    click.echo(as_json(issue=issue.id, outcome=receipt.outcome, **brief(receipt.case)))
                else:
                    case_desk = docket.desk(receipt.case)
                    rows.append([issue.id, _OUTCOMES[receipt.outcome].in_(lang), *cells(receipt.case, case_desk, lang)])
        if form == "table":
            heads = [HEADS["issue"], HEADS["outcome"], *CELLS]
            print_table([head.in_(lang) for head in heads], rows)
        raise SystemExit(max(desk.closing(), int(clashes > 0)))

    return open_


_OUTCOMES = {
    "opened": Bilingual("已立件", "opened"),
    "known": Bilingual("已有此件", "known"),
    "clash": Bilingual("编号已用,内容不同", "clash"),
}


def _clash(issue: Issue, receipt: Receipt) -> Bilingual:
    return Bilingual(
        f"“{issue.id}”的编号与办件“{receipt.case.id}”相同而内容不同,没有立件,已存待核: 换编号重报,或给原件写补充",
        f"“{issue.id}” has the number of case “{receipt.case.id}” with other content: kept aside, not opened; "
        "give it another number, or add a supplement to the case",
    )


def _event(lang: str) -> click.Command:
    words = Bilingual(
        "在办件 CASE 上做一件事 EVENT (事件名或中文名)。不许做的,说明是哪条规则、怎样才行,退出码为 1。",
        "Do EVENT (a name or a label) on CASE. What is not allowed is refused with its rule and what would satisfy it; "
        "exit 1.",
    )

    @click.command("event", help=words.in_(lang))
    @click.argument("case")
    @click.argument("event")
    @click.option(
        "--by",
        required=True,
        help=Bilingual(
            "谁做的: 单位的名称、简称或编号;诉求人写 reporter",
            "who does it: a body by name, alias or identifier; reporter for the resident",
        ).in_(lang),
    )
    @click.option("--post", help=Bilingual("经办岗位或人", "the post or person who acts").in_(lang))
    @click.option(
        "--said",
        multiple=True,
        metavar="名称=值" if lang == "zh" else "NAME=VALUE",
        help=Bilingual(
            "写明的内容,可写多次,例如 reason=… evidence=[照片]",
            "what is said with it; may be repeated, such as reason=… evidence=[photo]",
        ).in_(lang),
    )
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def event_(
        case: str,
        event: str,
        by: str,
        post: str | None,
        said: tuple[str, ...],
        db: str,
        at: datetime | None,
        form: str,
        engine: str,
    ) -> None:
        from gridroute.casework import REPORTER, SYSTEM, Actor, Attempt
        from gridroute.cli.timeline import brief, print_events

        docket = docket_at(db, engine)
        before = docket.case(case)
        desk = docket.desk(before)
        if by == SYSTEM:
            words = Bilingual(
                "系统的事只由时间引起: 用 case advance", "the system acts by time alone: use case advance"
            )
            raise InputError(words)
        actor = Actor(body=by if by == REPORTER else body_named(by, desk), post=post)
        kind = event_named(event, desk)
        moment = at or now()
        answer = docket.attempt(case, Attempt(type=kind, at=moment, by=actor, said=said_with(said, desk)))
        after = answer.case
        if form == "jsonl":
            refusal = answer.refusal
            told = None
            if refusal is not None:
                told = {"kind": refusal.kind, "words": refusal.words.in_(lang), "rules": list(refusal.rules)}
            events = [json.loads(one.as_json()) for one in answer.events]
            warned = [one.in_(lang) for one in answer.warnings]
            click.echo(as_json(refusal=told, warnings=warned, events=events, **brief(after)))
        elif answer.refusal is None or answer.events:
            print_events(answer.events, before.state, desk, lang)
        for one in answer.warnings:
            tell(one, lang)
        if answer.refusal is not None:
            tell(Bilingual(f"没有办成: {answer.refusal.words.zh}", f"refused: {answer.refusal.words.en}"), lang)
        raise SystemExit(0 if answer.refusal is None else 1)

    return event_


def _advance(lang: str) -> click.Command:
    words = Bilingual(
        "让时间走到 --to: 到期的自动事件依次发生,各一次;日历已公布的暂定时限一并更正。不写 CASE 就是全部办件。",
        "Let time pass until --to: what falls due happens in order, each once; provisional deadlines are corrected "
        "where the calendar is now known. Without CASE: of all cases.",
    )

    @click.command("advance", help=words.in_(lang))
    @click.argument("case", required=False)
    @click.option("--to", type=Moment(lang), help=Bilingual(f"到什么时刻,{NOW.zh}", f"until when; {NOW.en}").in_(lang))
    @db_option(lang)
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def advance(case: str | None, to: datetime | None, db: str, form: str, engine: str) -> None:
        docket = docket_at(db, engine)
        fired = docket.advance(to or now(), case)
        if form == "jsonl":
            for line in (*(one.as_json() for one in fired.events), *(one.as_json() for one in fired.records)):
                click.echo(line)
        else:
            from gridroute.cli.timeline import print_events

            desks: dict[str, CaseDesk] = {}
            for one in fired.events:
                desk = desks.get(one.case) or desks.setdefault(one.case, docket.desk(docket.case(one.case)))
                print_events([one], "", desk, lang)
        for name, reason in fired.failed:
            tell(Bilingual(*(f"{name}: {words}" for words in reason)), lang)
        raise SystemExit(1 if fired.failed else 0)

    return advance
