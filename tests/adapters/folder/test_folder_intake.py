"""The drop folder: what is complete, what is read once whatever dies when, what a receipt says."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.adapters.rigs import FOLDER, HEADS, NOW, FolderRig, connected, row_of

from gridroute.adapters import folder as folder_package
from gridroute.adapters.folder import FolderIntake
from gridroute.adapters.folder.lock import held
from gridroute.conformance import Desk, Killed, pull
from gridroute.conformance.sample import Sample, samples
from gridroute.errors import Bilingual
from gridroute.exchange import Envelope, Receipt, Unreadable

HERE = os.path.dirname(folder_package.__file__)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def dropped(box: Path, name: str, *items: Sample, age: float = 3600) -> Path:
    path = box / "in" / name
    lines = [",".join(HEADS), *(",".join(row_of(one)) for one in items)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.utime(path, (NOW.timestamp() - age,) * 2)
    return path


def intake(folder: Path, settings: str) -> tuple[FolderIntake, Path]:
    connection = connected(folder, FOLDER.replace("complete: renamed", settings))
    return FolderIntake(connection, lambda: NOW), folder / "box"


@pytest.mark.parametrize(
    ("settings", "age", "marker", "taken"),
    [
        ("complete: settled", 31, None, True),
        ("complete: settled", 29, None, False),
        ("complete: settled, settle_seconds: 5", 6, None, True),
        ("complete: renamed", 0, None, True),
        ("complete: marked", 100, None, False),
        ("complete: marked", 100, 50, True),
        ("complete: marked", 50, 100, False),
    ],
    ids=["settled", "still growing", "sooner", "by its name", "no mark", "marked", "an old mark"],
)
def test_only_a_complete_file_is_taken(
    tmp_path: Path, settings: str, age: float, marker: float | None, taken: bool
) -> None:
    one, box = intake(tmp_path, settings)
    path = dropped(box, "a.csv", *samples(1), age=age)
    if marker is not None:
        path.with_name("a.csv.ok").write_text("")
        os.utime(path.with_name("a.csv.ok"), (NOW.timestamp() - marker,) * 2)
    assert len(list(one.receive())) == int(taken)
    assert names(box / "in") == ([] if taken else sorted(["a.csv", *(["a.csv.ok"] if marker else [])]))


@pytest.mark.parametrize(
    "name", [".a.csv", "~$a.xlsx", "a.csv.part", "a.csv.TMP", "a.csv.filepart", "a.csv.crdownload"]
)
def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path, name: str) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    dropped(box, name, *samples(1))
    assert list(one.receive()) == []
    assert (box / "in" / name).exists()


def test_a_link_is_left_alone(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    elsewhere = dropped(box, "a.csv", *samples(1)).rename(tmp_path / "elsewhere.csv")
    (box / "in" / "a.csv").symlink_to(elsewhere)
    assert list(one.receive()) == []


def test_nobody_else_may_look_in(tmp_path: Path) -> None:
    _, box = intake(tmp_path, "complete: renamed")
    assert {path.name: path.stat().st_mode & 0o077 for path in box.iterdir()} == dict.fromkeys(names(box), 0)


def test_one_process_at_a_time(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    dropped(box, "a.csv", *samples(1))
    with held(box / ".lock") as mine:
        assert mine
        assert list(one.receive()) == []
    assert len(list(one.receive())) == 1


def test_a_receipt_names_the_row_and_what_to_mend(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    path = dropped(box, "三月.csv", Sample("G-1"), Sample("=1+1"), Sample(None))
    path.write_text(path.read_text("utf-8") + "G-4,昨天,路灯不亮,,\na,b,c,d,e,f,g\n", encoding="utf-8")
    pull(one, Desk(reject=["=1+1"]).admit)
    (receipt,) = (box / "receipts").iterdir()
    assert receipt.name == "三月.20260302T120000.csv.receipt.csv"
    rows = [row[1:6] for row in csv.reader(io.StringIO(receipt.read_text("utf-8-sig")))]
    when = "“受理时间”的时间“昨天”看不懂,或没有时区: 写成 2026-03-02T09:10:00+08:00"
    assert rows == [
        ["行", "外部编号", "结果", "办件编号", "原因"],
        ["2", "G-1", "已受理", "case-G-1", ""],
        ["3", "'=1+1", "未受理", "", "试件: 不收这一件"],
        ["4", "", "未受理", "", "缺少“工单编号” (external_id)"],
        ["5", "G-4", "未受理", "", when],
        ["6", "", "未受理", "", "单元格比表头多: 内容里有逗号时要加引号"],
    ]
    assert names(box / "done") == ["三月.20260302T120000.csv"]
    assert names(box / "work") == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "缺少表头“工单编号”; 1: 缺少表头“受理时间”"),
        ("a.csv", "工单编号,内容\n1,2\n".encode(), "缺少表头“受理时间”"),
        ("a.csv", "工单编号,受理时间,诉求内容,诉求内容\n1,2,3,4\n".encode(), "表头“诉求内容”重复"),
        ("a.csv", ",".join(HEADS).encode() + b"\n", "一件诉求也没有"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "不读旧的 .xls"),
        ("a.pdf", b"%PDF", "不认识的文件类型"),
        ("a.parquet", b"PAR1", "文件夹里不收 Parquet"),
        ("a.xlsx", b"PK\x03\x04", "不是完好的 .xlsx 文件"),
    ],
    ids=["empty", "no head", "a head twice", "no row", "old workbook", "no table", "parquet", "broken workbook"],
)
def test_a_file_that_cannot_be_used_is_refused_and_kept(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    (box / "in" / name).write_bytes(content)
    dropped(box, "b.csv", *samples(1))
    desk = Desk()
    pull(one, desk.admit)
    assert desk.numbers == ["G-1"]
    assert [path.read_bytes() for path in (box / "refused").iterdir()] == [content]
    receipts = [path.read_text("utf-8-sig") for path in (box / "receipts").iterdir() if path.name.startswith("a.")]
    assert len(receipts) == 1
    assert words in receipts[0]
    assert str(tmp_path) not in receipts[0]


def test_json_lines(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    rows = [dict(zip(HEADS, row_of(sample), strict=True)) for sample in samples(2)]
    lines = [json.dumps(rows[0], ensure_ascii=False), "{", json.dumps(rows[1] | {"问题分类": "0301"})]
    (box / "in" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    desk = Desk()
    pull(one, desk.admit)
    assert desk.numbers == ["G-1", "G-2"]
    assert desk.cases["12345", "G-2"].record["category"] == "城乡建设/照明/路灯不亮"
    (receipt,) = (box / "receipts").iterdir()
    assert "a.jsonl,2,,未受理,,不是合法的 JSON" in receipt.read_text("utf-8-sig")


def test_the_same_name_again_loses_nothing(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    desk = Desk()
    for number in (1, 2):
        dropped(box, "daily.csv", Sample(f"G-{number}"))
        pull(one, desk.admit)
    assert desk.numbers == ["G-1", "G-2"]
    assert names(box / "done") == ["daily.20260302T120000-2.csv", "daily.20260302T120000.csv"]
    assert len(names(box / "receipts")) == 2


def test_receipts_may_come_later(tmp_path: Path) -> None:
    """All that is there is read first, and answered afterwards."""
    one, box = intake(tmp_path, "complete: renamed")
    dropped(box, "a.csv", *samples(3))
    desk = Desk()
    waiting = list(one.receive())
    assert names(box / "work") == ["a.csv"]
    for envelope in reversed(waiting):
        one.acknowledge(envelope, desk.admit(envelope))
    assert names(box / "work") == []
    assert len(names(box / "done")) == 1


def test_rows_that_were_answered_are_not_handed_over_again(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    dropped(box, "a.csv", *samples(3))
    desk = Desk(die_before=["G-2"])
    with pytest.raises(Killed):
        pull(one, desk.admit)
    (journal,) = (box / "work").glob(".*.journal")
    with journal.open("ab") as file:
        file.write(b'{"row": "3", "status')  # a power cut in the middle of a line
    pull(intake(tmp_path, "complete: renamed")[0], desk.admit)
    assert desk.numbers == ["G-1", "G-2", "G-2", "G-3"]
    (receipt,) = (box / "receipts").iterdir()
    assert [row.split(",")[2:4] for row in receipt.read_text("utf-8-sig").splitlines()[1:]] == [
        ["G-1", "已受理"],
        ["G-2", "已受理"],
        ["G-3", "已受理"],
    ]


def test_a_journal_of_another_content_says_nothing_of_this_one(tmp_path: Path) -> None:
    one, box = intake(tmp_path, "complete: renamed")
    dropped(box, "a.csv", *samples(2))
    desk = Desk(die_before=["G-2"])
    with pytest.raises(Killed):
        pull(one, desk.admit)
    work = box / "work" / "a.csv"
    work.write_text(work.read_text("utf-8").replace("G-1", "G-9"), encoding="utf-8")
    pull(intake(tmp_path, "complete: renamed")[0], desk.admit)
    assert {"G-9", "G-2"} <= set(desk.numbers)


class _Kept:
    """A desk whose cases outlive the process: one file a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def admit(self, one: Envelope | Unreadable) -> Receipt:
        if isinstance(one, Unreadable):
            return Receipt("rejected", reason=Bilingual("坏", "bad"))
        try:
            os.close(os.open(self.folder / one.external_id, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return Receipt("duplicate", one.external_id)
        return Receipt("accepted", one.external_id)


def _dies_at(step: int, rig: FolderRig, kept: _Kept) -> bool:
    """Runs the intake in a process of its own that dies at that line of the adapter; whether it died."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(HERE):
            return None
        if event == "line":
            count += 1
            if count == step:
                os._exit(9)
        return trace

    try:
        sys.settrace(trace)
        rig.run(kept.admit)
        sys.settrace(None)
        os._exit(0)
    except BaseException:
        os._exit(7)


def _survives(step: int, folder: Path) -> bool:
    rig, kept = FolderRig(folder), _Kept(folder / "cases")
    rig.send(*samples(2), Sample(None))
    rig.send(samples(3)[2])
    died = _dies_at(step, rig, kept)
    rig.run(kept.admit)
    assert sorted(path.name for path in kept.folder.iterdir()) == ["G-1", "G-2", "G-3"]
    answers = sorted((one.external_id or "", one.status != "rejected", one.case) for one in rig.answers())
    assert answers == [("", False, None), ("G-1", True, "G-1"), ("G-2", True, "G-2"), ("G-3", True, "G-3")]
    assert len(names(rig.box / "done")) == 2
    assert [*(rig.box / "in").iterdir(), *(rig.box / "work").iterdir(), *(rig.box / "refused").iterdir()] == []
    return died


#: The process dies at a line of the adapter, in a copy of itself.
FORKS = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="no os.fork on this system: nothing can die at a chosen line"
)


@FORKS
@pytest.mark.parametrize("part", range(4))
def test_death_at_any_line_loses_and_doubles_nothing(tmp_path: Path, part: int) -> None:
    step, died = part * 7 + 1, True
    while died:
        died = _survives(step, tmp_path / str(step))
        step += 28
    assert step > 100


@pytest.mark.slow
@FORKS
def test_death_at_every_line_loses_and_doubles_nothing(tmp_path: Path) -> None:
    step = 1
    while _survives(step, tmp_path / str(step)):
        step += 1
    assert step > 200
