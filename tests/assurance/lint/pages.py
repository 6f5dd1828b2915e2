"""The examples of ``docs/lint``, as files of a small county."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.support import COUNTY_FILES

from gridroute.assurance.lint import Finding, Survey
from gridroute.plugins import baseline
from gridroute.policy.layer import read_layer
from gridroute.worktime import ZONE

ROOT = Path(__file__).resolve().parents[3]
PROVINCE = 'level: province\nadcode: "990000"\nname: 岚山省\n'
#: What a county has once, or what moves it: an example with one of these is loaded by itself.
OWN_COUNTY = (
    "county.yaml",
    "layer.yaml",
    "organizations.yaml",
    "territory/",
    "calendar/",
    "civic/",
    "lanshan/",
    "street/",
)


def entries() -> dict[str, dict[str, Any]]:
    """Every entry of ``docs/lint`` by its code."""
    made: dict[str, dict[str, Any]] = {}
    for path in sorted((ROOT / "docs/lint").glob("*.yaml")):
        made.update(YAML(typ="safe").load(path))
    return made


def files_of(example: str | Mapping[str, str]) -> dict[str, str]:
    """An example as files; one rule in braces is the one rule of ``a.rules.yaml``."""
    return {"a.rules.yaml": f"rules:\n  - {example}\n"} if isinstance(example, str) else dict(example)


def alone(entry: Mapping[str, Any]) -> bool:
    """Whether the examples of ``entry`` have to be loaded each by itself."""
    names = [name for key in ("avoid", "prefer") for name in files_of(entry[key])]
    return "alone" in entry or "at" in entry or not names or any(name.startswith(OWN_COUNTY) for name in names)


def renamed(text: str, mark: str) -> str:
    """The text with names of its own, so that many examples can lie in one county."""
    return re.sub(r"\byh-", f"yh-{mark}-", text)


def write(root: Path, example: str | Mapping[str, str]) -> list[Path]:
    """Lays the example over 云河县 in ``root``; returns the folders of its layers, upper first."""
    files = dict(COUNTY_FILES)
    layers = {"lanshan/layer.yaml": PROVINCE}
    for name, text in files_of(example).items():
        if name.startswith(("lanshan/", "street/")):
            layers[name] = text
        elif name.endswith("+"):
            files[name[:-1]] += text
        else:
            files[name] = text
    for name, text in {**{f"yunhe/{name}": text for name, text in files.items()}, **layers}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [root / name for name in ("lanshan", "yunhe", "street") if (root / name).is_dir()]


def survey(folders: list[Path], at: Any) -> Survey:
    """The survey of the county whose layers lie in ``folders``."""
    faults: list[Any] = []
    layers = [layer for one in (baseline(), *folders) if (layer := read_layer(one, faults)) is not None]
    chosen = [layer for layer in layers if layer.level == "county"]
    return Survey(layers, chosen, at.astimezone(ZONE), faults)


def said(findings: list[Finding], code: str, words: str = "") -> list[Finding]:
    """The findings of ``code`` in the county's own files, or those that say ``words``."""
    return [
        one
        for one in findings
        if one.code.name == code
        and (words in one.fault.text() if words else not one.fault.file.startswith(f"{baseline().name}/"))
    ]
