"""记录: what became of scenarios as machines read it: a JSON object each, or a JUnit file as pytest writes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from xml.etree import ElementTree as ET

from gridroute.adapters.characters import json_safe, visible
from gridroute.assurance.grounds import Ground
from gridroute.assurance.nearest import Near
from gridroute.assurance.play import Failed
from gridroute.assurance.rehearsal import Turn, Unplayed
from gridroute.assurance.report import Account, Line, accounts, lines
from gridroute.errors import Bilingual
from gridroute.policy.rule import Rule


def as_json(turn: Turn, lang: str) -> str:
    """One line of JSON: where the scenario stands, its outcome, and each expectation that failed."""
    result = turn.result
    failures: list[dict[str, object]] = []
    if isinstance(result, Failed):
        failures = [_failure(one, lang) for one in accounts(result)]
    elif isinstance(result, Unplayed):
        failures = [{"line": one.line, "path": one.file, "message": one.text(lang)} for one in result.faults]
    row = {
        "file": turn.file,
        "line": turn.line,
        "name": turn.name,
        "outcome": turn.outcome,
        "seconds": round(turn.seconds, 6),
        "failures": failures,
    }
    return json_safe(json.dumps(row, ensure_ascii=False))


def _failure(one: Account, lang: str) -> dict[str, object]:
    difference = one.difference
    return {
        "line": difference.line,
        "path": difference.name,
        "expected": difference.expected,
        "actual": difference.found(lang),
        "misnamed": difference.misnamed.in_(lang),
        "trace": [_ground(ground, lang) for ground in one.grounds],
        "nearest": [_near(near, lang) for near in one.nearest],
    }


def _rule(rule: Rule, stage: str) -> dict[str, object]:
    return {
        "stage": stage or rule.stage,
        "rule": rule.id,
        "title": rule.title,
        "layer": rule.level,
        "source": rule.source,
        "file": rule.home[0],
        "line": rule.home[1],
    }


def _ground(one: Ground, lang: str) -> dict[str, object]:
    return _rule(one.rule, one.stage) | {"won": one.won, "why": one.became.in_(lang), "ends": one.ends}


def _near(one: Near, lang: str) -> dict[str, object]:
    missing = [{"part": part.said.in_(lang), "actual": part.actual.in_(lang)} for part in one.missing]
    return _rule(one.rule, one.stage) | {"missing": missing, "more": one.more, "lost": one.lost.in_(lang)}


def junit(turns: Sequence[Turn], began: datetime, lang: str) -> str:
    """The JUnit file of one run: one suite, and a case for every scenario."""
    count = {name: str(sum(turn.outcome == name for turn in turns)) for name in ("failed", "error")}
    suite = ET.Element(
        "testsuite",
        name="gridroute",
        errors=count["error"],
        failures=count["failed"],
        skipped="0",
        tests=str(len(turns)),
        time=f"{sum(turn.seconds for turn in turns):.3f}",
        timestamp=began.isoformat(),
    )
    for turn in turns:
        suite.append(_case(turn, lang))
    root = ET.Element("testsuites", name="gridroute tests")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(turn: Turn, lang: str) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=".".join(part for part in PurePath(turn.file).parts if part not in ("/", "..", ".")),
        name=_xml(turn.name or PurePath(turn.file).name),
        file=turn.file,
        line=str(turn.line),
        time=f"{turn.seconds:.3f}",
    )
    if isinstance(turn.result, Failed):
        named = ", ".join(one.name for one in turn.result.differences)
        said = Bilingual(f"不如预期: {named}", f"not as expected: {named}")
        case.append(_said("failure", said.in_(lang), lines(turn.result, lang)))
    elif isinstance(turn.result, Unplayed):
        found = lines(turn.result, lang)
        case.append(_said("error", found[0][1] if found else "", found))
    return case


def _said(kind: str, message: str, found: Sequence[Line]) -> ET.Element:
    made = ET.Element(kind, message=_xml(message))
    made.text = _xml("\n".join(f"{'  ' * depth}{text}" for depth, text in found))
    return made


def _xml(text: str) -> str:
    """``text`` without the characters that no XML may hold."""
    return visible(text).replace("\ufffe", "").replace("\uffff", "")


def write_junit(path: Path, turns: Sequence[Turn], began: datetime, lang: str) -> None:
    """Writes the JUnit file; folders that are not there are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(junit(turns, began, lang), encoding="utf-8")
