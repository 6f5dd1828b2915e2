"""办件: the life of a case after its decision, until it is closed for a reason.

A case is the fold of its events. The desk answers what somebody wants with new events or with a refusal that
names the rule; the life cycle is data; only the system advances time.
"""

from gridroute.casework.case import Case, fold
from gridroute.casework.desk import Answer, CaseDesk
from gridroute.casework.event import REPORTER, SYSTEM, Actor, Attempt, CaseEvent
from gridroute.casework.refusal import Refusal

__all__ = ["REPORTER", "SYSTEM", "Actor", "Answer", "Attempt", "Case", "CaseDesk", "CaseEvent", "Refusal", "fold"]
