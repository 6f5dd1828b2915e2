"""来历: who somebody is and where they come from, as against where the matter is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gridroute.territory.away import Away
from gridroute.territory.terms import COMPASS, HAN, OURS, SETTLED

#: Somebody's origin; then the name ends the phrase.
_ORIGIN_BEFORE = (
    "(?:老家|娘家|婆家|祖籍|原籍|籍贯|户口|户籍|出生地?|姥姥家|姥娘家|丈人家|亲戚家?|亲家|朋友家?|同学|同事)"
    "[是在就于为也原本来的家住]*"
)
#: The name ends the phrase: 老家是大鲍村的.
_CLOSED = re.compile(r"(?:那边|这边|那里|农村)?(?:的|人|的人|村民)?(?: |$)")
#: The village of somebody's origin is spoken of further: 老家是大鲍村的, 村里停水.
_THERE = re.compile(rf"村[里内中]|庄里|{OURS}[村庄]|老家")
#: Who somebody is; that is where they live, unless they say that they live elsewhere now.
_SELF_BEFORE = (
    r"(?:我|俺|咱|本人|来电人|反映人|诉求人|市民|他|她|父母|老人|家人)们?(?:一家|家)?(?:就|都|也|原来|本来|原)?[是系]"
)
_ORIGIN, _SELF = re.compile(f"(?:{_ORIGIN_BEFORE})$"), re.compile(f"(?:{_SELF_BEFORE})$")
_AT = re.compile(r"(?:[我俺他她]?家(?:就|还|都)?[是在住]|位于|地址[是在]?|地点[是在]?|发生在|就在|家住|处于|坐落于?)$")

#: Somebody else, of whom it is said where they come from: 司机是大鲍村的.
_PERSON = (
    "司机|对方|打人的|打人者|骗子|老板|肇事者?|房东|工人|包工头|那人|男的|女的|孩子|老师|医生|施工队|嫌疑人|小偷|车主|狗主人|主人"
    "|[他她](?:们|家)?|[妈爸娘爹姐哥弟妹]|爷爷|奶奶|老公|老婆|公婆|婆婆|公公|儿子|女儿|闺女|女婿|儿媳|媳妇|对象|负责人|法人"
    "|欠款人|中介|工头"
)
_OTHER = re.compile(rf"(?:{_PERSON})(?:就|都|也|好像)?是$")
_HEARD = re.compile(r"(?:遇到|碰到|找到)$")
_PEOPLE = re.compile(r"的?(?:人|村民|亲戚|朋友|同学|一个)")
_DID = re.compile(r"的?[^ ]{0,5}?(?:偷了?我|骗了?我|欠了?我|打了?我|讹我)")
_WORK = re.compile("(?:上班|工作|打工|上学|教书|教学|当老师|做生意|干活|干工程)")
#: What the text says in so many words: the matter is not in our village, but in the next one.
_ANOTHER = re.compile(
    rf"(?:不是|不在|不属于|不归)(?:俺|我|咱)们?(?:村|庄|小区|社区)|说的是另|是另外?一?个(?:地方|村|小区)"
    rf"|[是在](?:{COMPASS}[边面侧]|[旁前后]边|[旁前后]面|隔壁|对面|附近)(?:的|那个|那|这个)?{SETTLED}"
    r"|是(?:隔壁|旁边|对面|邻村)(?:的|那)"
)
#: The matter is where one's family lives, or in some compound: 娘家没水, 反映的是丽景小区.
_FAMILY = re.compile(
    "(?:娘家|婆家|老家|姥姥家|亲戚家|闺女家|儿子家|女儿家)(?:那边|那里|村里|的)?[^ ]{0,6}?"
    "(?:停|没[水电气有]|断|坏|漏|不亮|堵)"
    rf"|[但而][^ ]{{0,2}}(?:反映|投诉|咨询|说)的是[{HAN}]{{2,6}}?(?:小区|花园|公馆|公寓|名城|豪庭|学府)"
)

#: What a county has only a few of, and a village none: there it happened, not at home.
_PLACE = (
    "县(?:城|医院|[人中](?:民医院|医)|妇幼|实验|直|[一二三四]|第)|步行街|汽车总?站|火车站|客运站|高铁站|商场|购物中心|万达|银座|工业园|开发区|产业园"
    "|碧桂园|恒大|[一二三四五六]中(?!队)|职业?中专|职高|实验(?:小学|中学|学校|幼儿园)|政务服?务?(?:大厅|中心)|办事大厅|车管所"
    "|驾校|殡仪馆|城里|城区|市区|市里|镇卫生院"
)
_AT_VENUE = f"(?:[在到去于从进]|反映|反映的是|想问问?|咨询|投诉)了?{OURS}?"
_OUT = re.compile(f"{_AT_VENUE}(?:{_PLACE})")
_COMPOUND = re.compile(
    rf"(?:[在到去于从进]|反映的是|投诉)了?(?![我俺咱本这那一村庄东西南北大小])(?:[{HAN}]{{2,6}}?(?:小区|花园|公馆|公寓|名城|豪庭|学府)"
    rf"|[{HAN}]{{2}}路(?![灯口面边上段途]))"
)
#: Without one of these a text says nothing of the kind.
_HINT = re.compile(
    "[在到去于从进是不住搬娘婆老姥亲闺儿女嫁]|地[点址是为在 ]|位置|想问|咨询|投诉|反映|定居|迁到|落户|安家|租房"
    "|买房|目前|如今|眼下"
)
#: A form's field for the place of the matter.
_INCIDENT = re.compile(
    "(?:事发|诉求|发生|问题|反映|涉事|投诉|出事)(?:地点|地址|位置|地(?=[是为在 ]))(?:是|为|在|位于)?"
    rf"(?! ?(?:{OURS}|[村庄家同上该此])) ?"
)
#: So far into a text it says what happened; after that it tells of the way there.
_SAID = 200
#: The larger places that stand before one in such a field, apart by blanks.
_LARGER_PART = re.compile("[^ ]*[省市县区镇乡道](?: |$)")
_LABEL = re.compile(
    "(?:户籍|身份证|户口本?|快递|邮寄|收货|联系|通讯|通信|注册|工作单位|单位)(?:所在地|地址|住址|地|上)?"
    "(?:写?的?是|写的|为|在|显示)?$"
)
_HOME_LABEL = re.compile("(?:家庭住址|家庭地址|居住地址|现?住址|来电地址)(?:是|为|在)?$")
_RESIDENT = re.compile("(?:家住|住在?|家在|来电人|反映人|诉求人|市民|本?人?系)$")
_NATIVE = re.compile(rf"的?(?:一?[个名位]?村民|居民|孩子|学生|老人|媳妇|女婿|[{HAN}]某|人(?= |$)|居?住(?= |$))")
#: Somebody else is in the village, and whoever writes is not: 俺姐在大鲍村, 我在北京.
_KIN_IN = re.compile(
    "(?:[妈爸娘爹姐哥弟妹姨舅叔姑嫂婶]|爷爷|奶奶|姥姥|姥爷|父母|父亲|母亲|儿子|女儿|闺女|女婿|对象|同学|朋友|同事|亲戚)们?家?"
    "(?:就|都|还|也|是)?(?:在|住在?|居住在)$"
)
_ME_IN = re.compile(r"(?:^| )但?(?:[我俺]|本人|自己)(?:人|家|自己)?(?:现在?|目前)?(?:在|住在?)")
_GREW = re.compile("(?:长大|出生|土生土长|籍(?= |$|的|人))")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text says as a whole: of where somebody lives now, and of where the matter is.

    ``homes``: where it says that somebody lives elsewhere now. ``out``: something happened at a place that no village
    has; ``compound``: in some compound or road. ``another``: it is not in our village, but in the next one, or where a
    relation lives. ``told``: the form's field for the place of the matter holds none of ours. ``myself``: whoever
    writes says that they are in a place which is none of ours.
    """

    homes: tuple[int, ...] = ()
    out: bool = False
    compound: bool = False
    another: bool = False
    told: bool = False
    myself: bool = False

    @classmethod
    def of(cls, text: str, away: Away, named: Sequence[int]) -> Setting:
        """What ``text`` says, in which places of ours begin at ``named``, in their order."""
        if not _HINT.search(text):
            return cls()
        return cls(
            away.homes(text, named),
            _unnamed(_OUT, text, named),
            _unnamed(_COMPOUND, text, named),
            _ANOTHER.search(text) is not None or _unnamed(_FAMILY, text, named),
            any(not _begins(named, field.end(), _field_end(text, field.end())) for field in _INCIDENT.finditer(text)),
            _unnamed(_ME_IN, text, named),
        )


