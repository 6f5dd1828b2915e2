"""Files on the command line: several, standard input, outputs by their ending, what may not be written, the bar."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.cli.test_commands import GOOD, Ran, Run, lines, run

__all__ = ["run"]

AT = GOOD["received_at"]
COMMAND = [sys.executable, "-c", "from gridroute.cli.main import main; main()"]
TWO = f"编号,受理时间,内容\n1,{AT},路灯不亮\n2,{AT},停暖\n"


def fed(folder: Path, given: bytes, *words: str) -> Ran:
    made = subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        input=given,
        capture_output=True,
        env={"LANG": "zh_CN.UTF-8", "GRIDROUTE_COUNTY": "sishui"},
    )
    assert b"Traceback" not in made.stderr
    return Ran(made.returncode, made.stdout.decode(), made.stderr.decode())


@pytest.mark.parametrize(
    "given",
    [TWO.encode(), TWO.encode("gb18030"), b"\n" + b"\n".join(json.dumps({**GOOD, "id": n}).encode() for n in "12")],
    ids=["CSV", "GB18030", "JSON Lines"],
)
def test_standard_input(tmp_path: Path, given: bytes) -> None:
    made = fed(tmp_path, given, "route", "-", "--format", "jsonl")
    assert (made.code, made.err) == (0, "")
    assert [json.loads(line)["issue"] for line in made.out.splitlines()] == ["1", "2"]


def test_standard_input_names_its_lines(tmp_path: Path) -> None:
    made = fed(tmp_path, f"{TWO}3,{AT},\n".encode(), "route", "-", "--format", "csv")
    assert (made.code, made.err.splitlines()[0]) == (1, "stdin:4: 缺少 text")
    assert [row["编号"] for row in csv.DictReader(io.StringIO(made.out))] == ["1", "2"]


def test_several_files_are_one_input(run: Run, tmp_path: Path) -> None:
    """A file that is no use is named and the rest is routed; the same one twice is read once."""
    first, second = lines(tmp_path / "a.jsonl", GOOD), lines(tmp_path / "b.jsonl", {**GOOD, "id": "2"}, GOOD)
    (tmp_path / "bomb.xlsx").write_bytes(b"PK\x03\x04")
    made = run("route", first, "bomb.xlsx", "none.csv", f"./{first}", second, "--format", "jsonl")
    assert [json.loads(line)["issue"] for line in made.out.splitlines()] == ["1", "2"]
    assert made.err.splitlines() == [
        "bomb.xlsx: 不是完好的 .xlsx 文件: 用表格软件打开,不加密码另存为 .xlsx",
        "none.csv: 没有这个文件",
        "a.jsonl: 写了两遍,只读一遍",
        "b.jsonl:2: 编号“1”与 a.jsonl:1 内容相同,只算一件",
        "2 个文件没有读",
    ]
    assert made.code == 2


def test_a_workbook_in_and_a_workbook_out(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "诉求"
    for row in (("编号", "受理时间", "内容"), ("=1+1", AT, "路灯不亮"), ("2", AT, None)):
        sheet.append(row)
    sheet["A2"].data_type = "s"
    book.save(tmp_path / "in.xlsx")
    made = run("route", "in.xlsx", "-o", "out.xlsx")
    assert (made.code, made.out, made.err.splitlines()[0]) == (1, "", "in.xlsx:诉求!3: 缺少 text")
    cell = load_workbook(tmp_path / "out.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_outputs_by_their_ending(run: Run, tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD)
    for ending, begin in (("csv", b"\xef\xbb\xbfid,"), ("jsonl", b'{"issue": "1"'), ("txt", b"issue ")):
        made = run("route", name, "-o", f"out.{ending}", "--lang", "en")
        assert (made.code, made.out, made.err) == (0, "", "")
        assert (tmp_path / f"out.{ending}").read_bytes().startswith(begin)
    run("route", name, "-o", "out.csv", "--no-bom", "--lang", "en")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"id,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "out.doc"), "out.doc: 看不出格式: 用 --format,或用后缀 .csv"),
        (("--format", "xlsx"), "xlsx 要写到文件: 加 --output 文件名.xlsx"),
        (("-o", "a.jsonl"), "a.jsonl: 既是输入又是输出: 换一个名称"),
        (("-o", "no/out.csv"), "没有目录"),
    ],
    ids=["form", "no file", "input", "no folder"],
)
def test_what_cannot_be_written_exits_2(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD)
    before = (tmp_path / name).read_bytes()
    made = run("route", name, *words)
    assert (made.code, made.out) == (2, "")
    assert said in made.err
    assert (tmp_path / name).read_bytes() == before


def test_an_output_stays_as_it_was_when_no_input_can_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    made = run("route", "none.csv", "-o", "out.csv")
    assert (made.code, (tmp_path / "out.csv").read_text(), len(list(tmp_path.iterdir()))) == (2, "old", 1)


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_a_screen_never_gets_what_it_would_obey(run: Run, tmp_path: Path, form: str) -> None:
    name = lines(
        tmp_path / "a.jsonl",
        {**GOOD, "id": "\x1b[2J\u202e1"},
        {**GOOD, "id": "\x1b[2J\u202e1", "text": "停\x1b[31m水"},
        {**GOOD, "\x1b]0;x\x07": 1},
    )
    made = run("route", name, "--format", form)
    assert made.code == 1
    assert not any(char in made.out + made.err for char in "\x1b\x07\u202e")
    assert "\\x1b[2J\\u202e1" in made.err
    assert "没有“\\x1b]0;x\\x07”" in made.err or "“\\x1b]0;x\\x07”" in made.err
    said = run("explain", name)
    assert "停\\x1b[31m水" in said.out or "\\x1b[2J" in said.out
    assert not any(char in said.out + said.err for char in "\x1b\x07\u202e")


def test_a_file_that_may_not_be_opened(run: Run, tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD)
    (tmp_path / name).chmod(0)
    if os.access(tmp_path / name, os.R_OK):
        pytest.skip("run by root, whom no permission keeps from a file")
    assert run("route", name) == Ran(2, "", "a.jsonl: 没有权限打开\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals to open")
def test_the_bar_is_for_a_person_only(tmp_path: Path) -> None:
    import pty

    name = lines(tmp_path / "a.jsonl", *({**GOOD, "id": str(n)} for n in range(3_000)))
    ours, theirs = pty.openpty()
    words = [*COMMAND, "route", name, "-o", "out.jsonl"]
    env = {"LANG": "zh_CN.UTF-8", "GRIDROUTE_COUNTY": "sishui", "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env=env) as made:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4_096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not piece:
                break
            shown += piece
        assert made.stdout is not None
        assert made.stdout.read() == b""
    os.close(ours)
    assert made.returncode == 0
    assert "办理" in shown.decode()
    assert "%" in shown.decode()
    piped = subprocess.run(words, cwd=tmp_path, capture_output=True, env=env)
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, b"", b"")


def _peak(folder: Path, count: int) -> float:
    """Megabytes at the most that routing ``count`` lines takes."""
    path = folder / f"{count}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("编号,受理时间,渠道,类别,内容,地址\n")
        for n in range(count):
            file.write(f"G-{n},{AT},12345,城乡建设/照明/路灯不亮,路灯第{n}盏不亮了,泗河街道仲子社区\n")
    measure = (
        "import resource, sys\n"
        "from gridroute.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    words = [sys.executable, "-c", measure, "route", path.name, "--county", "sishui", "-o", f"{count}.out.csv"]
    made = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    with (folder / f"{count}.out.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == count + 1
    return int(made.stdout) / 1024


@pytest.mark.slow
def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    short, long = _peak(tmp_path, 10_000), _peak(tmp_path, 200_000)
    assert long - short < 30, f"{short:.1f} MB at 10,000 lines, {long:.1f} MB at 200,000"
