"""``gridroute meeting agenda|minutes FILE``: the papers of joint meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from gridroute.cli.docket import db_option, docket_at
from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, engine_option, language_option, output_option
from gridroute.errors import Bilingual, Fault, InputError

if TYPE_CHECKING:
    from gridroute.adapters.paper import Paper
    from gridroute.casework import CaseEvent
    from gridroute.dispatch import Dispatcher

HELP = Bilingual("联席会议的议程和纪要。", "Agendas and minutes of joint meetings.")
AGENDA = Bilingual(
    "打印各级联席会议的议程: 哪些件、为什么、何时上会、本级最迟何时、缺哪些材料、谁须回避。"
    "不写 FILE 就读办件库;FILE 是办件事件,一行一个 JSON (gridroute case export)。"
    "没有待上会的件就不打印,退出码为 0;FILE 有一行不对为 1。",
    "Print the agendas of all joint meetings: which cases, why, since when, until when, which papers are missing, who "
    "only explains. Of the cases in the database, or in FILE: events, one JSON object a line (gridroute case export). "
    "Where no case waits nothing is printed and the exit code is 0; it is 1 where a line of FILE is wrong.",
)
MINUTES = Bilingual(
    "打印某一天各级联席会议的纪要: 议定的主办、协办、时限、节点、验收标准,提请上一级、退回和挂账的件。"
    "那天没有议过件就不打印,退出码为 0;FILE 有一行不对为 1。",
    "Print the minutes of the joint meetings of a day: what was resolved, with lead, supports, deadline, milestones "
    "and acceptance; what was raised, sent down or listed. "
    "Where no case was taken up that day nothing is printed and the exit code is 0; it is 1 where a line of FILE is "
    "wrong.",
)
NONE_WAITS = Bilingual("没有待上会的件", "no case waits for a meeting")
F = TypeVar("F", bound=Callable[..., Any])


def command(lang: str) -> click.Command:
    """The commands in one language."""

    @click.group("meeting", help=HELP.in_(lang))
    @language_option(lang)
    def group() -> None:
        """Nothing of its own."""

    group.add_command(_agenda(lang))
    group.add_command(_minutes(lang))
    return group


def _paper_options(lang: str) -> Callable[[F], F]:
    def add(function: F) -> F:
        for option in (
            engine_option(lang),
            output_option(
                lang,
                Bilingual(
                    "写到这个文件;.xlsx 为表格,其余为 Markdown",
                    "write to this file; .xlsx is a workbook, else Markdown",
                ),
            ),
            click.option(
                "--interest",
                "interested",
                multiple=True,
                metavar="单位" if lang == "zh" else "BODY",
                help=Bilingual(
                    "申报了利害关系的单位,可写多次", "a body that declared an interest; may be repeated"
                ).in_(lang),
            ),
            click.option(
                "--convener", help=Bilingual("只要这个召集人的会", "only meetings of this convener").in_(lang)
            ),
            click.option("--level", help=Bilingual("只要这一级的会", "only meetings of this level").in_(lang)),
            county_option(lang),
            db_option(lang),
        ):
            function = option(function)
        return function

    return add


def _file_argument() -> Callable[[F], F]:
    return click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))


def _agenda(lang: str) -> click.Command:
    @click.command("agenda", help=AGENDA.in_(lang))
    @_file_argument()
    @at_option(lang, Bilingual("编议程的时刻,默认取最后一个事件", "moment of the agenda; default: the last event"))
    @_paper_options(lang)
    @language_option(lang)
    def agenda(file: Path | None, db: str, at: datetime | None, output: Path | None, engine: str, **given: Any) -> None:
        from gridroute.adapters.meeting import Papers
        from gridroute.casework import CaseDesk, fold
        from gridroute.casework.agenda import agendas

        faults: list[Fault] = []
        logs, dispatcher = _read(file, db, given, engine, faults, "awaiting_meeting")
        if dispatcher is None:
            _finish(faults, lang, NONE_WAITS)
        cases = [fold(log) for log in logs]
        moment = at or max((case.at for case in cases), default=None)
        if moment is not None:  # what falls due until then has come: a case may be on the next level by now
            desk = CaseDesk(dispatcher)
            cases = [desk.advance(case, moment).case for case in cases]
        made = agendas(cases, dispatcher, moment, _bodies(given["interested"], dispatcher)) if moment else []
        made = [one for one in made if _wanted(one.level, one.convener, given, dispatcher)]
        papers = Papers(dispatcher.county.policy.vocabulary, lang)
        _print([papers.agenda(one) for one in made], output)
        _finish(faults, lang, None if made else NONE_WAITS)

    return agenda


def _minutes(lang: str) -> click.Command:
    @click.command("minutes", help=MINUTES.in_(lang))
    @_file_argument()
    @click.option(
        "--on",
        "day",
        required=True,
        metavar="YYYY-MM-DD",
        help=Bilingual("会议的日期", "the day of the meetings").in_(lang),
    )
    @_paper_options(lang)
    @language_option(lang)
    def minutes(file: Path | None, db: str, day: str, output: Path | None, engine: str, **given: Any) -> None:
        from gridroute.adapters.meeting import Papers
        from gridroute.casework.minutes import minutes as made_on

        faults: list[Fault] = []
        on = _day(day)
        none = Bilingual(f"{day} 没有会议议过的件", f"no meeting took up a case on {day}")
        logs, dispatcher = _read(file, db, given, engine, faults)
        if dispatcher is None:
            _finish(faults, lang, none)
        made = made_on(logs, dispatcher, on, _bodies(given["interested"], dispatcher))
        made = [one for one in made if _wanted(one.level, one.convener, given, dispatcher)]
        papers = Papers(dispatcher.county.policy.vocabulary, lang)
        _print([papers.minutes(one) for one in made], output)
        _finish(faults, lang, None if made else none)

    return minutes


def _read(
    file: Path | None, db: str, given: dict[str, Any], engine: str, faults: list[Fault], state: str | None = None
) -> tuple[list[list[CaseEvent]], Dispatcher | None]:
    """The logs of ``file``, or of the cases in ``db`` (those in ``state``), with the county by its policy of today.

    No dispatcher where there is no case; ``InputError`` where a file is empty, or a level or convener unknown.
    """
    from gridroute.adapters.caselog import read_logs
    from gridroute.dispatch import Dispatcher, load_county
    from gridroute.plugins import build_manager

    logs = read_logs(file, faults) if file is not None else list(_kept(db, state))
    if not logs and not faults and file is not None:
        raise InputError(Bilingual(f"{file}: 一件也没有", f"{file}: there is no case in it"))
    name = given["county"] or next((str(log[0].change.set.get("county")) for log in logs), None)
    if name is None:
        return [], None
    loaded = load_county(name, build_manager())
    ours = [log for log in logs if log[0].change.set.get("county") == loaded.adcode]
    dispatcher = Dispatcher(loaded, engine)
    _known(given, dispatcher)
    return ours, dispatcher


def _known(given: dict[str, Any], dispatcher: Dispatcher) -> None:
    """``InputError`` where the level or the convener asked for is none of the county's."""
    words, level = dispatcher.county.policy.vocabulary, given["level"]
    if level is not None and level not in {
        word for one in words.levels for word in (one, words.said("level", one, "zh"))
    }:
        zh = [words.said("level", one, "zh") or one for one in words.levels]
        raise InputError(
            Bilingual(
                f"--level {level}: 没有这一级: 可用 {'、'.join(zh)}",
                f"--level {level}: there is no such level: use {', '.join(words.levels)}",
            )
        )
    if given["convener"] is not None:
        _body(given["convener"], dispatcher)


