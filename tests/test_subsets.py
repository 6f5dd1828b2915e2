"""Any set of plugins closed under what they declare to need installs and works; one that is not says what is missing.

The wheels are built once and unpacked each into a folder of its own. A set is a path of Python: its folders, and the
libraries of this environment without gridroute. So no environment is made for a set.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = "gridroute"
PACKAGES = {CORE: ROOT, **{path.name: path for path in sorted((ROOT / "plugins").glob("gridroute-*"))}}
COUNTIES = sorted(name for name in PACKAGES if list(PACKAGES[name].glob("*/county.yaml")))
#: Loads every county that is there, and routes one issue in its first community.
PROBE = """
import json
from datetime import datetime
import gridroute
from gridroute import Dispatcher, Issue
from gridroute.dispatch import load_county
from gridroute.plugins import build_manager, counties, installed_layers
manager, faults, made = build_manager(), [], {}
for layer in counties(installed_layers(manager, faults)):
    county = load_county(layer.adcode, manager)
    place = county.territory.communities[0]
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="1", received_at=at, text="家里停水一天了", grid=place.code, channel="12345")
    done = Dispatcher(county, "index").route(issue, at)
    made[layer.plugin] = [done.grid.community_code == place.code, done.lead.name if done.lead else None]
print(json.dumps({"where": gridroute.__file__, "made": made, "faults": [one.text("zh") for one in faults]}))
"""


class Shelf:
    """The unpacked wheels, each in a folder, and the libraries that they need."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.libraries = root / "libraries"
        self.libraries.mkdir()
        for path in Path(sysconfig.get_path("purelib")).iterdir():
            if not re.match(r"_*(editable_*)*(gridroute|pytest_gridroute)|.*\\.pth$", path.name):
                (self.libraries / path.name).symlink_to(path)
        wheels = root / "wheels"
        for name, source in PACKAGES.items():
            build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, source]
            self._done(subprocess.run([*map(str, build)], cwd=root, capture_output=True, text=True))
            (wheel,) = wheels.glob(f"{name.replace('-', '_')}-[0-9]*.whl")
            target = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
            words = [*target, str(root / name), str(wheel)]
            self._done(subprocess.run(words, cwd=root, capture_output=True, text=True))

    @staticmethod
    def _done(made: subprocess.CompletedProcess[str]) -> None:
        assert made.returncode == 0, made.stdout + made.stderr

    def needs(self, name: str) -> set[str]:
        """The packages of this project that the package ``name`` declares to need."""
        (info,) = (self.root / name).glob("*.dist-info")
        required = {re.split(r"[^A-Za-z0-9._-]", line)[0] for line in Distribution.at(info).requires or ()}
        return required & PACKAGES.keys()

    def closed(self, names: Iterable[str]) -> set[str]:
        """``names`` with all that they need."""
        found, left = set[str](), set(names)
        while left:
            one = left.pop()
            found.add(one)
            left |= self.needs(one) - found
        return found

    def run(self, names: Iterable[str], *words: str) -> subprocess.CompletedProcess[str]:
        """Python with these packages and no others; what is installed here is out of its sight."""
        path = [str(self.root / name) for name in sorted(names)] + [str(self.libraries)]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GRIDROUTE"))}
        environment = clean | {"PYTHONPATH": os.pathsep.join(path), "LANG": "zh_CN.UTF-8"}
        return subprocess.run(
            [sys.executable, "-S", *words], cwd=self.root, capture_output=True, text=True, env=environment
        )

    def command(self, names: Iterable[str], *words: str) -> subprocess.CompletedProcess[str]:
        """The command line with these packages."""
        return self.run(names, "-c", "from gridroute.cli.main import main; main()", *words)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


def works(shelf: Shelf, names: set[str]) -> None:
    made = shelf.run(names, "-c", PROBE)
    assert made.returncode == 0, f"{sorted(names)}: {made.stderr}"
    said = json.loads(made.stdout)
    assert said["where"].startswith(str(shelf.root / CORE)), "the wheel is meant, not the source tree"
    assert said["faults"] == []
    wanted = {name.removeprefix("gridroute-") for name in names & set(COUNTIES)}
    assert set(said["made"]) == wanted
    for county, (placed, lead) in said["made"].items():
        assert placed, county
        assert lead, county


@pytest.mark.slow
@pytest.mark.parametrize("county", COUNTIES)
def test_each_county_alone_with_what_it_needs(shelf: Shelf, county: str) -> None:
    works(shelf, shelf.closed([county]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_closed_subset_works(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    works(shelf, shelf.closed(chance.sample(COUNTIES, chance.randint(2, len(COUNTIES) - 1))))


@pytest.mark.slow
def test_all_together_and_the_core_alone(shelf: Shelf) -> None:
    works(shelf, set(PACKAGES))
    works(shelf, {CORE})


@pytest.mark.slow
def test_every_layer_above_comes_with_a_package_that_is_declared(shelf: Shelf) -> None:
    """A county whose layers above are not its own declares who brings them."""
    for name in COUNTIES:
        assert CORE in shelf.needs(name)
        manifest = next(PACKAGES[name].glob("*/county.yaml")).read_text(encoding="utf-8")
        assert ("parents:" in manifest) == bool(shelf.needs(name) - {CORE}), name


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_missing_region_is_named_with_the_command_that_brings_it(shelf: Shelf, lang: str) -> None:
    (region,) = shelf.needs("gridroute-sishui") - {CORE}
    names = {CORE, "gridroute-sishui", "gridroute-zhenghe"}
    made = shelf.command(names, "counties", "--lang", lang, "--format", "jsonl")
    assert made.returncode == 1, made.stderr
    assert f"pip install {region}" in made.stderr
    assert "Traceback" not in made.stderr
    rows = {row["pinyin"]: row for row in map(json.loads, made.stdout.splitlines())}
    assert rows["sishui"]["faults"]
    assert region in rows["sishui"]["problem"]
    assert not rows["zhenghe"]["faults"], "the others go on"


@pytest.mark.slow
def test_two_plugins_for_one_county_are_both_named(shelf: Shelf) -> None:
    """Another package with the same county: even under the same name of its entry point, neither is used."""
    twin = shelf.root / "gridroute-zhenghe-twin"
    shutil.copytree(shelf.root / "gridroute-zhenghe", twin)
    (twin / "gridroute_zhenghe").rename(twin / "gridroute_twin")
    (info,) = twin.glob("*.dist-info")
    for file in ("METADATA", "entry_points.txt"):
        text = (info / file).read_text(encoding="utf-8")
        text = text.replace("Name: gridroute-zhenghe", "Name: gridroute-twin").replace(
            "gridroute_zhenghe", "gridroute_twin"
        )
        (info / file).write_text(text, encoding="utf-8")
    info.rename(twin / "gridroute_twin-0.1.0.dist-info")
    names = {CORE, "gridroute-zhenghe", twin.name, "gridroute-dengkou"}
    made = shelf.command(names, "counties", "--format", "jsonl")
    assert made.returncode == 1
    for part in ("gridroute_zhenghe", "gridroute_twin"):
        assert part in made.stderr
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    assert sorted(bool(row["faults"]) for row in rows) == [False, True, True]
    (shelf.root / "a.csv").write_text("id,received_at,text\n1,2026-03-02T09:00:00+08:00,路灯不亮\n", encoding="utf-8")
    routed = shelf.command(names, "route", "a.csv", "--county", "zhenghe")
    assert routed.returncode == 2
    assert not routed.stdout
    assert str(twin) in routed.stderr
