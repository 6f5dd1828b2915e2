"""``gridroute civic record case``: what turns out to be a complaint becomes a case, to which the record is linked."""

from __future__ import annotations

from datetime import datetime

import click

from gridroute.cli.docket import NOW, as_json, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, format_option, language_option
from gridroute.cli.standing.output import named
from gridroute.cli.standing.said import body, by_option
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "把档案 ID 里属于投诉的转为诉求办件: 文字 TEXT 照诉求派单,档案关联到它。程序没有写“可转诉求”的不转。",
    "Make a case of what in the record ID is a complaint: TEXT is routed as an issue, and the record is linked to it. "
    "Only where the procedure says so (complaint).",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("case", help=HELP.in_(lang))
    @click.argument("number", metavar="ID")
    @click.argument("text")
    @by_option(lang)
    @db_option(lang)
    @at_option(lang, Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def case(number: str, text: str, by: str, db: str, at: datetime | None, form: str) -> None:
        from gridroute.casework import Actor, Attempt
        from gridroute.civic.procedure import Procedure
        from gridroute.model import Issue

        docket = docket_at(db)
        record, desk = docket.records.record(number), docket.records.desk(number)
        civic, moment = desk.civic, at or now()
        procedure = civic.named(Procedure, record.name, record.opened_at.date(), record.place)
        if record.kind != "procedure" or procedure is None or not procedure.complaint:
            raise InputError(
                Bilingual(
                    f"“{record.name}”没有写“可转诉求”: 另报一件诉求",
                    f"“{record.name}” does not say that it may become a case: report an issue of its own",
                )
            )
        made = f"{number}-{sum(one.startswith(number + '-') for one in record.links) + 1}"
        place = record.place or ""
        issue = Issue(
            id=made,
            received_at=moment,
            text=text,
            county=record.county,
            grid=place if len(place) == 15 else None,
            address=named(place, civic) if len(place) == 12 else None,
            first_receiver=body(by, civic),
        )
        receipt = docket.open(issue, moment, record.county)
        actor = Actor(body=body(by, civic))
        linked = docket.records.attempt(
            number, Attempt(type="link", at=moment, by=actor, said={"link": receipt.case.id})
        )
        case_ = receipt.case
        lead = named(case_.lead or case_.responsible, civic)
        if form == "jsonl":
            click.echo(as_json(case=case_.id, state=case_.state, responsible=case_.responsible, record=number))
        else:
            words = Bilingual(f"{number} → 办件 {case_.id}: {lead}", f"{number} → case {case_.id}: {lead}")
            click.echo(words.in_(lang))
        if linked.refusal is not None:
            said = linked.refusal.words
            tell(Bilingual(f"档案没有关联上: {said.zh}", f"the record is not linked: {said.en}"), lang)
        raise SystemExit(0 if linked.refusal is None else 1)

    return case
