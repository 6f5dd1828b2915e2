"""``gridroute civic open-days``: the open days of a month, with what happens on holidays."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import click

from gridroute.cli.language import tell
from gridroute.cli.options import county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, named, now, place_named, put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "列出一个月的开放日: 哪天、在几处阵地、逢节假日怎样。没有规定逢节假日怎么办的,标为未定,不作推断。",
    "List the open days of a month: which day, at how many venues, and what happens on holidays. Where nobody has said "
    "what happens, it is shown as unset and not guessed.",
)
_STATES = {
    "open": Bilingual("照常", "held"),
    "moved": Bilingual("顺延", "moved"),
    "cancelled": Bilingual("取消", "cancelled"),
    "unset": Bilingual("未定", "unset"),
}
_HEADS = {
    "day": Bilingual("日期", "day"),
    "weekday": Bilingual("星期", "weekday"),
    "name": Bilingual("开放日", "open day"),
    "state": Bilingual("情况", "state"),
    "given": Bilingual("原定", "as ruled"),
    "place": Bilingual("社区", "community"),
    "venues": Bilingual("阵地数", "venues"),
    "provisional": Bilingual("暂定", "provisional"),
}
_WEEK = "一二三四五六日"


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("open-days", help=HELP.in_(lang))
    @click.option(
        "--year", type=click.IntRange(1980, 2200), help=Bilingual("哪一年,默认今年", "default: this year").in_(lang)
    )
    @click.option(
        "--month", type=click.IntRange(1, 12), help=Bilingual("哪个月,默认全年", "default: all months").in_(lang)
    )
    @click.option("--place", help=Bilingual("只看这个地方", "as they are in this place").in_(lang))
    @county_option(lang)
    @format_option(lang)
    @language_option(lang)
    def open_days(year: int | None, month: int | None, place: str | None, county: str | None, form: str) -> None:
        from gridroute.civic.directory import Directory
        from gridroute.civic.schedule import schedule

        civic = civic_of(county, lang)
        code = place_named(place, Directory(civic.county)) if place else None
        year = year or now().year
        first = date(year, month or 1, 1)
        last = date(year, month or 12, monthrange(year, month or 12)[1])
        rows, unset = [], set[str]()
        for one in schedule(civic, first, last, code):
            opening = one.opening
            if opening.state == "unset":
                unset.add(opening.name)
            rows.append(
                {
                    "name": opening.name,
                    "day": opening.day,
                    "weekday": _WEEK[opening.day.weekday()] if lang == "zh" else f"{opening.day:%a}",
                    "state": _STATES[opening.state] if form == "table" else opening.state,
                    "given": opening.given,
                    "community": opening.community or None,
                    "place": named(opening.community, civic) if opening.community else None,
                    "venues": len(one.venues) if form == "table" else [venue.id for venue in one.venues],
                    "provisional": opening.provisional,
                    "source": one.open_day.source,
                }
            )
        put(rows, _HEADS, form, lang)
        for name in sorted(unset):
            words = Bilingual(
                f"{name}: 没有规定逢节假日怎么办,那些天未定: 在 open_days.yaml 写 照常、顺延 或 取消",
                f"{name}: nobody has said what happens on a holiday; those days are unset: write keep, shift or skip",
            )
            tell(words, lang)
        raise SystemExit(1 if unset else 0)

    return open_days
