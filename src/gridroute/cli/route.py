"""``gridroute route FILE``: decides every issue of a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from gridroute.cli.options import (
    at_option,
    county_option,
    engine_option,
    file_argument,
    format_option,
    language_option,
)
from gridroute.errors import Bilingual

HELP = Bilingual(
    "给 FILE (.csv 或 .jsonl) 里的每件诉求派单。有错的行报出文件和行号,其余照办。",
    "Route every issue of FILE (.csv or .jsonl). A bad line is reported by file and line, the rest is routed.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("route", help=HELP.in_(lang))
    @file_argument()
    @county_option(lang)
    @at_option(lang)
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def route(file: Path, county: str | None, at: datetime | None, form: str, engine: str) -> None:
        from gridroute.cli.desk import Desk
        from gridroute.cli.table import print_decisions

        desk = Desk(lang, county, at, engine=engine)
        desk.warn_of_plugins()
        if form == "jsonl":
            for _, decision, _ in desk.route(file):
                click.echo(decision.as_json())
        else:
            print_decisions([(decision, c.policy.vocabulary) for _, decision, c in desk.route(file)], lang)
        raise SystemExit(desk.closing())

    return route
