"""``gridroute civic venues``: where people are received, the nearest first."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, now, place_named, put
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "列出就近的阵地: --near 按坐标的直线距离和步行分钟,--place 按同一村社。是不是在服务圈内、此刻开不开也列出。",
    "List the venues that are near: --near by distance and minutes on foot, --place by the same community, and "
    "whether each is within the service circle and open at the moment.",
)
_HEADS = {
    "id": Bilingual("编号", "id"),
    "name": Bilingual("名称", "name"),
    "tier": Bilingual("层级", "tier"),
    "address": Bilingual("地址", "address"),
    "metres": Bilingual("米", "metres"),
    "minutes": Bilingual("步行分钟", "minutes on foot"),
    "within": Bilingual("圈内", "within"),
    "open": Bilingual("此刻开放", "open now"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("venues", help=HELP.in_(lang))
    @click.option(
        "--near",
        "position",
        metavar="经度,纬度" if lang == "zh" else "LON,LAT",
        help=Bilingual("从这个坐标看", "seen from this position").in_(lang),
    )
    @click.option(
        "--crs",
        default="GCJ-02",
        show_default=True,
        help=Bilingual("坐标的坐标系: WGS-84 或 GCJ-02", "datum of the position: WGS-84 or GCJ-02").in_(lang),
    )
    @click.option("--place", help=Bilingual("在这个村社或网格", "in this village, community or grid").in_(lang))
    @click.option(
        "--tier",
        help=Bilingual(
            "只看这一层级的阵地,如 镇街;--place 连所属镇街、县的也算",
            "only venues of this level, as township; with --place also those of its township and county",
        ).in_(lang),
    )
    @click.option(
        "--limit",
        type=click.IntRange(1),
        default=20,
        show_default=True,
        help=Bilingual("最多几处", "at most").in_(lang),
    )
    @county_option(lang)
    @at_option(lang, Bilingual("什么时刻,默认取现在", "at what moment; default: now"))
    @format_option(lang)
    @language_option(lang)
    def venues(
        position: str | None,
        crs: str,
        place: str | None,
        tier: str | None,
        limit: int,
        county: str | None,
        at: datetime | None,
        form: str,
    ) -> None:
        from gridroute.civic.column import shapes
        from gridroute.civic.directory import Directory
        from gridroute.civic.venue import Venue
        from gridroute.civic.vicinity import near, tier_named
        from gridroute.territory.datum import Position, datum_named

        if (position is None) == (place is None):
            words = Bilingual("写 --near 或 --place 其中一个", "give either --near or --place")
            raise click.UsageError(words.in_(lang))
        datum = datum_named(crs)
        if datum is None:
            raise InputError(Bilingual(f"不认识坐标系“{crs}”", f"the datum “{crs}” is not known"))
        here = None
        if position is not None:
            parts = position.split(",")
            try:
                here = Position(float(parts[0]), float(parts[1]))
            except (ValueError, IndexError):
                words = Bilingual(
                    f"“{position}”不是坐标: 写成 117.25,35.66", f"“{position}” is no position: as 117.25,35.66"
                )
                raise InputError(words) from None
        civic = civic_of(county, lang)
        code = place_named(place, Directory(civic.county)) if place else None
        tiers = shapes(Venue)["tier"].column.words
        level = tier_named(tier) if tier else None
        rows = [
            {
                "id": one.venue.id,
                "name": one.venue.name,
                "tier": tiers[one.venue.tier] if lang == "zh" and form == "table" else one.venue.tier,
                "address": one.venue.address,
                "metres": one.metres,
                "minutes": one.minutes,
                "within": one.within,
                "open": one.open,
                "provisional": one.provisional,
                "place": one.venue.place,
                "source": one.venue.source,
            }
            for one in near(civic, at or now(), here, datum, code, level)
        ]
        put(rows[:limit], _HEADS, form, lang)
        if not rows:
            tell(Bilingual("没有阵地", "there is no venue"), lang)

    return venues
