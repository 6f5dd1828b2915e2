"""被反映单位: which bodies and posts an issue complains about (I28, I29).

They are named with the issue, or follow 投诉 and the like in its text, or the text says of them what the policy
calls misconduct (城管打人, 派出所不出警). What is only asked of a body (希望派出所处理) or said of somebody else
(派出所门口有人打人) makes no complaint about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from gridroute.dispatch.calling import Calling
from gridroute.dispatch.matter import Matter, Subjects
from gridroute.dispatch.roles import resolve
from gridroute.model import Organization
from gridroute.model.remark import remark
from gridroute.policy.rule import Reference
from gridroute.territory.gazetteer import plain

#: What may stand between a cue and the name of a body.
_FILLERS = "一下了过咱俺我们你们:,\u201c\u300c\u300a([ "
#: The same before a name in speech, which is less sure than one of the register.
_FEW_FILLERS = "一下咱俺我们你们:\u201c\u300c(["
#: A name that is a public office even where no register knows it.
_OFFICE = re.compile(
    r"(局|委|办|中心|所|大队|支队|科|股|站|政府|法院|检察院)(的?(局长|主任|所长|科长|书记|领导|人员|工作人员))?$"
)
#: How far before the words of misconduct a body is looked for, and how far it may stand from them.
_BACK, _NEAR = 34, 18
#: As many words of misconduct, and cues of a kind, are looked at: a text that says it so often has been heard.
_MOST = 60
_SENTENCE = re.compile(r"[。!?;\n\r…]")
#: A title that stands with the name of its body: 住建局的副局长.
_WITH_TITLE = re.compile(r"的?(那个|这个|某个?|一个|有个|几个|个别)?(姓?[\u4e00-\u9fff]{1,2})?")
#: What a place is to a body that only lends it its name.
_ELSEWHERE = re.compile(
    r"^(的|那|这|那边|那里|这边|老|新)?(家属[院楼区]|宿舍|小区|门口|门前|附近|周边|周围|对面|旁边?|后面|前面|隔壁|路口|大楼|大院|院内|楼下|食堂|"
    r"工地|卫生室|诊所|医院|药店|超市|商[店铺户]|饭[店馆]|烧烤|地摊|摊位|市场|幼儿园|学校|物业|公司|合作社|广场|公园|"
    r"路灯|垃圾|厕所|健身|环境|道路|居民|村民|群众|业主|住户|老[人年]|里?有[人个户家些]|[里上]面?的?(广场舞|路))"
)
#: Somebody else who may be the one that does it.
_OTHERS = re.compile(
    r"邻居|物业|开发商|老板|商[家贩户]|[小摊]贩|司机|业主|村民|居民|学生|同学|老师|家长|骗子|小偷|中介|包工头|施工|"
    r"饭[店馆]|商店|超市|市场|公司|工厂|驾校|培训班|[他她人]家|丈夫|老公|儿子|儿媳|婆婆|醉[汉鬼]|混混|流氓|对方|"
    r"有[人个户家]|别人|停车场|学校|工地|酒店|宾馆|网吧|歌厅|黑车|的人[在正又]"
)
#: Somebody with whom the body did it, or to whom.
_TOGETHER = re.compile(
    r"^(和|与|跟|同|伙同).{1,8}|(收|罚|扣|向|对|找|问|给|让)了?.{0,3}?(商[家贩户]|[小摊]贩|老板|业主|村民|居民|司机|学生|家长|住户|店家)|"
    r"(换|选|引进|解聘|赶走|撵走)了?.{0,3}?(物业|开发商|公司)"
)
#: What a body does to others for the resident, or is asked to do.
_ACTS = re.compile(
    r"来|去|管|查|抓|处理|解决|制止|清理|整治|整顿|取缔|调解|调查|教育|批评|拘留|处罚|约谈|协调|受理|立案|劝|打击|惩|"
    r"治理|维权|严肃|查处|监督|帮|把.{0,6}(带|赶|拉)|出面|重视|关注|通报|曝光|说[是,]?|告诉|告知|宣传|提醒|防[止范]|避免|杜绝|公布"
)
#: Where such a word speaks of no act for the resident: what is not done, the scene, an office's name.
_NO_ACT = re.compile(
    r"(不|没有?|拒绝|不肯|不给|不愿意?|从不|懒得|只会?|光会?|不好好|没人|还不|不能|不敢)(来|去|管|查|抓|处理|解决|制止|"
    r"受理|立案|调解|调查|登记|办|出面|帮|告知|说)|.{0,8}?(的?时候|[时期]间|过程[中里]?|途中|当中|时)|执法检查|检查|督查|"
    r"去年|前[去来]|来[了过](就|之后|以后|后)|管理[局处所区]?|管片|分管|主管|[三几多两]次来|说话|说是?要|知法|出去|进去|从来|"
    r"本来|原来|后来|历来|向来|近来|来回|过去|回[来去]|[来去到].{1,5}?(检查|执法|核查|验收|办案|办事|收费|抄表)"
)
#: A wish, right before the body it is said to.
_WISH = re.compile(
    r"(希望|请(?!问)|盼望?|恳请|恳求|求|建议|要求|麻烦|能不能|能否|可不可以|可以|望|呼吁|期待|需要|应该|劳烦|烦请|"
    r"拜托)(让|叫|咱们?|俺们?|我们|你们|贵|当地|上级|县里?的?|有关|相关|尽快|赶紧|赶快|快|派|联系)*$"
)
#: Somebody who only says that they are the body.
_PRETENDED = re.compile(r"(冒充|假冒|假扮|自称(是|为)?|谎称(是)?|伪装成?|打着|借着?|仿冒)(是|咱们?|县里?的?)?$")
#: Words that turn a wish into a complaint: 请派出所不要再推诿.
_STOP = re.compile(r"(别|不要|不再|停止|莫|少)(再|老是?|总是?)?")
#: What denies what follows.
_DENIED = re.compile(
    r"(不|没有|没|从不|从没有?|从来不|从未|不会|不是|并未|未|不曾|杜绝|防止|避免|严禁|禁止|不许|不准|举报|打击|反对|会不会|是否|有没有)$"
)
#: Where a comma stands between a body and what it did, only little words may follow it.
_AFTER_COMMA = re.compile(
    r"([那这]?个?(值班|窗口|接待|当班|管事|办事|屋里|坐班|前台|接电话|开票)的?(人员?|女的|男的|小伙|大姐|小姑娘)?.{0,8}?,?)?"
    r"(他们?|她|就|还|还是|都|也|却|又|结果|一直|老是?|总是?|天天|互相|光|竟然?|居然|根本|里面?的?人|工作人员|"
    r"窗口的?人?员?|办事的|那里?的?人?|说是?|说要|非?要|非得|得|一点|非常|特别|很|说话|服务|张口就|开口就|动不动就|上班时间|大白天|工作日)*"
)
#: A name that people also use for the land around: what is said of it must follow at once.
_LOOSE = re.compile(r".*([里上]|社区|街道)$")
_AT_ONCE = re.compile(
    r"(的|就|还|都|也|一直|老是?|总是?|经常|天天|又|竟然?|居然|故意|互相|长期|随[便意]|到处|每[年月]都?|私自|强行|乱|非|"
    r"以.{1,8}名义|借.{1,8}名义|[向对找跟把].{1,8}|在.{1,8}上)*"
)
#: Misconduct that describes somebody else, who follows: 乱收费的停车场. What follows here is none.
_DESCRIBES = re.compile(
    r"^的(?!$|事|问题|情况|行为|现象|做法|作风|视频|录像|态度|时候|原因|证据|钱|[耕林荒土滩草]地|宅基地|机动地|自留地|"
    r"地(?![摊铁下产方])|山[林地头]|树|房(?![产地东])|财产|资产|补[偿助贴]|粮|名额|收入|账|[鱼水]塘|一|很|太|厉害|不|没|是|"
    r"啊|呢|吧|吗|,|。|!|\?|;| )"
)
#: What may stand between misconduct and the body it describes: 打人的那个城管.
_THE = re.compile(r"^的(那个|这个|那些|这些|某些|个别|咱们?|俺们?|我们|你们|他们|当地|本地|县里?的?|镇上?的?)?")
_AND = re.compile(
    r"(的|[和与跟同及、,]|还有|以及|或者?|((的?(人|领导|干部)|主任|书记|长)?(让|叫|派|指使|指挥|安排|唆使|带着?|领着?|伙同)))$"
)


@dataclass
class _Found:
    bodies: list[Organization] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    posts: set[str] = field(default_factory=set)
    anyone: bool = False
    public: bool = False
    may_lead: bool = False


def subjects(matter: Matter) -> Subjects:
    """Whom the issue complains about; what is unknown of them is added to the matter's warnings."""
    register, issue = matter.county.bodies, matter.issue
    named: list[Organization] = []
    unknown_office = False
    for name in issue.subject_organizations:
        bodies = register.named(name) or _begins(name, matter)
        if not bodies and not matter.county.territory.post_named(name):
            found = _Found()
            _mean(_spoken(name, matter), matter, found)
            bodies = found.bodies
        if not bodies and not matter.county.territory.post_named(name):
            matter.warnings.append(remark("unknown_subject", name))
            unknown_office = unknown_office or _OFFICE.search(name) is not None
        named.extend(bodies)
    told = list(issue.subject_organizations)
    cued = _Found()
    for cue in matter.county.policy.vocabulary.subject_cues:
        for rest in issue.text.split(cue, _MOST)[1:]:
            told.append(plain(rest[:60]).strip())
            bodies = [body for body in _begins(rest[:60], matter) if "本级政府" not in body.functions]
            named.extend(bodies)
            if not bodies:
                _mean(_spoken(rest[:60], matter), matter, cued)
    conduct, signals = _by_conduct(matter)
    return Subjects(
        _with_heirs([*named, *cued.bodies], matter),
        _with_heirs(conduct.bodies, matter),
        tuple(told),
        tuple(conduct.said),
        frozenset(cued.posts | conduct.posts),
        signals,
        bool(issue.subject_organizations or named or cued.anyone or conduct.anyone),
        unknown_office or cued.may_lead or conduct.may_lead,
    )


