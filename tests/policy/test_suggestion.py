"""From the words of a text to a category: how deep, how sure, and what else it speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridroute.errors import Fault
from gridroute.policy.category import Categories, read_calibration, read_categories
from gridroute.policy.suggestion import Calibration, tags_of

TREE = """类别,决定词,关键词,旁证词,排除词,性质,编码,映射,依据
甲,,,,,,,fj1=一,assumed
甲/水,,水,,,,,,assumed
甲/水/停水,停水,没水,,,,01001|01002,,assumed
甲/水/水质,,发黄|发黑,,,,,fj1=二,assumed
甲/电/停电,停电,没电,,,,,,assumed
乙/路/坑,,大坑,路,,,,fj1=三,assumed
"""


@pytest.fixture
def tree(tmp_path: Path) -> Categories:
    made, faults = Categories(), list[Fault]()
    (tmp_path / "x.categories.csv").write_text(TREE, encoding="utf-8")
    read_categories(tmp_path / "x.categories.csv", "x", made, faults)
    assert faults == []
    return made


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("停水三天", ["甲/水/停水"]),
        ("水", ["甲/水"]),
        ("没水,发黄", ["甲/水"]),
        ("发黄,没电", ["甲"]),
        ("停水,路上大坑", ["甲/水/停水", "乙/路/坑"]),
        ("天气好", []),
    ],
    ids=["leaf", "second level", "leaves tie", "second levels tie", "two matters", "nothing"],
)
def test_as_deep_as_the_words_carry(tree: Categories, text: str, paths: list[str]) -> None:
    assert [one.path for one in tree.suggest(text)] == paths


def test_a_rival_and_little_evidence_lower_the_confidence(tree: Categories) -> None:
    alone, contested, little = (tree.suggest(text)[0] for text in ("停水", "停水,路上大坑", "水"))
    assert alone.confidence > contested.confidence
    assert alone.confidence > little.confidence


def test_further_matters_are_tags(tree: Categories) -> None:
    assert tags_of(tree.suggest("停水,路上大坑,大坑大坑大坑")) == ("乙/路",)
    assert tags_of(tree.suggest("停水")) == ()
    assert tags_of([]) == ()


def test_maps_and_codes(tree: Categories) -> None:
    assert tree.maps_of("甲/水/停水") == {"fj1": "一"}, "the nearest above"
    assert tree.maps_of("甲/水/水质") == {"fj1": "二"}
    assert tree.nodes["甲/水/停水"].codes == ("01001", "01002")


def test_siblings_follow_the_one_above_them(tree: Categories) -> None:
    assert tree.ordered()[:4] == ["甲", "甲/水", "甲/水/停水", "甲/水/水质"]
    assert sorted(tree.ordered()) == sorted(tree.nodes)


@pytest.mark.parametrize(
    ("share", "sure"), [(0.0, 0.1), (0.29, 0.1), (0.3, 0.5), (0.9, 0.5), (1.0, 0.9)], ids=lambda value: str(value)
)
def test_confidence_is_that_of_the_step(share: float, sure: float) -> None:
    assert Calibration(((0.0, 0.1), (0.3, 0.5), (1.0, 0.9)))(share) == sure


def test_a_table_of_confidence_is_read(tmp_path: Path) -> None:
    path, tree, faults = tmp_path / "confidence.csv", Categories(), list[Fault]()
    path.write_text("证据占比,可信度,样本数,依据\n0,10,5,assumed\n50,80,9,assumed\n", encoding="utf-8")
    read_calibration(path, "confidence.csv", tree, faults)
    assert faults == []
    assert tree.calibration.steps == ((0.0, 0.1), (0.5, 0.8))


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ("x,10", "confidence.csv:3: 应是 0 到 100 的整数", "confidence.csv:3: a whole number from 0 to 100 is needed"),
        (
            "60,101",
            "confidence.csv:3: 应是 0 到 100 的整数",
            "confidence.csv:3: a whole number from 0 to 100 is needed",
        ),
        (
            "50,10",
            "confidence.csv:3: 占比逐行升高,可信度不能降低",
            "confidence.csv:3: shares rise row by row, and confidence never falls",
        ),
        (
            "0,60",
            "confidence.csv:3: 占比逐行升高,可信度不能降低",
            "confidence.csv:3: shares rise row by row, and confidence never falls",
        ),
    ],
)
def test_a_wrong_table_of_confidence(tmp_path: Path, row: str, zh: str, en: str) -> None:
    path, tree, faults = tmp_path / "confidence.csv", Categories(), list[Fault]()
    path.write_text(f"证据占比,可信度\n40,50\n{row}\n", encoding="utf-8")
    read_calibration(path, "confidence.csv", tree, faults)
    assert [(fault.text("zh"), fault.text("en")) for fault in faults] == [(zh, en)]
    assert tree.calibration.steps == ((0.4, 0.5),)
