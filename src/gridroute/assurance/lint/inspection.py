"""体检: what of a county still wants mending, before the first issue comes in.

A fault keeps a policy from loading. A policy that loads may still name roles that nobody fills somewhere, wait
for what only the county can give, or run into a year without a calendar: each has a defined answer at run
time, and each is somebody's work to mend.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridroute.assurance.lint.bodies import functions_of, groups_of, misread_bodies, unused_roles
from gridroute.assurance.lint.finding import Finding
from gridroute.assurance.lint.ladders import ladders
from gridroute.assurance.lint.outcome import leads
from gridroute.assurance.lint.roles import named_roles, unfilled
from gridroute.assurance.lint.rules import rules
from gridroute.assurance.lint.style import style
from gridroute.assurance.lint.territory import places
from gridroute.assurance.lint.years import years
from gridroute.civic import load_civic
from gridroute.civic.inspection import inspect_civic
from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault
from gridroute.plugins import layers_of
from gridroute.policy.layer import Layer


def inspect(county: Layer, layers: Sequence[Layer], at: datetime) -> tuple[list[Finding], County | None]:
    """The findings on ``county`` among ``layers`` at the moment ``at``; no county where its policy has faults."""
    faults: list[Fault] = []
    ours = layers_of(county, layers, faults)
    made = assemble(ours, faults)
    if faults:
        return [Finding(fault) for fault in sorted(set(faults))], None
    found = [
        *(Finding(fault) for fault in sorted(set(made.policy.gaps))),
        *unfilled(made, at),
        *functions_of(made, at.date()),
        *misread_bodies(made, at.date()),
        *groups_of(made),
        *unused_roles(made, named_roles(made.policy)),
        *rules(made),
        *leads(made, at),
        *places(made, at.date()),
        *ladders(made, at),
        *style(made, at.date()),
        *years(made, at.date()),
        *(Finding(fault) for fault in inspect_civic(load_civic(made), at.date())),
    ]
    return found, made
