"""清点: what each layer of a county's policy holds, and how much of it no document stands behind (建议默认)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gridroute.civic.civic import Civic
from gridroute.dispatch.county import County
from gridroute.model.source import is_assumed
from gridroute.policy.layer import Layer

Kind = Literal["rules", "rows", "parameters", "registers", "grids"]
KINDS: tuple[Kind, ...] = ("rules", "rows", "parameters", "registers", "grids")
#: What is policy; grids are places, and are told apart.
POLICY: tuple[Kind, ...] = ("rules", "rows", "parameters", "registers")
#: Levels whose layers are the county's own: it writes them itself.
OWN = ("county", "street", "pilot")
#: Files whose lines are rules.
_TABLES = (".table.csv", ".table.xlsx")
#: What says in a source that it stands behind a part only, or speaks of another place (同构).
_PARTLY = re.compile(r"建议默认|推定|assumed|同构")
#: Where the name of a document ends and what it says begins.
_QUOTE = re.compile(r"[「;;]|同构|\d+条|第[一二三四五六七八九十百]+条")


@dataclass(frozen=True)
class Tally:
    """How many there are; how many of them no document stands behind, and how many only one in part or elsewhere."""

    total: int = 0
    assumed: int = 0
    partly: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.total + other.total, self.assumed + other.assumed, self.partly + other.partly)

    @property
    def share(self) -> int | None:
        """The share that is assumed, in whole percent; 100 and 0 only where it is all and none. Empty: ``None``."""
        if not self.total:
            return None
        percent = round(100 * self.assumed / self.total)
        return min(max(percent, int(self.assumed > 0)), 100 - int(self.assumed < self.total))


@dataclass(frozen=True)
class Holding:
    """What one layer holds, by kind, and its documents with how many statements each stands behind."""

    layer: Layer
    tallies: Mapping[Kind, Tally]
    documents: Mapping[str, int]

    @property
    def own(self) -> bool:
        """Whether the county writes the layer itself."""
        return self.layer.level in OWN

    @property
    def policy(self) -> Tally:
        """All that is policy."""
        return summed([self], POLICY)


def inventory(county: County, civic: Civic) -> list[Holding]:
    """What each layer of ``county`` holds, upper layers first.

    A rule or a value counts in the layer that says it last; a line of a decision table is a rule, and is told apart as
    a row. A grid without a document of its own is assumed.
    """
    found: dict[tuple[str, int], dict[Kind, list[str]]] = {
        (layer.name, layer.depth): {kind: [] for kind in KINDS} for layer in county.policy.layers
    }
    for layer, depth, kind, source in _sources(county, civic):
        found[layer, depth][kind].append(source)
    return [
        Holding(
            layer,
            {kind: _tally(sources) for kind, sources in kinds.items()},
            Counter(name for kind in POLICY for source in kinds[kind] for name in documents(source)),
        )
        for layer, kinds in ((layer, found[layer.name, layer.depth]) for layer in county.policy.layers)
    ]


def summed(holdings: Iterable[Holding], kinds: Iterable[Kind] = KINDS) -> Tally:
    """All of ``kinds`` in ``holdings`` together."""
    chosen = tuple(kinds)
    return sum((one.tallies[kind] for one in holdings for kind in chosen), Tally())


def documents(source: str) -> list[str]:
    """The names of the documents in ``source``, without clauses and quoted words; none where it is assumed."""
    if is_assumed(source):
        return []
    name = _QUOTE.split(source, maxsplit=1)[0].replace(",", ",").strip()
    parts = name.split("、") if not re.search(r"[《(()]", name) else [name]
    return [part for part in (re.sub(r"^《([^《》]+)》$", r"\1", one.strip()) for one in parts) if part]


def _sources(county: County, civic: Civic) -> Iterator[tuple[str, int, Kind, str]]:
    """Each thing said, by the name and depth of its layer, with its kind and its source."""
    policy = county.policy
    depths = {layer.name: layer.depth for layer in policy.layers}
    for rule in policy.rules:
        row = rule.home[0].endswith(_TABLES)
        yield rule.layer, rule.depth, "rows" if row else "rules", rule.source
    for parameter in policy.parameters.values():
        yield parameter.layer, depths[parameter.layer], "parameters", parameter.source
    for street in policy.streets:
        layer = next(one for one in policy.layers if one.root == street.root)
        for value in street.values.values():
            if value.layer == layer.name:
                yield layer.name, layer.depth, "parameters", value.source
    for rows in civic.rows.values():
        for entry in rows:
            yield entry.layer, entry.depth, "registers", entry.entry.source
    for grid in county.territory.grids.values():
        yield policy.county.name, policy.county.depth, "grids", "assumed" if grid.assumed else "grids.csv"


def _tally(sources: list[str]) -> Tally:
    assumed = sum(map(is_assumed, sources))
    partly = sum(not is_assumed(one) and _PARTLY.search(one) is not None for one in sources)
    return Tally(len(sources), assumed, partly)
