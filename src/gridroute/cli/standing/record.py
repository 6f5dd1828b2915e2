"""``gridroute civic record``: projects, orders and other procedures step by step, in the database of cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from gridroute.cli.docket import NOW, db_option, docket_at, now
from gridroute.cli.options import Moment, at_option, county_option, format_option, language_option
from gridroute.cli.standing import recordbook
from gridroute.cli.standing.output import place_named
from gridroute.cli.standing.said import body, by_option, county_in, parties_said, said, said_option
from gridroute.cli.standing.steps import answer, line
from gridroute.errors import Bilingual

HELP = Bilingual(
    "办事档案: 按程序一步一步办,记在办件库里。", "Records: procedures step by step, kept in the database of cases."
)


def command(lang: str) -> click.Command:
    """The group of commands in one language."""

    @click.group("record", help=HELP.in_(lang))
    @language_option(lang)
    def group() -> None:
        """Nothing of its own."""

    for made in (_open, _event, _advance, *recordbook.COMMANDS):
        group.add_command(made(lang))
    return group


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
        civic = docket.records.desks.current(where)[0].civic
        code = place_named(place, Directory(civic.county)) if place else None
        wanted = Opening(
            number,
            procedure,
            at or now(),
            Actor(body=body(by, civic)),
            title,
            code,
            parties_said(parties, civic),
            said(given["said"]),
            links,
        )
        answer(docket.records.open(wanted, where), civic, form, lang)

    return open_


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
        answer(docket.records.attempt(number, attempt), civic, form, lang)

    return event_


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
            click.echo(one.as_json() if form == "jsonl" else line(one, civic, lang))

    return advance
