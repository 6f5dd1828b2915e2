"""台账架: every register of standing matters as one table: its file, what an entry is, what tells entries apart."""

from __future__ import annotations

from typing import Any

from gridroute.civic.agreement import Agreement
from gridroute.civic.chain import Chain, Liaison
from gridroute.civic.checkin import Quota
from gridroute.civic.column import Entry
from gridroute.civic.evaluation import Evaluation
from gridroute.civic.fact import Fact
from gridroute.civic.gridding import Gridding
from gridroute.civic.index import Index, IndexValue
from gridroute.civic.ledger import Ledger
from gridroute.civic.need import Need
from gridroute.civic.openday import OpenDay, OpenWeekday
from gridroute.civic.procedure import Procedure
from gridroute.civic.project import Project
from gridroute.civic.register import Register
from gridroute.civic.resource import Resource
from gridroute.civic.roster import Roster
from gridroute.civic.service import Service
from gridroute.civic.staff import Population, Staff
from gridroute.civic.staffing import Check
from gridroute.civic.tree import Tree
from gridroute.civic.unit import Unit
from gridroute.civic.venue import Venue
from gridroute.errors import Bilingual


def _register(
    name: str, label: str, ending: str, model: type[Entry], key: tuple[str, ...], zh: str, en: str
) -> Register[Any]:
    return Register(name, label, f"{name}.{ending}", model, key, Bilingual(zh, en))


REGISTERS: tuple[Register[Any], ...] = (
    _register("facts", "事实", "csv", Fact, ("id",), "依据给出的数字", "figures that the sources give"),
    _register("venues", "阵地", "csv", Venue, ("id",), "接待群众的地方", "where people are received"),
    _register("open_days", "开放日", "yaml", OpenDay, ("name",), "民情日、接待日", "days on which people are received"),
    _register(
        "open_weekdays",
        "固定接待日",
        "csv",
        OpenWeekday,
        ("open_day", "community"),
        "各社区自定的星期",
        "the weekday that each community has set",
    ),
    _register("rosters", "轮值", "yaml", Roster, ("name",), "轮流值班、代办", "teams that take turns"),
    _register("units", "报到单位", "csv", Unit, ("id",), "与社区共建的单位", "units paired with communities"),
    _register("needs", "需求", "csv", Need, ("id",), "需求清单", "the list of needs"),
    _register("resources", "资源", "csv", Resource, ("id",), "资源清单", "the list of resources"),
    _register("agreements", "协议", "csv", Agreement, ("id",), "共建协议", "agreements of units with communities"),
    _register("projects", "项目", "csv", Project, ("id",), "项目清单、领办项目", "the list of projects"),
    _register(
        "procedures", "程序", "yaml", Procedure, ("name",), "常设事务一步一步怎么办", "how standing matters go on"
    ),
    _register("ledgers", "积分台账", "yaml", Ledger, ("name",), "积分记在哪几本账上", "accounts of points"),
    _register(
        "quotas", "报到任务", "yaml", Quota, ("name",), "单位、党员一年报到几次", "check-ins that are owed in a year"
    ),
    _register("staff", "队伍", "csv", Staff, ("id",), "岗位和队伍,不写姓名", "posts and staff, without names"),
    _register("populations", "人口", "csv", Population, ("place", "kind"), "各地人口", "how many live where"),
    _register(
        "checks", "配备检查", "yaml", Check, ("name",), "哪里应配几个什么", "how many of what there must be where"
    ),
    _register(
        "griddings", "网格划分", "yaml", Gridding, ("name",), "网格划得怎样才合要求", "what grids have to be like"
    ),
    _register("chains", "包联", "yaml", Chain, ("name",), "逐级包联的人链", "who stands by whom, level by level"),
    _register(
        "liaisons",
        "包联名册",
        "csv",
        Liaison,
        ("chain", "level", "place", "post"),
        "哪个岗位包联哪里",
        "which post stands by which place",
    ),
    _register("indices", "指数", "yaml", Index, ("name",), "平安指数怎么算", "how an index of a grid is made up"),
    _register(
        "index_values",
        "指数数值",
        "csv",
        IndexValue,
        ("index", "place", "month", "component"),
        "每格每月各项数值",
        "values of components by grid and month",
    ),
    _register("evaluations", "评价", "yaml", Evaluation, ("name",), "谁评价谁", "who scores whom"),
    _register("trees", "组织体系", "yaml", Tree, ("name",), "党组织各级", "tiers of party organisation"),
    _register(
        "services", "服务事项", "csv", Service, ("id",), "高频事项由谁提供", "who provides what is often asked for"
    ),
)
BY_NAME = {one.name: one for one in REGISTERS}
BY_FILE = {one.file: one for one in REGISTERS}
BY_MODEL: dict[type[Entry], Register[Any]] = {one.model: one for one in REGISTERS}
