"""Who sees what of a case: nothing that tells who informed, and nothing at all for whom it complains about."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.casework.histories import SOME, History
from tests.casework.story import BLOW, ROAD, Story

from gridroute import Dispatcher
from gridroute.adapters.meeting import Papers
from gridroute.adapters.paper import as_markdown
from gridroute.casework import (
    REPORTER,
    SYSTEM,
    Actor,
    Attempt,
    CaseDesk,
    CaseView,
    EventView,
    fold,
    passage,
    protected,
    view,
)
from gridroute.casework.agenda import agendas
from gridroute.casework.minutes import minutes
from gridroute.store.notice import notices

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
    assert (lead.said, lead.by, lead.role) == ({"text": "再打〔电话〕,我叫〔姓名〕"}, None, "reporter")
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


#: How a resident says who they are and where they live. ``张建国``, ``3``, ``2`` and ``501`` stand for any.
WHO = (
    "我是张建国,", "我叫张建国。", "本人张建国反映:", "住户张建国说", "联系人张建国。", "张建国13805371234 ", "张建国先生说",
)  # fmt: skip
WHERE = ("家在3-2-501,", "家在3号楼2单元501,", "家在3栋2-501,", "家在3号楼2单元501室,")
SIGNED = ("——张建国", "\n张建国", "此致敬礼 张建国", "")


@settings(max_examples=SOME)
@given(
    who=st.sampled_from(WHO),
    where=st.sampled_from(WHERE),
    signed=st.sampled_from(SIGNED),
    name=st.tuples(
        st.sampled_from("张王李赵孙孔颜仲欧"), st.sampled_from(["建国", "秀英", "强", "海燕", "志刚", "敏"])
    ),
    door=st.tuples(st.integers(1, 39), st.integers(1, 6), st.integers(101, 3399)),
    secrecy=st.sampled_from(["masked", "sealed"]),
)
@example("张建国先生说", "家在3-2-501,", "", ("张", "强"), (1, 1, 101), "masked")
def test_property_who_informed_is_in_no_view_passage_message_paper_or_refusal(
    desk: CaseDesk, who: str, where: str, signed: str, name: tuple[str, str], door: tuple[int, int, int], secrecy: str
) -> None:
    """I28, I30: 0 times the name or the door, in whatever form it was said, also where it is said again bare."""
    called, (house, stair, room) = "".join(name), door
    where = where.replace("501", "#").replace("3", str(house)).replace("2", str(stair)).replace("#", str(room))
    text = f"{who.replace('张建国', called)}{where}污水直排,请查处。{signed.replace('张建国', called)}"
    story = report(desk, text=text, confidential=secrecy, address=f"泗河街道仲子社区{where}")
    refused = story.do("supplement", REPORTER, "2026-03-02T10:00", text=f"{called}又来电").refusal
    story.do("accept", "lead", "2026-03-02T10:30")
    story.do(
        "escalate",
        "lead",
        "2026-03-02T11:00",
        trigger="C2.5",
        basis="权责清单",
        papers=["事实", "已做措施", "争点", "建议主办"],
    )
    said = {"milestones": [f"{called}家先修"], "acceptance": f"{called}满意", "lead": story.case.lead, "supports": []}
    story.do("resolve_item", "convener", "2026-03-03T10:00", resolution=said | {"within": "3 workdays"})
    county, case = desk.dispatcher.county, story.case
    lines = [] if refused is None else [refused.words.zh, refused.words.en]
    for body in (*county.bodies.by_id, REPORTER):
        shown = view(case, Actor(body=body), county)
        if shown is None or "intake_center" in shown.capacities:
            continue
        lines.append(shown.as_json())
        lines += [one.model_dump_json() for one in passage(case, story.log, Actor(body=body), county)]
    center = story.body("intake_center")
    lines += [one["payload"] for one in notices(None, case, story.log, county) if one["recipient"] != f"body:{center}"]
    logs = [story.log[:end] for end in range(1, len(story.log) + 1)]
    for lang in ("zh", "en"):
        papers = Papers(county.policy.vocabulary, lang)
        made = [papers.agenda(one) for log in logs for one in agendas([fold(log)], desk.dispatcher, case.at)]
        made += [papers.minutes(one) for one in minutes([story.log], desk.dispatcher, case.at.date())]
        lines.append(as_markdown(made))
    told = (called, f"{house}-{stair}-{room}", f"{stair}-{room}", f"{stair}单元{room}", f"{room}室", "13805371234")
    assert lines
    assert not [(one, line) for one in told for line in lines if one in line]


def test_a_paper_on_a_sealed_case_says_that_there_is_one_and_no_more(desk: CaseDesk) -> None:
    story = report(desk)
    story.do("accept", "lead", "2026-03-02T10:30")
    story.do(
        "escalate",
        "lead",
        "2026-03-02T11:00",
        trigger="C2.5",
        basis="权责清单",
        papers=["事实", "已做措施", "争点", "建议主办"],
    )
    county, case = desk.dispatcher.county, story.case
    (item,) = agendas([case.model_copy(update={"confidential": "sealed"})], desk.dispatcher, case.at)
    lines = as_markdown([Papers(county.policy.vocabulary, "zh").agenda(item)]).splitlines()
    (row,) = [line for line in lines if line.startswith("| 1 |")]
    assert row.split(" | ")[2] == "— (内容保密)"
    assert row.split(" | ")[6] == "—"
    assert not [line for line in lines if line.startswith(("- 主办", "- 协办"))]
