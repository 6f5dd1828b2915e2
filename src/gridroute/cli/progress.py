"""进度条: shown on standard error when a person is looking and the work is long; never in a pipe."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: Seconds of work before a bar is worth showing, and between two looks at it.
LONG = 1.0
_OFTEN = 0.2


class Progress:
    """Hears how far a file is read and shows it, once the work has taken a while."""

    def __init__(self, lang: str, shown: bool) -> None:
        self._label = Bilingual("办理", "routing").in_(lang)
        self._shown = shown and sys.stderr.isatty()
        self._from = self._last = time.monotonic()
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def hear(self, done: int, total: int) -> None:
        """``done`` of ``total`` bytes or rows are read."""
        now = time.monotonic()
        if not self._shown or now - self._last < _OFTEN or now - self._from < LONG:
            return
        self._last = now
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task(self._label, total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
