"""Words that no person writes are bounded and named, and hide nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from gridroute import County, Dispatcher, Issue
from gridroute.dispatch.wording import LONGEST, LONGEST_ADDRESS, readable

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
SAID = "泉林镇卞桥一村路灯不亮"


def issue(text: str, address: str | None = None) -> Issue:
    return Issue(id="W", received_at=AT, channel="12345", text=text, address=address)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800泉林镇卞桥一村路灯不亮\udfff",
        "泉林镇\x00卞桥一村路灯\x00不亮",
        "\u202e泉林镇卞桥一村\u202c路灯不亮",
        "泉林镇\u200b卞桥一村路灯\u200b不亮\ufeff",
        "泉林镇\x1b卞桥一村路灯不亮",
        "泉林镇卞桥一村\r\n路灯不亮\t",
    ],
    ids=["surrogates", "nul", "right-to-left", "zero-width", "escape", "lines"],
)
def test_signs_that_are_no_writing_hide_no_word(sishui: County, text: str) -> None:
    plain, odd = (Dispatcher(sishui).route(issue(one), AT) for one in (SAID, text))
    assert odd.grid.community == "卞桥一村村民委员会"
    assert odd.lead == plain.lead
    assert odd.category == plain.category == "城乡建设/照明/路灯不亮"


@pytest.mark.parametrize(
    "text",
    ["路灯不亮" * 2_500_000, "a" * 10_000_000, "投诉泉林镇政府" * 1_500_000, "\u202e" * 10_000_000 + "x"],
    ids=["one-word", "letters", "subjects", "marks"],
)
def test_ten_megabytes_are_bounded_and_named(sishui: County, text: str) -> None:
    made = Dispatcher(sishui).route(issue(text), AT)
    assert f"内容共{len(text)}字,只读前{LONGEST}字,请人工看全文" in made.warnings
    assert made.responsible.name == "泗水县民意受理中心"
    assert len(made.as_json()) < 100_000


def test_a_long_address_is_bounded_too(sishui: County) -> None:
    read, told = readable(issue("路灯不亮", "泉林镇卞桥一村" + "很远" * LONGEST_ADDRESS))
    assert len(read.address or "") == LONGEST_ADDRESS
    assert tuple(one.said() for one in told) == (f"地址共{7 + 2 * LONGEST_ADDRESS}字,只读前{LONGEST_ADDRESS}字",)


def test_plain_words_are_left_as_they_are() -> None:
    one = issue(SAID, "泉林镇卞桥一村")
    assert readable(one) == (one, ())
    assert readable(one)[0] is one
