"""Whom an issue complains about without saying 投诉 or 举报, and whom it only asks: B13, I28, I29, T16.

``tests/data/conduct.csv`` holds sentences as residents say them, all from 泉林镇泉林村. ``subject``: the bodies complained
about, ``?`` one that no register knows, ``@`` a post, ``-`` nobody of ours.
"""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any

import pytest
from tests.support import DATA

from gridroute import County, Decision, Dispatcher, Issue

AT = "2026-03-02T09:00:00+08:00"
VILLAGE = "泉林镇泉林村"
with (DATA / "conduct.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["text"], row["subject"]) for row in csv.DictReader(file)]


def everyone(made: Decision) -> set[str]:
    """All bodies that the decision gives anything to do or know."""
    bodies = [made.responsible, made.first_receiver, *made.supports, *made.notify, *made.lead_candidates]
    bodies += [one.obligor for one in made.obligations]
    bodies += [one for one in (made.lead, made.holder, made.resolver, made.signatory, made.party_lead) if one]
    if made.whistle:
        bodies += [made.whistle.blower, *made.whistle.required, *made.whistle.invited]
    return {body.name for body in bodies}


def studied(county: County, text: str, **fields: Any) -> tuple[Any, Decision]:
    issue = Issue.model_validate(
        {"id": "S", "received_at": AT, "text": text, "address": VILLAGE, "channel": "12345", **fields}
    )
    return Dispatcher(county).study(issue, datetime.fromisoformat(AT))


def test_both_kinds_of_sentences_are_many() -> None:
    assert len(ROWS) == len({text for text, _ in ROWS}) >= 120
    assert sum(subject != "-" for _, subject in ROWS) >= 60
    assert sum(subject == "-" for _, subject in ROWS) >= 60


@pytest.mark.parametrize(("text", "subject"), [row for row in ROWS if row[1] != "-"])
def test_who_is_complained_about_is_nowhere(sishui: County, text: str, subject: str) -> None:
    matter, made = studied(sishui, text)
    assert matter.said.anyone
    if subject not in "?@":
        assert set(subject.split("+")) <= {body.name for body in matter.subjects}
    assert not everyone(made) & {body.name for body in matter.subjects}
    private = {body.kind for body in matter.subjects} & set(sishui.policy.vocabulary.private_kinds)
    assert private or (made.nature in ("complaint", "report") and made.confidential in ("masked", "sealed"))
    assert made.responsible.id


@pytest.mark.parametrize("text", [text for text, subject in ROWS if subject == "-"])
def test_what_is_asked_of_a_body_is_no_complaint_about_it(sishui: County, text: str) -> None:
    matter, _ = studied(sishui, text)
    assert (matter.said.anyone, [body.name for body in matter.subjects]) == (False, [])


@pytest.mark.parametrize(
    ("text", "lead", "exit_"),
    [
        ("城管打人", "泗水县纪委监委", None),
        ("村支书侵占集体的地", None, "discipline"),
        ("村支书侵占集体的林地", None, "discipline"),
        ("支书把村里的钱装自己兜里", None, "discipline"),
        ("信访局工作人员骂人", "泗水县纪委监委", None),
        ("派出所不出警", "泗水县公安局", None),
        ("水务局乱收费", "泗水县市场监督管理局", None),
        ("住建局不作为,路灯一个月不亮", None, None),
        ("村支书优亲厚友", None, "discipline"),
        ("县医院院长收回扣", None, "discipline"),
        ("民政局工作人员态度恶劣", None, "discipline"),
        ("打12345没用,路灯还是不亮", "泗水县住房和城乡建设局", None),
        ("信访局把我的举报信给了村书记", "泗水县纪委监委", None),
        ("镇政府不给俺低保", "泗水县民政局", None),
        ("县医保局不给报销还嘲笑我", "泗水县纪委监委", None),
    ],
)
def test_who_takes_it_instead(sishui: County, text: str, lead: str | None, exit_: str | None) -> None:
    """Graft leaves for discipline; abuse by the body that would lead is discipline's; what it did not do is adjudicated."""
    _, made = studied(sishui, text)
    assert (made.lead.name if made.lead else None, made.exit) == (lead, exit_)
    assert made.responsible.id


@pytest.mark.parametrize("text", ["县纪委收了我的材料两年不查", "纪委监委不作为", "县纪委收红包"])
def test_the_discipline_organ_is_not_handed_what_is_said_of_it(sishui: County, text: str) -> None:
    _, made = studied(sishui, text)
    assert (made.exit, made.responsible.name, made.confidential) == ("discipline", "泗水县民意受理中心", "sealed")
    assert made.explain == ("反映的是本级纪检监察机关,转其上级机关,不转被反映单位",)


def test_a_title_after_the_name_of_a_township_is_of_its_own(sishui: County) -> None:
    matter, _ = studied(sishui, "泗张镇书记霸道")
    assert {body.name for body in matter.subjects} == {"泗张镇", "泗张镇党(工)委"}


def test_a_weak_word_for_a_body_after_a_cue(sishui: County) -> None:
    assert "泗水县综合行政执法局" in {b.name for b in studied(sishui, "投诉城管乱罚款")[0].subjects}
    assert studied(sishui, "投诉社区卫生室不开门")[0].subjects == ()
    assert studied(sishui, "投诉公安局家属院物业")[0].subjects == ()


@pytest.mark.parametrize(
    "text", ["派出所不出警,有人正拿刀砍人", "城管打人,人昏迷了,快叫救护车", "派出所推诿,房子着火了"]
)
def test_danger_is_met_whoever_is_complained_about(sishui: County, text: str) -> None:
    matter, made = studied(sishui, text)
    assert (made.urgency, made.exit, matter.subjects) == ("emergency", "emergency_handoff", ())
    assert made.lead is not None
    assert any(one.code == "conduct_later" for one in made.remarks)


def test_supply_is_restored_by_who_can(sishui: County) -> None:
    _, made = studied(sishui, "自来水公司的人态度恶劣,停水三天了")
    assert (made.urgency, made.lead.name if made.lead else None) == ("utility", "泗水县供水企业")


@pytest.mark.parametrize("channel", ["grid_officer", "visit", "window"])
def test_the_village_complained_about_is_not_the_first_receiver(sishui: County, channel: str) -> None:
    _, made = studied(sishui, "村主任骂人", channel=channel)
    assert made.first_receiver.name == "泗水县民意受理中心"


def test_another_place_than_the_address(sishui: County) -> None:
    matter, _ = studied(sishui, "杨柳镇镇长收钱")
    assert "杨柳镇" in {body.name for body in matter.subjects}
    assert "泉林镇" not in {body.name for body in matter.subjects}


def test_without_a_place_any_of_that_name_may_be_meant(sishui: County) -> None:
    matter, made = studied(sishui, "派出所不出警", address=None)
    assert len(matter.subjects) == len(sishui.territory.townships)
    assert not everyone(made) & {body.name for body in matter.subjects}


def test_a_text_that_only_repeats_itself_is_heard_once(sishui: County) -> None:
    """As much as is read is enough, and a long letter holds up nobody."""
    matter, _ = studied(sishui, "城管打人投诉城管" * 2_000)
    assert {body.name for body in matter.subjects} >= {"泗水县综合行政执法局"}
    assert len(matter.said.spoken) <= 60