def _kept(db: str, state: str | None) -> Iterator[list[CaseEvent]]:
    docket, last = docket_at(db), None
    while page := docket.listing(state=state, closed=True, after=last, limit=1000):
        for one in page:
            yield docket.events(one.id)
        last = page[-1].id


def _bodies(named: Sequence[str], dispatcher: Dispatcher) -> frozenset[str]:
    return frozenset(_body(one, dispatcher) for one in named)


def _body(name: str, dispatcher: Dispatcher) -> str:
    found = dispatcher.county.bodies.named(name)
    if len(found) != 1:
        words = Bilingual(f"没有单位“{name}”,或不止一个", f"no body “{name}”, or more than one")
        raise InputError(words)
    return found[0].id


def _wanted(level: str, convener: Any, given: dict[str, Any], dispatcher: Dispatcher) -> bool:
    words = dispatcher.county.policy.vocabulary
    asked = given["level"]
    if asked is not None and asked not in (level, words.said("level", level, "zh")):
        return False
    who = given["convener"]
    return who is None or (convener is not None and convener.id == _body(who, dispatcher))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InputError(
            Bilingual(f"--on {written}: 写成 2026-03-09", f"--on {written}: write it as 2026-03-09")
        ) from None


def _print(papers: list[Paper], output: Path | None) -> None:
    from gridroute.adapters.paper import as_markdown, write_workbook
    from gridroute.adapters.target import written_whole

    if output is None:
        click.echo(as_markdown(papers), nl=False)
        return
    with written_whole(output) as stream:
        if output.suffix.lower() == ".xlsx":
            write_workbook(papers, stream)
        else:
            stream.write(as_markdown(papers).encode())


def _finish(faults: list[Fault], lang: str, nothing: Bilingual | None) -> NoReturn:
    """Says what was wrong, or that there was ``nothing``; exits 1 where a line was at fault, else 0."""
    for fault in faults:
        tell(Bilingual(fault.text("zh"), fault.text("en")), lang)
    if nothing is not None:
        tell(nothing, lang)
    raise SystemExit(1 if faults else 0)
