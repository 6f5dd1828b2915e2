"""关系: what the words around a name make of it: the place itself, one beside it, one denied, or who somebody is.

Each table below is one relation. Its words stand right before a name or right behind it, or say of the whole text
where somebody lives now. They never make a place certain; they only keep one from being so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridroute.territory.away import Away
from gridroute.territory.doubt import Doubt
from gridroute.territory.origin import Setting, is_origin
from gridroute.territory.terms import COMPASS, GATE, HAN, NUMBER, OURS, SETTLED, SIDE

#: Right behind a name: something beside it.
_BESIDE_AFTER = (
    rf"{GATE}的?[正斜]?(?:对面|对过|对门)(?!的?邻居|人家|那家|住户)",
    r"的?隔壁(?!邻|家|老|户|人|住|那?户|那家|的?邻)",
    rf"的?{COMPASS}邻",
    rf"以{COMPASS}",
    rf"{GATE}(?:再|一直|继续|直接|那里|那边|出来|出村|出门)?[往向]{COMPASS}(?!方[{HAN}]{{0,4}}公司)",
    rf"[往向去朝][{HAN}]{{1,6}}?方向",
    rf"[往朝]前|朝{COMPASS}(?:走|去|方向|{NUMBER}[里公])",
    rf"的?(?:{COMPASS}|[左右前后])?方?方向",
    rf"[的村]?(?:(?:{COMPASS}|[前后外旁])[边面侧方头]?|过去)(?:大?约|大概|差不多|不到|将近|近|有|走)?"
    rf"(?:{NUMBER}[多来余几]?(?:里(?!面|边|头)|公里|华里|千米|km)|(?:[3-9]\d\d|\d{{4,}}|[三四五六七八九几数]百|[一二两三四五六七八九几]千)[多来余几]?米)",
    rf"的?{SIDE}(?:的|那个|那|一个|有个|有|某个?|这个|几个|各个?|、)?{SETTLED}",
    rf"的?{SIDE}的(?= |$)",
    r"的?(?:紧?挨着|紧邻|紧靠|靠着|相邻|毗邻)",
    r"[的村]?(?:新村|新区|新城|安置[区楼房小]|回迁|飞地)",
    rf"再?过去(?:{NUMBER}个|一点|点|不远|就是|往|的那|的村)",
    rf"[^ ]{{0,6}}? ?[^ ]{{0,4}}?(?:走|进去|往里|开车?)[^ ]{{0,3}}?{NUMBER}[多来余几]?"
    r"(?:里(?!面|边|头)|公里|分钟|千米|百米)",
    r"站?下(?:车|高速|道)",
    rf"是{OURS}[村庄]?的?(?:邻|隔壁|旁边|对面)",
    rf"隔(?:[着了条]|{NUMBER})|不远|的?[邻临]近?的?村",
    r"[^ ]{0,5}?[河路沟渠桥]的?(?:对岸|对面|对过|那边)",
    r"(?:河|渠)?[上下]游",
)
#: Right before a name: what lies beside it, or is measured from it.
_BESIDE_BEFORE = (
    "挨着|紧挨着?|紧邻|毗邻|毗连|邻近|临近|靠近|靠着|紧靠|相邻|比邻|隔着?|对着|离|距离?|距|(?<![路通经])过了"
    "|(?<!提)出了|刚出|刚过|快到|快要到|[没未]到|走过|绕过|背靠|面对|面向|[东西南北]临|[东西南北]邻|[东西南北]靠|邻|挨"
)
_ENDS = (
    rf"(?!村[委里头口东西南北小]|我|俺|家|学校|小学|地|田|坡|坟|果|老|[处底期了现今目晚夜早下上中后前昨这那年月此])"
    rf"[{HAN}\d]{{1,9}}?"
    r"(?:县城|路段|公路|的?路(?!灯|面|边)|路上|半路|道路|大道|路口|之间|沿线|班车|公交|客车|途中|的车|方向|水渠|管线|河段)"
)
#: A way that only begins, ends or passes there.
_WAY_AFTER = (
    rf"(?:到|至|去|通往|通向|去往|连接|接){_ENDS}",
    rf"[{HAN}]{{0,2}}[到至](?![现今目处底了])[{HAN}]{{2,6}}?段(?!时间)",
    r"坐[^ ]{0,3}车(?:到|去|回)|的?(?:班车|公交车|客车)(?!站)",
    rf" (?:县城|城里|镇上|[{HAN}]{{1,4}}[县市镇村庄])的?(?:公交|班车|客车)(?!站)",
    r"(?:、|和|与|到|至|跟)[^ ]{1,10}?(?:之间|中间)",
)
_WAY_FROM = (
    r"(?:这边|那边|村口|路口)?再?(?:到(?!底|处|现)|至|去|往|回|赶|出发|开往|通往|坐车|走|进城|上高速|开[到去]"
    r"|发[往车]|骑|步行|搬|过来|来的|嫁)"
)
_WAY_TO = rf"的?[{HAN}]{{0,3}}?(?:路上|路段|公路|道路|的路|大路|小路|土路|水泥路|柏油路|班车|公交|客车|途中|必经之)"
_JOINT = (
    "(?:、|和(?![谐平睦美顺泰悦润信兴安祥])|与|及(?!时)|跟|同(?![意时样志学事])|以及|还有|包括|连同|或者?|或是|还是)"
)
#: Right behind a name: more places, of which the register may know none.
_SEVERAL_AFTER = (
    rf" ?(?:{_JOINT}|到|至)?[ 第]*[一二三四五六七八九十\d]{{1,3}}(?: ?、?[一二三四五六七八九十\d]{{1,3}})*"
    r"(?:村|社区)(?![民口头里内干医组妇霸支])",
    rf" ?{_JOINT} ?(?:{SIDE}的?)?{SETTLED}",
    rf"等(?:(?:{NUMBER}|多|各)个?|周边|附近|其他)?(?:自然村|村(?!民|委)|社区|小区|地(?!下|面)|处(?!理|置)|镇|乡)",
    r"一带|沿线|两岸|为界",
    rf"的?(?:附近|周围|周边)(?:的?(?:几|多|各|好几|一些|所有|其他|别的|{NUMBER})个?|的|地区|区域)?"
    r"(?:村|庄|社区|小区|地区|区域)(?!民|稼)",
)
_SEVERAL_BEFORE = (
    r"例如|比如|譬如|诸如|包括|其中|特别是?|尤其是?|连同|不[光止仅只单]是?|连"
    rf"|[{HAN}](?:村|庄|社区|小区|屯|镇|乡|街道|县|市|区)(?:、|和|与|及|跟|以及|还有|或者?|还是)"
)
#: Right before or behind a name: it is not there.
_STAY = "(?:在|住在?|居住在|是|属于?|归|位于|处于|发生在|待在|租住在)"
_DENIED_BEFORE = (
    rf"(?:不|没有?|并非|绝非|非|未|从未|不再){_STAY}|不是|并非|(?<![拆清解排消扫铲])除[了去开]?|搬离|迁出|搬出|离开|搬走|嫁出"
    rf"|(?:以前|原来|原先|之前|曾经?|从前|早先|小时候|早年|当年|过去)(?:是|{OURS}|就|一直|也|都|家)*(?:{_STAY}|叫|称)"
    r"|人家|(?<![评对])比|比起|不如|参照|参考|学习|类似|如同|相比|听说人家|别像|也像|像"
    r"|(?:别|不要|不用|不能|莫|甭)再?(?:派|转|交|发|分|送)[到给往]|错[派转]?[到给]|误[写派]?[成为到给]|错?写成了?"
    r"|(?:撤销|取消|作废)了?"
)
_DENIED_AFTER = (
    r"(?:村里|那边|那|这边)?(?:并|其实|倒|却|都|也|从来|一直|根本)*(?:没有|没|未)(?:再|有)?"
    r"(?:发生|出现|受影响|停(?=[水电气暖工供止过了下]| |$)|断(?=[水电气供网])|坏|漏|堵|塌|这[个种些样]|什么问题|问题"
    r"|事(?!故)|毛病|影响)",
    r"[并可也却都]?不(?:是(?![停没断一第这漏缺坏天两])|属于?|归|算(?!少)|包括|在(?!少数)|受)",
    r"的?(?:这个|那个)?(?:地址|地方|工单)?(?:[写派]错|不对|错了|错误|不准确|有误|作废)",
    r"以外|之外|除外|的?不是(?= |$)",
    r"[^ ]{0,4}?(?:搬迁|搬|迁|并入|合并|划)[到至去给]",
    r"(?:那边|那里|那)?(?:已经|都|早就|也|全)+(?:有|通|装|修|安|换|来|恢复|建|铺|供|发|领|拆|亮|好)[^ ]{0,8} ?[^ ]{0,4}"
    rf"{OURS}(?:村|这|小区|社区|庄|那|组)",
    rf"(?:已经|都|早就|全)+有[^ ]{{0,6}} {OURS}(?:这里|这)?(?:怎么|咋|却|就|为[啥什]|没)",
    r"一样",
    rf"(?:的?路?灯|水|电|暖气|网|气)?(?:都|全|也|就|倒|是)*(?:亮|有[水电气网]|正常|好|通|没事|来[水电])(?:的|着|了)* "
    rf"(?:但是?|可是?|就|而)?(?:其[他它]|别的|别处|剩下|{OURS}(?!们?(?:家|户|楼|单元|[组队排]|自己|[要想希请])))",
    rf"[^ ]{{0,4}}?[装修通安换建铺发](?:上|好|完)?了[^ ]{{0,6}} (?:但是?|可是?|就|而)?"
    rf"{OURS}(?:村|庄|小区|社区|这[里边儿个]?|那)+[^ ]{{0,3}}?(?:没|咋|怎么|为[啥什]|却|啥时|什么时)",
)
_UNSURE_BEFORE = (
    r"(?:好像|怀疑|听说|大约|大致|差不多"
    r"|可能|大概|估计|应该|也许|似乎|疑似|或许|说不定|仿佛|记不清|搞不清|不知道?)(?:就|是|在|叫)+"
)
_UNSURE_AFTER = (r"(?:附近|那边|那里|那|这边)?的?[吧吗](?= |$)|左右(?= |$)", r"(?:还是|或者?)(?:哪|什么|其他|别)")

#: What bears a name as people and shops do.
_BEARER = (
    "我|俺|他|她|狗|猫|人|娃|孩子?|儿子|女儿|闺女|店|馆|厅|公司|车|船|牛|羊"
    "|鸡|马|驴|酒|歌|戏|号|群|味|猪|牌子?|产品|饭庄|酒楼|网吧"
)
_PART_BEFORE = (
    rf"(?:{_BEARER})(?:名字?)?(?:就|也)?是?(?:叫|喊|称|唤)[做作为他它]? ?"
    r"|(?:买了?|买的|网购的?|订的|寄的)(?:一[箱袋盒斤个])?"
    r"|(?:取名|起名|(?<![村庄地])名叫|(?<![村庄地])名为|外号|绰号|网名|昵称|店名|品牌|商标|牌子|账号|群名?|微信名?|抖音号?|小名|大名"
    r"|笔名|歌名|书名|电视剧|电影|歌曲|游戏|公众号|网站|招牌|字号)[就也又是叫为作做了]* ?"
)
_SHOP = (
    rf"[{HAN}]{{0,2}}?(?:(?<![商小])店|饭庄|酒楼|酒店|饭店|宾馆|旅馆|网吧|药房|门诊|营业[厅部]|专卖|连锁|羊汤|豆腐|煎饼|烧鸡|熟食"
    r"|烧烤|火锅|银行|支行|分行|分院|院区|校区|分店|分校|分公司|牌(?![子坊位照匾]))|(?:有限|股份|集团)*公司|集团"
)
_PART_AFTER = (r"[A-Za-z]{3,}", "大道|路路|高速|收费站|支线")
#: Names that are a side of any village: 西头, 东庄; before 民 they are no name.
_SIDE_NAME = re.compile(
    r"[东西南北前后上下里外中]{1,2}[头边面侧部街院门沟坡洼地河山岭湖园庄](?:村|社区)?(?:村?民?委员?会?|居民?委员?会?)?"
)
#: The mouth of our village on that side, or its committee: 西头村口 is 西头 and 村口 as well as 西头村 and 口.
_SIDE_MOUTH = re.compile("[口头边]")
#: A settlement without its name, the sides of which are spoken of: 村西头, 小区的东门, 俺庄前街.
_UNNAMED = re.compile(
    r"(?:(?:^|[^\u4e00-\u9fff]|[我俺咱们本该全这那在到从])[村庄屯寨]|小区|村子|庄子|[村庄][里内上])的?$"
)
_SIDED = tuple("东西南北前后上下里外")
_OUR_VILLAGE = re.compile(rf"(?:{OURS}|该|全|这个?|那个?)(?:村|庄|社区|小区|镇|家|院|厂|学校|路)的?$")


def _named(**tables: str) -> str:
    return "|".join(f"(?P<{name}>{table})" for name, table in tables.items())


_BEFORE = re.compile(
    "(?:"
    + _named(
        DENIED=_DENIED_BEFORE,
        UNSURE=_UNSURE_BEFORE,
        BESIDE=_BESIDE_BEFORE,
        SEVERAL=_SEVERAL_BEFORE,
        PART=_PART_BEFORE,
    )
    + ")$"
)
#: The characters in which those words end: without one of them there is nothing to look for.
_LAST = frozenset(
    "在住是属于归非除了去开离出走给往销消废家比起如照考习似同像就叫着挨邻连近靠隔距过到临对向括中别其光止仅只单、和与及跟有或者"
    "喊称唤做作为他它买的箱袋盒斤个名号标子群信音剧影曲戏站牌也又"
)
_AFTER = re.compile(
    _named(
        BESIDE="|".join(_BESIDE_AFTER),
        SEVERAL="|".join(_SEVERAL_AFTER),
        DENIED="|".join(_DENIED_AFTER),
        WAY="|".join(_WAY_AFTER),
        UNSURE="|".join(_UNSURE_AFTER),
        PART="|".join(_PART_AFTER),
    )
)
_TO = re.compile(r"(?:通往|通向|去往|开往|前往|驶往|往|去|到|至|回|朝)$")
_FROM_AFTER, _TO_AFTER, _SHOP_AFTER = re.compile(_WAY_FROM), re.compile(_WAY_TO), re.compile(f"的?(?:{_SHOP})")
#: Our village lies on that side of it: 俺村在大鲍村东边.
_LIES = re.compile(r"(?:村|庄|小区|社区|屯|这里|这儿|这|地方)(?:就|是)?(?:在|位于)$")
#: Our own village is held against it: 大鲍村修了路, 俺村也要修.
_OURS_TOO = re.compile(
    rf" [^ ]{{0,10}}?(?:也(?:该|要)?给{OURS}(?:村|庄|小区|社区|这)|{OURS}(?:村|庄|小区|社区|这边|这里|这儿)也)"
)
#: What comes from a village and is somewhere else: 大鲍村村民在锦绣小区.
_TOWNSMAN = re.compile(
    rf"[^ ]{{0,8}}?在(?:[{HAN}]{{1,6}}?(?:小区|花园|公寓|家园|新城|社区)"
    rf"|(?![村东西南北河山路家前后])[{HAN}]{{2,5}}?(?:那边|这边)(?: |$))"
    rf"|的?(?:人|村民)[^ ]{{0,3}}?在(?!村)[{HAN}]{{1,5}}?(?:村(?![里口头内民委部后前])|庄(?![稼里])|镇|城)"
)
_ON_SIDE = re.compile(rf"的?{SIDE}(?:住|(?= |$))")
#: In an address a blank may stand where one speaks on: 锦绣花园 对面.
_APART_AFTER = re.compile(rf" (?:{GATE}[正斜]?(?:对面|对过)|隔壁|{COMPASS}邻|以{COMPASS})(?= |$)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A name in a text: its township begins at ``lead``, its doors end at ``end``.

    ``anchored`` says that its own township or county stands before it, ``adrift`` that only a larger place does.
    """

    text: str
    form: str
    lead: int
    end: int
    anchored: bool
    adrift: bool
    site: bool

    def doubt(self, away: Away, setting: Setting) -> Doubt | None:
        """What keeps the name from being the place that is meant, in a text that says ``setting``."""
        text, end = self.text, self.end
        before = text[max(0, self.lead - 14) : self.lead].rstrip()
        if self.adrift:
            return Doubt.AWAY
        found = (_BEFORE.search(before) if before[-1:] in _LAST else None) or _AFTER.match(text, end)
        if found is not None and found.lastgroup is not None:
            return Doubt[found.lastgroup]
        if _APART_AFTER.match(text, end):
            return Doubt.BESIDE
        if not before and end == len(text) and not setting.another:
            return None
        if _LIES.search(before) and _ON_SIDE.match(text, end):
            return Doubt.BESIDE
        if before.endswith("从") and _FROM_AFTER.match(text, end):
            return Doubt.WAY
        if _TO.search(before) and _TO_AFTER.match(text, end):
            return Doubt.WAY
        clause = text.find(" ", end, end + 20)
        if clause >= 0 and _OURS_TOO.match(text, clause):
            return Doubt.DENIED
        if away.before(before) or away.behind(text, end) or away.in_clause(text, end):
            return Doubt.AWAY
        if not self._urban and not self.site and self._is_out():
            return Doubt.AWAY
        if not self.site and not self.anchored and self._is_part(text[max(0, self.lead - 14) : self.lead]):
            return Doubt.PART
        if is_origin(text, before, end, self.anchored, self._urban, setting):
            return Doubt.WHO
        return Doubt.DENIED if setting.another else None

    @property
    def _urban(self) -> bool:
        return self.form.endswith(("社区", "居委会", "居民委员会"))

    def _is_out(self) -> bool:
        """Whether somebody or something of the village is in another settlement."""
        match = _TOWNSMAN.match(self.text, self.end)
        return match is not None and self.form[:2] not in match[0]

    def _is_part(self, before: str) -> bool:
        """Whether a shop bears the name, or only a side of some village is called so."""
        if self.form.startswith(_SIDED) and _UNNAMED.search(before):
            return True
        if _SIDE_NAME.fullmatch(self.form):
            apart = before.rstrip()
            if self.text.startswith("民", self.end) or _OUR_VILLAGE.search(apart) or _UNNAMED.search(apart):
                return True
            if self.form.endswith("村") and _SIDE_MOUTH.match(self.text, self.end):
                return True
        return _SHOP_AFTER.match(self.text, self.end) is not None
