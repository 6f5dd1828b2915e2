"""The entry point: speaks the person's language, and never shows a traceback for a known error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import metadata

import click

from gridroute.adapters.characters import visible
from gridroute.cli import (
    case,
    categories,
    civic,
    compare,
    counties,
    demo,
    exchange,
    explain,
    fmt,
    lifecycle,
    lint,
    meeting,
    new,
    outbox,
    route,
    rules,
    schema,
    test,
    worker,
    worksheet,
)
from gridroute.cli.language import language
from gridroute.cli.options import language_option
from gridroute.cli.phrases import name_values, speak
from gridroute.errors import Bilingual, GridrouteError

HELP = Bilingual(
    "gridroute: 按规则给群众诉求派单: 网格归属、主办、吹哨报到、工作日时限。",
    "gridroute: routes residents' issues by rules: grid, lead, check-ins, deadlines in working days.",
)
COMMANDS = (
    demo,
    counties,
    categories,
    route,
    explain,
    compare,
    case,
    worker,
    exchange,
    outbox,
    meeting,
    civic,
    rules,
    lint,
    test,
    lifecycle,
    fmt,
    worksheet,
    schema,
    new,
)
#: The end of a first sentence, in either language.
_SENTENCE = re.compile(r"(?<=。)|(?<=\.) ")


def build(lang: str) -> click.Group:
    """All commands in one language."""
    speak(lang)

    @click.group("gridroute", help=HELP.in_(lang), context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(metadata.version("gridroute"), prog_name="gridroute")
    @language_option(lang)
    def group() -> None:
        """Nothing of its own."""

    for module in COMMANDS:
        group.add_command(module.command(lang))
    _in_short(group)
    name_values(group, lang)
    return group


def _in_short(group: click.Group) -> None:
    """Lists commands by their first sentence; click would cut Chinese in the middle of one."""
    for one in group.commands.values():
        one.short_help = _SENTENCE.split(one.help or "", maxsplit=1)[0]
        if isinstance(one, click.Group):
            _in_short(one)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; exits 0 when all is well, 1 on a finding, 2 on wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        build(lang)(words, prog_name="gridroute")
    except GridrouteError as error:
        click.echo(visible(error.text(lang)), err=True)
        raise SystemExit(2) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        said = error.strerror or str(error)
        click.echo(Bilingual(f"写不出去: {said}", f"cannot write: {said}").in_(lang), err=True)
        raise SystemExit(1) from None
