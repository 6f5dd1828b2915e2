"""``gridroute fmt PATH…``: policy files in Chinese or English words, and in one form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.language import LANGUAGES, tell
from gridroute.cli.surroundings import layers_around, root_of
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.policy.rewriting import Rewriting

HELP = Bilingual(
    "把 PATH (政策文件或目录) 改写成中文或英文的用语;不写 --lang 只整理格式。有错的文件不动。",
    "Write PATH (policy files or folders) in Chinese or English words; without --lang only tidy it. "
    "A file with faults is left untouched.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("fmt", help=HELP.in_(lang))
    @click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option(
        "--lang",
        "target",
        type=click.Choice(LANGUAGES),
        help=Bilingual("文件和消息所用的语言", "language of the files and of messages").in_(lang),
    )
    @click.option(
        "--check",
        is_flag=True,
        help=Bilingual("只看不改;有要改的退出码为 1", "change nothing; exit 1 if something would change").in_(lang),
    )
    def fmt(paths: tuple[Path, ...], target: str | None, check: bool) -> None:
        made = list(_rewritings(paths, target or ""))
        changed = [one for one in made if one.changed]
        wrong = [one for one in made if one.faults]
        for one in changed:
            if not check:
                _write(one)
            click.echo(str(one.path))
        for fault in (fault for one in wrong for fault in one.faults):
            click.echo(fault.text(lang), err=True)
        _sum_up(len(made), len(changed), len(wrong), check, lang)
        raise SystemExit(2 if wrong else int(check and bool(changed)))

    return fmt


def _write(made: Rewriting) -> None:
    try:
        made.path.write_bytes(made.after)
    except OSError as error:
        raise InputError(Bilingual(f"{made.path}: 写不进: {error}", f"{made.path}: cannot write: {error}")) from error


def _sum_up(files: int, changed: int, wrong: int, check: bool, lang: str) -> None:
    if check:
        tell(Bilingual(f"{files} 个文件中有 {changed} 个要改", f"{changed} of {files} files would change"), lang)
    else:
        tell(Bilingual(f"{files} 个文件中改写了 {changed} 个", f"{changed} of {files} files rewritten"), lang)
    if wrong:
        tell(Bilingual(f"{wrong} 个文件有错,没有动", f"{wrong} with faults left untouched"), lang)


def _rewritings(paths: Sequence[Path], target: str) -> Iterator[Rewriting]:
    from gridroute.plugins import build_manager, installed_layers
    from gridroute.policy.grammar import Grammar
    from gridroute.policy.lexicon import words_of
    from gridroute.policy.rewriting import rewrite

    installed = installed_layers(build_manager(), [])
    grammars: dict[Path | None, Grammar] = {}
    for path in dict.fromkeys(file for one in paths for file in _files(one)):
        root = root_of(path)
        if root not in grammars:
            grammars[root] = Grammar(words_of(layers_around(root, installed)))
        yield rewrite(path, str(path), grammars[root], target)


def _files(path: Path) -> list[Path]:
    from gridroute.policy.rewriting import is_policy, policy_files

    if path.is_dir():
        found = list(policy_files(path))
        if found:
            return found
        raise InputError(Bilingual(f"{path}: 里面没有政策文件", f"{path}: no policy files inside"))
    if not path.is_file():
        raise InputError(Bilingual(f"{path}: 没有这个文件", f"{path}: there is no such file"))
    if not is_policy(path.name):
        raise InputError(Bilingual(f"{path}: 不是能改写的政策文件", f"{path}: no policy file that can be rewritten"))
    return [path]
