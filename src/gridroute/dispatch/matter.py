"""一件事的办理草稿: what is known of one issue while it goes through the stages."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from gridroute.dispatch.county import County
from gridroute.dispatch.engine import Engine, Reading
from gridroute.dispatch.hints import Hints
from gridroute.dispatch.inquiry import Settled
from gridroute.model import Guess, Issue, Organization, Place, TraceEntry
from gridroute.model.remark import Remark, remark
from gridroute.policy.condition import FactValue
from gridroute.policy.policy import Edition
from gridroute.policy.rule import DutyRow, Rule
from gridroute.territory import NOWHERE, Location

#: Facts that a later stage adds to or raises; the others it replaces.
_GROWING = frozenset({"tags", "confidential"})


@dataclass
class Candidate:
    """A body in one capacity, with the rule that named it. ``body`` is null where the role is unfilled."""

    body: Organization | None
    capacity: str
    basis: str
    rule: Rule
    role: str
    struck: Remark | None = None
    as_support: Remark | None = None
    abolished: bool = False

    @property
    def name(self) -> str:
        """The body's name, or the role that nobody fills."""
        return self.body.name if self.body else self.role


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who is complained about: bodies as given, after a cue, or by what is said of their conduct.

    ``said`` are the names of posts as they are given, or follow a cue; ``spoken`` end with the name of whom the
    text says misconduct of; ``posts`` are the roles of posts. ``signals`` are what
    is said of a public office. ``may_lead``: somebody is complained about whose body is not known.
    """

    given: tuple[Organization, ...] = ()
    by_conduct: tuple[Organization, ...] = ()
    said: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    posts: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    anyone: bool = False
    may_lead: bool = False


NOBODY = Subjects()


@dataclass
class Matter:
    """The working record of one routing; never shared: who needs it again gets a copy."""

    county: County
    engine: Engine
    edition: Edition
    issue: Issue
    at: datetime
    hints: Hints
    facts: dict[str, FactValue] = field(default_factory=dict)
    trace: list[TraceEntry] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    stages: dict[str, Settled] = field(default_factory=dict)
    category: str | None = None
    confidence: float = 0.0
    guesses: tuple[Guess, ...] = ()
    #: Further matters that the text speaks of beside the category.
    further: frozenset[str] = frozenset()
    occurrence: Location = NOWHERE
    location: Location = NOWHERE
    community: Place | None = None
    township: Place | None = None
    area: tuple[Place, ...] = ()
    #: The villages that a road, river or pipe named in the issue goes through, by code.
    along: tuple[str, ...] = ()
    officer: str | None = None
    subjects: tuple[Organization, ...] = ()
    #: Whom the issue complains about, by how it is known.
    said: Subjects = NOBODY
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
    #: What the rules on parties came to, by body, capacity and basis, as long as the facts stay.
    asked: dict[tuple[str | None, str, str], Settled] = field(default_factory=dict)
    _known_to: tuple[FactValue | None, ...] | None = None
    #: To find out who must come, where a role of stage ``reporting`` is not registered.
    coordinations: list[tuple[DutyRow, Rule]] = field(default_factory=list)
    contested: bool = False
    ownerless: bool = False
    stays: bool = False

    def copy(self) -> Matter:
        """The same record for somebody else, who may add to it without changing this one."""
        made = copy(self)
        made.facts, made.stages, made.asked = dict(self.facts), dict(self.stages), {}
        made.trace, made.warnings, made.candidates = [*self.trace], [*self.warnings], [*self.candidates]
        made.supports, made.required = [*self.supports], [*self.required]
        made.coordinations = [*self.coordinations]
        return made

    def know(self, made: Mapping[str, FactValue]) -> None:
        """Adds facts, or puts others in their place. What rules said of bodies is asked anew where they read one."""
        self.facts.update(made)
        if self.asked and not made.keys().isdisjoint(self.engine.reading(self.edition, "party").names):
            self.asked.clear()
        self._known_to = None

    def known_to(self, party: Reading) -> tuple[FactValue | None, ...]:
        """What of the facts the rules on parties read."""
        if self._known_to is None:
            self._known_to = tuple(map(self.facts.get, party.names))
        return self._known_to

    def receive(self, body: Organization) -> None:
        """Files who received the issue first, which rules on parties may ask about."""
        self.first_receiver = body
        self.asked.clear()

    def take(self, stage: str, settled: Settled) -> Settled:
        """Files what a stage came to: its facts for later stages, its trace and its open points."""
        self.stages[stage] = settled
        made = settled.facts
        for name in made.keys() & _GROWING & self.facts.keys():
            before, value = self.facts[name], made[name]
            if isinstance(value, frozenset) and isinstance(before, frozenset):
                made = made | {name: before | value}
            elif isinstance(value, str) and isinstance(before, str):
                order = self.county.policy.vocabulary.fields[name].values
                made = made | {name: max(before, value, key=order.index)}
        self.know(made)
        self.trace.extend(settled.trace)
        if settled.unsettled:
            open_ = [one for one in settled.stage.outcomes if one.label in settled.unsettled]
            self.warnings.extend(remark("unsettled", one.label, one.en) for one in open_)
        self.warnings.extend(settled.unset)
        return settled

    def word(self, name: str) -> str:
        """A fact that is a word; empty where it is missing."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def yes(self, name: str) -> bool:
        """Whether a boolean fact holds."""
        return self.facts.get(name) is True
