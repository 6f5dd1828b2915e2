"""Whole rules as sentences: when this holds, that follows; with layer, dates and source.

What is quoted stands in the rule as it is written: reasons, texts to the resident, names of rosters. Names of
bodies, roles and categories are never translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridroute.errors import Bilingual
from gridroute.model import Duration
from gridroute.model.source import is_assumed
from gridroute.policy.condition import ALWAYS
from gridroute.policy.path import BY_NAME
from gridroute.policy.rule import AwardRow, DutyRow, LeadRow, OutcomeValue, Reference, Rule
from gridroute.policy.vocabulary import Vocabulary
from gridroute.reasoning.words import article, normal, quoted, say, value_said

#: What stands for a source where there is none.
ASSUMED = Bilingual("建议默认,未经当地确认", "suggested default, not confirmed locally")
_STRUCK = {
    "grid": Bilingual("该网格除名", "strike the grid"),
    "officer": Bilingual("该经办人除名", "strike the officer"),
    "party": Bilingual("该单位除名", "strike the candidate"),
    "matching": Bilingual("该资源除名", "strike the resource"),
}
#: What each outcome says of its value ``v``.
_OUTCOMES: dict[str, tuple[str, str]] = {
    "nature": ("性质定为{v}", "the nature is {v}"),
    "urgency": ("紧急程度上调为{v}", "raise urgency to {v}"),
    "confidential": ("保密上调为{v}", "raise confidentiality to {v}"),
    "tags": ("加标签{v}", "tag it {v}"),
    "exit": ("出口为{v}", "exit ({v})"),
    "track": ("按{v}办理", "put it on the {v} track"),
    "anchor": ("按{v}归属", "locate the matter by the {v}"),
    "contain": ("不出{v}", "keep it within the {v}"),
    "notify": ("通知{v}", "notify {v}"),
    "explain": ("告知诉求人{v}", "tell the resident {v}"),
    "first_receiver": ("由{v}首接", "first receiver: {v}"),
    "liable": ("由{v}负责", "{v} is responsible"),
    "holder": ("由{v}代管", "{v} holds the matter"),
    "resolver": ("由{v}指定归属", "{v} designates the place"),
    "party_lead": ("由{v}党建牵头", "{v} leads on the party's side"),
    "assist": ("由{v}协助", "assisted by {v}"),
    "warn": ("警示{v}", "warn {v}"),
    "duty_list": ("履职清单列为{v}", "list of duties: {v}"),
    "grid_matter": ("网格事项清单列为{v}", "list of grid matters: {v}"),
    "admission": ("准入目录列为{v}", "admission list: {v}"),
    "guide": ("由{v}指导", "guided by {v}"),
    "support": ("协办:{v}", "support: {v}"),
    "exclude": ("不归{v}负责", "not the duty of {v}"),
    "signatory": ("文书以{v}名义", "{v} signs"),
    "as_support": ("只作协办(理由:{v})", "support only (reason: {v})"),
    "whistle": ("吹{v}", "blow {v}"),
    "forum": ("上{v}", "bring it to the {v}"),
    "required": ("必须报到:{v}", "must check in: {v}"),
    "invited": ("邀请报到:{v}", "invited: {v}"),
    "attendance": ("到场方式不低于{v}", "attendance: {v}"),
    "supervise": ("督办升至{v}", "raise supervision to {v}"),
    "charge": ("责任记在{v}", "charge it to the {v}"),
    "escalate": ("升级(触发{v})", "escalate (trigger {v})"),
    "skip": ("可跳级(因{v})", "a level may be skipped ({v})"),
    "convene": ("召开{v}", "convene: {v}"),
    "members": ("会议成员:{v}", "members of the meeting: {v}"),
    "dossier": ("上会材料须有{v}", "meeting papers: {v}"),
    "resolution": ("决议须有{v}", "the resolution states: {v}"),
    "body": ("由{v}开会", "{v} meets"),
    "refuse": ("拒绝(理由:{v})", "refuse (reason: {v})"),
    "return_to": ("退回{v}", "return it to {v}"),
    "recuse": ("须回避(理由:{v})", "must recuse (reason: {v})"),
    "attends_as": ("以{v}身份参会", "attends as {v}"),
    "eligible": ("资格:{v}", "eligible: {v}"),
    "review": ("须经{v}", "needs {v}"),
    "roster": ("由{v}轮值", "on the roster {v}"),
    "match": ("匹配程度升至{v}", "raise the match to {v}"),
}
#: Outcomes that are yes or no, or that one value says differently.
_PLAIN: dict[tuple[str, object], tuple[str, str]] = {
    ("enforcement_required", True): ("须有执法权", "the power to enforce is required"),
    ("enforcement_required", False): ("不须执法权", "no power to enforce is required"),
    ("administrative", True): ("属行政事项", "it is an administrative matter"),
    ("administrative", False): ("不属行政事项", "it is no administrative matter"),
    ("sunk", True): ("已下沉镇街", "it is sunk to the township"),
    ("sunk", False): ("未下沉镇街", "it is not sunk to the township"),
    ("attendance", "remote"): ("可线上报到", "may check in remotely"),
    ("attendance", "on_site"): ("须到场", "must come on site"),
    ("charge", "none"): ("不记责", "charge it to nobody"),
    ("eligible", "yes"): ("符合资格", "eligible"),
    ("eligible", "no"): ("不符合资格", "not eligible"),
    ("eligible", "review"): ("资格待审批", "eligibility is to be reviewed"),
    ("grid_matter", "may_resolve"): ("网格可自办", "the grid may resolve it"),
    ("grid_matter", "report_only"): ("网格只上报", "the grid may only report it"),
    ("convene", "next"): ("下次例会研究", "take it to the next regular meeting"),
    ("convene", "ad_hoc"): ("召开临时会", "convene an ad-hoc meeting"),
    ("match", "none"): ("不匹配", "no match"),
}
_BINDINGS = {
    "mandate": Bilingual("强制", "mandate"),
    "bound": Bilingual("上下限", "bound"),
}
#: Whose duty a time alone may mean without saying so: the lead's, and everyone's who must come.
_OBVIOUS = ("lead", "required")


def sentence(rule: Rule, words: Vocabulary, lang: str = "zh", stage: str = "") -> str:
    """What ``rule`` says: its condition and its outcomes, of ``stage`` alone where one is given."""
    stages = [stage] if stage else sorted(rule.outcomes, key=lambda name: BY_NAME[name].number)
    then = [said for name in stages for said in outcomes(name, rule.outcomes[name], words, lang)]
    joined = (";" if lang == "zh" else "; ").join(dict.fromkeys(then))
    condition = normal(rule.condition)
    if condition == ALWAYS:
        return f"总是:{joined}" if lang == "zh" else f"always: {joined}"
    when = say(condition, words, lang)
    return f"当{when}时:{joined}" if lang == "zh" else f"when {when}: {joined}"


def outcomes(stage: str, given: Mapping[str, OutcomeValue], words: Vocabulary, lang: str = "zh") -> list[str]:
    """What one stage's outcomes say, each on its own, in the order of the stage table."""
    return [
        said
        for outcome in BY_NAME[stage].outcomes
        if outcome.name in given
        for said in _outcome(stage, outcome.name, given[outcome.name], words, lang)
    ]


