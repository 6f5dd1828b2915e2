"""``gridroute civic points``: what the accounts of points hold, and what falls to be done at the end of a period."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.docket import NOW, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, format_option, language_option
from gridroute.cli.standing.output import put
from gridroute.errors import Bilingual

HELP = Bilingual(
    "列出积分账户的余额 (每年清零的,看 --at 那一年);月、季、半年、年末该做的也说一声。",
    "List what accounts of points hold (those that begin anew every year: in the year of --at), and say what the end "
    "of a month, quarter, half-year or year asks for.",
)
_HEADS = {
    "ledger": Bilingual("台账", "ledger"),
    "subject": Bilingual("谁的", "whose"),
    "balance": Bilingual("余额", "balance"),
    "entries": Bilingual("笔数", "entries"),
}
_PERIODS = {
    "month": Bilingual("月末", "end of the month"),
    "quarter": Bilingual("季末", "end of the quarter"),
    "half_year": Bilingual("半年末", "end of the half-year"),
    "year": Bilingual("年末", "end of the year"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("points", help=HELP.in_(lang))
    @click.argument("ledger", required=False)
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def points(ledger: str | None, db: str, at: datetime | None, form: str) -> None:
        from gridroute.civic.ledger import Ledger

        docket, moment = docket_at(db), at or now()
        rows, ledgers = [], dict[str, Ledger]()
        for one in docket.records.listing(kind="account", name=ledger, limit=1_000_000):
            record = docket.records.record(one.id)
            rows.append(
                {
                    "ledger": one.name,
                    "subject": one.subject,
                    "balance": record.balance_in(moment.year),
                    "entries": len(record.postings),
                }
            )
            if one.name not in ledgers:
                found = docket.records.desk(one.id).civic.named(Ledger, one.name, moment.date())
                ledgers |= {one.name: found} if found is not None else {}
        put(rows, _HEADS, form, lang)
        for name, kept in ledgers.items():
            for period, what in kept.closes(moment.date()):
                zh, en = _PERIODS[period]
                tell(Bilingual(f"{name}: {zh},{what}", f"{name}: {en}: {what}"), lang)

    return points
