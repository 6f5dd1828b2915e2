"""Secrecy asked for in words, and no output that tells what a secret matter says (I28, P14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from gridroute import County, Decision, Issue
from gridroute.dispatch.explanation import explain
from gridroute.dispatch.hints import Hints
from gridroute.model import Failure

Route = Callable[..., Decision]
AT = "2026-03-02T09:00:00+08:00"
VILLAGE = "泉林镇泉林村"
ASKED = """村里下水道堵了，别让村里知道是我说的
匿名反映一下楼上养鸡太臭
不要透露我的姓名，隔壁厂子夜里排黑水
邻居养狗咬人，替我保密
厂里不交社保，怕打击报复
老板欠工资，我怕被报复，请保密
饭店油烟大，千万别说是我反映的
楼下半夜唱歌，别告诉他们是我说的
化工厂排污，要求保密我的信息
不敢实名，砖厂冒黑烟
不想让邻居知道是我举报的
反映超市卖过期奶，别提我名字""".splitlines()
OPEN = """村口路灯不亮了
个人信息保密协议在哪签
总有匿名短信骚扰我
物业把业主电话泄露出去了
别让孩子知道家里停电的事，怕影响学习
请问怎么匿名上网""".splitlines()


@pytest.mark.parametrize("text", ASKED)
def test_secrecy_asked_for_in_words(route: Route, text: str) -> None:
    assert route(text, address=VILLAGE).confidential in ("masked", "sealed")


@pytest.mark.parametrize("text", OPEN)
def test_words_that_ask_for_no_secrecy(route: Route, text: str) -> None:
    assert route(text, address=VILLAGE).confidential == "open"


SECRET = "甲乙丙丁戊"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (f"县住建局局长收了开发商的钱,我叫{SECRET}", {}),
        (f"匿名反映{SECRET}家违建", {}),
        (f"{SECRET}家的事", {"confidential": "sealed"}),
        (f"举报{SECRET}饭店", {"nature": "report"}),
        (f"举报{SECRET}局", {"nature": "report", "subject_organizations": [f"{SECRET}局"]}),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_secret_matter_is_told_nowhere(
    sishui: County, route: Route, text: str, fields: dict[str, Any], lang: str
) -> None:
    failed = Hints(failures=(Failure(plugin="p", hook="h", error=f"ValueError: {text}"),))
    made = route(text, address=VILLAGE, hints=failed, **fields)
    issue = Issue.model_validate({"id": "T", "received_at": AT, "text": text, **fields})
    assert made.confidential != "open"
    assert SECRET not in made.as_json()
    said = explain(made, issue, sishui.policy, lang)
    assert SECRET not in said
    assert {"zh": "原文不在这里显示", "en": "the text is not shown here"}[lang] in said


def test_an_open_matter_is_told_in_full(sishui: County, route: Route) -> None:
    made = route("路灯不亮", address=VILLAGE, hints=Hints(failures=(Failure(plugin="p", hook="h", error="E: x"),)))
    issue = Issue(id="T", received_at=datetime.fromisoformat(AT), text="路灯不亮")
    assert "路灯不亮" in explain(made, issue, sishui.policy, "zh")
    assert made.degraded[-1].error == "E: x"
