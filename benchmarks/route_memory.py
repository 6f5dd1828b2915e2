"""How much memory a long file takes: peak resident size of ``route`` at 10,000 and 1,000,000 lines of CSV.

The rules are asked once for each kind of issue and the answer is given again under each identifier, so that
the time goes into reading, checking, remembering and writing: what could grow with the length of the file.
Run it with ``python benchmarks/route_memory.py``; each length has a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LENGTHS = (10_000, 1_000_000)
FORMS = ("csv", "jsonl")


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("编号,受理时间,渠道,类别,内容,地址\n")
        for n in range(count):
            at = f"2026-03-{1 + n % 28:02d}T{n % 24:02d}:{n % 60:02d}:00+08:00"
            file.write(f"G-{n},{at},12345,城乡建设/照明/路灯不亮,路灯第{n}盏不亮了,泗河街道仲子社区\n")


def one(path: str, form: str) -> None:
    from gridroute import Decision, Dispatcher, Issue
    from gridroute.cli.main import main

    answered: list[Decision] = []
    ask = Dispatcher.route

    def route(self: Dispatcher, issue: Issue, *rest: object) -> Decision:
        if not answered:
            answered.append(ask(self, issue, *rest))  # type: ignore[arg-type]
        return answered[0].model_copy(update={"issue": issue.id})

    Dispatcher.route = route  # type: ignore[method-assign,assignment]
    began = time.perf_counter()
    try:
        main(["route", path, "--county", "sishui", "--output", f"{path}.{form}", "--lang", "en"])
    except SystemExit as left:
        if left.code:
            raise
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{form:6} {size:8.1f} MB peak {time.perf_counter() - began:8.1f} s")


def all_of_them() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in LENGTHS:
            path = Path(folder) / f"{count}.csv"
            write(path, count)
            for form in FORMS:
                print(f"{count:9,d} lines ", end="", flush=True)
                subprocess.run([sys.executable, __file__, str(path), form], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one(sys.argv[1], sys.argv[2])
    else:
        all_of_them()
