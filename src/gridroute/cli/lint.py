"""``gridroute lint``: everything that still wants mending in the policy of the installed counties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, language_option
from gridroute.errors import Bilingual, Fault, InputError

if TYPE_CHECKING:
    from gridroute.assurance.lint import Survey
    from gridroute.policy.layer import Layer

HELP = Bilingual(
    "体检各县政策: 装载错误、落空的角色、未填的内容、缺的日历。PATH 是还没有安装的政策目录。有错误时退出码为 1。",
    "Check the policy of every county: load faults, roles that nobody fills, what is unset, missing calendars. "
    "PATH is a policy folder that is not installed yet. The exit code is 1 where there are errors.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("lint", help=HELP.in_(lang))
    @click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
    @county_option(lang, Bilingual("只看一个县: 名称、拼音或代码", "only this county, by name, pinyin or code"))
    @at_option(lang, Bilingual("体检的时刻,默认取现在", "moment of the check; default: now"))
    @click.option(
        "--compile",
        "compiles",
        is_flag=True,
        help=Bilingual(
            "另在单独的进程里用推理引擎编译每个阶段的规则", "also compile each stage's rules on the inference engine"
        ).in_(lang),
    )
    @click.option(
        "--format",
        "form",
        type=click.Choice(("text", "jsonl", "sarif", "github")),
        default="text",
        show_default=True,
        help=Bilingual(
            "输出: 一行一处、一行一个 JSON、SARIF 或 GitHub 注解",
            "output: a line a finding, one JSON object a line, SARIF, or annotations of GitHub",
        ).in_(lang),
    )
    @click.option(
        "--fix",
        is_flag=True,
        help=Bilingual(
            "先改好 PATH 里机器能改的写法 (日期、全角、时限、行尾、行序)",
            "first mend what a machine may in PATH: dates, full width, lengths of time, blanks, order of rows",
        ).in_(lang),
    )
    @language_option(lang)
    def lint(
        paths: tuple[Path, ...], county: str | None, at: datetime | None, compiles: bool, form: str, fix: bool
    ) -> None:
        from gridroute.assurance.lint import Folders, report
        from gridroute.worktime import ZONE

        moment = at or datetime.now(ZONE)
        if fix:
            _fix(paths, county, moment, lang)
        survey = _survey(paths, county, moment, compiles, lang)
        made = survey.run()
        folders = Folders({one.root.name: one.root for one in survey.layers})
        for line in report(made.left, form, lang, folders, _version()):
            click.echo(line)
        counted = Counter(finding.severity for finding in made.left)
        errors, warnings, allowed = counted["error"], counted["warning"], len(made.allowed)
        if allowed:
            tell(
                Bilingual(f"另有 {allowed} 处提醒说明了理由", f"{allowed} more warnings stay, each with a reason"), lang
            )
        tell(Bilingual(f"{errors} 处错误,{warnings} 处提醒", f"{errors} errors, {warnings} warnings"), lang)
        raise SystemExit(1 if counted["error"] else 0)

    return lint


def _fix(paths: Sequence[Path], county: str | None, at: datetime, lang: str) -> None:
    """Mends the files in ``paths``: an installed plugin is changed only where its folder is named."""
    if not paths:
        raise InputError(
            Bilingual(
                "--fix 要写明改哪个目录: gridroute lint --fix PATH", "--fix needs the folder to mend: lint --fix PATH"
            )
        )
    survey = _survey(paths, county, at, False, lang)
    given = [layer for layer in survey.layers if layer.root.resolve() in {path.resolve() for path in paths}]
    mended = survey.mend(given)
    for slip in mended:
        fault = slip.finding.fault
        click.echo(f"{slip.path}:{fault.line}: {fault.code}: {fault.problem.in_(lang)}", err=True)
    files = len({slip.path for slip in mended})
    tell(Bilingual(f"改好 {len(mended)} 处,{files} 个文件", f"{len(mended)} mended in {files} files"), lang)


def _version() -> str:
    try:
        return metadata.version("gridroute")
    except metadata.PackageNotFoundError:
        return ""


def _layers(paths: Sequence[Path]) -> tuple[list[Layer], list[Fault]]:
    """All layers, those in ``paths`` in the place of the installed ones of the same code; and what is wrong."""
    from gridroute.plugins import build_manager, installed_layers

    faults: list[Fault] = []
    given = _given(paths, faults)
    roots = {layer.root.resolve() for layer in given}
    installed = [one for one in installed_layers(build_manager(), faults) if one.root.resolve() not in roots]
    return [*(one for one in installed if one.adcode not in {layer.adcode for layer in given}), *given], faults


def _survey(paths: Sequence[Path], name: str | None, at: datetime, compiles: bool, lang: str) -> Survey:
    """What is checked: the county ``name``, else the counties on which ``paths`` bear, else all."""
    from gridroute.assurance.lint import Survey
    from gridroute.plugins import counties, county_named
    from gridroute.reasoning.inference import available

    layers, faults = _layers(paths)
    if compiles and not available():
        said = Bilingual(
            "这里不能用 durable-rules(Python 3.13 起),跳过编译", "durable-rules cannot run here: compiling is skipped"
        )
        tell(said, lang)
    given = [one for one in layers if one.root.resolve() in {path.resolve() for path in paths}]
    chosen = [county_named(name, layers)] if name else [one for one in counties(layers) if _bears(given, one)]
    if not chosen and not faults:
        raise InputError(Bilingual("没有可体检的县: 先安装县的插件", "no county to check: install a county plugin"))
    return Survey(layers, chosen, at, faults, compiles)


def _given(paths: Sequence[Path], faults: list[Fault]) -> list[Layer]:
    """The layers in ``paths``, each a folder with a manifest."""
    from gridroute.policy.layer import read_layer

    for path in paths:
        if not path.is_dir():
            raise InputError(Bilingual(f"{path}: 没有这个目录", f"{path}: there is no such folder"))
    return [layer for path in paths if (layer := read_layer(path.resolve(), faults)) is not None]


def _bears(given: Sequence[Layer], county: Layer) -> bool:
    """Whether one of ``given`` bears on ``county``; where none is given, every county is meant."""
    codes = {county.adcode, *county.parents}
    return not given or any(
        one.adcode in codes or one.level == "national" or one.adcode.startswith(county.adcode) for one in given
    )
