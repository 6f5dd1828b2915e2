"""How many scenarios play in a second, by the command and by pytest, against plain test functions; one run, ratios.

Run with ``make bench`` or ``python benchmarks/scenario_speed.py``. The scenarios are those of ``plugins`` and
``examples``, each file copied ``--copies`` times. *Plain* is a generated module with one function a scenario: it holds
the scenario as Python, reads no YAML, needs no plugin, and plays it on a county that a session fixture loads. All ways
run in turn, so that all meet the same load; each is a process of its own. What one scenario alone takes (start, county,
rules compiled) is measured too and taken off, so that scenarios a second are those of the long run.

Wanted: the command at least as fast as plain functions, pytest's collection within 1.5 × of them, and two processes
faster than one where two processors are free.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gridroute.assurance import Scenario, read_scenarios
from gridroute.errors import Fault

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
HEAD = '''"""The same scenarios as plain functions."""
import datetime
import pytest
from gridroute import Dispatcher, load_county
from gridroute.assurance import Passed, Scenario, play
from gridroute.assurance.scenario import Step
from gridroute.casework import CaseDesk


@pytest.fixture(scope="session")
def desks():
    return {name: CaseDesk(Dispatcher(load_county(name))) for name in COUNTIES}
'''


def lay_out(folder: Path, copies: int) -> int:
    """Writes the files ``copies`` times, and the module of plain functions; returns the number of scenarios."""
    found = [path for part in ("plugins", "examples") for path in sorted((ROOT / part).rglob("*.scenario.yaml"))]
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for path in found:
        scenarios += read_scenarios(path, path.name, faults)
    assert not faults, faults
    for number in range(copies):
        for path in found:
            target = folder / "scenarios" / f"{number:03d}" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    (folder / "one").mkdir()
    shutil.copy(found[0], folder / "one" / found[0].name)
    (folder / "plain").mkdir()
    (folder / "plain/test_plain.py").write_text(plain(scenarios * copies), encoding="utf-8")
    (folder / "plain/test_one.py").write_text(plain(scenarios[:1]), encoding="utf-8")
    return len(scenarios) * copies


def plain(scenarios: list[Scenario]) -> str:
    counties = sorted({one.county for one in scenarios})
    text = HEAD + f"\n\nCOUNTIES = {counties!r}\n"
    for number, one in enumerate(scenarios):
        text += (
            f"\n\ndef test_{number:05d}(desks):\n    made = play({one!r}, desks[{one.county!r}])\n"
            "    assert isinstance(made, Passed), made\n"
        )
    return text


def seconds(words: list[str], folder: Path) -> float:
    start = time.perf_counter()
    made = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=os.environ | {"GRIDROUTE_LANG": "en"})
    spent = time.perf_counter() - start
    if made.returncode:
        sys.exit(f"{' '.join(words)}: exit {made.returncode}\n{made.stdout[-2000:]}{made.stderr[-2000:]}")
    return spent


def ways(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Each way: all scenarios, and one."""
    command, pytest = (
        str(BIN / "gridroute"),
        [str(BIN / "pytest"), "-q", "-p", "no:cacheprovider", "--rootdir", str(folder)],
    )
    one = sorted((folder / "one").iterdir())[0]
    first = next(iter(read_scenarios(one, one.name, []))).name
    single, bare = f"{one}::{first}", ["-p", "no:gridroute"]
    return {
        "plain functions": ([*pytest, *bare, "plain/test_plain.py"], [*pytest, *bare, "plain/test_one.py"]),
        "gridroute test": ([command, "test", "scenarios"], [command, "test", "one", "-k", first]),
        "pytest, scenario files": ([*pytest, "scenarios"], [*pytest, single]),
        "plain functions -n 2": (
            [*pytest, *bare, "-n2", "plain/test_plain.py"],
            [*pytest, *bare, "-n2", "plain/test_one.py"],
        ),
        "pytest, scenario files -n 2": ([*pytest, "-n2", "scenarios"], [*pytest, "-n2", single]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        number = lay_out(folder, given.copies)
        load = f"load average {os.getloadavg()[0]:.1f} at the start"
        print(f"{number} scenarios, {given.rounds} rounds, median; {load}", flush=True)
        every = ways(folder)
        whole: dict[str, list[float]] = {name: [] for name in every}
        start: dict[str, list[float]] = {name: [] for name in every}
        for _ in range(given.rounds):
            for name, (all_, one) in every.items():
                whole[name].append(seconds(all_, folder))
                start[name].append(seconds(one, folder))
                print(f"  {name}: {whole[name][-1]:.1f} s, one alone {start[name][-1]:.1f} s", flush=True)
        base = 0.0
        print(
            f"{'':28} {'whole run':>10} {'one alone':>10} {'scenarios/s':>12} {'of plain':>9} {'whole, of plain':>16}"
        )
        for name in every:
            spent, first = statistics.median(whole[name]), statistics.median(start[name])
            rate = (number - 1) / max(spent - first, 1e-9)
            base = base or rate
            of_whole = statistics.median(whole["plain functions"]) / spent
            print(f"{name:28} {spent:9.1f}s {first:9.1f}s {rate:12.0f} {rate / base:8.2f}x {of_whole:15.2f}x")


if __name__ == "__main__":
    main()
