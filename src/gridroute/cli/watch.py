"""守望: plays scenarios again when a file they depend on changes, until somebody stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridroute.cli.language import tell
from gridroute.errors import Bilingual

if TYPE_CHECKING:
    from gridroute.assurance.lookout import Change, Lookout

#: Seconds between two looks, and how long nothing may change before scenarios are played.
_POLL, _SETTLE = 0.4, 0.2
_NAMED = 3
_WAITING = Bilingual("等着改动 (Ctrl-C 结束)", "waiting for changes (Ctrl-C ends)")


def watch(lookout: Lookout, playing: Callable[[Sequence[Path]], bool], lang: str) -> bool:
    """Whether the last round went well. Plays all, then what each change affects; ends at Ctrl-C."""
    well = False
    try:
        well = playing(lookout.files())
        tell(_WAITING, lang)
        while True:
            change = _settled(lookout)
            if change.affected:
                tell(_said(change), lang)
                well = playing(change.affected)
                tell(_WAITING, lang)
    except KeyboardInterrupt:
        tell(Bilingual("\n不再守望", "\nno longer watching"), lang)
    return well


def _settled(lookout: Lookout) -> Change:
    """The next change, with all that follows it at once: a program writes a file in several strokes."""
    from gridroute.assurance.lookout import Change

    found: Change | None = None
    while found is None:
        time.sleep(_POLL)
        found = lookout.changed()
    while True:
        time.sleep(_SETTLE)
        more = lookout.changed()
        if more is None:
            return found
        files = tuple(dict.fromkeys((*found.files, *more.files)))
        found = Change(files, tuple(dict.fromkeys((*found.affected, *more.affected))))


def _said(change: Change) -> Bilingual:
    names = [path.name for path in change.files[:_NAMED]]
    more = "…" if len(change.files) > _NAMED else ""
    now = f"{datetime.now():%H:%M:%S}"
    return Bilingual(
        f"── {now} 改了 {'、'.join(names)}{more},再演练 {len(change.affected)} 个文件",
        f"── {now} changed: {', '.join(names)}{more}; playing {len(change.affected)} files again",
    )
