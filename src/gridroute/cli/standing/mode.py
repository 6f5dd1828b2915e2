"""``gridroute civic mode``: puts a mode of operation in force, lifts it, and reports on what it meant (T31)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.docket import NOW, as_json, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import cell, named, put
from gridroute.cli.standing.said import body, by_option, county_in
from gridroute.cli.standing.steps import answer
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.civic import Civic
    from gridroute.civic.record import Record
    from gridroute.policy.vocabulary import Vocabulary
    from gridroute.store.footing import Footing, Moved

HELP = Bilingual(
    "运行模式 (战时等): 切换、解除、查看、报告。只影响切换以后来的新件和值守,不改在办件是谁的。",
    "Modes of operation (wartime and others): switch, lift, list, report. They bear on new issues and on duty rosters, "
    "never on whose an open case is.",
)
_REASON = Bilingual("理由", "the reason")
_AT = Bilingual(f"时刻,{NOW.zh}", f"the moment; {NOW.en}")
_LIST = {
    "id": Bilingual("编号", "record"),
    "mode": Bilingual("运行模式", "mode"),
    "from": Bilingual("起", "from"),
    "until": Bilingual("止", "until"),
    "by": Bilingual("谁切换", "switched by"),
    "reason": Bilingual("理由", "reason"),
    "in_force": Bilingual("在生效", "in force"),
}
_CASES = {
    "case": Bilingual("办件", "case"),
    "received_at": Bilingual("受理", "received"),
    "category": Bilingual("类别", "category"),
    "urgency": Bilingual("紧急程度", "urgency"),
    "different": Bilingual("不同之处 (平时 → 当时)", "what was different (as usual → under it)"),
}
_WHAT = {
    "state": Bilingual("状态", "state"),
    "urgency": Bilingual("紧急程度", "urgency"),
    "track": Bilingual("办理通道", "track"),
    "tags": Bilingual("标签", "tags"),
    "lead": Bilingual("主办", "lead"),
    "supports": Bilingual("协办", "supports"),
    "required": Bilingual("必到", "required"),
    "obligations": Bilingual("时限", "deadlines"),
    "notify": Bilingual("知会", "told"),
}
_NOTHING = Bilingual("没有不同", "nothing")


def command(lang: str) -> click.Command:
    """The group of commands in one language."""

    @click.group("mode", help=HELP.in_(lang))
    @language_option(lang)
    def group() -> None:
        """Nothing of its own."""

    for made in (_switch, _lift, _list, _report):
        group.add_command(made(lang))
    return group


def _switch(lang: str) -> click.Command:
    words = Bilingual(
        "切换到 MODE (名称或标签,如 wartime、战时)。谁能切换由县里的 periods.yaml 写明;不许的说明原因,退出码为 1。",
        "Put MODE in force (its name or label). Who may is said in the county's periods.yaml; what is not allowed is "
        "refused with the reason, exit 1.",
    )

    @click.command("switch", help=words.in_(lang))
    @click.argument("mode")
    @by_option(lang)
    @click.option("--reason", help=_REASON.in_(lang))
    @click.option(
        "--until",
        help=Bilingual("到什么时候,如 2026-07-20;不写就等解除", "its end, such as 2026-07-20; else until lifted").in_(
            lang
        ),
    )
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, _AT)
    @format_option(lang)
    @language_option(lang)
    def switch(
        mode: str,
        by: str,
        reason: str | None,
        until: str | None,
        county: str | None,
        db: str,
        at: datetime | None,
        form: str,
    ) -> None:
        from gridroute.casework import Actor

        docket = docket_at(db, new=True)
        where = county_in(county, docket)
        civic = docket.records.desks.current(where)[0].civic
        said = {key: value for key, value in (("reason", reason), ("until", until)) if value}
        outcome = docket.records.switch(mode, at or now(), Actor(body=body(by, civic)), said, where)
        answer(outcome, civic, form, lang)

    return switch


def _lift(lang: str) -> click.Command:
    words = Bilingual(
        "解除正在生效的运行模式;以后来的件照平时办。接着可以看 report。",
        "Lift the mode in force; what comes in later is handled as usual. Then see report.",
    )

    @click.command("lift", help=words.in_(lang))
    @by_option(lang)
    @click.option("--reason", help=_REASON.in_(lang))
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, _AT)
    @format_option(lang)
    @language_option(lang)
    def lift(by: str, reason: str | None, county: str | None, db: str, at: datetime | None, form: str) -> None:
        from gridroute.casework import Actor, Attempt
        from gridroute.civic.switching import LIFT

        docket = docket_at(db)
        civic = docket.records.desks.current(county_in(county, docket))[0].civic
        last = _of(None, docket.records.modes(civic.county.adcode))
        said = {"reason": reason} if reason else {}
        attempt = Attempt(type=LIFT, at=at or now(), by=Actor(body=body(by, civic)), said=said)
        answer(docket.records.attempt(last.id, attempt), civic, form, lang)

    return lift


def _list(lang: str) -> click.Command:
    words = Bilingual(
        "列出切换过的运行模式,哪个在 --at 时生效。", "List the modes switched, and which is in force at --at."
    )

    @click.command("list", help=words.in_(lang))
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, _AT)
    @format_option(lang)
    @language_option(lang)
    def list_(county: str | None, db: str, at: datetime | None, form: str) -> None:
        from gridroute.civic.switching import end_of, mode_at

        docket, moment = docket_at(db), at or now()
        civic = docket.records.desks.current(county_in(county, docket))[0].civic
        rows: list[dict[str, Any]] = []
        for one in docket.records.modes(civic.county.adcode):
            by = docket.records.events(one.id)[0].by.body
            rows.append(
                {
                    "id": one.id,
                    "mode": one.name if form == "jsonl" else civic.county.policy.vocabulary.word(one.name, lang),
                    "from": one.opened_at,
                    "until": end_of(one),
                    "by": by if form == "jsonl" else named(by, civic),
                    "reason": one.said.get("reason", ""),
                    "in_force": mode_at([one], moment) is not None,
                }
            )
        put(rows, _LIST, form, lang)

    return list_


def _report(lang: str) -> click.Command:
    words = Bilingual(
        "报告: 运行模式期间来了哪些件,比平时哪里不同,谁值守。不写 ID 是最近一次。",
        "Report: which cases came in under a mode, what was different from as usual, who was on duty. Without ID the "
        "last one.",
    )

    @click.command("report", help=words.in_(lang))
    @click.argument("number", metavar="[ID]", required=False)
    @county_option(lang)
    @db_option(lang)
    @at_option(lang, Bilingual(f"还没有解除的看到什么时刻,{NOW.zh}", f"up to when, while it is in force; {NOW.en}"))
    @format_option(lang)
    @language_option(lang)
    def report_(number: str | None, county: str | None, db: str, at: datetime | None, form: str) -> None:
        from gridroute.store.footing import report

        docket = docket_at(db)
        civic = docket.records.desks.current(county_in(county, docket))[0].civic
        record = _of(number, docket.records.modes(civic.county.adcode))
        made = report(docket, record, at or now())
        if form == "jsonl":
            _as_lines(made)
        else:
            _as_table(made, civic, lang)

    return report_


def _of(number: str | None, modes: list[Record]) -> Record:
    """The mode of that number, else the last. ``InputError``: there is none."""
    found = [one for one in modes if number in (None, one.id)]
    if not found:
        zh, en = (number or "", f" {number}" if number else "")
        raise InputError(
            Bilingual(f"没有切换过运行模式{zh}: 看 civic mode list", f"no mode was switched{en}: see civic mode list")
        )
    return found[-1]


def _as_lines(made: Footing) -> None:
    record = made.record
    click.echo(
        as_json(
            id=record.id,
            mode=record.name,
            opened_at=record.opened_at,
            until=made.until,
            cases=len(made.cases),
            different=made.different,
            untouched=made.untouched,
            duty=[
                {"roster": turn.roster, "day": turn.day, "shift": turn.shift, "team": turn.team} for turn in made.duty
            ],
            unset=made.unset,
        )
    )
    for one in made.cases:
        moved = {each.what: {"usual": each.usual, "under": each.under} for each in one.moved}
        click.echo(as_json(case=one.case, received_at=one.received_at, category=one.category, different=moved))


def _as_table(made: Footing, civic: Civic, lang: str) -> None:
    vocabulary = civic.county.policy.vocabulary
    record, label = made.record, vocabulary.word(made.record.name, lang)
    first, last = (f"{moment:%Y-%m-%d %H:%M}" for moment in (record.opened_at, made.until))
    zh = f"{label} {first} — {last}: 来件 {len(made.cases)} 件,其中 {made.different} 件与平时不同"
    en = f"{label} {first} — {last}: {len(made.cases)} cases came in, {made.different} of them otherwise than as usual"
    click.echo(Bilingual(zh, en).in_(lang))
    words = Bilingual(
        f"切换时在办 {made.untouched} 件,仍照原来的办", f"{made.untouched} cases were in hand and stayed as they were"
    )
    click.echo(words.in_(lang))
    rows = [
        {
            "case": one.case,
            "received_at": one.received_at,
            "category": one.category,
            "urgency": vocabulary.word(one.urgency, lang),
            "different": [_told(each, vocabulary, lang) for each in one.moved] or _NOTHING,
        }
        for one in made.cases
    ]
    if rows:
        put(rows, _CASES, "table", lang)
    for turn in made.duty:
        team = turn.team or Bilingual("(空岗)", "(empty)").in_(lang)
        on_duty = Bilingual("值守", "on duty").in_(lang)
        click.echo(f"{on_duty}  {turn.day}  {turn.roster} {turn.shift}".rstrip() + f"  {team}")
    for name in made.unset:
        tell(Bilingual(f"轮值表“{name}”还排不出谁值班", f"roster “{name}” cannot say who is on duty yet"), lang)


def _told(one: Moved, vocabulary: Vocabulary, lang: str) -> str:
    """One thing that was different; of lists only what one side has and the other has not."""
    usual, under = one.usual, one.under
    if isinstance(usual, tuple) and isinstance(under, tuple):
        usual, under = (
            tuple(_word(each, vocabulary, lang) for each in here if each not in there)
            for here, there in ((usual, under), (under, usual))
        )
        return f"{_WHAT[one.what].in_(lang)}: {cell(usual, lang)} → {cell(under, lang)}"
    said = [cell(each if each is None else vocabulary.word(str(each), lang), lang) for each in (usual, under)]
    return f"{_WHAT[one.what].in_(lang)}: {said[0]} → {said[1]}"


def _word(one: object, vocabulary: Vocabulary, lang: str) -> str:
    """A word as people say it; of a deadline who does what by when."""
    if isinstance(one, tuple):
        who, act, when = one
        said = vocabulary.acts[act].label if lang == "zh" and act in vocabulary.acts else act.replace("_", " ")
        return f"{who} {said} {datetime.fromisoformat(when):%m-%d %H:%M}"
    return vocabulary.word(str(one), lang)
