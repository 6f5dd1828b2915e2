"""覆盖: which rules, table rows and parts of conditions a set of scenarios has shown at work.

A rule *held* when its condition did; it *won* when its outcome was used as well. A part of a condition is covered
when it was seen true and seen false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Literal

from gridroute.errors import NOTHING, Bilingual

#: What became of a rule: a sign and words, so that nothing is said by colour alone.
SIGNS = {
    "won": ("✓", Bilingual("采用", "used")),
    "held": ("◐", Bilingual("成立过,但从未采用", "held, but never used")),
    "never": ("✗", Bilingual("没有成立过", "never held")),
    "unset": ("◌", Bilingual("等本县填写,没有用", "waits for what the county has to fill in")),
}
LEVEL_NAMES = {
    "national": Bilingual("国家", "nation"),
    "province": Bilingual("省", "province"),
    "city": Bilingual("市", "city"),
    "county": Bilingual("县", "county"),
    "street": Bilingual("镇街", "street"),
    "pilot": Bilingual("试点", "pilot"),
}
Status = Literal["won", "held", "never", "unset"]
#: Layers that a county answers for itself.
OWN = ("county", "street", "pilot")


@dataclass(frozen=True, slots=True)
class PartSeen:
    """One test of a condition, as it stands there (with its ``not``), and which of its two answers were seen.

    ``why`` says why one of them cannot come, or has not, where that is known.
    """

    words: Bilingual
    true: bool = False
    false: bool = False
    why: Bilingual = NOTHING

    @property
    def covered(self) -> bool:
        """Whether both answers were seen."""
        return self.true and self.false


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule or row and what was seen of it. ``won`` are the stages in which its outcome was used.

    ``scenarios`` are those in which it held; ``why`` says why it lost, or was never asked, where that is known.
    """

    id: str
    title: str
    file: str
    line: int
    path: Path
    level: str
    layer: Bilingual
    sentence: Bilingual
    stages: tuple[str, ...]
    held: bool
    won: frozenset[str]
    scenarios: tuple[str, ...]
    parts: tuple[PartSeen, ...]
    why: Bilingual = NOTHING
    #: The county has not filled in what the rule needs, so that it is set aside.
    unset: bool = False

    @property
    def status(self) -> Status:
        """``won`` in all its stages, ``held`` only, ``never``, or ``unset``."""
        if self.unset:
            return "unset"
        return "won" if self.won.issuperset(self.stages) else "held" if self.held else "never"

    @property
    def covered(self) -> bool:
        """Whether it won, and each of its parts was seen both ways."""
        return self.status == "won" and all(part.covered for part in self.parts)

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return self.file.endswith((".table.csv", ".table.xlsx"))


@dataclass(frozen=True, slots=True)
class Sum:
    """How much of a set of rules was seen: rules with rows, and parts of conditions.

    What is ``unset`` can be covered by nobody: it is counted by itself and not among the others.
    """

    rules: int = 0
    rules_won: int = 0
    rules_held: int = 0
    rows: int = 0
    rows_won: int = 0
    rows_held: int = 0
    parts: int = 0
    parts_covered: int = 0
    unset: int = 0

    @property
    def of_rules(self) -> float:
        """The share of rules and rows that won, in percent; 100 of none."""
        return _percent(self.rules_won + self.rows_won, self.rules + self.rows)

    @property
    def of_parts(self) -> float:
        """The share of parts seen both ways, in percent; 100 of none."""
        return _percent(self.parts_covered, self.parts)


def _percent(some: int, all_: int) -> float:
    return 100.0 * some / all_ if all_ else 100.0


def floored(percent: float) -> float:
    """``percent`` to one decimal, never more than it is: 99.96 is not 100."""
    return floor(percent * 10 + 1e-9) / 10


def summed(rules: Iterable[RuleSeen]) -> Sum:
    """The sum of ``rules``."""
    all_ = list(rules)
    made = [one for one in all_ if one.status != "unset"]
    plain, rows = [one for one in made if not one.row], [one for one in made if one.row]
    parts = [part for one in made for part in one.parts]
    return Sum(
        len(plain),
        sum(one.status == "won" for one in plain),
        sum(one.status == "held" for one in plain),
        len(rows),
        sum(one.status == "won" for one in rows),
        sum(one.status == "held" for one in rows),
        len(parts),
        sum(part.covered for part in parts),
        len(all_) - len(made),
    )


@dataclass(frozen=True)
class Coverage:
    """What was seen of all rules of the counties that were played, upper layers first, then by file and line."""

    rules: tuple[RuleSeen, ...]
    #: The names of the scenarios that were played.
    scenarios: tuple[str, ...] = ()

    def of(self, levels: Sequence[str]) -> list[RuleSeen]:
        """The rules of some levels of layers."""
        return [one for one in self.rules if one.level in levels]

    def layers(self) -> dict[tuple[str, Bilingual], list[RuleSeen]]:
        """The rules by level and layer."""
        made: dict[tuple[str, Bilingual], list[RuleSeen]] = {}
        for one in self.rules:
            made.setdefault((one.level, one.layer), []).append(one)
        return made


def by_file(rules: Iterable[RuleSeen]) -> dict[str, list[RuleSeen]]:
    """``rules`` by the file they stand in."""
    made: dict[str, list[RuleSeen]] = {}
    for one in rules:
        made.setdefault(one.file, []).append(one)
    return made