def _field_end(text: str, start: int) -> int:
    while larger := _LARGER_PART.match(text, start):
        start = larger.end()
        if start == len(text):
            break
    end = text.find(" ", start)
    return len(text) if end < 0 else end


def _unnamed(pattern: re.Pattern[str], text: str, named: Sequence[int]) -> bool:
    """Whether ``pattern`` is found where no place of ours is named."""
    return any(not _begins(named, one.start(), one.end()) for one in pattern.finditer(text, 0, _SAID))


def _begins(named: Sequence[int], first: int, last: int) -> bool:
    after = bisect_left(named, first)
    return after < len(named) and named[after] <= last


def is_origin(text: str, before: str, end: int, anchored: bool, urban: bool, setting: Setting) -> bool:
    """Whether a name that ends at ``end`` says who somebody is, or where they live, and not where the matter is.

    ``before`` is what stands before it and its township; ``anchored``, whether that is written.
    """
    origin = _ORIGIN.search(before) is not None
    closed = _CLOSED.match(text, end)
    if setting.myself and _KIN_IN.search(before):
        return True
    if origin and closed:
        return bool(setting.homes) or not _THERE.search(text, end, end + 20)
    if _LABEL.search(before) or _GREW.match(text, end) or _DID.match(text, end):
        return True
    if setting.told and (_HOME_LABEL.search(before) or not anchored):
        return True
    if (closed and _OTHER.search(before)) or (_HEARD.search(before) and _PEOPLE.match(text, end)):
        return True
    myself = _SELF.search(before) is not None
    if setting.out or (setting.compound and not urban):
        native = _NATIVE.match(text, end) is not None
        if myself or native or _RESIDENT.search(before):
            return True
    if not setting.homes:
        return False
    if _WORK.match(text, end) or (closed and closed.end() in setting.homes):
        return True
    return not _AT.search(before) and (myself or not anchored)
