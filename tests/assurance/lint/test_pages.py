"""Every code has a page, and the examples on it are true: Avoid gives the code, Prefer does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.assurance.lint.pages import ROOT, alone, entries, files_of, renamed, said, survey, write
from tests.support import build_county

from gridroute.assurance.lint import Finding, codes, inspect
from gridroute.errors import Fault

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
ENTRIES = entries()
TESTED = {code: entry["tested"] for code, entry in ENTRIES.items() if "tested" in entry}
SHOWN = {code: entry for code, entry in ENTRIES.items() if "tested" not in entry}
#: Load faults whose examples can lie beside each other in one county.
TOGETHER = sorted(code for code, entry in SHOWN.items() if codes()[code].severity == "error" and not alone(entry))
BY_ITSELF = sorted(set(SHOWN) - set(TOGETHER))


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    assert set(ENTRIES) == set(codes())
    for code, entry in ENTRIES.items():
        assert len(entry["why"]) == 2, code
        assert all(entry["why"]), code
        assert ("avoid" in entry) == ("prefer" in entry) == ("tested" not in entry), code


@pytest.mark.parametrize("code", sorted(TESTED))
def test_a_code_without_an_example_is_produced_by_a_test(code: str) -> None:
    file, _, name = TESTED[code].partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in text
    assert code in text


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Fault]]:
    """The faults of all examples that can lie beside each other, by folder: ``gr205-avoid``."""
    found: dict[str, list[Fault]] = {}
    for key in ("avoid", "prefer"):
        files = {
            f"{code.lower()}-{key}/{name}": renamed(text, code.lower())
            for code in TOGETHER
            for name, text in files_of(SHOWN[code][key]).items()
        }
        for fault in build_county(tmp_path_factory.mktemp(key), files).faults:
            found.setdefault(fault.file.split("/")[1], []).append(fault)
    return found


@pytest.mark.parametrize("code", TOGETHER)
def test_an_example_of_a_fault(code: str, loaded: Mapping[str, list[Fault]]) -> None:
    avoided = loaded.get(f"{code.lower()}-avoid", [])
    assert code in {fault.code for fault in avoided}, [fault.text() for fault in avoided]
    assert all(fault.line for fault in avoided if fault.code not in ("GR101", "GR107"))
    preferred = loaded.get(f"{code.lower()}-prefer", [])
    assert [fault.text() for fault in preferred] == []


def findings(folders: list[Path], at: datetime, code: str) -> list[Finding]:
    """What is found in the county; how files are written is looked at only where the code is about that."""
    looked = survey(folders, at)
    if looked.faults or code.startswith("GR8"):
        return looked.run().left
    return inspect(looked.chosen[0], looked.layers, looked.at)[0]


@pytest.mark.slow
@pytest.mark.parametrize("code", BY_ITSELF)
def test_an_example_by_itself(code: str, tmp_path: Path) -> None:
    entry: dict[str, Any] = SHOWN[code]
    at = datetime.fromisoformat(str(entry["at"])) if "at" in entry else AT
    found = {key: findings(write(tmp_path / key, entry[key]), at, code) for key in ("avoid", "prefer")}
    words = entry.get("says", "")
    assert said(found["avoid"], code, words), [one.text() for one in found["avoid"] if one.severity == "error"]
    assert [one.text() for one in said(found["prefer"], code, words)] == []
    broken = [one.text() for one in found["prefer"] if one.severity == "error" and one.code.name != "GR510"]
    assert broken == []


@pytest.mark.parametrize("code", sorted(code for code, entry in SHOWN.items() if entry.get("fix")))
def test_what_is_marked_is_mended(code: str, tmp_path: Path) -> None:
    """``--fix`` turns Avoid into Prefer, letter by letter, and a second run finds nothing."""
    folders = write(tmp_path / "avoid", SHOWN[code]["avoid"])
    wanted = write(tmp_path / "prefer", SHOWN[code]["prefer"])
    looked = survey(folders, AT)
    own = [layer for layer in looked.layers if layer.root in folders]
    assert code in {slip.finding.code.name for slip in looked.mend(own)}
    assert looked.mend(own) == []
    name = next(iter(files_of(SHOWN[code]["avoid"])))
    assert (folders[-1] / name).read_text(encoding="utf-8") == (wanted[-1] / name).read_text(encoding="utf-8")


def test_the_hundreds_are_what_the_reference_says() -> None:
    page = (ROOT / "docs/reference/lint.md").read_text(encoding="utf-8")
    assert {code[2] for code in codes()} == set(re.findall(r"GR(\d)xx", page))
