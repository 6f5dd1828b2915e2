"""阶段: what a stage is, and how outcomes of several rules become one (policy language §3, §4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Merge(StrEnum):
    """合并: how outcomes of several rules become one, whatever the order of firing."""

    ADD = "add"
    STRIKE = "strike"
    RAISE = "raise"
    DUE = "due"
    DUTIES = "duties"
    DECIDE = "decide"


class Shape(StrEnum):
    """形状: what an outcome's value looks like."""

    WORD = "word"
    BOOLEAN = "boolean"
    TAGS = "tags"
    ROLE = "role"
    ROLES = "roles"
    TEXTS = "texts"
    REASON = "reason"
    LEADS = "leads"
    DUE = "due"
    DUTIES = "duties"
    AWARDS = "awards"


#: Outcomes whose English name is not the word in the files.
_ENGLISH = {
    "confidential": "confidentiality",
    "anchor": "basis of the place",
    "contain": "containing level",
    "duty_list": "list of duties",
    "enforcement_required": "the power to enforce is required",
    "administrative": "the matter is administrative",
    "sunk": "the matter is sunk to the township",
    "forum": "meeting",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果: one thing a stage's rules may conclude.

    ``values`` closes a word, lowest first where the merge is ``raise``. ``default`` stands where no rule
    speaks; ``on_tie`` where different values meet and nothing settles them (``None``: the default).
    """

    name: str
    label: str
    merge: Merge
    shape: Shape
    values: tuple[str, ...] = ()
    default: str | bool | None = None
    on_tie: str | bool | None = None

    @property
    def en(self) -> str:
        """What the outcome is called in English."""
        return _ENGLISH.get(self.name, self.name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Stage:
    """一个阶段: its number, its pattern, what it is asked of, its outcomes, and the path it lies on.

    Patterns: *infer* (to a fixpoint), *decide* (one pass over one flat fact), *choose* (produce, strike,
    order). Paths: ``decision``, ``case``, ``civic``.
    """

    number: int
    name: str
    label: str
    pattern: str
    per: str
    outcomes: tuple[Outcome, ...]
    path: str = "decision"

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name."""
        return next((item for item in self.outcomes if item.name == name), None)


NATURES = ("consult", "help", "complaint", "report", "suggestion", "praise")
TRACKS = ("ordinary", "consult", "complex", "legacy", "petition", "service")
URGENCIES = ("normal", "utility", "emergency")
SECRECY = ("open", "masked", "sealed")
EXITS = (
    "emergency_handoff",
    "outside_county",
    "discipline",
    "already_in_petition",
    "statutory_channel",
    "same_matter_closed",
    "decline",
)
ANCHORS = ("occurrence", "residence", "origin", "matter_jurisdiction")
CONTAINS = ("building", "grid", "community", "township")
WHISTLES = ("emergency", "enforcement", "appeal", "priority_work")
BASES = (
    "emergency_body",
    "special_law",
    "sunk",
    "enforcing_body",
    "sector_regulator",
    "territory",
    "fallback",
    "named",
)
