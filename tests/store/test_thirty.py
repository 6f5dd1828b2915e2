"""三十户: one cut of water reported thirty times within two hours is one matter and thirty callbacks (T26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from gridroute import Issue
from gridroute.casework import Actor, Answer, Attempt
from gridroute.casework.group import Tally, tally
from gridroute.cli.main import build
from gridroute.dispatch import load_county
from gridroute.store import Docket, replay

BEGIN = datetime.fromisoformat("2026-09-07T09:00:00+08:00")
NUMBERS = [f"W{number:02}" for number in range(1, 31)]
MASTER = NUMBERS[0]
WORDS = ("学府花园停水了", "家里一滴水都没有", "水龙头不出水,做不成饭", "又停水了,啥时候能来", "停水好几天了老人没水喝")


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "cases.sqlite")


@pytest.fixture
def docket(db: str) -> Iterator[Docket]:
    made = Docket(db, load_county, "index")
    yield made
    made.close()


def do(docket: Docket, case: str, kind: str, by: str, at: datetime, **said: object) -> Answer:
    county = docket.desk(docket.case(case)).dispatcher.county
    body = getattr(docket.case(case), by, None) or county.bodies.named(by)[0].id
    answer = docket.attempt(case, Attempt(type=kind, at=at, by=Actor(body=body), said=said))
    assert answer.refusal is None, answer.refusal
    return answer


@pytest.mark.slow
def test_thirty_households_are_one_matter_and_thirty_callbacks(docket: Docket, db: str) -> None:
    center = "磴口县12345热线受理中心"
    for number, name in enumerate(NUMBERS):
        at = BEGIN + timedelta(minutes=4 * number)  # the last at 10:56
        issue = Issue(
            id=name,
            received_at=at,
            channel="12345",
            text="学府花园水压太小,水上不去楼" if number == 0 else WORDS[number % len(WORDS)],
            category="公用事业/供水/水压不足" if number == 0 else "公用事业/供水/停水",
            address="巴彦高勒镇西环社区",
        )
        docket.open(issue, at, "150822")
    first = docket.case(MASTER)
    assert (first.urgency, "by-water" in {rule for one in docket.events(MASTER) for rule in one.rules}) == (
        "normal",
        False,
    )
    for number, name in enumerate(NUMBERS[1:]):
        at = BEGIN + timedelta(hours=2, minutes=number)
        do(docket, name, "merge", center, at, master=MASTER)
        assert docket.case(MASTER).urgency == ("utility" if number == 28 else "normal"), number  # 群体户数 is thirty

    master = docket.case(MASTER)
    assert (len(master.members), master.lead) == (29, first.lead)
    cases = [docket.case(name) for name in NUMBERS]
    assert Counter(one.state for one in cases) == {"merged": 29, "dispatched": 1}
    assert tally(cases) == Tally(events=1, reports=30)

    later = BEGIN + timedelta(hours=8)
    do(docket, MASTER, "accept", "lead", later)
    do(docket, MASTER, "reply", "lead", later, evidence=["通水照片"], supply_restored=True, absence_noted=True)
    assert Counter(docket.case(name).state for name in NUMBERS) == {"callback": 29, "replied": 1}
    ended = {"reached": True, "resolved": True, "satisfied": True}
    do(docket, MASTER, "start_callback", center, later)
    for number, name in enumerate(NUMBERS[1:]):
        at = later + timedelta(minutes=number)
        early = docket.attempt(MASTER, Attempt(type="satisfied", at=at, by=Actor(body=_center(docket)), said=ended))
        assert early.refusal is not None
        assert f"还有 {29 - number} 件并单成员没有回访完" in early.refusal.words.zh
        do(docket, name, "satisfied", center, at, **ended)
    shown = CliRunner().invoke(build("zh"), ["case", "show", MASTER, "--db", db]).stdout
    assert "并单: 29 件成员,共 1 个事件、30 人次;成员已回访办结 29 件,待回访 0 件" in shown
    do(docket, MASTER, "satisfied", center, later + timedelta(hours=1), **ended)

    logs = {name: docket.events(name) for name in NUMBERS}
    assert Counter(one.type for log in logs.values() for one in log)["satisfied"] == 30
    assert all(docket.case(name).closed_by == "satisfied" for name in NUMBERS)
    assert [replay(docket, name) for name in NUMBERS] == [None] * 30


def _center(docket: Docket) -> str:
    return docket.desk(docket.case(MASTER)).dispatcher.county.bodies.with_function("民意受理")[0].id