def _outcome(stage: str, name: str, value: OutcomeValue, words: Vocabulary, lang: str) -> list[str]:
    which = 0 if lang == "zh" else 1
    if isinstance(value, Mapping):
        return [_due(act, length, words, lang) for act, length in value.items()]
    rows = value if isinstance(value, tuple) else (value,)
    duties = [_duty(row, words, lang) for row in rows if isinstance(row, DutyRow)]
    awards = [_award(row, words, lang) for row in rows if isinstance(row, AwardRow)]
    if duties or awards:
        return [*duties, *awards]
    if isinstance(value, str | bool) and (name, value) in _PLAIN:
        return [_PLAIN[name, value][which]]
    leads = [row for row in rows if isinstance(row, LeadRow)]
    if leads:
        by_basis: dict[str, list[Reference]] = {}
        for row in leads:
            by_basis.setdefault(row.basis, []).append(row.role)
        return [_lead(basis, roles, words, lang) for basis, roles in by_basis.items()]
    listed = ("、", ", ")[which].join(_item(name, row, words, lang) for row in rows)
    if name == "strike":
        why = Bilingual(f"(理由:{listed})", f" (reason: {listed})")
        return [_STRUCK[stage].in_(lang) + why.in_(lang)]
    if name == "whistle" and which:
        listed = f"{article(listed)} {listed}"
    return [_OUTCOMES[name][which].format(v=listed)]


