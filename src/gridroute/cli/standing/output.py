"""输出: loads the registers of a county for a command, and prints what came of it as a table or as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.language import tell
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.civic import Civic
    from gridroute.civic.directory import Directory

YES_NO = {True: Bilingual("是", "yes"), False: Bilingual("否", "no")}
ASSUMED = Bilingual("建议默认,未经当地确认", "suggested default, not confirmed locally")


def civic_of(county: str | None, lang: str, told: bool = True) -> Civic:
    """The registers of the county; how many faults they have is said if ``told``, and what is good is used."""
    from gridroute.civic import load_civic
    from gridroute.cli.only import county_or_only

    civic = load_civic(county_or_only(county))
    if civic.faults and told:
        number = len(civic.faults)
        words = Bilingual(
            f"台账有 {number} 处错误,错的条目没有用: 看 gridroute civic check",
            f"the registers have {number} faults, and those entries are not used: see gridroute civic check",
        )
        tell(words, lang)
    return civic


def now() -> datetime:
    """The moment by the clock of this machine."""
    from gridroute.worktime import ZONE

    return datetime.now(ZONE)


def put(rows: Sequence[Mapping[str, Any]], heads: Mapping[str, Bilingual], form: str, lang: str) -> None:
    """Prints ``rows``: as JSON lines whole, as a table the columns of ``heads``."""
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=_plain))
        return
    from gridroute.cli.table import print_table

    print_table([head.in_(lang) for head in heads.values()], [[cell(row.get(k), lang) for k in heads] for row in rows])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def cell(value: Any, lang: str) -> str:
    """A value as a cell of a table shows it."""
    if isinstance(value, bool):
        return YES_NO[value].in_(lang)
    if value in (None, "", (), []):
        return "—"
    if isinstance(value, Bilingual):
        return value.in_(lang)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(cell(one, lang) for one in value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")[:16]
    return str(value)


def place_named(written: str, directory: Directory) -> str:
    """The code of the place that ``written`` names. ``InputError``: none, or several."""
    from gridroute.errors import InputError

    found = directory.resolve("place", written)
    if isinstance(found, str):
        return found
    problem, remedy = found
    zh, en = (": ".join(part for part in pair if part) for pair in zip(problem, remedy, strict=True))
    raise InputError(Bilingual(zh, en))


def mode_named(written: str, civic: Civic) -> str:
    """The mode of operation of that name or label. ``InputError``: there is none."""
    from gridroute.civic.directory import Directory
    from gridroute.errors import InputError

    found = Directory(civic.county).resolve("mode", written)
    if isinstance(found, str):
        return found
    raise InputError(Bilingual(*(": ".join(part for part in pair if part) for pair in zip(*found, strict=True))))


def named(code: str, civic: Civic) -> str:
    """A place, a grid or a body as people call it."""
    from gridroute.territory import short_name

    territory = civic.county.territory
    place = territory.places.get(code)
    if place is not None:
        town = territory.township_of(code)
        return short_name(place.name) if town is None or town == place else f"{town.name} {short_name(place.name)}"
    if code in territory.grids:
        return territory.grids[code].name or code
    if code == territory.county.code:
        return territory.county.name
    body = civic.county.bodies.by_id.get(code)
    return body.name if body else code
