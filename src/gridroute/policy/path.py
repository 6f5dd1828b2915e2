"""阶段表: every stage of the three paths as one table. There is no module per stage (policy language §3)."""

from __future__ import annotations

from gridroute.policy.stage import (
    ANCHORS,
    CONTAINS,
    EXITS,
    NATURES,
    SECRECY,
    TRACKS,
    URGENCIES,
    WHISTLES,
    Merge,
    Outcome,
    Shape,
    Stage,
)
from gridroute.policy.vocabulary import Field, FieldType

D, ADD, RAISE = Merge.DECIDE, Merge.ADD, Merge.RAISE
_NOTIFY = Outcome("notify", "通知", ADD, Shape.ROLES)
_WARN = Outcome("warn", "警示", ADD, Shape.TEXTS)
_DUE = Outcome("due", "时限", Merge.DUE, Shape.DUE)
_DUTIES = Outcome("duties", "义务", Merge.DUTIES, Shape.DUTIES)
_STRIKE = Outcome("strike", "除名", Merge.STRIKE, Shape.REASON)
_SUPPORT = Outcome("support", "协办", ADD, Shape.ROLES)

_DECISION: tuple[Stage, ...] = (
    Stage(
        1,
        "classify",
        "研判",
        "infer",
        "issue",
        (
            Outcome("nature", "性质", D, Shape.WORD, NATURES, "help", "help"),
            Outcome("urgency", "紧急程度", RAISE, Shape.WORD, URGENCIES, "normal"),
            Outcome("confidential", "保密", RAISE, Shape.WORD, SECRECY, "open"),
            Outcome("tags", "标签", ADD, Shape.TAGS),
        ),
    ),
    Stage(
        2,
        "admit",
        "受理",
        "decide",
        "issue",
        (
            Outcome("exit", "出口", D, Shape.WORD, EXITS),
            Outcome("track", "办理通道", D, Shape.WORD, TRACKS, "ordinary", "ordinary"),
            Outcome("anchor", "归属依据", D, Shape.WORD, ANCHORS, "occurrence", "occurrence"),
            Outcome("contain", "容纳层级", RAISE, Shape.WORD, CONTAINS),
            Outcome("tags", "标签", ADD, Shape.TAGS),
            Outcome("confidential", "保密", RAISE, Shape.WORD, SECRECY, "open"),
            _NOTIFY,
            Outcome("explain", "告知", ADD, Shape.TEXTS),
            Outcome("first_receiver", "首接单位", D, Shape.ROLE),
            _DUTIES,
        ),
    ),
    Stage(
        3,
        "grid",
        "网格",
        "choose",
        "grid candidate",
        (_STRIKE, Outcome("liable", "责任网格", D, Shape.WORD, ("self", "parent_general"), "self", "self")),
    ),
    Stage(
        4,
        "ownership",
        "归属",
        "decide",
        "issue",
        (
            Outcome("holder", "代管", D, Shape.ROLE),
            Outcome("resolver", "指定人", D, Shape.ROLE),
            Outcome("party_lead", "党组织牵头", D, Shape.ROLE),
            Outcome("assist", "协助", ADD, Shape.ROLES),
            _DUE,
            _NOTIFY,
            _WARN,
        ),
    ),
    Stage(5, "officer", "经办", "choose", "officer candidate", (_STRIKE, _WARN)),
    Stage(
        6,
        "lists",
        "清单",
        "decide",
        "issue",
        (
            Outcome(
                "duty_list",
                "履职清单",
                D,
                Shape.WORD,
                ("basic", "cooperate", "recalled"),
                "basic",
                "cooperate",
            ),
            Outcome("grid_matter", "网格事项", D, Shape.WORD, ("may_resolve", "report_only"), None, "report_only"),
            Outcome("admission", "准入", D, Shape.WORD, ("listed", "unlisted"), None, "unlisted"),
            Outcome("enforcement_required", "须执法权", D, Shape.BOOLEAN, (), False, True),
            Outcome("administrative", "行政事项", D, Shape.BOOLEAN, (), True, True),
            Outcome("sunk", "已下沉", D, Shape.BOOLEAN, (), False, False),
            Outcome("guide", "指导部门角色", D, Shape.ROLE),
        ),
    ),
    Stage(
        7,
        "catalogue",
        "目录",
        "decide",
        "issue",
        (
            Outcome("lead", "主办", ADD, Shape.LEADS),
            _SUPPORT,
            Outcome("exclude", "不负责", ADD, Shape.ROLES),
            Outcome("signatory", "文书主体", D, Shape.ROLE),
        ),
    ),
    Stage(
        8,
        "party",
        "单位",
        "choose",
        "body and capacity",
        (_STRIKE, Outcome("as_support", "转协办", Merge.STRIKE, Shape.REASON)),
    ),
    Stage(
        9,
        "whistle",
        "吹哨",
        "decide",
        "issue",
        (
            Outcome("whistle", "哨", D, Shape.WORD, WHISTLES, None),
            Outcome("forum", "会议", D, Shape.WORD, (), "party_building", "party_building"),
        ),
    ),
    Stage(
        10,
        "reporting",
        "报到",
        "decide",
        "issue",
        (
            Outcome("required", "必到", ADD, Shape.ROLES),
            Outcome("invited", "请到", ADD, Shape.ROLES),
            _SUPPORT,
            Outcome("attendance", "到场方式", RAISE, Shape.WORD, ("remote", "on_site")),
            _DUE,
            _DUTIES,
            _NOTIFY,
        ),
    ),
)

