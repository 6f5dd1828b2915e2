"""说明语: a thing said of a decision, as a stable code with what fills its blanks; both languages can be made of it."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from gridroute.errors import Bilingual

#: What each code says. A blank takes the word of ``about`` with its number; a name is the same in both languages.
REMARKS: dict[str, Bilingual] = {
    # what to mind in a decision
    "unknown_category": Bilingual(
        "没有类别“{0}”,按内容推断", "there is no category “{0}”; it is guessed from the words"
    ),
    "unknown_category_near": Bilingual(
        "没有类别“{0}”,按内容推断({1})", "there is no category “{0}”; it is guessed from the words ({2})"
    ),
    "category_doubtful": Bilingual(
        "来件的类别是“{0}”,原文更像“{1}”(把握{2}%): 按来件的类别办,请核对",
        "it came as “{0}”, but its words speak of “{1}” ({2} % sure); the given category stands: please check",
    ),
    "wrong_county_field": Bilingual(
        "本县字段“{0}”没有声明或类型不对,没有用",
        "the county field “{0}” is not declared or of another type; it was not used",
    ),
    "unknown_channel": Bilingual(
        "没有声明渠道“{0}”,按其他渠道办理", "there is no channel “{0}”; it is taken as another channel"
    ),
    "unknown_subject": Bilingual(
        "台账里没有被反映单位“{0}”", "the body complained about, “{0}”, is not in the register"
    ),
    "unknown_subject_withheld": Bilingual(
        "被反映单位不在台账里,名称不在这里显示",
        "the body complained about is not in the register; its name is not shown here",
    ),
    "subject_may_lead": Bilingual(
        "被反映单位未登记,可能就是主办,先由首接单位核实",
        "the body complained about is not registered and may be the lead; the first receiver checks first",
    ),
    "conduct_later": Bilingual(
        "原文还反映{0},先处置急情,反映的事另行登记",
        "the text also complains of {0}; the danger is met first, and the complaint is registered by itself",
    ),
    "long_text": Bilingual(
        "内容共{0}字,只读前{1}字,请人工看全文",
        "the text has {0} characters; only the first {1} are read, so a person should see the whole",
    ),
    "long_address": Bilingual("地址共{0}字,只读前{1}字", "the address has {0} characters; only the first {1} are read"),
    "place_open": Bilingual("地点未定: {0}", "the place is not settled: {1}"),
    "place_note": Bilingual("{0}", "{1}"),
    "unsettled": Bilingual("{0}: 规则说法不同,尚未定", "{1}: the rules differ, so it is not settled"),
    "not_used": Bilingual("{0},规则 {2} 没有用", "{1}; the rule {2} is not used"),
    "no_deadline": Bilingual("没有任何一条规则给出时限", "no rule gives a deadline"),
    "unregistered_role": Bilingual(
        "“{0}”未登记,由首接单位联系 (规则 {1})",
        "nobody is registered as {0}; the first receiver makes the contact (rule {1})",
    ),
    "other_first_receiver": Bilingual(
        "首接单位“{0}”未登记或须回避,按渠道另定",
        "the first receiver “{0}” is not registered or must stand aside; another is chosen by the channel",
    ),
    "last_resort": Bilingual(
        "能首接的单位都须回避,暂由{0}接件并报上一级",
        "every possible first receiver must stand aside; {0} takes the issue for now and reports upwards",
    ),
    "rule_warns": Bilingual("{0}", "a rule warns: “{0}”"),
    "provisional": Bilingual(
        "时限为暂定: 日历未公布,按周一至周五计,公布后更正",
        "a deadline is provisional: the calendar is not published, so Monday to Friday are counted; "
        "it is corrected once published",
    ),
    "contested": Bilingual(
        "主办有争议,首接单位先行,已提请裁定",
        "the lead is contested; the first receiver acts first, and somebody is asked to decide",
    ),
    "ownerless": Bilingual(
        "没有查到主办单位,首接单位先行,已提请认定",
        "no lead was found; the first receiver acts first, and somebody is asked to name one",
    ),
    "plugin_failed": Bilingual("插件 {0} 出错,按核心默认办理", "the plugin {0} failed; the core's default stands"),
    # why a rule or a candidate lost, or what became of it
    "raised_higher": Bilingual("另有规则把{0}定得更高", "another rule raises {1} higher"),
    "special_law_first": Bilingual("专门法优先", "a special law goes first"),
    "mandate_first": Bilingual("强制规定优先", "a mandate goes first"),
    "later_in_order": Bilingual("按出口次序在后", "another exit comes earlier in the order"),
    "more_specific": Bilingual("另有更具体的规则", "another rule is more specific"),
    "lower_layer": Bilingual("下层另有规定", "a lower layer rules otherwise"),
    "differ": Bilingual(
        "几条规则对{0}说法不同,按规定的平局办法", "rules differ on {1}; what the policy says of ties stands"
    ),
    "not_owed": Bilingual(
        "没有对应的义务单位,或另有更短的时限", "there is nobody to owe it, or another deadline is shorter"
    ),
    "names_nobody": Bilingual(
        "落空: 它所说的单位都没有登记", "it came to nothing: nobody is registered as what it names"
    ),
    "shorter": Bilingual("另有更短的时限", "another deadline is shorter"),
    "same_time": Bilingual("另有规则给出同样的时限", "another rule gives the same deadline"),
    "special_law_time": Bilingual(
        "专门法另有时限,从其规定", "a special law sets the time, and its time stands, longer or shorter"
    ),
    "from_dispatch": Bilingual("派单后起算", "its time starts at dispatch"),
    "unset": Bilingual("{0}", "{1}"),
    "leads": Bilingual("主办", "leads"),
    "tied": Bilingual("并列,未能定出唯一主办", "tied: no single lead could be settled"),
    "gives_way": Bilingual("按次序让先: {0}优先", "gives way in the order: {1} is preferred"),
    "excluded": Bilingual("负责任表: {0}", "excluded by the rule “{0}”"),
    "struck": Bilingual("{0}", "struck: “{0}”"),
    "support_only": Bilingual("{0}", "support only: “{0}”"),
}


class Remark(BaseModel):
    """A code of ``REMARKS`` and the words for its blanks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    about: tuple[str, ...] = ()

    def said(self, lang: str = "zh") -> str:
        """The remark as a sentence."""
        return REMARKS[self.code].in_(lang).format(*self.about)


@lru_cache(maxsize=4096)  # a decision makes the same few over and over
def remark(code: str, *about: str) -> Remark:
    """The remark of that code about these words."""
    return Remark(code=code, about=about)
