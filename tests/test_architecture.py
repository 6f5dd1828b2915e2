"""What the shape of the code promises."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gridroute.hookspecs import Hooks

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "gridroute"
#: The counties of the plugins, in characters, pinyin and codes. 行政和, 财政和 and 民政和 hold one of the names.
NAMES = re.compile(
    "泗水|莱芜|(?<!行)(?<!财)(?<!民)政和|榆阳|磴口|临河|潍城|sishui|laiwu|zhenghe|yuyang|dengkou|linhe|weicheng"
    "|370831|370116|350725|610802|150822|150802|370702",
    re.IGNORECASE,
)
HEAVY = ("numpy", "scipy", "shapely", "pyarrow", "durable", "pandas")


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_the_core_names_no_county(path: Path) -> None:
    assert not NAMES.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.*")), ids=lambda path: path.name)
def test_the_national_baseline_names_no_county(path: Path) -> None:
    assert not NAMES.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, json\n"
        "from gridroute.cli.main import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(run.stderr.splitlines()[-1])}
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize(
    "name", ["gridroute", "gridroute.model", "gridroute.policy", "gridroute.territory", "gridroute.dispatch"]
)
def test_public_names_are_sorted_and_exist(name: str) -> None:
    module = importlib.import_module(name)
    names = list(module.__all__)
    assert names == sorted(names, key=lambda one: (not one.isupper(), one))
    assert all(hasattr(module, one) for one in names)


def test_hooks_are_few_documented_and_dated() -> None:
    hooks = [name for name in vars(Hooks) if name.startswith("gridroute_")]
    assert 0 < len(hooks) < 10
    for name in hooks:
        assert "versionadded" in (getattr(Hooks, name).__doc__ or ""), name


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [path.name for path in SOURCE.rglob("*.py") if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_county_plugins_have_no_logic() -> None:
    """A county is data: its package defines hooks and nothing else, in about twenty lines."""
    for path in (ROOT / "plugins").glob("gridroute-*/gridroute_*/**/*.py"):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert all(name.startswith("gridroute_") for name in functions), path
        assert len(text.splitlines()) <= 25, path
