"""报告: findings as a person, a program, a code scanner (SARIF) or GitHub reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from gridroute.assurance.lint.code import codes
from gridroute.assurance.lint.finding import Finding
from gridroute.errors import Bilingual

FORMS = ("text", "jsonl", "sarif", "github")
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SEVERITY = {"error": Bilingual("错误", "error"), "warning": Bilingual("提醒", "warning")}


@dataclass(frozen=True)
class Folders:
    """Where the layers lie: a finding names its file from the folder of its layer on.

    ``roots`` has each such folder by its name; ``here`` is the folder from which a scanner reads paths.
    """

    roots: Mapping[str, Path] = field(default_factory=dict)
    here: Path = field(default_factory=Path)

    def path(self, file: str) -> str:
        """The file seen from ``here``, else in full; as it is named where no layer has it."""
        root, _, inside = file.partition("/")
        if root not in self.roots:
            return file
        path = self.roots[root].resolve() / inside
        here = self.here.resolve()
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def report(findings: Iterable[Finding], form: str, lang: str, folders: Folders, version: str = "") -> Iterator[str]:
    """The findings line by line in one of ``FORMS``; ``version`` is that of the program, for SARIF."""
    if form == "sarif":
        yield json.dumps(_sarif(list(findings), lang, folders, version), ensure_ascii=False, indent=2)
        return
    for finding in findings:
        if form == "jsonl":
            yield json.dumps(_record(finding, lang), ensure_ascii=False)
        elif form == "github":
            yield _annotation(finding, lang, folders)
        else:
            yield f"{_SEVERITY[finding.severity].in_(lang)} {finding.code.name}: {finding.text(lang)}"


def _record(finding: Finding, lang: str) -> dict[str, object]:
    fault = finding.fault
    return {
        "code": finding.code.name,
        "severity": finding.severity,
        "kind": finding.kind,
        "file": fault.file,
        "line": fault.line,
        "rule": fault.rule,
        "problem": fault.problem.in_(lang),
        "remedy": finding.remedy.in_(lang),
    }


def _said(finding: Finding, lang: str) -> str:
    """Rule, problem and remedy, without the place."""
    fault = finding.fault
    return ": ".join(part for part in (fault.rule, fault.problem.in_(lang), finding.remedy.in_(lang)) if part)


def _annotation(finding: Finding, lang: str, folders: Folders) -> str:
    """One workflow command, by which GitHub puts the finding beside the line of a pull request."""
    where = [f"file={_escaped(folders.path(finding.fault.file), ':,')}"]
    where += [f"line={finding.fault.line}"] if finding.fault.line else []
    where += [f"title={finding.code.name}"]
    return f"::{finding.severity} {','.join(where)}::{_escaped(_said(finding, lang))}"


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"%{ord(one):02X}" if one in f"%\r\n{also}" else one for one in text)


def _sarif(findings: Sequence[Finding], lang: str, folders: Folders, version: str) -> dict[str, object]:
    """One run in the Static Analysis Results Interchange Format 2.1.0 (OASIS)."""
    named = list(codes().values())
    rules = [
        {
            "id": code.name,
            "shortDescription": {"text": code.title.in_(lang)},
            "help": {"text": code.page},
            "defaultConfiguration": {"level": code.severity},
            "properties": {"kind": code.kind},
        }
        for code in named
    ]
    number = {code.name: place for place, code in enumerate(named)}
    driver = {"name": "gridroute lint", "rules": rules} | ({"version": version} if version else {})
    results = [_result(finding, number[finding.code.name], lang, folders) for finding in findings]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(finding: Finding, index: int, lang: str, folders: Folders) -> dict[str, object]:
    fault, path = finding.fault, folders.path(finding.fault.file)
    uri = Path(path).as_uri() if Path(path).is_absolute() else quote(path)
    physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if fault.line:
        physical["region"] = {"startLine": fault.line}
    location: dict[str, object] = {"physicalLocation": physical}
    if fault.rule:
        location["logicalLocations"] = [{"name": fault.rule}]
    return {
        "ruleId": finding.code.name,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _said(finding, lang)},
        "locations": [location],
    }
