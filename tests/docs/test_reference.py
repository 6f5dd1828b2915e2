"""The pages of reference say what the models, the vocabulary and the life cycle say today."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "issue.md",
    "decision.md",
    "commands.md",
    "vocabulary.md",
    "roles.md",
    "stages.md",
    "parameters.md",
    "lifecycle.md",
    "civic.md",
    "scenario-questions.md",
    "mechanisms.md",
    "lint-codes.md",
)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_reference", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def models(generate: ModuleType) -> ModuleType:
    """The module beside the script that writes what the models say; the script makes it importable."""
    return importlib.import_module("generating.models")


@pytest.fixture(scope="module")
def made(generate: ModuleType) -> dict[str, str]:
    return {path.relative_to(ROOT / "docs/reference").as_posix(): text for path, text in generate.pages()}


def test_every_page_is_looked_at(made: dict[str, str]) -> None:
    codes = [name for name in made if name.startswith("lint/")]
    assert tuple(name for name in made if name not in codes) == NAMES
    assert sorted(path.name for path in (ROOT / "docs/reference/lint").iterdir()) == [name[5:] for name in codes]


def test_the_page_of_every_code_is_in_step(made: dict[str, str]) -> None:
    stale = [
        name
        for name, text in made.items()
        if name.startswith("lint/") and (ROOT / "docs/reference" / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs` and commit what it writes"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_in_step(name: str, made: dict[str, str]) -> None:
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == made[name], f"docs/reference/{name} is out of step: run `make docs` and commit what it writes"


def test_a_page_out_of_step_is_named(tmp_path: Path) -> None:
    for part in ("docs", "rules", "plugins", "tests/data/mechanisms"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "docs/reference/roles.md"
    page.write_text(page.read_text(encoding="utf-8").replace("所在镇街", "所在乡镇"), encoding="utf-8")
    command = [sys.executable, str(tmp_path / "docs/generate.py")]
    checked = subprocess.run([*command, "--check"], capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (checked.returncode, checked.stdout) == (1, "docs/reference/roles.md\n"), checked.stderr
    assert subprocess.run(command, capture_output=True, timeout=120, check=True).returncode == 0
    assert page.read_bytes() == (ROOT / "docs/reference/roles.md").read_bytes()


def test_a_field_without_a_meaning_is_named(models: ModuleType) -> None:
    with pytest.raises(SystemExit, match="BodyRef: write what “name” means"):
        list(models.fields_of(models.BodyRef, {"BodyRef": {"id": ("编号", "identifier")}}))


def test_every_meaning_is_of_something(generate: ModuleType, models: ModuleType) -> None:
    meanings = generate.YAML(typ="safe").load(ROOT / "docs/meanings.yaml")
    classes = {
        model.__name__: model
        for model in (models.Issue, models.Reporter, *vars(models.answers).values(), models.Obligation)
        if isinstance(model, type) and hasattr(model, "model_fields")
    }
    for name, fields in meanings.items():
        if name in classes:
            assert set(fields) <= set(classes[name].model_fields), name
        assert all(len(words) == 2 and all(words) for words in fields.values()), name


def test_the_diagram_has_every_state_and_every_way_between_two(generate: ModuleType, made: dict[str, str]) -> None:
    life = generate.nation().lifecycle
    diagram = made["lifecycle.md"].partition("```mermaid")[2].partition("```")[0]
    assert set(re.findall(r" as (\w+)$", diagram, re.M)) == set(life.states)
    shown = {
        (source, event, target)
        for source, target, events in re.findall(r"^  (\w+) --> (\w+): (.+)$", diagram, re.M)
        for event in events.split(", ")
    }
    assert shown
    for source, event, target in shown:
        assert source in life.events[event].sources
        assert life.events[event].target == target
    for state in life.states.values():
        ways = {event.name for event in life.way_out(state.name)}
        drawn = {event for source, event, _ in shown if source == state.name}
        assert state.final or ways & drawn, f"no way out of {state.name} is drawn"
