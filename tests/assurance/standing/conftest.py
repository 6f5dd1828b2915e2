"""An invented county with registers of every kind that a scenario may ask about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.civic.conftest import ruled_files
from tests.support import build_county

from gridroute import Dispatcher
from gridroute.assurance import Failed, Passed, play, read_scenarios
from gridroute.casework import CaseDesk
from gridroute.errors import Fault

GRIDS = (
    "code,kind,name,assumed,owner,agreed,parent,valid_from,valid_to,successors\n"
    "990101001001001,general,云桥第一网格,false,,,,,,\n"
    "990101001001002,general,云桥第二网格,false,,,,,2026-06-30,990101001001012|990101001001013\n"
    "990101001001012,general,云桥二甲,false,,,,2026-07-01,,\n"
    "990101001001013,general,云桥二乙,false,,,,2026-07-01,,\n"
    "990101001002001,general,河东网格,false,,,,,,\n"
    "990101101201001,general,柳林网格,false,,,,,,\n"
)
OFFICERS = "id,role,place,name,valid_from,away,away_from\nO1,primary,990101001001001,第一网格员,,,\nS1,secretary,990101001001,社区书记,,,\n"
CIVIC = {
    "facts.csv": "编号,名称,数值,单位,核对对象,依据\nY1,镇街,2,个,镇街,云河县通报\nY2,村社,9,个,村社,云河县通报\n",
    "units.csv": "编号,名称,共建社区,类型\nU1,税务局党委,云桥社区,党组织\n",
    "ledgers.yaml": (
        "积分台账:\n"
        "  - {名称: 单位积分, 记谁: 报到单位, 清零: 每年, 周期: {月: 评分, 季: 考核, 半年: 晾晒}}\n"
        "  - {名称: 党员积分, 记谁: 在职党员, 清零: null}\n"
    ),
    "quotas.yaml": (
        "报到任务:\n"
        "  - {名称: 单位报到, 类型: 单位报到, 不足: 通报, 计数: [{行为: 解决问题, 至少: 2}]}\n"
        "  - {名称: 党员报到, 类型: 党员报到, 计数: [{行为: 参加活动, 至少: 4}]}\n"
    ),
    "checks.yaml": (
        "配备检查:\n  - {名称: 全科网格员, 数什么: 队伍, 条件: [类别=网格员], 每: 网格, 至少: 1, 不够时: {代管: 所在社区, 警示: 配齐}}\n"
    ),
    "staff.csv": "编号,类别,所在地,岗位\nG1,网格员,云桥第一网格,第一网格员\n",
    "indices.yaml": "指数:\n  - {名称: 平安指数, 构成: {警情: 600, 消防: 400}, 越好: 高}\n  - {名称: 文明指数, 构成: {环境: null}, 越好: 高}\n",
    "evaluations.yaml": (
        "评价:\n  - 名称: 镇街评部门\n    评价方: [镇街]\n    被评方: [政府部门, 镇街]\n"
        "    方面: [{名称: 满意度, 权重: 60}, {名称: 效率, 权重: 40}]\n    占比: 10\n    下限参数: 部门评价权重\n    排名: 是\n"
    ),
    "trees.yaml": (
        "组织体系:\n  - {名称: 城市五级, 城乡: 城市, 各级: [街道党工委, 社区党委, 网格党支部, 楼栋党小组, 党员中心户]}\n"
        "  - {名称: 农村三级, 城乡: 农村, 各级: [村党组织, 网格党小组, 党员中心户]}\n"
        "  - {名称: 四级网格, 类别: 网格, 各级: [县, 镇街, 社区, 村]}\n"
    ),
    "venues.csv": (
        "编号,名称,层级,所在地,每处,经度,纬度,坐标系,开放时间,开放日\n"
        "P,党群服务中心,村社,,村社,,,,08:30-12:00,\n"
        "T,服务中心,镇街,,镇街,,,,,\n"
        "A,东驿站,驿站,云桥社区,,117.000,35.000,WGS-84,24x7,\n"
        "B,西驿站,驿站,柳林村,,117.100,35.000,WGS-84,09:00-17:00,\n"
    ),
    "chains.yaml": (
        "包联:\n  - 名称: 干部包联\n    各级: [{级: 网格, 由谁: 网格首责人, 地方层级: 网格}, {级: 村社, 由谁: 包村干部}, {级: 镇街, 由谁: 镇街领导, 地方层级: 镇街}]\n"
    ),
    "liaisons.csv": "包联,级,地方,岗位\n干部包联,村社,云桥社区,包村岗甲\n干部包联,村社,云桥社区,包村岗乙\n",
    "open_days.yaml": "开放日:\n  - {名称: 接待日, 每月几日: [5], 阵地层级: [镇街], 逢节假日: 照常}\n",
    "griddings.yaml": "网格划分:\n  - {名称: 划分原则, 人口口径: 网格人口, 人口下限: 200, 人口上限: null}\n",
    "rosters.yaml": "轮值:\n  - {名称: 代办轮值, 队数: 3, 起轮日期: null, 每轮: null}\n  - {名称: 夜巡, 队伍: [甲, 乙], 起轮日期: 2026-03-02, 每轮: 1周}\n  - {名称: 汛期值班, 队伍: [甲], 起轮日期: 2026-03-02, 每轮: 1周, 运行模式: [战时]}\n",
    "services.csv": "编号,事项,提供单位,依据\nS1,打印证明,云桥社区,云河县目录\n",
}
Played = Callable[..., Passed | Failed]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CaseDesk:
    """The county's desk."""
    files = {
        **ruled_files(),
        "territory/grids.csv": GRIDS,
        "territory/officers.csv": OFFICERS,
        **{f"civic/{name}": text for name, text in CIVIC.items()},
    }
    built = build_county(tmp_path_factory.mktemp("asked"), files)
    assert built.said() == []
    return CaseDesk(Dispatcher(built.county, "index"))


@pytest.fixture
def ask(desk: CaseDesk, tmp_path: Path) -> Played:
    """Plays one scenario: what is asked, what comes after, and the registers that it gives."""

    def made(civic: str, body: str, registers: str = "", at: str = "2026-03-04T09:00+08:00") -> Passed | Failed:
        given = f"{{at: {at}, civic: {{{civic}}}{f', registers: {{{registers}}}' if registers else ''}}}"
        text = f"county: yunhe\nscenarios:\n  - name: 试\n    given: {given}\n{body}"
        file = tmp_path / "x.scenario.yaml"
        file.write_text(text, encoding="utf-8")
        faults: list[Fault] = []
        found = read_scenarios(file, "x.scenario.yaml", faults)
        assert faults == []
        return play(found[0], desk)

    return made
