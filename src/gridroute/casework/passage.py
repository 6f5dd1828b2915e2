"""经过: what one body, one post or the resident may read of what happened to a case (I28, I30).

Whoever sees nothing of the case reads nothing of its events. Words that somebody said with an event are hidden
as those of the case are; whoever was only told of it reads what happened and when, and no word.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from gridroute.casework.case import Case
from gridroute.casework.event import REPORTER, SYSTEM, Actor, CaseEvent
from gridroute.casework.mask import Mask
from gridroute.casework.view import mask_of, sight
from gridroute.dispatch import County

#: What the resident is told of: the way of the case, and no dispute of bodies (I16).
_TOLD = frozenset(
    "register handoff refer decline merge dispatch accept interim broadcast extend pause list reply start_callback "
    "satisfied unsatisfied lawful_exit withdraw reopen supplement recall reconsider confirm_receipt".split()
)
#: What is said that names files, which may show a door or a face.
_FILES = frozenset({"attachments", "evidence"})


class EventView(BaseModel):
    """One event as it is shown. ``by`` is the body that acted; of the resident only that it was they."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    type: str
    at: datetime
    state: str | None = None
    role: str | None = None
    by: str | None = None
    said: dict[str, Any] = {}
    rules: tuple[str, ...] = ()


def passage(case: Case, log: Iterable[CaseEvent], viewer: Actor, county: County) -> tuple[EventView, ...]:
    """The events of ``case`` as ``viewer`` may read them; none where it sees nothing of the case."""
    if viewer.body == REPORTER:
        return tuple(_bare(one) for one in log if one.type in _TOLD)
    seen = sight(case, viewer, county)
    if seen is None:
        return ()
    if seen.level == "none":
        return tuple(_bare(one) for one in log)
    over = mask_of(case, seen.level) if seen.level != "full" else None
    return tuple(_shown(one, over, county) for one in log)


def _bare(event: CaseEvent) -> EventView:
    return EventView(seq=event.seq, type=event.type, at=event.at, state=event.change.set.get("state"))


def _shown(event: CaseEvent, over: Mask | None, county: County) -> EventView:
    known = county.bodies.by_id.get(event.by.body)
    nobody = event.by.body in (SYSTEM, REPORTER)
    said = event.said if over is None else _hidden(event.said, over)
    return EventView(
        seq=event.seq,
        type=event.type,
        at=event.at,
        state=event.change.set.get("state"),
        role=event.role,
        by=None if nobody else known.name if known else event.by.body,
        said=said,
        rules=event.rules,
    )


def _hidden(said: Any, over: Mask) -> Any:
    """What was said, with every text in it masked, and no files where who informed is hidden."""
    if isinstance(said, str):
        return over.hide(said)
    if isinstance(said, dict):
        kept = {key: value for key, value in said.items() if over.level != "who" or key not in _FILES}
        return {over.hide(str(key)): _hidden(value, over) for key, value in kept.items()}
    if isinstance(said, list | tuple):
        return [_hidden(one, over) for one in said]
    return said
