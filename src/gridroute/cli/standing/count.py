"""``gridroute civic count``: a check-in of a unit or a member, counted in its year, with its points."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from gridroute.cli.docket import NOW, as_json, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.said import body, by_option, county_in, said, said_option
from gridroute.errors import Bilingual

HELP = Bilingual(
    "记一次报到: 任务 QUOTA、谁 SUBJECT (编号,不写姓名)、做了什么 ACT,按规则计分。要有凭证: --said evidence=…。",
    "Count a check-in: of which QUOTA, by whom (SUBJECT: the number of a unit or of a member, never a name), what was "
    "done (ACT); points by the rules. It needs --said evidence=….",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("count", help=HELP.in_(lang))
    @click.argument("quota")
    @click.argument("subject")
    @click.argument("act")
    @by_option(lang)
    @said_option(lang)
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def count(
        quota: str,
        subject: str,
        act: str,
        by: str,
        county: str | None,
        db: str,
        at: datetime | None,
        form: str,
        **given: Any,
    ) -> None:
        from gridroute.casework import Actor
        from gridroute.civic.attendance import Deed

        docket = docket_at(db, new=True)
        where = county_in(county, docket)
        civic = docket.records.desks.current(where)[0].civic
        deed = Deed(quota, subject, act, at or now(), Actor(body=body(by, civic)), said(given["said"]))
        made = docket.records.count(deed, where)
        refusal, record = made.outcome.refusal, made.outcome.record
        if form == "jsonl":
            accounts = {one.id: one.balance for one in made.accounts}
            told = refusal.words.in_(lang) if refusal else None
            click.echo(as_json(refusal=told, counts=record.counts if record else {}, accounts=accounts))
        elif record is not None and refusal is None:
            times = record.counts[act]
            click.echo(
                Bilingual(f"{subject} {act}: 今年第 {times} 次", f"{subject} {act}: {times} this year").in_(lang)
            )
            for one in made.accounts:
                words = Bilingual(f"  {one.name}: 余额 {one.balance}", f"  {one.name}: balance {one.balance}")
                click.echo(words.in_(lang))
        for words in made.left_out:
            tell(Bilingual(f"没有记分: {words.zh}", f"no points: {words.en}"), lang)
        if refusal is not None:
            tell(Bilingual(f"没有办成: {refusal.words.zh}", f"refused: {refusal.words.en}"), lang)
        raise SystemExit(0 if refusal is None else 1)

    return count
