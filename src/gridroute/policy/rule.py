"""规则: when these facts hold, these outcomes follow. A table row is a rule too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gridroute.errors import NOTHING, Bilingual
from gridroute.model import Duration
from gridroute.model.source import is_assumed
from gridroute.policy.condition import Condition

#: The levels of layers, from the nation down (§5).
LEVELS = ("national", "province", "city", "county", "street", "pilot")

Binding = Literal["mandate", "bound", "default"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A role, or a named group of roles (``group`` true)."""

    name: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A candidate for lead: the role and the basis on which it is one."""

    role: Reference
    basis: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty: who owes which act within, or every, which time."""

    who: Reference
    act: str
    length: Duration
    every: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardRow:
    """Points for a recorded act: never negative (§13)."""

    ledger: str
    item: str
    points: int


OutcomeValue = (
    str
    | bool
    | Reference
    | tuple[str, ...]
    | tuple[Reference, ...]
    | tuple[LeadRow, ...]
    | tuple[DutyRow, ...]
    | tuple[AwardRow, ...]
    | Mapping[str, Duration]
)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule in force from ``effective_from`` to ``effective_to``, both days included.

    ``outcomes`` may hold those of an earlier stage too (projection, §1.1): ``stages`` says where each
    is filed. ``depth`` is the layer's place from the nation (0) down. ``home`` is file and line; of a
    rule with a street's own value, those of the value.
    """

    id: str
    title: str
    source: str
    stage: str
    condition: Condition
    outcomes: Mapping[str, Mapping[str, OutcomeValue]]
    layer: str
    depth: int
    home: tuple[str, int]
    binding: Binding = "default"
    special_law: bool = False
    replaces: str | None = None
    tightens: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    canonical: str = field(default="", repr=False)
    #: What the county has not filled in, so that the rule is set aside and what it replaces stands; else empty.
    unset: Bilingual = NOTHING
    #: The place of the layer below the county that the rule stands in; there alone it holds and replaces.
    scope: str = ""
    #: The place whose own value of a parameter the rule holds; empty where it holds the upper layer's (§5).
    street: str = ""

    @property
    def level(self) -> str:
        """The level of the layer the rule stands in, such as ``county``."""
        return LEVELS[self.depth]

    @property
    def assumed(self) -> bool:
        """Whether no document stands behind the rule."""
        return is_assumed(self.source)

    def in_force(self, day: date) -> bool:
        """Whether the rule is in force on ``day``."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )
