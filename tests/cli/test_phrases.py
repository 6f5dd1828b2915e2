"""Wrong use and usage are told in the language of the person, click's own words too."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from gridroute.cli.main import build

WRONG = (
    ["case", "event"],
    ["case"],
    ["nonsense"],
    ["route", "--form", "x"],
    ["route", "--format", "x", "y"],
    ["route", "--at"],
    ["explain", "a", "b", "c"],
    ["worker", "--batch", "0"],
    ["worker", "--batch", "many"],
    ["worker", "--once=1"],
)
#: Words of click; names of options, commands, choices and files are no language.
_ENGLISH = re.compile(
    r"(?<!\w)(Usage|Options|Commands|Error|Missing|Try|for help|No such|Invalid|Did you|Show|default|required|"
    r"--\w+ TEXT|not one of|requires|unexpected|does not|not in the range|INTEGER|MOMENT|OPTIONS|COMMAND|ARGS)\b"
)


def said(lang: str, words: list[str]) -> str:
    made = CliRunner().invoke(build(lang), words, prog_name="gridroute")
    return made.output


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_told_in_chinese(words: list[str]) -> None:
    chinese, english = said("zh", words), said("en", words)
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert not _ENGLISH.search(chinese), chinese
    assert _ENGLISH.search(english)
    assert not re.search("用法|错误|缺少", english)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, one in group.commands.items():
        found += commands(one, (*path, name)) if isinstance(one, click.Group) else [(*path, name)]
    return found


def test_every_help_page_is_in_chinese() -> None:
    for path in commands(build("zh")):
        page = said("zh", [*path, "--help"])
        assert page.startswith("用法: gridroute")
        assert not _ENGLISH.search(page), page


def test_columns_of_a_help_page_stand_below_each_other() -> None:
    lines = said("zh", ["worker", "--help"]).splitlines()
    (batch,) = [one for one in lines if one.startswith("  --batch")]
    (once,) = [one for one in lines if one.startswith("  --once")]
    assert once.index("把现在") - 2 == batch.index("一次")  # two characters before it take two columns each
