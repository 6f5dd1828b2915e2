"""决定: what was decided of one issue at one moment, with every reason."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gridroute.model.duty import BodyRef, Obligation
from gridroute.model.place import PlaceStatus
from gridroute.model.remark import Remark


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LeadRef(BodyRef):
    """主办单位; ``assumed`` where the rule that chose it has no source."""

    assumed: bool


class ResponsibleRef(BodyRef):
    """责任主体: exactly one at every moment (I2)."""

    as_: Literal["exit_body", "first_receiver", "holder", "lead"]


class Guess(_Answer):
    """A category that the text suggests, with a confidence from 0 to 1."""

    category: str
    confidence: float


class GridCandidate(_Answer):
    """A place the issue may mean."""

    code: str
    name: str
    why: str


class PlaceAnswer(_Answer):
    """归属: the grid, and the village and township around it. Status speaks of the village."""

    code: str | None = None
    kind: str | None = None
    assumed: bool = False
    status: PlaceStatus
    candidates: tuple[GridCandidate, ...] = ()
    community_code: str | None = None
    community: str | None = None
    township_code: str | None = None
    township: str | None = None


class WhistleRef(_Answer):
    """吹哨: the kind, who blows, who must and who may come (B8)."""

    kind: str
    blower: BodyRef
    required: tuple[BodyRef, ...] = ()
    invited: tuple[BodyRef, ...] = ()
    attendance: str | None = None


class Failure(_Answer):
    """A plugin that failed; the core's own answer stands in its place (I37)."""

    plugin: str
    hook: str
    error: str


class TraceEntry(_Answer):
    """One rule that held, or one candidate that was lost, and why (I34).

    ``why`` is said in Chinese. ``candidate`` is the body it speaks of, where it speaks of one; ``reason`` says
    in either language what became of it, and is null where the rule's own condition is the reason.
    """

    stage: str
    rule: str
    title: str
    layer: str
    layer_name: str
    source: str
    won: bool
    why: str
    candidate: str | None = None
    reason: Remark | None = None

    def lost(self, why: Remark) -> TraceEntry:
        """The same rule, which lost for the reason ``why``."""
        return _lost(self, why)

    def __hash__(self) -> int:
        """Of what tells entries apart; a trace is looked through often."""
        return hash((self.stage, self.rule, self.why))


@lru_cache(maxsize=10_000)
def _lost(entry: TraceEntry, why: Remark) -> TraceEntry:
    return entry.model_copy(update={"won": False, "why": why.said(), "reason": why})


class Decision(_Answer):
    """The whole answer. Equal for equal issue, policy, registers, calendar and moment (I33).

    ``remarks`` are the ``warnings``, one for one, as codes that can be said in either language.
    """

    issue: str
    county: str
    at: datetime
    policy: str
    registers: str
    calendar: str
    engine: str
    state: str
    nature: str
    track: str
    urgency: str
    confidential: str
    category: str | None
    category_confidence: float
    category_candidates: tuple[Guess, ...] = ()
    tags: tuple[str, ...] = ()
    exit: str | None = None
    anchor: str
    grid: PlaceAnswer
    responsible: ResponsibleRef
    lead: LeadRef | None = None
    lead_candidates: tuple[BodyRef, ...] = ()
    signatory: BodyRef | None = None
    supports: tuple[BodyRef, ...] = ()
    first_receiver: BodyRef
    holder: BodyRef | None = None
    resolver: BodyRef | None = None
    party_lead: BodyRef | None = None
    officer: str | None = None
    whistle: WhistleRef | None = None
    forum: str
    administrative: bool = True
    duty_list: str = "basic"
    contain: str | None = None
    obligations: tuple[Obligation, ...] = ()
    notify: tuple[BodyRef, ...] = ()
    explain: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    contested: bool = False
    ownerless: bool = False
    degraded: tuple[Failure, ...] = ()
    trace: tuple[TraceEntry, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Equal in everything but the engine's name: all engines give the same answers."""
        if not isinstance(other, Decision):
            return NotImplemented
        return self.model_dump(exclude={"engine"}) == other.model_dump(exclude={"engine"})

    def as_json(self) -> str:
        """The decision as one line of JSON, in the form of the outer contract."""
        data = self.model_dump(mode="json")
        data["responsible"] = {("as" if k == "as_" else k): v for k, v in data["responsible"].items()}
        return json.dumps(data, ensure_ascii=False)
