"""类别建议: from the words of a text to a category, as deep as they carry, and how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridroute.policy.keyword import Hit

#: How much each further category of a branch adds to what the first says, and how much a third word adds.
DAMPING = 0.6
#: Evidence (in characters) that makes a lone suggestion half certain before calibration.
HALF = 4.0
#: A runner-up this close to the best leaves the choice to the level above.
CLOSE = 0.95
#: Another branch with this share of the best one's evidence is kept as a tag.
SHARE = 0.5
#: Evidence below which another branch is no tag.
LEAST = 4.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that a text suggests: a confidence from 0 to 1, the evidence in characters, the words."""

    path: str
    confidence: float
    evidence: float
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Calibration:
    """可信度表: how often a suggestion with at least so much of the evidence was right, measured on real messages."""

    steps: tuple[tuple[float, float], ...] = ()

    def __call__(self, share: float) -> float:
        """The confidence for a share of the evidence from 0 to 1; the share itself where nothing was measured."""
        if not self.steps:
            return round(share, 3)
        position = bisect_right(self.steps, (share, 2.0)) - 1
        return self.steps[max(position, 0)][1]


def suggestions(hits: Mapping[str, list[Hit]], calibrated: Calibration) -> list[Suggestion]:
    """One suggestion for each first-level category that ``hits`` speak for, best first.

    Each is as deep as the words carry: where two categories stand equal, the one above both. Equal
    evidence is told apart by the path, so the answer never depends on the order of files.
    """
    own = {path: _weight(found) for path, found in hits.items()}
    whole, below = _summed(own)
    firsts = sorted((path for path in whole if "/" not in path), key=lambda path: (-whole[path], path))
    made = []
    for first in firsts:
        rival = next((whole[other] for other in firsts if other != first), 0.0)
        named = sorted((path for path in own if path.split("/")[0] == first), key=lambda path: (-own[path], path))
        words = tuple(hit for path in named for hit in hits[path])
        share = whole[first] / (whole[first] + rival + HALF)
        made.append(Suggestion(_deepest(first, whole, below), calibrated(share), round(whole[first], 2), words))
    return made


def tags_of(found: list[Suggestion]) -> tuple[str, ...]:
    """The further matters that a text speaks of beside its first: second-level categories, best first."""
    if not found:
        return ()
    least = max(LEAST, SHARE * found[0].evidence)
    return tuple("/".join(one.path.split("/")[:2]) for one in found[1:4] if one.evidence >= least)


def _weight(hits: Iterable[Hit]) -> float:
    """What the words of one category say together; each further word adds less."""
    return sum(hit.weight * DAMPING ** min(place, 3) for place, hit in enumerate(hits))


def _summed(own: Mapping[str, float]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """What each node and all below it say together, and the nodes right below each, best first."""
    below: dict[str, set[str]] = {}
    for path in own:
        while "/" in path:
            above = path.rpartition("/")[0]
            below.setdefault(above, set()).add(path)
            path = above
    whole = dict(own)
    ranked: dict[str, list[str]] = {}
    for node in sorted(below, key=lambda path: -path.count("/")):
        ranked[node] = sorted(below[node], key=lambda path: (-whole[path], path))
        under = sum(whole[path] * DAMPING**place for place, path in enumerate(ranked[node]))
        whole[node] = own.get(node, 0.0) + under
    return whole, ranked


def _deepest(node: str, whole: Mapping[str, float], below: Mapping[str, list[str]]) -> str:
    """The deepest node that leads its siblings clearly."""
    while node in below:
        best, *others = below[node]
        if others and whole[others[0]] >= CLOSE * whole[best]:
            break
        node = best
    return node
