"""Ways of calling, bodies outside the register and receipts are known by words of the vocabulary, not of the code."""

from __future__ import annotations

import pytest
from tests.casework.story import Story

from gridroute.casework import CaseDesk
from gridroute.casework.approval import confirmer_standing
from gridroute.casework.scene import Scene
from gridroute.casework.way import way_of


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("打电话", "phone"),
        ("电话 ", "phone"),
        ("上门走访", "visit"),
        ("微信", "message"),
        ("挂号信", "letter"),
        ("鸽子", "鸽子"),
    ],
)
def test_the_nations_ways_of_calling(desk: CaseDesk, written: str, way: str) -> None:
    assert way_of(written, desk.dispatcher.county.policy.vocabulary.calling_ways) == way


def test_a_county_may_know_another_way(desk: CaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.dispatcher.county.policy.vocabulary.calling_ways, "video", ("视频",))
    assert way_of("打视频", desk.dispatcher.county.policy.vocabulary.calling_ways) == "video"


@pytest.mark.parametrize(
    ("name", "value", "written", "evidence", "found"),
    [
        (None, (), "曲阜市住房和城乡建设局", ["回执"], "other_side"),
        (None, (), "曲阜市12345", ["88231"], "other_side"),
        (None, (), "曲阜市住房和城乡建设局", ["他说收到了"], "unknown"),
        (None, (), "有关单位", ["回执"], "unknown"),
        ("outside_words", ("旗",), "阿拉善左旗", ["回执"], "other_side"),
        ("outside_words", ("旗",), "曲阜市住房和城乡建设局", ["回执"], "unknown"),
        ("not_outside", ("曲阜",), "曲阜市住房和城乡建设局", ["回执"], "unknown"),
        ("receipt_words", ("他说收到了",), "曲阜市住房和城乡建设局", ["他说收到了"], "other_side"),
    ],
)
def test_a_body_outside_the_register_and_its_receipt(
    desk: CaseDesk,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
    value: tuple[str, ...],
    written: str,
    evidence: list[str],
    found: str,
) -> None:
    if name is not None:
        monkeypatch.setattr(desk.dispatcher.county.policy.vocabulary, name, value)
    case = Story(desk, text="我要申请行政复议", address="泗河街道仲子社区").case
    assert case.state == "referred"
    assert confirmer_standing(Scene(case, desk.dispatcher, case.at), written, evidence) == found
