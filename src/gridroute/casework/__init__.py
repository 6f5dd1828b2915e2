"""办件: the life of a case after its decision, until it is closed for a reason.

A case is the fold of its events. The desk answers what somebody wants with new events or with a refusal that
names the rule; the life cycle is data; only the system advances time.
"""

from gridroute.casework.answer import Answer
from gridroute.casework.case import Case, fold
from gridroute.casework.desk import CaseDesk
from gridroute.casework.event import REPORTER, SYSTEM, Actor, Attempt, CaseEvent
from gridroute.casework.handover import EVENT as NEW_OFFICER
from gridroute.casework.passage import EventView, passage
from gridroute.casework.refusal import Refusal
from gridroute.casework.view import CaseView, protected, view

__all__ = [
    "NEW_OFFICER",
    "REPORTER",
    "SYSTEM",
    "Actor",
    "Answer",
    "Attempt",
    "Case",
    "CaseDesk",
    "CaseEvent",
    "CaseView",
    "EventView",
    "Refusal",
    "fold",
    "passage",
    "protected",
    "view",
]
