"""消融: a county without some of its rules. Where no scenario misses them, none shows what they are for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gridroute.dispatch import County
from gridroute.policy.policy import Policy, fingerprint
from gridroute.policy.rule import Rule


def without(county: County, dropped: Callable[[Rule], bool]) -> County:
    """``county`` as if the rules that are ``dropped`` had never been written: what they replaced stands again.

    Nothing is read anew, so faults that the gap would make are not found.
    """
    kept = tuple(rule for rule in county.policy.rules if not dropped(rule))
    return replace(county, policy=_of(county.policy, kept))


def instead(county: County, old: Rule, new: Rule) -> County:
    """``county`` with ``new`` in the place of ``old``; nothing else is read anew."""
    return replace(county, policy=_of(county.policy, tuple(new if one is old else one for one in county.policy.rules)))


def _of(policy: Policy, rules: tuple[Rule, ...]) -> Policy:
    """``policy`` with other rules, and nothing remembered of the old ones."""
    named = fingerprint([policy.hash, [[rule.canonical, repr(rule.condition)] for rule in rules]])
    return replace(policy, rules=rules, hash=named, _editions={}, _days={}, said={}, _implied={})
