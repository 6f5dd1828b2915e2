"""``gridroute civic regrid``: who takes over open cases when one set of grids follows another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from gridroute.cli.docket import NOW, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.only import county_or_only
from gridroute.cli.options import Moment, county_option, format_option, language_option
from gridroute.cli.standing.output import put
from gridroute.errors import Bilingual, InputError, SpokenError
from gridroute.worktime import ZONE

if TYPE_CHECKING:
    from gridroute.store import Docket

HELP = Bilingual(
    "网格在 --on 那天重划: 在办件归属不变,列出各由新网格的哪个岗位接手;定不了岗位的由村社代管。没有一件无人。"
    "台账早已写明这一天的,到那天首责人自动交接;台账后来才换的,用 --apply 交接,各一次。",
    "Grids are drawn anew on the day --on: open cases keep their grid; list which post of the new grids takes each "
    "over. Where no post can be named the village holds it. None is left without somebody. Where the registers knew "
    "the day beforehand, officers hand over by themselves on it; where they came later, --apply does, each case once.",
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
    "officer": Bilingual("首责人", "officer of the case"),
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
    @click.option(
        "--apply",
        is_flag=True,
        help=Bilingual(
            "真的交接: 首责人换成新网格的,记为一次事件;回避的、不在岗的不接",
            "hand over, by one event each, to the officer of the new grids; to nobody who must stand aside or is away",
        ).in_(lang),
    )
    @click.option(
        "--at",
        type=Moment(lang),
        help=Bilingual(f"--apply 的时刻,{NOW.zh}", f"the moment of --apply; {NOW.en}").in_(lang),
    )
    @county_option(lang)
    @db_option(lang)
    @format_option(lang)
    @language_option(lang)
    def regrid(day: datetime, apply: bool, at: datetime | None, county: str | None, db: str, form: str) -> None:
        from gridroute.civic.regridding import regridding

        moment = at or now()
        if apply and moment.astimezone(ZONE).date() < day.date():
            raise InputError(
                Bilingual(
                    f"新网格 {day.date()} 才生效: 到那天再写 --apply,先不写它看报告",
                    f"the new grids hold from {day.date()}: leave --apply until then, and read the report",
                )
            )
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
        handed, failed = _applied(docket, [one.case for one in made], moment) if apply else (0, [])
        officers = {}
        for number, _ in held:
            case = docket.case(number)
            officers[number] = case.officer if apply else docket.desk(case).officer_on(case, day.date())
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
                "officer": officers[one.case],
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
        if apply:
            tell(Bilingual(f"本次交接首责人 {handed} 件", f"officers handed over now: {handed}"), lang)
        for name, reason in failed:
            tell(Bilingual(f"{name}: {reason.zh}", f"{name}: {reason.en}"), lang)
        if alone or failed:
            raise SystemExit(1)

    return regrid


def _applied(docket: Docket, cases: Sequence[str], at: datetime) -> tuple[int, list[tuple[str, Bilingual]]]:
    """How many of ``cases`` were handed over as of ``at``, and those that could not be, each with why."""
    from gridroute.casework import NEW_OFFICER

    handed, failed = 0, list[tuple[str, Bilingual]]()
    for case in cases:
        try:
            handed += any(one.type == NEW_OFFICER for one in docket.new_officer(case, at).events)
        except SpokenError as error:  # one case that cannot go on must not hold up the others
            failed.append((case, error.words))
    return handed, failed
