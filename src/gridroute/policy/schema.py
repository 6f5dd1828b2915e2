"""JSON Schema of the policy files, for editors that complete and check while somebody writes (JSON Schema 2020-12).

Made from the grammar that reading and ``fmt`` use, so that it takes every word in Chinese and in English. It knows
which words may stand where; what depends on several places at once is for ``gridroute lint``.
"""

from __future__ import annotations

import json
from typing import Any

from gridroute.policy.grammar import ROLE, Grammar, Place
from gridroute.policy.tongue import FLAGS, RULE_KEYS, Words

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: The kinds of policy file, by the name of their schema: which files they are.
KINDS = {
    "county": "county.yaml",
    "layer": "layer.yaml",
    "organizations": "organizations.yaml",
    "vocabulary": "vocabulary.yaml",
    "roles": "roles.yaml",
    "groups": "groups.yaml",
    "functions": "functions.yaml",
    "signals": "signals.yaml",
    "periods": "periods.yaml",
    "ladders": "ladders.yaml",
    "groupings": "groupings.yaml",
    "rules": "*.rules.yaml",
    "order": "*.order.yaml",
}
#: What every rule says (§1.1).
_NEEDED = ("id", "title", "source", "when", "then")
_SCALAR = {"type": ["string", "integer", "boolean"]}
_SOMETHING = {"not": {"type": "null"}}

Schema = dict[str, Any]


def schema_of(kind: str, grammar: Grammar) -> Schema:
    """The schema of one kind of policy file. ``KeyError``: there is no such kind."""
    place = grammar.of(KINDS[kind].replace("*", "any"))
    assert place is not None
    writer = _Writer(grammar)
    top = writer.mapping(place)
    return {"$schema": DIALECT, "title": f"gridroute {KINDS[kind]}", **top, "$defs": writer.defs}


class _Writer:
    """Writes places as schemas; mappings go to ``defs`` once each, for conditions stand inside conditions."""

    def __init__(self, grammar: Grammar) -> None:
        self.rule, self.roles = grammar.rule, sorted(grammar.vocabulary.roles)
        self.defs: dict[str, Schema] = {}
        #: The places written, kept so that no other place gets their ``id``.
        self.written: dict[int, tuple[Schema, Place]] = {}
        #: The names of what is written, by its text: what may be said of most fields is the same.
        self.alike: dict[str, str] = {}

    def of(self, place: Place) -> Schema:
        """The schema of what may stand in ``place``: one such thing or a list of them."""
        choices = [{"enum": self.roles}, _SCALAR] if place is ROLE else _words(place)
        if choices and place.empty:  # what only the county can say and has not said yet
            choices = [*choices, {"type": "null"}]
        word = choices[0] if len(choices) == 1 else {"anyOf": choices}
        mapping = place.keys is not None or place.names is not None
        if not choices and not mapping:
            return {} if place.empty else _SOMETHING
        below = self.named(place) if mapping else {}
        one = self.once(_either("object", below, word) if choices and mapping else below or word)
        return self.once(_either("array", {"items": one}, one))

    def named(self, place: Place) -> Schema:
        """A reference to the mapping ``place``."""
        if id(place) not in self.written:
            name = f"m{len(self.written)}"
            self.written[id(place)] = ({"$ref": f"#/$defs/{name}"}, place)
            self.written[id(place)] = (self.once(self.mapping(place), name), place)
        return self.written[id(place)][0]

    def once(self, made: Schema, name: str = "") -> Schema:
        """A reference to ``made``, which stands in ``defs`` once."""
        text = json.dumps(made, sort_keys=True)
        if text not in self.alike:
            self.alike[text] = name or f"v{len(self.alike)}"
            self.defs[self.alike[text]] = made
        return {"$ref": f"#/$defs/{self.alike[text]}"}

    def mapping(self, place: Place) -> Schema:
        """The schema of a mapping with the keys of the language, or with keys that somebody chose."""
        if place.keys is None:
            below = self.of(place.names) if place.names is not None else _SOMETHING
            return {"type": "object", "additionalProperties": below}
        properties: Schema = {}
        for name in sorted(place.keys.all):
            below = self.of(place.inside.get(name, Place()))
            for lang, other in (("en", "zh"), ("zh", "en")):
                properties[place.keys.in_(lang, name)] = {"title": place.keys.in_(other, name), **below}
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if place is self.rule:
            made["allOf"] = [_one_of_both(name) for name in _NEEDED]
        return made


def _either(kind: str, then: Schema, otherwise: Schema) -> Schema:
    """One schema for values of a kind and another for the rest: a validator then says what is wrong, and where."""
    return {"if": {"type": kind}, "then": then, "else": otherwise}


def _words(place: Place) -> list[Schema]:
    """What a single word may be: enumerated words of both languages, yes or no, a length of time."""
    made: list[Schema] = []
    if place.words is not None:
        made.append({"enum": _said(place.words)})
        if not place.words.closed:
            made.append(_SCALAR)
    if place.flag:
        made.append({"enum": [*FLAGS, *FLAGS.values()]})
    if place.length:
        made.append({"type": "string", "examples": ["3 workdays", "3个工作日", "2 clock_hours", "2小时"]})
    if not made and place.keys is not None and "param" in place.keys.all:  # a name or a number of somebody's own
        made.append(_SCALAR)
    return made


def _said(words: Words) -> list[str]:
    return sorted(words.known())


def _one_of_both(name: str) -> Schema:
    return {"anyOf": [{"required": [word]} for word in (name, RULE_KEYS[name])]}
