"""The category of a decision: taken, left open with its candidates, and the further matters as tags."""

from __future__ import annotations

from typing import Any

PLACE = "泗河街道仲子社区"


def test_a_sure_category_is_taken(route: Any) -> None:
    made = route("路灯坏了一个月没人修", address=PLACE)
    assert made.category == "城乡建设/照明/路灯不亮"
    assert 0.5 <= made.category_confidence < 1
    assert made.category_candidates[0].category == made.category
    assert made.tags == ()


def test_below_the_threshold_the_first_receiver_acts(route: Any) -> None:
    made = route("孩子他爹欠下的条子,人家找上门", address=PLACE)
    assert made.category is None
    assert made.category_confidence == 0
    assert made.lead is None
    assert made.responsible.as_ == "first_receiver"
    assert all(guess.confidence < 0.5 for guess in made.category_candidates)


def test_nothing_said_is_no_category(route: Any) -> None:
    made = route("喂喂喂", address=PLACE)
    assert made.category is None
    assert made.category_candidates == ()
    assert made.responsible.as_ == "first_receiver"


def test_two_matters_are_one_category_and_a_tag(route: Any) -> None:
    """HF: 因供热管道问题引发矛盾纠纷 carries both; the one leads, the other is a tag."""
    made = route("暖气管道漏水,供热管道漏了没人管,跟邻居因为这个邻里纠纷打起来了,要求调解", address=PLACE)
    assert made.category is not None
    assert made.category.startswith("公用事业/供热/")
    assert "矛盾纠纷/邻里" in made.tags


def test_what_the_issue_says_is_kept_beside_what_is_read(route: Any) -> None:
    made = route("路灯坏了,路灯不亮", address=PLACE, tags=["网红"])
    assert "网红" in made.tags


def test_a_given_category_is_not_read(route: Any) -> None:
    made = route("路灯坏了", address=PLACE, category="公用事业/供水/停水")
    assert (made.category, made.category_confidence, made.category_candidates) == ("公用事业/供水/停水", 1.0, ())


def test_a_letter_without_end_is_read_at_its_beginning(route: Any) -> None:
    long = route("路灯坏了,路灯不亮。" + "自来水停水。" * 100_000, address=PLACE)
    short = route("路灯坏了,路灯不亮。" + "自来水停水。" * 1_000, address=PLACE)
    assert (long.category, long.category_confidence) == (short.category, short.category_confidence)
