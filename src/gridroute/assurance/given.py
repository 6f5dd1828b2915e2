"""所给: what a scenario gives beside the issue: posts in place of the county's own, modes of operation in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gridroute.assurance.scenario import Scenario
from gridroute.casework import CaseDesk
from gridroute.civic.directory import Directory
from gridroute.dispatch import County, Dispatcher
from gridroute.errors import Bilingual, Fault, nearest
from gridroute.policy.document import Value
from gridroute.policy.policy import fingerprint
from gridroute.territory.posts import read_posts
from gridroute.territory.rows import Sheet


def with_posts(scenario: Scenario, desk: CaseDesk) -> tuple[CaseDesk, list[Fault]]:
    """The desk of the county as ``scenario`` gives it, and what is wrong with the posts; mostly the desk itself."""
    if not scenario.posts:
        return desk, []
    dispatcher = desk.dispatcher
    county, territory = dispatcher.county, dispatcher.county.territory
    sheet = _Given(Path(), scenario.file, [], listed=scenario.posts)
    posts = read_posts(sheet, {*territory.places, *territory.grids})
    made = replace(
        county,
        territory=replace(territory, posts=posts),
        registers=fingerprint([county.registers, sorted(map(repr, posts))]),
    )
    return CaseDesk(Dispatcher(made, dispatcher.engine.name, dispatcher.engine.observer)), sheet.faults


def mode_given(scenario: Scenario, county: County, moment: datetime) -> tuple[str | None, list[Fault]]:
    """The mode of operation in force at ``moment``, none as usual; and what is wrong with those that are given."""
    found, faults = None, []
    for one in scenario.modes:
        name = Directory(county).resolve("mode", one.mode)
        if not isinstance(name, str):
            faults.append(Fault(scenario.file, one.line, scenario.name, *name))
        elif found is None and one.holds(moment):
            found = name
    return found, faults


@dataclass
class _Given(Sheet):
    """Rows that a scenario gives, read as those of a file."""

    listed: tuple[tuple[int, dict[str, Value]], ...] = ()

    def rows(self, heads: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """See ``Sheet``."""
        for line, row in self.listed:
            self.line = line
            for key in row:
                if key not in heads:
                    words = Bilingual(f"岗位没有“{key}”这一项", f"a post has no “{key}”")
                    self.faults.append(Fault(self.shown, self.line, "", words, nearest(key, heads)))
            wanting = [head for head in needed if not row.get(head)]
            if wanting:
                words = Bilingual(f"岗位没有写 {'、'.join(wanting)}", f"a post without {', '.join(wanting)}")
                self.faults.append(Fault(self.shown, self.line, "", words))
                continue
            yield {head: str(row.get(head, "")) for head in heads}
