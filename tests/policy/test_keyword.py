"""How keywords are written and where a text holds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute.policy.keyword import READ, Keyword, Keywords, written


def found(entries: list[str], text: str, never: tuple[str, ...] = (), strength: str = "normal") -> list[str]:
    """What ``text`` says of one category with these keywords, heaviest first."""
    keywords = [keyword for entry in entries if (keyword := written(entry, strength))]
    hits = Keywords.of({"甲/乙": keywords}, {"甲/乙": never}).hits(text)
    return [hit.shown for hit in hits.get("甲/乙", [])]


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        ("路灯", (("路灯",),)),
        ("路灯/灯杆+不亮/坏", (("路灯", "灯杆"), ("不亮", "坏"))),
        ("路灯++坏/", (("路灯",), ("坏",))),
    ],
)
def test_entry_is_parts_with_alternatives(entry: str, parts: tuple[tuple[str, ...], ...]) -> None:
    keyword = written(entry)
    assert keyword is not None
    assert keyword.parts == parts
    again = written(keyword.shown)
    assert again == keyword


def test_nothing_written_is_no_keyword() -> None:
    assert written("+/") is None


@pytest.mark.parametrize(
    ("entries", "text", "hits"),
    [
        (["路灯"], "门口路灯坏了", ["路灯"]),
        (["路灯+坏"], "坏了好久的路灯", ["路灯+坏"]),
        (["路灯+坏"], "路灯很好" + "。" * 20 + "门坏了", []),
        (["路灯/灯杆+坏/不亮"], "灯杆不亮", ["灯杆+不亮"]),
        (["路灯", "路灯坏"], "路灯坏了", ["路灯坏"]),
        (["路灯+灯"], "路灯", []),
        (["暖气+凉+楼"], "楼上暖气冰凉", ["凉+楼+暖气"]),
        (["KTV".lower()], "楼下KTV", ["ktv"]),
        (["路灯"], "。" * READ + "路灯", []),
    ],
    ids=[
        "word",
        "any order",
        "too far",
        "alternatives",
        "inside a longer",
        "part in part",
        "three",
        "case",
        "too late",
    ],
)
def test_where_a_text_holds_a_keyword(entries: list[str], text: str, hits: list[str]) -> None:
    assert [set(hit.split("+")) for hit in found(entries, text)] == [set(hit.split("+")) for hit in hits]


def test_excluding_word_silences_only_what_stands_near() -> None:
    assert found(["自来水"], "自来水发黄,不是污水", never=("污水",)) == []
    assert found(["自来水"], "污水流了一地" + "。" * 40 + "自来水也停了", never=("污水",)) == ["自来水"]


def test_strength_beginning_and_repetition_weigh() -> None:
    def weight(text: str, strength: str = "normal") -> float:
        (hit,) = Keywords.of({"甲": [Keyword((("路灯",),), strength)]}, {}).hits(text)["甲"]
        return hit.weight

    late = "。" * 50 + "路灯"
    assert weight(late, "weak") < weight(late) < weight(late, "strong")
    assert weight(late) < weight("路灯")
    assert weight("路灯") < weight("路灯,路灯")


@given(st.lists(st.sampled_from(["路灯", "坏", "路", "灯坏", "。", "污水", "门"]), max_size=12).map("".join))
def test_law_hits_are_words_of_the_text_and_the_order_of_files_says_nothing(text: str) -> None:
    entries = ["路灯", "路灯+坏/门", "灯坏", "路+坏+门"]
    hits = found(entries, text)
    assert all(word in text for hit in hits for word in hit.split("+"))
    assert hits == found(entries[::-1], text)
