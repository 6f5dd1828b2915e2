"""What a text gives away of who wrote it, and what only looks so: doors, names, numbers; villages, bodies, posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute import County
from gridroute.casework.mask import Mask, marks, masked

GIVEN_AWAY = [
    ("电话13805371234请回", "reach", "电话〔电话〕请回"),
    ("电话138-0537-1234", "reach", "电话〔电话〕"),
    ("电话１３８０５３７１２３４", "reach", "电话〔电话〕"),
    ("打一三八零五三七一二三四", "reach", "打〔电话〕"),
    ("座机0537-4221234", "reach", "座机〔电话〕"),
    ("身份证370831198001011234", "always", "身份证〔证件号〕"),
    ("身份证37083119800101123X", "always", "身份证〔证件号〕"),
    ("加微信zhang_san88说", "reach", "加〔账号〕说"),
    ("写信到a.b@qq.com", "reach", "写信到〔邮箱〕"),
    ("车鲁H12345挡路", "who", "车〔车牌〕挡路"),
    ("鲁HD12345堵门", "who", "〔车牌〕堵门"),
    ("电话1 3 8 0 5 3 7 1 2 3 4", "reach", "电话〔电话〕"),
    ("138.0537.1234", "reach", "〔电话〕"),
    ("加我V：abc_12345", "reach", "〔账号〕"),
    ("身份证370831900101123", "always", "〔证件号〕"),
    # doors
    ("四楼西户漏水", "who", "〔门牌〕漏水"),
    ("住3号楼2单元501室", "who", "住〔门牌〕"),
    ("3号楼2单元501漏水", "who", "〔门牌〕漏水"),
    ("6-2-301漏水", "who", "〔门牌〕漏水"),
    ("住6－2－301", "who", "住〔门牌〕"),
    ("6栋2-301停水", "who", "〔门牌〕停水"),
    ("6#2-301", "who", "〔门牌〕"),
    ("６号楼２单元３０１室的", "who", "〔门牌〕的"),
    ("六号楼二单元三零一", "who", "〔门牌〕"),
    ("B座1203渗水", "who", "〔门牌〕渗水"),
    ("金水湾小区6-301", "who", "金水湾小区〔门牌〕"),
    ("家住501,楼上漏水", "who", "家〔门牌〕,楼上漏水"),
    ("建设路12号门前", "who", "建设路〔门牌〕前"),
    # names behind a cue
    ("我叫张建国。", "who", "我叫〔姓名〕。"),
    ("我叫张建国住泗河街道", "who", "我叫〔姓名〕住泗河街道"),
    ("我是张建国，住在仲子社区", "who", "我是〔姓名〕，住在仲子社区"),
    ("我是业主李敏", "who", "我是业主〔姓名〕"),
    ("本人张建国反映路灯不亮", "who", "本人〔姓名〕反映路灯不亮"),
    ("联系人：王强", "who", "联系人：〔姓名〕"),
    ("联系人王强", "who", "联系人〔姓名〕"),
    ("找张建国核实", "who", "找〔姓名〕核实"),
    ("住户李秀英说", "who", "住户〔姓名〕说"),
    ("业主王海燕的车位", "who", "业主〔姓名〕的车位"),
    ("房东张燕拒绝退押金", "who", "房东〔姓名〕拒绝退押金"),
    ("村民老张说", "who", "村民〔姓名〕说"),
    ("贫困户叫刘福来", "who", "贫困户叫〔姓名〕"),
    ("反映人欧阳明,男", "who", "反映人〔姓名〕,男"),
    ("我叫乌云其其格，住城关镇", "who", "我叫〔姓名〕，住城关镇"),
    ("我叫阿依古丽·买买提", "who", "我叫〔姓名〕"),
    ("我妈叫王秀兰", "who", "我妈叫〔姓名〕"),
    ("俺是老李家的二小子,叫李二牛", "who", "俺是老李家的二小子,叫〔姓名〕"),
    ("我儿子在仲子小学三年级二班,叫张小宝", "who", "我儿子在仲子小学三年级二班,叫〔姓名〕"),
    ("本人系王铁柱之妻", "who", "本人系〔姓名〕之妻"),
    ("我是仲子社区的残疾人刘强", "who", "我是仲子社区的残疾人〔姓名〕"),
    ("我姓王，请回电", "who", "我〔姓名〕，请回电"),
    # names before a title, before a number, behind a door, as a signature
    ("找李女士", "who", "找〔姓名〕"),
    ("李大爷说", "who", "〔姓名〕说"),
    ("张老师反映", "who", "〔姓名〕反映"),
    ("王建军先生", "who", "〔姓名〕"),
    ("向李女士反映", "who", "向〔姓名〕反映"),
    ("张建国13805371234", "who", "〔姓名〕〔电话〕"),
    ("张建国，电话：13805371234", "who", "〔姓名〕，电话：〔电话〕"),
    ("3号楼2单元501张建国", "who", "〔门牌〕〔姓名〕"),
    ("请解决。——张建国", "who", "请解决。——〔姓名〕"),
    ("请解决。\n张建国\n2026年3月2日", "who", "请解决。\n〔姓名〕\n2026年3月2日"),
    ("此致敬礼 张建国", "who", "此致敬礼 〔姓名〕"),
    # a name that was told stays hidden where it stands bare
    ("我叫张建国,家里只有张建国一人", "who", "我叫〔姓名〕,家里只有〔姓名〕一人"),
]


@pytest.mark.parametrize(("text", "level", "hidden"), GIVEN_AWAY, ids=[text for text, _, _ in GIVEN_AWAY])
def test_what_a_text_gives_away_is_hidden(text: str, level: str, hidden: str) -> None:
    assert masked(text, level) == hidden
    assert marks(text, level)


@pytest.mark.parametrize(
    "text",
    [
        "停水3天,影响120户,2026年3月2日",
        "2026-03-15停水",
        "3月2号上午停水",
        "12345热线、400-123-4567都打过",
        "10号线口,3号井盖",
        "鲁政发〔2026〕11号文件",
        "110-220伏",
        "三室两厅",
        # places
        "泗河街道仲子社区张庄路路灯不亮",
        "金庄镇卞家庄村水管爆裂",
        "我是高家村的,路灯不亮",
        "我是马庄社区居民",
        "住户王庄村停水",
        "李家庄社区3组",
        "王府井路灯坏",
        "我是李家峪的,路灯不亮",
        "找小许家居委会",
        "我是孙庄的,路灯不亮",
        # bodies and posts
        "找住建局",
        "找安居物业",
        "找王主任",
        "找高所长反映",
        "联系马书记",
        "物业主任何时来",
        "村民委员会",
        # words that begin with a surname
        "高层住户反映电梯坏了",
        "业主方便吗",
        "业主于3月2号",
        "业主陆续反映",
        "业主常年投诉",
        "本人于昨天",
        "本人向物业反映",
        "居民严重不满",
        "村民马上断水",
        "住户安全没有保障",
        "群众高度关注",
        "邻居高音喇叭",
        "老百姓方便",
        "相关老师",
        "双方老人都不同意",
        "路过大爷说",
        "我叫物业来修,没人来",
        "我叫了三次",
        "请尽快解决。谢谢",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "form", ["{}停水", "我是{}的,路灯不亮", "我是{}村民", "找{}", "业主反映{}没人管", "联系{}没人管", "投诉{}"]
)
def test_no_place_and_no_body_of_the_register_is_taken_for_a_person(sishui: County, form: str) -> None:
    territory = sishui.territory
    names = {one.name for one in (*territory.communities, *territory.townships)}
    names |= {word for body in sishui.bodies.by_id.values() for word in (body.name, *body.aliases)}
    assert len(names) > 1000
    assert not [name for name in names if masked(form.format(name)) != form.format(name)]


@pytest.mark.parametrize(
    ("text", "level"), [("电话13805371234", "always"), ("我叫张建国", "reach"), ("3号楼", "reach")]
)
def test_who_must_act_reads_what_acting_needs(text: str, level: str) -> None:
    assert masked(text, level) == text


def test_a_name_that_one_text_gave_away_is_hidden_in_the_next() -> None:
    mask = Mask("who", ["我叫张建国,住3号楼", "电话13805371234"])
    assert mask.hide("张建国又来电,号码13805371234,3号泵坏") == "〔姓名〕又来电,号码〔电话〕,3号泵坏"


@given(st.text("我叫是张王李建国高村住3-六号楼单元0１，。—·老师先生\n 138053712", max_size=60))
def test_property_nothing_marked_stays_and_hiding_twice_changes_nothing(text: str) -> None:
    hidden = masked(text)
    assert not [one for one in marks(text) if len(one) > 1 and one in hidden]
    assert "〔" in hidden or hidden == text
