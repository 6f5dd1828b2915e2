"""Patterns of signals: parts, alternatives, word groups, and what is no signal."""

from __future__ import annotations

import pytest

from gridroute.policy.signal import ANYTHING, CLAUSE, Signal, false_alarms

GROUPS = {"人": ("孩子", "老人"), "跌": ("掉", "滑")}


def raised(patterns: list[str], text: str, within: str = ANYTHING) -> bool:
    return Signal("x", tuple(patterns), GROUPS, within).raised_by(text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("落水", "有人落水", True),
        ("掉+井里", "掉到村头那口井里", True),
        ("掉+井里", "井里掉", False),
        ("掉/滑+井里/河里", "滑进了河里", True),
        ("掉/滑+井里/河里", "摔进了河里", False),
        ("<人>+<跌>+井里", "老人不小心滑到井里", True),
        ("<人>+<跌>+井里", "老汉不小心滑到井里", False),
        ("<跌>/栽+井里", "栽到井里", True),
        ("掉+井里", "手机掉了。井里没水", False),
        ("掉+井里", "手机掉了!井里没水", False),
        ("掉+井里", "掉了,井里没人看见", True),
        ("a.c", "abc", False),
        ("<没有这个词组>", "没有这个词组", False),
        ("掉+井里", "掉了,又过了很久很久很久很久很久才到井里", False),
    ],
)
def test_parts_alternatives_and_groups(pattern: str, text: str, expected: bool) -> None:
    assert raised([pattern], text) is expected


def test_parts_of_conduct_stay_in_one_clause() -> None:
    assert raised(["打+人"], "打了几个人", CLAUSE)
    assert not raised(["打+人"], "打折,有人", CLAUSE)


@pytest.mark.parametrize("mark", ["-", "~"])
def test_what_is_no_signal_silences_no_other_clause(mark: str) -> None:
    patterns = ["落水", f"{mark}去年/前年+落水"]
    assert not raised(patterns, "去年有人落水")
    assert raised(patterns, "去年就说没护栏,今天有人落水")
    assert raised(patterns, "去年落水一个,今年又落水一个")


def test_only_a_dash_keeps_words_from_the_category() -> None:
    words = false_alarms(["断了", "-不想活动", "~水+断了"], GROUPS)
    assert words is not None
    assert words.sub("", "不想活动,水断了") == ",水断了"
    assert false_alarms(["断了", "~水+断了"], GROUPS) is None


def test_where_a_signal_stands() -> None:
    signal = Signal("x", ("打人", "推", "-推车"), within=CLAUSE)
    assert list(signal.places_in("推人,推车,打人")) == [(0, 1), (6, 8)]
    assert not list(signal.places_in("推车"))
