"""答复: the case after an attempt, the events that brought it there, the refusal where nothing happened, warnings."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.casework.case import Case
from gridroute.casework.event import CaseEvent
from gridroute.casework.refusal import Refusal
from gridroute.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Answer:
    """The case afterwards, the events that brought it there, and why nothing happened where nothing did.

    ``warnings``: what was done otherwise than it was said, for whoever said it.
    """

    case: Case
    events: tuple[CaseEvent, ...] = ()
    refusal: Refusal | None = None
    warnings: tuple[Bilingual, ...] = ()

    def then(self, later: Answer) -> Answer:
        """What came of this and of what followed on it."""
        warnings = (*self.warnings, *later.warnings)
        return Answer(later.case, (*self.events, *later.events), later.refusal or self.refusal, warnings)
