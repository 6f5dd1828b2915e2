"""Who leads what residents often say, and of what nature it is: one line a matter, from 泗河街道 or 泉林镇."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gridroute import Decision

Route = Callable[..., Decision]
TOWN, VILLAGE = "泗河街道仲子社区", "泉林镇泉林村"


@pytest.mark.parametrize(
    ("text", "address", "lead"),
    [
        ("村里下水道堵了没人修", VILLAGE, "泉林镇"),
        ("下水道堵了污水往外冒", TOWN, "泗水县住房和城乡建设局"),
        ("耕地上建房", VILLAGE, "泗水县自然资源和规划局"),
        ("有人在耕地上盖房子", VILLAGE, "泗水县自然资源和规划局"),
        ("宅基地超面积建房", VILLAGE, "泗水县农业农村局"),
        ("村里强征我家土地", VILLAGE, "泗水县自然资源和规划局"),
        ("强征土地不给补偿", VILLAGE, "泗水县自然资源和规划局"),
        ("占道烧烤", TOWN, "泗水县综合行政执法局"),
        ("路边摆地摊把路占了", TOWN, "泗水县综合行政执法局"),
        ("小区门口乱停车", TOWN, "泗水县公安局交通警察大队"),
        ("我们小区里乱停车没人管", TOWN, "泗水县住房和城乡建设局"),
        ("新买的燃气灶有毛病商家不给退货", TOWN, "泗水县市场监督管理局"),
        ("水务局乱收费", VILLAGE, "泗水县市场监督管理局"),
    ],
)
def test_who_leads(route: Route, text: str, address: str, lead: str) -> None:
    made = route(text, address=address)
    assert (made.lead.name if made.lead else None) == lead


def test_money_withheld_by_the_village_is_no_matter_of_houses(route: Route) -> None:
    made = route("村干部扣留危房款", address=VILLAGE)
    assert (made.exit, made.confidential) == ("discipline", "sealed")


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("养老金没到账", "help"),
        ("养老金三个月没到账,请问咋回事", "help"),
        ("残疾补贴没发", "help"),
        ("高龄补贴半年没领到", "help"),
        ("强征土地不给补偿", "complaint"),
        ("养老金怎么领", "consult"),
        ("请问高龄补贴怎么申请", "consult"),
    ],
)
def test_what_is_owed_and_not_paid_is_no_question(route: Route, text: str, nature: str) -> None:
    assert route(text, address=VILLAGE).nature == nature


@pytest.mark.parametrize(
    ("text", "given", "doubt"),
    [
        ("俺孩子叫隔壁的大狗咬了,养狗不拴绳", "城乡建设/照明/路灯不亮", True),
        ("养老金三个月没到账了", "公用事业/供水/停水", True),
        ("路灯一个多月不亮了", "城乡建设/照明/路灯不亮", False),
        ("路灯一个多月不亮了", "城乡建设/道路/路面破损", False),
        ("有个事想说说", "城乡建设/道路/路面破损", False),
    ],
)
def test_a_category_that_the_words_deny_stands_with_a_warning(route: Route, text: str, given: str, doubt: bool) -> None:
    made = route(text, address=VILLAGE, category=given)
    assert (made.category, made.category_confidence) == (given, 1.0)
    assert any(one.code == "category_doubtful" for one in made.remarks) is doubt
