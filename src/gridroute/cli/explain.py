"""``gridroute explain FILE``: says in sentences how issues are decided and why."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path

import click

from gridroute.cli.options import at_option, county_option, engine_option, file_argument, language_option, zone_option
from gridroute.errors import NOTHING, Bilingual, InputError

HELP = Bilingual(
    "逐条说明 FILE 里的诉求怎样派单、为什么。用 --id 只看一件。",
    "Say in sentences how the issues of FILE are routed and why. With --id, only one of them.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("explain", help=HELP.in_(lang))
    @file_argument()
    @click.option("--id", "wanted", help=Bilingual("只说明这一件", "only this issue").in_(lang))
    @county_option(lang)
    @at_option(lang)
    @zone_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def explain(
        file: Path, wanted: str | None, county: str | None, at: datetime | None, zone: tzinfo | None, engine: str
    ) -> None:
        from gridroute.adapters.characters import visible
        from gridroute.cli.desk import Desk
        from gridroute.dispatch.explanation import explain as say

        desk = Desk(lang, county, at, wanted, engine, zone)
        said = 0
        for issue, decision, where in desk.route(file):
            click.echo(visible(("\n" if said else "") + say(decision, issue, where.policy, lang)))
            said += 1
        if wanted is not None and said == 0:
            more = (
                Bilingual(f" (有 {desk.bad} 行读不出)", f" ({desk.bad} lines cannot be read)") if desk.bad else NOTHING
            )
            words = Bilingual(f"{file}: 没有编号“{wanted}”{more.zh}", f"{file}: no issue “{wanted}”{more.en}")
            raise InputError(words)
        raise SystemExit(desk.closing() if wanted is None else 0)

    return explain
