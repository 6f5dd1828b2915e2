"""``gridroute demo``: routes the examples of every installed county and explains one of them in full."""

from __future__ import annotations

from pathlib import Path

import click

from gridroute.cli.options import language_option
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "演示: 给 examples/ 里每个已安装县的诉求派单,按主办和到期日汇总,并完整说明一件。",
    "Route the examples of every installed county, sum up by lead and due day, explain one in full.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("demo", help=HELP.in_(lang))
    @click.option(
        "--examples",
        type=click.Path(path_type=Path),
        default=Path("examples"),
        show_default=True,
        help=Bilingual("各县例子所在的目录", "the folder with the examples of the counties").in_(lang),
    )
    @click.option("--id", "wanted", help=Bilingual("完整说明哪一件", "which issue to explain in full").in_(lang))
    @language_option(lang)
    def demo(examples: Path, wanted: str | None) -> None:
        raise SystemExit(_demo(examples, wanted, lang))

    return demo


def _demo(examples: Path, wanted: str | None, lang: str) -> int:
    from gridroute.cli.desk import Desk
    from gridroute.cli.table import print_decisions, print_summary
    from gridroute.dispatch.explanation import explain
    from gridroute.plugins import build_manager, counties, installed_layers

    manager = build_manager()
    code = shown = 0
    for layer in counties(installed_layers(manager, [])):
        file = examples / layer.pinyin / "issues.csv"
        if not file.is_file():
            continue
        desk = Desk(lang, layer.adcode, manager=manager)
        found = list(desk.route(file))
        click.secho(f"\n{layer.name}  {file}\n", bold=True)
        print_decisions([(decision, county.policy.vocabulary) for _, decision, county in found], lang)
        click.secho(Bilingual(f"\n汇总: {len(found)} 件\n", f"\nSummary: {len(found)} issues\n").in_(lang), bold=True)
        print_summary([decision for _, decision, _ in found], lang)
        rich = [one for one in found if one[1].whistle and one[1].whistle.kind == "appeal" and one[1].lead]
        issue, decision, county = next((one for one in found if one[0].id == wanted), (rich or found)[0])
        click.secho(Bilingual("\n完整说明一件\n", "\nOne of them in full\n").in_(lang), bold=True)
        click.echo(explain(decision, issue, county.policy, lang))
        code = max(code, desk.closing())
        shown += 1
    if not shown:
        raise InputError(
            Bilingual(
                f"{examples}: 没有已安装县的例子 (<拼音>/issues.csv): 用 --examples 指定目录",
                f"{examples}: no examples (<pinyin>/issues.csv) of an installed county: name a folder with --examples",
            )
        )
    return code
