"""Danger is seen whatever the category turns out to be, and words that only sound like it raise nothing."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from tests.support import DATA

ADDRESS = "泉林镇泉林村"
DANGER = """大树要倒了砸电线
隔壁男的在打老婆
邻居家在打孩子,孩子哭得撕心裂肺
楼下有人打架流血了
井盖没了刚有小孩掉进去
刚才有个老人掉进没盖的井
大风把广告牌吹得要掉下来
化工厂泄漏刺鼻气味很多人头晕
有个孩子爬到高压塔上去了
有人拿着汽油进了村委会
6岁小孩走失了,快帮忙找
孩子被人抱走了,快找
我女儿失踪两天了
有人强奸了我
有人往井里投毒了
老师猥亵学生了
老公正在打我,拿着刀
精神病人拿棍子见人就打
液氨泄漏了
危化品罐车侧翻了,正在漏
化工厂的罐子冒黄烟,呛得睁不开眼
学校食堂吃完饭二十多个学生上吐下泻
孩子摸了路灯杆子被电麻了,倒地上不动了
工地有人从架子上摔下来了,一地血
路边井盖没了,老太太掉下去了
村东头的塘坝裂口子了,水往外窜
塔吊歪了,眼看要倒
邻居家厨房往外冒黑烟,里头噼里啪啦响
俺家厨房一股子臭鸡蛋味,灶上的火打不着
养老院着火
垃圾桶着火
河堤决口
孩子掉进村头机井了
化粪池掉人了
冰面裂了孩子掉下去
俺家让水围了
水库有人扑腾
电梯停在六楼里面有人喊
电梯里关着三个人
丈夫要杀我
学生在校被捅伤
有人持械打架
老公把我打得满脸血,锁在屋里
我被人关在屋里出不去
被传销关起来了
孩子被陌生人带走了
继父摸我
有人要烧死自己
不给工资我就从塔吊上跳下去
工人爬上塔吊讨薪
大车翻了压着人
车祸撞了人躺路上
被车撞了腿断了
井盖没了刚才有个骑车的摔进去了
冒烟了,楼道里全是烟
烧秸秆火窜到俺房后了
电动车充电爆了
中煤烟了
瓦斯味大
氨气味呛得睁不开眼
食堂吃完十几个孩子拉肚子吐
雨太大房子要倒,人还在屋里
发现一枚炮弹""".splitlines()
HARMLESS = """井盖没了怕小孩掉进去
三年前有小孩掉进去过,井盖到现在没修
去年打架流血的事派出所没处理
前年大坝渗水维修的工钱没给
医生在打孩子屁股针时态度不好
老人掉进诈骗圈套被骗三万
去年工地塔吊倒了赔偿款没给
我家孩子不想活动课
广场舞跳楼梯口那里太吵
自杀式降价骗人
跳楼价促销是骗人的
爆炸性新闻造谣
防溺水宣传做得好
建议给河边加装防溺水警示牌
救火英雄表彰建议
请问如何预防一氧化碳中毒
一氧化碳报警器补贴
触电保护器在哪买
车钥匙掉河里了
轮胎爆炸修理厂不赔
去年楼塌了赔偿没到位
着火的房子去年重建补助
我家狗走失了
救命药医保给报吗
防火封山禁止上坟吗
想了解煤气中毒怎么预防
失火保险怎么理赔
请问火灾保险怎么赔
去年这里淹死过孩子,应该装护栏
去年这里发生过火灾
上个月触电死的人赔偿没谈妥
跳楼机游乐场坏了
爆炸新闻是真的吗
晕倒在地的路牌没人扶
天然气没气了怎么充
孩子要跳舞报班退费难
烟囱冒烟了太呛
饭店油烟太大
井盖没了怕人掉进去
电梯老是坏
车位被占,气炸了
被狗咬了想打疫苗
广场舞扰民,要跳到半夜
去年我被车撞了赔偿没到位
房子漏雨快要倒了吗
炸鸡店油烟
单位保密工作检查
路边的树要砍掉吗
村口大门关起来了进不去
凳子腿断了商家不退
天然气没气了
烧烤摊弄得屋里全是烟
业主权益被侵害
去年车祸受伤赔偿没给
厂子关起来了工资没发""".splitlines()
SECRET = """工地噪音,这事要保密
工地噪音,千万保密
工地噪音,别说是谁打的电话
工地噪音,别把我电话给他们
工地噪音,不要公布我的电话
工地噪音,希望隐瞒身份
工地噪音,不留姓名
工地噪音,不希望被知道
我是水务局职工,单位领导让我们虚报加班费,千万保密""".splitlines()
NO_SECRET = """开保密柜的锁坏了找谁
公司让签保密协议合法吗
工地噪音,打电话没人接""".splitlines()


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_an_emergency(route: Any, text: str) -> None:
    made = route(text, address=ADDRESS)
    assert (made.urgency, made.exit) == ("emergency", "emergency_handoff")
    assert made.lead is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_sound_like_danger_raise_nothing(route: Any, text: str) -> None:
    assert route(text, address=ADDRESS).urgency != "emergency"


@pytest.mark.parametrize("text", ["饭店用过期料。我电话13812345678", "楼上漏水好几天了 电话15212345101"])
def test_a_number_to_call_is_no_matter_of_the_hotline(route: Any, text: str) -> None:
    assert not str(route(text, address=ADDRESS).category).startswith("政务服务/热线")


@pytest.mark.parametrize(
    ("text", "secret"), [*((text, True) for text in SECRET), *((text, False) for text in NO_SECRET)]
)
def test_who_asks_for_secrecy_in_words_gets_it(route: Any, text: str, secret: bool) -> None:
    assert (route(text, address=ADDRESS).confidential != "open") is secret


def test_danger_is_seen_in_wordings_that_nobody_tuned_on(route: Any) -> None:
    """Half ``held`` was never tuned on: of its dangers one was missed, and one that only sounds so was taken for one."""
    with (DATA / "danger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 249
    wrong: dict[tuple[str, str], list[str]] = {(half, kind): [] for half in ("tuned", "held") for kind in ("yes", "no")}
    for row in rows:
        if (route(row["text"]).urgency == "emergency") != (row["emergency"] == "yes"):
            wrong[row["half"], row["emergency"]].append(row["text"])
    assert not wrong["tuned", "yes"]
    assert not wrong["tuned", "no"]
    assert len(wrong["held", "yes"]) <= 1
    assert len(wrong["held", "no"]) <= 1


@pytest.mark.parametrize("text", ["我家暖气只有十五度", "地暖最高才16度", "俺家供暖不到17度"])
def test_degrees_of_the_heating_are_its_temperature(route: Any, text: str) -> None:
    made = route(text, address=ADDRESS)
    assert (made.category, made.urgency) == ("公用事业/供热/温度", "utility")
