"""JSON Schema of scenario files, for editors (JSON Schema 2020-12); made from what reading them uses."""

from __future__ import annotations

from typing import Any

from gridroute.assurance.scenario import ENDING, FILE, GIVEN, SCENARIO, SPELL, STEP
from gridroute.assurance.standing.kinds import KINDS, Kind
from gridroute.civic.shelf import REGISTERS

#: The kind of file, and which files they are.
NAME, PATTERN = "scenario", f"*{ENDING}"
Schema = dict[str, Any]
_MOMENT: Schema = {"type": "string", "examples": ["2026-03-02T09:10+08:00"]}
_MAPPING: Schema = {"type": "object"}


def scenario_schema() -> Schema:
    """The schema of a scenario file: its keys, the questions on standing matters, what each may expect."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"gridroute {PATTERN}",
        "type": "object",
        "properties": _of(FILE, county={"type": ["string", "integer"]}, scenarios=_list({"$ref": "#/$defs/scenario"})),
        "additionalProperties": False,
        "required": ["scenarios"],
        "$defs": {"scenario": _scenario(), "step": _step(), "civic": _civic(), "registers": _registers()},
    }


def _scenario() -> Schema:
    given = _closed(
        GIVEN,
        at=_MOMENT,
        issue=_MAPPING,
        person=_MAPPING,
        posts={"type": ["array", "object"]},
        civic={"$ref": "#/$defs/civic"},
        modes={"type": ["array", "object"], "items": _closed(SPELL)},
        registers={"$ref": "#/$defs/registers"},
    )
    made = _closed(
        SCENARIO, given={**given, "required": ["at"]}, steps=_list({"$ref": "#/$defs/step"}), expect=_MAPPING
    )
    return {**made, "required": ["name", "given"], "allOf": [_expecting(name, kind) for name, kind in KINDS.items()]}


def _step() -> Schema:
    event = {**_MAPPING, "required": ["type", "by"], "properties": {"type": {"type": "string"}, "by": {}}}
    return _closed(STEP, at=_MOMENT, advance_to=_MOMENT, event=event, expect=_MAPPING)


def _civic() -> Schema:
    """One question: a word where one is enough, or the keys of its kind."""
    return {
        "type": "object",
        "properties": {name: _question(kind) for name, kind in KINDS.items()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _question(kind: Kind) -> Schema:
    keys = {**_closed(kind.keys), "required": list(kind.needed)}
    said = {"title": kind.about.en, "description": kind.about.zh}
    return {
        **said,
        "if": {"type": "object"},
        "then": keys,
        "else": {"type": ["string", "integer"]} if kind.word else False,
    }


def _expecting(name: str, kind: Kind) -> Schema:
    """What may be expected of one kind of question; of an entry also its columns."""
    asked = {"properties": {"given": {"properties": {"civic": {"required": [name]}}, "required": ["civic"]}}}
    names: Schema = {"type": "object"}
    if name != "entry":
        names = _closed((*kind.expects, "absent"))
    steps = {"items": {"properties": {"expect": names}}}
    return {"if": asked, "then": {"properties": {"expect": names, "steps": steps}}}


def _registers() -> Schema:
    made: Schema = {}
    for register in REGISTERS:
        entry = _closed(tuple(register.heads))
        for key, other in ((register.name, register.label), (register.label, register.name)):
            made[key] = {"title": other, **_list(entry)}
    return {"type": "object", "properties": made, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _of(keys: tuple[str, ...], **known: Schema) -> Schema:
    return {key: known.get(key, {}) for key in keys}


def _closed(keys: tuple[str, ...], **known: Schema) -> Schema:
    return {"type": "object", "properties": _of(keys, **known), "additionalProperties": False}
