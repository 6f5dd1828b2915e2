"""``gridroute civic patrol``: where to patrol first in a month."""

from __future__ import annotations

import re

import click

from gridroute.cli.options import county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, named, put
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "按指数排一个月的巡查先后,数据不全的在前。指数只用于巡查,不影响受理和派单。",
    "Order the places of a month for patrols by an index; those without data come first. The index is for patrols "
    "only: it has no part in admission or routing.",
)
_HEADS = {
    "order": Bilingual("先后", "order"),
    "index": Bilingual("指数", "index"),
    "name": Bilingual("网格", "grid"),
    "value": Bilingual("数值", "value"),
    "missing": Bilingual("缺", "missing"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("patrol", help=HELP.in_(lang))
    @click.option("--month", required=True, help=Bilingual("月份,如 2026-03", "the month, as 2026-03").in_(lang))
    @county_option(lang)
    @format_option(lang)
    @language_option(lang)
    def patrol(month: str, county: str | None, form: str) -> None:
        from gridroute.civic.index import Index
        from gridroute.civic.patrol import patrol_order

        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise InputError(
                Bilingual(f"“{month}”不是月份: 写成 2026-03", f"“{month}” is no month: write it as 2026-03")
            )
        civic = civic_of(county, lang)
        rows = [
            {
                "order": one.order,
                "index": index.name,
                "grid": one.place,
                "name": named(one.place, civic),
                "value": one.value,
                "missing": list(one.missing),
            }
            for index in civic.of(Index)
            for one in patrol_order(civic, index, month)
        ]
        put(rows, _HEADS, form, lang)

    return patrol
