"""排演: all scenarios of some files, one after another, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from gridroute.assurance.desks import Desks, WrongSetting
from gridroute.assurance.play import Failed, Passed, play
from gridroute.assurance.scenario import Scenario, read_scenarios
from gridroute.errors import Bilingual, Fault, InputError, PolicyError, SpokenError

#: Says whether a scenario is wanted.
Wanted = Callable[[Scenario], bool]


@dataclass(frozen=True)
class Unplayed:
    """A scenario that could not be played, or what could not be read as one: why, each with file and line."""

    file: str
    line: int
    name: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Turn:
    """One scenario's turn: what came of it, in how many seconds."""

    result: Passed | Failed | Unplayed
    seconds: float = 0.0

    @property
    def outcome(self) -> str:
        """``passed``, ``failed`` or ``error``."""
        kinds = {Passed: "passed", Failed: "failed", Unplayed: "error"}
        return kinds[type(self.result)]

    @property
    def file(self) -> str:
        """The file, as it was named."""
        return self.result.file if isinstance(self.result, Unplayed) else self.result.scenario.file

    @property
    def line(self) -> int:
        """Where in the file it begins."""
        return self.result.line if isinstance(self.result, Unplayed) else self.result.scenario.line

    @property
    def name(self) -> str:
        """What the scenario is called; empty for a fault outside any scenario."""
        return self.result.name if isinstance(self.result, Unplayed) else self.result.scenario.name


class Audience(Protocol):
    """Who is told when a scenario begins, and what came of it."""

    def begins(self, scenario: Scenario) -> None:
        """``scenario`` is about to be played."""

    def ends(self, outcome: Passed | Failed) -> None:
        """It has been played."""


def rehearse(
    files: Iterable[Path], desks: Desks, wanted: Wanted = lambda _: True, audience: Audience | None = None
) -> Iterator[Turn]:
    """The turn of every scenario of ``files`` that is wanted; what cannot be read or played has one too."""
    for path in files:
        faults: list[Fault] = []
        found = read_scenarios(path, str(path), faults)
        wrong: dict[str, list[Fault]] = {}
        for fault in sorted(set(faults)):
            wrong.setdefault(fault.rule, []).append(fault)
        for name, of_one in wrong.items():
            yield Turn(Unplayed(of_one[0].file, of_one[0].line, name, tuple(of_one)))
        for scenario in found:
            if wanted(scenario):
                yield turn(scenario, path, desks, audience)


def turn(scenario: Scenario, path: Path, desks: Desks, audience: Audience | None = None) -> Turn:
    """Plays ``scenario``, which stands in ``path``; loading its county is not counted."""
    try:
        desk = desks.of(scenario.county, path)
    except WrongSetting:  # the command is wrong, not the scenario
        raise
    except PolicyError as error:
        return Turn(Unplayed(scenario.file, scenario.line, scenario.name, error.faults))
    except SpokenError as error:
        fault = Fault(scenario.file, scenario.line, scenario.name, error.words)
        return Turn(Unplayed(scenario.file, scenario.line, scenario.name, (fault,)))
    if audience is not None:
        audience.begins(scenario)
    start = perf_counter()
    result = play(scenario, desk)
    seconds = perf_counter() - start
    if audience is not None:
        audience.ends(result)
    return Turn(result, seconds)


def named(words: Iterable[str]) -> Wanted:
    """Whether the name or the file of a scenario holds one of ``words``: as ``甲 and not 乙``, ``甲 or 乙``.

    ``InputError`` where one of them says nothing.
    """
    ways = []
    for word in words:
        ways += [[_checked(part, word) for part in f" {way} ".split(" and ")] for way in f" {word} ".split(" or ")]

    def wanted(scenario: Scenario) -> bool:
        known = f"{scenario.file}::{scenario.name}".lower()
        return not ways or any(all(_holds(part.strip().lower(), known) for part in way) for way in ways)

    return wanted


def _checked(part: str, whole: str) -> str:
    part = part.strip()
    text = part[4:].strip() if part.startswith("not ") else part
    if text in ("", "not", "and", "or") or any(text.count(a) != text.count(b) for a, b in ("()", "（）")):
        zh = f"-k “{whole}”看不懂: 写成“甲”“甲 and not 乙”“甲 or 乙”,不用括号"
        en = f"-k “{whole}” cannot be read: write “a”, “a and not b” or “a or b”, without parentheses"
        raise InputError(Bilingual(zh, en))
    return part


def _holds(part: str, known: str) -> bool:
    return part[4:].strip() not in known if part.startswith("not ") else part in known
