"""The keywords that ship, measured on messages they were not written for."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.category_quality import DATA, FILE, Reading, half_of, messages, precision, precision_at, read

from gridroute import County

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unseen(sishui: County) -> list[Reading]:
    """How half B is read, surest first."""
    found = [message for message in messages() if half_of(message) == 1]
    if not found:
        pytest.skip(f"{DATA / FILE} is absent: the measurement on real messages is left out")
    return read(sishui.policy.categories, found)


def test_first_level_on_the_unseen_half(unseen: list[Reading]) -> None:
    assert precision_at(unseen, 0.6) >= 0.85
    assert precision([one for one in unseen if one.confidence >= 0.5]) >= 0.8


def test_confidence_is_what_it_says(unseen: list[Reading]) -> None:
    """The mean distance between what was said and what was right is at most five in a hundred; nothing is far off."""
    steps = Counter(one.confidence for one in unseen)
    off = {sure: abs(precision([one for one in unseen if one.confidence == sure]) - sure) for sure in steps}
    assert sum(off[sure] * number for sure, number in steps.items()) / len(unseen) <= 0.05
    assert {sure: off[sure] for sure, number in steps.items() if number >= 100 and off[sure] > 0.15} == {}


@pytest.mark.parametrize("number", [2, 3])
def test_blind_sets(sishui: County, number: int) -> None:
    """Invented sentences with the first and second level that their author considers right, held where they came to.

    Both were written before the lexicon was asked about them, and the lexicon was mended by them since: what holds
    now proves no more. Measured once before: set 2, 174 in the talk of 鲁南, first level 0.810, second level 0.770;
    set 3, written after mending by set 2, 108 partly in official words, 0.750 and 0.722.
    """
    with (ROOT / f"tests/data/blind_set_{number}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = second = 0
    for row in rows:
        found = sishui.policy.categories.suggest(row["text"])
        path = found[0].path if found else ""
        first += path.split("/")[0] == row["first"]
        second += (path + "/").startswith(row["second"] + "/")
    assert first / len(rows) >= 0.95
    assert second / len(rows) >= 0.93


def test_tree_has_three_levels_and_maps_to_the_fifteen_names(sishui: County) -> None:
    tree = sishui.policy.categories
    levels = Counter(path.count("/") for path in tree.nodes)
    assert 15 <= levels[0] <= 25
    assert levels[1] >= 100
    assert levels[2] >= 350
    path = DATA / "taxonomy_fj1.csv"
    if not path.is_file():
        pytest.skip(f"{path} is absent: the names of the map are not compared")
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {row["一级分类"] for row in csv.DictReader(file)}
    assert {tree.maps_of(node).get("fj1") for node in tree.nodes} <= names


def test_codes_are_those_of_the_standard(sishui: County) -> None:
    path = DATA / "gb47678_5_categories.csv"
    if not path.is_file():
        pytest.skip(f"{path} is absent: the codes are not compared")
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    used = {code for node in sishui.policy.categories.nodes.values() for code in node.codes}
    assert len(used) >= 80
    assert used <= known


def test_every_leaf_has_words(sishui: County) -> None:
    tree = sishui.policy.categories
    above = {path.rpartition("/")[0] for path in tree.nodes}
    assert [path for path in tree.nodes if path not in above and len(tree.nodes[path].keywords) < 3] == []
