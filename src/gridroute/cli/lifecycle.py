"""``gridroute lifecycle``: draws the life of a case, and checks it with a county's refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gridroute.cli.language import tell
from gridroute.cli.options import county_option, language_option
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.assurance.exploration import Finding
    from gridroute.policy.lifecycle import Lifecycle
    from gridroute.policy.policy import Policy

HELP = Bilingual(
    "画出办件的生命周期,连同县里的守门规则。--check 把状态与重办、争议、会议层级、退回的次数走一遍:"
    "有到不了的状态、死路、活锁、没有上限的重办或争议、拦得住的出路,退出码为 1。",
    "Draw the life cycle of a case with the county's guards. --check explores every state with the counts of redo, "
    "disputes, rungs and sending down; the exit code is 1 where a state is not reached, a case cannot end, redo or "
    "disputes have no bound, or every way out can be refused.",
)
_HEADS = (
    Bilingual("状态", "state"),
    Bilingual("事件", "event"),
    Bilingual("到", "to"),
    Bilingual("谁可以", "who may"),
    Bilingual("守门规则", "guards"),
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("lifecycle", help=HELP.in_(lang))
    @county_option(lang)
    @click.option(
        "--format",
        "form",
        type=click.Choice(("table", "mermaid", "svg")),
        help=Bilingual(
            "画成: 表格(默认)、Mermaid 或 SVG;写了 --check 时,不写就不画",
            "draw as: a table (default), Mermaid or SVG; with --check nothing unless it is named",
        ).in_(lang),
    )
    @click.option(
        "--check",
        "checks",
        is_flag=True,
        help=Bilingual("走查,有问题时退出码为 1", "explore it; exit 1 if something is wrong").in_(lang),
    )
    @language_option(lang)
    def lifecycle(county: str | None, form: str | None, checks: bool) -> None:
        from gridroute.cli.rules import policy_of

        policy = policy_of(county)
        if form or not checks:
            _draw(policy, form or "table", lang)
        if checks:
            raise SystemExit(_check(policy, lang))

    return lifecycle


def _draw(policy: Policy, form: str, lang: str) -> None:
    from gridroute.assurance.chart import mermaid, svg
    from gridroute.assurance.course import guards_by_event

    life = policy.lifecycle
    guards = {name: [rule.id for rule in rules] for name, rules in guards_by_event(policy).items()}
    if form == "mermaid":
        click.echo(mermaid(life, lang))
    elif form == "svg":
        name = policy.county.name
        title = Bilingual(f"办件的生命周期 · {name}", f"The life of a case · {name}").in_(lang)
        click.echo(svg(life, lang, guards, title), nl=False)
    else:
        from gridroute.cli.table import print_table

        print_table([head.in_(lang) for head in _HEADS], _rows(life, guards, lang))


def _rows(life: Lifecycle, guards: dict[str, list[str]], lang: str) -> list[list[str]]:
    comma = "、" if lang == "zh" else ", "
    nothing = Bilingual("谁也拦不住", "nothing can refuse it").in_(lang)
    made = []
    for name, state in life.states.items():
        for event in life.possible(name):
            target = event.leads_to(name)
            made.append(
                [
                    state.label.in_(lang),
                    event.label.in_(lang),
                    "—" if target == name else life.states[target].label.in_(lang),
                    comma.join(life.roles[role].in_(lang) for role in event.by),
                    nothing if event.unrefusable else ", ".join(guards.get(event.name, [])) or "—",
                ]
            )
    return made


def _check(policy: Policy, lang: str) -> int:
    from gridroute.assurance.exploration import explore

    seen = explore(policy)
    for finding in seen.findings:
        click.echo(finding.fault.text(lang))
        if finding.way:
            click.echo(f"    {_way(finding, policy.lifecycle, lang)}")
    found = len(seen.findings)
    zh, en = (f"{found} 处问题", f"{found} findings") if found else ("没有问题", "nothing wrong")
    said = Bilingual(
        f"走查 {seen.states} 个状态、{seen.spots} 种处境、{seen.steps} 步: {zh}",
        f"explored {seen.states} states, {seen.spots} spots, {seen.steps} steps: {en}",
    )
    tell(said, lang)
    return 1 if found else 0


def _way(finding: Finding, life: Lifecycle, lang: str) -> str:
    """How a case gets there, event by event."""
    arrow = " → ".join(life.events[name].label.in_(lang) for name in finding.way)
    return Bilingual(f"例如: {arrow}", f"for example: {arrow}").in_(lang)
