"""阶段: the stages of the decision path as one table, and how their outcomes merge.

A stage has one flat fact kind and one of three small patterns: *infer* (to a fixpoint), *decide* (one
pass over one fact) and *choose* (produce, strike, order). There is no module per stage. Policy
language §3.1 and §4.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gridroute.policy.vocabulary import Field, FieldType


class Merge(StrEnum):
    """合并: how outcomes of several rules become one, whatever the order of firing."""

    ADD = "add"
    STRIKE = "strike"
    RAISE = "raise"
    DUE = "due"
    DUTIES = "duties"
    DECIDE = "decide"


class Shape(StrEnum):
    """形状: what an outcome's value looks like."""

    WORD = "word"
    BOOLEAN = "boolean"
    TAGS = "tags"
    ROLE = "role"
    ROLES = "roles"
    TEXTS = "texts"
    REASON = "reason"
    LEADS = "leads"
    DUE = "due"
    DUTIES = "duties"


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果: one thing a stage's rules may conclude.

    ``values`` closes a word, lowest first where the merge is ``raise``. ``default`` stands where no rule
    speaks; ``on_tie`` where different values meet and nothing settles them (``None``: the default).
    """

    name: str
    label: str
    merge: Merge
    shape: Shape
    values: tuple[str, ...] = ()
    default: str | bool | None = None
    on_tie: str | bool | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """一个阶段: its number on the path, its pattern, what it is asked of, and its outcomes."""

    number: int
    name: str
    label: str
    pattern: str
    per: str
    outcomes: tuple[Outcome, ...]

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name."""
        return next((item for item in self.outcomes if item.name == name), None)


NATURES = ("consult", "help", "complaint", "report", "suggestion", "praise")
TRACKS = ("ordinary", "consult", "complex", "legacy", "petition", "service")
URGENCIES = ("normal", "utility", "emergency")
SECRECY = ("open", "masked", "sealed")
EXITS = (
    "emergency_handoff",
    "outside_county",
    "discipline",
    "already_in_petition",
    "statutory_channel",
    "same_matter_closed",
    "decline",
)
ANCHORS = ("occurrence", "residence", "origin", "matter_jurisdiction")
CONTAINS = ("building", "grid", "community", "township")
WHISTLES = ("emergency", "enforcement", "appeal", "priority_work")
BASES = (
    "emergency_body",
    "special_law",
    "sunk",
    "enforcing_body",
    "sector_regulator",
    "territory",
    "fallback",
    "named",
)

D, ADD, RAISE = Merge.DECIDE, Merge.ADD, Merge.RAISE
_NOTIFY = Outcome("notify", "通知", ADD, Shape.ROLES)
_WARN = Outcome("warn", "警示", ADD, Shape.TEXTS)
_DUE = Outcome("due", "时限", Merge.DUE, Shape.DUE)
_DUTIES = Outcome("duties", "义务", Merge.DUTIES, Shape.DUTIES)
_STRIKE = Outcome("strike", "除名", Merge.STRIKE, Shape.REASON)
_SUPPORT = Outcome("support", "协办", ADD, Shape.ROLES)

STAGES: tuple[Stage, ...] = (
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
BY_NAME = {stage.name: stage for stage in STAGES}
#: Outcomes that ``classify`` may read back while it infers, positively only (§3).
READ_BACK = frozenset({"tags", "urgency", "confidential"})
_TYPES = {Shape.WORD: FieldType.WORD, Shape.BOOLEAN: FieldType.BOOLEAN, Shape.TAGS: FieldType.WORDS}


def outcome_fields() -> dict[str, Field]:
    """The fields that later stages read because an earlier stage concluded them."""
    made: dict[str, Field] = {}
    for stage in STAGES:
        for item in stage.outcomes:
            if item.shape in _TYPES and item.name not in made and item.name != "liable":
                first = 1 if item.name in READ_BACK else stage.number + 1
                ordered = item.merge is Merge.RAISE
                made[item.name] = Field(item.name, _TYPES[item.shape], item.label, item.values, ordered, first)
    return made
