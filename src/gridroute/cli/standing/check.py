"""``gridroute civic check``: what wants mending in the registers of a county."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, now
from gridroute.errors import Bilingual

HELP = Bilingual(
    "体检常设事务台账: 写错的、没有规定的、与依据对不上的、配备不足的。有错误时退出码为 1。",
    "Check the registers of standing matters: what is wrong, what is unset, what does not agree with its source, where "
    "staff is short. The exit code is 1 where there are errors.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("check", help=HELP.in_(lang))
    @county_option(lang)
    @at_option(lang, Bilingual("体检的时刻,默认取现在", "moment of the check; default: now"))
    @format_option(lang)
    @language_option(lang)
    def check(county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.assurance.lint import Finding, Folders, report
        from gridroute.civic.inspection import inspect_civic

        civic = civic_of(county, lang, told=False)
        found = [Finding(fault) for fault in inspect_civic(civic, (at or now()).date())]
        folders = Folders({one.root.name: one.root for one in civic.county.policy.layers})
        for line in report(found, "jsonl" if form == "jsonl" else "text", lang, folders, ""):
            click.echo(line)
        errors = sum(finding.severity == "error" for finding in found)
        warnings = len(found) - errors
        tell(Bilingual(f"{errors} 处错误,{warnings} 处提醒", f"{errors} errors, {warnings} warnings"), lang)
        raise SystemExit(1 if errors else 0)

    return check
