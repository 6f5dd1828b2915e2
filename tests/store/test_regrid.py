"""T32: 金川街道 draws its 53 grids anew on a day with two hundred open cases; the cases stay, the officers change."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support import build_county

from gridroute import County, Issue
from gridroute.casework import NEW_OFFICER, Actor, Attempt, CaseEvent
from gridroute.cli.main import build
from gridroute.errors import InputError
from gridroute.store import Docket
from gridroute.store.docket import Fired
from gridroute.store.replay import replay

ROOT = Path(__file__).parents[2]
TERRITORY = ROOT / "plugins/gridroute-linhe/gridroute_linhe/territory"
DAY = "2023-07-01"
MATTERS = ("路灯不亮", "垃圾没人清", "路面破损")


def rows(name: str) -> list[dict[str, str]]:
    with (TERRITORY / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


def run(*words: str) -> Result:
    return CliRunner().invoke(build("en"), [*words, "--lang", "en"])


@pytest.mark.slow
def test_t32_two_hundred_open_cases_keep_their_grid_and_each_has_an_officer_of_the_new_set(
    gridroute_county: Callable[[str], County], tmp_path: Path
) -> None:
    grids = {row["code"]: row for row in rows("grids.csv") if row["code"].startswith("150802013")}
    old = [code for code, row in grids.items() if row["valid_to"] == "2023-06-30"]
    kinds = Counter(row["kind"] for row in grids.values() if row["valid_from"] == DAY)
    assert (len(old), kinds) == (53, {"general": 55, "micro": 376, "dedicated": 61})
    total = [code for code, row in grids.items() if row["kind"] == "total"]
    places = [*old * 3, *total * 4][:195] + sorted({code[:12] for code in old})[:5] + old[:6]
    issues, db = tmp_path / "issues.csv", str(tmp_path / "cases.sqlite")
    with issues.open("w", encoding="utf-8", newline="") as lines:
        made = csv.writer(lines)
        made.writerow(["id", "received_at", "channel", "text", "grid", "address"])
        for number, code in enumerate(places):
            text, place = MATTERS[number % len(MATTERS)], code if len(code) == 15 else ""
            address = "" if place else f"金川街道{gridroute_county('linhe').bodies.by_id[code].name}"
            made.writerow([f"T32-{number:03d}", at(f"2023-06-{29 - number % 4:02d}T09:00").isoformat(), "12345", text, place, address])  # fmt: skip
    assert run("case", "open", str(issues), "--db", db, "--county", "linhe").exit_code == 0
    docket = Docket(db, gridroute_county, "index")
    for number in range(200, 206):  # six are over before the day
        wanted = Attempt(type="withdraw", at=at("2023-06-29T17:00"), by=Actor(body="reporter"))
        assert docket.attempt(f"T32-{number:03d}", wanted).refusal is None
    open_before = docket.listing(county="150802", limit=1000)
    assert len(open_before) == 200

    asked = ("civic", "regrid", "--on", DAY, "--county", "linhe", "--db", db)
    table, lines = run(*asked), run(*asked, "--format", "jsonl")
    assert (table.exit_code, lines.exit_code) == (0, 0), table.output
    assert "200 open cases, none without somebody" in table.stderr
    report = [json.loads(line) for line in lines.stdout.splitlines()]
    assert len(report) == len({one["case"] for one in report}) == 200
    assert len([line for line in table.stdout.splitlines() if line.startswith("T32-")]) == 200

    posts = {row["id"]: row for row in rows("officers.csv")}
    answers = {row["place"]: row for row in posts.values() if row["role"] == "primary"}
    secretary = {row["place"]: row for row in posts.values() if row["role"] == "secretary"}
    for one in report:
        number = int(one["case"][4:])
        code = places[number]
        assert one["grid"] == code  # as received
        after = [] if len(code) == 12 else grids[code]["successors"].split("|") if grids[code]["successors"] else [code]
        assert one["followers"] == after
        new = answers[after[0]] if len(after) == 1 else secretary[code[:12]]
        assert (one["post"], one["post_name"]) == (new["id"], new["name"])  # by the new set
        assert new["valid_from"] in ("", DAY)
        assert one["before"] == (answers[code] if len(code) == 15 else secretary[code])["id"]
        assert one["holder"]
    counted = Counter(one["how"] for one in report)
    split = sum(places[:200].count(code) for code in old if "|" in grids[code]["successors"])
    assert counted == {"handed_over": 159 - split, "several": split, "unchanged": 36, "village": 5}

    kept = {one.id: docket.case(one.id) for one in open_before}
    made = handovers(docket.advance(at(f"{DAY}T00:30")))
    assert Counter(one.case for one in made) == dict.fromkeys((one.case for one in made), 1)
    moved = {one["case"]: one for one in report if one["how"] in ("handed_over", "several")}
    assert {one.case for one in made} == moved.keys()  # each whose grid is no more, once; nobody else
    assert len(moved) == 159
    for event in made:
        told = moved[event.case]
        assert (event.role, event.at) == ("system", at(f"{DAY}T00:00"))
        assert event.said["from_officer"] == kept[event.case].officer
        assert event.said["to_officer"] == told["officer"] == told["post_name"]
        assert [body.id for body in event.notify] == [places[int(event.case[4:])][:12]]
    for one in open_before:  # and the cases themselves stay where they were received
        code, before, after = places[int(one.id[4:])], kept[one.id], docket.case(one.id)
        assert after.issue.grid == (code if len(code) == 15 else None)
        assert after.officer == next(line["officer"] for line in report if line["case"] == one.id)
        assert (after.lead, after.responsible, after.state) == (before.lead, before.responsible, before.state)
        due = {duty.number: duty.duty.due_at for duty in before.duties}
        assert {duty.number: duty.duty.due_at for duty in after.duties} == due
    assert handovers(docket.advance(at("2023-07-02T00:30"))) == []
    again = run(*asked, "--apply", "--at", "2023-07-02T09:00:00+08:00")
    assert (again.exit_code, "officers handed over now: 0" in again.stderr) == (0, True), again.output
    assert [replay(docket, f"T32-{number:03d}") for number in range(0, 200, 20)] == [None] * 10
    docket.close()


def handovers(fired: Fired) -> list[CaseEvent]:
    return [one for one in fired.events if one.type == NEW_OFFICER]


GRIDS = """code,kind,name,assumed,valid_from,valid_to,successors
990101001001001,general,一格,false,,,
"""
OFFICERS = """id,role,place,name,valid_from,valid_to
p1,primary,990101001001001,一格网格员,,
"""


def test_t32_a_set_of_grids_that_was_installed_after_the_case_is_handed_over_by_asking(tmp_path: Path) -> None:
    """The case is decided by the rules it came in under, and handed over by the grids and posts of today."""
    drawn = GRIDS.replace(",,,\n", ",,2026-03-31,990101001001002\n") + (
        "990101001001002,general,二格,false,2026-04-01,,\n"
    )
    posts = OFFICERS + "p2,primary,990101001001002,二格网格员,2026-04-01,\n"
    old, new = (
        build_county(tmp_path / name, {"territory/grids.csv": grids, "territory/officers.csv": officers})
        for name, grids, officers in (("old", GRIDS, OFFICERS), ("new", drawn, posts))
    )
    assert (old.said(), new.said()) == ([], [])
    db = str(tmp_path / "cases.sqlite")
    received = at("2026-03-31T09:00")
    issue = Issue.model_validate({"id": "R1", "received_at": received, "text": "路灯不亮", "grid": "990101001001001"})
    docket = Docket(db, lambda name: old.county, "index")
    docket.open(issue, received, "yunhe")
    docket.advance(at("2026-04-01T00:30"))
    docket.close()
    docket = Docket(db, lambda name: new.county, "index")
    assert handovers(docket.advance(at("2026-04-01T00:31"))) == []  # no timer of it can know
    assert docket.case("R1").officer == "一格网格员"
    first, second = (docket.new_officer("R1", at(f"2026-04-01T0{hour}:00")).events for hour in (9, 9))
    assert [(one.type, one.said["to_officer"]) for one in first if one.type == NEW_OFFICER] == [
        (NEW_OFFICER, "二格网格员")
    ]
    assert second == ()
    assert docket.case("R1").issue.grid == "990101001001001"
    assert replay(docket, "R1") is None
    docket.close()


def test_nothing_is_applied_before_the_day() -> None:
    early = ("--apply", "--at", "2023-06-30T23:00:00+08:00", "--db", "x")
    made = run("civic", "regrid", "--on", DAY, "--county", "linhe", *early)
    assert isinstance(made.exception, InputError)
    assert "the new grids hold from 2023-07-01" in made.exception.words.en
