"""检验: worked scenarios that show what a policy does, with a virtual clock and real working days."""

from gridroute.assurance.play import Failed, Passed, play
from gridroute.assurance.scenario import Scenario, read_scenarios

__all__ = ["Failed", "Passed", "Scenario", "play", "read_scenarios"]
