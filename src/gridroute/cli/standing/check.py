"""``gridroute civic check``: what wants mending in the registers of a county."""

from __future__ import annotations

import json
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
_SEVERITY = {"error": Bilingual("错误", "error"), "warning": Bilingual("提醒", "warning")}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("check", help=HELP.in_(lang))
    @county_option(lang)
    @at_option(lang, Bilingual("体检的时刻,默认取现在", "moment of the check; default: now"))
    @format_option(lang)
    @language_option(lang)
    def check(county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.civic.inspection import inspect_civic

        found = inspect_civic(civic_of(county, lang), (at or now()).date())
        for finding in found:
            fault = finding.fault
            if form == "jsonl":
                said = {
                    "severity": finding.severity,
                    "kind": finding.kind,
                    "file": fault.file,
                    "line": fault.line,
                    "entry": fault.rule,
                    "problem": fault.problem.in_(lang),
                    "remedy": fault.remedy.in_(lang),
                }
                click.echo(json.dumps(said, ensure_ascii=False))
            else:
                click.echo(f"{_SEVERITY[finding.severity].in_(lang)}: {fault.text(lang)}")
        errors = sum(finding.severity == "error" for finding in found)
        warnings = len(found) - errors
        tell(Bilingual(f"{errors} 处错误,{warnings} 处提醒", f"{errors} errors, {warnings} warnings"), lang)
        raise SystemExit(1 if errors else 0)

    return check