def _with_heirs(bodies: Iterable[Organization], matter: Matter) -> tuple[Organization, ...]:
    """``bodies``, and whoever continues one that is abolished."""
    found: dict[str, Organization] = {}
    for body in bodies:
        found[body.id] = body
        found |= {one.id: one for one in matter.county.bodies.in_office(body, matter.at.date())}
    return tuple(found.values())


# ---- after 投诉 and the like ----------------------------------------------------------------------------


def _begins(text: str, matter: Matter) -> list[Organization]:
    """The body whose name ``text`` begins with, whatever little words and names of the county stand before it.

    The government is never a subject by its words alone: 投诉县政府有关部门 means some department of it.
    """
    county = matter.county.territory.county.name
    rest = plain(text).lstrip(_FILLERS)
    register = matter.county.bodies
    for shown in (rest, rest.removeprefix(county), rest.removeprefix(county[:-1]), rest.lstrip(_FILLERS + "县里的")):
        found = register.beginning(shown.lstrip(_FILLERS))
        if found:
            return found
    return []


def _spoken(text: str, matter: Matter) -> list[Calling]:
    """The name in speech that ``text`` begins with, with a title after it: 城管, 民政局的局长."""
    text = unicodedata.normalize("NFKC", text)
    start = len(text) - len(text.lstrip(_FEW_FILLERS))
    found = list(_joined(matter.county.callings.within(text, start, min(len(text), start + 24)), text))
    if not found or found[0].start > start or found[0].place or _LOOSE.fullmatch(text[start : found[0].end]):
        return []
    return [] if _ELSEWHERE.match(text[found[0].end :]) else found[:1]


