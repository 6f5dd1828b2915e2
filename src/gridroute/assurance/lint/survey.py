"""巡检: all that wants mending in several counties, with what somebody has said may stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gridroute.assurance.lint.allowance import Allowed, allowances
from gridroute.assurance.lint.engine import compile_rules
from gridroute.assurance.lint.finding import Finding
from gridroute.assurance.lint.inspection import inspect
from gridroute.assurance.lint.writing import Slip, mend, slips
from gridroute.errors import Fault
from gridroute.plugins import counties, layers_of
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import Layer
from gridroute.policy.lexicon import words_of

#: Seconds that one rule set may take to compile.
TIME_LIMIT = 30.0


@dataclass(frozen=True)
class Survey:
    """What is checked: the counties ``chosen`` among ``layers`` at the moment ``at``.

    ``faults`` were found while the layers were looked for; ``compiles``: also on durable-rules.
    """

    layers: Sequence[Layer]
    chosen: Sequence[Layer]
    at: datetime
    faults: Sequence[Fault] = ()
    compiles: bool = False

    @property
    def checked(self) -> list[Layer]:
        """The layers of the counties chosen, upper first."""
        found = [one for county in self.chosen for one in layers_of(county, self.layers, [])]
        once = {layer.root: layer for layer in found}
        return sorted(once.values(), key=lambda layer: (layer.depth, layer.adcode))

    def run(self) -> Allowed:
        """Every finding once, county by county; a comment speaks for the counties below its layer only."""
        made, clean = Allowed(self.at.date()), list[Layer]()
        comments = {layer.root: list(allowances([layer])) for layer in self.checked}
        made.sort((Finding(fault) for fault in self.faults), ())
        for county in self.chosen:
            around = [one for layer in layers_of(county, self.layers, []) for one in comments[layer.root]]
            made.sort(self._findings(county, clean), around)
        grammar = self._grammar()
        for layer in self.checked:
            made.sort((slip.finding for slip in slips(grammar, [layer])), comments[layer.root])
        whole = len(clean) == len(list(counties(self.layers)))
        judged = {layer.root.name for layer in (self.checked if whole else clean)}
        made.judge((one for own in comments.values() for one in own), judged, self.compiles)
        return made

    def _findings(self, county: Layer, clean: list[Layer]) -> Iterator[Finding]:
        found, made = inspect(county, self.layers, self.at)
        yield from found
        if made is not None:
            clean.append(county)
            if self.compiles:
                yield from compile_rules(made, self.at.date(), TIME_LIMIT)

    def mend(self, given: Sequence[Layer]) -> list[Slip]:
        """Mends the slips of form in the files of the layers ``given`` and returns them."""
        roots = {layer.root for layer in given}
        return mend(self._grammar(), [layer for layer in self.checked if layer.root in roots])

    def _grammar(self) -> Grammar:
        return Grammar(words_of(self.checked))
