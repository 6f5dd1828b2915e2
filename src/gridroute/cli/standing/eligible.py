"""``gridroute civic eligible``: whether somebody may have a service, and by which rule."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, engine_option, format_option, language_option
from gridroute.cli.standing.output import cell, civic_of, now, put
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.civic.eligibility import Eligibility

HELP = Bilingual(
    "按规则判断一个人能不能申请一项服务。只用这里写的情况,不留存。不符合的退出码为 1。",
    "Say by the rules whether somebody may have a service. What is said of the person is used here and kept nowhere. "
    "The exit code is 1 where they may not.",
)
_ANSWERS = {
    "yes": Bilingual("符合", "eligible"),
    "no": Bilingual("不符合", "not eligible"),
    "review": Bilingual("待审批", "to be reviewed"),
    None: Bilingual("没有规则说到,不作结论", "no rule speaks of it: no answer is given"),
}
_COUNTING = {
    "birthday_counts": Bilingual("生日当天算满", "full on the birthday"),
    "day_after": Bilingual("生日次日起算满", "full on the day after the birthday"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("eligible", help=HELP.in_(lang))
    @click.option("--service", required=True, help=Bilingual("服务事项", "the service").in_(lang))
    @click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help=Bilingual("出生日期", "day of birth").in_(lang))
    @click.option(
        "--know",
        multiple=True,
        metavar="名称=值" if lang == "zh" else "NAME=VALUE",
        help=Bilingual(
            "还知道的情况,可写多次,如 留守儿童=是;所在地=… 说在哪里",
            "what else is known; may be repeated, as lives_alone=true; place=… says where",
        ).in_(lang),
    )
    @county_option(lang)
    @at_option(lang, Bilingual("事发时刻,默认取现在", "when it occurred; default: now"))
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def eligible(
        service: str,
        born: datetime | None,
        know: tuple[str, ...],
        county: str | None,
        at: datetime | None,
        form: str,
        engine: str,
    ) -> None:
        from gridroute.civic.asking import Asking
        from gridroute.civic.eligibility import eligibility
        from gridroute.dispatch.engine import Engine

        civic = civic_of(county, lang)
        asking = Asking(civic, Engine(civic.county.policy, engine))
        made = eligibility(asking, service, known(know), at or now(), born.date() if born else None)
        if form == "jsonl":
            row = {
                "service": made.service,
                "eligible": made.eligible,
                "age": made.age,
                "counting": made.counting or None,
                "review": made.review,
                "roster": made.roster,
                "on_duty": [turn.team for turn in made.on_duty],
                "missing": made.missing,
                "rules": made.rules,
                "warnings": [one.in_(lang) for one in made.warnings],
                "trace": [one.model_dump(mode="json", exclude={"reason"}) for one in made.trace],
            }
            put([row], {}, form, lang)
        else:
            for line in _said(made, asking, lang):
                click.echo(line)
        for one in made.warnings:
            tell(one, lang)
        raise SystemExit(0 if made.eligible == "yes" else 1)

    return eligible


def known(written: tuple[str, ...]) -> dict[str, object]:
    """What is known of a person: ``name=value``; a value of several parts is a list."""
    made: dict[str, object] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise InputError(Bilingual(f"--know {one}: 写成 名称=值", f"--know {one}: write NAME=VALUE"))
        parts = [part.strip() for part in value.split("|")]
        made[name.strip()] = parts if len(parts) > 1 else parts[0]
    return made


def _said(made: Eligibility, asking: object, lang: str) -> list[str]:
    from gridroute.civic.asking import Asking

    assert isinstance(asking, Asking)
    fields = asking.fields("eligibility")
    lines = [f"{made.service}: {_ANSWERS[made.eligible].in_(lang)}"]
    if made.age is not None:
        years = Bilingual(f"{made.age} 周岁", f"{made.age} years of age").in_(lang)
        lines.append(f"  {years} ({_COUNTING[made.counting].in_(lang)})")
    if made.review:
        lines.append("  " + Bilingual("可以申请: ", "may ask for: ").in_(lang) + cell(made.review, lang))
    if made.roster:
        teams = [turn.team for turn in made.on_duty if turn.team]
        lines.append("  " + Bilingual("由", "served by ").in_(lang) + (cell(teams, lang) if teams else made.roster))
    if made.missing and made.eligible != "yes":
        names = [fields[name].label if lang == "zh" else name for name in made.missing if name in fields]
        lines.append("  " + Bilingual("没有说明: ", "not said: ").in_(lang) + cell(names, lang))
    for one in made.trace:
        lines.append(
            f"  {'✓' if one.won else '·'} [{one.rule}] {one.title} ({one.layer_name}; {one.source}): {one.why}"
        )
    return lines
