"""承担: which bodies fill a role of the policy in a place, with no issue at hand."""

from __future__ import annotations

from datetime import datetime

from gridroute.civic.civic import Civic
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.hints import NO_HINTS
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.roles import resolve
from gridroute.model import Issue, Organization
from gridroute.policy.rule import Reference


def filling(civic: Civic, role: str, place: str | None, at: datetime) -> list[Organization]:
    """The bodies that fill ``role`` in ``place`` (a code) at ``at``; none where nobody does, or it hangs on a case."""
    county = civic.county
    if role not in county.policy.vocabulary.roles:
        return []
    issue = Issue(id="-", received_at=at, text="-")
    matter = Matter(county, Engine(county.policy, "reference"), county.policy.on(at.date()), issue, at, NO_HINTS)
    if place is not None:
        matter.community = county.territory.community_of(place)
        matter.township = county.territory.township_of(place)
        near = matter.community or matter.township
        matter.area = (near,) if near is not None else ()
    return resolve(Reference(role), matter)
