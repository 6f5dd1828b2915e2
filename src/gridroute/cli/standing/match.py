"""``gridroute civic match``: which need gets which resource, what is owed and what is only intended."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.options import at_option, county_option, engine_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, named, now, put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "把需求清单与资源清单对上: 有生效协议的是义务,没有的只是意向;对不上的说明原因。在办项目照常。",
    "Match the list of needs with the list of resources: with an agreement in force it is an obligation, else an "
    "intention; what is left says why. Running projects go on.",
)
_WORDS = {
    "obligation": Bilingual("义务", "obligation"),
    "intention": Bilingual("意向", "intention"),
    "no_resource": Bilingual("没有资源", "no resource"),
    "struck": Bilingual("不得匹配", "may not be matched"),
    "used_up": Bilingual("容量用完", "used up"),
    "running": Bilingual("在办", "running"),
}
_HEADS = {
    "need": Bilingual("需求", "need"),
    "community": Bilingual("社区", "community"),
    "category": Bilingual("类别", "category"),
    "quantity": Bilingual("数量", "quantity"),
    "match": Bilingual("结果", "result"),
    "unit": Bilingual("单位", "unit"),
    "resource": Bilingual("资源", "resource"),
    "agreement": Bilingual("协议", "agreement"),
    "reasons": Bilingual("原因", "reasons"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("match", help=HELP.in_(lang))
    @county_option(lang)
    @at_option(lang, Bilingual("什么时刻,默认取现在", "at what moment; default: now"))
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def match(county: str | None, at: datetime | None, form: str, engine: str) -> None:
        from gridroute.civic.asking import Asking
        from gridroute.civic.matching import matching
        from gridroute.civic.unit import Unit
        from gridroute.dispatch.engine import Engine

        civic = civic_of(county, lang)
        made = matching(Asking(civic, Engine(civic.county.policy, engine)), (at or now()).date())
        units = {one.id: one.name for one in civic.of(Unit)}
        rows: list[dict[str, object]] = []

        def add(need: str, community: str, category: str, quantity: int, result: str, **more: object) -> None:
            row = {"need": need, "community": community, "category": category, "quantity": quantity, **more}
            row["match"] = result if form == "jsonl" else _WORDS[result]
            row["community"] = community if form == "jsonl" or not community else named(community, civic)
            rows.append(row)

        for one in made.matches:
            pair = one.pair
            more = {"unit": units.get(pair.resource.unit, pair.resource.unit), "resource": pair.resource.id}
            more |= {"agreement": pair.agreement or "", "rules": "、".join(pair.rules)}
            add(pair.need.id, pair.need.community, pair.need.category, one.quantity, pair.match, **more)
        for left in made.unmet:
            need = left.need
            add(need.id, need.community, need.category, left.quantity, left.why, reasons=list(left.reasons))
        for project in made.running:
            more = {"unit": units.get(project.unit, ""), "resource": project.resource, "agreement": project.agreement}
            add(project.need or project.id, project.community, project.name, project.quantity, "running", **more)
        put(rows, _HEADS, form, lang)

    return match