# ---- by what is said of them ----------------------------------------------------------------------------


def _by_conduct(matter: Matter) -> tuple[_Found, frozenset[str]]:
    """Whom the text says the policy's misconduct of, and the signals that this raises."""
    found, signals = _Found(), set()
    text = unicodedata.normalize("NFKC", matter.issue.text)
    for signal, start, end in islice(matter.county.policy.conduct_in(text), _MOST):
        callings = _accused(text, start, end, matter)
        if not callings:
            continue
        public = _mean(callings, matter, found)
        found.said.append(text[max(0, callings[0].start - _BACK) : callings[-1].end].replace("的", ""))
        if public:
            signals.add(signal)
    return found, frozenset(signals)


def _accused(text: str, start: int, end: int, matter: Matter) -> list[Calling]:
    """The names in ``text`` of whom the words from ``start`` to ``end`` are said; none where of nobody of ours."""
    callings = matter.county.callings
    if text[end : end + 1] == "的":
        after = _THE.match(text[end:])
        begin = end + (after.end() if after else 1)
        found = list(_joined(callings.within(text, begin, min(len(text), begin + 16)), text))
        if found and found[0].start == begin and not found[0].place:
            return found[:1]
        if _DESCRIBES.match(text[end:]):
            return []
    low = max([0, start - _BACK, *(stop.end() for stop in _SENTENCE.finditer(text, 0, start))])
    named = [one for one in _joined(callings.within(text, low, start), text) if not one.place]
    if not named or not _said_of(text, low, named[-1], start, end):
        return []
    kept = [named.pop()]
    while named and _AND.fullmatch(text[named[-1].end : kept[0].start]):
        kept.insert(0, named.pop())
    return kept


