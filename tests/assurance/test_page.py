"""The page of coverage is whole, needs nothing from elsewhere, and says nothing by colour alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gridroute.assurance.coverage import Coverage, PartSeen, RuleSeen
from gridroute.assurance.page import page
from gridroute.cli.main import build
from gridroute.errors import NOTHING, Bilingual

ROOT = Path(__file__).parents[2]
SOME = ROOT / "plugins/gridroute-sishui/gridroute_sishui/policy"
VOID = {"meta", "input"}


class Reader(HTMLParser):
    """Checks that every element is closed, and keeps the texts and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


def rule(folder: Path, **more: Any) -> RuleSeen:
    path = folder / "own.rules.yaml"
    path.write_text(
        "stage: reporting\nrules:\n  - id: a\n    when: {track: <b>}\n\n# about the next\n  - {id: b}\n",
        encoding="utf-8",
    )
    said = Bilingual("当<甲>时", "when <x>")
    made = RuleSeen(
        "a",
        "<script>标题",
        "yunhe/own.rules.yaml",
        3,
        path,
        "county",
        Bilingual("云河县", "云河县"),
        said,
        ("reporting",),
        True,
        frozenset({"reporting"}),
        ("<i>场景",),
        (PartSeen(said, True, True), PartSeen(said, True, False, Bilingual("不可能不成立", "it can never be false"))),
    )
    return replace(made, **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_a_real_run_is_whole_and_alone(tmp_path: Path, lang: str) -> None:
    out = tmp_path / "page.html"
    words = ["test", str(SOME / "enforcement.scenario.yaml"), "--coverage-html", str(out), "--lang", lang]
    assert CliRunner().invoke(build(lang), words).exit_code == 0
    text = out.read_text(encoding="utf-8")
    reader = read(text)
    assert not [one for one in reader.attributes if one[1] in ("src", "href", "srcset", "action")]
    assert not re.search(r"https?://|@import|url\(|fetch\(|<link", text)
    assert ("meta", "content", "width=device-width, initial-scale=1") in reader.attributes
    assert ("html", "lang", {"zh": "zh-Hans", "en": "en"}[lang]) in reader.attributes
    for one in ("ss-SS42", "ss-sunk-01", "sd-P4", "jni-P15-same", "core-B5", "core-cat-002"):
        assert one in reader.texts, one


def test_what_a_policy_says_is_text_and_never_markup(tmp_path: Path) -> None:
    reader = read(page(Coverage((rule(tmp_path),), ("<i>场景",)), "zh"))
    for said in ("<script>标题", "当<甲>时", "<i>场景", "    when: {track: <b>}"):
        assert any(said in one for one in reader.texts), said


def test_the_source_of_a_rule_ends_where_the_next_begins(tmp_path: Path) -> None:
    first, second = rule(tmp_path), rule(tmp_path, id="b", line=7)
    reader = read(page(Coverage((first, second)), "zh"))
    numbers = [value for tag, name, value in reader.attributes if name == "data-n"]
    assert numbers == ["3", "4", "7"]


@pytest.mark.parametrize(
    ("more", "sign", "words", "open_"),
    [
        ({"parts": ()}, "✓", "采用", False),
        ({}, "✓", "采用", True),
        ({"won": frozenset()}, "◐", "成立过,但从未采用", True),
        ({"won": frozenset(), "held": False, "why": Bilingual("还差", "wanting")}, "✗", "没有成立过", True),
    ],
)
def test_every_state_has_a_sign_and_words(
    tmp_path: Path, more: dict[str, object], sign: str, words: str, open_: bool
) -> None:
    text = page(Coverage((rule(tmp_path, **more),)), "zh")
    (article,) = re.findall(r"<article.*?</article>", text, re.DOTALL)
    reader = read(article)
    assert sign in reader.texts
    assert any(one.startswith(f"{words} · 第 3 行") for one in reader.texts)
    assert ("article", "data-open", None) in reader.attributes or not open_
    assert (("article", "data-open", None) in reader.attributes) is open_
    if "parts" not in more:
        assert [one for one in reader.texts if one.startswith(("成立 ", "不成立 "))] == [
            "成立 ✓",
            "不成立 ✓",
            "成立 ✓",
            "不成立 ✗",
        ]
        assert "(不可能不成立)" in reader.texts
    if more.get("why", NOTHING) != NOTHING:
        assert "还差" in reader.texts


def test_a_file_that_is_gone_or_a_workbook_is_told_without_its_lines(tmp_path: Path) -> None:
    gone = rule(tmp_path, path=tmp_path / "gone.yaml")
    book = rule(tmp_path, path=tmp_path / "lists.x.table.xlsx", file="yunhe/lists.x.table.xlsx")
    assert "<pre>" not in page(Coverage((gone, book)), "en")
