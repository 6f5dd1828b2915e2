"""旁听: all that a piece of work says to logs, warnings and the screen."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def overheard() -> Iterator[io.StringIO]:
    """What is said from here on, at every level, with tracebacks; afterwards logging is as it was."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    loggers = [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    levels = [(one, one.level) for one in loggers]
    root.addHandler(handler)
    try:
        for one in loggers:
            one.setLevel(logging.DEBUG)
        with (
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
            warnings.catch_warnings(record=True) as warned,
        ):
            warnings.simplefilter("always")
            yield said
            said.writelines(f"{one.message}\n" for one in warned)
    finally:
        root.removeHandler(handler)
        for one, level in levels:
            one.setLevel(level)
