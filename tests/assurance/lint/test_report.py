"""How findings are told: lines, JSON, SARIF for code scanners, annotations of GitHub."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from gridroute.assurance.lint import Finding, Folders, codes, report
from gridroute.errors import Bilingual, Fault

FOUND = Finding(
    Fault(
        "yunhe/policy/供热.rules.yaml", 3, "yh-1", Bilingual("错,\n甲", "wrong, 100%"), Bilingual("改", "mend"), "GR205"
    )
)
WHOLE = Finding(Fault("yunhe/calendar", 0, "", Bilingual("没有", "none"), code="GR511"))

#: What the standard (SARIF 2.1.0, OASIS) requires of the parts that are written here.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$"}},
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "logicalLocations": {"type": "array", "items": {"type": "object", "required": ["name"]}},
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name", "rules"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def told(form: str, lang: str = "en", roots: dict[str, Path] | None = None, here: Path = Path("/src")) -> list[str]:
    return list(report([FOUND, WHOLE], form, lang, Folders(roots or {}, here), "1.0"))


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "错误 GR205: yunhe/policy/供热.rules.yaml:3: yh-1: 错,\n甲: 改",
                "提醒 GR511: yunhe/calendar: 没有: 公布后装入",
            ],
        ),
        (
            "en",
            [
                "error GR205: yunhe/policy/供热.rules.yaml:3: yh-1: wrong, 100%: mend",
                "warning GR511: yunhe/calendar: none: load it once it is published",
            ],
        ),
    ],
)
def test_lines(lang: str, lines: list[str]) -> None:
    assert told("text", lang) == lines


def test_one_json_object_a_line() -> None:
    first, second = (json.loads(line) for line in told("jsonl"))
    assert first == {
        "code": "GR205",
        "severity": "error",
        "kind": "rule",
        "file": "yunhe/policy/供热.rules.yaml",
        "line": 3,
        "rule": "yh-1",
        "problem": "wrong, 100%",
        "remedy": "mend",
    }
    assert (second["severity"], second["line"]) == ("warning", 0)


def test_annotations_of_github_escape_what_would_end_them() -> None:
    first, second = told("github", "zh", {"yunhe": Path("/src/plugins/yunhe,1")})
    assert first == "::error file=plugins/yunhe%2C1/policy/供热.rules.yaml,line=3,title=GR205::yh-1: 错,%0A甲: 改"
    assert second == "::warning file=plugins/yunhe%2C1/calendar,title=GR511::没有: 公布后装入"
    assert told("github")[0].endswith("::yh-1: wrong, 100%25: mend")


def test_sarif_is_what_the_standard_asks_for() -> None:
    (text,) = told("sarif", "en", {"yunhe": Path("/src/plugins/yunhe")})
    made = json.loads(text)
    jsonschema.validate(made, SARIF)
    (run,) = made["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(codes())
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == ["GR205", "GR511"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert uris == ["plugins/yunhe/policy/%E4%BE%9B%E7%83%AD.rules.yaml", "plugins/yunhe/calendar"]
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_what_lies_elsewhere_is_named_in_full() -> None:
    (text,) = told("sarif", "zh", {"yunhe": Path("/elsewhere/yunhe")})
    jsonschema.validate(json.loads(text), SARIF)
    assert '"uri": "file:///elsewhere/yunhe/calendar"' in text


def test_without_a_finding_sarif_is_still_a_whole_log() -> None:
    (text,) = report([], "sarif", "zh", Folders())
    jsonschema.validate(json.loads(text), SARIF)
    assert json.loads(text)["runs"][0]["results"] == []


def test_without_a_finding_nothing_is_said_otherwise() -> None:
    assert [line for form in ("text", "jsonl", "github") for line in report([], form, "zh", Folders())] == []
