"""The published calendar, a county's own days over it, and what is wrong in their files."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.support import DATA, write_files

from gridroute.errors import CalendarUnknown, Fault
from gridroute.worktime import CountyCalendar, read_calendar

#: Every day of 2023-2026 as the State Council published them; shared data, not part of the repository.
PUBLISHED = DATA.parents[2] / "shared" / "data" / "holidays" / "cn_2023_2026_chinesecalendar.csv"
HEAD = "日期,安排,说明\n"


def read(folder: Path, files: Mapping[str, str | bytes]) -> tuple[CountyCalendar, list[Fault]]:
    faults: list[Fault] = []
    return read_calendar(write_files(folder, files), "yunhe/calendar", faults), faults


@pytest.fixture(scope="module")
def published() -> CountyCalendar:
    faults: list[Fault] = []
    calendar = read_calendar(None, "yunhe/calendar", faults)
    assert faults == []
    return calendar


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        pytest.param(date(2026, 3, 2), "workday", id="Monday"),
        pytest.param(date(2026, 3, 7), "rest", id="Saturday"),
        pytest.param(date(2026, 3, 8), "rest", id="Sunday"),
        pytest.param(date(2026, 1, 1), "holiday", id="New Year's Day"),
        pytest.param(date(2026, 1, 4), "makeup", id="Sunday worked for it"),
        pytest.param(date(2026, 2, 14), "makeup", id="Saturday before the Spring Festival"),
        pytest.param(date(2026, 2, 15), "holiday", id="first day of the Spring Festival"),
        pytest.param(date(2026, 2, 23), "holiday", id="last day of the Spring Festival"),
        pytest.param(date(2026, 2, 24), "workday", id="day after it"),
        pytest.param(date(2026, 10, 1), "holiday", id="National Day"),
        pytest.param(date(2026, 10, 7), "holiday", id="last day of the National Day holiday"),
        pytest.param(date(2026, 10, 10), "makeup", id="Saturday worked for it"),
        pytest.param(date(2026, 10, 11), "rest", id="Sunday after"),
        pytest.param(date(2023, 1, 22), "holiday", id="Spring Festival 2023"),
        pytest.param(date(2024, 2, 29), "workday", id="leap day"),
    ],
)
def test_published_days(published: CountyCalendar, day: date, kind: str) -> None:
    assert published.day_kind(day) == kind
    assert published.is_workday(day) is (kind in ("workday", "makeup"))
    assert published.knows(day)


@pytest.mark.skipif(
    not PUBLISHED.is_file(), reason=f"the published days are not here: {PUBLISHED} (shared data beside the repository)"
)
def test_every_day_of_2023_to_2026_as_published(published: CountyCalendar) -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        listed = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    assert {day.year for day in listed} == {2023, 2024, 2025, 2026}
    kinds = {"off": "holiday", "makeup_workday": "makeup"}
    day, wrong = date(2023, 1, 1), []
    while day.year <= 2026:
        plain = "workday" if day.weekday() < 5 else "rest"
        if published.day_kind(day) != (kinds[listed[day]] if day in listed else plain):
            wrong.append((day, published.day_kind(day)))
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize("year", [1999, 2150])
def test_a_year_without_a_calendar_is_unknown(published: CountyCalendar, year: int) -> None:
    day = date(year, 1, 5)
    assert not published.knows(day)
    for ask in (published.day_kind, published.is_workday):
        with pytest.raises(CalendarUnknown) as caught:
            ask(day)
        assert caught.value.year == year
        assert caught.value.text("zh") == (
            f"没有{year}年的放假调休安排: 请在县的 calendar/ 目录装入国务院办公厅公布的{year}年日历"
        )
        assert str(caught.value) == (
            f"no calendar for {year}: load the published holidays of {year} into the county's calendar/"
        )
        again = pickle.loads(pickle.dumps(caught.value))
        assert (again.year, again.text("zh")) == (year, caught.value.text("zh"))


def test_an_empty_calendar_knows_no_year() -> None:
    with pytest.raises(CalendarUnknown):
        CountyCalendar().is_workday(date(2026, 3, 2))


# ---- a county's own files ------------------------------------------------------------------------------


def test_local_days_lie_over_the_published(tmp_path: Path, published: CountyCalendar) -> None:
    calendar, faults = read(
        tmp_path,
        {"local.csv": HEAD + "2026-03-02,休,县庆\n2026-03-07,班,补县庆\n2026-10-01,work,\n2026-03-03, off ,\n"},
    )
    assert faults == []
    assert [calendar.day_kind(date(2026, *day)) for day in ((3, 2), (3, 3), (3, 4), (3, 7), (10, 1))] == [
        "holiday",
        "holiday",
        "workday",
        "makeup",
        "makeup",
    ]
    assert calendar.years == published.years
    assert calendar.hash != published.hash


def test_a_whole_year_is_known_by_its_file(tmp_path: Path, published: CountyCalendar) -> None:
    calendar, faults = read(tmp_path, {"2151.csv": HEAD + "2151-01-01,休,元旦\n2151-01-02,班,调休\n"})
    assert faults == []
    assert calendar.years == published.years | {2151}
    assert [calendar.day_kind(date(2151, 1, day)) for day in (1, 2, 3, 4)] == ["holiday", "makeup", "rest", "workday"]


def test_a_whole_year_takes_the_place_of_the_published(tmp_path: Path) -> None:
    calendar, faults = read(tmp_path, {"2026.csv": HEAD + "2026-03-02,休,\n"})
    assert faults == []
    assert calendar.day_kind(date(2026, 3, 2)) == "holiday"
    assert calendar.day_kind(date(2026, 10, 1)) == "workday"
    assert calendar.day_kind(date(2025, 10, 1)) == "holiday"


def test_local_days_of_an_unpublished_year_do_not_make_it_known(tmp_path: Path) -> None:
    calendar, faults = read(tmp_path, {"local.csv": HEAD + "2151-01-01,休,\n"})
    assert faults == []
    with pytest.raises(CalendarUnknown):
        calendar.day_kind(date(2151, 1, 1))


@pytest.mark.parametrize("raw", [HEAD, "日期,安排\n", "\ufeff" + HEAD, HEAD.replace("\n", "\r\n"), HEAD + "\n,,\n"])
def test_a_file_that_says_nothing(tmp_path: Path, published: CountyCalendar, raw: str) -> None:
    calendar, faults = read(tmp_path, {"local.csv": raw})
    assert (faults, calendar.hash) == ([], published.hash)


def test_no_folder_and_other_files(tmp_path: Path, published: CountyCalendar) -> None:
    faults: list[Fault] = []
    assert read_calendar(tmp_path / "none", "yunhe/calendar", faults).hash == published.hash
    calendar, found = read(tmp_path, {"README.md": "日历"})
    assert (calendar.hash, faults, found) == (published.hash, [], [])


@pytest.mark.parametrize(
    ("name", "text", "zh", "en"),
    [
        pytest.param(
            "local.csv",
            HEAD + "2026-03-02,休,\n2026-02-30,休,\n",
            "local.csv:3: “2026-02-30”不是日期: 写成 2027-02-05",
            "local.csv:3: “2026-02-30” is not a date: as 2027-02-05",
            id="no such day",
        ),
        pytest.param(
            "local.csv",
            HEAD + "3月2日,休,\n",
            "local.csv:2: “3月2日”不是日期: 写成 2027-02-05",
            "local.csv:2: “3月2日” is not a date: as 2027-02-05",
            id="day in words",
        ),
        pytest.param(
            "local.csv",
            HEAD + "2026-03-02,假,\n",
            "local.csv:2: 安排应是 休 或 班",
            "local.csv:2: the second column is 休 or 班",
            id="unknown kind",
        ),
        pytest.param(
            "local.csv",
            HEAD + "2026-03-02,休息,\n",
            "local.csv:2: 安排应是 休 或 班: 是不是“休”?",
            "local.csv:2: the second column is 休 or 班: did you mean “休”?",
            id="nearly a kind",
        ),
        pytest.param(
            "local.csv",
            HEAD + "\n2026-03-02\n",
            "local.csv:3: 安排应是 休 或 班",
            "local.csv:3: the second column is 休 or 班",
            id="no kind",
        ),
        pytest.param(
            "2027.csv",
            HEAD + "2027-01-01,休,\n2026-12-31,休,\n",
            "2027.csv:3: 2026-12-31 不在 2027 年",
            "2027.csv:3: 2026-12-31 is not in 2027",
            id="day of another year",
        ),
        pytest.param(
            "local.csv",
            "date,kind\n2026-03-02,休\n",
            "local.csv:1: 表头应是 日期,安排,说明",
            "local.csv:1: the head must be 日期,安排,说明",
            id="wrong head",
        ),
        pytest.param(
            "local.csv",
            "",
            "local.csv:1: 表头应是 日期,安排,说明",
            "local.csv:1: the head must be 日期,安排,说明",
            id="empty file",
        ),
    ],
)
def test_bad_rows(tmp_path: Path, name: str, text: str, zh: str, en: str) -> None:
    _, faults = read(tmp_path, {name: text})
    assert [fault.text("zh") for fault in faults] == [f"yunhe/calendar/{zh}"]
    assert [fault.text("en") for fault in faults] == [f"yunhe/calendar/{en}"]


def test_a_bad_row_spoils_no_other(tmp_path: Path) -> None:
    calendar, faults = read(tmp_path, {"local.csv": HEAD + "x,休,\n2026-03-02,休,\n2026-03-03,假,\n"})
    assert [fault.line for fault in faults] == [2, 4]
    assert calendar.day_kind(date(2026, 3, 2)) == "holiday"


def test_not_utf_8(tmp_path: Path) -> None:
    _, faults = read(tmp_path, {"local.csv": HEAD.encode("gb18030")})
    assert len(faults) == 1
    assert faults[0].text("zh").startswith("yunhe/calendar/local.csv: 读不出: ")


# ---- known gaps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2026-local.csv", "0本县.csv"])
def test_local_days_lie_over_a_whole_year_whatever_the_files_are_called(tmp_path: Path, name: str) -> None:
    calendar, faults = read(tmp_path, {"2026.csv": HEAD + "2026-01-01,休,\n", name: HEAD + "2026-03-02,休,县庆\n"})
    assert faults == []
    assert calendar.day_kind(date(2026, 3, 2)) == "holiday"


def test_lines_below_a_quoted_line_break(tmp_path: Path) -> None:
    _, faults = read(tmp_path, {"local.csv": HEAD + '2026-03-02,休,"县庆\n补休"\n2026-02-30,休,\n'})
    assert [fault.line for fault in faults] == [4]


def test_an_open_quote_does_not_swallow_days(tmp_path: Path) -> None:
    _, faults = read(tmp_path, {"local.csv": HEAD + '2026-03-02,休,"县庆\n2026-03-03,休,\n'})
    assert faults != []


def test_a_day_given_twice(tmp_path: Path) -> None:
    _, faults = read(tmp_path, {"local.csv": HEAD + "2026-03-02,休,\n2026-03-02,班,\n"})
    assert [fault.line for fault in faults] == [3]
