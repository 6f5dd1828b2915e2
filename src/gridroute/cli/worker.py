"""``gridroute worker``: fires what falls due, again and again, until it is told to stop."""

from __future__ import annotations

import signal
import time
from datetime import datetime
from types import FrameType

import click

from gridroute.cli.docket import db_option, docket_at
from gridroute.cli.language import tell
from gridroute.cli.options import Moment, at_option, engine_option, language_option
from gridroute.errors import Bilingual, StoreError

HELP = Bilingual(
    "守着办件库,到期的自动事件按时发生,各一次。开始时,日历已公布的暂定时限先更正。可以同时开几个。"
    "收到 SIGTERM 或 Ctrl-C,办完手上这件就停。",
    "Watch the database of cases and fire what falls due, each once. When it begins, deadlines that were provisional "
    "are corrected where the calendar is now known. Several may run at a time. On SIGTERM or Ctrl-C "
    "it finishes the case in hand and stops.",
)
#: Seconds to wait after the database failed, at first and at most; each wait is twice as long as the one before.
_FIRST, _LONGEST = 1.0, 60.0


class _Stop:
    """Whether somebody has asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def hear(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def __call__(self) -> bool:
        return self.asked

    def sleep(self, seconds: float) -> None:
        """Waits, but not when asked to stop."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("worker", help=HELP.in_(lang))
    @db_option(lang)
    @click.option("--once", is_flag=True, help=Bilingual("把现在到期的办完就停", "stop when nothing is due").in_(lang))
    @click.option("--until", type=Moment(lang), help=Bilingual("到这个时刻就停", "stop at this moment").in_(lang))
    @click.option(
        "--poll",
        type=click.FloatRange(0.01),
        default=5.0,
        show_default=True,
        help=Bilingual("没有到期的时,隔几秒再看", "seconds between two looks while nothing is due").in_(lang),
    )
    @click.option(
        "--batch",
        type=click.IntRange(1),
        default=50,
        show_default=True,
        help=Bilingual("一次领几件", "cases taken at once").in_(lang),
    )
    @at_option(lang, Bilingual("把这个时刻当作现在,只与 --once 同用", "take this moment for now; only with --once"))
    @engine_option(lang)
    @language_option(lang)
    def worker(
        db: str, once: bool, until: datetime | None, poll: float, batch: int, at: datetime | None, engine: str
    ) -> None:
        from gridroute.worktime import ZONE

        if at is not None and not once:
            words = Bilingual("--at 只与 --once 同用", "--at only with --once")
            raise click.UsageError(words.in_(lang))
        stop = _Stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop.hear)
        docket = docket_at(db, engine)
        tell(Bilingual(f"开始守候 {docket.database.shown}", f"watching {docket.database.shown}"), lang)
        cases = events = failures = 0
        pause = _FIRST
        fixed = False
        while not stop():
            now = at or datetime.now(ZONE)
            if until is not None and now >= until:
                break
            try:
                fired = docket.fire_due(now, batch, stop) if fixed else docket.correct(now, stop)
                pause = _FIRST
            except StoreError as error:
                tell(error.words, lang)
                if once:
                    raise SystemExit(1) from None
                stop.sleep(pause)
                pause = min(_LONGEST, pause * 2)
                continue
            cases, events, failures = (
                cases + fired.cases,
                events + len(fired.events) + len(fired.records),
                failures + len(fired.failed),
            )
            for name, reason in fired.failed:
                words = Bilingual(
                    f"{name}: 没有办成,稍后再办: {reason.zh}", f"{name}: failed, tried again later: {reason.en}"
                )
                tell(words, lang)
            if not fixed:  # with a calendar that came since the last worker
                fixed = True
            elif not fired.cases:
                if once:
                    break
                stop.sleep(poll)
        words = Bilingual(
            f"停了: 看了 {cases} 件,发生 {events} 个事件,{failures} 件没有办成",
            f"stopped: {cases} cases seen, {events} events, {failures} failed",
        )
        tell(words, lang)
        raise SystemExit(1 if failures else 0)

    return worker
