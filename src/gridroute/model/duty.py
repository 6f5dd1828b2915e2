"""义务: who owes which act by when, and by which rule."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from gridroute.model.duration import Unit


class BodyRef(BaseModel):
    """A body by identifier and name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str


class Obligation(BaseModel):
    """One duty. ``due_on`` is the last day, ``due_at`` the instant at which it is late (I7).

    ``role`` is the capacity in which the obligor owes it; ``provisional`` marks a deadline counted
    without a published calendar; ``assumed`` one whose rule has no source.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: str
    obligor: BodyRef
    role: str
    due_on: date
    due_at: datetime
    unit: Unit
    amount: int
    every: bool = False
    provisional: bool = False
    assumed: bool
    source: str
    rule: str
    evidence: tuple[str, ...] = ()
