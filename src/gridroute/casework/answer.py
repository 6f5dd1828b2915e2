"""答复: the case after an attempt, the events that brought it there, and the refusal where nothing happened."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.casework.case import Case
from gridroute.casework.event import CaseEvent
from gridroute.casework.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """The case afterwards, the events that brought it there, and why nothing happened where nothing did."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    refusal: Refusal | None = None

    def then(self, later: Answer) -> Answer:
        """What came of this and of what followed on it."""
        return Answer(later.case, (*self.events, *later.events), later.refusal or self.refusal)
