"""pytest 插件: every scenario of a file ``*.scenario.yaml`` is a test, ``FILE::NAME``.

Nothing of gridroute is loaded before the first scenario file is met, so that pytest starts as fast as without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gridroute import County
    from gridroute.assurance.desks import Desks
    from gridroute.assurance.rehearsal import Turn
    from gridroute.assurance.scenario import Scenario
    from gridroute.errors import GridrouteError

_ENDING = ".scenario.yaml"
_DESKS: pytest.StashKey[Desks] = pytest.StashKey()
_TOLD: pytest.StashKey[list[GridrouteError]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, as ``gridroute test`` has them."""
    group = parser.getgroup("gridroute", "scenarios of policy (*.scenario.yaml)")
    group.addoption(
        "--gridroute-set",
        action="append",
        default=[],
        metavar="PARAMETER=VALUE",
        help="try another value of a parameter; may be repeated",
    )
    group.addoption("--gridroute-engine", default="auto", metavar="ENGINE", help="which engine evaluates the rules")
    group.addoption("--gridroute-lang", choices=("zh", "en"), help="language of failures; default: from the locale")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses parameters that are not written as such before anything is collected."""
    if config.getoption("--gridroute-set"):
        _desks(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The scenarios of a scenario file."""
    if file_path.name.endswith(_ENDING):
        made: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
        return made
    return None


@pytest.fixture(scope="session")
def gridroute_county(pytestconfig: pytest.Config) -> Callable[[str], County]:
    """A county by name, pinyin or code; loaded once in a process, for scenarios and tests alike."""
    return lambda name: _desks(pytestconfig).of(name).dispatcher.county


class ScenarioFile(pytest.File):
    """One scenario file. What cannot be read of it is an error of its own; the rest is collected."""

    def collect(self) -> Iterable[pytest.Item]:
        """The scenarios, and a test that fails for each fault."""
        from gridroute.assurance import read_scenarios
        from gridroute.errors import Fault

        faults: list[Fault] = []
        found = read_scenarios(self.path, _shown(self.path, self.config), faults)
        for fault in sorted(set(faults)):
            name = f"{fault.line}: {fault.rule}" if fault.rule else str(fault.line)
            yield UnreadableItem.from_parent(self, name=name, line=fault.line, said=fault.text(_lang(self.config)))
        for scenario in found:
            yield ScenarioItem.from_parent(self, name=scenario.name, scenario=scenario)


class UnreadableItem(pytest.Item):
    """What cannot be read as a scenario: an error, with file and line."""

    def __init__(self, *, line: int, said: str, **more: Any) -> None:
        super().__init__(**more)
        self.line, self.said = line, said

    def setup(self) -> None:
        """Fails with what is wrong."""
        pytest.fail(self.said, pytrace=False)

    def runtest(self) -> None:
        """Never reached."""

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the fault is."""
        return self.path, max(0, self.line - 1), self.name


class ScenarioItem(pytest.Item):
    """One scenario. It errs where its county does not load, and fails where it goes astray."""

    def __init__(self, *, scenario: Scenario, **more: Any) -> None:
        super().__init__(**more)
        self.scenario = scenario
        self.extra_keyword_matches.add(scenario.county)

    def setup(self) -> None:
        """Loads the county, where that has not been done."""
        from gridroute.errors import GridrouteError

        said = ""
        try:
            _desks(self.config).of(self.scenario.county, self.path)
        except GridrouteError as error:
            said = _once(error, self.config)
        if said:
            pytest.fail(said, pytrace=False)

    def runtest(self) -> None:
        """Plays the scenario."""
        from gridroute.assurance.rehearsal import turn

        made = turn(self.scenario, self.path, _desks(self.config))
        if made.outcome != "passed":
            raise Astray(made)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure as ``gridroute test`` tells it."""
        if not isinstance(excinfo.value, Astray):
            return super().repr_failure(excinfo, style)
        from gridroute.assurance.play import Passed
        from gridroute.assurance.report import in_short, lines

        result, lang = excinfo.value.turn.result, _lang(self.config)
        assert not isinstance(result, Passed)
        where = f"{self.scenario.file}:{self.scenario.line}"
        return "\n".join(
            [in_short(result, lang), where, *(f"{'  ' * depth}{text}" for depth, text in lines(result, lang))]
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario begins."""
        return self.path, self.scenario.line - 1, self.name


class Astray(Exception):
    """A scenario did not go as expected."""

    def __init__(self, made: Turn) -> None:
        self.turn = made
        super().__init__(made.name)


def _desks(config: pytest.Config) -> Desks:
    """The counties of this process, each loaded once."""
    known = config.stash.get(_DESKS, None)
    if known is None:
        from gridroute.assurance.desks import Desks
        from gridroute.cli.test import settings_of
        from gridroute.errors import InputError

        try:
            settings = settings_of(config.getoption("--gridroute-set"), "--gridroute-set")
        except InputError as error:
            raise pytest.UsageError(error.text(_lang(config))) from None
        known = config.stash[_DESKS] = Desks(settings, config.getoption("--gridroute-engine"))
    return known


def _once(error: GridrouteError, config: pytest.Config) -> str:
    """What is wrong with a county: all of it for its first scenario, the first fault for the others."""
    told = config.stash.setdefault(_TOLD, [])
    text = error.text(_lang(config))
    first, *more = text.splitlines()
    if error not in told:
        told.append(error)
        return text
    return f"{first} (… +{len(more)})" if more else first


def _lang(config: pytest.Config) -> str:
    from gridroute.cli.language import language

    chosen = config.getoption("--gridroute-lang")
    return str(chosen) if chosen else language([])


def _shown(path: Path, config: pytest.Config) -> str:
    """``path`` as a person who stands where pytest was called names it."""
    here = config.invocation_params.dir
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
