"""``gridroute civic regrid``: who takes over open cases when one set of grids follows another."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import click

from gridroute.cli.docket import db_option, docket_at
from gridroute.cli.language import tell
from gridroute.cli.only import county_or_only
from gridroute.cli.options import county_option, format_option, language_option
from gridroute.cli.standing.output import put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "网格在 --on 那天重划: 在办件归属不变,列出各由新网格的哪个岗位接手;定不了岗位的由村社代管。没有一件无人。",
    "Grids are drawn anew on the day --on: open cases keep their grid; list which post of the new grids takes each "
    "over. Where no post can be named the village holds it. None is left without somebody.",
)
_HOW = {
    "unchanged": Bilingual("网格未变", "unchanged"),
    "handed_over": Bilingual("移交", "handed over"),
    "several": Bilingual("分到几格,村社代管", "several follow: the village holds it"),
    "no_officer": Bilingual("无人在岗,村社代管", "nobody in post: the village holds it"),
    "village": Bilingual("受理时归到村社", "received for the village"),
    "unknown": Bilingual("没有这个网格,上级代管", "no such grid: the place above holds it"),
}
_HEADS = {
    "case": Bilingual("办件", "case"),
    "grid": Bilingual("受理时网格", "grid at reception"),
    "before_name": Bilingual("原岗位", "post before"),
    "followers": Bilingual("现为", "followed by"),
    "post_name": Bilingual("接手岗位", "post from then on"),
    "name": Bilingual("代管或所在村社", "village or community"),
    "how": Bilingual("情况", "how"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("regrid", help=HELP.in_(lang))
    @click.option(
        "--on",
        "day",
        required=True,
        type=click.DateTime(["%Y-%m-%d"]),
        help=Bilingual("新网格生效的日子", "the day on which the new grids hold").in_(lang),
    )
    @county_option(lang)
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def regrid(day: datetime, county: str | None, db: str, form: str) -> None:
        from gridroute.civic.regridding import regridding

        where = county_or_only(county)
        docket = docket_at(db)
        held: list[tuple[str, str]] = []
        after: str | None = None
        while listed := docket.listing(county=where.adcode, after=after):
            for one in listed:
                case = docket.case(one.id)
                held.append((one.id, case.grid_given or case.issue.grid or case.community or case.township or ""))
            after = listed[-1].id
        made = regridding(where, day.date(), held)
        bodies, posts = where.bodies.by_id, {one.id: one.name for one in where.territory.posts}
        rows = [
            {
                "case": one.case,
                "grid": one.grid,
                "before": one.before,
                "before_name": posts.get(one.before or ""),
                "followers": list(one.followers),
                "post": one.post,
                "post_name": posts.get(one.post or ""),
                "holder": one.holder,
                "name": bodies[one.holder].name if one.holder in bodies else one.holder,
                "how": one.how if form == "jsonl" else _HOW[one.how],
            }
            for one in made
        ]
        put(rows, _HEADS, form, lang)
        counted = Counter(one.how for one in made)
        zh = "、".join(f"{_HOW[how].zh} {number}" for how, number in counted.items())
        en = ", ".join(f"{_HOW[how].en}: {number}" for how, number in counted.items())
        alone = [one.case for one in made if not one.held]
        zh_alone = f"{len(alone)} 件无人" + (f" ({'、'.join(alone)})" if alone else "")
        en_alone = f"{len(alone)} without somebody ({', '.join(alone)})" if alone else "none without somebody"
        ends = (f": {zh}", f": {en}") if made else ("", "")
        tell(Bilingual(f"{len(made)} 件在办,{zh_alone}{ends[0]}", f"{len(made)} open cases, {en_alone}{ends[1]}"), lang)
        if alone:
            raise SystemExit(1)

    return regrid
