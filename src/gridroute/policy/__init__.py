"""政策: the language in which a county says its rules, read into typed values and checked."""

from gridroute.policy.boxes import implies, overlap
from gridroute.policy.condition import Condition, matches
from gridroute.policy.loading import load_policy
from gridroute.policy.policy import Edition, Policy
from gridroute.policy.rule import Rule

__all__ = ["Condition", "Edition", "Policy", "Rule", "implies", "load_policy", "matches", "overlap"]
