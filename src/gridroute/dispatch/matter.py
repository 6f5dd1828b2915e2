"""一件事的办理草稿: what is known of one issue while it goes through the stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gridroute.dispatch.county import County
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.hints import Hints
from gridroute.dispatch.inquiry import Settled, facts_of
from gridroute.model import Guess, Issue, Organization, Place, TraceEntry
from gridroute.policy.condition import FactValue
from gridroute.policy.path import BY_NAME
from gridroute.policy.policy import Edition
from gridroute.policy.rule import Rule
from gridroute.territory import NOWHERE, Location


@dataclass
class Candidate:
    """A body in one capacity, with the rule that named it. ``body`` is null where the role is unfilled."""

    body: Organization | None
    capacity: str
    basis: str
    rule: Rule
    role: str
    struck: str | None = None
    as_support: str | None = None
    abolished: bool = False

    @property
    def name(self) -> str:
        """The body's name, or the role that nobody fills."""
        return self.body.name if self.body else self.role


@dataclass
class Matter:
    """The working record of one routing; lives for one call and is never shared."""

    county: County
    engine: Engine
    edition: Edition
    issue: Issue
    at: datetime
    hints: Hints
    facts: dict[str, FactValue] = field(default_factory=dict)
    trace: list[TraceEntry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stages: dict[str, Settled] = field(default_factory=dict)
    category: str | None = None
    confidence: float = 0.0
    guesses: tuple[Guess, ...] = ()
    occurrence: Location = NOWHERE
    location: Location = NOWHERE
    community: Place | None = None
    township: Place | None = None
    area: tuple[Place, ...] = ()
    subjects: tuple[Organization, ...] = ()
    unknown_subject: bool = False
    first_receiver: Organization | None = None
    last_resort: Organization | None = None
    lead: Candidate | None = None
    candidates: list[Candidate] = field(default_factory=list)
    supports: list[Organization] = field(default_factory=list)
    required: list[Organization] = field(default_factory=list)
    blower: Organization | None = None
    holder: Organization | None = None
    resolver: Organization | None = None
    home: Organization | None = None
    contested: bool = False
    ownerless: bool = False
    stays: bool = False

    def take(self, stage: str, settled: Settled) -> Settled:
        """Files what a stage came to: its facts for later stages, its trace and its open points."""
        self.stages[stage] = settled
        for name, value in facts_of(BY_NAME[stage], settled).items():
            before = self.facts.get(name)
            if isinstance(value, frozenset) and isinstance(before, frozenset):
                self.facts[name] = before | value
            elif name == "confidential" and isinstance(before, str) and isinstance(value, str):
                order = self.county.policy.vocabulary.fields[name].values
                self.facts[name] = max(before, value, key=order.index)
            else:
                self.facts[name] = value
        self.trace.extend(settled.trace)
        self.warnings.extend(f"{label}: 规则说法不同,尚未定" for label in settled.unsettled)
        return settled

    def word(self, name: str) -> str:
        """A fact that is a word; empty where it is missing."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def yes(self, name: str) -> bool:
        """Whether a boolean fact holds."""
        return self.facts.get(name) is True
