"""What is said with a command on records: by whom, with which words, for which county."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gridroute.cli.docket import value_said
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.civic import Civic
    from gridroute.store import Docket

F = TypeVar("F", bound=Callable[..., Any])


def said_option(lang: str) -> Callable[[F], F]:
    """``--said``: what is said with it."""
    return click.option(
        "--said",
        multiple=True,
        metavar="名称=值" if lang == "zh" else "NAME=VALUE",
        help=Bilingual("写明的内容,可写多次", "what is said with it; may be repeated").in_(lang),
    )


def by_option(lang: str) -> Callable[[F], F]:
    """``--by``: who does it."""
    words = Bilingual("谁做的: 单位的名称、简称或编号", "who does it: a body by name, alias or identifier")
    return click.option("--by", required=True, help=words.in_(lang))


def said(written: tuple[str, ...]) -> dict[str, Any]:
    """What is said: ``name=value``, values as in YAML."""
    made: dict[str, Any] = {}
    for one in written:
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise InputError(Bilingual(f"--said {one}: 写成 名称=值", f"--said {one}: write NAME=VALUE"))
        made[name.strip()] = value_said(one, text.strip())
    return made


def body(name: str, civic: Civic) -> str:
    """The identifier of a body. ``InputError``: none, or several."""
    from gridroute.civic.directory import Directory

    found = Directory(civic.county).resolve("body", name)
    if isinstance(found, str):
        return found
    zh, en = (": ".join(part for part in pair if part) for pair in zip(*found, strict=True))
    raise InputError(Bilingual(zh, en))


def county_in(county: str | None, docket: Docket) -> str:
    """The county named, or the only one installed."""
    from gridroute.cli.only import county_or_only

    return county if county else county_or_only(None).adcode


def parties_said(written: tuple[str, ...], civic: Civic) -> dict[str, list[str]]:
    """Who has what part: ``part=body``; what the register does not know stays as it is written."""
    made: dict[str, list[str]] = {}
    for one in written:
        part, sign, name = (each.strip() for each in one.partition("="))
        if not sign or not part or not name:
            raise InputError(Bilingual(f"--party {one}: 写成 身份=单位", f"--party {one}: write PART=BODY"))
        found = civic.county.bodies.named(name)
        made.setdefault(part, []).append(found[0].id if len(found) == 1 else name)
    return made
