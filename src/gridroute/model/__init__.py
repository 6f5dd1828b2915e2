"""The nouns: what comes in, what exists, what is decided. Frozen, and closed to unknown fields."""

from gridroute.model.decision import (
    Decision,
    Failure,
    GridCandidate,
    Guess,
    LeadRef,
    PlaceAnswer,
    ResponsibleRef,
    TraceEntry,
    WhistleRef,
)
from gridroute.model.duration import Duration, Unit
from gridroute.model.duty import BodyRef, Obligation
from gridroute.model.issue import ISSUE_LABELS, Issue, Reporter
from gridroute.model.organization import Organization
from gridroute.model.place import Grid, LinearAsset, Place, PlaceCandidate, PlaceStatus, Site
from gridroute.model.post import Post
from gridroute.model.remark import Remark, remark

__all__ = [
    "ISSUE_LABELS",
    "BodyRef",
    "Decision",
    "Duration",
    "Failure",
    "Grid",
    "GridCandidate",
    "Guess",
    "Issue",
    "LeadRef",
    "LinearAsset",
    "Obligation",
    "Organization",
    "Place",
    "PlaceAnswer",
    "PlaceCandidate",
    "PlaceStatus",
    "Post",
    "Remark",
    "Reporter",
    "ResponsibleRef",
    "Site",
    "TraceEntry",
    "Unit",
    "WhistleRef",
    "remark",
]
