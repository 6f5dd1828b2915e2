"""The schemas of policy files, held against a validator that knows nothing of gridroute, and all policy of the tree."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatch
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from tests.support import DATA, SISHUI

from gridroute.cli.surroundings import layers_around, root_of
from gridroute.plugins import baseline, build_manager, installed_layers
from gridroute.policy.grammar import Grammar
from gridroute.policy.lexicon import words_of
from gridroute.policy.rewriting import policy_files, rewrite
from gridroute.policy.schema import KINDS, schema_of

OURS = [*policy_files(baseline()), *policy_files(SISHUI), *policy_files(SISHUI.parents[1] / "gridroute-shandong")]
#: What the drafts must say wrong, or say of what is read in a later step.
NOT_HELD = {"counterexamples.rules.yaml", "hf.rules.yaml"}
DRAFTS = [path for path in policy_files(DATA / "drafts") if path.name not in NOT_HELD]


@cache
def grammar(root: Path | None) -> Grammar:
    return Grammar(words_of(layers_around(root, installed_layers(build_manager(), []))))


@cache
def validator(kind: str, root: Path | None) -> Draft202012Validator:
    schema = schema_of(kind, grammar(root))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def kind_of(path: Path) -> str | None:
    return next((kind for kind, pattern in KINDS.items() if fnmatch(path.name, pattern)), None)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def said(kind: str, root: Path | None, text: str) -> list[str]:
    found = validator(kind, root).iter_errors(plain(YAML(typ="safe").load(StringIO(text))))
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:120]}" for one in found]


def check(path: Path, lang: str) -> None:
    kind, root = kind_of(path), root_of(path)
    if kind is None:
        pytest.skip(f"{path.name} is a table: it has no schema")
    made = rewrite(path, path.name, grammar(root), lang)
    assert made.faults == ()
    assert said(kind, root, made.after.decode()) == []


@pytest.mark.parametrize("lang", ["", "zh", "en"])
@pytest.mark.parametrize("path", [one for one in OURS if kind_of(one)], ids=lambda one: one.name)
def test_all_policy_of_the_tree_is_held_valid(path: Path, lang: str) -> None:
    check(path, lang)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["", "zh"])
@pytest.mark.parametrize(
    "path", [one for one in DRAFTS if kind_of(one)], ids=lambda one: f"{one.parent.name}-{one.name}"
)
def test_all_drafts_are_held_valid(path: Path, lang: str) -> None:
    check(path, lang)


RULE = "rules: [{{id: x, stage: admit, title: t, source: assumed, when: {when}, then: {then}}}]"


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("rules", RULE.format(when="{urgancy: normal}", then="{exit: decline}"), "rules/0/when"),
        ("rules", RULE.format(when="{urgency: hot}", then="{exit: decline}"), "rules/0/when/urgency"),
        (
            "rules",
            RULE.format(when="{any: [{紧急程度: 一般}, {category: {below: x}}]}", then="{}"),
            "rules/0/when/any/1/category",
        ),
        ("rules", RULE.format(when="{}", then="{exit: away}"), "rules/0/then/exit"),
        ("rules", RULE.format(when="{}", then="{exits: decline}"), "rules/0/then"),
        ("rules", RULE.format(when="{}", then="{notify: }"), "rules/0/then/notify"),
        ("rules", "rules: [{id: x, title: t, source: assumed, when: {}}]", "rules/0"),
        ("rules", "ruels: []", ""),
        ("order", "orders: {led: {steps: []}}", "orders"),
        ("roles", "roles: {甲: {form: functon}}", "roles/甲/form"),
        ("ladders", "ladders: {a: {rungs: [{levl: county}]}}", "ladders/a/rungs/0"),
        ("county", "level: countee", "level"),
        ("organizations", "organizations: [{id: a, name: b, kind: gov_dep}]", "organizations/0/kind"),
        ("periods", "periods: {a: {every: moon}}", "periods/a/every"),
        ("vocabulary", "fields: {a: {type: float}}", "fields/a/type"),
    ],
)
def test_a_wrong_word_is_found_where_it_stands(kind: str, text: str, where: str) -> None:
    found = said(kind, baseline(), text)
    assert [one.partition(": ")[0] for one in found] == [where], found


def test_words_of_a_county_are_those_of_its_schema() -> None:
    text = RULE.format(when="{category: 公用事业/供热}", then="{duties: [{who: 受理中心, act: 回访, within: 2小时}]}")
    assert said("rules", SISHUI, text) == []
    schema = schema_of("rules", grammar(SISHUI))
    text = str(schema)
    for word in ("民意受理", "受理中心", "采暖季", "heating_season"):
        assert (word in text) == (word != "民意受理"), word