def _said_of(text: str, low: int, name: Calling, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` are said of the body named before them."""
    between, before = text[name.end : start], text[low : name.start]
    if len(between) > _NEAR or _ELSEWHERE.match(between) or _OTHERS.search(_TOGETHER.sub("", between)):
        return False
    if _PRETENDED.search(before):
        return False
    wish = _WISH.search(before.rpartition(",")[2])
    stops = _STOP.search(between)
    if (wish and not stops) or (not stops and _DENIED.search(between)):
        return False
    if name.roles is not None and _LOOSE.fullmatch(text[name.start : name.end]):
        return _AT_ONCE.fullmatch(between) is not None
    _, comma, tail = between.partition(",")
    if comma and not _AFTER_COMMA.fullmatch(tail.strip()):
        return False
    return not _ACTS.search(_NO_ACT.sub("", between))


def _joined(callings: Iterable[Calling], text: str) -> Iterator[Calling]:
    """``callings``, a title or a name in speech made one with the body or the place right before it."""
    held: Calling | None = None
    for one in callings:
        if held is not None and one.roles is not None:
            gap = text[held.end : one.start]
            if held.place and gap in ("", "的"):
                held = one._replace(start=held.start, bodies=(held.place,), local=True)
                continue
            people = gap in ("", "的") or (_is_title(one) and _WITH_TITLE.fullmatch(gap) is not None)
            if not held.place and people and not _is_title(one) and _LOOSE.fullmatch(text[held.start : held.end]):
                held = one._replace(start=held.start)  # 镇上的执法队: not the township
                continue
            if not held.place and people:
                held = held._replace(end=one.end)
                continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _is_title(one: Calling) -> bool:
    """Whether a name in speech is of someone in whatever body leads: 局长."""
    return one.roles == (_LEAD,)


_LEAD = "主办单位"


def _mean(callings: Iterable[Calling], matter: Matter, found: _Found) -> bool:
    """Adds what ``callings`` mean to ``found``; whether one of them is a public office."""
    private = matter.county.policy.vocabulary.private_kinds
    public = False
    for one in callings:
        if one.roles is None:
            bodies = [matter.county.bodies.by_id[key] for key in one.bodies]
            bodies = [body for body in bodies if "本级政府" not in body.functions]
            if len(bodies) > 1:
                bodies = [body for body in bodies if _near(body, matter)] or bodies
        else:
            bodies = list(_filling(one, matter, found))
        found.bodies.extend(bodies)
        office = one.roles is not None and not bodies
        found.anyone = found.anyone or bool(bodies) or office
        public = public or office or any(body.kind not in private for body in bodies)
    return public


def _filling(one: Calling, matter: Matter, found: _Found) -> Iterator[Organization]:
    """The bodies that fill the roles of a name in speech, wherever the matter may be."""
    around = list(_around(one.bodies[0] if one.bodies else "", matter))
    seen = set()
    for name in one.roles or ():
        role = matter.county.policy.vocabulary.roles[name]
        if name == _LEAD:
            found.may_lead = True
        elif role.form == "post":
            found.posts.add(role.key)
        else:
            for place in around:
                for body in resolve(Reference(name), place):
                    if body.id not in seen:
                        seen.add(body.id)
                        yield body


def _around(place: str, matter: Matter) -> Iterator[Matter]:
    """The matter as if it were in ``place``, in the place it names, or in each that it may be in."""
    territory, where = matter.county.territory, matter.occurrence
    code = place or where.place or where.township or ""
    community = territory.community_of(code) if len(code) >= 12 else None
    if community is not None:
        yield replace(matter, community=community, township=territory.township_of(community.code))
        return
    towns = [town for town in territory.townships if town.code == code] or list(territory.townships)
    for town in towns:
        yield replace(matter, community=None, township=town)
        for one in territory.communities if len(towns) == 1 else ():
            if one.parent == town.code:
                yield replace(matter, community=one, township=town)


def _near(body: Organization, matter: Matter) -> bool:
    """Whether a body is of the place where the matter is."""
    where = matter.occurrence
    return bool(body.place) and body.place in (where.township, where.place and where.place[:12])
