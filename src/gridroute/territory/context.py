"""上下文: what may stand around a name, so that it is the name of a place and not a part of another word.

A name counts only where it stands free: what comes before it must end a word, so that 王辛庄村 is never
read as 辛庄村. The words listed here are those after which, in the messages of residents, a place begins.
"""

from __future__ import annotations

import re

_HAN = "\u4e00-\u9fff"
#: Single characters that end a word wherever they stand, and begin or fill no name of a village worth the risk.
_SURE = "在到是住我们咱俺你您他她它这那的去从与及或往向给叫、跟至由让被把替就请找问报称说讲写"
#: Words that end before a name. A single character that is also part of names (里, 和, 于, 家) stands only in words.
_WORDS = """
位于 处于 关于 对于 由于 属于 在于 坐落于 居于 发生于 反映 反应 反馈 咨询 投诉 举报 询问 求助 求问 建议 希望
要求 请求 强烈要求 申请 诉求 解决 处理 整治 查处 治理 维修 修复 修缮 修建 核查 核实 调查 关注 协调 帮忙 帮助
督促 联系 前来 来自 你好 您好 领导好 大家好 领导 尊敬的 居住 家住 现住 暂住 常住 租住 户籍 户口 住址 地址 地点
位置 现居 还是 就是 都是 以及 或者 并且 而且 但是 因为 目前 现在 如今 最近 近期 近日 今天 昨天 前天 明天 今年
去年 前年 每天 每年 早上 上午 中午 下午 傍晚 晚上 夜里 夜间 凌晨 刚才 刚刚 一直 长期 经常 多次 整个 附近 旁边
对面 隔壁 前面 后面 南面 北面 东面 西面 东边 西边 南边 北边 左边 右边 这边 那边 里边 外边 周边 这里 那里 路过
经过 途经 通往 去往 前往 开往 靠近 紧邻 毗邻 邻近 挨着 紧挨 包括 例如 比如 其中 尤其 特别 村民 居民 市民 农民
群众 业主 老人 先生 女士 同志 学生 家长 职工 商户 来电人 反映人 诉求人 当事人 投诉人 本人 本村 我村 俺村 我镇
俺镇 本镇 我县 本县 全县 全镇 老家 娘家 婆家 自家 各位 单位 所在 所属 隶属 境内 境里 辖区 下辖 管辖 县城 城里
城区 镇上 乡下 农村 家里 村里 村内 院内 院里 可以 所以 现有 还有 只有 另有 没有 目前有 包含 涉及 影响 造成 导致
致使 应该 想问 请教 麻烦 感谢 谢谢 表扬 点赞 地点为
地址为 位置为 住址为 恁来 您来 你来 快来 人来 员来 来到 医院 学校 派出所 办事处 政府 书记 主任
"""
_WORD_LIST = sorted({word for word in _WORDS.split() if word}, key=lambda word: (-len(word), word))
#: 和, 同 and 家 only where what stands before them is no part of a name.
_FREE_BEFORE = re.compile(
    rf"(?:[{_SURE}]|{'|'.join(_WORD_LIST)}|[我俺咱们你他她]和|[我俺咱老们回住到在自]家|(?:^|[^{_HAN}])(?:[和同家为以经属里院来村居民处边近位址于]))$"
)

#: The end of a larger place: what follows it lies in *that* place, so it must be one of ours.
LARGER = ("镇", "乡", "街道", "办事处", "县", "市", "区", "旗", "省")
#: Larger places that are named by nobody's name: 我们镇, 本县, 小区; 城区 only where it begins a phrase.
_OURS = re.compile(
    r"(([俺们本我咱该全这]|附近)(镇|乡|街道|县|市)|[社小校厂园]区|(^|[^\u4e00-\u9fff]|县)(老城|新城|城|景|山|库|片|辖)区)$"
)
#: What may stand between a township and one of its villages: 泉林镇驻地泉林村, 泉林镇石漏管区辛庄村.
LINK = re.compile(
    rf"(?:[的 、]|政府|驻地|下辖|所辖|辖区|境内|内|辖|[{_HAN}]{{1,4}}(?:管区|片区|工作区|服务区|党总支))*"
)

#: Counties, cities and districts by name, and the words that only end like one.
_COUNTIES = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:自治县|自治州|市|县|旗)(?![里城医政委局公直民级场面])")
_NO_COUNTY = frozenset("俺们本我咱该全这各外邻城集超门夜早上菜股楼都黑花鱼红国锦彩")
_DISTRICTS = re.compile(r"[\u4e00-\u9fff]{1,4}区")
_NO_DISTRICT = frozenset("社小校厂园景山库片辖地灾林牧病街营战禁雷老新矿管作务")
#: A township by name: two characters or more before 镇 or 乡 that make no common word with it.
TOWNSHIP = re.compile(r"[\u4e00-\u9fff][^\W\d_俺们本我咱该全这各两乡城村集小古老家下返回故异水他同](?:镇|乡)")

