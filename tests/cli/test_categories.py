"""``gridroute categories``: the tree, the words of one category, and what a text suggests."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from gridroute import County
from gridroute.cli.main import build
from gridroute.errors import InputError


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["categories", "--county", "sishui", *words])


def rows(*words: str) -> list[dict[str, object]]:
    made = run("--format", "jsonl", *words)
    assert made.exit_code == 0, made.output
    return [json.loads(line) for line in made.output.splitlines()]


def test_the_whole_tree(sishui: County) -> None:
    tree = rows()
    assert {row["path"] for row in tree} == set(sishui.policy.categories.nodes)
    assert all(row["parent"] is None or any(one["path"] == row["parent"] for one in tree) for row in tree)
    by_path = {row["path"]: row for row in tree}
    assert by_path["公用事业/供热/温度"]["maps"] == {"fj1": "城乡建设"}
    assert by_path["物业/设施/电梯故障"]["maps"] == {"fj1": "商贸旅游"}
    assert "06013" in by_path["城乡建设/道路/路面破损"]["codes"]


def test_one_branch_as_an_indented_table() -> None:
    lines = run("--under", "公用事业/供热").output.splitlines()
    assert lines[0].split() == ["类别", "GB/T", "47678.5", "对应", "关键词"]
    assert lines[1].startswith("    供热 ")
    assert any(line.startswith("        温度 ") for line in lines)
    assert run("--under", "公用事业/供热", lang="en").output.split()[0] == "category"


def test_the_words_of_one_category() -> None:
    found = {str(row["strength"]): row["words"] for row in rows("--words", "公用事业/供热/温度")}
    assert isinstance(found["strong"], list)
    assert "暖气不热" in found["strong"]
    assert "决定词" in run("--words", "公用事业/供热/温度").output


def test_what_a_text_suggests_and_why() -> None:
    first = rows("--text", "路灯坏了没人修")[0]
    assert first["path"] == "城乡建设/照明/路灯不亮"
    assert isinstance(first["words"], list)
    assert any("路灯" in str(word) for word in first["words"])
    assert "words found" in run("--text", "路灯坏了没人修", lang="en").output


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("--under", "公用"), "没有类别“公用”: 是不是“公用事业”?", "no category “公用”: did you mean “公用事业”?"),
        (("--text", "喂"), "没有关键词说到这段话", "no keyword speaks of this text"),
    ],
)
def test_nothing_to_show(words: tuple[str, ...], zh: str, en: str) -> None:
    error = run(*words).exception
    assert isinstance(error, InputError)
    assert (error.text("zh"), error.text("en")) == (zh, en)
