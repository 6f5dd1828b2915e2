"""LW06: on each level of the chain exactly one post stands by a place."""

from __future__ import annotations

from datetime import date

from tests.civic.conftest import BRIDGE, Standing, said

from gridroute.civic.chain import Chain
from gridroute.civic.inspection import inspect_civic
from gridroute.civic.liaison import chain_of

DAY = date(2026, 3, 2)
CHAINS = (
    "包联:\n  - 名称: 四级包联\n    各级:\n      - {级: 村社, 由谁: 包村干部, 地方层级: 村社}\n"
    "      - {级: 镇街, 由谁: 包联领导, 地方层级: 镇街}\n      - {级: 县, 由谁: 包县领导, 地方层级: 县}\n"
)
ROWS = "包联,级,地方,岗位\n四级包联,村社,云桥社区,包村干部甲\n四级包联,镇街,云河街道,副书记\n"


def test_the_chain_of_a_place_goes_up(standing: Standing) -> None:
    civic = standing({"chains.yaml": CHAINS, "liaisons.csv": ROWS})
    assert said(civic) == []
    found = chain_of(civic, civic.of(Chain)[0], BRIDGE + "001", DAY)
    assert [(one.link.level, one.posts, one.one) for one in found] == [
        ("村社", ("包村干部甲",), True),
        ("镇街", ("副书记",), True),
        ("县", (), False),
    ]


def test_two_posts_on_one_level_are_told(standing: Standing) -> None:
    civic = standing({"chains.yaml": CHAINS, "liaisons.csv": ROWS + "四级包联,村社,云桥社区,包村干部乙\n"})
    assert [(one.code, one.problem.zh) for one in inspect_civic(civic, DAY)] == [
        ("GR759", "村社 990101001001 有 2 个岗位包联: 包村干部甲、包村干部乙")
    ]


def test_a_liaison_of_no_chain_is_a_fault(standing: Standing) -> None:
    civic = standing({"chains.yaml": CHAINS, "liaisons.csv": ROWS.replace("四级包联,村社", "三级包联,村社")})
    assert said(civic) == [
        "yunhe/civic/liaisons.csv:2: 三级包联 村社 990101001001 包村干部甲: 包联: chains.yaml 里没有“三级包联”: 是不是“四级包联”?"
    ]
