"""``gridroute test PATH…``: plays the worked scenarios of a policy and says which went astray."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.coverage import Covering, Wanted, coverage_options
from gridroute.cli.language import tell
from gridroute.cli.options import engine_option, format_option, language_option
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.assurance.rehearsal import Turn
    from gridroute.cli.billboard import Billboard

HELP = Bilingual(
    "演练 PATH (场景文件 *.scenario.yaml 或目录) 里的场景。有一个不如预期,退出码为 1;一个场景也没有,也是 1。",
    "Play the scenarios of PATH (files *.scenario.yaml, or folders). Exit 1 if one goes astray, or if there is none.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("test", help=HELP.in_(lang))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="PATH...")
    @click.option(
        "-k",
        "words",
        multiple=True,
        metavar="文字" if lang == "zh" else "TEXT",
        help=Bilingual(
            "只演练名称或文件名含这些文字的场景;可写“甲 and not 乙”“甲 or 乙”",
            "only scenarios whose name or file holds the text; as “a and not b”, “a or b”",
        ).in_(lang),
    )
    @click.option(
        "-x",
        "--fail-fast",
        "first",
        is_flag=True,
        help=Bilingual("遇到第一个不如预期的就停", "stop at the first that goes astray").in_(lang),
    )
    @click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="参数=值" if lang == "zh" else "PARAMETER=VALUE",
        help=Bilingual("换一个参数值试一试,可写多次", "try another value of a parameter; may be repeated").in_(lang),
    )
    @click.option(
        "--junit",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=Bilingual("另写一份 JUnit XML", "also write a JUnit XML file").in_(lang),
    )
    @click.option(
        "--watch",
        "watching",
        is_flag=True,
        help=Bilingual("守着文件,改了就再演练有关的场景", "stay, and play again what a changed file affects").in_(lang),
    )
    @coverage_options(lang)
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def test(
        paths: tuple[Path, ...],
        words: tuple[str, ...],
        first: bool,
        settings: tuple[str, ...],
        junit: Path | None,
        watching: bool,
        wanted: Wanted,
        form: str,
        engine: str,
    ) -> None:
        from gridroute.assurance.desks import Desks
        from gridroute.assurance.lookout import Lookout
        from gridroute.assurance.record import write_junit
        from gridroute.assurance.rehearsal import named, rehearse
        from gridroute.assurance.scenario import files_below
        from gridroute.cli.billboard import Billboard
        from gridroute.cli.watch import watch
        from gridroute.worktime import ZONE

        if watching and wanted.anything:
            words_ = Bilingual(
                "--watch 和覆盖不能一起要: 先去掉一个", "--watch and coverage do not go together: drop one"
            )
            raise click.UsageError(words_.in_(lang))
        covering, chosen = Covering(wanted), named(words)
        desks = Desks(settings_of(settings), engine, covering.listener)
        places = paths or (Path(),)

        def playing(files: Sequence[Path]) -> bool:
            began, board = datetime.now(ZONE), Billboard(form, lang)
            turns = _shown(rehearse(files, desks, chosen, covering), board, first)
            board.end(turns)
            if junit is not None:
                write_junit(junit, turns, began, lang)
            if not turns:
                tell(_none(words, bool(files)), lang)
            return bool(turns) and all(turn.outcome == "passed" for turn in turns)

        if watching:
            raise SystemExit(0 if watch(Lookout(places, desks), playing, lang) else 1)
        well = playing(files_below(places))
        enough = covering.report(form, lang)
        raise SystemExit(0 if well and enough else 1)

    return test


def _none(words: Sequence[str], files: bool) -> Bilingual:
    if words and files:
        said = ", ".join(words)
        return Bilingual(
            f"没有一个场景合于 -k “{said}”: 检查 -k", f"no scenario is one of -k “{said}”: check what -k says"
        )
    return Bilingual("一个场景也没有: 检查路径", "there is no scenario: check the path")


def _shown(turns: Iterable[Turn], board: Billboard, first: bool) -> list[Turn]:
    made: list[Turn] = []
    for turn in turns:
        made.append(turn)
        board.show(turn)
        if first and turn.outcome != "passed":
            break
    return made


def settings_of(written: Iterable[str], option: str = "--set") -> dict[str, str]:
    """The parameters that ``参数=值`` try, by name; ``InputError`` where one is not written so."""
    made: dict[str, str] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not sign or not name or not value:
            words = Bilingual(f"{option} {one}: 写成 参数=值", f"{option} {one}: write PARAMETER=VALUE")
            raise InputError(words)
        made[name.strip()] = value.strip()
    return made
