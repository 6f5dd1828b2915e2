"""Danger is seen whatever the category turns out to be, and words that only sound like it raise nothing."""

from __future__ import annotations

from typing import Any

import pytest

ADDRESS = "泉林镇泉林村"
DANGER = """6岁小孩走失了,快帮忙找
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
河堤决口""".splitlines()
HARMLESS = """我家孩子不想活动课
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
我家狗走失了""".splitlines()


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
