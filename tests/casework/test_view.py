"""Who sees what of a case: nothing that tells who informed, and nothing at all for whom it complains about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.casework.histories import SOME, History
from tests.casework.story import BLOW, ROAD, Story

from gridroute import Dispatcher
from gridroute.casework import REPORTER, SYSTEM, Actor, Attempt, CaseDesk, CaseView, EventView, passage, protected, view
from gridroute.casework.mask import marks, masked

SECRET = "举报泗河街道仲子社区门口小作坊偷排污水,我叫张建国,住3号楼2单元501室,电话13805371234"


def seen(story: Story, body: str, post: str | None = None) -> CaseView | None:
    return view(story.case, Actor(body=body, post=post), story.desk.dispatcher.county)


def report(desk: CaseDesk, **more: object) -> Story:
    fields = {
        "text": SECRET,
        "category": "生态环境/水污染/污水直排",
        "address": "泗河街道仲子社区3号楼2单元501室",
        "nature": "report",
        "external_id": "WX-778899",
        "longitude": 117.251,
        "reporter": {"residence_community": "仲子社区"},
    }
    nodes = desk.dispatcher.county.policy.categories.nodes
    if fields["category"] not in nodes:
        fields["category"] = next(
            path for path in sorted(nodes) if path.startswith("生态环境/") and path.count("/") == 2
        )
    return Story(desk, **(fields | more))


@pytest.mark.parametrize(
    ("text", "level", "found"),
    [
        ("电话13805371234请回", "reach", ["13805371234"]),
        ("电话138-0537-1234", "reach", ["138-0537-1234"]),
        ("13805371234", "reach", ["13805371234"]),
        ("座机0537-4221234", "reach", ["0537-4221234"]),
        ("身份证370831198001011234", "always", ["370831198001011234"]),
        ("身份证37083119800101123X", "always", ["37083119800101123X"]),
        ("加微信zhang_san88说", "reach", ["微信zhang_san88"]),
        ("写信到a.b@qq.com", "reach", ["a.b@qq.com"]),
        ("我叫张建国。", "who", ["我叫张建国"]),
        ("找李女士", "who", ["李女士"]),
        ("住3号楼2单元501室", "who", ["2单元", "3号楼", "501室"]),
        ("车鲁H12345挡路", "who", ["鲁H12345"]),
        ("停水3天,影响120户,2026年3月2日", "who", []),
        ("电话13805371234", "always", []),
        ("我叫张建国", "reach", []),
    ],
)
def test_what_a_text_gives_away(text: str, level: str, found: list[str]) -> None:
    assert sorted(marks(text, level)) == found
    hidden = masked(text, level)
    assert not any(mark in hidden for mark in found)
    assert (hidden == text) == (not found)


def test_t16_the_body_complained_about_sees_nothing_and_the_informant_is_nobodys(desk: CaseDesk) -> None:
    """I28: the office complained about, whoever is below it, and the view of whoever handles it."""
    subject = "泗河街道"
    bodies = desk.dispatcher.county.bodies
    (town,) = [one for one in bodies.named(subject) if one.kind == "township"]
    story = report(desk, subject_organizations=[subject])
    case = story.case
    assert town.id in case.subjects
    assert case.confidential == "masked"
    assert seen(story, town.id) is None
    below = [one.id for one in bodies.by_id.values() if town in bodies.above(one)]
    assert below
    assert all(seen(story, one) is None for one in below)
    refusal = story.do("verify_on_site", "community", "2026-03-02T10:00", resolved=True, evidence=["x"]).refusal
    assert refusal is not None  # nor does the village below check upon it
    (lead,) = [seen(story, str(case.lead or case.responsible))]
    assert lead is not None
    secrets = ("张建国", "13805371234", "501室", "WX-778899", "117.251")
    for body in bodies.by_id:
        shown = seen(story, body)
        if shown is not None and "intake_center" not in shown.capacities:
            assert not any(one in shown.as_json() for one in secrets), (body, shown)


def test_t54_secrecy_that_was_asked_for_hides_doors_and_photos(desk: CaseDesk) -> None:
    story = Story(
        desk,
        **(
            ROAD
            | {"confidential": "masked", "text": "路面破损,3号楼门口,13805371234", "address": "泗河街道仲子社区3号楼"}
        ),
    )
    story.do("supplement", REPORTER, "2026-03-02T10:00", text="照片在附件", attachments=["door.jpg"])
    lead = seen(story, str(story.case.lead))
    center = seen(story, story.body("intake_center"))
    assert lead is not None
    assert center is not None
    assert (lead.attachments, lead.address) == ((), "泗河街道仲子社区〔门牌〕")
    assert {"attachments", "text", "reporter"} <= set(lead.withheld)
    assert (center.attachments, center.address) == (("door.jpg",), "泗河街道仲子社区3号楼")
    (owed,) = story.case.owed("redact")
    assert owed.duty.obligor.id == story.body("intake_center")
    story.do("perform", "intake_center", "2026-03-02T11:00", act="redact", evidence=["door-masked.jpg"])
    after = seen(story, str(story.case.lead))
    assert after is not None
    assert (after.attachments, "attachments" in after.withheld) == (("door-masked.jpg",), False)


def test_the_lead_of_an_open_case_can_call_and_find_the_resident(desk: CaseDesk) -> None:
    """I30: what the work needs, and no number of a document."""
    story = Story(
        desk,
        **(ROAD | {"text": "路面破损 13805371234 身份证370831198001011234", "longitude": 117.25, "latitude": 35.66}),
    )
    lead = seen(story, str(story.case.lead))
    assert lead is not None
    assert "13805371234" in str(lead.text)
    assert "370831198001011234" not in lead.as_json()
    assert (lead.longitude, lead.reporter) == (117.25, None)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("blow", "community", "2026-03-02T11:00", **BLOW)
    others = [one for one in story.case.required if one != story.case.lead]
    for one in others:
        shown = seen(story, one)
        assert shown is not None
        assert "13805371234" not in shown.as_json()
        assert "路面破损" in str(shown.text)
    assert seen(story, "370831-nobody") is None
    assert seen(story, SYSTEM) is None


def test_whoever_was_only_told_knows_that_there_is_a_case(desk: CaseDesk) -> None:
    story = Story(desk)
    case = story.case.model_copy(update={"informed": ("370831-slj",)})
    body = next(one for one in desk.dispatcher.county.bodies.by_id if one not in case.parties and one != case.community)
    case = case.model_copy(update={"informed": (body,), "township": None})
    shown = view(case, Actor(body=body), desk.dispatcher.county)
    if "本级政府" not in desk.dispatcher.county.bodies.by_id[body].functions:
        assert shown is not None
        assert (shown.text, shown.address, shown.duties) == (None, None, ())


def test_the_resident_sees_how_it_goes_and_no_dispute_of_bodies(desk: CaseDesk) -> None:
    """I16: an objection never looks like an end."""
    story = Story(desk)
    story.do("object", "lead", "2026-03-02T10:00", reason="不归我", basis="三定", destination="泗水县交通运输局")
    assert story.case.state == "objected"
    shown = seen(story, REPORTER)
    assert shown is not None
    assert (shown.state, shown.text, shown.supervise, shown.redo_count) == ("dispatched", None, None, None)
    assert shown.lead is not None
    assert {one.act for one in shown.duties} <= {"handle", "answer", "recover", "progress"}


def test_t62_a_post_whose_holder_is_kin_sees_nothing(desk: CaseDesk) -> None:
    from dataclasses import replace

    from gridroute.model import Post

    story = report(desk, subject_organizations=["泗河街道"])
    county = desk.dispatcher.county
    center = story.body("intake_center")
    posts = (
        Post("P1", "primary", "370831001003001", "网格员甲", kin_of=("泗河街道",)),
        Post("P2", "primary", "370831001003002", "网格员乙"),
    )
    other = replace(county, territory=replace(county.territory, posts=posts))
    assert view(story.case, Actor(body=center, post="P1"), other) is None
    assert view(story.case, Actor(body=center, post="P2"), other) is not None
    told = {
        post: Attempt(type="broadcast", at=story.case.at, by=Actor(body=center, post=post)) for post in ("P1", "P2")
    }
    handled = CaseDesk(Dispatcher(other, "index"))
    refusal = handled.attempt(story.case, told["P1"]).refusal
    assert refusal is not None
    assert "须回避" in refusal.words.zh
    assert handled.attempt(story.case, told["P2"]).refusal is None


def test_what_happened_is_read_as_the_case_is(desk: CaseDesk) -> None:
    """The words of an event are hidden as those of the case; the body complained about reads nothing."""
    story = report(desk, subject_organizations=["泗河街道"])
    story.do("supplement", REPORTER, "2026-03-02T10:00", text="再打13805371234,我叫张建国", attachments=["face.jpg"])
    county, case = desk.dispatcher.county, story.case

    def read(body: str) -> tuple[EventView, ...]:
        return passage(case, story.log, Actor(body=body), county)

    assert read(case.subjects[0]) == ()
    assert read("370831-nobody") == ()
    (lead,) = [one for one in read(case.lead or case.responsible) if one.type == "supplement"]
    assert (lead.said, lead.by, lead.role) == ({"text": "再打〔电话〕,〔姓名〕"}, None, "reporter")
    (center,) = [one for one in read(story.body("intake_center")) if one.type == "supplement"]
    assert center.said["attachments"] == ["face.jpg"]
    own = read(REPORTER)
    assert {one.type for one in own} >= {"register", "supplement"}
    assert all((one.said, one.by, one.rules) == ({}, None, ()) for one in own)


@settings(max_examples=SOME)
@given(st.integers(0, 10**9))
def test_property_no_view_holds_what_is_protected(desk: CaseDesk, seed: int) -> None:
    """I28, I30: over random cases and all bodies 0 protected fields in any view but the intake center's."""
    history = History(desk, seed).run(6)
    county, case = desk.dispatcher.county, history.case
    hidden = protected(case)
    for body in (*county.bodies.by_id, REPORTER):
        shown = view(case, Actor(body=body), county)
        if body in case.subjects and body != case.responsible:
            assert shown is None
        if shown is None or "intake_center" in shown.capacities:
            continue
        line = shown.as_json()
        line += "".join(one.model_dump_json() for one in passage(case, history.log, Actor(body=body), county))
        assert not [one for one in hidden if one in line], (body, seed)
        assert shown.reporter is None
        assert "隐私社区" not in line
