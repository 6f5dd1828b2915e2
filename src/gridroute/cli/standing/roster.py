"""``gridroute civic roster``: who is on duty, and which shifts are empty."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import civic_of, mode_named, now, put
from gridroute.errors import Bilingual, InputError, PolicyIncomplete, nearest

HELP = Bilingual(
    "列出某天(起几天)谁值班、谁代班、哪班空岗。NAME 只看这份轮值表。有空岗或排不出的,退出码为 1。",
    "List who is on duty on a day, or from it on, who stands in, and which shifts are empty. NAME: only that roster. "
    "The exit code is 1 where a shift is empty or nobody can be named.",
)
_HEADS = {
    "day": Bilingual("日期", "day"),
    "roster": Bilingual("轮值表", "roster"),
    "shift": Bilingual("班次", "shift"),
    "hours": Bilingual("时间", "hours"),
    "team": Bilingual("值班", "on duty"),
    "turn": Bilingual("轮到", "whose turn"),
    "provisional": Bilingual("暂定", "provisional"),
}
_EMPTY = Bilingual("(空岗)", "(empty)")


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("roster", help=HELP.in_(lang))
    @click.argument("name", required=False)
    @click.option(
        "--days", type=click.IntRange(1, 366), default=1, show_default=True, help=Bilingual("看几天", "days").in_(lang)
    )
    @click.option(
        "--mode",
        help=Bilingual(
            "按哪种运行模式,如 战时;不写就是平时", "in which mode of operation, such as wartime; else as usual"
        ).in_(lang),
    )
    @county_option(lang)
    @at_option(lang, Bilingual("从什么时刻起,默认取现在", "from what moment on; default: now"))
    @format_option(lang)
    @language_option(lang)
    def roster(
        name: str | None, days: int, mode: str | None, county: str | None, at: datetime | None, form: str
    ) -> None:
        from gridroute.civic.roster import Roster, turns

        civic, first = civic_of(county, lang), (at or now()).date()
        found = [one for one in civic.of(Roster, first) if name in (None, one.name)]
        running = mode_named(mode, civic) if mode else None
        if name is not None and not found:
            near = nearest(name, [one.name for one in civic.of(Roster)])
            zh, en = (f": {part}" if part else "" for part in near)
            raise InputError(Bilingual(f"没有轮值表“{name}”{zh}", f"there is no roster “{name}”{en}"))
        if name is not None and not any(one.serves(running) for one in found):
            words = Bilingual(
                f"轮值表“{name}”只在 {'、'.join(found[0].modes)} 时值班: 写 --mode",
                f"roster “{name}” only serves under {', '.join(found[0].modes)}: use --mode",
            )
            tell(words, lang)
        found = [one for one in found if one.serves(running)]
        rows, wanting = [], False
        for one in found:
            try:
                made = [
                    turn for n in range(days) for turn in turns(one, first + timedelta(days=n), civic.county.calendar)
                ]
            except PolicyIncomplete as error:
                tell(error.words, lang)
                wanting = True
                continue
            for turn in made:
                wanting = wanting or turn.team is None
                rows.append(
                    {
                        "day": turn.day,
                        "roster": turn.roster,
                        "shift": turn.shift,
                        "hours": turn.hours,
                        "team": turn.team if form == "jsonl" else turn.team or _EMPTY,
                        "turn": turn.for_,
                        "provisional": turn.provisional,
                    }
                )
        put(rows, _HEADS, form, lang)
        raise SystemExit(1 if wanting else 0)

    return roster
