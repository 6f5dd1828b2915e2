"""对接检验: what every adapter has to withstand, to be run against any of them.

An adapter's author writes a rig, which plays the other system (:class:`IntakeRig`, :class:`OutletRig`), and runs the
checks on it: with :func:`failures`, or as tests with :func:`gridroute.conformance.suite.conformance`. Nothing here
needs pytest but that module.
"""

from gridroute.conformance.check import Check, NotPlayed, failures
from gridroute.conformance.demand import Nonconforming, demand
from gridroute.conformance.desk import Desk, Killed
from gridroute.conformance.intake import INTAKE_CHECKS
from gridroute.conformance.outlet import OUTLET_CHECKS
from gridroute.conformance.rig import Answer, IntakeRig, OutletRig, Received, pull
from gridroute.conformance.sample import Sample, Spoiled

__all__ = [
    "INTAKE_CHECKS",
    "OUTLET_CHECKS",
    "Answer",
    "Check",
    "Desk",
    "IntakeRig",
    "Killed",
    "Nonconforming",
    "NotPlayed",
    "OutletRig",
    "Received",
    "Sample",
    "Spoiled",
    "demand",
    "failures",
    "pull",
]
