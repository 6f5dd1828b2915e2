"""选项: the options that commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from gridroute.cli.language import LANGUAGES
from gridroute.errors import Bilingual

F = TypeVar("F", bound=Callable[..., Any])
ENGINES = ("auto", "durable", "index", "reference")


class Moment(click.ParamType[datetime]):
    """A moment with its time zone."""

    name = "moment"

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment written as ``value``."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None and not 1980 <= moment.year <= 2200:
            words = Bilingual(
                f"“{value}”的年份不对: 写 1980 到 2200 年", f"“{value}” is in an impossible year: write 1980 to 2200"
            )
            self.fail(words.in_(self.lang), param, ctx)
        if moment is None or moment.tzinfo is None:
            words = Bilingual(
                f"“{value}”不是带时区的时间: 写成 2026-03-02T09:10:00+08:00",
                f"“{value}” is no time with a zone: write it as 2026-03-02T09:10:00+08:00",
            )
            self.fail(words.in_(self.lang), param, ctx)
        return moment


class Zone(click.ParamType[tzinfo]):
    """A zone of time: +08:00, or a name such as Asia/Shanghai."""

    name = "zone"

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tzinfo:
        """The zone written as ``value``."""
        if isinstance(value, tzinfo):
            return value
        ahead = re.fullmatch(r"([+-])(\d\d):?([0-5]\d)", str(value))
        if ahead is not None and int(ahead[2]) <= 14:
            length = timedelta(hours=int(ahead[2]), minutes=int(ahead[3]))
            return timezone(-length if ahead[1] == "-" else length)
        try:
            return ZoneInfo(str(value))
        except (ValueError, OSError, ZoneInfoNotFoundError):
            words = Bilingual(
                f"“{value}”不是时区: 写成 +08:00 或 Asia/Shanghai",
                f"“{value}” is no zone: write +08:00 or Asia/Shanghai",
            )
            self.fail(words.in_(self.lang), param, ctx)


def zone_option(lang: str) -> Callable[[F], F]:
    """``--zone``: the zone of times that are written without one."""
    words = Bilingual(
        "没有写时区的时间按哪个时区,如 +08:00;不写这一项就不收",
        "zone of times written without one, such as +08:00; without this option they are refused",
    )
    return click.option("--zone", type=Zone(lang), help=words.in_(lang))


def language_option(lang: str) -> Callable[[F], F]:
    """``--lang``; it is read before the commands are built, so here it only has to be taken."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=lang,
        expose_value=False,
        show_default=True,
        help=Bilingual("界面语言", "language of messages").in_(lang),
    )


def county_option(lang: str, words: Bilingual | None = None) -> Callable[[F], F]:
    """``--county``: name, pinyin or code; else the environment variable GRIDROUTE_COUNTY.

    With ``words``, its help, it is one county out of all of them, and no environment variable is asked.
    """
    one = Bilingual(
        "县: 名称、拼音或代码;也可写在环境变量 GRIDROUTE_COUNTY,只装了一个县时可省略",
        "county by name, pinyin or code; also from GRIDROUTE_COUNTY, and may be left out if only one is installed",
    )
    return click.option(
        "--county",
        envvar=None if words else "GRIDROUTE_COUNTY",
        help=(words or one).in_(lang),
    )


def at_option(lang: str, words: Bilingual | None = None) -> Callable[[F], F]:
    """``--at``: the moment of routing; each row's ``received_at`` without it, never the clock. ``words``: its help."""
    routing = Bilingual("研判时刻,默认取每行的受理时间", "moment of routing; default: each row's received_at")
    return click.option("--at", type=Moment(lang), help=(words or routing).in_(lang))


def format_option(lang: str) -> Callable[[F], F]:
    """``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(("table", "jsonl")),
        default="table",
        show_default=True,
        help=Bilingual("输出: 表格或一行一个 JSON", "output: a table, or one JSON object a line").in_(lang),
    )


def output_option(lang: str, words: Bilingual | None = None) -> Callable[[F], F]:
    """``--output``, ``-o``: the file to write. ``words``: its help."""
    said = words or Bilingual("写到这个文件", "write to this file")
    return click.option("--output", "-o", type=click.Path(path_type=Path), help=said.in_(lang))


def limit_option(lang: str, default: int, words: Bilingual) -> Callable[[F], F]:
    """``--limit``: at most so many, at least one. ``words``: its help."""
    return click.option("--limit", type=click.IntRange(1), default=default, show_default=True, help=words.in_(lang))


def engine_option(lang: str) -> Callable[[F], F]:
    """``--engine``: which reading of the conditions answers."""
    return click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default="auto",
        show_default=True,
        help=Bilingual("用哪种求值引擎", "which engine evaluates the rules").in_(lang),
    )


def files_argument() -> Callable[[F], F]:
    """``FILE…``: issues to read; ``-`` is standard input."""
    return click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))


def file_argument() -> Callable[[F], F]:
    """``FILE``: issues to read."""
    return click.argument("file", type=click.Path(path_type=Path))
