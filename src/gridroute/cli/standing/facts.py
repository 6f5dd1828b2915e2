"""``gridroute civic facts``: the figures that the sources give, beside what the county's own data comes to."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import ASSUMED, civic_of, now, put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "列出依据给出的数字,能核对的与台账核对。只列 ID 时写编号。",
    "List the figures that the sources give, held against the data where that can be counted. ID: only these.",
)
_HEADS = {
    "id": Bilingual("编号", "id"),
    "name": Bilingual("名称", "what"),
    "value": Bilingual("数值", "figure"),
    "unit": Bilingual("单位", "unit"),
    "counted": Bilingual("台账", "data"),
    "agrees": Bilingual("一致", "agrees"),
    "source": Bilingual("依据", "source"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("facts", help=HELP.in_(lang))
    @click.argument("wanted", metavar="[ID]...", nargs=-1)
    @county_option(lang)
    @at_option(lang, Bilingual("什么时刻,默认取现在", "at what moment; default: now"))
    @format_option(lang)
    @language_option(lang)
    def facts(wanted: tuple[str, ...], county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.civic.fact import Fact
        from gridroute.civic.inspection import compared

        civic, day = civic_of(county, lang), (at or now()).date()
        rows = []
        for fact in civic.of(Fact, day):
            if wanted and fact.id not in wanted:
                continue
            made = compared(civic, fact, day)
            about = Bilingual(f"{fact.value}余", f"about {fact.value}").in_(lang)
            rows.append(
                {
                    "id": fact.id,
                    "name": fact.name,
                    "value": about if fact.about and form == "table" else fact.value,
                    "unit": fact.unit,
                    "about": fact.about,
                    "as_of": fact.as_of,
                    "scope": fact.scope,
                    "counted": made.counted,
                    "agrees": made.agrees,
                    "source": ASSUMED.in_(lang) if fact.assumed and form == "table" else fact.source,
                    "note": fact.note,
                }
            )
        put(rows, _HEADS, form, lang)

    return facts
