"""Whole rules as sentences: each outcome of every stage, and every rule of the installed and the draft policies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from tests.policy.test_drafts import CHAINS, county

from gridroute import load_county
from gridroute.model import Duration, Unit
from gridroute.policy.condition import ALWAYS, Op
from gridroute.policy.condition import Test as Asks
from gridroute.policy.condition import tests as each_test
from gridroute.policy.path import STAGES
from gridroute.policy.policy import Policy
from gridroute.policy.rule import AwardRow, DutyRow, LeadRow, OutcomeValue, Reference, Rule
from gridroute.policy.stage import BASES
from gridroute.policy.vocabulary import FieldType, Vocabulary
from gridroute.reasoning.sentence import marks, outcomes, sentence
from gridroute.reasoning.words import denial, label

A, B = Reference("供热主管部门"), Reference("供热企业")
HOUR, DAYS = Duration(1, Unit.CLOCK_HOURS), Duration(3, Unit.WORKDAYS)

OUTCOMES: list[tuple[str, str, OutcomeValue, str, str]] = [
    ("classify", "nature", "complaint", "性质定为投诉", "the nature is complaint"),
    ("classify", "urgency", "emergency", "紧急程度上调为特急", "raise urgency to emergency"),
    ("classify", "confidential", "masked", "保密上调为遮蔽", "raise confidentiality to masked"),
    ("classify", "tags", ("gas", "fire"), "加标签“燃气”、“火情”", "tag it “gas”, “fire”"),
    ("admit", "exit", "outside_county", "出口为县外", "exit (outside the county)"),
    ("admit", "track", "petition", "按信访件办理", "put it on the petition track"),
    ("admit", "anchor", "origin", "按户籍地归属", "locate the matter by the place of origin"),
    ("admit", "contain", "building", "不出楼栋", "keep it within the building"),
    ("admit", "notify", (A, B), "通知供热主管部门、供热企业", "notify 供热主管部门, 供热企业"),
    ("admit", "explain", ("请打电话",), "告知诉求人“请打电话”", "tell the resident “请打电话”"),
    ("admit", "first_receiver", A, "由供热主管部门首接", "first receiver: 供热主管部门"),
    ("grid", "strike", "太大", "该网格除名(理由:“太大”)", "strike the grid (reason: “太大”)"),
    ("grid", "liable", "self", "由本网格负责", "the grid itself is responsible"),
    ("grid", "liable", "parent_general", "由所属一般网格负责", "the general grid around it is responsible"),
    ("ownership", "holder", Reference("first_receiver"), "由首接单位代管", "the first receiver holds the matter"),
    ("ownership", "resolver", Reference("所在镇街"), "由所在镇街指定归属", "所在镇街 designates the place"),
    ("ownership", "party_lead", Reference("社区党支部"), "由社区党支部党建牵头", "社区党支部 leads on the party's side"),
    ("ownership", "assist", (A,), "由供热主管部门协助", "assisted by 供热主管部门"),
    ("ownership", "warn", ("网格空洞",), "警示“网格空洞”", "warn “网格空洞”"),
    ("ownership", "due", {"locate": DAYS}, "代管单位3个工作日内核址", "代管单位 must find the place within 3 workdays"),
    ("officer", "strike", "回避", "该经办人除名(理由:“回避”)", "strike the officer (reason: “回避”)"),
    ("lists", "duty_list", "recalled", "履职清单列为上级收回", "list of duties: recalled"),
    ("lists", "grid_matter", "may_resolve", "网格可自办", "the grid may resolve it"),
    ("lists", "grid_matter", "report_only", "网格只上报", "the grid may only report it"),
    ("lists", "admission", "unlisted", "准入目录列为清单外", "admission list: unlisted"),
    ("lists", "enforcement_required", True, "须有执法权", "the power to enforce is required"),
    ("lists", "enforcement_required", False, "不须执法权", "no power to enforce is required"),
    ("lists", "administrative", False, "不属行政事项", "it is no administrative matter"),
    ("lists", "sunk", True, "已下沉镇街", "it is sunk to the township"),
    ("lists", "guide", A, "由供热主管部门指导", "guided by 供热主管部门"),
    ("catalogue", "lead", (LeadRow(A, "sector_regulator"),), "候选主办:供热主管部门(行业主管)", "candidate for lead: 供热主管部门 (sector regulator)"),
    ("catalogue", "support", (A, B), "协办:供热主管部门、供热企业", "support: 供热主管部门, 供热企业"),
    ("catalogue", "exclude", (A,), "不归供热主管部门负责", "not the duty of 供热主管部门"),
    ("catalogue", "signatory", A, "文书以供热主管部门名义", "供热主管部门 signs"),
    ("party", "strike", "被反映单位", "该单位除名(理由:“被反映单位”)", "strike the candidate (reason: “被反映单位”)"),
    ("party", "as_support", "配合责任", "只作协办(理由:“配合责任”)", "support only (reason: “配合责任”)"),
    ("whistle", "whistle", "appeal", "吹群众诉求哨", "blow an appeal whistle"),
    ("whistle", "whistle", "priority_work", "吹重点工作哨", "blow a priority-work whistle"),
    ("whistle", "whistle", "emergency", "吹应急哨", "blow an emergency whistle"),
    ("whistle", "forum", "property", "上物业管理联席会议", "bring it to the property meeting"),
    ("reporting", "required", (A, B), "必须报到:供热主管部门、供热企业", "must check in: 供热主管部门, 供热企业"),
    ("reporting", "invited", (B,), "邀请报到:供热企业", "invited: 供热企业"),
    ("reporting", "attendance", "remote", "可线上报到", "may check in remotely"),
    ("reporting", "attendance", "on_site", "须到场", "must come on site"),
    ("reporting", "due", {"check_in": HOUR}, "1小时内报到", "check in within 1 clock hour"),
    ("reporting", "due", {"handle": DAYS}, "3个工作日内办理", "handle within 3 workdays"),
    ("reporting", "duties", (DutyRow(B, "interim", HOUR),), "供热企业1小时内先行处置", "供热企业 must act in the interim within 1 clock hour"),
    ("reporting", "duties", (DutyRow(B, "track", HOUR, every=True),), "供热企业每1小时跟踪一次", "供热企业 must follow up every clock hour"),
    ("reporting", "duties", (DutyRow(B, "track", DAYS, every=True),), "供热企业每3个工作日跟踪一次", "供热企业 must follow up every 3 workdays"),
    ("reporting", "duties", (DutyRow(B, "recover", HOUR, evidence=("照片",)),), "供热企业1小时内恢复供应(凭证:“照片”)", "供热企业 must restore the supply within 1 clock hour (evidence: “照片”)"),
    ("event", "refuse", "未经审核", "拒绝(理由:“未经审核”)", "refuse (reason: “未经审核”)"),
    ("event", "return_to", Reference("原责任单位"), "退回原责任单位", "return it to 原责任单位"),
    ("duty", "supervise", "letter", "督办升至督办函", "raise supervision to supervision letter"),
    ("duty", "charge", "command_org", "责任记在指挥单位", "charge it to the commanding body"),
    ("duty", "charge", "none", "不记责", "charge it to nobody"),
    ("escalation", "escalate", ("C2.4",), "升级(触发必到未到)", "escalate (trigger a required body did not check in)"),
    ("escalation", "skip", ("body_is_party",), "可跳级(因会议主体为当事方)", "a level may be skipped (body is a party)"),
    ("escalation", "convene", "next", "下次例会研究", "take it to the next regular meeting"),
    ("escalation", "convene", "ad_hoc", "召开临时会", "convene an ad-hoc meeting"),
    ("meeting", "members", (A,), "会议成员:供热主管部门", "members of the meeting: 供热主管部门"),
    ("meeting", "dossier", ("事实",), "上会材料须有“事实”", "meeting papers: “事实”"),
    ("meeting", "resolution", ("时限", "节点"), "决议须有“时限”、“节点”", "the resolution states: “时限”, “节点”"),
    ("meeting", "body", Reference("本级政府"), "由本级政府开会", "本级政府 meets"),
    ("member", "recuse", "利害关系", "须回避(理由:“利害关系”)", "must recuse (reason: “利害关系”)"),
    ("member", "attends_as", "explainer", "以列席说明人身份参会", "attends as explainer"),
    ("eligibility", "eligible", "yes", "符合资格", "eligible"),
    ("eligibility", "eligible", "no", "不符合资格", "not eligible"),
    ("eligibility", "eligible", "review", "资格待审批", "eligibility is to be reviewed"),
    ("eligibility", "review", ("特殊情况审批",), "须经“特殊情况审批”", "needs “特殊情况审批”"),
    ("eligibility", "roster", "红色代办轮值", "由“红色代办轮值”轮值", "on the roster “红色代办轮值”"),
    ("matching", "match", "intention", "匹配程度升至意向", "raise the match to intention"),
    ("matching", "strike", "资源不可用", "该资源除名(理由:“资源不可用”)", "strike the resource (reason: “资源不可用”)"),
    ("points", "award", (AwardRow("党员账", "进社区", 1),), "“进社区”记1分,入“党员账”", "award 1 point for “进社区” in the ledger “党员账”"),
    ("points", "award", (AwardRow("党员账", "进社区", 2),), "“进社区”记2分,入“党员账”", "award 2 points for “进社区” in the ledger “党员账”"),
]  # fmt: skip


@cache
def policies() -> tuple[Policy, ...]:
    return (load_county("sishui").policy, *(county(draft).policy for draft in CHAINS))


@cache
def words() -> Vocabulary:
    return policies()[0].vocabulary


def rule(**more: object) -> Rule:
    given: dict[str, object] = {
        "id": "ss-1",
        "title": "一",
        "source": "assumed",
        "stage": "reporting",
        "condition": ALWAYS,
        "outcomes": {"reporting": {"required": (A,)}},
        "layer": "泗水县",
        "depth": 3,
        "home": ("a.rules.yaml", 1),
    }
    return Rule(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("stage", "name", "value", "zh", "en"), OUTCOMES, ids=[f"{s}-{n}" for s, n, *_ in OUTCOMES])
def test_an_outcome_is_a_clause(stage: str, name: str, value: OutcomeValue, zh: str, en: str) -> None:
    assert outcomes(stage, {name: value}, words(), "zh") == [zh]
    assert outcomes(stage, {name: value}, words(), "en") == [en]


def test_every_outcome_of_every_stage_is_tried() -> None:
    declared = {(stage.name, item.name) for stage in STAGES for item in stage.outcomes}
    tried = {(stage, name) for stage, name, *_ in OUTCOMES}
    # where a stage shares an outcome with another, one of them speaks for both
    assert {name for _, name in declared} == {name for _, name in tried}
    assert {(stage, "strike") for stage, name in declared if name == "strike"} <= tried


def test_every_word_of_every_outcome_is_said() -> None:
    for stage in STAGES:
        for item in stage.outcomes:
            for value in item.values if item.shape.value in ("word", "texts") else ():
                given: OutcomeValue = (value,) if item.shape.value == "texts" else value
                (zh,) = outcomes(stage.name, {item.name: given}, words(), "zh")
                (en,) = outcomes(stage.name, {item.name: given}, words(), "en")
                assert not re.search("[a-z]", zh), (stage.name, item.name, value, zh)
                assert "“" not in en, (stage.name, item.name, value, en)
    for basis in BASES:
        lead = {"lead": (LeadRow(A, basis),)}
        assert "“" not in outcomes("catalogue", lead, words(), "zh")[0] + outcomes("catalogue", lead, words(), "en")[0]


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (rule(), "总是:必须报到:供热主管部门", "always: must check in: 供热主管部门"),
        (
            rule(condition=Asks("affected_households", Op.AT_LEAST, 10)),
            "当影响户数至少10时:必须报到:供热主管部门",
            "when number of affected households is at least 10: must check in: 供热主管部门",
        ),
        (
            rule(outcomes={"reporting": {"due": {"check_in": HOUR}}, "whistle": {"whistle": "appeal"}}),
            "总是:吹群众诉求哨;1小时内报到",
            "always: blow an appeal whistle; check in within 1 clock hour",
        ),
    ],
    ids=["always", "when", "two stages, the earlier first"],
)
def test_a_rule_is_a_sentence(made: Rule, zh: str, en: str) -> None:
    assert (sentence(made, words(), "zh"), sentence(made, words(), "en")) == (zh, en)


def test_one_stage_of_a_rule_can_be_said_alone() -> None:
    made = rule(outcomes={"reporting": {"due": {"check_in": HOUR}}, "whistle": {"whistle": "appeal"}})
    assert sentence(made, words(), "en", "whistle") == "always: blow an appeal whistle"


def test_what_else_holds_of_a_rule_is_said() -> None:
    made = rule(
        binding="bound",
        special_law=True,
        replaces="core-1",
        tightens="core-2",
        effective_from=date(2026, 1, 1),
        effective_to=date(2026, 12, 31),
        source="《条例》1条",
    )
    assert marks(made, "zh") == [
        "泗水县", "上下限", "专门法", "取代 core-1", "加严 core-2", "2026-01-01 起施行", "2026-12-31 终止", "《条例》1条"
    ]  # fmt: skip
    assert marks(made, "en") == [
        "泗水县", "bound", "special law", "replaces core-1", "tightens core-2", "from 2026-01-01", "until 2026-12-31", "《条例》1条"
    ]  # fmt: skip
    assert marks(rule(layer="国家", depth=0), "en") == ["the nation", "suggested default, not confirmed locally"]
    assert marks(rule(layer="国家", depth=0), "zh") == ["国家", "建议默认,未经当地确认"]


# ---- every rule there is -----------------------------------------------------------------------------


def every_rule() -> Iterator[tuple[Policy, Rule]]:
    for policy in policies():
        for one in policy.rules:
            yield policy, one


def test_no_rule_says_an_untranslated_word() -> None:
    """Chinese: no Latin word but an identifier of a trigger or a code; English: no name with an underscore, and no
    Chinese but names of roles, bodies, categories, signals and what is quoted."""
    seen = 0
    for policy, one in every_rule():
        vocabulary = policy.vocabulary
        names = {
            *vocabulary.roles,
            *(word for path in policy.categories.nodes for word in (path, *path.split("/"))),
            *vocabulary.signal_names,
            *(word for item in vocabulary.fields.values() for word in item.values),
        }
        zh, en = (sentence(one, vocabulary, lang) for lang in ("zh", "en"))
        left = re.sub(r"[“(]C\d+(?:\.\d+)?[”)]", "", zh)
        assert not re.search(r"[A-Za-z]", left), (one.id, zh)
        bare = re.sub(r"“[^”]*”", "", en)
        assert "_" not in bare, (one.id, en)
        foreign = set(re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9/·]*", bare))
        assert foreign <= names | set(_literals(one)), (one.id, en, foreign)
        for text in (zh, en):
            assert not re.search(r"  | [,;:]|\(\)|“”|None|::", text), (one.id, text)
        seen += 1
    assert seen > 2000


def _literals(one: Rule) -> Iterator[str]:
    """What a condition compares with: open words, which nobody can translate."""
    for test, _ in each_test(one.condition):
        yield from (str(v) for v in (test.value if isinstance(test.value, tuple) else (test.value,)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_fields_are_called_the_same(lang: str) -> None:
    which = 0 if lang == "zh" else 1
    for policy in policies():
        fields = policy.vocabulary.fields
        said = [label(name, policy.vocabulary, which) for name in fields]
        no = [denial(n, policy.vocabulary, which) for n, item in fields.items() if item.type is FieldType.BOOLEAN]
        assert sorted({*said, *no}) == sorted([*said, *no])
        assert lang == "zh" or not [one for one in said if re.search("[\u4e00-\u9fff_]", one)]
