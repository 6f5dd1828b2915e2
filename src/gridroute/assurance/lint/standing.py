"""常设事务: the civic registers of a county, with what only the county can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gridroute.assurance.lint.finding import Finding
from gridroute.civic import load_civic
from gridroute.dispatch.county import County


def standing(county: County) -> Iterator[Finding]:
    """Faults and gaps of the folder ``civic/``; days on which people are received have a code of their own."""
    civic = load_civic(county)
    for fault in civic.faults:
        yield Finding(replace(fault, code="GR350"))
    for gap in civic.gaps:
        yield Finding(replace(gap, code="GR512" if gap.file.endswith("/open_days.yaml") else "GR351"))
