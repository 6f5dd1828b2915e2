"""Every command with its options, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from generating.markdown import Meanings, table, ticked
from gridroute.cli.main import build
from gridroute.policy.lexicon import Lexicon


def commands_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """Every command with its options."""
    yield "`gridroute COMMAND --help` says the same, in the language of `--lang`, `GRIDROUTE_LANG` or the locale."
    yield ""
    yield "## Exit codes"
    yield ""
    yield from table(
        ["code", "meaning", "含义"],
        (
            ("0", "all is well; `lint` may have warnings", "一切正常;`lint` 可能有提醒"),
            (
                "1",
                "a line, a policy or a table has a fault; the rest was done. `fmt --check`: something would change",
                "有的行、政策或表有错,其余照办;`fmt --check`: 有要改的",
            ),
            ("2",
                "wrong use, a file that cannot be used, or a policy with faults where one is needed",
                "用法不对、文件用不了,或者要用的政策有错"),
        ),
    )  # fmt: skip
    yield "Data goes to standard output, messages to standard error."
    yield ""
    yield "<!-- test: exit 2 -->"
    yield "```console"
    yield "$ gridroute route missing.csv --lang en"
    yield "missing.csv: there is no such file"
    yield "```"
    yield ""
    english, chinese = build("en"), build("zh")
    for path, command, twin in commands(english, chinese, ()):
        yield f"## gridroute {' '.join(path)}"
        yield ""
        yield f"{command.help}"
        yield ""
        yield f"{twin.help}"
        yield ""
        arguments = " ".join(
            p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
        )
        yield f"`gridroute {' '.join(path)} [OPTIONS] {arguments}`".replace(" `", "`")
        yield ""
        rows = []
        for option, other in zip(command.params, twin.params, strict=True):
            if isinstance(option, click.Option) and isinstance(other, click.Option) and option.name != "lang":
                rows.append(
                    [
                        f"`{' '.join((*option.opts, *option.secondary_opts))}`",
                        taken(option),
                        option.help or "",
                        other.help or "",
                    ]
                )
        yield from table(["option", "takes", "meaning", "含义"], rows)


def commands(
    english: click.Group, chinese: click.Group, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Command]]:
    """All commands below a group, in both languages."""
    for name in english.commands:
        one, other = english.commands[name], chinese.commands[name]
        if isinstance(one, click.Group) and isinstance(other, click.Group):
            yield from commands(one, other, (*path, name))
        else:
            yield (*path, name), one, other


def taken(option: click.Option) -> str:
    """What an option takes."""
    if option.is_flag:
        return "—"
    if isinstance(option.type, click.Choice):
        return ticked(str(one) for one in option.type.choices)
    return (
        "a path"
        if isinstance(option.type, click.Path)
        else {"moment": "a time with zone"}.get(option.type.name, option.type.name)
    )