#: What, after a full name, makes it no place at all: 龙城社区等网站.
ELSEWHERE = re.compile(r"(等)?(网站|论坛|平台|贴吧|公众号|网友|团购)")
#: What, right after a bare stem, makes it the name of something else.
_ELSE = re.compile(
    r"(路(?![灯面])|街|大道|镇|乡|水库|小学|中学|学校|医院|大桥|桥|公园|广场|山|河|集团|公司|商场|超市|高速|站|酒店|饭店|宾馆|小区|花园|新村)"
)
#: What may follow a bare stem; anything else may be more of a longer name.
_AFTER = re.compile(
    r"(附近|路口|村口|村头|村东|村西|村南|村北|[东西南北前后](头|边|面|侧|首|部|街|门|的|$| )|"
    r"[里内外口处](的|有|面|边|$| )|旁|边|那|这|的|有|在|与|和|跟|同|及|到|往|大街|小学|幼儿园|卫生室|广场|大队"
    r"|路[灯面]|垃圾|自来水|下水道|污水|井盖|暖气|学校|敬老院|党群|人|村民|居民|[一二三四五六七八九十]+(组|队|排|号|单元|区|巷|街)|\d|整|全|家|是|被|让|没|停|又|也|都)"
)
#: What may follow a bare stem of two characters that could be a common word (丰收, 光明): a place and nothing else.
_AFTER_WORD = re.compile(r"(附近|村口|村头|东头|西头|南头|北头|旁边|门口|\d|大街|幼儿园|卫生室|大队|敬老院)")
#: What may follow a bare stem in an address, where nothing but places stands.
_AFTER_IN_ADDRESS = re.compile(
    r"(附近|路口|门口|村口|东头|西头|南头|北头|[东西南北](边|面|侧|首|$)|旁|[口里内]$|大街|前街|后街|大队|自然村|组|巷|胡同"
    r"|[一二三四五六七八九十]+(组|队|排|号|单元|区|巷|街)|\d)"
)
#: After a name of two characters that ends in 村.
_TITLE = re.compile(r"(支|书记|主任|长|干部|会计|镇|乡|村)")
STEM_ENDS = tuple("庄沟峪寨崖埠屯")
_VILLAGE_ENDS = tuple("庄沟峪寨崖埠屯坡岭沃洼埨")


def is_han(char: str) -> bool:
    """Whether ``char`` is a Chinese character."""
    return "\u4e00" <= char <= "\u9fff"


def ends_word(left: str) -> bool:
    """Whether a name may begin after ``left``, the words before it."""
    if not left or not is_han(left[-1]):
        return True
    if left.endswith(LARGER):
        return _OURS.search(left) is not None
    return _FREE_BEFORE.search(left) is not None


def is_else(text: str, end: int, stem: str, addressed: bool, alone: bool = False) -> bool:
    """Whether a bare stem that ends at ``end`` is the beginning of another word (辛庄小学, 丰收的季节).

    ``alone``: no township stands before it, and only details of an address may follow.
    """
    rest = text[end : end + 8]
    if not rest or not is_han(rest[0]):
        return rest[:1].isascii() and rest[:1].isalpha()
    if stem.endswith("村"):  # 前村 is whole by itself; 前村支书 is the former secretary
        return _TITLE.match(rest) is not None
    if _ELSE.match(rest):
        return True
    if addressed and _AFTER_IN_ADDRESS.match(rest):
        return False
    if alone:
        return True
    common = len(stem) == 2 and not stem.endswith(_VILLAGE_ENDS)
    return not (_AFTER_WORD if common else _AFTER).match(rest)


def other_county(before: str, neighbours: tuple[str, ...], own: tuple[str, ...]) -> str:
    """The other county or district that ``before``, what stands before a name, speaks of; else empty."""
    for name in neighbours:
        if name in before or (len(name) > 2 and name[:-1] in before):
            return name
    for match in _COUNTIES.finditer(before):
        if before[match.end() - 2] not in _NO_COUNTY and not match[0].endswith(own):
            return match[0]
    for match in _DISTRICTS.finditer(before):
        name = match[0]
        if name.endswith("城区"):
            if len(name) > 2 and name[-3] not in _SURE and name[-3] != "县":
                return name
        elif name[-2] not in _NO_DISTRICT:
            return name
    return ""


def county_behind(after: str, neighbours: tuple[str, ...], own: tuple[str, ...]) -> str:
    """The other county that stands as a phrase of its own right after a name: 辛庄村(曲阜市); else empty."""
    phrase = after.removeprefix(" ")
    for name in neighbours:
        if phrase.startswith(name):
            return name
        short = name[:-1]
        if len(short) >= 2 and phrase.startswith(short) and not is_han(phrase[len(short) : len(short) + 1] or " "):
            return name
    first = phrase.split(" ", 1)[0]
    match = _COUNTIES.fullmatch(first)
    if match and first[-2] not in _NO_COUNTY and not first.endswith(own):
        return first
    return ""
