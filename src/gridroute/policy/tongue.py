"""用语: the words of the policy language itself, in English and in Chinese.

What a county names (fields, acts, kinds, enumerated words) has its label in the vocabulary; what the
language names (keys, tests, stages, bindings …) has it here, once. Readers read English: a document
written in Chinese is put into English first (:mod:`gridroute.policy.translation`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from gridroute.errors import Bilingual
from gridroute.errors import nearest as _nearest
from gridroute.policy.path import STAGES

#: A word that YAML and tables take as it stands, and read back as text.
_SAFE = re.compile(r"(?!(?:\d+|\d{4}-\d\d-\d\d|(?i:true|false|null))$)\w(?:[\w ·、()（）.-]*[\w)）])?")


#: Words that say the same as another: the village's level has two names (§9).
OTHER_NAMES = {"village_community": "community"}


class Words:
    """The words that may stand in one place: English, each with its Chinese where it has one.

    A pair that could not be turned back (the same Chinese twice, or Chinese that is itself a word here)
    is no pair: the English word stands in both languages. ``closed``: no other word may stand here.
    """

    __slots__ = ("all", "closed", "en", "zh")

    def __init__(self, pairs: Mapping[str, str], closed: bool = True) -> None:
        often = Counter(pairs.values())
        self.all, self.closed = frozenset(pairs), closed
        self.zh = {
            word: said
            for word, said in pairs.items()
            if said not in pairs and often[said] == 1 and _SAFE.fullmatch(said) and _SAFE.fullmatch(word)
        }
        self.en = {other: word for other, word in OTHER_NAMES.items() if word in pairs and other not in pairs}
        self.en |= {said: word for word, said in self.zh.items()}

    def english(self, word: str) -> str:
        """The English word that ``word`` is or means; ``word`` itself where it is none of these."""
        return self.en.get(word, word)

    def in_(self, lang: str, word: str) -> str:
        """``word`` in ``lang``; as it is written where there is no such word, or ``lang`` is empty."""
        if not lang:
            return word
        return self.zh.get(self.english(word), word) if lang == "zh" else self.english(word)

    def known(self) -> list[str]:
        """All words of both languages."""
        return [*self.all, *self.en]


FLAGS = {True: "是", False: "否"}

# ---- rules -----------------------------------------------------------------------------------------

RULE_FILE = {"stage": "阶段", "rules": "规则"}
#: The keys of a rule with their Chinese names (§1.1).
RULE_KEYS = {
    "id": "编号",
    "title": "标题",
    "source": "依据",
    "stage": "阶段",
    "when": "当",
    "then": "则",
    "binding": "约束",
    "rank": "位阶",
    "replaces": "取代",
    "tightens": "加严",
    "effective_from": "施行",
    "effective_to": "终止",
}
STAGE_NAMES = {stage.name: stage.label for stage in STAGES}
BINDINGS = {"mandate": "强制", "bound": "上下限", "default": "默认"}
RANKS = {"special_law": "专门法"}
LOGIC = {"all": "全部", "any": "任一", "not": "非"}
TESTS = {
    "at_least": "至少",
    "more_than": "多于",
    "at_most": "至多",
    "less_than": "少于",
    "between": "介于",
    "under": "属于",
    "contains_any": "含任一",
    "contains_all": "全含",
    "exists": "存在",
}
PARAM = {"param": "参数"}
GROUP = {"group": "成员组"}
OUTCOMES = {item.name: item.label for stage in STAGES for item in stage.outcomes}
LEAD = {"role": "角色", "basis": "依据类型"}
DUTY = {"who": "谁", "act": "行为", "within": "限期", "every": "每隔", "evidence": "凭证"}
AWARD = {"ledger": "账本", "item": "项目", "points": "分值"}
#: The column that gives the basis of the leads of a table (``→lead_basis``).
LEAD_BASIS = {"lead_basis": "依据类型"}

# ---- orders and successions --------------------------------------------------------------------------

ORDER_FILE = {"orders": "次序", "successions": "顺位"}
ORDER_NAMES = {"grid": "网格", "lead": "主办", "exit": "出口", "whistle_queue": "哨序", "agenda": "议程"}
ORDER = {"steps": "步骤", "insert": "插入", "tie": "平局"}
STEP = {
    "id": "编号",
    "label": "叫法",
    "en": "英文",
    "after": "接在",
    "binding": "约束",
    "source": "依据",
    "for": "对应",
    "prefer": "优先",
    "highest": "最高",
    "lowest": "最低",
    "earliest": "最早",
    "most_specific": "最具体",
    "value": "值",
}
TIES = {"border": "交界", "contested": "有争议", "listed": "依次"}
SUCCESSION_NAMES = {
    "first_receiver": "首接单位",
    "adjudicator": "裁定人",
    "blower": "吹哨单位",
    "party_lead": "党组织牵头",
    "officer": "经办",
    "successor": "承继单位",
}
SUCCESSION = {"roles": "角色", "if_none": "都没有时"}
IF_NONE = {"holder": "代管", "warn": "警示"}

# ---- words, roles, periods ---------------------------------------------------------------------------

VOCABULARY = {
    "fields": "字段",
    "acts": "行为",
    "kinds": "单位类型",
    "tags": "标签",
    "labels": "叫法",
    "levels": "层级",
    "subject_cues": "被反映线索",
    "called": "俗称",
    "private_kinds": "非公职单位类型",
    "outside_words": "外部单位用字",
    "not_outside": "不是单位的开头",
    "receipt_words": "回执用词",
    "calling_ways": "回访方式",
}
FIELD = {
    "type": "类型",
    "label": "叫法",
    "en": "英文",
    "values": "取值",
    "ordered": "有序",
    "first": "起始阶段",
    "only": "仅限阶段",
    "grows": "可增取值",
    "add": "增加取值",
}
FIELD_TYPES = {
    "boolean": "是否",
    "integer": "整数",
    "date": "日期",
    "word": "词",
    "path": "路径",
    "words": "词集",
}
ACT = {"label": "叫法", "en": "英文", "by": "承担者", "on_site": "到场", "later": "派单后起算"}
ROLE_FILE = {"roles": "角色"}
ROLE = {
    "form": "形式",
    "level": "层级",
    "function": "职能",
    "kind": "单位类型",
    "service": "服务",
    "post": "岗位",
    "is": "即",
    "en": "英文",
    "many": "多个",
    "at": "所在层级",
}
FORMS = {
    "place": "地点",
    "function": "职能",
    "kind": "单位类型",
    "service": "服务",
    "post": "岗位",
    "case": "案件",
    "relation": "关系",
}
#: What a role of form ``case`` or ``relation`` is.
CASE_ROLES = {
    "lead": "主办",
    "supports": "协办",
    "candidates": "候选单位",
    "first_receiver": "首接单位",
    "blower": "吹哨单位",
    "required": "必到",
    "holder": "代管",
    "resolver": "指定人",
    "original": "原责任单位",
    "subject": "被反映单位",
    "adjudicator": "裁定人",
    "common_superior": "共同上一级",
    "home_department": "派出部门",
    "command": "指挥单位",
    "guide": "指导部门",
}
#: Places that a role may mean besides the levels.
ROLE_PLACES = {"village_or_township": "村社或镇街", "area": "最小可定区域"}
GROUP_FILE = {"groups": "成员组"}
GROUP_KEYS = {"members": "成员", "size": "人数", "required": "必填", "en": "英文", "source": "依据"}
FUNCTION_FILE = {"functions": "职能"}
FUNCTION = {"en": "英文", "enforces": "可处罚", "source": "依据"}
SIGNAL_FILE = {"signals": "信号", "conduct": "作风信号", "word_groups": "词组"}
PERIOD_FILE = {"periods": "时段", "modes": "模式"}
PERIOD = {"from": "自", "to": "至", "every": "每隔", "on": "各年", "source": "依据", "label": "叫法"}
CYCLES = {"year": "年", "day": "日"}
MODE = {"switched_by": "启动者", "label": "叫法", "source": "依据"}

# ---- ladders and groupings -----------------------------------------------------------------------------

LADDER_FILE = {"ladders": "会议阶梯"}
LADDER = {
    "rungs": "梯级",
    "stay": "停留",
    "on_holiday": "逢节假日",
    "terminal": "终点",
    "label": "叫法",
    "source": "依据",
}
RUNG = {
    "level": "层级",
    "body": "会议主体",
    "convener": "召集人",
    "members": "成员",
    "cadence": "会期",
    "on": "会期日",
    "fixed_agenda": "固定议题",
    "carry_over": "未决自动结转",
    "before_dispatch": "派单以前",
    "form": "形式",
}
RUNG_FORMS = {"meeting": "会议", "consultation": "协商"}
ON_HOLIDAY = {"keep": "照常", "shift": "顺延", "skip": "取消"}
STAY = {"until_next_sitting": "到下次会议", "not_before": "不早于"}
TERMINAL = {"body": "会议主体", "then": "则", "publish": "公布"}
TERMINAL_THEN = {"listed": "列入清单"}
TERMINAL_PUBLISH = {"review_date": "复核日期"}
GROUPING_FILE = {"groupings": "归并"}
GROUPING = {
    "of": "对象",
    "same": "相同",
    "within": "限期",
    "yields": "得出",
    "effect": "效果",
    "for": "对应",
    "source": "依据",
    "label": "叫法",
}
GROUPED = {"issues": "诉求", "whistles": "哨", "events": "事件"}
#: What grouped things have besides the fields that rules read.
GROUPED_BY = {"compound": "小区", "obligor": "义务人", "zone": "片区", "actor": "行为人"}
YIELDS = {"count": "计数"}
EFFECTS = {"one_visit": "一次到场", "propose_merge": "建议并单"}

# ---- manifests and registers -------------------------------------------------------------------------

MANIFEST = {
    "level": "层级",
    "adcode": "区划代码",
    "name": "名称",
    "pinyin": "拼音",
    "aliases": "别称",
    "parents": "上层",
    "neighbours": "邻县",
    "parameters": "参数",
    "calendars": "日历",
}
LAYER_LEVELS = {
    "national": "国家",
    "province": "省",
    "city": "市",
    "county": "县",
    "street": "街道",
    "pilot": "试点",
}
CALENDARS = {"intake": "受理", "work": "办理", "workday_ends": "工作日止于", "business_hours": "办公时间"}
CALENDAR_WORDS = {"always": "不间断", "county": "按县日历"}
PARAMETER = {
    "value": "值",
    "unit": "单位",
    "tighter": "加严方向",
    "binding": "约束",
    "source": "依据",
    "required": "必填",
    "label": "叫法",
}
PARAMETER_UNITS = {"percent": "百分比", "times": "次"}
TIGHTER = {
    "lower": "更低",
    "higher": "更高",
    "shorter": "更短",
    "subset": "子集",
    "superset": "超集",
    "none": "无",
}
BODY_FILE = {"organizations": "单位", "per_township": "每个镇街", "per_community": "每个村社"}
BODY = {
    "id": "编号",
    "name": "名称",
    "kind": "单位类型",
    "level": "层级",
    "aliases": "别称",
    "place": "地点",
    "parent": "上级",
    "functions": "职能",
    "services": "服务",
    "powers": "职权",
    "valid_from": "设立",
    "valid_to": "撤销",
    "successors": "承继单位",
    "source": "依据",
}

_TABLES = (
    RULE_FILE,
    RULE_KEYS,
    STAGE_NAMES,
    BINDINGS,
    RANKS,
    LOGIC,
    TESTS,
    PARAM,
    GROUP,
    OUTCOMES,
    LEAD,
    DUTY,
    AWARD,
    LEAD_BASIS,
    ORDER_FILE,
    ORDER_NAMES,
    ORDER,
    STEP,
    TIES,
    SUCCESSION_NAMES,
    SUCCESSION,
    IF_NONE,
    VOCABULARY,
    FIELD,
    FIELD_TYPES,
    ACT,
    ROLE_FILE,
    ROLE,
    FORMS,
    CASE_ROLES,
    ROLE_PLACES,
    GROUP_FILE,
    GROUP_KEYS,
    FUNCTION_FILE,
    FUNCTION,
    SIGNAL_FILE,
    PERIOD_FILE,
    PERIOD,
    CYCLES,
    MODE,
    LADDER_FILE,
    LADDER,
    RUNG,
    RUNG_FORMS,
    ON_HOLIDAY,
    STAY,
    TERMINAL,
    TERMINAL_THEN,
    TERMINAL_PUBLISH,
    GROUPING_FILE,
    GROUPING,
    GROUPED,
    GROUPED_BY,
    YIELDS,
    EFFECTS,
    MANIFEST,
    LAYER_LEVELS,
    CALENDARS,
    CALENDAR_WORDS,
    PARAMETER,
    PARAMETER_UNITS,
    TIGHTER,
    BODY_FILE,
    BODY,
)
_SAID = {word: {table[word] for table in _TABLES if word in table} for word in chain(*_TABLES)}


def nearest(word: str, known: Iterable[str]) -> Bilingual:
    """A remedy that names the closest of ``known`` and of what the language calls them in Chinese."""
    words = list(known)
    return _nearest(word, [*words, *(said for one in words for said in _SAID.get(one, ()))])
