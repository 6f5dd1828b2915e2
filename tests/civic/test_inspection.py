"""What wants mending: faults are errors; what is unset or does not agree with its source is a warning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.civic.conftest import Standing

from gridroute.assurance.lint import codes
from gridroute.civic.asking import Asking
from gridroute.civic.fact import Fact
from gridroute.civic.inspection import compared, inspect_civic

DAY = date(2026, 3, 2)
HEAD = "编号,名称,数值,单位,核对对象,核对条件\n"


def found(standing: Standing, files: dict[str, str], lang: str = "zh") -> list[tuple[str, str]]:
    return [(codes()[one.code].severity, one.text(lang)) for one in inspect_civic(standing(files), DAY)]


@pytest.mark.parametrize(
    ("row", "counted"),
    [
        ("A,网格,3,个,网格,", 3),
        ("A,网格,3,个,grids,kind=general", 3),
        ("A,专属,0,个,grids,kind=dedicated", 0),
        ("A,社区,2,个,communities,settlement=urban", 2),
        ("A,镇街,2,个,镇街,", 2),
        ("A,驿站,2,处,阵地,层级=驿站", 2),
        ("A,驿站,2,处,venues,tier=station|kind=红帆驿站", 1),
        ("A,执法,12,名,队伍,类别=下沉执法人员", 12),
        ("A,全科,1,名,staff,qualities=全科|place=990101001001001", 1),
        ("A,部门,1,个,bodies,kind=gov_dept", 1),
        ("A,不核对,9,个,,", None),
    ],
)
def test_a_figure_is_held_against_the_data(standing: Standing, row: str, counted: int | None) -> None:
    civic = standing(
        {
            "facts.csv": HEAD + row + "\n",
            "venues.csv": "编号,名称,层级,所在地,类型\nV1,甲,驿站,云桥社区,红帆驿站\nV2,乙,驿站,云桥社区,\nV3,丙,村社,云桥社区,\n",
            "staff.csv": (
                "编号,类别,所在地,人数,资质,借调\nS1,下沉执法人员,石桥镇,12,,\nS2,网格员,云桥第一网格,,全科|女,\n"
                "S3,网格员,云桥第一网格,,全科,是\n"
            ),
        }
    )
    assert civic.faults == ()
    assert compared(civic, civic.of(Fact)[0], DAY).counted == counted


def test_a_figure_that_does_not_agree_is_a_warning(standing: Standing) -> None:
    files = {"facts.csv": HEAD + "SS04,基础网格,758,个,grids,\n"}
    assert found(standing, files) == [
        ("warning", "yunhe/civic/facts.csv:2: SS04: 基础网格: 依据为 758个,台账里有 3: 核对台账,或在备注里说明口径")
    ]
    assert found(standing, files, "en")[0][1].endswith(
        "SS04: 基础网格: the source says 758, the data comes to 3: check the data, or note what the source counts"
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A,网格,3,个,网格子,", "A: 不能数“网格子”: 是不是“网格”?"),
        ("A,网格,3,个,grids,color=red", "A: “grids”没有“color”: 可用: kind、community、township"),
        ("A,网格,3,个,grids,general", "A: 条件“general”看不懂: 写成 kind=值"),
        ("A,驿站,3,个,阵地,层级别=驿站", "A: “阵地”没有“层级别”: 是不是“层级”?"),
    ],
)
def test_what_cannot_be_counted_is_an_error(standing: Standing, row: str, words: str) -> None:
    assert found(standing, {"facts.csv": HEAD + row + "\n"}) == [("error", f"yunhe/civic/facts.csv:2: {words}")]


def test_gaps_and_faults_are_told_apart(standing: Standing) -> None:
    files = {"open_days.yaml": "open_days:\n  - {name: 民情日, day_of_month: [5]}\n  - {name: 接待日}\n"}
    assert [severity for severity, _ in found(standing, files)] == ["warning", "error"]


def test_what_rules_name_must_be_in_the_registers(asking: Callable[..., Asking]) -> None:
    """A roster nobody keeps serves nobody; points of no ledger are entered nowhere."""
    bare = inspect_civic(asking().civic, DAY)
    assert [(one.rule, one.problem.zh) for one in bare] == [
        ("yh-help", "rosters.yaml 里没有轮值表“代办轮值”"),
        ("yh-solve", "ledgers.yaml 里没有台账“单位积分”"),
        ("yh-visit", "ledgers.yaml 里没有台账“党员积分”"),
    ]
    files = {
        "rosters.yaml": "轮值:\n  - {名称: 代办轮值, 队数: 2, 起轮日期: 2026-03-01, 每轮: 1周}\n",
        "ledgers.yaml": "积分台账:\n  - {名称: 单位积分, 记谁: 报到单位, 清零: 每年}\n  - {名称: 党员积分, 记谁: 在职党员, 清零: 每年}\n",
    }
    assert inspect_civic(asking(files).civic, DAY) == []


def test_steps_that_nobody_may_take_are_told(standing: Standing) -> None:
    """Whoever acts on a record has a part in it; without one its steps are refused to everybody."""
    alone = "程序:\n  - {名称: 议事, 步骤: [{名称: 提议}, {名称: 答复}]}\n"
    words = "yunhe/civic/procedures.yaml:2: 议事: 一个身份也没有写,谁也不能办,立了也走不动: 写上 身份: [{名称: …}]"
    assert found(standing, {"procedures.yaml": alone}) == [("error", words)]
    assert "nobody may take a step" in found(standing, {"procedures.yaml": alone}, "en")[0][1]
    held = alone.replace("步骤", "身份: [{名称: 召集人}], 步骤", 1)
    assert found(standing, {"procedures.yaml": held}) == []