_SUPERVISE = Outcome(
    "supervise", "督办", RAISE, Shape.WORD, ("remind", "yellow", "red", "supervised", "letter", "bulletin")
)
_ESCALATE = Outcome("escalate", "升级", ADD, Shape.TEXTS)

_CASE: tuple[Stage, ...] = (
    Stage(
        11,
        "event",
        "办件",
        "decide",
        "attempted event",
        (
            Outcome("refuse", "拒绝", Merge.STRIKE, Shape.REASON),
            Outcome("return_to", "退回", D, Shape.ROLE),
            _DUE,
            _DUTIES,
            _NOTIFY,
        ),
        "case",
    ),
    Stage(
        12,
        "duty",
        "义务",
        "decide",
        "open obligation",
        (
            _SUPERVISE,
            Outcome("charge", "记责", D, Shape.WORD, ("obligor", "lead", "command_org", "none"), "obligor", "none"),
            _ESCALATE,
            _NOTIFY,
        ),
        "case",
    ),
    Stage(
        13,
        "escalation",
        "升级",
        "decide",
        "open case",
        (
            _ESCALATE,
            Outcome("skip", "跳级", ADD, Shape.TEXTS, ("emergency", "body_is_party", "superior_designated")),
            Outcome("convene", "开会", RAISE, Shape.WORD, ("next", "ad_hoc")),
            _SUPERVISE,
            _DUTIES,
            _NOTIFY,
        ),
        "case",
    ),
    Stage(
        14,
        "meeting",
        "会议",
        "decide",
        "item",
        (
            Outcome("members", "成员", ADD, Shape.ROLES),
            Outcome("dossier", "上会材料", ADD, Shape.TEXTS),
            Outcome("resolution", "决议要件", ADD, Shape.TEXTS),
            Outcome("body", "会议主体", D, Shape.ROLE),
            _DUTIES,
        ),
        "case",
    ),
    Stage(
        15,
        "member",
        "成员",
        "choose",
        "proposed member",
        (
            Outcome("recuse", "回避", Merge.STRIKE, Shape.REASON),
            Outcome("attends_as", "列席身份", D, Shape.WORD, ("member", "explainer"), "member", "member"),
        ),
        "case",
    ),
)

_CIVIC: tuple[Stage, ...] = (
    Stage(
        16,
        "eligibility",
        "资格",
        "decide",
        "person and service",
        (
            Outcome("eligible", "符合", D, Shape.WORD, ("yes", "no", "review"), None, "review"),
            Outcome("review", "审批", ADD, Shape.TEXTS),
            Outcome("roster", "轮值", D, Shape.WORD),
        ),
        "civic",
    ),
    Stage(
        17,
        "matching",
        "匹配",
        "choose",
        "need and resource",
        (Outcome("match", "匹配程度", RAISE, Shape.WORD, ("none", "intention", "obligation")), _STRIKE),
        "civic",
    ),
    Stage(18, "points", "积分", "decide", "recorded act", (Outcome("award", "计分", ADD, Shape.AWARDS),), "civic"),
)

STAGES: tuple[Stage, ...] = (*_DECISION, *_CASE, *_CIVIC)
BY_NAME = {stage.name: stage for stage in STAGES}
#: Outcomes that ``classify`` may read back while it infers, positively only (§3).
READ_BACK = frozenset({"tags", "urgency", "confidential"})
_TYPES = {Shape.WORD: FieldType.WORD, Shape.BOOLEAN: FieldType.BOOLEAN, Shape.TAGS: FieldType.WORDS}


def outcome_fields() -> dict[str, Field]:
    """The fields that later stages read because an earlier stage concluded them."""
    made: dict[str, Field] = {}
    for stage in _DECISION:
        for item in stage.outcomes:
            if item.shape in _TYPES and item.name not in made and item.name != "liable":
                first = 1 if item.name in READ_BACK else stage.number + 1
                ordered = item.merge is Merge.RAISE
                made[item.name] = Field(
                    item.name, _TYPES[item.shape], item.label, item.values, ordered, first, en=item.en
                )
    return made
