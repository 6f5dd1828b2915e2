"""事件: one thing that happened to a case, with all it changed. Append-only (I36).

An event carries what it changed, not only what was asked: a fold needs no policy, so that a log reads the same
after a county's rules have changed (T55).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gridroute.model import BodyRef, Obligation

#: Who acts where nobody does: time itself. Nobody else may claim to be it.
SYSTEM = "system"
#: The resident, as the channel that authenticated them hands them on.
REPORTER = "reporter"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(_Frozen):
    """行为人: the body that acts (its identifier), or ``system`` or ``reporter``; perhaps a post of it.

    The caller has authenticated it. In what capacity it acts is derived from the case, never claimed.
    """

    body: str
    post: str | None = None


class Attempt(_Frozen):
    """What somebody wants to happen: an event of the life cycle, when, by whom, and what they say of it."""

    type: str
    at: AwareDatetime
    by: Actor
    said: dict[str, Any] = Field(default_factory=dict)


class OpenDuty(_Frozen):
    """在办义务: an obligation and what became of it. ``number`` tells the duties of one case apart.

    ``status``: pending, warned, overdue (all three still owed), fulfilled, waived, superseded.
    """

    number: int
    duty: Obligation
    opened_at: datetime
    status: str = "pending"
    #: When it was last found late.
    found_late_at: datetime | None = None
    closed_at: datetime | None = None
    #: Days by which its deadline was moved in all, of the kind it is counted in: extensions, and pauses of the clock.
    moved: int = 0
    #: Against whom its lateness counts (B17); nobody where it is not late, or nobody is charged.
    charged: str | None = None

    @property
    def owed(self) -> bool:
        """Whether it is still to be done."""
        return self.status in ("pending", "warned", "overdue")


class Timer(_Frozen):
    """到点: when the system brings which event by itself; ``duty`` numbers the duty it is about."""

    fires: str
    at: datetime
    duty: int | None = None


class Change(_Frozen):
    """What one event changes in a case: attributes, duties opened or changed, and all timers from then on."""

    set: dict[str, Any] = Field(default_factory=dict)
    duties: tuple[OpenDuty, ...] = ()
    timers: tuple[Timer, ...] = ()


class Logged(_Frozen):
    """What every event says as it is recorded. ``seq`` counts from 1 within its log; ``rules`` had a say."""

    seq: int
    type: str
    at: datetime
    by: Actor
    role: str
    said: dict[str, Any] = Field(default_factory=dict)
    rules: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The event as one line of JSON, the same for the same event."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class CaseEvent(Logged):
    """An event of a case; ``role`` is derived, never claimed, and ``notify`` names whom it tells."""

    case: str
    change: Change = Change()
    notify: tuple[BodyRef, ...] = ()
