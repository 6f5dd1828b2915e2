"""The wheels route an issue in an empty environment, without the source tree; so does an editable install."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (ROOT, ROOT / "plugins/gridroute-shandong", ROOT / "plugins/gridroute-sishui")
ISSUE = {
    "id": "W1",
    "received_at": "2026-03-02T09:00:00+08:00",
    "text": "家里停水一天了",
    "address": "泉林镇卞桥一村",
    "channel": "12345",
}


def run(*words: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    made = subprocess.run([*map(str, words)], cwd=cwd, capture_output=True, text=True, env=environment)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def routes(python: Path, folder: Path) -> None:
    (folder / "issues.jsonl").write_text(json.dumps(ISSUE, ensure_ascii=False), encoding="utf-8")
    command = python.with_name("gridroute")
    out = run(command, "route", "issues.jsonl", "--county", "泗水县", "--format", "jsonl", cwd=folder)
    made = json.loads(out)
    assert made["grid"]["community_code"] == "370831101200"
    assert made["lead"]["name"] == "泗水县供水企业"
    where = run(python, "-c", "import gridroute; print(gridroute.__file__)", cwd=folder)
    assert where.strip()


@pytest.mark.slow
def test_wheels_route_without_the_source_tree(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    for package in PACKAGES:
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, package, cwd=tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    run(python, "-m", "pip", "install", "--quiet", *sorted(wheels.glob("*.whl")), cwd=tmp_path)
    where = run(python, "-c", "import gridroute; print(gridroute.__file__)", cwd=tmp_path)
    assert str(ROOT) not in where
    run(python, "-c", "from importlib.util import find_spec; assert find_spec('pytest_gridroute')", cwd=tmp_path)
    routes(python, tmp_path)


@pytest.mark.slow
def test_editable_installs_of_all_route(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    editable = [word for package in PACKAGES for word in ("-e", str(package))]
    run(python, "-m", "pip", "install", "--quiet", *editable, cwd=tmp_path)
    routes(python, tmp_path)
