"""A log replays byte for byte (T55): the same policy, an upgraded one, one that is gone, and after a schema upgrade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.store.conftest import Dockets, at, do, issue, played
from tests.support import COUNTY_FILES, build_county

from gridroute import County
from gridroute.errors import Bilingual, StoreError, UnknownCounty
from gridroute.store import Docket, repair, replay
from gridroute.store.archive import digest_of, packed, unpacked
from gridroute.worktime import CountyCalendar

NINE = at("2026-03-02T09:00")


def test_a_case_comes_out_as_it_was_kept(docket: Docket, dockets: Dockets) -> None:
    played(docket)
    assert {entry.origin for entry in docket.log("S1")} == {"asked", "time", "follow"}
    assert [one.refusal.kind for one in docket.refused("S1")] == ["state", "time"]
    assert replay(dockets(), "S1") is None


def test_a_refusal_that_moves_the_case_replays(docket: Docket) -> None:
    """An objection refused for good goes to whoever adjudicates: its events follow from a refusal (T41)."""
    docket.open(issue(), NINE, "370831")
    for _ in range(3):
        do(docket, "S1", "object", "lead", "2026-03-02T10:00", reason="不归我们管")
        if docket.case("S1").state == "objected":
            center = docket.desk(docket.case("S1")).dispatcher.county.bodies.with_function("民意受理")[0].id
            do(docket, "S1", "accept_objection", center, "2026-03-02T10:30", to=docket.case("S1").lead)
    assert replay(docket, "S1") is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = replace(body, 'accept', 'assume') WHERE type = 'accept'",
        "UPDATE events SET origin = 'follow' WHERE type = 'accept'",
        'UPDATE events SET body = replace(body, \'"supervise":"red"\', \'"supervise":"yellow"\')',
        "UPDATE cases SET snapshot = replace(snapshot, '\"redo_count\":1', '\"redo_count\":0')",
        "UPDATE attempts SET refusal = replace(refusal, 'cannot', 'can')",
    ],
    ids=["an event", "its origin", "what fell due", "the state", "a refusal"],
)
def test_what_was_changed_by_hand_is_found(docket: Docket, statement: str) -> None:
    played(docket)
    tampered(docket, statement)
    assert replay(docket, "S1") is not None


def tampered(docket: Docket, statement: str) -> None:
    """Changes tables as only somebody can who takes away what forbids it."""
    with docket.database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in ("events", "attempts", "policies"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                connection.execute(text(f"DROP TRIGGER {name}"))
        blob = "'x'::bytea" if connection.dialect.name == "postgresql" else "X'78'"
        assert connection.exec_driver_sql(statement.replace("BLOB", blob)).rowcount > 0


def test_the_state_is_made_anew_from_the_log(docket: Docket) -> None:
    played(docket)
    case, due = docket.case("S1"), docket.deadlines.next_due()
    assert repair(docket, "S1") is False
    tampered(
        docket, "UPDATE cases SET snapshot = replace(snapshot, '\"redo_count\":1', '\"redo_count\":0'), lead = 'x'"
    )
    assert repair(docket, "S1") is True
    tampered(docket, "DELETE FROM cases")
    assert repair(docket, "S1") is True
    assert (docket.case("S1"), docket.deadlines.next_due()) == (case, due)
    assert docket.listing()[0].lead == case.lead


def in_two_versions(folder: Path) -> tuple[County, County]:
    """云河县 before and after it has given adjudication another length."""
    made = []
    for name, length in (("before", "1 workdays"), ("after", "9 workdays")):
        manifest = str(COUNTY_FILES["county.yaml"]) + f"parameters: {{裁定时限: {length}}}\n"
        built = build_county(folder / name, {"county.yaml": manifest})
        assert built.said() == []
        made.append(built.county)
    return made[0], made[1]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, County]:
    return in_two_versions(tmp_path_factory.mktemp("versions"))


def loader(county: County) -> Callable[[str], County]:
    return lambda name: county


def gone(name: str) -> County:
    raise UnknownCounty(Bilingual(name, name))


YUNHE = {"address": "云河街道云桥社区", "text": "村口路面破损"}


def test_a_case_keeps_the_policy_it_came_in_under(dockets: Dockets, versions: tuple[County, County]) -> None:
    """I35: after an upgrade an old case goes on by the old rules, a new one by the new; both replay, also uninstalled."""
    before, after = versions
    old = dockets(loader(before))
    old.open(issue("S1", **YUNHE), NINE, "990101")
    do(old, "S1", "broadcast", "first_receiver", "2026-03-02T10:00")
    new = dockets(loader(after))
    new.open(issue("S2", **YUNHE), NINE, "990101")
    for name in ("S1", "S2"):
        state = new.case(name).state
        new.advance(at("2026-03-30T09:00"), name)
        assert new.case(name).seq > 3, state
    assert new.desk(new.case("S1")).dispatcher.county.policy.hash == before.policy.hash
    assert new.desk(new.case("S2")).dispatcher.county.policy.hash == after.policy.hash
    assert new.case("S1").duties != new.case("S2").duties
    uninstalled = dockets(gone)
    assert [replay(uninstalled, name) for name in ("S1", "S2")] == [None, None]
    assert uninstalled.advance(at("2026-06-01T09:00")).cases == 2


def test_an_old_case_has_the_working_days_of_today(dockets: Dockets, versions: tuple[County, County]) -> None:
    """I9: days off that a county declares later count for old cases from then on; what was due stays due."""
    before, _ = versions
    old = dockets(loader(before))
    old.open(issue("S1", **YUNHE), NINE, "990101")
    due = [duty.duty.due_at for duty in old.case("S1").duties]
    off = {**before.calendar.days, **{date(2026, 3, day): "holiday" for day in range(9, 30)}}
    later = replace(before, calendar=CountyCalendar(off, before.calendar.years))
    new = dockets(loader(later))
    new.advance(at("2026-03-07T09:00"), "S1")
    assert [duty.duty.due_at for duty in new.case("S1").duties][: len(due)] == due
    timer = new.case("S1").next_timer()
    assert timer is not None
    assert timer.at >= at("2026-03-30T00:00")
    assert replay(dockets(gone), "S1") is None


def test_an_old_case_passes_to_whoever_continues_an_abolished_body(dockets: Dockets, tmp_path: Path) -> None:
    """I25: the rules are those the case came in under, the bodies those of today."""
    written = str(COUNTY_FILES["organizations.yaml"])
    abolished = "functions: [供热主管], valid_to: 2026-03-04, successors: [xin]}"
    later = written.replace("functions: [供热主管]}", abolished) + (
        "  - {id: xin, name: 云河县城管局, kind: gov_dept, level: county, parent: gov, functions: [供热主管],"
        " valid_from: 2026-03-05}\n"
    )
    before = build_county(tmp_path / "before").county
    after = build_county(tmp_path / "after", {"organizations.yaml": later})
    assert after.said() == []
    heating = YUNHE | {"text": "暖气不热", "category": "公用事业/供热/供热中断"}
    old = dockets(loader(before))
    old.open(issue("S1", **heating), NINE, "990101")
    assert old.case("S1").lead == "990101-zjj"
    new = dockets(loader(after.county))
    new.advance(at("2026-03-30T09:00"), "S1")
    assert new.case("S1").lead == "990101-xin"
    assert not [one for one in new.case("S1").owed() if one.duty.obligor.id == "990101-zjj"]
    assert replay(dockets(gone), "S1") is None


def test_an_archive_is_the_same_for_the_same_files_and_makes_the_same_county(sishui: County, tmp_path: Path) -> None:
    content = packed(sishui)
    assert content == packed(sishui)
    assert digest_of(unpacked(content, tmp_path)) == digest_of(sishui)


def test_the_calendar_is_that_of_the_archive(versions: tuple[County, County], tmp_path: Path) -> None:
    """The published years are not in the county's files; another release of them must change no old case."""
    without = replace(versions[0], calendar=CountyCalendar({}, frozenset({2026})))
    made = unpacked(packed(without), tmp_path / "made")
    assert (made.calendar, digest_of(made)) == (without.calendar, digest_of(without))


def test_no_case_is_left_without_a_desk(dockets: Dockets, versions: tuple[County, County]) -> None:
    """Where the archive cannot be read, a case goes on by what is installed, and its log says so."""
    before, after = versions
    dockets(loader(before)).open(issue("S1", **YUNHE), NINE, "990101")
    docket = dockets(loader(after))
    tampered(docket, "UPDATE policies SET content = BLOB")
    docket.advance(at("2026-03-30T09:00"), "S1")
    first, last = docket.log("S1")[0], docket.log("S1")[-1]
    assert (first.edition.policy, last.edition.policy) == (1, 2)
    with pytest.raises(StoreError, match="cannot be read any more"):
        replay(dockets(gone), "S1")
