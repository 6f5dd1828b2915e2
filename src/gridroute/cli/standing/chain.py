"""``gridroute civic chain``: who stands by a place, level by level."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, named, now, place_named, put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "列出 PLACE 自下而上每一级由哪个岗位包联;缺人或不止一个的标明,退出码为 1。",
    "List which post stands by PLACE on each level, from the bottom up. Where nobody or more than one does, that is "
    "said, and the exit code is 1.",
)
_HEADS = {
    "chain": Bilingual("包联", "chain"),
    "level": Bilingual("级", "level"),
    "place": Bilingual("地方", "place"),
    "by": Bilingual("由", "by"),
    "posts": Bilingual("岗位", "posts"),
    "one": Bilingual("恰一个", "exactly one"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("chain", help=HELP.in_(lang))
    @click.argument("place")
    @county_option(lang)
    @at_option(lang, Bilingual("什么时刻,默认取现在", "at what moment; default: now"))
    @format_option(lang)
    @language_option(lang)
    def chain(place: str, county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.civic.chain import Chain
        from gridroute.civic.directory import Directory
        from gridroute.civic.liaison import chain_of

        civic, day = civic_of(county, lang), (at or now()).date()
        code = place_named(place, Directory(civic.county))
        rows, good = [], True
        for one in civic.of(Chain, day, code):
            for level in chain_of(civic, one, code, day):
                good = good and level.one
                where = named(level.place, civic) if level.place and form == "table" else level.place
                rows.append(
                    {
                        "chain": one.name,
                        "level": level.link.level,
                        "place": where,
                        "by": level.link.by,
                        "posts": list(level.posts),
                        "one": level.one,
                    }
                )
        put(rows, _HEADS, form, lang)
        if not rows:
            tell(Bilingual("没有包联链: 写进 chains.yaml", "there is no chain: add it to chains.yaml"), lang)
        raise SystemExit(0 if good else 1)

    return chain
