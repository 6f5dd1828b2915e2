"""Civic records in the database of cases: one log, whole steps, timers that workers fire, byte-identical replay."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from tests.civic.conftest import DIVISIONS, GRIDS, RULES
from tests.databases import new_database
from tests.store.conftest import at
from tests.support import COUNTY_FILES, build_county, write_files

from gridroute import County
from gridroute.casework import Actor, Attempt
from gridroute.civic.attendance import Deed
from gridroute.civic.proceeding import Opening, Outcome
from gridroute.civic.record import Record
from gridroute.errors import StoreError, UnknownCase
from gridroute.store import Docket
from gridroute.store.recordbook import PREFIX
from gridroute.store.schema import deadlines, events, outbox, records

PROCEDURES = """
程序:
  - 名称: 领办项目
    步骤: [{名称: 申报}, {名称: 调研, 限期: 3个工作日}, {名称: 确定}]
    身份: [{名称: 第一责任人}, {名称: 工作专班, 必有: 否}]
    督导阶梯: [反馈会, 提醒函]
    督导间隔: 2个工作日
"""
CIVIC = {
    "procedures.yaml": PROCEDURES,
    "units.csv": "编号,名称,共建社区\nU1,税务局党委,云桥社区\n",
    "ledgers.yaml": "积分台账:\n  - {名称: 单位积分, 记谁: 报到单位, 清零: 每年}\n",
    "quotas.yaml": "报到任务:\n  - {名称: 单位报到, 类型: 单位报到, 不足: 通报, 计数: [{行为: 解决问题, 至少: 4}]}\n",
}
GOV, COUNTY = "990101-gov", "990101"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> County:
    files = {
        "county.yaml": COUNTY_FILES["county.yaml"] + "parameters:\n  一对一年龄: {value: null, required: true}\n",
        "vocabulary.yaml": "fields:\n  service: {add: [代办, 一对一]}\n",
        "policy/civic.rules.yaml": RULES,
        "territory/divisions.csv": DIVISIONS,
        "territory/grids.csv": GRIDS,
        **{f"civic/{name}": text for name, text in CIVIC.items()},
    }
    built = build_county(tmp_path_factory.mktemp("kept"), files)
    assert built.said() == []
    return built.county


@pytest.fixture
def url(tmp_path: Path) -> str:
    """SQLite: what differs on PostgreSQL is asked there by one test."""
    return str(tmp_path / "cases.sqlite")


@pytest.fixture
def home(base: County, url: str) -> Iterator[Callable[..., Docket]]:
    """Opens dockets on one database, with the county as it is installed now."""
    made: list[Docket] = []

    def open_one(county: County | None = None) -> Docket:
        made.append(Docket(url, lambda name: county or base, "index"))
        return made[-1]

    yield open_one
    for one in made:
        one.close()


def begin(docket: Docket, number: str = "P1", **more: Any) -> Outcome:
    parties = {"第一责任人": [GOV], "工作专班": ["项目专班"]}
    wanted = Opening(number, "领办项目", at("2026-03-02T09:00"), Actor(body=GOV), parties=parties, **more)
    return docket.records.open(wanted, COUNTY)


def do(docket: Docket, kind: str, when: str, number: str = "P1", **said: Any) -> Outcome:
    return docket.records.attempt(number, Attempt(type=kind, at=at(when), by=Actor(body=GOV), said=said))


def deed(when: str = "2026-03-02T09:00") -> Deed:
    return Deed("单位报到", "U1", "解决问题", at(when), Actor(body="990101001001"), {"evidence": ["签到表"]})


def test_a_record_is_kept_and_read_back(home: Callable[..., Docket]) -> None:
    docket = home()
    begin(docket, "P0")
    begin(docket, title="加装电梯", links=("P0",), said={"说明": "甲", "a": 1})
    do(docket, "申报", "2026-03-02T10:00", 说明="已报")
    other = home()
    record = other.records.record("P1")
    assert (record.title, record.seq, [one.step for one in record.taken]) == ("加装电梯", 2, ["申报"])
    assert record.links == ("P0",)
    assert [one.type for one in other.records.events("P1")] == ["open", "申报"]
    assert other.records.astray("P1") is None
    assert [one.id for one in other.records.listing(kind="procedure")] == ["P0", "P1"]


def test_a_worker_fires_records_and_cases_alike(home: Callable[..., Docket]) -> None:
    docket = home()
    begin(docket)
    do(docket, "申报", "2026-03-02T10:00")
    assert docket.fire_due(at("2026-03-05T23:00")).cases == 0
    fired = docket.fire_due(at("2026-03-06T00:00"))
    assert [(one.type, one.said) for one in fired.records] == [("overdue", {"reminder": "反馈会"})]
    assert docket.fire_due(at("2026-03-06T00:00")).cases == 0
    later = docket.advance(at("2026-03-20T00:00"))
    assert [one.type for one in later.records] == ["remind"]
    assert docket.records.record("P1").reminded == 2
    with docket.database.reading() as connection:
        assert connection.execute(select(deadlines)).all() == []
        told = connection.execute(select(outbox.c.recipient, outbox.c.topic).order_by(outbox.c.id)).all()
    assert [tuple(row) for row in told] == [(f"body:{GOV}", "record.overdue"), (f"body:{GOV}", "record.remind")]
    assert docket.records.astray("P1") is None


def test_what_is_refused_is_kept_apart_and_changes_nothing(home: Callable[..., Docket]) -> None:
    docket = home()
    begin(docket)
    refused = do(docket, "确定", "2026-03-02T10:00")
    assert refused.refusal is not None
    assert docket.records.record("P1").seq == 1
    assert [one.refusal.words.zh for one in docket.records.refused("P1")] == ["下一步是“申报”,不是“确定”"]
    early = do(docket, "申报", "2026-03-01T10:00")
    assert early.refusal is not None
    assert early.refusal.kind == "time"
    assert begin(docket).refusal is not None
    assert begin(docket, "P2", place="nowhere").record is not None
    with pytest.raises(UnknownCase, match="P9"):
        do(docket, "申报", "2026-03-02T10:00", "P9")


def test_a_record_and_a_case_may_have_one_number(home: Callable[..., Docket]) -> None:
    from gridroute import Issue

    docket = home()
    issue = Issue(id="P1", received_at=at("2026-03-02T09:00"), text="路灯不亮", address="云桥社区")
    docket.open(issue, issue.received_at, COUNTY)
    assert begin(docket).record is not None
    assert docket.case("P1").issue.text == "路灯不亮"
    assert docket.records.record("P1").name == "领办项目"


def test_a_check_in_and_its_points_are_kept_together(home: Callable[..., Docket]) -> None:
    docket = home()
    for number in range(5):
        counted = docket.records.count(deed(f"2026-03-0{number + 1}T09:00"), COUNTY)
        assert counted.outcome.refusal is None
    year, account = docket.records.record("单位报到/U1/2026"), docket.records.record("单位积分/U1")
    assert (year.counts, account.balance) == ({"解决问题": 5}, 20)
    said = {"event": 1, "reason": "签到有误"}
    wanted = Attempt(type="冲正", at=at("2026-04-01T09:00"), by=Actor(body=GOV), said=said)
    assert docket.records.attempt("单位积分/U1", wanted).refusal is None
    assert docket.records.record("单位积分/U1").balance == 15
    assert [docket.records.record("单位积分/U1").balance_in(year) for year in (2025, 2026, 2027)] == [0, 15, 0]
    settled = docket.advance(at("2027-01-01T00:00")).records
    assert [(one.type, one.record) for one in settled] == [("settle", "单位报到/U1/2026")]
    assert docket.records.astray("单位报到/U1/2026") is None
    assert docket.records.astray("单位积分/U1") is None


def test_two_writers_lose_nothing(home: Callable[..., Docket]) -> None:
    """Of two that saw the same state the slower one does its step anew."""
    one, other = home(), home()
    begin(one)
    stale = other.records.record("P1")
    do(one, "申报", "2026-03-02T10:00")
    read = other.records._read
    first = [(stale, *read("P1")[1:])]
    other.records._read = lambda record: first.pop() if first else read(record)  # type: ignore[method-assign]
    assert do(other, "调研", "2026-03-03T10:00").refusal is None
    assert [one.step for one in one.records.record("P1").taken] == ["申报", "调研"]


def test_a_record_goes_on_by_the_registers_it_began_under(
    home: Callable[..., Docket], base: County, tmp_path: Path
) -> None:
    """I35: the county has added a step since; the record has the three it began with."""
    begin(home())
    root = tmp_path / "newer"
    shutil.copytree(base.policy.county.root, root)
    write_files(root, {"civic/procedures.yaml": PROCEDURES.replace("{名称: 确定}", "{名称: 公示}, {名称: 确定}")})
    layers = tuple(replace(one, root=root) if one.level == "county" else one for one in base.policy.layers)
    newer = replace(base, policy=replace(base.policy, layers=layers))
    docket = home(newer)
    begin(docket, "P2")
    for number, expected in (("P1", "done"), ("P2", "open")):
        for hour, kind in enumerate(("申报", "调研")):
            do(docket, kind, f"2026-03-02T1{hour}:00", number)
        do(docket, "确定", "2026-03-02T13:00", number)
        assert docket.records.record(number).state == expected, number
    assert docket.records.astray("P1") is None


def test_a_log_that_was_tampered_with_is_found(home: Callable[..., Docket]) -> None:
    docket = home()
    begin(docket)
    do(docket, "申报", "2026-03-02T10:00")
    with docket.database.writing() as connection:
        kept = Record.model_validate_json(connection.execute(select(records.c.snapshot)).scalar_one())
        forged = kept.model_copy(update={"delivered": ("方案",)})
        connection.execute(update(records).values(snapshot=forged.model_dump_json()))
    assert docket.records.astray("P1") is not None


def test_the_log_of_a_record_is_append_only(home: Callable[..., Docket]) -> None:
    docket = home()
    begin(docket)
    with pytest.raises((DBAPIError, StoreError)), docket.database.writing() as connection:
        connection.execute(update(events).where(events.c.case_id == PREFIX + "P1").values(type="x"))


def test_a_database_of_the_second_revision_takes_records(url: str, base: County) -> None:
    from gridroute.store.database import as_url, open_engine, upgrade

    engine = open_engine(as_url(url))
    upgrade(engine, "0002")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0002"
    engine.dispose()
    docket = Docket(url, lambda name: base, "index")
    assert begin(docket).record is not None
    docket.close()


@pytest.mark.slow
def test_records_on_postgresql(postgresql: Any, base: County) -> None:
    """The same story: kept, refused, fired, counted, replayed."""
    docket = Docket(new_database(postgresql), lambda name: base, "index")
    assert begin(docket).record is not None
    assert begin(docket).refusal is not None
    assert do(docket, "确定", "2026-03-02T09:30").refusal is not None
    assert do(docket, "申报", "2026-03-02T10:00").refusal is None
    assert [one.type for one in docket.advance(at("2026-03-20T00:00")).records] == ["overdue", "remind"]
    assert docket.records.count(deed("2026-03-21T09:00"), COUNTY).accounts[0].balance == 5
    assert docket.records.astray("P1") is None
    assert len(docket.records.refused("P1")) == 2
    with pytest.raises((DBAPIError, StoreError)), docket.database.writing() as connection:
        connection.execute(update(events).where(events.c.case_id == PREFIX + "P1").values(type="x"))
    docket.close()