def _item(name: str, item: object, words: Vocabulary, lang: str) -> str:
    if isinstance(item, Reference):
        return role_said(item.name, words, lang)
    if name in ("explain", "warn", "refuse", "as_support", "recuse", "strike") and isinstance(item, str):
        return f"“{item}”"
    return _said(name, item, words, lang)


def _said(scope: str, item: object, words: Vocabulary, lang: str) -> str:
    """A word by its label; one without is the policy's own and stands in quotes, in either language."""
    if isinstance(item, str) and words.said(scope, item, lang) is None:
        return quoted(item, "zh")
    return value_said(scope, item, words, 0 if lang == "zh" else 1)


def role_said(name: str, words: Vocabulary, lang: str) -> str:
    """A role as it is called. Chinese names stay as they are; one that is an English word has its label."""
    if not name.isascii():
        return name
    role = words.roles.get(name)
    if lang == "en" and role is not None and role.label_en:
        return role.label_en
    return words.word(name, lang)


def _lead(basis: str, roles: Iterable[Reference], words: Vocabulary, lang: str) -> str:
    who = ("、" if lang == "zh" else ", ").join(role_said(role.name, words, lang) for role in roles)
    on = value_said("basis", basis, words, 0 if lang == "zh" else 1)
    return f"候选主办:{who}({on})" if lang == "zh" else f"candidate for lead: {who} ({on})"


def _due(act: str, length: Duration, words: Vocabulary, lang: str) -> str:
    declared = words.acts[act]
    role = words.roles.get(declared.by)
    said = declared.said(lang)
    if role is None or (role.form == "case" and role.key in _OBVIOUS):
        return f"{length.text('zh')}内{said}" if lang == "zh" else f"{said} within {length.text('en')}"
    who = role_said(declared.by, words, lang)
    return f"{who}{length.text('zh')}内{said}" if lang == "zh" else f"{who} must {said} within {length.text('en')}"


def _duty(row: DutyRow, words: Vocabulary, lang: str) -> str:
    who, act, length = role_said(row.who.name, words, lang), words.acts[row.act].said(lang), row.length.text(lang)
    if lang == "zh":
        made = f"{who}每{length}{act}一次" if row.every else f"{who}{length}内{act}"
    else:
        every = length.removeprefix("1 ") if row.every else length
        made = f"{who} must {act} {'every' if row.every else 'within'} {every}"
    if not row.evidence:
        return made
    listed = ("、" if lang == "zh" else ", ").join(f"“{one}”" for one in row.evidence)
    return f"{made}(凭证:{listed})" if lang == "zh" else f"{made} (evidence: {listed})"


def _award(row: AwardRow, words: Vocabulary, lang: str) -> str:
    item, ledger = _said("item", row.item, words, lang), _said("ledger", row.ledger, words, lang)
    if lang == "zh":
        return f"{item}记{row.points}分,入{ledger}"
    return f"award {row.points} point{'' if row.points == 1 else 's'} for {item} in the ledger {ledger}"


def marks(rule: Rule, lang: str = "zh") -> list[str]:
    """What else holds of a rule: its layer, how it binds, what it stands for, its days, its source."""
    made = [layer_said(rule.layer, rule.depth, lang)]
    if rule.binding in _BINDINGS:
        made.append(_BINDINGS[rule.binding].in_(lang))
    if rule.special_law:
        made.append(Bilingual("专门法", "special law").in_(lang))
    if rule.replaces:
        made.append(Bilingual(f"取代 {rule.replaces}", f"replaces {rule.replaces}").in_(lang))
    if rule.tightens:
        made.append(Bilingual(f"加严 {rule.tightens}", f"tightens {rule.tightens}").in_(lang))
    if rule.effective_from:
        made.append(Bilingual(f"{rule.effective_from} 起施行", f"from {rule.effective_from}").in_(lang))
    if rule.effective_to:
        made.append(Bilingual(f"{rule.effective_to} 终止", f"until {rule.effective_to}").in_(lang))
    made.append(source_said(rule.source, lang))
    return made


def source_said(source: str, lang: str) -> str:
    """Document and clause, or that there is none."""
    return ASSUMED.in_(lang) if is_assumed(source) else source


def layer_said(layer: str, depth: int, lang: str) -> str:
    """The place whose layer it is; the nation by its own word in each language."""
    return layer if depth or lang == "zh" else "the nation"
