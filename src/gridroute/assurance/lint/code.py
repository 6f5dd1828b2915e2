"""代码: the kinds of findings, each with a stable code.

A code never changes its meaning and is never used again. The hundreds say what it is about: 1 files, 2 rules,
3 bodies and roles, 4 places, 5 time, 6 words and tables, 7 ladders, the life cycle and standing matters, 8 style,
9 the engine.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from gridroute.errors import Bilingual

Severity = Literal["error", "warning"]
#: Where the page of a code lies in the documentation.
PAGES = "docs/reference/lint"


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One kind of finding: ``kind`` says what was looked at, ``title`` what it is, ``fix`` what to do about it."""

    name: str
    severity: Severity
    kind: str
    title: Bilingual
    fix: Bilingual

    @property
    def page(self) -> str:
        """Where the documentation says how to mend it, from the root of the project."""
        return f"{PAGES}/{self.name}.md"


@lru_cache(1)
def codes() -> Mapping[str, Code]:
    """Every code by its name, in order: ``codes.csv`` beside this module."""
    with (Path(__file__).parent / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: _code(row) for row in rows}


def _code(row: Mapping[str, str]) -> Code:
    title, fix = Bilingual(row["zh"], row["en"]), Bilingual(row["fix_zh"], row["fix_en"])
    return Code(row["code"], cast(Severity, row["severity"]), row["kind"], title, fix)
