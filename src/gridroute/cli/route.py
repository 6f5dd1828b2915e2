"""``gridroute route FILE…``: decides every issue of the files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from gridroute.cli.options import (
    at_option,
    county_option,
    engine_option,
    files_argument,
    language_option,
    output_option,
    zone_option,
)
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.adapters.decisions import Write

FORMS = ("table", "jsonl", "csv", "xlsx", "parquet")
HELP = Bilingual(
    "给 FILE (.csv、.jsonl、.xlsx、.parquet;- 是标准输入) 里的每件诉求派单。有错的行报出文件和行号,其余照办。",
    "Route every issue of FILE (.csv, .jsonl, .xlsx, .parquet; - is standard input). A bad line is reported by file "
    "and line, the rest is routed.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("route", help=HELP.in_(lang))
    @files_argument()
    @county_option(lang)
    @at_option(lang)
    @zone_option(lang)
    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        help=Bilingual(
            "输出格式;不写时看 --output 的后缀,没有 --output 时为 table",
            "form of the output; default: by the ending of --output, else table",
        ).in_(lang),
    )
    @output_option(
        lang,
        Bilingual("写到这个文件;全部写好才换上", "write to this file; it is put in place when all is written"),
    )
    @click.option(
        "--bom/--no-bom",
        default=None,
        help=Bilingual(
            "CSV 开头加不加 BOM (表格软件靠它认出 UTF-8);写文件时默认加",
            "begin CSV with a byte order mark, by which spreadsheet programs know UTF-8; default: in files",
        ).in_(lang),
    )
    @engine_option(lang)
    @language_option(lang)
    def route(
        files: tuple[Path, ...],
        county: str | None,
        at: datetime | None,
        zone: tzinfo | None,
        form: str | None,
        output: Path | None,
        bom: bool | None,
        engine: str,
    ) -> None:
        from gridroute.cli.desk import Desk
        from gridroute.cli.progress import Progress
        from gridroute.cli.table import print_decisions

        kind = form or _form_of(output)
        _check_output(kind, output, files)
        desk = Desk(lang, county, at, engine=engine, zone=zone)
        desk.warn_of_plugins()
        with ExitStack() as stack:
            bar = stack.enter_context(Progress(lang, output is not None or not sys.stdout.isatty()))
            desk.heard = bar.hear
            found = desk.route(*files)
            if kind == "table":
                file = stack.enter_context(_text_file(output))
                print_decisions(((decision, c.policy.vocabulary) for _, decision, c in found), lang, file)
            else:
                write = stack.enter_context(_writer(kind, output, lang, bom))
                for _, decision, where in found:
                    write(decision, where.policy.vocabulary)
        raise SystemExit(desk.closing())

    return route


def _form_of(output: Path | None) -> str:
    from gridroute.adapters.decisions import FORMS as BY_ENDING

    if output is None:
        return "table"
    form = BY_ENDING.get(output.suffix.lower())
    if form is None:
        endings = ", ".join(BY_ENDING)
        raise InputError(
            Bilingual(
                f"{output}: 看不出格式: 用 --format,或用后缀 {endings}",
                f"{output}: what form? use --format, or one of the endings {endings}",
            )
        )
    return form


def _check_output(form: str, output: Path | None, files: tuple[Path, ...]) -> None:
    if output is None:
        if form in ("xlsx", "parquet"):
            raise InputError(
                Bilingual(
                    f"{form} 要写到文件: 加 --output 文件名.{form}", f"{form} needs a file: add --output NAME.{form}"
                )
            )
        return
    if any(file.resolve() == output.resolve() for file in files):
        raise InputError(
            Bilingual(f"{output}: 既是输入又是输出: 换一个名称", f"{output}: both read and written: give another name")
        )
    if form == "parquet":
        from gridroute.adapters.parquet import pyarrow

        pyarrow(output)


@contextmanager
def _text_file(output: Path | None) -> Iterator[TextIO | None]:
    from io import TextIOWrapper

    from gridroute.adapters.target import written_whole

    if output is None:
        yield None
        return
    with written_whole(output) as file:
        text = TextIOWrapper(file, "utf-8", write_through=True)
        yield text
        text.detach()


@contextmanager
def _writer(form: str, output: Path | None, lang: str, bom: bool | None) -> Iterator[Write]:
    from gridroute.adapters import decisions
    from gridroute.adapters.parquet import pyarrow
    from gridroute.adapters.target import written_whole

    with ExitStack() as stack:
        file: BinaryIO = stack.enter_context(written_whole(output)) if output else sys.stdout.buffer
        match form:
            case "csv":
                yield stack.enter_context(
                    decisions.comma_separated(file, lang, output is not None if bom is None else bom)
                )
            case "xlsx":
                yield stack.enter_context(decisions.workbook(file, lang))
            case "parquet":
                yield stack.enter_context(decisions.parquet(file, lang, pyarrow(Path(form))))
            case _:
                yield stack.enter_context(decisions.json_lines(file))
        file.flush()
